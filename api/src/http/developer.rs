//! `/graphiql`: a page on which developers ask in GraphQL and read the schema. It is part of the program, loads
//! nothing from elsewhere, and can be switched off.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::problem::Problem;
use crate::app::App;

const PAGE: &str = include_str!("../../assets/developer/index.html");
const STYLE: &str = include_str!("../../assets/developer/page.css");
const SCRIPT: &str = include_str!("../../assets/developer/page.js");

pub(crate) async fn page(app: web::Data<App>) -> HttpResponse {
    asset(&app, "text/html; charset=utf-8", PAGE)
}

pub(crate) async fn style(app: web::Data<App>) -> HttpResponse {
    asset(&app, "text/css; charset=utf-8", STYLE)
}

pub(crate) async fn script(app: web::Data<App>) -> HttpResponse {
    asset(&app, "text/javascript; charset=utf-8", SCRIPT)
}

fn asset(app: &App, media: &str, text: &'static str) -> HttpResponse {
    if !app.config.graphql.graphiql {
        return Problem::not_found().response();
    }
    HttpResponse::Ok()
        .content_type(media)
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(text)
}
