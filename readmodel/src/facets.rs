//! Counts beside an answer: how many of all matches have each kind, each term of a scheme.

use chrono::{DateTime, Utc};
use domain::{PlaceKind, Term};
use std::sync::Arc;

use crate::query::PlaceQuery;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Kinds of all matches, each kind of a place counted; those that occur, in the order of the kinds.
    pub fn kind_counts(&self, query: &PlaceQuery, now: DateTime<Utc>) -> Vec<(PlaceKind, u64)> {
        let mut counts: Vec<(PlaceKind, u64)> = PlaceKind::ALL.iter().map(|kind| (*kind, 0)).collect();
        for (part, rows) in self.matches(query, now) {
            for (kind, count) in &mut counts {
                let of_kind = part.segment.indexes.kinds.get(kind);
                *count += of_kind.map_or(0, |of_kind| of_kind.intersection_len(&rows));
            }
        }
        counts.retain(|(_, count)| *count > 0);
        counts
    }

    /// Terms of one scheme among all matches; those that occur, in the order of the scheme. A place counts for a
    /// term exactly when a filter by that term would keep it.
    pub fn facets(&self, query: &PlaceQuery, scheme: &str, now: DateTime<Utc>) -> Vec<(&Arc<Term>, u64)> {
        let terms = self.tables.vocabulary.terms.iter();
        let mut counts: Vec<(&Arc<Term>, u64)> = terms
            .filter(|term| term.scheme == scheme)
            .map(|term| (term, 0))
            .collect();
        for (part, rows) in self.matches(query, now) {
            for (term, count) in &mut counts {
                let of_term = part.segment.indexes.terms.get(&term.id);
                *count += of_term.map_or(0, |of_term| of_term.intersection_len(&rows));
            }
        }
        counts.retain(|(_, count)| *count > 0);
        counts
    }
}
