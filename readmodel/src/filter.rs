//! A filter against a snapshot: bitmaps for what is indexed, a look at each row for the rest.

use std::borrow::Cow;
use std::ops::Range;

use chrono::{DateTime, Utc};
use domain::{PlaceStatus, VerificationStatus};
use roaring::RoaringBitmap;

use crate::opening::window::OpenRows;
use crate::part::Part;
use crate::query::{PlaceFilter, SourceRef};
use crate::snapshot::{Row, Snapshot};
use crate::spatial::{Candidates, Crowd};
use crate::text::{LAST_TIER, TIERS};
use crate::words::{Beside, Word};

/// So few rows are looked at one by one instead of being searched for.
const FEW: u64 = 256;
/// And so few of a box's.
const FEW_IN_BOX: u64 = 16;
/// A set that holds more than one row in so many is in nearly every box, so asking about boxes gains nothing.
const DENSE: u64 = 16;

/// A filter, a moment and what the words of the text mean outside of places: asked of each part in turn.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    filter: &'a PlaceFilter,
    now: DateTime<Utc>,
    /// For each word.
    beside: Vec<Beside>,
    /// What is open in the window, for each part by the offset of its rows.
    open: Vec<(Row, OpenRows)>,
}

impl<'a> Question<'a> {
    pub(crate) fn new(snapshot: &Snapshot, filter: &'a PlaceFilter, now: DateTime<Utc>) -> Question<'a> {
        let words = filter.text.iter().flat_map(|text| &text.0);
        let beside = words.map(|word| Beside::new(&snapshot.tables, word)).collect();
        let open = filter.open_at.map_or(Vec::new(), |window| {
            let minutes = window.minutes(now, snapshot.horizon());
            let open_rows = |part: &Part| match minutes {
                Some((from, to)) => snapshot.view(part).open_rows(from, to),
                None => OpenRows::Made(RoaringBitmap::new()),
            };
            snapshot
                .parts
                .iter()
                .map(|part| (part.offset, open_rows(part)))
                .collect()
        });
        Question {
            filter,
            now,
            beside,
            open,
        }
    }

    /// The moment that it is asked about.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(crate) fn of<'q>(&'q self, snapshot: &Snapshot, part: &'q Part) -> Matcher<'q>
    where
        'a: 'q,
    {
        Matcher::new(self, snapshot, part)
    }
}

/// Which rows of a part pass.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    part: &'a Part,
    filter: &'a PlaceFilter,
    now: DateTime<Utc>,
    /// A row that passes is in each of these.
    all_of: Vec<Cow<'a, RoaringBitmap>>,
    /// Those that leave whole boxes without a row.
    sparse: Vec<bool>,
    words: Vec<Word<'a>>,
    /// Microseconds; nothing older passes.
    updated_since: Option<i64>,
    /// The same; nothing younger passes.
    updated_until: Option<i64>,
    /// Whether being in the bitmaps is not enough.
    checks: bool,
}

impl<'a> Matcher<'a> {
    fn new(question: &'a Question<'_>, snapshot: &Snapshot, part: &'a Part) -> Matcher<'a> {
        let filter = question.filter;
        let indexes = &part.segment.indexes;
        let words: Vec<Word<'a>> = filter
            .text
            .iter()
            .flat_map(|text| &text.0)
            .zip(&question.beside)
            .map(|(word, beside)| Word::new(word, beside, part))
            .collect();
        let PlaceFilter {
            text: _,
            kinds,
            terms,
            organizations,
            accessibility,
            verification,
            updated_since,
            updated_until,
            source,
            open_at,
            regularity,
            service,
            include_archived,
        } = filter;
        let mut narrow: Vec<Cow<'a, RoaringBitmap>> = Vec::new();
        if !kinds.is_empty() {
            narrow.push(any_of(kinds.iter().filter_map(|kind| indexes.kinds.get(kind))));
        }
        for of_scheme in terms.iter().filter(|terms| !terms.is_empty()) {
            narrow.push(any_of(
                of_scheme.iter().filter_map(|term| indexes.terms.get(term)),
            ));
        }
        if !organizations.is_empty() {
            let bitmaps = organizations
                .iter()
                .filter_map(|id| indexes.organizations.get(id));
            narrow.push(any_of(bitmaps));
        }
        for feature in accessibility {
            narrow.push(any_of(indexes.accessibility.get(feature).into_iter()));
        }
        if !verification.is_empty() {
            narrow.push(Cow::Owned(self::verification(part, verification)));
        }
        if let Some(source) = source {
            narrow.push(any_of(indexes.datasets.get(&source.dataset).into_iter()));
        }
        if open_at.is_some() {
            let of_part = question.open.iter().find(|(offset, _)| *offset == part.offset);
            narrow.push(any_of(of_part.map(|(_, open)| open.rows()).into_iter()));
        }
        if !regularity.is_empty() {
            narrow.push(Cow::Owned(part.timetable.regular(regularity)));
        }
        if let Some(service) = service.and_then(|id| snapshot.service(id)) {
            let rows = service.places.iter().filter_map(|offer| part.row(offer.place));
            narrow.push(Cow::Owned(rows.collect()));
        } else if service.is_some() {
            narrow.push(Cow::default());
        }
        narrow.extend(words.iter().filter_map(Word::candidates).map(Cow::Owned));

        let base: &RoaringBitmap = if *include_archived {
            &part.live
        } else {
            &part.listed
        };
        let wants = |status| verification.contains(&status);
        let checks = words.iter().any(|word| !word.is_exact())
            || wants(VerificationStatus::Verified) != wants(VerificationStatus::Stale)
            || updated_since.is_some()
            || updated_until.is_some()
            || source.as_ref().is_some_and(|source| source.external_id.is_some());
        let rows = u64::from(part.segment.rows());
        let all_of = joined(narrow, base, rows);
        Matcher {
            part,
            filter,
            now: question.now,
            sparse: all_of.iter().map(|bitmap| bitmap.len() * DENSE <= rows).collect(),
            all_of,
            words,
            updated_since: updated_since.map(|since| {
                let part_of_one = since.timestamp_subsec_nanos() % 1_000 > 0;
                since.timestamp_micros() + i64::from(part_of_one)
            }),
            updated_until: updated_until.map(|until| until.timestamp_micros()),
            checks,
        }
    }

    /// All rows that pass, out of `within` or of all.
    pub(crate) fn rows(&self, within: Option<RoaringBitmap>) -> RoaringBitmap {
        let mut bitmaps = self.all_of.iter().map(|rows| &**rows);
        let mut rows = match within {
            Some(within) => within,
            None => match bitmaps.next() {
                Some(first) => first.clone(),
                None => RoaringBitmap::from_sorted_iter(0..self.part.segment.rows()).unwrap_or_default(),
            },
        };
        for bitmap in bitmaps {
            rows &= bitmap;
        }
        if self.checks {
            rows.iter().filter(|row| self.passes_checks(*row)).collect()
        } else {
            rows
        }
    }

    /// Whether most rows pass the bitmaps.
    pub(crate) fn is_dense(&self) -> bool {
        !self.sparse.contains(&true)
    }

    fn passes_checks(&self, row: u32) -> bool {
        let Some(entry) = self.part.segment.entry(row) else {
            return false;
        };
        let PlaceFilter {
            verification, source, ..
        } = self.filter;
        let updated = || self.part.segment.updated.get(row as usize).copied();
        self.updated_since.is_none_or(|since| updated() >= Some(since))
            && self.updated_until.is_none_or(|until| updated() <= Some(until))
            && (verification.is_empty() || verification.contains(&entry.place.verification.status(self.now)))
            && source
                .as_ref()
                .is_none_or(|wanted| has_source(&entry.place, wanted))
            && (self.words.is_empty() || self.tier(row).is_some())
    }

    /// The tier of the worst-placed word, each word at its best; `None` when a word is missing.
    pub(crate) fn tier(&self, row: u32) -> Option<u8> {
        let mut worst = 0;
        for word in &self.words {
            worst = worst.max(word.tier(row)?);
        }
        Some(worst)
    }

    /// Rows that pass, by their tier.
    pub(crate) fn by_tier(&self, rows: &RoaringBitmap) -> [RoaringBitmap; TIERS] {
        let mut by_tier: [RoaringBitmap; TIERS] = Default::default();
        if self.words.iter().all(Word::is_exact) {
            let mut seen = RoaringBitmap::new();
            for (tier, of_tier) in (0..=LAST_TIER).zip(&mut by_tier) {
                let mut up_to = rows.clone();
                for word in &self.words {
                    up_to &= word.rows_up_to(tier);
                }
                *of_tier = &up_to - &seen;
                seen = up_to;
            }
        } else {
            for row in rows {
                let tier = self.tier(row).unwrap_or(LAST_TIER);
                if let Some(of_tier) = by_tier.get_mut(usize::from(tier)) {
                    of_tier.insert(row);
                }
            }
        }
        by_tier
    }
}

impl Candidates for Matcher<'_> {
    fn crowd_in(&self, rows: Range<u32>) -> Crowd {
        let mut crowd = Crowd::Many;
        for (bitmap, sparse) in self.all_of.iter().zip(&self.sparse) {
            if *sparse {
                match bitmap.range_cardinality(rows.clone()) {
                    0 => return Crowd::Nobody,
                    1..=FEW_IN_BOX => crowd = Crowd::Few,
                    _ => {}
                }
            }
        }
        crowd
    }

    fn among(&self, rows: Range<u32>) -> impl Iterator<Item = u32> {
        let sparse = self.all_of.iter().zip(&self.sparse);
        let bitmap = sparse
            .filter(|(_, sparse)| **sparse)
            .map(|(bitmap, _)| bitmap)
            .next();
        let rows = bitmap.map(|bitmap| bitmap.range(rows));
        rows.into_iter().flatten().filter(|row| self.has(*row))
    }

    fn has(&self, row: u32) -> bool {
        self.all_of.iter().all(|bitmap| bitmap.contains(row)) && (!self.checks || self.passes_checks(row))
    }

    fn few(&self) -> Option<RoaringBitmap> {
        let least = self.all_of.iter().map(|bitmap| bitmap.len()).min()?;
        (least <= FEW).then(|| self.rows(None))
    }
}

/// One bitmap for what several say together; the base beside it, unless it holds every row.
fn joined<'a>(
    mut narrow: Vec<Cow<'a, RoaringBitmap>>,
    base: &'a RoaringBitmap,
    rows: u64,
) -> Vec<Cow<'a, RoaringBitmap>> {
    narrow.sort_by_key(|bitmap| bitmap.len());
    let mut bitmaps = narrow.into_iter();
    let mut joined: Vec<_> = bitmaps.next().into_iter().collect();
    for bitmap in bitmaps {
        if let Some(first) = joined.first_mut() {
            *first = Cow::Owned(&**first & &*bitmap);
        }
    }
    if base.len() < rows {
        joined.push(Cow::Borrowed(base));
    }
    joined
}

fn any_of<'a>(mut bitmaps: impl Iterator<Item = &'a RoaringBitmap>) -> Cow<'a, RoaringBitmap> {
    let Some(first) = bitmaps.next() else {
        return Cow::default();
    };
    let mut all = Cow::Borrowed(first);
    for bitmap in bitmaps {
        *all.to_mut() |= bitmap;
    }
    all
}

/// Rows that may have one of the statuses; whether a confirmation is stale depends on the moment.
fn verification(part: &Part, wanted: &[VerificationStatus]) -> RoaringBitmap {
    let indexes = &part.segment.indexes;
    let mut rows = RoaringBitmap::new();
    for status in wanted {
        match status {
            VerificationStatus::Disputed => rows |= &indexes.disputed,
            VerificationStatus::Verified | VerificationStatus::Stale => rows |= &indexes.confirmed,
            VerificationStatus::Unverified => {
                rows |= &*part.live - &indexes.disputed - &indexes.confirmed;
            }
        }
    }
    rows
}

fn has_source(place: &domain::Place, wanted: &SourceRef) -> bool {
    place.sources.iter().any(|source| {
        source.dataset.as_deref() == Some(wanted.dataset.as_str())
            && (wanted.external_id.is_none() || source.external_id == wanted.external_id)
    })
}

/// Whether the public map shows the place unless asked for the archive.
pub(crate) fn is_listed(status: PlaceStatus) -> bool {
    status != PlaceStatus::Archived
}
