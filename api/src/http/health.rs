//! Is the process there, can it answer, what does it count.

use actix_web::{HttpResponse, Responder, web};
use serde_json::json;

use super::problem::Problem;
use crate::app::App;
use crate::metrics::Now;

/// The process runs.
pub(crate) async fn livez() -> impl Responder {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// A snapshot is loaded, the database answers, and the follower follows.
pub(crate) async fn readyz(app: web::Data<App>) -> impl Responder {
    let database = app.store.ping().await.is_ok();
    let stale = app.live.is_stale();
    let ready = database && !stale;
    let mut response = if ready {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    response.json(json!({
        "status": if ready { "ok" } else { "unavailable" },
        "database": database,
        "stale": stale,
        "seq": app.snapshot().seq().to_string(),
    }))
}

/// Numbers for operators.
pub(crate) async fn metrics(app: web::Data<App>) -> HttpResponse {
    if !app.config.server.metrics {
        return Problem::not_found().response();
    }
    let snapshot = app.snapshot();
    let now = Now {
        seq: snapshot.seq(),
        places: snapshot.place_count(),
        is_stale: app.live.is_stale(),
        cached_documents: app.documents.kept(),
    };
    match app.metrics.text(now) {
        Ok(text) => HttpResponse::Ok()
            .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
            .body(text),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            Problem::internal().response()
        }
    }
}
