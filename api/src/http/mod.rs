//! The routes, one file a route.

mod body;
mod calendar;
mod client;
mod coverage;
mod developer;
mod etag;
mod exports;
mod geojson;
mod graphql;
mod health;
mod ogc;
mod openapi;
mod packed;
pub(crate) mod page;
pub(crate) mod params;
pub(crate) mod problem;
pub(crate) mod queue;
mod socket;
pub(crate) mod tiles;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{Method, header};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{Error, HttpRequest, HttpResponse, guard, web};
use futures_util::FutureExt as _;

use crate::app::App;
use crate::usage::{Client, Exhausted};
use problem::Problem;

/// The route table.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let get = || guard::Any(guard::Get()).or(guard::Head());
    config
        .service(
            web::resource("/graphql")
                .route(web::post().to(graphql::post))
                .route(
                    web::get()
                        .guard(guard::fn_guard(socket::is_wanted))
                        .to(socket::open),
                )
                .route(web::get().to(graphql::get))
                .default_service(web::to(|| method_not_allowed("GET, POST, OPTIONS"))),
        )
        .service(
            web::resource("/places.geojson")
                .route(web::route().guard(get()).to(geojson::places))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .configure(exports::routes)
        .configure(ogc::routes)
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
        .service(
            web::resource("/tiles/{z}/{x}/{y}.mvt")
                .route(web::route().guard(get()).to(tiles::tile))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/tiles.json")
                .route(web::route().guard(get()).to(tiles::description))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/openapi.json")
                .route(web::route().guard(get()).to(openapi::describe))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(web::resource("/graphiql").route(web::route().guard(get()).to(developer::page)))
        .service(web::resource("/graphiql/page.css").route(web::route().guard(get()).to(developer::style)))
        .service(web::resource("/graphiql/page.js").route(web::route().guard(get()).to(developer::script)))
        .service(web::resource("/metrics").route(web::route().guard(get()).to(health::metrics)))
        .service(web::resource("/livez").route(web::route().guard(get()).to(health::livez)))
        .service(web::resource("/readyz").route(web::route().guard(get()).to(health::readyz)))
        .service(web::resource("/").route(web::route().guard(get()).to(page::search)))
        .service(web::resource("/p/{id}").route(web::route().guard(get()).to(page::place)))
        .service(web::resource("/coverage").route(web::route().guard(get()).to(page::coverage)))
        .service(web::resource("/print").route(web::route().guard(get()).to(page::print)))
        .service(web::resource("/about").route(web::route().guard(get()).to(page::about)))
        .service(web::resource("/embed").route(web::route().guard(get()).to(page::embed)))
        .service(web::resource("/robots.txt").route(web::route().guard(get()).to(page::robots)))
        .service(web::resource("/sitemap.xml").route(web::route().guard(get()).to(page::sitemap)))
        .service(web::resource("/assets/{name:.*}").route(web::route().guard(get()).to(page::asset)))
        .service(web::resource("/ibasho-map.js").route(web::route().guard(get()).to(page::asset)))
        .service(web::resource("/sw.js").route(web::route().guard(get()).to(page::asset)))
        .service(web::resource("/manifest.webmanifest").route(web::route().guard(get()).to(page::asset)))
        .service(web::resource("/icon.svg").route(web::route().guard(get()).to(page::asset)))
        .default_service(web::to(not_found));
}

async fn not_found() -> Problem {
    Problem::not_found()
}

async fn method_not_allowed(allowed: &'static str) -> HttpResponse {
    Problem::method_not_allowed().response_with(header::ALLOW, allowed)
}

/// Anybody's page may ask; nothing here trusts a cookie.
pub(crate) fn cross_origin() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_any_header()
        .expose_headers([
            header::ETAG,
            header::RETRY_AFTER,
            header::CONTENT_DISPOSITION,
            header::LINK,
        ])
        .block_on_origin_mismatch(false)
        .max_age(3600)
}

/// What holds for every answer: any page may read it, and a browser may do nothing with it but that. Addresses hold
/// where somebody looked, so that no other site learns them.
pub(crate) fn on_every_answer() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"))
        .add((header::PERMISSIONS_POLICY, "geolocation=(self)"))
        .add(("cross-origin-opener-policy", "same-origin"))
        .add((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
             img-src 'self' data: blob:; style-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'",
        ))
}

/// Takes points from the budget of whoever asks a path without a key; the refusal, when there are too few.
fn charge(request: &HttpRequest, app: &App, points: usize) -> Option<HttpResponse> {
    let client = Client::at(client::address(request, &app.config.limits.trusted_proxies));
    let points = u32::try_from(points).unwrap_or(u32::MAX);
    let Err(Exhausted(wait)) = app.usage.spend(&client, points) else {
        return None;
    };
    let seconds = whole_seconds(wait).to_string();
    Some(Problem::rate_limited().response_with(header::RETRY_AFTER, &seconds))
}

/// For Retry-After, rounded up: who comes earlier comes in vain.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
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
