//! Who asks: nobody in particular, or whoever holds a key.

use actix_web::HttpRequest;
use actix_web::http::header;
use domain::Actor;

use crate::app::App;
use crate::graphql::refusal::{Fault, Refusal};

/// The actor of `Authorization: Bearer KEY`; anonymous without the header. A wrong key is refused even where
/// none is needed, so that nobody takes an anonymous answer for their own.
pub(crate) async fn actor(request: &HttpRequest, app: &App) -> Result<Actor, Refusal> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(Actor::anonymous());
    };
    match value.to_str() {
        Ok(value) => actor_of(value, app).await,
        Err(_) => Err(unknown()),
    }
}

/// The actor of such a header, or of the same words said on a socket.
pub(crate) async fn actor_of(authorization: &str, app: &App) -> Result<Actor, Refusal> {
    let (scheme, key) = authorization.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(unknown());
    }
    match app.store.actor_of(key.trim()).await {
        Ok(actor) => actor.ok_or_else(unknown),
        Err(error) => {
            tracing::error!(%error, "a key cannot be looked up");
            let message = "keys cannot be checked just now";
            Err(Refusal::new(Fault::Overloaded, "INTERNAL", message))
        }
    }
}

fn unknown() -> Refusal {
    Refusal::new(
        Fault::Unauthenticated,
        "UNAUTHENTICATED",
        "this key is not known here",
    )
}
