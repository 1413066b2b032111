//! Logs: one JSON object a line on standard error; and what is counted of each request.
//!
//! A request is logged by its route template, status and duration. Never its query, body, position or address.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;
use std::time::Instant;
use tracing_subscriber::EnvFilter;

use crate::app::App;

/// Starts logging; the filter is the one of the configuration.
pub(crate) fn start(filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| anyhow::anyhow!("configuration: log.level {filter:?} is not a filter: {error}"))?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| anyhow::anyhow!("cannot start logging: {error}"))
}

/// Logs each request once it is answered.
pub(crate) async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.match_pattern().unwrap_or_else(|| "(none)".to_owned());
    let app = request.app_data::<web::Data<App>>().cloned();
    let response = next.call(request).await?;
    let (seconds, status) = (began.elapsed().as_secs_f64(), response.status().as_u16());
    tracing::info!(%method, route, status, milliseconds = seconds * 1000.0, "answered");
    if let Some(app) = app {
        app.metrics.answered(&route, &method, status, seconds);
    }
    Ok(response)
}
