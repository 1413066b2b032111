//! Places that must be looked at again because something they hang on changed.
//!
//! Names of organizations and words of terms are read when asked for, so renaming one touches no place. What is
//! stored with places: the line of terms of the place and its services, its districts, and their codes.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{District, Place, PlaceId};

use crate::apply::Batch;
use crate::assign::rows_near;
use crate::part::Part;
use crate::snapshot::Snapshot;
use crate::tables::{DistrictEntry, Districts, Tables};

/// More changed districts than this are better taken in by a new build.
const MOST_DISTRICTS: usize = 64;

impl Snapshot {
    /// As this snapshot holds them; `None` when they are too many to be looked for.
    pub(crate) fn dependants(&self, batch: &Batch, next: &Tables) -> Option<BTreeMap<PlaceId, Arc<Place>>> {
        let mut places = BTreeMap::new();
        let mut add = |part: &Part, row: u32| {
            if let Some(entry) = part.segment.entry(row).filter(|_| part.live.contains(row)) {
                places.insert(entry.place.id, entry.place.clone());
            }
        };
        for new in batch.services.values() {
            let old = self.service(new.id).into_iter().flat_map(|old| &old.places);
            for offer in old.chain(&new.places) {
                for part in &self.parts {
                    part.row(offer.place).into_iter().for_each(|row| add(part, row));
                }
            }
        }
        for new in batch.terms.values() {
            let same = |old: &Arc<domain::Term>| {
                (old.parent, &old.scheme, &old.code) == (new.parent, &new.scheme, &new.code)
            };
            if self.term(new.id).is_none_or(same) {
                continue;
            }
            for part in &self.parts {
                let rows = part.segment.indexes.terms.get(&new.id);
                rows.into_iter().flatten().for_each(|row| add(part, row));
            }
        }
        let moved: Vec<&District> = batch
            .districts
            .values()
            .filter(|new| self.district(new.id).is_none_or(|old| moves(old, new)))
            .collect();
        if moved.len() > MOST_DISTRICTS {
            return None;
        }
        for new in moved {
            self.of_district(new, next, &mut add);
        }
        Some(places)
    }

    /// Places in the district or near it, now or then, and those without a position that state it.
    fn of_district(&self, new: &District, next: &Tables, add: &mut impl FnMut(&Part, u32)) {
        let below: Vec<&DistrictEntry> = [&self.tables.districts, &next.districts]
            .into_iter()
            .flat_map(|districts| districts_below(districts, new))
            .collect();
        let codes: Vec<&str> = below
            .iter()
            .filter_map(|entry| entry.district.official_code.as_deref())
            .collect();
        let old_slot = self.tables.districts.table.slot(&new.id);
        for part in &self.parts {
            for polygon in below.iter().flat_map(|entry| &entry.own.0) {
                let rows = rows_near(&part.segment.located, polygon);
                rows.iter().for_each(|row| add(part, row));
            }
            for (row, entry) in (0..).zip(&part.segment.entries) {
                let states = || {
                    let address = entry.place.address.as_ref();
                    let code = address.and_then(|address| address.municipality_code.as_deref());
                    code.is_some_and(|code| codes.contains(&code))
                };
                let belongs = old_slot.is_some_and(|slot| entry.districts.contains(&slot));
                if belongs || row >= part.segment.located_rows() && states() {
                    add(part, row);
                }
            }
        }
    }
}

/// Whether places may belong to it that did not, or its code or order changes.
fn moves(old: &District, new: &District) -> bool {
    (old.level, &old.official_code, &old.name, old.parent)
        != (new.level, &new.official_code, &new.name, new.parent)
        || old.polygons != new.polygons
}

/// The district and all below it.
fn districts_below<'a>(districts: &'a Districts, top: &District) -> Vec<&'a DistrictEntry> {
    let Some(top) = districts.table.slot(&top.id) else {
        return Vec::new();
    };
    (0..districts.table.records.len() as u32)
        .filter(|slot| districts.with_ancestors(*slot).contains(&top))
        .filter_map(|slot| districts.table.at(slot))
        .collect()
}
