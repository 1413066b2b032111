//! The feed of changes: which of them a question lists, and whose record still answers it.
//!
//! The log itself is read by `store`. What a change is listed for depends on the log alone; what it shows is the
//! record of the snapshot. A reader who takes what is shown and drops what is not ends with what is there.

use domain::{ChangeId, LogEntry, PlaceId, Point, ServiceId, SubjectType, Trace};
use serde::Serialize;
use uuid::Uuid;

use crate::area::{Polygons, covers, rects};
use crate::cursor::{Cursor, QueryHash};
use crate::filter::is_listed;
use crate::polygon::Polygon;
use crate::query::Within;
use crate::snapshot::Snapshot;
use crate::tree::Rect;

/// A whole question about the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeQuery {
    types: Vec<SubjectType>,
    within: Option<Within>,
}

impl ChangeQuery {
    /// No type means every type.
    pub fn new(mut types: Vec<SubjectType>, within: Option<Within>) -> ChangeQuery {
        types.sort_unstable();
        types.dedup();
        ChangeQuery { types, within }
    }

    /// What its cursors are bound to: the question, and where the boundaries of its districts stand. A boundary that
    /// moves moves no place, so whoever copies the area has to begin anew.
    pub fn hash(&self, snapshot: &Snapshot) -> QueryHash {
        let districts = &snapshot.tables.districts;
        let boundaries: Vec<(Uuid, i32)> = match &self.within {
            Some(Within::Districts(ids)) => ids
                .iter()
                .filter_map(|id| districts.table.slot(id))
                .flat_map(|slot| districts.made_of(slot))
                .map(|part| (part.id.0, part.version))
                .collect(),
            _ => Vec::new(),
        };
        QueryHash::of("changes", &(self, boundaries))
    }

    /// The types of subjects whose changes it can list: in an area only what has a position there.
    pub fn types(&self) -> Vec<SubjectType> {
        let types = if self.types.is_empty() {
            SubjectType::ALL
        } else {
            &self.types
        };
        let positioned = |kind: &SubjectType| matches!(kind, SubjectType::Place | SubjectType::Service);
        types
            .iter()
            .copied()
            .filter(|kind| self.within.is_none() || positioned(kind))
            .collect()
    }

    /// Whether it needs to know where subjects stood.
    pub fn needs_traces(&self) -> bool {
        self.within.is_some()
    }
}

/// What the cursors of one subject's history are bound to.
pub fn history_hash(subject: Uuid) -> QueryHash {
    QueryHash::of("history", &subject)
}

impl QueryHash {
    /// The cursor of a change in this list.
    pub fn change_cursor(&self, id: ChangeId) -> String {
        Cursor::Change(id.seq, id.index).encode(self)
    }

    /// Reads such a cursor.
    pub fn change_of(&self, text: &str) -> Option<ChangeId> {
        match Cursor::decode(text, self)? {
            Cursor::Change(seq, index) => Some(ChangeId { seq, index }),
            _ => None,
        }
    }
}

/// An area made ready to be asked about points.
#[derive(Debug)]
enum Area<'a> {
    Rects(Vec<Rect>),
    Polygons(Polygons),
    Districts(Vec<&'a Polygon>),
}

impl Area<'_> {
    fn holds(&self, point: Point) -> bool {
        match self {
            Area::Rects(rects) => rects.iter().any(|rect| rect.contains(point)),
            Area::Polygons(polygons) => covers(&polygons.0, point),
            Area::Districts(polygons) => covers(polygons.iter().copied(), point),
        }
    }
}

/// A snapshot and an area, ready to judge changes.
#[derive(Debug)]
pub struct Feed<'a> {
    snapshot: &'a Snapshot,
    area: Option<Area<'a>>,
}

impl Snapshot {
    /// The feed of a question as this snapshot shows it.
    pub fn feed(&self, query: &ChangeQuery) -> Feed<'_> {
        let area = query.within.as_ref().map(|within| match within {
            Within::Box(bounds) => Area::Rects(rects(bounds)),
            Within::Area(area) => Area::Polygons(Polygons::new(&area.0)),
            Within::Districts(ids) => {
                let districts = &self.tables.districts;
                let slots = ids.iter().filter_map(|id| districts.table.slot(id));
                Area::Districts(slots.flat_map(|slot| districts.area(slot)).collect())
            }
        });
        Feed { snapshot: self, area }
    }

    /// Everything, wherever it is.
    pub fn whole_feed(&self) -> Feed<'_> {
        Feed {
            snapshot: self,
            area: None,
        }
    }
}

impl Feed<'_> {
    /// Whether the area, if there is one, holds this point.
    pub(crate) fn holds(&self, point: Point) -> bool {
        self.area.as_ref().is_none_or(|area| area.holds(point))
    }

    /// Whether the change belongs to the feed: its subject stood in the area before it or after it.
    pub fn lists(&self, entry: &LogEntry) -> bool {
        let (Some(area), Some(traces)) = (&self.area, &entry.traces) else {
            return self.area.is_none();
        };
        traces.iter().any(|trace| match trace {
            Trace::Nowhere => false,
            Trace::At(point) => area.holds(*point),
            Trace::Offered(places) => places.iter().any(|place| self.shows_place(*place)),
            // Whoever may have copied the record must hear that it is gone.
            Trace::Redacted => true,
        })
    }

    /// Whether the subject, as the snapshot has it, is part of what a reader of this feed should hold.
    pub fn shows(&self, kind: SubjectType, id: Uuid) -> bool {
        match kind {
            SubjectType::Place => self.shows_place(PlaceId(id)),
            SubjectType::Service => self.snapshot.service(ServiceId(id)).is_some_and(|service| {
                self.area.is_none() || service.places.iter().any(|at| self.shows_place(at.place))
            }),
            // Those have no position, and the snapshot has them or not.
            SubjectType::Organization | SubjectType::District | SubjectType::Term => self.area.is_none(),
        }
    }

    fn shows_place(&self, id: PlaceId) -> bool {
        let row = self.snapshot.place_row(id);
        let Some(place) = row.and_then(|row| self.snapshot.place(row)) else {
            return false;
        };
        let in_area = |area: &Area<'_>| place.location.is_some_and(|point| area.holds(point));
        is_listed(place.status) && place.merged_into.is_none() && self.area.as_ref().is_none_or(in_area)
    }
}
