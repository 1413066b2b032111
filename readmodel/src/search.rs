//! Places: which match a query, in which order, page by page.

use chrono::{DateTime, Utc};
use domain::Source;
use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::areas::rows_of_areas;
use crate::cursor::{Cursor, QueryHash};
use crate::filter::{Matcher, Question};
use crate::opening::next::NextOpenings;
use crate::part::Part;
use crate::query::{OrderField, PlaceOrder, PlaceQuery};
use crate::snapshot::{Row, Snapshot};
use crate::sorted::Sorting;
use crate::spatial::{Field, nearest};

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
                | (Cursor::NextOpening(..), OrderField::NextOpening)
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
        let question = Question::new(self, &query.filter, now);
        let wanted = first + 1;
        let PlaceOrder { field, descending } = query.order;
        let mut rows = match (field, query.near) {
            (OrderField::Distance, Some(_)) if !descending && query.within.is_empty() => {
                self.nearest(query, &question, after, wanted)
            }
            _ => self.sorted(query, &question, after, wanted),
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
        self.matches(query, now).map(|(_, rows)| rows.len()).sum()
    }

    /// How many places pass the filter, wherever one looks, and have no position.
    pub fn count_unmapped(&self, query: &PlaceQuery, now: DateTime<Utc>) -> u64 {
        let question = Question::new(self, &query.filter, now);
        let of_part = |part: &Part| {
            let mut without = RoaringBitmap::new();
            without.insert_range(part.segment.located_rows()..part.segment.rows());
            question.of(self, part).rows(Some(without)).len()
        };
        self.parts.iter().map(of_part).sum()
    }

    /// The sources of all matches; those of one data set come again and again.
    pub fn sources_of<'a>(
        &'a self,
        query: &'a PlaceQuery,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = &'a Source> {
        self.matches(query, now).flat_map(|(part, rows)| {
            let entries = rows.into_iter().filter_map(|row| part.segment.entry(row));
            entries.flat_map(|entry| &entry.place.sources)
        })
    }

    /// The cursor of an answer.
    pub fn cursor_of(&self, query: &PlaceQuery, now: DateTime<Utc>, hit: Hit) -> Cursor {
        let Some((part, row)) = self.part_of(hit.row) else {
            return Cursor::Curve(true, u64::MAX, Uuid::max());
        };
        let id = part.segment.id(row);
        let name = || {
            part.segment.entry(row).map_or((false, String::new()), |entry| {
                (entry.name.no_reading, entry.name.key.to_string())
            })
        };
        match query.order.field {
            OrderField::Distance => Cursor::Distance(hit.distance_m.unwrap_or_default().to_bits(), id),
            OrderField::Name => {
                let (no_reading, key) = name();
                Cursor::Name(no_reading, key, id)
            }
            OrderField::UpdatedAt => {
                let updated = part.segment.updated.get(row as usize).copied();
                Cursor::UpdatedAt(updated.unwrap_or_default(), id)
            }
            OrderField::Relevance => {
                let tier = Question::new(self, &query.filter, now)
                    .of(self, part)
                    .tier(row)
                    .unwrap_or_default();
                let (no_reading, key) = name();
                Cursor::Relevance(tier, no_reading, key, id)
            }
            OrderField::NextOpening => {
                let next = self.next_opening_of(part, row, query.seen_from(now));
                Cursor::NextOpening(now.timestamp(), next, id)
            }
            OrderField::Curve => {
                let key = part.segment.curve.get(row as usize).copied();
                Cursor::Curve(key.is_none(), key.unwrap_or_default(), id)
            }
        }
    }

    fn distance_m(&self, query: &PlaceQuery, row: Row) -> Option<f64> {
        let near = query.near?;
        let (part, row) = self.part_of(row)?;
        let point = part.segment.located.points.get(row as usize)?;
        Some(near.point.distance_m(*point))
    }

    /// All rows that answer the query, part by part.
    pub(crate) fn matches<'a>(
        &'a self,
        query: &'a PlaceQuery,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = (&'a Part, RoaringBitmap)> {
        let question = Question::new(self, &query.filter, now);
        self.parts.iter().map(move |part| {
            let matcher = question.of(self, part);
            (part, matcher.rows(self.areas(query, part)))
        })
    }

    pub(crate) fn areas(&self, query: &PlaceQuery, part: &Part) -> Option<RoaringBitmap> {
        rows_of_areas(query, &part.segment.located, &self.tables.districts)
    }

    fn nearest(
        &self,
        query: &PlaceQuery,
        question: &Question<'_>,
        after: Option<&Cursor>,
        wanted: usize,
    ) -> Vec<Row> {
        let Some(near) = query.near else {
            return Vec::new();
        };
        let fields: Vec<Field<'_, Matcher<'_>>> = self
            .parts
            .iter()
            .map(|part| Field {
                located: &part.segment.located,
                ids: &part.segment.ids,
                candidates: question.of(self, part),
            })
            .collect();
        let after = after.and_then(|cursor| match cursor {
            Cursor::Distance(bits, id) => Some((f64::from_bits(*bits), *id)),
            _ => None,
        });
        let offset = |field: usize| self.parts.get(field).map_or(0, |part| part.offset);
        nearest(&fields, near, after, wanted)
            .into_iter()
            .map(|found| offset(found.field) + found.row)
            .collect()
    }

    /// Takes the first rows of each part in the query's order, and of these the first.
    fn sorted(
        &self,
        query: &PlaceQuery,
        question: &Question<'_>,
        after: Option<&Cursor>,
        wanted: usize,
    ) -> Vec<Row> {
        let next = match query.order.field {
            OrderField::NextOpening => NextOpenings::of(self, query.seen_from(question.now())),
            _ => NextOpenings::default(),
        };
        let sorting = Sorting {
            query,
            after,
            wanted,
            next,
        };
        let per_part = self.parts.iter().map(|part| {
            let matcher = question.of(self, part);
            (part, sorting.first_of(part, &matcher, self.areas(query, part)))
        });
        sorting.merged(per_part.collect())
    }
}
