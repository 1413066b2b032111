//! Counts beside an answer: how many of all matches have each kind, each term of a scheme.

use chrono::{DateTime, Utc};
use domain::{PlaceKind, Term};
use roaring::RoaringBitmap;
use std::sync::Arc;

use crate::filter::Matcher;
use crate::query::PlaceQuery;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Kinds of all matches, each kind of a place counted; those that occur, in the order of the kinds.
    pub fn kind_counts(&self, query: &PlaceQuery, now: DateTime<Utc>) -> Vec<(PlaceKind, u64)> {
        self.kinds_among(&self.matches(query, &Matcher::new(self, &query.filter, now)))
    }

    /// Terms of one scheme among all matches; those that occur, in the order of the scheme. A place counts for a
    /// term exactly when a filter by that term would keep it.
    pub fn facets(&self, query: &PlaceQuery, scheme: &str, now: DateTime<Utc>) -> Vec<(&Arc<Term>, u64)> {
        let matches = self.matches(query, &Matcher::new(self, &query.filter, now));
        let terms = self
            .vocabulary
            .terms
            .records
            .iter()
            .filter(|term| term.scheme == scheme);
        let count = |term: &Arc<Term>| {
            self.places
                .indexes
                .terms
                .get(&term.id)
                .map_or(0, |rows| rows.intersection_len(&matches))
        };
        terms
            .map(|term| (term, count(term)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    pub(crate) fn kinds_among(&self, rows: &RoaringBitmap) -> Vec<(PlaceKind, u64)> {
        let count = |kind: &PlaceKind| {
            let of_kind = self.places.indexes.kinds.get(kind);
            of_kind.map_or(0, |of_kind| of_kind.intersection_len(rows))
        };
        PlaceKind::ALL
            .iter()
            .map(|kind| (*kind, count(kind)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}
