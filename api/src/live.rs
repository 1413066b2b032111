//! The snapshot that answers, and the task that keeps it true to the database.
//!
//! Only this file swaps snapshots. Readers take one without a lock; the follower looks at the log, makes the next
//! snapshot of what it says, or loads the register anew, and swaps once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{Change, ChangeId, Clock, Image, LogEntry, SubjectType};
use hours::Holidays;
use readmodel::{Day, Merged, Snapshot};
use store::{LogRange, News, Store, StoreError};
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;

use crate::commands::holidays;

/// Names the program in ETags: another release may answer differently.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// How long a writer waits to see its own write.
const PATIENCE: Duration = Duration::from_secs(2);

/// Days begin in this zone.
const ZONE: Tz = Tz::Asia__Tokyo;

/// Bursts of changes that a listener may be behind before it has missed something.
const MOST_BEHIND: usize = 256;
/// Changes of places that listeners are told of when so many came at once that the register was loaded anew.
const MOST_TOLD: usize = 10_000;

/// Changes of places that became visible together.
pub(crate) type Burst = Arc<[LogEntry]>;

/// The published snapshot.
pub(crate) struct Live {
    snapshot: ArcSwap<Snapshot>,
    clock: Arc<dyn Clock>,
    /// Read again when the day turns.
    holidays: ArcSwap<Holidays>,
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
    pub(crate) async fn load(store: &Store, clock: Arc<dyn Clock>) -> Result<Live, StoreError> {
        let holidays = holidays::load(store).await?;
        let today = day(clock.now(), &holidays)?;
        holidays::warn_of_end(&holidays, today.horizon.today());
        let snapshot = build(store, today).await?;
        snapshot.prepare_minute(clock.now());
        Ok(Live {
            clock,
            holidays: ArcSwap::new(holidays),
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
            let outcome = self.catch_up(&store).await.and(self.keep_time(&store).await);
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
                let next = build(store, day(self.clock.now(), &self.holidays.load_full())?).await?;
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

    /// Turns the day, and makes this minute and the next ready for those who ask what is open.
    async fn keep_time(&self, store: &Store) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut snapshot = self.snapshot();
        if snapshot.horizon() != &day(now, &self.holidays.load_full())?.horizon {
            let holidays = holidays::load(store).await?;
            let today = day(now, &holidays)?;
            holidays::warn_of_end(&holidays, today.horizon.today());
            self.holidays.store(holidays);
            let next = blocking(move || snapshot.on_day(today)).await?;
            self.publish(next);
            snapshot = self.snapshot();
            tracing::info!(day = %snapshot.horizon().today(), "the day turned");
        }
        let minutes = [now, now + TimeDelta::minutes(1)];
        if minutes.iter().any(|minute| snapshot.lacks_minute(*minute)) {
            blocking(move || minutes.iter().for_each(|minute| snapshot.prepare_minute(*minute))).await?;
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

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live")
            .field("snapshot", &self.snapshot)
            .field("stale", &self.stale)
            .finish_non_exhaustive()
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

async fn build(store: &Store, day: Day) -> Result<Snapshot, StoreError> {
    let contents = store.load().await?;
    blocking(move || Snapshot::build(contents, RELEASE, &day)).await
}

/// The day of a moment.
fn day(now: DateTime<Utc>, holidays: &Arc<Holidays>) -> Result<Day, StoreError> {
    let day = Day::at(now, ZONE, holidays.clone());
    day.ok_or_else(|| StoreError::Corrupt(format!("the clock says {now}, the end of the calendar")))
}

/// Work of some milliseconds or more, away from the threads that answer.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::Corrupt(format!("the snapshot cannot be made: {error}")))
}
