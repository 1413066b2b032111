//! The files of the page as they were built into the program, packed once at the start.

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

use super::super::etag::Etag;
use super::super::packed::Packed;
use super::super::problem::Problem;
use super::Shell;
use crate::app::App;

/// What `cargo xtask setup` builds; nothing where it was not run.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// Where there is no page.
const PLAIN: &str = "<!doctype html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n\
     <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<!--ibasho:head-->\n\
     <!--ibasho:config-->\n</head>\n<body>\n<p>This ibasho was built without its page: run <code>cargo xtask \
     setup</code> (Node.js 20.19 or later) and build again. What follows needs no script.</p>\n\
     <main id=\"main\"><!--ibasho:main--></main>\n</body>\n</html>\n";

#[derive(Debug)]
struct File {
    body: Packed,
    media: &'static str,
    tag: String,
}

/// HTML with places for what the server writes.
#[derive(Debug)]
pub(crate) struct Frame(String);

impl Frame {
    /// Fills each marker once; what is put in is never searched for another.
    pub(super) fn filled(&self, language: &str, head: &str, config: &str, main: &str) -> String {
        let mut text = String::with_capacity(self.0.len() + head.len() + config.len() + main.len());
        let mut rest = self.0.as_str();
        for (marker, value) in [
            (
                "<html lang=\"ja\">",
                format!("<html lang=\"{language}\">").as_str(),
            ),
            ("<!--ibasho:head-->", head),
            ("<!--ibasho:config-->", config),
            ("<!--ibasho:main-->", main),
        ] {
            if let Some((before, after)) = rest.split_once(marker) {
                text.push_str(before);
                text.push_str(value);
                rest = after;
            }
        }
        text.push_str(rest);
        text
    }
}

/// All files, and the two documents that are filled.
#[derive(Debug)]
pub(crate) struct Assets {
    files: HashMap<String, File>,
    page: Frame,
    embed: Frame,
}

impl Assets {
    pub(crate) fn load() -> Assets {
        let text = |name: &str| {
            let file = Dist::get(name)?;
            String::from_utf8(file.data.into_owned()).ok()
        };
        let frame = |name: &str| Frame(text(name).unwrap_or_else(|| PLAIN.to_owned()));
        let files = Dist::iter().filter_map(|name| {
            let file = Dist::get(&name)?;
            let hash = file.metadata.sha256_hash();
            let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
            let file = File {
                body: Packed::new(file.data.into_owned()),
                media: media(&name),
                tag: format!("W/\"{tag}\""),
            };
            Some((name.into_owned(), file))
        });
        Assets {
            files: files.collect(),
            page: frame("index.html"),
            embed: frame("embed.html"),
        }
    }

    pub(super) fn shell(&self, shell: Shell) -> &Frame {
        match shell {
            Shell::Page => &self.page,
            Shell::Embed => &self.embed,
        }
    }
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("html") => "text/html; charset=utf-8",
        Some("pbf") => "application/x-protobuf",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A file by its own name; whatever else is asked for is not there, and never the page.
pub(crate) async fn asset(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let name = request.path().trim_start_matches('/');
    let Some(file) = app.assets.files.get(name) else {
        return Problem::not_found().response();
    };
    // Names under assets/ have a hash of the content in them.
    let caching = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let tag = Etag(file.tag.clone());
    if tag.is_known(&request) {
        return tag.unchanged();
    }
    let mut response = HttpResponse::Ok();
    response
        .content_type(file.media)
        .insert_header((header::ETAG, tag.0))
        .insert_header((header::CACHE_CONTROL, caching));
    file.body.answer(&request, response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let frame = Frame(PLAIN.to_owned());
        let text = frame.filled("en", "<title>x</title>", "<!--ibasho:main-->", "<p>once</p>");
        assert!(text.contains("<html lang=\"en\">"));
        assert_eq!(text.matches("<p>once</p>").count(), 1);
        assert!(text.contains("<!--ibasho:main-->\n</head>"), "{text}");
    }
}
