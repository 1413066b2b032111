//! Is the process there, can it answer, and what is this address.

use actix_web::{HttpResponse, Responder, web};
use serde_json::json;

use crate::app::App;

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

/// What can be asked here; the residents' page will take this place.
pub(crate) async fn front() -> impl Responder {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(
        "ibasho: an open register of places and services\n\n\
         POST /graphql          queries\n\
         GET  /places.geojson   places as GeoJSON: ?near=lon,lat&radius=meters, ?bbox=w,s,e,n, ?text=, ?kinds=\n\
         GET  /livez, /readyz   health\n",
    )
}
