//! Who asks: nobody in particular, or whoever holds a key.

use actix_web::HttpRequest;
use actix_web::http::{StatusCode, header};
use domain::Actor;

use crate::app::App;

/// Status, code and sentence for a key that opens nothing.
pub(crate) type Refusal = (StatusCode, &'static str, &'static str);

/// The actor of `Authorization: Bearer KEY`; anonymous without the header. A wrong key is refused even where
/// none is needed, so that nobody takes an anonymous answer for their own.
pub(crate) async fn actor(request: &HttpRequest, app: &App) -> Result<Actor, Refusal> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(Actor::anonymous());
    };
    let key = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let unknown = (
        StatusCode::UNAUTHORIZED,
        "UNAUTHENTICATED",
        "this key is not known here",
    );
    let Some((_, key)) = key else { return Err(unknown) };
    match app.store.actor_of(key.trim()).await {
        Ok(actor) => actor.ok_or(unknown),
        Err(error) => {
            tracing::error!(%error, "a key cannot be looked up");
            Err((
                StatusCode::SERVICE_UNAVAILABLE,
                "INTERNAL",
                "keys cannot be checked just now",
            ))
        }
    }
}
