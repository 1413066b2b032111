//! What is told as it happens. The follower says what became visible; each listener looks whether it is theirs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, Error, ErrorExtensions, Result, SimpleObject, Subscription as Subscribable};
use domain::{LogEntry, PlaceId};
use futures_util::{Stream, stream};
use readmodel::{PlaceQuery, Snapshot};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::context::Read;
use super::input::area::AreaInput;
use super::input::filter::{PlaceFilterInput, place_query};
use super::types::{Change, Place};
use crate::app::App;
use crate::live::Burst;

/// After it was told, a listener is left alone so long; what happens meanwhile comes as one.
const QUIET: Duration = Duration::from_millis(250);
/// Places that a listener is told of at once.
const MOST_AT_ONCE: usize = 100;

/// What is told as it happens.
#[derive(Debug, Default)]
pub struct Subscription;

/// A place changed.
#[derive(Debug, SimpleObject)]
pub struct PlaceChange {
    /// The last change that was made to it.
    change: Change,
    /// The place as it is now; null when the area and the filter no longer list it.
    place: Option<Place>,
}

/// What is told as it happens.
#[Subscribable]
impl Subscription {
    /// A hint to refetch, not the record; at most 5 per socket. It comes for each place that is or was listed in the
    /// area and passes or passed the filter. What happens within a quarter of a second comes as one, each place once,
    /// 100 places at most.
    async fn place_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to look.")] within: AreaInput,
        #[graphql(desc = "What they must be like.")] filter: Option<PlaceFilterInput>,
    ) -> Result<impl Stream<Item = Result<PlaceChange>> + use<>> {
        let app = ctx.data::<App>()?.clone();
        // First listen, then look: what happens between is told.
        let bursts = app.live.listen();
        let read = app.read();
        let query = place_query(&read, None, Some(&within), filter, None)?;
        let listener = Listener {
            app,
            query,
            bursts: Some(bursts),
            before: read.snapshot.clone(),
            waiting: VecDeque::new(),
        };
        Ok(stream::unfold(listener, Listener::next))
    }
}

struct Listener {
    app: App,
    query: PlaceQuery,
    /// `None` once nothing more can be told.
    bursts: Option<Receiver<Burst>>,
    /// What was shown when it was told last.
    before: Arc<Snapshot>,
    waiting: VecDeque<PlaceChange>,
}

impl Listener {
    async fn next(mut self) -> Option<(Result<PlaceChange>, Listener)> {
        loop {
            if let Some(change) = self.waiting.pop_front() {
                return Some((Ok(change), self));
            }
            let bursts = self.bursts.as_mut()?;
            match hear(bursts).await {
                Ok(entries) => self.judge(entries),
                Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => {
                    self.bursts = None;
                    let error =
                        Error::new("too much happened to tell it all; ask again, then subscribe again");
                    let error = error.extend_with(|_, extensions| extensions.set("code", "OVERLOADED"));
                    return Some((Err(error), self));
                }
            }
        }
    }

    /// Which places are ours, now or before.
    fn judge(&mut self, entries: BTreeMap<PlaceId, LogEntry>) {
        let read = self.app.read();
        let before = std::mem::replace(&mut self.before, read.snapshot.clone());
        let places: BTreeSet<PlaceId> = entries.keys().copied().collect();
        let was = before.lists_of(&places, &self.query, read.now);
        let is = read.snapshot.lists_of(&places, &self.query, read.now);
        let ours = entries
            .into_iter()
            .filter(|(id, _)| is.contains(id) || was.contains(id))
            .take(MOST_AT_ONCE);
        let told = ours.map(|(id, entry)| {
            let is_listed = is.contains(&id);
            // Each has a budget of its own for the log.
            let read = Arc::new(Read::new(read.snapshot.clone(), read.now));
            PlaceChange {
                change: Change::new(&read, entry, is_listed),
                place: if is_listed { Place::find(&read, id) } else { None },
            }
        });
        self.waiting.extend(told);
    }
}

/// The next burst, and what comes while nobody is told: the last change of each place.
async fn hear(bursts: &mut Receiver<Burst>) -> std::result::Result<BTreeMap<PlaceId, LogEntry>, RecvError> {
    let first = bursts.recv().await?;
    let mut entries = BTreeMap::new();
    let mut take = |burst: Burst| {
        for entry in burst.iter() {
            entries.insert(PlaceId(entry.subject_id), entry.clone());
        }
    };
    take(first);
    tokio::time::sleep(QUIET).await;
    loop {
        match bursts.try_recv() {
            Ok(burst) => take(burst),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Ok(entries),
            Err(TryRecvError::Lagged(missed)) => return Err(RecvError::Lagged(missed)),
        }
    }
}
