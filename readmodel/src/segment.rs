//! Places in the one order with everything that finds them; never changed once made.
//!
//! What a question touches for many rows stands in columns of its own, the rest behind the entries.

use std::sync::{Arc, OnceLock};

use domain::{PlaceId, PlaceKind};
use uuid::Uuid;

use crate::areas_of_rows::AreasOfRows;
use crate::entry::Entry;
use crate::indexes::Indexes;
use crate::opening::classes::Classes;
use crate::order::curve_key;
use crate::postings::Postings;
use crate::spatial::Located;
use crate::tables::Tables;
use crate::tuning::Tuning;

#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) located: Located,
    /// Position on the curve of each located row.
    pub(crate) curve: Vec<u64>,
    pub(crate) ids: Vec<Uuid>,
    /// Rows by id.
    by_id: Vec<u32>,
    /// Rows by name, then id, and where each row stands among them.
    pub(crate) by_name: Vec<u32>,
    pub(crate) name_rank: Vec<u32>,
    /// Microseconds since 1970.
    pub(crate) updated: Vec<i64>,
    /// One bit for each kind.
    pub(crate) kinds: Vec<u16>,
    pub(crate) indexes: Indexes,
    /// Rows by the districts they belong to.
    pub(crate) areas: AreasOfRows,
    /// Rows by what opens them.
    pub(crate) classes: Classes,
    /// Made after the segment is already in use: it takes the longest and only speeds up what is right without.
    postings: OnceLock<Postings>,
}

/// The bit of a kind.
pub(crate) fn kind_bit(kind: PlaceKind) -> u16 {
    1 << (kind as u16)
}

impl Segment {
    /// Of entries in the one order.
    pub(crate) fn new(entries: Vec<Arc<Entry>>, tables: &Tables) -> Segment {
        let points: Vec<_> = entries.iter().map_while(|entry| entry.place.location).collect();
        let curve = points.iter().map(|point| curve_key(*point)).collect();
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.place.id.0).collect();
        let rows = 0..entries.len() as u32;
        let mut by_id: Vec<u32> = rows.clone().collect();
        by_id.sort_unstable_by_key(|row| ids.get(*row as usize));
        let mut by_name: Vec<u32> = rows.collect();
        by_name.sort_unstable_by_key(|row| {
            entries
                .get(*row as usize)
                .map(|entry| (&entry.name, entry.place.id))
        });
        let mut name_rank = vec![0; entries.len()];
        for (rank, row) in (0..).zip(&by_name) {
            if let Some(of_row) = name_rank.get_mut(*row as usize) {
                *of_row = rank;
            }
        }
        Segment {
            located: Located::new(points),
            curve,
            by_id,
            by_name,
            name_rank,
            updated: entries
                .iter()
                .map(|entry| entry.place.updated_at.timestamp_micros())
                .collect(),
            kinds: entries
                .iter()
                .map(|entry| {
                    entry
                        .place
                        .kinds
                        .iter()
                        .fold(0, |bits, kind| bits | kind_bit(*kind))
                })
                .collect(),
            indexes: Indexes::new(&entries, tables),
            areas: AreasOfRows::new(&entries),
            classes: Classes::new(&entries),
            postings: OnceLock::new(),
            ids,
            entries,
        }
    }

    pub(crate) fn rows(&self) -> u32 {
        self.entries.len() as u32
    }

    pub(crate) fn located_rows(&self) -> u32 {
        self.curve.len() as u32
    }

    pub(crate) fn entry(&self, row: u32) -> Option<&Arc<Entry>> {
        self.entries.get(row as usize)
    }

    pub(crate) fn id(&self, row: u32) -> Uuid {
        self.ids.get(row as usize).copied().unwrap_or_default()
    }

    pub(crate) fn row(&self, id: PlaceId) -> Option<u32> {
        let found = self
            .by_id
            .binary_search_by_key(&Some(&id.0), |row| self.ids.get(*row as usize));
        self.by_id.get(found.ok()?).copied()
    }

    /// The words of its places, if they are indexed yet.
    pub(crate) fn postings(&self) -> Option<&Postings> {
        self.postings.get()
    }

    pub(crate) fn lacks_postings(&self, tuning: Tuning) -> bool {
        self.rows() >= tuning.worded && self.postings.get().is_none()
    }

    /// Indexes the words; takes seconds for a country.
    pub(crate) fn index_words(&self, tuning: Tuning) {
        if self.lacks_postings(tuning) {
            self.postings
                .get_or_init(|| Postings::new(self.entries.iter().map(|entry| &*entry.haystack)));
        }
    }
}
