//! The snapshot that answers, and the task that keeps it true to the database.
//!
//! Only this file swaps snapshots. Readers take one without a lock; the follower looks at the log, makes the next
//! snapshot of what it says, or loads the register anew, and swaps once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use domain::{Change, ChangeId, Image, LogEntry, SubjectType};
use readmodel::{Merged, Snapshot};
use store::{LogRange, News, Store, StoreError};
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;

/// Names the program in ETags: another release may answer differently.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// How long a writer waits to see its own write.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bursts of changes that a listener may be behind before it has missed something.
const MOST_BEHIND: usize = 256;
/// Changes of places that listeners are told of when so many came at once that the register was loaded anew.
const MOST_TOLD: usize = 10_000;

/// Changes of places that became visible together.
pub(crate) type Burst = Arc<[LogEntry]>;

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
    /// What changed, told once the snapshot that shows it is published.
    changed: broadcast::Sender<Burst>,
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
            changed: broadcast::Sender::new(MOST_BEHIND),
        })
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Whether answers may be behind the database.
    pub(crate) fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Relaxed)
    }

    /// Everything about places that changes from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Burst> {
        self.changed.subscribe()
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

    /// Follows the database for ever, and tends the snapshot between two looks.
    pub(crate) async fn follow(self: Arc<Live>, store: Arc<Store>, every: Duration) {
        let mut chores: Option<JoinHandle<Option<Merged>>> = None;
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
            chores = match chores {
                Some(running) if !running.is_finished() => Some(running),
                Some(done) => {
                    if let Ok(Some(merged)) = done.await
                        && let Some(next) = self.snapshot.load().with_merged(merged)
                    {
                        self.publish(next);
                    }
                    None
                }
                None => self.chore(),
            };
        }
    }

    /// The next piece of work that makes answers faster, begun beside everything else.
    fn chore(&self) -> Option<JoinHandle<Option<Merged>>> {
        let snapshot = self.snapshot();
        if snapshot.lacks_words() {
            return Some(tokio::task::spawn_blocking(move || {
                snapshot.index_words();
                None
            }));
        }
        let merge = snapshot.due_merge()?;
        Some(tokio::task::spawn_blocking(move || Some(merge.run())))
    }

    async fn catch_up(&self, store: &Store) -> Result<(), StoreError> {
        let snapshot = self.snapshot();
        let news = store
            .news(snapshot.seq(), snapshot.last_change(), snapshot.most_pending())
            .await?;
        let is_heard = self.changed.receiver_count() > 0;
        let (seq, mut told) = (snapshot.seq(), None);
        let next = match news {
            News::Nothing => return Ok(()),
            News::Reload => None,
            News::Changes(changes) => {
                told = is_heard.then(|| changes.iter().filter_map(of_place).collect::<Burst>());
                blocking(move || snapshot.apply(changes)).await?
            }
        };
        let next = match next {
            Some(next) => next,
            None => {
                let next = build(store).await?;
                tracing::info!(
                    seq = next.seq(),
                    places = next.place_count(),
                    "loaded the register anew"
                );
                next
            }
        };
        let up_to = next.seq();
        self.publish(next);
        if is_heard {
            let told = match told {
                Some(told) => told,
                None => places_changed(store, seq, up_to).await?,
            };
            if !told.is_empty() {
                // Nobody listens any more: nobody misses it.
                let _ = self.changed.send(told);
            }
        }
        Ok(())
    }

    fn publish(&self, next: Snapshot) {
        let seq = next.seq();
        let old = self.snapshot.swap(Arc::new(next));
        self.published.send_replace(seq);
        // Freeing a large register takes a while; not on a thread that answers.
        let freed = tokio::task::spawn_blocking(move || drop(old));
        drop(freed);
    }
}

/// The row of the log without its image, if it is about a place.
fn of_place(change: &Change) -> Option<LogEntry> {
    let survivor = match &change.image {
        Some(Image::Place(place)) => place.merged_into,
        _ => None,
    };
    (change.subject_type == SubjectType::Place).then(|| LogEntry {
        id: ChangeId {
            seq: change.seq,
            index: change.index,
        },
        at: change.at,
        action: change.action,
        subject_type: change.subject_type,
        subject_id: change.subject_id,
        fields: change.fields.clone(),
        reason: change.reason.clone(),
        survivor,
        traces: None,
    })
}

/// The same from the log.
async fn places_changed(store: &Store, seq: i64, up_to: i64) -> Result<Burst, StoreError> {
    let range = LogRange {
        types: vec![SubjectType::Place],
        after: Some(ChangeId { seq, index: i32::MAX }),
        up_to,
        limit: MOST_TOLD,
        traces: false,
    };
    Ok(store.log(&range).await?.into())
}

async fn build(store: &Store) -> Result<Snapshot, StoreError> {
    let contents = store.load().await?;
    blocking(move || Snapshot::build(contents, RELEASE)).await
}

/// Work of some milliseconds or more, away from the threads that answer.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::Corrupt(format!("the snapshot cannot be made: {error}")))
}
