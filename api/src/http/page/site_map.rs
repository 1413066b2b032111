//! For search engines: all listed places with the day of their last change, and who may look.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::NodeId;
use readmodel::{OrderField, PlaceFilter, PlaceOrder, PlaceQuery};

use super::super::client::own_address;
use super::super::etag::Etag;
use super::super::problem::Problem;
use super::super::{charge, packed::Packed};
use crate::app::App;
use crate::graphql::context::Read;

/// Addresses in one file, by the protocol of sitemaps.org.
const MOST: usize = 50_000;
const POINTS: usize = 500;
const MEDIA: &str = "application/xml; charset=utf-8";

pub(crate) async fn robots(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let own = own_address(&request, &app.config);
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!(
        "User-agent: *\nDisallow: /graphql\nDisallow: /graphiql\nDisallow: /tiles/\nSitemap: {own}/sitemap.xml\n"
    ))
}

/// `/sitemap.xml`, an index of `/sitemap.xml?page=N` where one file is not enough.
pub(crate) async fn sitemap(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let number = match request.query_string() {
        "" => None,
        text => match text
            .strip_prefix("page=")
            .and_then(|page| page.parse::<usize>().ok())
        {
            Some(page) if page > 0 => Some(page),
            _ => return Problem::parameter("page", "must be a whole number from 1").response(),
        },
    };
    let etag = Etag::new(&read, "sitemap", false);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(&request, &app, POINTS) {
        return refused;
    }
    let own = own_address(&request, &app.config);
    let all = everything();
    let count = usize::try_from(read.snapshot.count(&all, read.now)).unwrap_or(usize::MAX);
    let pages = count.div_ceil(MOST).max(1);
    let text = match number {
        None if pages > 1 => index(&own, pages),
        Some(page) if page > pages => return Problem::not_found().response(),
        number => places(&read, &all, &own, number.unwrap_or(1)),
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(MEDIA)
        .insert_header(("etag", etag.0))
        .insert_header(("cache-control", "no-cache"));
    Packed::new(text).answer(&request, response)
}

/// Listed places, on the map or not, in the order that never needs sorting.
fn everything() -> PlaceQuery {
    PlaceQuery {
        near: None,
        within: Vec::new(),
        filter: PlaceFilter::default(),
        order: PlaceOrder {
            field: OrderField::Curve,
            descending: false,
        },
    }
}

fn index(own: &str, pages: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in 1..=pages {
        text.push_str(&format!(
            "<sitemap><loc>{own}/sitemap.xml?page={page}</loc></sitemap>\n"
        ));
    }
    text.push_str("</sitemapindex>\n");
    text
}

/// The addresses are made of our host and of ids: nothing in them needs escaping.
fn places(read: &Read, all: &PlaceQuery, own: &str, page: usize) -> String {
    let snapshot = &read.snapshot;
    let found = snapshot.search(all, read.now, None, page.saturating_mul(MOST));
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let hits = found.hits.iter().skip((page - 1).saturating_mul(MOST));
    for place in hits.filter_map(|hit| snapshot.place(hit.row)) {
        let (id, day) = (
            NodeId::Place(place.id).encode(),
            place.updated_at.format("%Y-%m-%d"),
        );
        text.push_str(&format!(
            "<url><loc>{own}/p/{id}</loc><lastmod>{day}</lastmod></url>\n"
        ));
    }
    text.push_str("</urlset>\n");
    text
}
