//! `/ogc/collections/{collection}/items`: features by box, time and filter, page by page; and one by its id.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::{DistrictLevel, NodeId};
use readmodel::encode::geojson::time;
use readmodel::{BoundingBox, DistrictQuery, SearchText, ServiceFilter, ServiceQuery};
use serde_json::{Value, json};

use super::super::params::{Given, Listed, PlaceParams, bounding_box, interval, terms, written};
use super::super::problem::Problem;
use super::{Asked, Collection, charge, features, find, link};
use crate::app::App;
use crate::graphql::context::Read;

const MEDIA: &str = "application/geo+json";
/// Features in an answer unless the client says otherwise, and at most: more than these is no error, as the standard
/// has it (17-069r4, /req/core/fc-limit-response).
const LIMIT: usize = 100;
const MOST: usize = 1_000;
const FEATURES_PER_POINT: usize = 10;

/// Some features, how many there are in all, and where the next page begins.
struct Page {
    features: Vec<Value>,
    matched: u64,
    next: Option<String>,
}

pub(super) async fn list(request: HttpRequest, name: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let Some(collection) = find(&name) else {
        return Problem::not_found().response();
    };
    let begun = Asked::new(&request, &app, collection.parameters()).and_then(|mut asked| {
        asked.given.flatten_box()?;
        let limit = limit(&asked.given)?;
        Ok((asked, limit))
    });
    let (asked, limit) = match begun {
        Ok(begun) => begun,
        Err(problem) => return problem.response(),
    };
    if let Some(refused) = charge(&request, &app, 1 + limit / FEATURES_PER_POINT) {
        return refused;
    }
    let page = match collection {
        Collection::Places => places(&asked.given, &read, limit),
        Collection::Services => services(&asked.given, &read, limit),
        Collection::Districts => districts(&asked.given, &read, limit),
    };
    let page = match page {
        Ok(page) => page,
        Err(problem) => return problem.response(),
    };
    let mut links = asked.own_links(MEDIA);
    let above = asked.to(&format!("/ogc/collections/{}", collection.id()));
    links.push(link("collection", "application/json", collection.title(), above));
    if let Some(cursor) = page.next {
        let mut given = asked.given.without("after");
        given.push(("after".to_owned(), cursor));
        let href = format!("{}{}?{}", asked.base, asked.path, written(&given));
        let media = if asked.form == super::Form::Html {
            "text/html"
        } else {
            MEDIA
        };
        links.push(link("next", media, "The next page", href));
    }
    let value = json!({
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": page.features.len(),
        "timeStamp": time(read.now),
        "links": links,
        "features": page.features,
    });
    asked.answer(&read, &request, MEDIA, collection.title(), &value)
}

pub(super) async fn one(
    request: HttpRequest,
    names: web::Path<(String, String)>,
    app: web::Data<App>,
) -> HttpResponse {
    let read = app.read();
    let (name, id) = names.into_inner();
    let snapshot = &read.snapshot;
    let Some(collection) = find(&name) else {
        return Problem::not_found().response();
    };
    let found = match (collection, NodeId::parse(&id)) {
        (Collection::Places, Some(NodeId::Place(id))) => snapshot
            .place_row(id)
            .map(|row| features::place(snapshot, row, None)),
        (Collection::Services, Some(NodeId::Service(id))) => snapshot
            .service(id)
            .map(|service| features::service(snapshot, service)),
        (Collection::Districts, Some(NodeId::District(id))) => snapshot
            .district(id)
            .map(|district| features::district(snapshot, district)),
        _ => None,
    };
    let Some(mut feature) = found else {
        return Problem::not_found().response();
    };
    let asked = match Asked::new(&request, &app, &["f"]) {
        Ok(asked) => asked,
        Err(problem) => return problem.response(),
    };
    if let Some(refused) = charge(&request, &app, 1) {
        return refused;
    }
    let mut links = asked.own_links(MEDIA);
    let above = asked.to(&format!("/ogc/collections/{}", collection.id()));
    links.push(link("collection", "application/json", collection.title(), above));
    let title = feature.pointer("/properties/name").and_then(Value::as_str);
    let title = title.unwrap_or_default().to_owned();
    if let Some(members) = feature.as_object_mut() {
        members.insert("links".to_owned(), Value::Array(links));
    }
    asked.answer(&read, &request, MEDIA, &title, &feature)
}

fn limit(given: &Given) -> Result<usize, Problem> {
    let Some(text) = given.get("limit") else {
        return Ok(LIMIT);
    };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // What does not fit a number is more than the most, too.
    let limit = text.parse().unwrap_or(MOST).min(MOST);
    if digits && limit > 0 {
        Ok(limit)
    } else {
        let message =
            format!("must be a whole number from 1, of which {MOST} at most are answered, not {text:?}");
        Err(Problem::parameter("limit", message))
    }
}

fn places(given: &Given, read: &Read, limit: usize) -> Result<Page, Problem> {
    let PlaceParams { query, after, .. } = given.clone().into_params(read, Listed::Anywhere, limit)?;
    let snapshot = &read.snapshot;
    let page = snapshot.search(&query, read.now, after.as_ref(), limit);
    let next = page.hits.last().filter(|_| page.has_next);
    let next = next.map(|last| snapshot.cursor_of(&query, read.now, *last).encode(&query.hash()));
    let features = page.hits.iter();
    Ok(Page {
        features: features
            .map(|hit| features::place(snapshot, hit.row, hit.distance_m))
            .collect(),
        matched: snapshot.count(&query, read.now),
        next,
    })
}

fn within(given: &Given) -> Result<Option<BoundingBox>, Problem> {
    given.get("bbox").map(bounding_box).transpose()
}

fn text(given: &Given) -> Result<Option<SearchText>, Problem> {
    let text = SearchText::new(given.get("text").unwrap_or_default());
    text.map_err(|violation| Problem::violations("text", &[violation]))
}

fn not_of_this() -> Problem {
    Problem::parameter("after", "is not a cursor of this query")
}

fn services(given: &Given, read: &Read, limit: usize) -> Result<Page, Problem> {
    let snapshot = &read.snapshot;
    let (updated_since, updated_until) = given
        .get("datetime")
        .map(interval)
        .transpose()?
        .unwrap_or_default();
    let wanted = given.get("terms").map(|text| terms(text, snapshot)).transpose()?;
    let query = ServiceQuery {
        within: within(given)?,
        updated_since,
        updated_until,
        filter: ServiceFilter {
            text: text(given)?,
            terms: wanted.unwrap_or_default(),
            ..ServiceFilter::default()
        },
        ..ServiceQuery::default()
    };
    let after = match given.get("after") {
        Some(text) => Some(query.cursor(text).ok_or_else(not_of_this)?),
        None => None,
    };
    let (hits, has_next, matched) = snapshot.search_services(&query, read.now, after.as_ref(), limit);
    let next = hits
        .last()
        .filter(|_| has_next)
        .map(|(_, cursor)| cursor.encode(&query.hash()));
    let features = hits
        .iter()
        .map(|(hit, _)| features::service(snapshot, hit.service));
    Ok(Page {
        features: features.collect(),
        matched: matched as u64,
        next,
    })
}

fn districts(given: &Given, read: &Read, limit: usize) -> Result<Page, Problem> {
    let snapshot = &read.snapshot;
    // Districts have no time: every moment selects all of them, once it is one.
    given.get("datetime").map(interval).transpose()?;
    let level = given.get("level").map(|text| {
        DistrictLevel::parse(text).ok_or_else(|| {
            let known: Vec<&str> = DistrictLevel::ALL.iter().map(|level| level.code()).collect();
            let known = known.join(", ");
            Problem::parameter("level", format!("{text:?} is not a level; known are {known}"))
        })
    });
    let query = DistrictQuery {
        level: level.transpose()?,
        text: text(given)?,
        within: within(given)?,
        ..DistrictQuery::default()
    };
    let after = match given.get("after") {
        Some(text) => Some(query.cursor(text).ok_or_else(not_of_this)?),
        None => None,
    };
    let page = snapshot.districts(&query, after.as_ref(), limit);
    let next = page.records.last().filter(|_| page.has_next);
    let next = next.map(|(_, cursor)| cursor.encode(&query.hash()));
    let features = page.records.iter();
    Ok(Page {
        features: features
            .map(|(district, _)| features::district(snapshot, district))
            .collect(),
        matched: page.total as u64,
        next,
    })
}
