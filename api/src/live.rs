//! The snapshot that answers, and the task that keeps it true to the database.
//!
//! Only this file swaps snapshots. Readers take one without a lock; the follower looks at the counter, loads
//! what another transaction made of the register, builds aside and swaps once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use readmodel::Snapshot;
use store::{Store, StoreError};
use tokio::sync::{Notify, watch};

/// Names the program in ETags: another release may answer differently.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// How long a writer waits to see its own write.
const PATIENCE: Duration = Duration::from_secs(2);

/// The published snapshot.
#[derive(Debug)]
pub(crate) struct Live {
    snapshot: ArcSwap<Snapshot>,
    /// Whether the last look at the database failed.
    stale: AtomicBool,
    /// Rung by whoever wrote, so that the follower looks at once.
    wake: Notify,
    /// The number of the published snapshot, for those who wait for one.
    published: watch::Sender<i64>,
}

impl Live {
    /// Loads the register for the first time.
    pub(crate) async fn load(store: &Store) -> Result<Live, StoreError> {
        let snapshot = build(store).await?;
        Ok(Live {
            published: watch::Sender::new(snapshot.seq()),
            snapshot: ArcSwap::from_pointee(snapshot),
            stale: AtomicBool::new(false),
            wake: Notify::new(),
        })
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Whether answers may be behind the database.
    pub(crate) fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Relaxed)
    }

    /// Waits until the snapshot includes a write; gives up after two seconds, since the write is safe all the same.
    pub(crate) async fn wait_for(&self, seq: i64) {
        self.wake.notify_one();
        let mut published = self.published.subscribe();
        let seen = tokio::time::timeout(PATIENCE, published.wait_for(|published| *published >= seq)).await;
        if seen.is_err() {
            tracing::warn!(seq, "a write is not visible yet");
        }
    }

    /// Follows the database for ever.
    pub(crate) async fn follow(self: Arc<Live>, store: Arc<Store>, every: Duration) {
        loop {
            // Another program's writes are found by looking; our own ring.
            let _ = tokio::time::timeout(every, self.wake.notified()).await;
            let outcome = self.catch_up(&store).await;
            let failed = outcome.is_err();
            if let Err(error) = outcome
                && !self.is_stale()
            {
                tracing::error!(%error, "cannot follow the database; answering from the last snapshot");
            }
            if self.stale.swap(failed, Ordering::Relaxed) && !failed {
                tracing::info!("following the database again");
            }
        }
    }

    async fn catch_up(&self, store: &Store) -> Result<(), StoreError> {
        let seq = store.seq().await?;
        if seq == self.snapshot.load().seq() {
            return Ok(());
        }
        let snapshot = build(store).await?;
        tracing::info!(
            seq = snapshot.seq(),
            places = snapshot.place_count(),
            "new snapshot"
        );
        let seq = snapshot.seq();
        let old = self.snapshot.swap(Arc::new(snapshot));
        self.published.send_replace(seq);
        // Freeing a large register takes a while; not on a thread that answers.
        let freed = tokio::task::spawn_blocking(move || drop(old));
        drop(freed);
        Ok(())
    }
}

async fn build(store: &Store) -> Result<Snapshot, StoreError> {
    let contents = store.load().await?;
    let built = tokio::task::spawn_blocking(move || Snapshot::build(contents, RELEASE)).await;
    built.map_err(|error| StoreError::Corrupt(format!("the snapshot cannot be built: {error}")))
}
