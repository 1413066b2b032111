//! When places are open, for calendars and search engines: `/places/{id}.ics`, `/calendar.ics`, `/places/{id}.jsonld`.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::NodeId;
use readmodel::Row;
use readmodel::encode::{calendar, jsonld};

use super::charge;
use super::etag::Etag;
use super::params::PlaceParams;
use super::problem::Problem;
use crate::app::App;
use crate::graphql::context::Read;

/// A calendar of so many places costs one point more.
const PLACES_PER_POINT: usize = 20;
const MEDIA: &str = "text/calendar; charset=utf-8";

/// One place, archived or not.
pub(crate) async fn of_place(
    request: HttpRequest,
    id: web::Path<String>,
    app: web::Data<App>,
) -> HttpResponse {
    let read = app.read();
    let Some((row, place)) = find(&read, &id) else {
        return Problem::not_found().response();
    };
    // Which events are within the horizon changes with the day.
    let etag = Etag::new(&read, "ics", true);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(&request, &app, 1) {
        return refused;
    }
    etag.answer(MEDIA, calendar::calendar(&read.snapshot, [row], &place.name))
}

/// Every place that `/places.geojson` would list for the same question.
pub(crate) async fn of_places(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let params = match PlaceParams::parse(request.query_string(), &read) {
        Ok(params) => params,
        Err(problem) => return problem.response(),
    };
    let etag = Etag::new(&read, "ics", true);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(&request, &app, 1 + params.limit / PLACES_PER_POINT) {
        return refused;
    }
    let snapshot = &read.snapshot;
    let page = snapshot.search(&params.query, read.now, params.after.as_ref(), params.limit);
    let rows = page.hits.iter().map(|hit| hit.row);
    etag.answer(MEDIA, calendar::calendar(snapshot, rows, "ibasho"))
}

/// One place for search engines.
pub(crate) async fn jsonld_of_place(
    request: HttpRequest,
    id: web::Path<String>,
    app: web::Data<App>,
) -> HttpResponse {
    let read = app.read();
    let object = find(&read, &id).and_then(|(row, _)| jsonld::place(&read.snapshot, row));
    let Some(object) = object else {
        return Problem::not_found().response();
    };
    let etag = Etag::new(&read, "jsonld", true);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(&request, &app, 1) {
        return refused;
    }
    etag.answer("application/ld+json", object.to_string())
}

fn find<'a>(read: &'a Read, id: &str) -> Option<(Row, &'a domain::Place)> {
    let NodeId::Place(id) = NodeId::parse(id)? else {
        return None;
    };
    let row = read.snapshot.place_row(id)?;
    Some((row, read.snapshot.place(row)?))
}
