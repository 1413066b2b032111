//! Orders other than nearest-first: the first rows of each part, then the first of all.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::cursor::Cursor;
use crate::filter::Matcher;
use crate::opening::next::NextOpenings;
use crate::part::Part;
use crate::query::{OrderField, PlaceQuery};
use crate::snapshot::Row;
use crate::spatial::Candidates;
use crate::tables::NameKey;
use crate::text::LAST_TIER;

/// Below this share of all rows (one in …), sorting what matches beats walking a stored order.
const WALK_SHARE: u64 = 16;

pub(crate) struct Sorting<'a> {
    pub(crate) query: &'a PlaceQuery,
    pub(crate) after: Option<&'a Cursor>,
    pub(crate) wanted: usize,
    /// Filled for the order that asks for them.
    pub(crate) next: NextOpenings,
}

/// What any order compares, for any direction; the id comes last in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Distance(Meters),
    Name(bool, &'a str),
    NameReversed(bool, Reverse<&'a str>),
    /// Wide enough to turn round any moment that a cursor may name.
    UpdatedAt(i128),
    /// Whether none is known; then the beginning.
    NextOpening(bool, i128),
    Relevance(u8, bool, &'a str),
    Curve(bool, u64),
}

impl Sorting<'_> {
    /// The first rows of a part, in order.
    pub(crate) fn first_of(
        &self,
        part: &Part,
        matcher: &Matcher<'_>,
        areas: Option<RoaringBitmap>,
    ) -> Vec<(u8, u32)> {
        let descending = self.query.order.descending;
        match self.query.order.field {
            OrderField::Name if !descending => self.by_name(part, matcher, areas),
            OrderField::Relevance => self.by_relevance(part, matcher, areas),
            _ => {
                let rows = matcher.rows(areas);
                let after = self.after.and_then(|cursor| self.key_of_cursor(cursor));
                let key = |row| (self.key(part, row, 0), part.segment.id(row));
                let least = least(&rows, self.wanted, after, key);
                least.into_iter().map(|row| (0, row)).collect()
            }
        }
    }

    /// The first rows of all parts, each given as its tier and row.
    pub(crate) fn merged(&self, per_part: Vec<(&Part, Vec<(u8, u32)>)>) -> Vec<Row> {
        let mut rows: Vec<((Key<'_>, Uuid), Row)> = Vec::new();
        let many = per_part.len() > 1;
        for (part, of_part) in per_part {
            for (tier, row) in of_part {
                rows.push((
                    (self.key(part, row, tier), part.segment.id(row)),
                    part.offset + row,
                ));
            }
        }
        if many {
            rows.sort_unstable();
        }
        rows.truncate(self.wanted);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn key<'p>(&self, part: &'p Part, row: u32, tier: u8) -> Key<'p> {
        let descending = self.query.order.descending;
        let segment = &part.segment;
        let name = || {
            let entry = segment.entry(row);
            entry.map_or((false, ""), |entry| (entry.name.no_reading, &*entry.name.key))
        };
        match self.query.order.field {
            OrderField::Distance => {
                let point = segment.located.points.get(row as usize);
                let meters = self
                    .query
                    .near
                    .zip(point)
                    .map(|(near, point)| near.point.distance_m(*point));
                distance_key(meters.unwrap_or_default(), descending)
            }
            OrderField::Name => name_key(name().0, name().1, descending),
            OrderField::UpdatedAt => {
                let updated = segment.updated.get(row as usize).copied();
                updated_key(updated.unwrap_or_default(), descending)
            }
            OrderField::NextOpening => next_key(self.next.of_row(part, row), descending),
            OrderField::Relevance => Key::Relevance(turned(tier, descending), name().0, name().1),
            OrderField::Curve => {
                let key = segment.curve.get(row as usize).copied();
                curve_key(key.is_none(), key.unwrap_or_default(), descending)
            }
        }
    }

    fn key_of_cursor<'c>(&self, cursor: &'c Cursor) -> Option<(Key<'c>, Uuid)> {
        let descending = self.query.order.descending;
        Some(match cursor {
            Cursor::Distance(bits, id) => (distance_key(f64::from_bits(*bits), descending), *id),
            Cursor::Name(no_reading, key, id) => (name_key(*no_reading, key, descending), *id),
            Cursor::UpdatedAt(micros, id) => (updated_key(*micros, descending), *id),
            Cursor::NextOpening(_, next, id) => (next_key(*next, descending), *id),
            Cursor::Curve(no_position, key, id) => (curve_key(*no_position, *key, descending), *id),
            _ => return None,
        })
    }

    /// By the stored order: walked where most rows match, else looked up for each match.
    fn by_name(&self, part: &Part, matcher: &Matcher<'_>, areas: Option<RoaringBitmap>) -> Vec<(u8, u32)> {
        let start = match self.after {
            Some(Cursor::Name(no_reading, key, id)) => rank_after(part, *no_reading, key, *id),
            _ => 0,
        };
        let tail = part.segment.by_name.iter().skip(start as usize).copied();
        let walked: Vec<u32> = if areas.is_none() && matcher.is_dense() {
            tail.filter(|row| matcher.has(*row)).take(self.wanted).collect()
        } else {
            let rows = matcher.rows(areas);
            if rows.len() * WALK_SHARE > u64::from(part.segment.rows()) {
                tail.filter(|row| rows.contains(*row)).take(self.wanted).collect()
            } else {
                by_rank(part, &rows, start, self.wanted)
            }
        };
        walked.into_iter().map(|row| (0, row)).collect()
    }

    /// Tier by tier, each by name.
    fn by_relevance(
        &self,
        part: &Part,
        matcher: &Matcher<'_>,
        areas: Option<RoaringBitmap>,
    ) -> Vec<(u8, u32)> {
        let by_tier = matcher.by_tier(&matcher.rows(areas));
        let mut tiers: Vec<(u8, &RoaringBitmap)> = (0..=LAST_TIER).zip(&by_tier).collect();
        if self.query.order.descending {
            tiers.reverse();
        }
        let mut found = Vec::new();
        for (tier, rows) in tiers {
            let start = match self.after {
                Some(Cursor::Relevance(last, no_reading, key, id)) => {
                    let turn = |tier| turned(tier, self.query.order.descending);
                    match turn(tier).cmp(&turn(*last)) {
                        std::cmp::Ordering::Less => continue,
                        std::cmp::Ordering::Equal => rank_after(part, *no_reading, key, *id),
                        std::cmp::Ordering::Greater => 0,
                    }
                }
                _ => 0,
            };
            let wanted = self.wanted.saturating_sub(found.len());
            if wanted == 0 {
                break;
            }
            let first = by_rank(part, rows, start, wanted);
            found.extend(first.into_iter().map(|row| (tier, row)));
        }
        found
    }
}

fn distance_key<'a>(meters: f64, descending: bool) -> Key<'a> {
    Key::Distance(Meters(if descending { -meters } else { meters }))
}

fn name_key(no_reading: bool, key: &str, descending: bool) -> Key<'_> {
    if descending {
        Key::NameReversed(no_reading, Reverse(key))
    } else {
        Key::Name(no_reading, key)
    }
}

fn updated_key<'a>(micros: i64, descending: bool) -> Key<'a> {
    let micros = i128::from(micros);
    Key::UpdatedAt(if descending { -micros } else { micros })
}

/// What has none comes last in both directions.
fn next_key<'a>(next: Option<i64>, descending: bool) -> Key<'a> {
    let begins = i128::from(next.unwrap_or_default());
    Key::NextOpening(next.is_none(), if descending { -begins } else { begins })
}

fn curve_key<'a>(no_position: bool, key: u64, descending: bool) -> Key<'a> {
    Key::Curve(no_position, if descending { u64::MAX - key } else { key })
}

fn turned(tier: u8, descending: bool) -> u8 {
    if descending { u8::MAX - tier } else { tier }
}

/// How many rows of the part stand by name at or before this name and id.
fn rank_after(part: &Part, no_reading: bool, key: &str, id: Uuid) -> u32 {
    let last = NameKey {
        no_reading,
        key: key.into(),
    };
    let segment = &part.segment;
    let before = |row: &u32| {
        let entry = segment.entry(*row);
        entry.is_some_and(|entry| (&entry.name, entry.place.id.0) <= (&last, id))
    };
    segment.by_name.partition_point(before) as u32
}

/// The first of these rows by name, from a rank on.
fn by_rank(part: &Part, rows: &RoaringBitmap, start: u32, wanted: usize) -> Vec<u32> {
    let rank = |row: u32| {
        let rank = part.segment.name_rank.get(row as usize).copied();
        rank.unwrap_or(u32::MAX)
    };
    least(rows, wanted, start.checked_sub(1), rank)
}

/// A distance that sorts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Meters(f64);

impl Eq for Meters {}

impl Ord for Meters {
    fn cmp(&self, other: &Meters) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Meters {
    fn partial_cmp(&self, other: &Meters) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The `wanted` rows with the least keys after the given one, in order.
fn least<K: Ord>(rows: &RoaringBitmap, wanted: usize, after: Option<K>, key: impl Fn(u32) -> K) -> Vec<u32> {
    let mut heap: BinaryHeap<(K, u32)> = BinaryHeap::with_capacity(wanted + 1);
    for row in rows {
        let key = key(row);
        if after.as_ref().is_some_and(|after| key <= *after) {
            continue;
        }
        if heap.len() < wanted {
            heap.push((key, row));
        } else if heap.peek().is_some_and(|greatest| key < greatest.0) {
            heap.pop();
            heap.push((key, row));
        }
    }
    heap.into_sorted_vec().into_iter().map(|(_, row)| row).collect()
}
