//! Places: which match a query, in which order, page by page.

use std::collections::BinaryHeap;

use chrono::{DateTime, Utc};
use domain::PlaceId;
use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::area::{Polygons, add_twins, rects};
use crate::cursor::{Cursor, QueryHash};
use crate::filter::Matcher;
use crate::query::{OrderField, PlaceOrder, PlaceQuery, Within};
use crate::snapshot::{Row, Snapshot};
use crate::tables::NameKey;

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    pub row: Row,
    /// Great-circle meters from `near`.
    pub distance_m: Option<f64>,
}

/// Some answers, and whether more follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub hits: Vec<Hit>,
    pub has_next: bool,
}

/// Below this share of all rows (one in …), sorting what matches beats walking a stored order.
const WALK_SHARE: u64 = 16;

impl PlaceQuery {
    /// What its cursors are bound to.
    pub fn hash(&self) -> QueryHash {
        QueryHash::of("places", self)
    }

    /// Reads a cursor of this very query.
    pub fn cursor(&self, text: &str) -> Option<Cursor> {
        let cursor = Cursor::decode(text, &self.hash())?;
        let fits = matches!(
            (&cursor, self.order.field),
            (Cursor::Distance(..), OrderField::Distance)
                | (Cursor::Name(..), OrderField::Name)
                | (Cursor::UpdatedAt(..), OrderField::UpdatedAt)
                | (Cursor::Relevance(..), OrderField::Relevance)
                | (Cursor::Curve(..), OrderField::Curve)
        );
        fits.then_some(cursor)
    }
}

impl Snapshot {
    /// The first `first` matches after the cursor, in the query's order.
    pub fn search(
        &self,
        query: &PlaceQuery,
        now: DateTime<Utc>,
        after: Option<&Cursor>,
        first: usize,
    ) -> Page {
        let matcher = Matcher::new(self, &query.filter, now);
        let wanted = first + 1;
        let PlaceOrder { field, descending } = query.order;
        let mut rows = match (field, query.near) {
            (OrderField::Distance, Some(near)) if !descending && query.within.is_empty() => {
                let after = after.and_then(|cursor| match cursor {
                    Cursor::Distance(bits, id) => Some((f64::from_bits(*bits), *id)),
                    _ => None,
                });
                let id = |row| self.id(row);
                let nearest = self.places.located.nearest(near, &matcher, after, wanted, id);
                nearest.into_iter().map(|(row, _)| row).collect()
            }
            (OrderField::Name, _) if !descending && self.walks(&matcher) => {
                self.walk_by_name(query, &matcher, after, wanted)
            }
            _ => self.sorted(query, &matcher, after, wanted),
        };
        let has_next = rows.len() > first;
        rows.truncate(first);
        let hits = rows
            .into_iter()
            .map(|row| Hit {
                row,
                distance_m: self.distance_m(query, row),
            })
            .collect();
        Page { hits, has_next }
    }

    /// How many places the query can list.
    pub fn count(&self, query: &PlaceQuery, now: DateTime<Utc>) -> u64 {
        self.matches(query, &Matcher::new(self, &query.filter, now)).len()
    }

    /// How many places pass the filter, wherever one looks, and have no position.
    pub fn count_unmapped(&self, query: &PlaceQuery, now: DateTime<Utc>) -> u64 {
        let mut without = RoaringBitmap::new();
        without.insert_range(self.places.located_rows()..self.places.rows());
        Matcher::new(self, &query.filter, now).rows(Some(without)).len()
    }

    /// The cursor of an answer.
    pub fn cursor_of(&self, query: &PlaceQuery, now: DateTime<Utc>, hit: Hit) -> Cursor {
        let id = self.id(hit.row);
        let name = || {
            self.name(hit.row).map_or((false, String::new()), |key| {
                (key.no_reading, key.key.to_string())
            })
        };
        match query.order.field {
            OrderField::Distance => Cursor::Distance(hit.distance_m.unwrap_or_default().to_bits(), id),
            OrderField::Name => {
                let (no_reading, key) = name();
                Cursor::Name(no_reading, key, id)
            }
            OrderField::UpdatedAt => Cursor::UpdatedAt(self.updated_micros(hit.row), id),
            OrderField::Relevance => {
                let tier = Matcher::new(self, &query.filter, now)
                    .tier(hit.row)
                    .unwrap_or_default();
                let (no_reading, key) = name();
                Cursor::Relevance(tier, no_reading, key, id)
            }
            OrderField::Curve => {
                let (no_position, key) = self.curve(hit.row);
                Cursor::Curve(no_position, key, id)
            }
        }
    }

    fn id(&self, row: Row) -> Uuid {
        self.place(row).map_or(Uuid::nil(), |place| place.id.0)
    }

    fn name(&self, row: Row) -> Option<&NameKey> {
        self.places.names.get(row as usize)
    }

    fn updated_micros(&self, row: Row) -> i64 {
        self.place(row)
            .map_or(0, |place| place.updated_at.timestamp_micros())
    }

    /// Whether it has no position, and its place on the curve.
    fn curve(&self, row: Row) -> (bool, u64) {
        let key = self.places.curve.get(row as usize).copied();
        (key.is_none(), key.unwrap_or_default())
    }

    fn distance_m(&self, query: &PlaceQuery, row: Row) -> Option<f64> {
        let point = self.places.located.points.get(row as usize)?;
        Some(query.near?.point.distance_m(*point))
    }

    /// All rows that answer the query.
    pub(crate) fn matches(&self, query: &PlaceQuery, matcher: &Matcher<'_>) -> RoaringBitmap {
        matcher.rows(self.rows_of_areas(query))
    }

    /// Rows in the circle and in every area; `None` when the query names none.
    fn rows_of_areas(&self, query: &PlaceQuery) -> Option<RoaringBitmap> {
        let circle = query.near.map(|near| self.places.located.rows_in(&near));
        let areas = query.within.iter().map(|within| self.rows_within(within));
        circle.into_iter().chain(areas).reduce(|a, b| a & b)
    }

    fn rows_within(&self, within: &Within) -> RoaringBitmap {
        let located = &self.places.located;
        let mut rows = RoaringBitmap::new();
        match within {
            Within::Box(bounds) => rects(bounds)
                .iter()
                .for_each(|rect| rows |= located.rows_in(rect)),
            Within::Area(area) => {
                for polygon in &Polygons::new(&area.0).0 {
                    rows |= located.rows_in(polygon);
                    add_twins(polygon, &located.points, &mut rows);
                }
            }
            Within::Districts(ids) => {
                for position in ids.iter().filter_map(|id| self.districts.table.position(id)) {
                    for polygon in self.districts.area(position) {
                        rows |= located.rows_in(polygon);
                        add_twins(polygon, &located.points, &mut rows);
                    }
                }
            }
        }
        rows
    }

    fn walks(&self, matcher: &Matcher<'_>) -> bool {
        matcher
            .bound()
            .is_none_or(|rows| rows.len() * WALK_SHARE > u64::from(self.places.rows()))
    }

    /// Follows the stored order by name and keeps what matches.
    fn walk_by_name(
        &self,
        query: &PlaceQuery,
        matcher: &Matcher<'_>,
        after: Option<&Cursor>,
        wanted: usize,
    ) -> Vec<Row> {
        let start = match after {
            Some(Cursor::Name(no_reading, key, id)) => {
                let last = (
                    NameKey {
                        no_reading: *no_reading,
                        key: key.as_str().into(),
                    },
                    PlaceId(*id),
                );
                self.places.by_name.partition_point(|row| {
                    self.name(*row)
                        .is_some_and(|name| (name, PlaceId(self.id(*row))) <= (&last.0, last.1))
                })
            }
            _ => 0,
        };
        let areas = self.rows_of_areas(query);
        let rows = self.places.by_name.iter().skip(start).copied();
        let in_areas = |row: &Row| areas.as_ref().is_none_or(|rows| rows.contains(*row));
        rows.filter(in_areas)
            .filter(|row| crate::spatial::Candidates::has(matcher, *row))
            .take(wanted)
            .collect()
    }

    /// Takes all matches and keeps the first ones in order.
    fn sorted(
        &self,
        query: &PlaceQuery,
        matcher: &Matcher<'_>,
        after: Option<&Cursor>,
        wanted: usize,
    ) -> Vec<Row> {
        let rows = self.matches(query, matcher);
        let id = |row| self.id(row);
        let name = |row| {
            self.name(row)
                .map_or((false, ""), |key| (key.no_reading, &*key.key))
        };
        match (query.order.field, query.order.descending, after) {
            (OrderField::Distance, descending, after) => {
                let sign = if descending { -1.0 } else { 1.0 };
                let key = |meters: f64, id| (Meters(sign * meters), id);
                let after = match after {
                    Some(Cursor::Distance(bits, id)) => Some(key(f64::from_bits(*bits), *id)),
                    _ => None,
                };
                least(&rows, wanted, after, |row| {
                    key(self.distance_m(query, row).unwrap_or_default(), id(row))
                })
            }
            (OrderField::UpdatedAt, descending, after) => {
                // Wide enough to turn round any moment that a cursor may name.
                let turn = |micros: i64| {
                    if descending {
                        -i128::from(micros)
                    } else {
                        i128::from(micros)
                    }
                };
                let after = match after {
                    Some(Cursor::UpdatedAt(micros, id)) => Some((turn(*micros), *id)),
                    _ => None,
                };
                least(&rows, wanted, after, |row| {
                    (turn(self.updated_micros(row)), id(row))
                })
            }
            (OrderField::Curve, descending, after) => {
                let turn = |(no_position, key): (bool, u64)| {
                    (no_position, if descending { u64::MAX - key } else { key })
                };
                let after = match after {
                    Some(Cursor::Curve(no_position, key, id)) => Some((turn((*no_position, *key)), *id)),
                    _ => None,
                };
                least(&rows, wanted, after, |row| (turn(self.curve(row)), id(row)))
            }
            (OrderField::Name, false, after) => {
                let after = match after {
                    Some(Cursor::Name(no_reading, key, id)) => Some(((*no_reading, key.as_str()), *id)),
                    _ => None,
                };
                least(&rows, wanted, after, |row| (name(row), id(row)))
            }
            (OrderField::Name, true, after) => {
                let after = match after {
                    Some(Cursor::Name(no_reading, key, id)) => {
                        Some((*no_reading, std::cmp::Reverse(key.as_str()), *id))
                    }
                    _ => None,
                };
                let reversed = |row| {
                    let (no_reading, key) = name(row);
                    (no_reading, std::cmp::Reverse(key), id(row))
                };
                least(&rows, wanted, after, reversed)
            }
            (OrderField::Relevance, descending, after) => {
                let turn = |tier: u8| if descending { u8::MAX - tier } else { tier };
                let after = match after {
                    Some(Cursor::Relevance(tier, no_reading, key, id)) => {
                        Some((turn(*tier), (*no_reading, key.as_str()), *id))
                    }
                    _ => None,
                };
                let key = |row| (turn(matcher.tier(row).unwrap_or_default()), name(row), id(row));
                least(&rows, wanted, after, key)
            }
        }
    }
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
fn least<K: Ord>(rows: &RoaringBitmap, wanted: usize, after: Option<K>, key: impl Fn(Row) -> K) -> Vec<Row> {
    let mut heap: BinaryHeap<(K, Row)> = BinaryHeap::with_capacity(wanted + 1);
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
