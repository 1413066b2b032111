//! Which of a few places a query lists: for whoever is told of changes instead of asking again.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::PlaceId;
use roaring::RoaringBitmap;

use crate::changes::ChangeQuery;
use crate::filter::Question;
use crate::query::PlaceQuery;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Those of the places that [`Snapshot::search`] would list, by area and filter; `near` has no say. What it
    /// costs hangs on the filter and on how many places there are to look at, not on the size of the area.
    pub fn lists_of(
        &self,
        places: &BTreeSet<PlaceId>,
        query: &PlaceQuery,
        now: DateTime<Utc>,
    ) -> BTreeSet<PlaceId> {
        let areas: Vec<_> = query
            .within
            .iter()
            .map(|within| self.feed(&ChangeQuery::new(Vec::new(), Some(within.clone()))))
            .collect();
        let question = Question::new(self, &query.filter, now);
        let mut listed = BTreeSet::new();
        for part in &self.parts {
            let candidates: RoaringBitmap = places
                .iter()
                .filter_map(|place| part.row(*place))
                .filter(|row| {
                    let entry = part.segment.entry(*row);
                    let point = entry.and_then(|entry| entry.place.location);
                    let is_in = |point| areas.iter().all(|area| area.holds(point));
                    areas.is_empty() || point.is_some_and(is_in)
                })
                .collect();
            if candidates.is_empty() {
                continue;
            }
            let rows = question.of(self, part).rows(Some(candidates));
            let entries = rows.iter().filter_map(|row| part.segment.entry(row));
            listed.extend(entries.map(|entry| entry.place.id));
        }
        listed
    }
}
