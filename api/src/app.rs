//! What every request can reach: the living snapshot, the clock, the schema, the store behind them.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Timelike, Utc};
use domain::Clock;
use readmodel::Snapshot;
use store::Store;
use tokio::sync::watch;

use crate::config::Config;
use crate::graphql::documents::Documents;
use crate::graphql::{Schema, context::Read};
use crate::http::page::Assets;
use crate::http::tiles::Tiles;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::usage::Usage;

/// The parts of a running server.
#[derive(Clone)]
pub struct App {
    pub(crate) live: Arc<Live>,
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) schema: Schema,
    pub(crate) documents: Arc<Documents>,
    pub(crate) usage: Arc<Usage>,
    pub(crate) tiles: Arc<Tiles>,
    pub(crate) assets: Arc<Assets>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) config: Arc<Config>,
    /// Turns true when the server stops: what would go on for ever ends then.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("live", &self.live)
            .finish_non_exhaustive()
    }
}

impl App {
    /// The snapshot that a request keeps to its end.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.live.snapshot()
    }

    /// One snapshot and one moment. "Now" is a whole minute: answers within it are equal.
    pub(crate) fn read(&self) -> Arc<Read> {
        Arc::new(Read::new(self.snapshot(), this_minute(self.clock.now())))
    }
}

pub(crate) fn this_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    now.trunc_subsecs(0).with_second(0).unwrap_or(now)
}
