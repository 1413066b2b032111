//! What one request reads: a single snapshot and a single moment, whatever happens meanwhile.

use std::sync::Arc;

use async_graphql::Context;
use chrono::{DateTime, Utc};
use readmodel::Snapshot;
use store::Store;

use crate::app::App;

/// Taken once at the start of a request; every object of the answer holds it.
#[derive(Debug)]
pub struct Read {
    pub snapshot: Arc<Snapshot>,
    pub now: DateTime<Utc>,
}

/// The store behind the snapshot, for the change log.
pub fn store<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Store> {
    ctx.data::<App>().map(|app| &*app.store)
}

/// The request's snapshot. Only a server that forgot to set it can fail here.
pub fn read(ctx: &Context<'_>) -> async_graphql::Result<Arc<Read>> {
    ctx.data::<Arc<Read>>().cloned()
}
