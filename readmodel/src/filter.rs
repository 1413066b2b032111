//! A filter against a snapshot: a bitmap for what is indexed, a check for each row for the rest.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::{PlaceStatus, TermId};
use roaring::RoaringBitmap;

use crate::query::{PlaceFilter, SearchText, SourceRef};
use crate::snapshot::{Row, Snapshot};
use crate::spatial::Candidates;
use crate::text::{LAST_TIER, tier_of};

/// Which rows pass a filter at a given moment.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    snapshot: &'a Snapshot,
    filter: &'a PlaceFilter,
    now: DateTime<Utc>,
    /// What the bitmaps leave; `None` means every row.
    bitmap: Option<Cow<'a, RoaringBitmap>>,
    /// For each word, rows that have it by their organization, a service or a term.
    elsewhere: Vec<RoaringBitmap>,
    checks_rows: bool,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, filter: &'a PlaceFilter, now: DateTime<Utc>) -> Matcher<'a> {
        let PlaceFilter {
            text,
            kinds,
            terms,
            organizations,
            accessibility,
            verification,
            updated_since,
            source,
            service,
            include_archived,
        } = filter;
        let indexes = &snapshot.places.indexes;
        let mut bitmap = Narrowing::default();
        if !kinds.is_empty() {
            bitmap.keep(union(kinds.iter().filter_map(|kind| indexes.kinds.get(kind))));
        }
        for of_scheme in terms.iter().filter(|terms| !terms.is_empty()) {
            bitmap.keep(union(of_scheme.iter().filter_map(|term| indexes.terms.get(term))));
        }
        if !organizations.is_empty() {
            bitmap.keep(union(
                organizations
                    .iter()
                    .filter_map(|id| indexes.organizations.get(id)),
            ));
        }
        for feature in accessibility {
            bitmap.keep(indexes.accessibility.get(feature).cloned().unwrap_or_default());
        }
        if let Some(source) = source {
            bitmap.keep(indexes.datasets.get(&source.dataset).cloned().unwrap_or_default());
        }
        if let Some(id) = service {
            let offers = snapshot
                .service(*id)
                .into_iter()
                .flat_map(|service| &service.places);
            bitmap.keep(
                offers
                    .filter_map(|offer| snapshot.place_row(offer.place))
                    .collect(),
            );
        }
        let bitmap = match bitmap.0 {
            narrowed if *include_archived || indexes.archived.is_empty() => narrowed.map(Cow::Owned),
            Some(narrowed) => Some(Cow::Owned(narrowed - &indexes.archived)),
            None => Some(Cow::Borrowed(&snapshot.places.listed)),
        };
        let elsewhere = text
            .as_ref()
            .map(|text| rows_by_other_words(snapshot, text))
            .unwrap_or_default();
        let external = source.as_ref().is_some_and(|source| source.external_id.is_some());
        let checks_rows = text.is_some() || !verification.is_empty() || updated_since.is_some() || external;
        Matcher {
            snapshot,
            filter,
            now,
            bitmap,
            elsewhere,
            checks_rows,
        }
    }

    /// All rows that pass, out of `within` or of all.
    pub(crate) fn rows(&self, within: Option<RoaringBitmap>) -> RoaringBitmap {
        let rows = match (within, &self.bitmap) {
            (Some(within), Some(bitmap)) => within & &**bitmap,
            (Some(within), None) => within,
            (None, Some(bitmap)) => bitmap.clone().into_owned(),
            (None, None) => self.snapshot.places.all_rows(),
        };
        if self.checks_rows {
            rows.iter().filter(|row| self.passes_checks(*row)).collect()
        } else {
            rows
        }
    }

    /// The bitmap alone, an upper bound of what passes; `None` means every row.
    pub(crate) fn bound(&self) -> Option<&RoaringBitmap> {
        self.bitmap.as_deref()
    }

    fn passes_checks(&self, row: Row) -> bool {
        let Some(place) = self.snapshot.place(row) else {
            return false;
        };
        let PlaceFilter {
            verification,
            updated_since,
            source,
            ..
        } = self.filter;
        (verification.is_empty() || verification.contains(&place.verification.status(self.now)))
            && updated_since.is_none_or(|since| place.updated_at >= since)
            && source.as_ref().is_none_or(|wanted| has_source(place, wanted))
            && (self.filter.text.is_none() || self.tier(row).is_some())
    }

    /// The tier of the worst-placed word, each word at its best; `None` when a word is missing.
    pub(crate) fn tier(&self, row: Row) -> Option<u8> {
        let words = self
            .filter
            .text
            .as_ref()
            .map(|text| text.0.as_slice())
            .unwrap_or_default();
        let haystack = self.snapshot.places.haystacks.get(row as usize)?;
        let mut worst = 0;
        for (word, elsewhere) in words.iter().zip(&self.elsewhere) {
            let tier = tier_of(haystack, word).or_else(|| elsewhere.contains(row).then_some(LAST_TIER))?;
            worst = worst.max(tier);
        }
        Some(worst)
    }
}

impl Candidates for Matcher<'_> {
    fn any_in(&self, rows: std::ops::Range<u32>) -> bool {
        self.bitmap
            .as_ref()
            .is_none_or(|bitmap| bitmap.range_cardinality(rows) > 0)
    }

    fn has(&self, row: u32) -> bool {
        self.bitmap.as_ref().is_none_or(|bitmap| bitmap.contains(row))
            && (!self.checks_rows || self.passes_checks(row))
    }
}

fn has_source(place: &domain::Place, wanted: &SourceRef) -> bool {
    place.sources.iter().any(|source| {
        source.dataset.as_ref() == Some(&wanted.dataset)
            && (wanted.external_id.is_none() || source.external_id == wanted.external_id)
    })
}

/// A set of rows that only gets smaller; all rows at first.
#[derive(Debug, Default)]
struct Narrowing(Option<RoaringBitmap>);

impl Narrowing {
    fn keep(&mut self, rows: RoaringBitmap) {
        self.0 = Some(match self.0.take() {
            Some(kept) => kept & rows,
            None => rows,
        });
    }
}

pub(crate) fn union<'a>(bitmaps: impl Iterator<Item = &'a RoaringBitmap>) -> RoaringBitmap {
    let mut all = RoaringBitmap::new();
    for bitmap in bitmaps {
        all |= bitmap;
    }
    all
}

/// For each word, the rows that it reaches through names of organizations and services and words of terms.
fn rows_by_other_words(snapshot: &Snapshot, text: &SearchText) -> Vec<RoaringBitmap> {
    let indexes = &snapshot.places.indexes;
    let rows = |word: &String| {
        let terms = snapshot
            .vocabulary
            .terms
            .records
            .iter()
            .zip(&snapshot.vocabulary.words);
        let terms: Vec<TermId> = terms
            .filter(|(_, words)| words.contains(word))
            .map(|(term, _)| term.id)
            .collect();
        let mut rows = union(terms.iter().filter_map(|term| indexes.own_terms.get(term)));
        for entry in snapshot
            .organizations
            .records
            .iter()
            .filter(|entry| entry.names.contains(word))
        {
            if let Some(of_organization) = indexes.organizations.get(&entry.organization.id) {
                rows |= of_organization;
            }
        }
        for entry in snapshot
            .services
            .records
            .iter()
            .filter(|entry| entry.names.contains(word))
        {
            rows.extend(
                entry
                    .service
                    .places
                    .iter()
                    .filter_map(|offer| snapshot.place_row(offer.place)),
            );
        }
        rows
    };
    text.0.iter().map(rows).collect()
}

/// Whether the public map shows the place unless asked for the archive.
pub(crate) fn is_listed(status: PlaceStatus) -> bool {
    status != PlaceStatus::Archived
}
