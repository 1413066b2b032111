//! What one request reads: a single snapshot and a single moment, whatever happens meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::Context;
use chrono::{DateTime, Utc};
use readmodel::Snapshot;
use store::Store;

use super::error::too_costly;
use crate::app::App;

/// Reads of the change log in one request. It is not in memory, and fields that read it may be nested.
const MOST_LOG_READS: usize = 128;

/// Taken once at the start of a request; every object of the answer holds it.
#[derive(Debug)]
pub struct Read {
    pub snapshot: Arc<Snapshot>,
    pub now: DateTime<Utc>,
    log_reads: AtomicUsize,
}

impl Read {
    pub fn new(snapshot: Arc<Snapshot>, now: DateTime<Utc>) -> Read {
        Read {
            snapshot,
            now,
            log_reads: AtomicUsize::new(0),
        }
    }

    /// Counts one read of the change log; refused when the request has had its share.
    pub fn count_log_read(&self) -> async_graphql::Result<()> {
        if self.log_reads.fetch_add(1, Ordering::Relaxed) < MOST_LOG_READS {
            Ok(())
        } else {
            Err(too_costly())
        }
    }
}

/// The store behind the snapshot, for the change log.
pub fn store<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Store> {
    ctx.data::<App>().map(|app| &*app.store)
}

/// The request's snapshot. Only a server that forgot to set it can fail here.
pub fn read(ctx: &Context<'_>) -> async_graphql::Result<Arc<Read>> {
    ctx.data::<Arc<Read>>().cloned()
}
