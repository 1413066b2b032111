//! Short lists, answered by looking at every record: organizations, districts, terms.

use std::sync::Arc;

use domain::{District, DistrictId, DistrictLevel, Organization, Point, Term, TermId};
use serde::Serialize;
use uuid::Uuid;

use crate::area::{covers, rects};
use crate::cursor::{Cursor, QueryHash};
use crate::polygon::Side;
use crate::query::{BoundingBox, SearchText};
use crate::snapshot::Snapshot;

/// A page of a list; each record with its cursor.
#[derive(Debug, Clone)]
pub struct ListPage<'a, T> {
    pub records: Vec<(&'a Arc<T>, Cursor)>,
    pub has_next: bool,
    /// Of the whole list, not of the page.
    pub total: usize,
}

/// Organizations by name; with districts, those that run a place in one of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OrganizationQuery {
    pub text: Option<SearchText>,
    pub districts: Vec<DistrictId>,
}

/// Districts by level and code.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DistrictQuery {
    pub level: Option<DistrictLevel>,
    pub parent: Option<DistrictId>,
    pub containing: Option<Point>,
    pub text: Option<SearchText>,
    /// Touching the box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<BoundingBox>,
}

/// Terms of one scheme, in their order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TermQuery {
    pub scheme: String,
    pub parent: Option<TermId>,
}

macro_rules! list_query {
    ($query:ident, $kind:literal) => {
        impl $query {
            /// What its cursors are bound to.
            pub fn hash(&self) -> QueryHash {
                QueryHash::of($kind, self)
            }

            /// Reads a cursor of this very query.
            pub fn cursor(&self, text: &str) -> Option<Cursor> {
                Cursor::decode(text, &self.hash()).filter(|cursor| matches!(cursor, Cursor::Ranked(..)))
            }
        }
    };
}
list_query!(OrganizationQuery, "organizations");
list_query!(DistrictQuery, "districts");
list_query!(TermQuery, "terms");

type Key = (u32, String, Uuid);

fn page<'a, T>(records: Vec<(Key, &'a Arc<T>)>, after: Option<&Cursor>, first: usize) -> ListPage<'a, T> {
    let total = records.len();
    let mut rest: Vec<(Key, &Arc<T>)> = match after {
        Some(Cursor::Ranked(rank, name, id)) => {
            let last = (*rank, name.clone(), *id);
            records.into_iter().filter(|(key, _)| *key > last).collect()
        }
        _ => records,
    };
    rest.sort_by(|a, b| a.0.cmp(&b.0));
    let has_next = rest.len() > first;
    rest.truncate(first);
    let records = rest
        .into_iter()
        .map(|((rank, name, id), record)| (record, Cursor::Ranked(rank, name, id)))
        .collect();
    ListPage {
        records,
        has_next,
        total,
    }
}

fn has_words(text: Option<&SearchText>, names: &str) -> bool {
    text.is_none_or(|text| text.0.iter().all(|word| word.is_in(names)))
}

impl Snapshot {
    pub fn organizations(
        &self,
        query: &OrganizationQuery,
        after: Option<&Cursor>,
        first: usize,
    ) -> ListPage<'_, Organization> {
        let slots: Vec<u32> = query
            .districts
            .iter()
            .filter_map(|id| self.tables.districts.table.slot(id))
            .collect();
        let runs_place_there = |organization: &Organization| {
            self.parts.iter().any(|part| {
                let rows = part.segment.indexes.organizations.get(&organization.id);
                rows.into_iter()
                    .flatten()
                    .filter(|row| part.listed.contains(*row))
                    .filter_map(|row| part.segment.entry(row))
                    .any(|entry| entry.districts.iter().any(|slot| slots.contains(slot)))
            })
        };
        let records = self
            .tables
            .organizations
            .iter()
            .filter(|entry| has_words(query.text.as_ref(), &entry.names))
            .filter(|entry| query.districts.is_empty() || runs_place_there(&entry.organization))
            .map(|entry| {
                let name = &entry.name_key;
                let key = (
                    u32::from(name.no_reading),
                    name.key.to_string(),
                    entry.organization.id.0,
                );
                (key, &entry.organization)
            })
            .collect();
        page(records, after, first)
    }

    pub fn districts(
        &self,
        query: &DistrictQuery,
        after: Option<&Cursor>,
        first: usize,
    ) -> ListPage<'_, District> {
        let districts = &self.tables.districts;
        let records = (0..)
            .zip(districts.table.iter())
            .filter(|(_, entry)| query.level.is_none_or(|level| entry.district.level == level))
            .filter(|(_, entry)| {
                query
                    .parent
                    .is_none_or(|parent| entry.district.parent == Some(parent))
            })
            .filter(|(_, entry)| has_words(query.text.as_ref(), &entry.names))
            .filter(|(slot, _)| {
                query
                    .containing
                    .is_none_or(|point| covers(districts.area(*slot), point))
            })
            .filter(|(slot, _)| {
                query.within.is_none_or(|bounds| {
                    let rects = rects(&bounds);
                    let mut area = districts.area(*slot);
                    area.any(|polygon| {
                        rects
                            .iter()
                            .any(|rect| polygon.side_of_rect(rect) != Side::Outside)
                    })
                })
            })
            .map(|(_, entry)| {
                let district = &entry.district;
                let rank = 2 * district.level as u32 + u32::from(district.official_code.is_none());
                let code = district.official_code.as_deref().unwrap_or_default();
                (
                    (rank, format!("{code}\u{1}{}", district.name), district.id.0),
                    district,
                )
            })
            .collect();
        page(records, after, first)
    }

    /// Terms directly below `parent`, or all of the scheme.
    pub fn terms(&self, query: &TermQuery, after: Option<&Cursor>, first: usize) -> ListPage<'_, Term> {
        let records = self
            .tables
            .vocabulary
            .terms
            .iter()
            .filter(|term| term.scheme == query.scheme)
            .filter(|term| query.parent.is_none_or(|parent| term.parent == Some(parent)))
            .map(|term| {
                let rank = u32::try_from(term.ordinal).unwrap_or_default();
                ((rank, term.code.clone(), term.id.0), term)
            })
            .collect();
        page(records, after, first)
    }

    /// Whether the exact area of the district holds the point, its boundary included.
    pub fn district_holds(&self, id: DistrictId, point: Point) -> bool {
        let districts = &self.tables.districts;
        let slot = districts.table.slot(&id);
        slot.is_some_and(|slot| covers(districts.area(slot), point))
    }
}
