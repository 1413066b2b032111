//! Bytes on the wire, below what an HTTP client would send: slow, idle, ambiguous.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Backend, Server};

use super::Bystander;

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// All that comes until the other side closes or falls silent.
fn read(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => all.extend_from_slice(&buffer[..length]),
            Err(error) => {
                assert!(
                    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::WouldBlock),
                    "{error}"
                );
                break;
            }
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test]
async fn a_slow_body_and_a_slow_head_are_answered_and_left() {
    let server = Server::with_town_and(|config| config.limits.body_seconds = 1).await;
    let bystander = Bystander::of(&server);
    let address = server.address;
    let slow = |head: &'static str, piece: &'static [u8]| {
        blocking(move || {
            let mut stream = connect(address);
            stream.write_all(head.as_bytes()).unwrap();
            let mut writer = stream.try_clone().unwrap();
            std::thread::spawn(move || {
                // Until the server has had enough.
                while writer.write_all(piece).is_ok() {
                    std::thread::sleep(Duration::from_millis(100));
                }
            });
            let began = Instant::now();
            (read(&mut stream), began.elapsed())
        })
    };
    let body = slow(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n",
        b" ",
    );
    let head = slow("POST /graphql HTTP/1.1\r\nhost: x\r\n", b"x-a: b\r\n");
    let ((body, after_body), (head, after_head)) = tokio::join!(body, head);
    assert!(body.starts_with("HTTP/1.1 408"), "{body}");
    assert!(after_body < Duration::from_secs(5), "{after_body:?}");
    assert!(head.starts_with("HTTP/1.1 408"), "{head}");
    assert!(after_head < Duration::from_secs(10), "{after_head:?}");
    bystander.was_served().await;
}

#[tokio::test]
async fn two_hundred_idle_connections_stop_nobody() {
    let server = Server::with_town(Backend::Sqlite).await;
    let idle: Vec<TcpStream> = (0..200)
        .map(|number| {
            let mut stream = connect(server.address);
            if number % 2 == 0 {
                stream.write_all(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{").unwrap();
            }
            stream
        })
        .collect();
    let bystander = Bystander::of(&server);
    for _ in 0..20 {
        let data = server
            .client
            .data("{ places(first: 5) { totalCount } }", json!({}))
            .await;
        assert!(data["places"]["totalCount"].as_i64().unwrap() > 200);
    }
    bystander.was_served().await;
    drop(idle);
}

#[tokio::test]
async fn requests_that_two_readers_read_differently_are_refused() {
    let server = Server::start(Backend::Sqlite).await;
    let address = server.address;
    for (what, request) in [
        (
            "length and chunks",
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
        (
            "two lengths",
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\ncontent-length: 40\r\n\r\n{}",
        ),
        (
            "signed length",
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: +2\r\n\r\n{}",
        ),
        (
            "space before the colon",
            "GET /livez HTTP/1.1\r\nhost : x\r\n\r\n",
        ),
        (
            "folded header",
            "GET /livez HTTP/1.1\r\nhost: x\r\nx-a: b\r\n c\r\n\r\n",
        ),
        ("no version", "GET /livez\r\n\r\n"),
    ] {
        let answer = blocking(move || {
            let mut stream = connect(address);
            stream
                .set_read_timeout(Some(Duration::from_millis(1500)))
                .unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            read(&mut stream)
        })
        .await;
        let answers = answer.matches("HTTP/1.1 ").count();
        assert!(
            answers <= 1 && !answer.contains("HTTP/1.1 200"),
            "S52 {what}: {answer}"
        );
        assert!(answer.contains("HTTP/1.1 4"), "S52 {what}: {answer}");
    }
    assert_eq!(server.client.get("/livez").await.status, 200);
}
