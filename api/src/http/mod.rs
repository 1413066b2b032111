//! The routes, one file a route.

mod calendar;
mod coverage;
mod etag;
mod geojson;
mod graphql;
mod health;
mod params;
mod problem;

use std::panic::AssertUnwindSafe;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{Method, header};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{Error, HttpResponse, guard, web};
use futures_util::FutureExt as _;

use problem::Problem;

/// The route table.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let get = || guard::Any(guard::Get()).or(guard::Head());
    config
        .service(
            web::resource("/graphql")
                .route(web::post().to(graphql::post))
                .default_service(web::to(|| method_not_allowed("POST, OPTIONS"))),
        )
        .service(
            web::resource("/places.geojson")
                .route(web::route().guard(get()).to(geojson::places))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/places/{id}.ics")
                .route(web::route().guard(get()).to(calendar::of_place))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/places/{id}.jsonld")
                .route(web::route().guard(get()).to(calendar::jsonld_of_place))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/calendar.ics")
                .route(web::route().guard(get()).to(calendar::of_places))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/coverage.geojson")
                .route(web::route().guard(get()).to(coverage::as_geojson))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/coverage.csv")
                .route(web::route().guard(get()).to(coverage::as_csv))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(web::resource("/livez").route(web::route().guard(get()).to(health::livez)))
        .service(web::resource("/readyz").route(web::route().guard(get()).to(health::readyz)))
        .service(web::resource("/").route(web::route().guard(get()).to(health::front)))
        .default_service(web::to(not_found));
}

async fn not_found() -> Problem {
    Problem::not_found()
}

async fn method_not_allowed(allowed: &'static str) -> HttpResponse {
    Problem::method_not_allowed().response_with(header::ALLOW, allowed)
}

/// Anybody's page may read; nothing here trusts a cookie.
pub(crate) fn cross_origin() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods([Method::GET, Method::HEAD, Method::POST])
        .allowed_headers([
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::IF_NONE_MATCH,
            header::AUTHORIZATION,
        ])
        .expose_headers([header::ETAG])
        .block_on_origin_mismatch(false)
        .max_age(3600)
}

/// The same permission on every answer, also to a client that does not say where it comes from.
pub(crate) fn open_to_all() -> DefaultHeaders {
    DefaultHeaders::new().add((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

/// A bug in one request is an answer to that request, not a closed connection.
pub(crate) async fn answer_panics(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(_) => {
            tracing::error!("a request ended in a panic");
            Err(InternalError::from_response("panic", Problem::internal().response()).into())
        }
    }
}
