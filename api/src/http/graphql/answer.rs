//! The answer: which media type, which status, which members.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use async_graphql::Response;
use serde::Serialize;
use serde_json::json;

use crate::graphql::outcome::Outcome;
use crate::graphql::refusal::{Fault, Refusal};
use crate::http::whole_seconds;

/// The form that a client wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/graphql-response+json`: the status tells whether there is data.
    Response,
    /// `application/json`, asked for by name: a client of before 2022, which reads only answers of status 200.
    Legacy,
    /// `application/json`, since nothing was asked for.
    #[default]
    Json,
}

impl Media {
    /// The best of what `Accept` names; without one, JSON. `None` when neither form is wanted.
    pub(crate) fn wanted<'a>(accept: impl Iterator<Item = &'a HeaderValue>) -> Option<Media> {
        let accepted: Vec<&str> = accept.filter_map(|value| value.to_str().ok()).collect();
        if accepted.iter().all(|value| value.trim().is_empty()) {
            return Some(Media::Json);
        }
        let mut best: Option<(f32, Media)> = None;
        for range in accepted.iter().flat_map(|value| value.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let media = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "application/graphql-response+json" => Media::Response,
                "application/json" => Media::Legacy,
                "*/*" | "application/*" => Media::Json,
                _ => continue,
            };
            let quality = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
            // Of two that are wanted equally, the more telling one.
            let is_better = best.is_none_or(|(best, chosen)| {
                quality > best || quality == best && (media == Media::Response || chosen == Media::Json)
            });
            if quality > 0.0 && is_better {
                best = Some((quality, media));
            }
        }
        best.map(|(_, media)| media)
    }

    fn content_type(self) -> &'static str {
        match self {
            Media::Response => "application/graphql-response+json; charset=utf-8",
            Media::Legacy | Media::Json => "application/json; charset=utf-8",
        }
    }
}

/// The status of a refusal. The draft of 2026 wants 422 for documents and variables and has no legacy form; the
/// published audit suite wants what stands here.
fn status_for(fault: Fault, media: Media) -> StatusCode {
    match fault {
        Fault::Document if media == Media::Legacy => StatusCode::OK,
        Fault::Document | Fault::Malformed | Fault::Limit | Fault::Operation => StatusCode::BAD_REQUEST,
        Fault::Unauthenticated => StatusCode::UNAUTHORIZED,
        Fault::Forbidden => StatusCode::FORBIDDEN,
        Fault::Method => StatusCode::METHOD_NOT_ALLOWED,
        Fault::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Fault::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::AddressTooLong => StatusCode::URI_TOO_LONG,
        Fault::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Fault::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Fault::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Nothing was executed: there is no member `data`.
pub(crate) fn refused(refusal: &Refusal, media: Media) -> HttpResponse {
    let mut response = HttpResponse::build(status_for(refusal.fault, media));
    if let Some(wait) = refusal.retry_after {
        response.insert_header((header::RETRY_AFTER, whole_seconds(wait).to_string()));
    }
    match refusal.fault {
        Fault::Method => {
            response.insert_header((header::ALLOW, "POST"));
        }
        Fault::Unauthenticated => {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        // The rest of the body is still on its way; it must not be taken for the next request.
        Fault::TooSlow | Fault::TooLarge => {
            response.force_close();
        }
        _ => {}
    }
    write(response, media, &json!({ "errors": refusal.errors() }))
}

/// What was executed has data, or at least tried to.
pub(crate) fn executed(response: Response, media: Media) -> HttpResponse {
    match Outcome::of(response) {
        Ok(outcome) => {
            let status = if outcome.has_data() {
                StatusCode::OK
            } else {
                StatusCode::INTERNAL_SERVER_ERROR
            };
            write(HttpResponse::build(status), media, &outcome)
        }
        Err(refusal) => refused(&refusal, media),
    }
}

fn write(mut response: HttpResponseBuilder, media: Media, body: &impl Serialize) -> HttpResponse {
    match serde_json::to_vec(body) {
        Ok(bytes) => response.content_type(media.content_type()).body(bytes),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(accept: &[&'static str]) -> Option<Media> {
        let values: Vec<HeaderValue> = accept
            .iter()
            .map(|value| HeaderValue::from_static(value))
            .collect();
        Media::wanted(values.iter())
    }

    #[test]
    fn the_form_is_the_one_that_is_wanted_most() {
        for (accept, media) in [
            (&[][..], Some(Media::Json)),
            (&[""], Some(Media::Json)),
            (&["*/*"], Some(Media::Json)),
            (&["application/*"], Some(Media::Json)),
            (&["application/json"], Some(Media::Legacy)),
            (&["APPLICATION/JSON; charset=utf-8"], Some(Media::Legacy)),
            (&["application/graphql-response+json"], Some(Media::Response)),
            // What Apollo, urql and graphql-http send.
            (
                &["application/graphql-response+json, application/json"],
                Some(Media::Response),
            ),
            (
                &["application/json, application/graphql-response+json"],
                Some(Media::Response),
            ),
            (
                &["application/graphql-response+json;q=0.5, application/json"],
                Some(Media::Legacy),
            ),
            (
                &[
                    "application/json;q=0.5",
                    "application/graphql-response+json; q=0.9, */*;q=0.1",
                ],
                Some(Media::Response),
            ),
            (&["*/*;q=1, application/json;q=1"], Some(Media::Legacy)),
            (&["text/html, */*;q=0.8"], Some(Media::Json)),
            (&["text/html"], None),
            (&["application/json;q=0"], None),
        ] {
            assert_eq!(wanted(accept), media, "{accept:?}");
        }
    }
}
