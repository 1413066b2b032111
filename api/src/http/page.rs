//! The residents' page: its files, which are part of the program, and its HTML, which says the first answer without
//! any script. Built without the page, the same HTML stands in a plain frame that says how to get the rest.
//!
//! All text enters HTML through `maud`, which escapes it. `asked.rs` reads the address, `body.rs` writes the list and
//! the place, `head.rs` what stands before, `words.rs` has the words.

mod asked;
mod assets;
mod body;
mod head;
mod site_map;
mod words;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::NodeId;
use maud::{Markup, html};

use super::charge;
use super::client::own_address;
use super::etag::Etag;
use super::packed::Packed;
use crate::app::App;
use crate::config::Config;
use crate::graphql::context::Read;
use asked::Asked;
use head::Head;

pub(crate) use assets::{Assets, asset};
pub(crate) use site_map::{robots, sitemap};

/// Rows of the first page.
const ROWS: usize = 20;
/// What the first page costs, as twenty places of GraphQL do.
const POINTS: usize = 20;

/// Whose HTML it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    Page,
    Embed,
}

/// A page but for its frame.
struct Content {
    status: StatusCode,
    title: Option<String>,
    json_ld: Option<String>,
    main: Markup,
}

impl Content {
    fn of(title: Option<String>, main: Markup) -> Content {
        Content {
            status: StatusCode::OK,
            title,
            json_ld: None,
            main,
        }
    }
}

pub(crate) async fn search(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, Shell::Page, list)
}

pub(crate) async fn embed(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, Shell::Embed, list)
}

pub(crate) async fn print(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, Shell::Page, list)
}

pub(crate) async fn coverage(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, Shell::Page, |_, asked, _| {
        let words = asked.language.words();
        Content::of(Some(words.coverage.to_owned()), body::coverage(asked.language))
    })
}

pub(crate) async fn about(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, Shell::Page, |_, asked, config| {
        let words = asked.language.words();
        Content::of(Some(words.about.to_owned()), body::about(config, asked.language))
    })
}

pub(crate) async fn place(request: HttpRequest, id: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, Shell::Page, |read, asked, _| {
        let found = match NodeId::parse(&id) {
            Some(NodeId::Place(id)) => read.snapshot.place_row(id),
            _ => None,
        };
        let found = found.and_then(|row| Some((row, read.snapshot.place(row)?)));
        let Some((row, place)) = found else {
            let words = asked.language.words();
            let main = html! { h1 { (words.no_place) } p { a href="/" { (words.back) } } };
            return Content {
                status: StatusCode::NOT_FOUND,
                ..Content::of(Some(words.no_place.to_owned()), main)
            };
        };
        let json_ld = readmodel::encode::jsonld::place(&read.snapshot, row);
        Content {
            json_ld: json_ld.map(|object| head::in_script(&object)),
            ..Content::of(Some(place.name.clone()), body::place(read, place, asked.language))
        }
    })
}

fn list(read: &Read, asked: &Asked, config: &Config) -> Content {
    let query = asked.query(read, config);
    let count = read.snapshot.count(&query, read.now);
    let page = read.snapshot.search(&query, read.now, None, ROWS);
    let title = asked.language.count(count);
    Content::of(
        Some(title.clone()),
        body::list(read, &page, &title, asked, &config.site.name),
    )
}

fn respond(
    request: &HttpRequest,
    app: &App,
    shell: Shell,
    content: impl FnOnce(&Read, &Asked, &Config) -> Content,
) -> HttpResponse {
    let read = app.read();
    let asked = Asked::of(request);
    // What is open, and what "today" is, changes with the minute.
    let etag = Etag::new(&read, &format!("html-{}", asked.language.tag()), true);
    if etag.is_known(request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(request, app, POINTS) {
        return refused;
    }
    let config = &app.config;
    let content = content(&read, &asked, config);
    let own = own_address(request, config);
    let head = Head {
        config,
        path: request.path(),
        own: &own,
        title: content.title.as_deref(),
        json_ld: content.json_ld.as_deref(),
        language: asked.language,
    };
    let text = app.assets.shell(shell).filled(
        asked.language.document(),
        &head.markup().into_string(),
        &head::settings(config, asked.chosen).into_string(),
        &content.main.into_string(),
    );
    let mut response = HttpResponse::build(content.status);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(config, shell)));
    if content.status == StatusCode::OK {
        response.insert_header((header::ETAG, etag.0));
    }
    let mut response = Packed::new(text).answer(request, response);
    response.headers_mut().insert(
        header::VARY,
        header::HeaderValue::from_static("Accept-Encoding, Accept-Language"),
    );
    response
}

/// What the page may load, and who may show it in a frame.
fn policy(config: &Config, shell: Shell) -> String {
    let map = config
        .map
        .origin()
        .map_or(String::new(), |origin| format!(" {origin}"));
    let ancestors = match shell {
        Shell::Page => "'none'".to_owned(),
        Shell::Embed if config.embed.frame_ancestors.is_empty() => "'none'".to_owned(),
        Shell::Embed => config.embed.frame_ancestors.join(" "),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{map}; font-src 'self'; \
         connect-src 'self'{map}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {ancestors}"
    )
}
