//! Which answer a client may keep: the same epoch, number and format, and the same minute where time decides.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use crate::graphql::context::Read;

/// The tag of an answer.
#[derive(Debug)]
pub(crate) struct Etag(pub(crate) String);

impl Etag {
    pub(crate) fn new(read: &Read, format: &str, by_minute: bool) -> Etag {
        let (epoch, seq) = (read.snapshot.epoch(), read.snapshot.seq());
        let minute = if by_minute {
            format!(".{}", read.now.timestamp() / 60)
        } else {
            String::new()
        };
        Etag(format!("W/\"{epoch}.{seq}{minute}.{format}\""))
    }

    /// Whether the client has this very answer.
    pub(crate) fn is_known(&self, request: &HttpRequest) -> bool {
        request
            .headers()
            .get_all(header::IF_NONE_MATCH)
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|tag| tag.trim() == "*" || tag.trim() == self.0)
    }

    pub(crate) fn unchanged(self) -> HttpResponse {
        HttpResponse::NotModified()
            .insert_header((header::ETAG, self.0))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .finish()
    }

    /// An answer that bears it.
    pub(crate) fn answer(self, media: &'static str, body: impl Into<String>) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(media)
            .insert_header((header::ETAG, self.0))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .body(body.into())
    }
}
