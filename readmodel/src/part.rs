//! A segment as one snapshot sees it: where its rows begin, and which of them still hold.

use std::sync::Arc;

use domain::PlaceId;
use roaring::RoaringBitmap;

use crate::opening::day::Today;
use crate::opening::timetable::Timetable;
use crate::segment::Segment;
use crate::snapshot::Row;

#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) segment: Arc<Segment>,
    /// The snapshot's row number of the segment's first row.
    pub(crate) offset: Row,
    /// Rows that no later change replaced.
    pub(crate) live: Arc<RoaringBitmap>,
    /// The live rows but the archived ones: what a question sees unless it asks for the archive.
    pub(crate) listed: Arc<RoaringBitmap>,
    /// What its rows open today.
    pub(crate) timetable: Arc<Timetable>,
}

impl Part {
    pub(crate) fn new(segment: Segment, today: &Today) -> Part {
        let mut live = RoaringBitmap::new();
        live.insert_range(0..segment.rows());
        let mut listed = &live - &segment.indexes.archived;
        // Many short runs are slow to ask; one long run is not.
        listed.remove_run_compression();
        Part {
            timetable: Arc::new(Timetable::new(&segment, today)),
            segment: Arc::new(segment),
            offset: 0,
            live: Arc::new(live),
            listed: Arc::new(listed),
        }
    }

    /// The same part on another day.
    pub(crate) fn on(&self, today: &Today) -> Part {
        Part {
            timetable: Arc::new(Timetable::new(&self.segment, today)),
            ..self.clone()
        }
    }

    /// The live row of a place.
    pub(crate) fn row(&self, id: PlaceId) -> Option<u32> {
        self.segment.row(id).filter(|row| self.live.contains(*row))
    }

    /// The same part without some rows.
    pub(crate) fn without(&self, dead: &RoaringBitmap) -> Part {
        if dead.is_empty() {
            return self.clone();
        }
        let without = |rows: &RoaringBitmap| {
            let mut rows = rows - dead;
            rows.remove_run_compression();
            Arc::new(rows)
        };
        Part {
            segment: self.segment.clone(),
            offset: self.offset,
            live: without(&self.live),
            listed: without(&self.listed),
            timetable: self.timetable.clone(),
        }
    }
}

/// Gives each part its place in the numbering, and leaves out those without a live row.
pub(crate) fn numbered(parts: impl IntoIterator<Item = Part>) -> Vec<Part> {
    let mut next = 0;
    let mut numbered = Vec::new();
    for part in parts {
        if !part.live.is_empty() {
            let offset = next;
            next += part.segment.rows();
            numbered.push(Part { offset, ..part });
        }
    }
    numbered
}
