//! Joining segments beside the work: a plan from one snapshot, made by whoever has time, put into a later one.
//!
//! Neither readers nor writers wait for it: rows that a change replaces meanwhile are taken out when it is put in.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::apply::live_entries;
use crate::opening::day::{Day, Today};
use crate::part::{Part, numbered};
use crate::segment::Segment;
use crate::snapshot::Snapshot;
use crate::tables::Tables;
use crate::tuning::Tuning;

/// So many segments of like size become one.
const LIKE: usize = 4;

/// Segments that should become one.
#[derive(Debug)]
pub struct Merge {
    parts: Vec<Part>,
    tables: Tables,
    today: Arc<Today>,
    tuning: Tuning,
}

/// The one that they became.
#[derive(Debug)]
pub struct Merged {
    from: Vec<Part>,
    part: Part,
    /// The one that the part is made for.
    day: Day,
}

/// Segments of one class differ in size by less than four times; the fresh one has none.
fn class(part: &Part, tuning: Tuning) -> u32 {
    let fresh = tuning.fresh.max(1);
    (part.segment.rows() / fresh).max(1).ilog(LIKE as u32)
}

impl Snapshot {
    /// What should be joined next: a segment most of which is dead, or four of like size with all that are smaller.
    pub fn due_merge(&self) -> Option<Merge> {
        let fresh = self
            .parts
            .last()
            .filter(|part| part.segment.rows() <= self.tuning.fresh);
        let settled = self.parts.len() - usize::from(fresh.is_some());
        let settled: Vec<(u32, &Part)> = self
            .parts
            .iter()
            .take(settled)
            .map(|part| (class(part, self.tuning), part))
            .collect();
        let like = |class: u32| settled.iter().filter(|(other, _)| *other == class).count();
        let crowded = settled
            .iter()
            .map(|(class, _)| *class)
            .filter(|class| like(*class) >= LIKE)
            .max();
        let mostly_dead = |part: &Part| part.live.len() * 2 < u64::from(part.segment.rows());
        let parts: Vec<Part> = settled
            .iter()
            .filter(|(class, part)| match crowded {
                Some(crowded) => *class <= crowded,
                None => mostly_dead(part),
            })
            .map(|(_, part)| (*part).clone())
            .collect();
        (!parts.is_empty()).then(|| Merge {
            parts,
            tables: self.tables.clone(),
            today: self.today.clone(),
            tuning: self.tuning,
        })
    }

    /// This snapshot with the joined segment in place of those it was made of; `None` when it has none of
    /// them any more.
    pub fn with_merged(&self, merged: Merged) -> Option<Snapshot> {
        let Merged { from, part, day } = merged;
        let mut dead = RoaringBitmap::new();
        for old in &from {
            let now = self
                .parts
                .iter()
                .find(|now| Arc::ptr_eq(&now.segment, &old.segment));
            // A segment without a live row is gone already.
            let now_live = now.map(|now| &*now.live);
            let gone = now_live.map_or_else(|| (*old.live).clone(), |live| &*old.live - live);
            let entries = gone.iter().filter_map(|row| old.segment.entry(row));
            dead.extend(entries.filter_map(|entry| part.segment.row(entry.place.id)));
        }
        let was_part = |now: &Part| from.iter().any(|old| Arc::ptr_eq(&old.segment, &now.segment));
        let first = self.parts.iter().position(was_part)?;
        let mut parts: Vec<Part> = self.parts.iter().filter(|now| !was_part(now)).cloned().collect();
        // The day may have turned meanwhile.
        let part = if day.is(&self.today.day) {
            part
        } else {
            part.on(&self.today)
        };
        parts.insert(first, part.without(&dead));
        Some(self.with_parts(numbered(parts)))
    }
}

impl Merge {
    /// How many rows the joined segment will have.
    pub fn rows(&self) -> u64 {
        self.parts.iter().map(|part| part.live.len()).sum()
    }

    /// Makes the joined segment, with its words indexed; takes seconds for a country.
    pub fn run(self) -> Merged {
        let mut entries: Vec<_> = self.parts.iter().flat_map(live_entries).collect();
        entries.sort_by_cached_key(|entry| entry.order());
        let segment = Segment::new(entries, &self.tables);
        segment.index_words(self.tuning);
        Merged {
            part: Part::new(segment, &self.today),
            day: self.today.day.clone(),
            from: self.parts,
        }
    }
}
