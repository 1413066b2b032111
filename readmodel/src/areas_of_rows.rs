//! The rows of a segment by the districts they belong to: many share theirs.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::entry::Entry;

#[derive(Debug, Default)]
pub(crate) struct AreasOfRows {
    /// Slots of districts.
    pub(crate) list: Vec<Arc<[u32]>>,
    /// For each row, which of the list.
    pub(crate) of_row: Vec<u32>,
}

impl AreasOfRows {
    pub(crate) fn new(entries: &[Arc<Entry>]) -> AreasOfRows {
        let mut known: FxHashMap<&[u32], u32> = FxHashMap::default();
        let mut areas = AreasOfRows::default();
        for entry in entries {
            let area = *known.entry(&entry.districts).or_insert_with(|| {
                areas.list.push(entry.districts.clone());
                (areas.list.len() - 1) as u32
            });
            areas.of_row.push(area);
        }
        areas
    }
}
