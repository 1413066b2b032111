//! The same answers for people: whatever the JSON holds, as lists and tables. Everything is escaped by the template.

use actix_web::HttpResponse;
use maud::{DOCTYPE, Markup, html};
use serde_json::Value;

/// Positions of a geometry are for programs.
const LONGEST: usize = 2_000;

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}\
li{margin:.5rem 0}nav a{margin-right:1rem}";

pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .body(STYLE)
}

pub(super) fn page(title: &str, base: &str, value: &Value) -> String {
    let links = value.get("links").and_then(Value::as_array);
    let text = |link: &Value, name: &str| {
        link.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let page = html! {
        (DOCTYPE)
        html lang="ja" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/ogc/style.css";
                @for one in links.into_iter().flatten() {
                    link rel=(text(one, "rel")) type=(text(one, "type")) href=(text(one, "href"));
                }
            }
            body {
                nav {
                    a href=(format!("{base}/ogc?f=html")) { "ibasho" }
                    a href=(format!("{base}/ogc/collections?f=html")) { "Collections" }
                }
                main {
                    h1 { (title) }
                    (shown(value))
                }
            }
        }
    };
    page.into_string()
}

fn shown(value: &Value) -> Markup {
    match value {
        Value::Null => html! { "–" },
        Value::Bool(truth) => html! { (truth) },
        Value::Number(number) => html! { (number) },
        Value::String(text) if text.starts_with("http://") || text.starts_with("https://") => {
            html! { a href=(text) rel="noopener nofollow" { (text) } }
        }
        Value::String(text) => html! { (text) },
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => html! {
            @for (number, item) in items.iter().enumerate() {
                @if number > 0 { ", " }
                (shown(item))
            }
        },
        Value::Array(items) => html! { ul { @for item in items { li { (shown(item)) } } } },
        Value::Object(members) if members.contains_key("coordinates") => {
            let mut text = value.to_string();
            let short = text.char_indices().nth(LONGEST).map(|(at, _)| at);
            if let Some(at) = short {
                text.truncate(at);
                text.push('…');
            }
            html! { code { (text) } }
        }
        Value::Object(members) => html! {
            dl { @for (name, member) in members { dt { (name) } dd { (shown(member)) } } }
        },
    }
}
