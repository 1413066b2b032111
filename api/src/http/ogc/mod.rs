//! OGC API Features, Part 1, at `/ogc`: landing page, conformance, collections and their items, as JSON and as HTML.
//!
//! Declared is what is true: core, geojson and html. There is no class for OpenAPI 3.1, so `service-desc` links to a
//! document of that version and none is claimed. Coordinates are those of CRS84. What `datetime` means is told by each
//! collection. Next: [`items`], [`html`] for the other form.

mod features;
mod html;
mod items;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, guard, web};
use readmodel::{OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Zoom};
use serde_json::{Value, json};

use super::etag::Etag;
use super::params::{Given, written};
use super::problem::Problem;
use super::{charge, client, method_not_allowed};
use crate::app::App;
use crate::graphql::context::Read;

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const CONFORMANCE: [&str; 3] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
];
/// The media type of the document that describes all this.
pub(super) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.1";

/// A collection: its name in addresses, its title, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collection {
    Places,
    Services,
    Districts,
}

impl Collection {
    const ALL: [Collection; 3] = [Collection::Places, Collection::Services, Collection::Districts];

    fn id(self) -> &'static str {
        match self {
            Collection::Places => "places",
            Collection::Services => "services",
            Collection::Districts => "districts",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Collection::Places => "場所 (places)",
            Collection::Services => "サービス (services)",
            Collection::Districts => "地区 (districts)",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Collection::Places => {
                "Places that people can go to. The geometry is the public point, null where it is unknown or hidden. \
                 datetime selects by the moment at which the record last changed."
            }
            Collection::Services => {
                "What is offered. The geometry is the points of all places that offer it, null where there is none: a \
                 service by phone is nowhere. datetime selects by the moment at which the record last changed."
            }
            Collection::Districts => {
                "Prefectures, municipalities, school districts. The geometry is the area, drawn to about 10 meters, null \
                 where it is unknown. Districts have no time, so datetime selects all of them."
            }
        }
    }

    /// What narrows its items.
    fn parameters(self) -> &'static [&'static str] {
        match self {
            Collection::Places => &[
                "f", "limit", "after", "bbox", "datetime", "near", "radius", "kinds", "terms", "district",
                "text", "openAt",
            ],
            Collection::Services => &["f", "limit", "after", "bbox", "datetime", "terms", "text"],
            Collection::Districts => &["f", "limit", "after", "bbox", "datetime", "level", "text"],
        }
    }
}

pub(super) fn routes(config: &mut web::ServiceConfig) {
    let get = || guard::Any(guard::Get()).or(guard::Head());
    let refused = || web::to(|| method_not_allowed("GET, HEAD, OPTIONS"));
    config
        .service(
            web::resource("/ogc")
                .route(web::route().guard(get()).to(landing))
                .default_service(refused()),
        )
        .service(
            web::resource("/ogc/")
                .route(web::route().guard(get()).to(landing))
                .default_service(refused()),
        )
        .service(web::resource("/ogc/style.css").route(web::route().guard(get()).to(html::style)))
        .service(
            web::resource("/ogc/conformance")
                .route(web::route().guard(get()).to(conformance))
                .default_service(refused()),
        )
        .service(
            web::resource("/ogc/collections")
                .route(web::route().guard(get()).to(collections))
                .default_service(refused()),
        )
        .service(
            web::resource("/ogc/collections/{collection}")
                .route(web::route().guard(get()).to(collection))
                .default_service(refused()),
        )
        .service(
            web::resource("/ogc/collections/{collection}/items")
                .route(web::route().guard(get()).to(items::list))
                .default_service(refused()),
        )
        .service(
            web::resource("/ogc/collections/{collection}/items/{feature}")
                .route(web::route().guard(get()).to(items::one))
                .default_service(refused()),
        );
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Html,
}

/// One request, its parameters read.
struct Asked {
    base: String,
    form: Form,
    /// The path without a slash at its end.
    path: String,
    given: Given,
}

impl Asked {
    fn new(request: &HttpRequest, app: &App, known: &[&str]) -> Result<Asked, Problem> {
        let given = Given::parse_only(request.query_string(), known)?;
        let form = match given.get("f") {
            None => accepted(request),
            Some("json") => Form::Json,
            Some("html") => Form::Html,
            Some(other) => {
                let message = format!("must be json or html, not {other:?}");
                return Err(Problem::parameter("f", message));
            }
        };
        Ok(Asked {
            base: client::own_address(request, &app.config),
            form,
            path: request.path().trim_end_matches('/').to_owned(),
            given,
        })
    }

    /// An address of this server.
    fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// This address in a form.
    fn as_form(&self, form: &str) -> String {
        let mut given = self.given.without("f");
        given.push(("f".to_owned(), form.to_owned()));
        format!("{}{}?{}", self.base, self.path, written(&given))
    }

    /// This very answer, and the other form of it.
    fn own_links(&self, media: &str) -> Vec<Value> {
        let (own, other) = match self.form {
            Form::Json => ("self", "alternate"),
            Form::Html => ("alternate", "self"),
        };
        vec![
            link(own, media, "JSON", self.as_form("json")),
            link(other, "text/html", "HTML", self.as_form("html")),
        ]
    }

    /// The answer in its form.
    fn answer(
        &self,
        read: &Read,
        request: &HttpRequest,
        media: &'static str,
        title: &str,
        value: &Value,
    ) -> HttpResponse {
        let name = match self.form {
            Form::Json => "ogc.json",
            Form::Html => "ogc.html",
        };
        let etag = Etag::new(read, name, true);
        let mut response = if etag.is_known(request) {
            etag.unchanged()
        } else {
            match self.form {
                Form::Json => etag.answer(media, value.to_string()),
                Form::Html => etag.answer("text/html; charset=utf-8", html::page(title, &self.base, value)),
            }
        };
        let headers = response.headers_mut();
        headers.append(header::VARY, header::HeaderValue::from_static("accept"));
        for link in value.get("links").and_then(Value::as_array).into_iter().flatten() {
            let text = |name: &str| link.get(name).and_then(Value::as_str).unwrap_or_default();
            let line = format!(
                "<{}>; rel=\"{}\"; type=\"{}\"",
                text("href"),
                text("rel"),
                text("type")
            );
            if let Ok(line) = header::HeaderValue::from_str(&line) {
                headers.append(header::LINK, line);
            }
        }
        response
    }
}

/// HTML for whoever prefers it to JSON, as browsers do.
fn accepted(request: &HttpRequest) -> Form {
    let accept = request
        .headers()
        .get_all(header::ACCEPT)
        .filter_map(|value| value.to_str().ok());
    let (mut html, mut json) = (0.0_f32, 0.0_f32);
    for range in accept.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.strip_prefix("q=")?.parse().ok())
            .unwrap_or(1.0);
        match media.as_str() {
            "text/html" | "application/xhtml+xml" | "text/*" => html = html.max(weight),
            "application/json" | "application/geo+json" | "application/*" | "*/*" => json = json.max(weight),
            _ => {}
        }
    }
    if html > json { Form::Html } else { Form::Json }
}

fn link(rel: &str, media: &str, title: &str, href: String) -> Value {
    json!({ "rel": rel, "type": media, "title": title, "href": href })
}

async fn landing(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let asked = match Asked::new(&request, &app, &["f"]) {
        Ok(asked) => asked,
        Err(problem) => return problem.response(),
    };
    if let Some(refused) = charge(&request, &app, 1) {
        return refused;
    }
    let mut links = asked.own_links("application/json");
    links.extend([
        link(
            "service-desc",
            OPENAPI,
            "What can be asked here",
            asked.to("/openapi.json"),
        ),
        link(
            "service-doc",
            "text/html",
            "The collections",
            asked.to("/ogc/collections?f=html"),
        ),
        link(
            "conformance",
            "application/json",
            "Conformance",
            asked.to("/ogc/conformance"),
        ),
        link(
            "data",
            "application/json",
            "Collections",
            asked.to("/ogc/collections"),
        ),
    ]);
    let title = &app.config.site.name;
    let value = json!({
        "title": title,
        "description": "An open register of places and services, as OGC API Features.",
        "links": links,
    });
    asked.answer(&read, &request, "application/json", title, &value)
}

async fn conformance(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let asked = match Asked::new(&request, &app, &["f"]) {
        Ok(asked) => asked,
        Err(problem) => return problem.response(),
    };
    let value = json!({ "conformsTo": CONFORMANCE, "links": asked.own_links("application/json") });
    asked.answer(&read, &request, "application/json", "Conformance", &value)
}

async fn collections(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let asked = match Asked::new(&request, &app, &["f"]) {
        Ok(asked) => asked,
        Err(problem) => return problem.response(),
    };
    if let Some(refused) = charge(&request, &app, 10) {
        return refused;
    }
    let extent = extent(&read);
    let described: Vec<Value> = Collection::ALL
        .iter()
        .map(|one| described(*one, &asked, extent.as_ref()))
        .collect();
    let value = json!({ "links": asked.own_links("application/json"), "collections": described });
    asked.answer(&read, &request, "application/json", "Collections", &value)
}

async fn collection(request: HttpRequest, name: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let Some(one) = find(&name) else {
        return Problem::not_found().response();
    };
    let asked = match Asked::new(&request, &app, &["f"]) {
        Ok(asked) => asked,
        Err(problem) => return problem.response(),
    };
    if let Some(refused) = charge(&request, &app, 10) {
        return refused;
    }
    let mut value = described(one, &asked, extent(&read).as_ref());
    if let Some(Value::Array(links)) = value.get_mut("links") {
        links.splice(0..1, asked.own_links("application/json"));
    }
    asked.answer(&read, &request, "application/json", one.title(), &value)
}

fn find(name: &str) -> Option<Collection> {
    Collection::ALL.into_iter().find(|one| one.id() == name)
}

fn described(one: Collection, asked: &Asked, extent: Option<&[f64; 4]>) -> Value {
    let at = |rest: &str| asked.to(&format!("/ogc/collections/{}{rest}", one.id()));
    let mut value = json!({
        "id": one.id(),
        "title": one.title(),
        "description": one.description(),
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link("self", "application/json", one.title(), at("?f=json")),
            link("items", "application/geo+json", "GeoJSON", at("/items?f=json")),
            link("items", "text/html", "HTML", at("/items?f=html")),
        ],
    });
    // Places and what is offered at them lie within; districts reach further.
    if let Some(extent) = extent.filter(|_| one != Collection::Districts)
        && let Some(members) = value.as_object_mut()
    {
        let extent = json!({ "spatial": { "bbox": [extent], "crs": CRS84 } });
        members.insert("extent".to_owned(), extent);
    }
    value
}

/// The box of all places on the map.
fn extent(read: &Read) -> Option<[f64; 4]> {
    let order = PlaceOrder {
        field: OrderField::Curve,
        descending: false,
    };
    let query = PlaceQuery::new(None, Vec::new(), PlaceFilter::default(), Some(order)).ok()?;
    let (_, cells) = read.snapshot.clusters(&query, Zoom::new(0)?, read.now);
    cells
        .iter()
        .map(|cell| [cell.west, cell.south, cell.east, cell.north])
        .reduce(|[w, s, e, n], [west, south, east, north]| {
            [w.min(west), s.min(south), e.max(east), n.max(north)]
        })
}
