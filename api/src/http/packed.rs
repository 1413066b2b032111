//! Bodies in two forms, plain and gzip, made once and sent many times.

use std::io::Write as _;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::HttpResponseBuilder;
use actix_web::http::header;
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// A body and, where that is shorter, the same packed.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    plain: Bytes,
    gzip: Option<Bytes>,
}

impl Packed {
    pub(crate) fn new(plain: impl Into<Bytes>) -> Packed {
        let plain = plain.into();
        let gzip = gzip(&plain).filter(|packed| packed.len() < plain.len());
        Packed {
            gzip: gzip.map(Bytes::from),
            plain,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// Bytes of both forms.
    pub(crate) fn size(&self) -> usize {
        self.plain.len() + self.gzip.as_ref().map_or(0, Bytes::len)
    }

    /// The form that the client takes; caches are told that there are two.
    pub(crate) fn answer(&self, request: &HttpRequest, mut response: HttpResponseBuilder) -> HttpResponse {
        response.insert_header((header::VARY, "Accept-Encoding"));
        match &self.gzip {
            Some(packed) if takes(request, "gzip") => response
                .insert_header((header::CONTENT_ENCODING, "gzip"))
                .body(packed.clone()),
            _ => response.body(self.plain.clone()),
        }
    }
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

/// Whether the client names this coding and does not refuse it.
pub(crate) fn takes(request: &HttpRequest, coding: &str) -> bool {
    let accepted = request.headers().get_all(header::ACCEPT_ENCODING);
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            name.trim().eq_ignore_ascii_case(coding) && weight.parse::<f32>().is_ok_and(|weight| weight > 0.0)
        })
}
