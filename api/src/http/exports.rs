//! `GET /places.csv`, `/places.geojsonl`, `/hsds.zip`, `/hsds.json`: any search as a file, however large.
//!
//! The parameters are those of `/places.geojson`; without `limit` a file holds all that match. Parts are made away from
//! the threads that answer, one when the client has read the one before, all of one snapshot.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::{Method, header};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse, guard};
use futures_util::stream::{self, Stream};

use super::etag::Etag;
use super::params::{Listed, PlaceParams};
use super::problem::Problem;
use super::{charge, method_not_allowed};
use crate::app::App;
use crate::export::{Export, Format};

/// Records of a place beside it are read and written too.
const PLACES_PER_POINT: usize = 10;

/// How long a client may take for all of it: a snapshot that nobody else needs stays in memory for as long.
const LONGEST: Duration = Duration::from_secs(15 * 60);

pub(super) fn routes(config: &mut web::ServiceConfig) {
    let get = || guard::Any(guard::Get()).or(guard::Head());
    config
        .service(
            web::resource("/places.csv")
                .route(web::route().guard(get()).to(csv))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/places.geojsonl")
                .route(web::route().guard(get()).to(geojson_lines))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/hsds.zip")
                .route(web::route().guard(get()).to(hsds_archive))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        )
        .service(
            web::resource("/hsds.json")
                .route(web::route().guard(get()).to(hsds_document))
                .default_service(web::to(|| method_not_allowed("GET, HEAD, OPTIONS"))),
        );
}

async fn csv(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(request, app, Format::Csv, Listed::Anywhere).await
}

/// As on the map: features without a position are left out.
async fn geojson_lines(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(request, app, Format::GeoJsonLines, Listed::OnMap).await
}

async fn hsds_archive(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(request, app, Format::HsdsArchive, Listed::Anywhere).await
}

async fn hsds_document(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(request, app, Format::HsdsDocument, Listed::Anywhere).await
}

async fn respond(request: HttpRequest, app: web::Data<App>, format: Format, listed: Listed) -> HttpResponse {
    let read = app.read();
    let params = match PlaceParams::parse_all(request.query_string(), &read, listed) {
        Ok(params) => params,
        Err(problem) => return problem.response(),
    };
    // HSDS tells the offset of time zones, and when it was made.
    let is_hsds = matches!(format, Format::HsdsArchive | Format::HsdsDocument);
    let by_minute = is_hsds || params.query.filter.open_at.is_some();
    let name = format!("{}.{}", format.stem(), format.ending());
    let etag = Etag::new(&read, &name, by_minute);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    let most = usize::try_from(read.snapshot.count(&params.query, read.now)).unwrap_or(usize::MAX);
    if let Some(refused) = charge(&request, &app, 1 + most.min(params.limit) / PLACES_PER_POINT) {
        return refused;
    }
    let day = read.snapshot.horizon().today();
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.media())
        .insert_header((header::ETAG, etag.0))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"{}-{day}.{}\"",
                format.stem(),
                format.ending()
            ),
        ));
    if request.method() == Method::HEAD {
        return response.streaming(stream::empty::<Result<Bytes, actix_web::Error>>());
    }
    let begun = web::block(move || {
        let everything = params.is_everything();
        let page = read
            .snapshot
            .search(&params.query, read.now, params.after.as_ref(), params.limit);
        Export::new(read, format, page.hits, everything)
    });
    match begun.await {
        Ok(export) => response.streaming(parts(export)),
        Err(_) => Problem::internal().response(),
    }
}

/// The parts, each made when it is asked for.
fn parts(export: Export) -> impl Stream<Item = Result<Bytes, actix_web::Error>> {
    let began = Instant::now();
    let held = Arc::new(Mutex::new(Some(export)));
    let forgotten = Arc::downgrade(&held);
    // A client that reads no more asks for nothing either: somebody else has to let go.
    actix_web::rt::spawn(async move {
        actix_web::rt::time::sleep(LONGEST).await;
        if let Some(held) = forgotten.upgrade() {
            drop(take(&held));
        }
    });
    stream::unfold(held, move |held| async move {
        let made = match take(&held) {
            Some(mut export) => web::block(move || (export.next_part(), export)).await,
            None if began.elapsed() < LONGEST => return None,
            None => return Some((Err(cut_off()), held)),
        };
        let (part, export) = match made {
            Ok((Ok(part), export)) => (part?, export),
            Ok((Err(error), _)) => {
                tracing::error!(%error, "an export cannot be written");
                return Some((Err(cut_off()), held));
            }
            Err(_) => return Some((Err(cut_off()), held)),
        };
        if began.elapsed() < LONGEST {
            *held.lock().unwrap_or_else(PoisonError::into_inner) = Some(export);
        }
        Some((Ok(Bytes::from(part)), held))
    })
}

fn take(held: &Mutex<Option<Export>>) -> Option<Export> {
    held.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Ends the connection, so that nobody takes a part for the whole.
fn cut_off() -> actix_web::Error {
    actix_web::error::ErrorInternalServerError("the file ends here unfinished")
}
