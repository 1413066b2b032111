//! Where a request comes from. A header is believed only when a proxy of ours wrote it.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header;
use ipnet::IpNet;

use crate::config::Config;

/// The address of the client: of the peer, or, behind trusted proxies, the right-most address of X-Forwarded-For
/// that is not theirs.
pub(crate) fn address(request: &HttpRequest, trusted: &[IpNet]) -> IpAddr {
    let Some(peer) = request.peer_addr() else {
        return IpAddr::from([0, 0, 0, 0]);
    };
    let values = request.headers().get_all("x-forwarded-for");
    let hops: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    behind(peer.ip(), &hops.join(","), trusted)
}

fn behind(peer: IpAddr, forwarded: &str, trusted: &[IpNet]) -> IpAddr {
    let mut client = peer;
    for hop in forwarded.split(',').rev() {
        if !is_trusted(client, trusted) {
            break;
        }
        // What cannot be read was not written by a proxy of ours; whoever handed it on is the client then.
        let Some(address) = parse(hop.trim()) else { break };
        client = address;
    }
    client
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted
        .iter()
        .any(|proxies| proxies.contains(&address.to_canonical()))
}

/// With or without port and brackets.
fn parse(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .ok()
        .or_else(|| hop.parse().ok().map(|socket: std::net::SocketAddr| socket.ip()))
}

/// Scheme and host that the client knows us by, without a slash at the end: what the settings say, else what it asked.
pub(crate) fn own_address(request: &HttpRequest, config: &Config) -> String {
    let set = config.site.base_url.trim_end_matches('/');
    if !set.is_empty() {
        return set.to_owned();
    }
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).filter(|host| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
        host.bytes().all(plain)
    });
    // A proxy that ends TLS says so.
    let by_proxy = request
        .peer_addr()
        .is_some_and(|peer| is_trusted(peer.ip(), &config.limits.trusted_proxies));
    let forwarded = request.headers().get("x-forwarded-proto");
    let scheme = match forwarded.map(header::HeaderValue::as_bytes) {
        Some(b"https") if by_proxy => "https",
        _ => "http",
    };
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_say_that_it_was_https() {
        let mut config = Config::default();
        config.limits.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        for (peer, address) in [
            ("10.1.2.3:80", "https://map.example"),
            ("192.0.2.1:80", "http://map.example"),
        ] {
            let request = actix_web::test::TestRequest::default()
                .peer_addr(peer.parse().unwrap())
                .insert_header(("host", "map.example"))
                .insert_header(("x-forwarded-proto", "https"))
                .to_http_request();
            assert_eq!(own_address(&request, &config), address);
        }
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let trusted: Vec<IpNet> = ["10.0.0.0/8", "2001:db8::/32"]
            .iter()
            .map(|net| net.parse().unwrap())
            .collect();
        for (peer, forwarded, client) in [
            ("192.0.2.1", "", "192.0.2.1"),
            // Anybody can write the header.
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.2.3.4", "198.51.100.7"),
            ("10.0.0.1", "10.9.9.9", "10.9.9.9"),
            ("10.0.0.1", "203.0.113.9, unknown", "10.0.0.1"),
            ("10.0.0.1", "203.0.113.9,", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
            ("2001:db8::1", "[2001:4860::8]:443", "2001:4860::8"),
            ("2001:db8::1", "[2001:4860::8]", "2001:4860::8"),
            ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
            (
                "10.0.0.1",
                "1.1.1.1, ".repeat(10).trim_end_matches(", "),
                "1.1.1.1",
            ),
        ] {
            let found = behind(peer.parse().unwrap(), forwarded, &trusted);
            assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
        }
    }
}
