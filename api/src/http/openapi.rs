//! `GET /openapi.json`: every path but GraphQL and the residents' page, with its parameters and answers (OpenAPI 3.1).
//!
//! Paths and parameters are tables here; `tests/suite/ogc.rs` compares them with the route table and asks each path
//! with each of its parameters.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::{
    ContentBuilder, HttpMethod, InfoBuilder, ObjectBuilder, OpenApiBuilder, PathItem, PathsBuilder, Required,
    ResponseBuilder, Type,
};

use super::client;
use super::etag::Etag;
use super::ogc::OPENAPI;
use super::params::Given;
use crate::app::App;

/// A path: what it is, its parameters but for those in braces, its media types, and whether it names a record that may be missing (404).
struct Described {
    path: &'static str,
    summary: &'static str,
    parameters: &'static [&'static str],
    media: &'static [&'static str],
    is_found: bool,
}

const fn path(
    path: &'static str,
    summary: &'static str,
    parameters: &'static [&'static str],
    media: &'static [&'static str],
) -> Described {
    Described {
        path,
        summary,
        parameters,
        media,
        is_found: false,
    }
}

/// A path of one record, which may not be there.
const fn of_one(
    at: &'static str,
    summary: &'static str,
    parameters: &'static [&'static str],
    media: &'static [&'static str],
) -> Described {
    Described {
        is_found: true,
        ..path(at, summary, parameters, media)
    }
}

const SEARCH: &[&str] = &[
    "bbox", "near", "radius", "kinds", "terms", "district", "text", "openAt", "limit", "after",
];
const FILTERS: &[&str] = &[
    "bbox", "near", "radius", "kinds", "terms", "district", "text", "openAt",
];
const COVERAGE: &[&str] = &[
    "parent",
    "level",
    "regularity",
    "bbox",
    "near",
    "radius",
    "kinds",
    "terms",
    "district",
    "text",
    "openAt",
];
/// Those of all collections together; which of them a collection has, it says itself.
const ITEMS: &[&str] = &[
    "f", "limit", "after", "bbox", "datetime", "near", "radius", "kinds", "terms", "district", "text",
    "openAt", "level",
];
const GEOJSON: &[&str] = &["application/geo+json"];
const JSON_OR_HTML: &[&str] = &["application/json", "text/html"];
const FEATURES_OR_HTML: &[&str] = &["application/geo+json", "text/html"];

#[rustfmt::skip]
const PATHS: &[Described] = &[
    path("/places.geojson", "Places on the map as one FeatureCollection", SEARCH, GEOJSON),
    path("/places.geojsonl", "Places on the map, one feature a line; without limit all of them", SEARCH, &["application/x-ndjson"]),
    path("/places.csv", "Places as a table under the titles of the municipal standard; without limit all of them", SEARCH, &["text/csv"]),
    path("/hsds.zip", "Places, services and organizations as the tables of HSDS 3.0", SEARCH, &["application/zip"]),
    path("/hsds.json", "Places, services and organizations as HSDS 3.0", SEARCH, &["application/json"]),
    of_one("/places/{id}.ics", "When one place is open, as iCalendar", &[], &["text/calendar"]),
    of_one("/places/{id}.jsonld", "One place for search engines, as schema.org JSON-LD", &[], &["application/ld+json"]),
    path("/calendar.ics", "When places are open, as iCalendar", SEARCH, &["text/calendar"]),
    path("/coverage.geojson", "What the districts below one have and lack, as GeoJSON", COVERAGE, GEOJSON),
    path("/coverage.csv", "What the districts below one have and lack, as a table", COVERAGE, &["text/csv"]),
    of_one("/tiles/{z}/{x}/{y}.mvt", "A vector tile with the layers places and clusters", FILTERS, &["application/vnd.mapbox-vector-tile"]),
    path("/tiles.json", "What the tiles are, as TileJSON", FILTERS, &["application/json"]),
    path("/ogc", "Landing page of OGC API Features", &["f"], JSON_OR_HTML),
    path("/ogc/conformance", "The classes of the standard that hold here", &["f"], JSON_OR_HTML),
    path("/ogc/collections", "The collections: places, services, districts", &["f"], JSON_OR_HTML),
    of_one("/ogc/collections/{collection}", "One collection", &["f"], JSON_OR_HTML),
    of_one("/ogc/collections/{collection}/items", "Features of a collection, page by page; a collection refuses parameters that are not its own", ITEMS, FEATURES_OR_HTML),
    of_one("/ogc/collections/{collection}/items/{feature}", "One feature", &["f"], FEATURES_OR_HTML),
    path("/openapi.json", "This document", &[], &[OPENAPI]),
    path("/livez", "Whether the process runs", &[], &["application/json"]),
    path("/readyz", "Whether it can answer; 503 while answers may be behind", &[], &["application/json"]),
    of_one("/metrics", "Numbers for operators, where they are switched on", &[], &["application/openmetrics-text"]),
];

/// What a parameter is, its type and an example.
fn parameter(name: &str) -> (&'static str, Type, &'static str) {
    match name {
        "bbox" => (
            "west,south,east,north in degrees, edges included; west > east crosses the antimeridian. Under /ogc six numbers with heights, too",
            Type::String,
            "136.9,36.9,137.1,37.2",
        ),
        "near" => (
            "longitude,latitude: places within radius, nearest first",
            Type::String,
            "136.96,37.04",
        ),
        "radius" => (
            "Meters from near, 1 to 50000; 2000 unless given",
            Type::Number,
            "2000",
        ),
        "kinds" => (
            "Kinds of place, divided by commas; any of them",
            Type::String,
            "FOOD_PANTRY,CHILDRENS_CAFETERIA",
        ),
        "terms" => (
            "scheme:code, divided by commas; of one scheme any, of different schemes all",
            Type::String,
            "need:food",
        ),
        "district" => (
            "CODE or LEVEL:CODE: within the exact area",
            Type::String,
            "MUNICIPALITY:172022",
        ),
        "text" => (
            "Words that all must match, at most 200 characters",
            Type::String,
            "食堂",
        ),
        "openAt" => (
            "FROM/TO, either of which may be missing, or one moment, RFC 3339; none is now",
            Type::String,
            "2026-05-06T14:00:00+09:00/2026-05-06T16:00:00+09:00",
        ),
        "limit" => (
            "How many at most; under /ogc more than 1000 is answered as 1000, elsewhere more than 10000 is refused",
            Type::Integer,
            "100",
        ),
        "after" => (
            "Where the page before ended: the cursor of its next link",
            Type::String,
            "",
        ),
        "parent" => (
            "The district above, as LEVEL:CODE; needed",
            Type::String,
            "PREFECTURE:170003",
        ),
        "level" => ("A level of districts", Type::String, "MUNICIPALITY"),
        "regularity" => ("What counts as regular", Type::String, "AT_LEAST_MONTHLY"),
        "datetime" => (
            "A moment or FROM/TO with .. for an open end: by the last change of the record",
            Type::String,
            "2026-01-01T00:00:00Z/..",
        ),
        "f" => (
            "The form of the answer; else that of Accept",
            Type::String,
            "json",
        ),
        "id" => ("The id of a place", Type::String, ""),
        "z" => ("Zoom, 0 to 22", Type::Integer, "12"),
        "x" => ("Column of the tile", Type::Integer, "3604"),
        "y" => ("Row of the tile", Type::Integer, "1592"),
        "collection" => ("places, services or districts", Type::String, "places"),
        "feature" => ("The id of a feature", Type::String, ""),
        _ => ("", Type::String, ""),
    }
}

fn document(server: &str) -> Option<String> {
    let mut paths = PathsBuilder::new();
    for Described {
        path,
        summary,
        parameters,
        media,
        is_found,
    } in PATHS
    {
        let operation = path.trim_matches('/').replace(['/', '.', '{', '}'], "_");
        let mut described = OperationBuilder::new()
            .summary(Some(*summary))
            .operation_id(Some(operation));
        let in_path = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let in_query = parameters.iter().copied();
        let all = in_path
            .map(|name| (name, ParameterIn::Path, Required::True))
            .chain(in_query.map(|name| {
                let needed = path.starts_with("/coverage") && matches!(name, "parent" | "level");
                (
                    name,
                    ParameterIn::Query,
                    if needed { Required::True } else { Required::False },
                )
            }));
        for (name, place, required) in all {
            let (description, kind, example) = parameter(name);
            let mut schema = ObjectBuilder::new().schema_type(kind.clone());
            if name == "f" {
                schema = schema.enum_values(Some(["json", "html"]));
            } else if name == "collection" {
                schema = schema.enum_values(Some(["places", "services", "districts"]));
            } else if name == "limit" {
                schema = schema.minimum(Some(1));
            }
            let mut parameter = ParameterBuilder::new()
                .name(name)
                .parameter_in(place)
                .required(required)
                .description(Some(description))
                .schema(Some(schema));
            if !example.is_empty() {
                let value = match kind {
                    Type::Integer | Type::Number => serde_json::from_str(example).unwrap_or_default(),
                    _ => serde_json::Value::from(example),
                };
                parameter = parameter.example(Some(value));
            }
            described = described.parameter(parameter);
        }
        let mut answer = ResponseBuilder::new().description("The answer");
        for media in *media {
            answer = answer.content(*media, ContentBuilder::new().build());
        }
        described = described.response("200", answer);
        let problem = |description: &str| {
            ResponseBuilder::new()
                .description(description)
                .content("application/problem+json", ContentBuilder::new().build())
        };
        if !parameters.is_empty() {
            described = described
                .response(
                    "304",
                    ResponseBuilder::new().description("The client has this very answer"),
                )
                .response(
                    "400",
                    problem("A parameter is not valid or not known; `parameter` names it"),
                );
        }
        if *is_found {
            described = described.response("404", problem("There is nothing at this path"));
        }
        described = described
            .response("429", problem("Too much in too short a time; see Retry-After"))
            .response("503", problem("Too much to do; see Retry-After"));
        paths = paths.path(*path, PathItem::new(HttpMethod::Get, described));
    }
    let info = InfoBuilder::new()
        .title("ibasho")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "An open register of places and services. GraphQL is at /graphql.",
        ));
    let document = OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .servers(Some([utoipa::openapi::Server::new(server)]));
    document.build().to_json().ok()
}

pub(super) async fn describe(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    if let Err(problem) = Given::parse_only(request.query_string(), &[]) {
        return problem.response();
    }
    let read = app.read();
    let etag = Etag::new(&read, "openapi", false);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    match document(&client::own_address(&request, &app.config)) {
        Some(text) => etag.answer(OPENAPI, text),
        None => super::problem::Problem::internal().response(),
    }
}
