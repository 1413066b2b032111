//! When something is open, computed: openings, and the state at one moment.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::Violation;
use readmodel::{Hours, StateReason, beyond};

use super::{Place, Service};
use crate::graphql::context::Read;
use crate::graphql::error::{Nullable, Rejected};
use crate::graphql::input::page::page_size;
use crate::graphql::scalars::DateTime;

/// One opening, from a schedule or from special hours.
#[derive(Debug, Clone)]
pub struct Opening {
    read: Arc<Read>,
    opening: readmodel::Opening,
}

/// One opening, from a schedule or from special hours.
#[Object]
impl Opening {
    /// When it begins; the running one began before.
    async fn starts_at(&self) -> DateTime {
        DateTime::At(self.opening.starts)
    }

    /// When it ends.
    async fn ends_at(&self) -> DateTime {
        DateTime::At(self.opening.ends)
    }

    /// Where; null when it is a service's at several places or at none.
    async fn place(&self) -> Option<Place> {
        Place::find(&self.read, self.opening.place?)
    }

    /// Whose schedule it is, when it is not the place's own.
    async fn service(&self) -> Option<Service> {
        Service::find(&self.read, self.opening.service?)
    }

    /// What to know about it.
    async fn note(&self) -> Option<&str> {
        self.opening.note.as_deref()
    }
}

impl Opening {
    pub(super) fn new(read: &Arc<Read>, opening: readmodel::Opening) -> Opening {
        Opening {
            read: read.clone(),
            opening,
        }
    }
}

/// Whether something is open at one moment.
#[derive(Debug, Clone, SimpleObject)]
pub struct OpenState {
    /// null when no schedule is known, or none that says it.
    is_open: Option<bool>,
    /// When it is open: when nothing is open any more; null when that is beyond the horizon.
    closes_at: Option<DateTime>,
    /// When it is not open: the next opening within the horizon.
    opens_at: Option<DateTime>,
    /// Why, in the words of the register or of this program.
    reason: Option<String>,
}

/// The moment of an argument, or now; `None` when "now" itself is no longer within the horizon.
fn moment(
    read: &Read,
    given: Option<DateTime>,
    argument: &str,
) -> Result<Option<chrono::DateTime<chrono::Utc>>, Violation> {
    let Some(given) = given else {
        let is_within = read.snapshot.horizon().minute(read.now).is_some();
        return Ok(is_within.then_some(read.now));
    };
    let at = given.moment(&[argument])?;
    match beyond(read.snapshot.horizon(), at, &[argument]) {
        Some(violation) => Err(violation),
        None => Ok(Some(at)),
    }
}

/// The state of a place or service at a moment, now unless given.
pub(super) fn open_state(read: &Read, hours: &Hours<'_>, at: Option<DateTime>) -> Nullable<OpenState> {
    let at = match moment(read, at, "at") {
        Ok(at) => at?,
        Err(violation) => return Some(Err(Rejected::from(violation).into())),
    };
    let state = hours.state(at)?;
    Some(Ok(OpenState {
        is_open: state.is_open,
        closes_at: state.closes.map(DateTime::At),
        opens_at: state.opens.map(DateTime::At),
        reason: state.reason.map(|reason| match reason {
            StateReason::TemporarilyClosed => "temporarily closed".to_owned(),
            StateReason::NoLongerListed => "no longer listed".to_owned(),
            StateReason::Said(text) => text,
            StateReason::Unknown => "hours unknown".to_owned(),
        }),
    }))
}

/// The next openings of a place or service from a moment on, now unless given.
pub(super) fn next_openings(
    read: &Arc<Read>,
    hours: &Hours<'_>,
    from: Option<DateTime>,
    first: Option<i32>,
) -> Nullable<Vec<Opening>> {
    let answer = || -> Result<Option<Vec<Opening>>, Rejected> {
        let first = page_size(first, 5)?;
        let Some(from) = moment(read, from, "from")? else {
            return Ok(None);
        };
        let openings = hours.openings(from, first).unwrap_or_default();
        Ok(Some(
            openings
                .into_iter()
                .map(|opening| Opening::new(read, opening))
                .collect(),
        ))
    };
    answer().map_err(Into::into).transpose()
}
