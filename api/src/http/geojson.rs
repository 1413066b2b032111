//! `GET /places.geojson`: places on the map as one FeatureCollection.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use readmodel::encode::geojson::write_feature;
use serde::Serialize;

use super::charge;
use super::etag::Etag;
use super::params::{PlaceParams, written};
use crate::app::App;

/// Names the format in the ETag.
const FORMAT: &str = "geojson";
const PATH: &str = "/places.geojson";
const MEDIA: &str = "application/geo+json";
/// A feature is written from memory as it is, which takes a tenth of what an object of GraphQL takes.
const FEATURES_PER_POINT: usize = 10;

/// Members of the collection beside its features.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    number_matched: u64,
    number_returned: usize,
    /// Matches that have no position and so are on no map.
    unmapped: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<[Link; 1]>,
}

#[derive(Serialize)]
struct Link {
    rel: &'static str,
    r#type: &'static str,
    href: String,
}

pub(crate) async fn places(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let snapshot = &read.snapshot;
    let params = match PlaceParams::parse(request.query_string(), &read) {
        Ok(params) => params,
        Err(problem) => return problem.response(),
    };
    let etag = Etag::new(&read, FORMAT, params.query.filter.open_at.is_some());
    if etag.is_known(&request) {
        return etag.unchanged();
    }

    if let Some(refused) = charge(&request, &app, 1 + params.limit / FEATURES_PER_POINT) {
        return refused;
    }
    let PlaceParams {
        query,
        limit,
        after,
        given,
    } = params;
    let page = snapshot.search(&query, read.now, after.as_ref(), limit);
    let mut body = Vec::with_capacity(256 + page.hits.len() * 512);
    body.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[");
    for (position, hit) in page.hits.iter().enumerate() {
        if position > 0 {
            body.push(b',');
        }
        write_feature(&mut body, snapshot, hit.row, hit.distance_m);
    }
    let next = page.hits.last().filter(|_| page.has_next).map(|last| {
        let cursor = snapshot.cursor_of(&query, read.now, *last).encode(&query.hash());
        Link {
            rel: "next",
            r#type: MEDIA,
            href: href(given, cursor),
        }
    });
    let members = Members {
        number_matched: snapshot.count(&query, read.now),
        number_returned: page.hits.len(),
        unmapped: snapshot.count_unmapped(&query, read.now),
        links: next.map(|next| [next]),
    };
    // The members follow the features in the same object: an object without its opening brace.
    body.extend_from_slice(b"],");
    let members = serde_json::to_string(&members).unwrap_or_default();
    body.extend_from_slice(members.trim_start_matches('{').as_bytes());
    HttpResponse::Ok()
        .content_type(MEDIA)
        .insert_header((header::ETAG, etag.0))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(body)
}

/// The same question from a cursor on.
fn href(mut given: Vec<(String, String)>, after: String) -> String {
    given.push(("after".to_owned(), after));
    format!("{PATH}?{}", written(&given))
}
