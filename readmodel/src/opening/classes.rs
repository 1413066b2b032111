//! The places of a segment by what opens them: rows that are open at the same moments are one class.
//!
//! Questions about time are asked of classes; most places share theirs with many. Nothing here depends on the day.

use std::sync::Arc;

use domain::{PlaceStatus, SpecialHours};
use rustc_hash::FxHashMap;

use super::patterns::PatternId;
use crate::entry::Entry;

/// The number of a class in its segment.
pub(crate) type ClassId = u32;

#[derive(Debug, Default)]
pub(crate) struct Classes {
    pub(crate) list: Vec<Class>,
    /// The class of each row.
    pub(crate) of_row: Vec<ClassId>,
    /// Rows by class: those of a class begin where the list says, and end where the next begins.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

/// What opens some rows.
#[derive(Debug)]
pub(crate) struct Class {
    /// Of the place, then of what is offered there.
    pub(crate) patterns: Arc<[PatternId]>,
    /// Temporarily, or for good.
    pub(crate) is_closed: bool,
    /// A row with the special hours of all of them.
    pub(crate) special: Option<u32>,
}

impl Classes {
    pub(crate) fn new(entries: &[Arc<Entry>]) -> Classes {
        type Key<'a> = (&'a [PatternId], bool, &'a [SpecialHours], &'a str);
        let mut known: FxHashMap<Key<'_>, ClassId> = FxHashMap::default();
        let mut classes = Classes::default();
        for (row, entry) in (0..).zip(entries) {
            let place = &entry.place;
            let is_closed = place.status != PlaceStatus::Published;
            let is_special = !place.special_hours.is_empty();
            // Special hours mean dates of the place's zone; without them the zone means nothing.
            let zone = if is_special { place.time_zone.as_str() } else { "" };
            let key: Key<'_> = (&entry.patterns, is_closed, &place.special_hours, zone);
            let class = *known.entry(key).or_insert_with(|| {
                classes.list.push(Class {
                    patterns: entry.patterns.clone(),
                    is_closed,
                    special: is_special.then_some(row),
                });
                (classes.list.len() - 1) as ClassId
            });
            classes.of_row.push(class);
        }
        classes.by_class();
        classes
    }

    /// Sorts the rows by class, counting first.
    fn by_class(&mut self) {
        self.starts = vec![0; self.list.len() + 1];
        for class in &self.of_row {
            if let Some(start) = self.starts.get_mut(*class as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        let mut next = self.starts.clone();
        self.rows = vec![0; self.of_row.len()];
        for (row, class) in (0..).zip(&self.of_row) {
            if let Some(at) = next.get_mut(*class as usize) {
                if let Some(slot) = self.rows.get_mut(*at as usize) {
                    *slot = row;
                }
                *at += 1;
            }
        }
    }

    /// The rows of a class, in order.
    pub(crate) fn rows(&self, class: ClassId) -> &[u32] {
        let bound = |class: usize| self.starts.get(class).copied().unwrap_or_default() as usize;
        let class = class as usize;
        self.rows.get(bound(class)..bound(class + 1)).unwrap_or_default()
    }

    pub(crate) fn class_of(&self, row: u32) -> Option<ClassId> {
        self.of_row.get(row as usize).copied()
    }
}
