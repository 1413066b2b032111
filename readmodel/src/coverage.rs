//! Which districts have a place that opens regularly, and which have none.
//!
//! Places are counted by the districts they are assigned to, which many share: rows are gone through once, and what
//! they add up to is handed to districts afterwards.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{District, DistrictId, DistrictLevel};
use hours::Regularity;

use crate::opening::Opening;
use crate::opening::next::NextOpenings;
use crate::query::PlaceQuery;
use crate::snapshot::{Row, Snapshot};

/// What one district has.
#[derive(Debug, Clone)]
pub struct DistrictCoverage<'a> {
    pub district: &'a Arc<District>,
    /// Places that match.
    pub places: u64,
    /// Those of them that open as regularly as asked.
    pub regular: u64,
    /// Those whose schedule is not known.
    pub unknown: u64,
    /// The running or next opening of any of them, and at which place.
    pub next: Option<Opening>,
}

/// Counts of places that belong to the same districts.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    places: u64,
    regular: u64,
    unknown: u64,
    /// The earliest beginning; of several the least id.
    next: Option<(i64, uuid::Uuid, Row)>,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.places += other.places;
        self.regular += other.regular;
        self.unknown += other.unknown;
        self.next = match (self.next, other.next) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

impl Snapshot {
    /// The districts of a level below one, in their order; of districts within each other only the innermost. The
    /// order of the query means nothing.
    pub fn coverage(
        &self,
        parent: DistrictId,
        level: DistrictLevel,
        query: &PlaceQuery,
        regularity: Regularity,
        now: DateTime<Utc>,
    ) -> Vec<DistrictCoverage<'_>> {
        let sums = self.sums(query, regularity, now);
        let districts = &self.tables.districts;
        let below = districts.leaves_below(parent, level).into_iter();
        let coverage = below.filter_map(|slot| {
            let sum = sums.get(slot as usize).copied().unwrap_or_default();
            Some(DistrictCoverage {
                district: &districts.table.at(slot)?.district,
                places: sum.places,
                regular: sum.regular,
                unknown: sum.unknown,
                next: sum.next.and_then(|(_, _, row)| {
                    let hours = self.hours_of_place(self.place(row)?);
                    hours.openings(now, 1)?.pop()
                }),
            })
        });
        coverage.collect()
    }

    /// By slot of the district.
    fn sums(&self, query: &PlaceQuery, regularity: Regularity, now: DateTime<Utc>) -> Vec<Sum> {
        let next = NextOpenings::of(self, now);
        let mut by_district = vec![Sum::default(); self.tables.districts.table.records.len()];
        for (part, rows) in self.matches(query, now) {
            let segment = &part.segment;
            let regularities = &part.timetable.regularities;
            let mut by_area = vec![Sum::default(); segment.areas.list.len()];
            for row in rows {
                let area = segment
                    .areas
                    .of_row
                    .get(row as usize)
                    .copied()
                    .unwrap_or_default();
                let Some(sum) = by_area.get_mut(area as usize) else {
                    continue;
                };
                let class = segment.classes.class_of(row).unwrap_or_default();
                let of_row = regularities.get(class as usize).copied();
                let of_row = of_row.unwrap_or(Regularity::Unknown);
                sum.places += 1;
                sum.regular += u64::from(of_row.satisfies(regularity));
                sum.unknown += u64::from(of_row == Regularity::Unknown);
                if let Some(start) = next.of_row(part, row)
                    && sum.next.is_none_or(|(earliest, ..)| start <= earliest)
                {
                    let this = (start, segment.id(row), part.offset + row);
                    sum.next = Some(sum.next.map_or(this, |other| other.min(this)));
                }
            }
            for (sum, slots) in by_area.iter().zip(&segment.areas.list) {
                for slot in &**slots {
                    if let Some(of_district) = by_district.get_mut(*slot as usize) {
                        of_district.add(*sum);
                    }
                }
            }
        }
        by_district
    }
}
