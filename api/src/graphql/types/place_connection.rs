//! Pages of places; counts are made only when they are asked for.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject, Value};
use chrono::{DateTime, Utc};
use domain::{Violation, ViolationCode};
use readmodel::{Hit, Page, PlaceQuery, ServiceQuery, beyond};

use super::service_connection::ServiceEdge;
use super::{Place, Term};
use crate::graphql::connection::{PageInfo, count};
use crate::graphql::context::Read;
use crate::graphql::enums::PlaceKind;
use crate::graphql::error::{Nullable, Rejected};
use crate::graphql::input::page::{cursor, page_size};

/// A page of places.
#[derive(Debug)]
pub struct PlaceConnection {
    read: Arc<Read>,
    /// The moment of the question; that of the first page where the order depends on it.
    now: DateTime<Utc>,
    query: PlaceQuery,
    page: Page,
    after: Option<String>,
}

/// One of the places in a page.
#[derive(Debug, SimpleObject)]
pub struct PlaceEdge {
    /// Where it stands; give it as `after` to go on from here.
    cursor: String,
    /// The place.
    node: Place,
    /// Great-circle meters; null without `near` or without position.
    distance_meters: Option<f64>,
}

/// How many matches have a term.
#[derive(Debug, SimpleObject)]
pub struct Facet {
    /// The term.
    term: Term,
    /// Matches that a filter by this term would keep.
    count: i32,
}

/// How many places have a kind.
#[derive(Debug, SimpleObject)]
pub struct KindCount {
    /// The kind.
    kind: PlaceKind,
    /// Places that have it, among other kinds perhaps.
    count: i32,
}

impl KindCount {
    pub(super) fn list(counts: &[(domain::PlaceKind, u64)]) -> Vec<KindCount> {
        counts
            .iter()
            .map(|(kind, number)| KindCount {
                kind: (*kind).into(),
                count: count(*number),
            })
            .collect()
    }
}

/// Lists that lead on from an empty answer, and how many they give at most.
const LEADING_ON: [(&str, i64); 2] = [("beyond", 10), ("fallbackDesks", 100)];

/// `beyond` and `fallbackDesks` cannot be null, so that their arguments are checked before there is a connection.
fn check_beyond(ctx: &Context<'_>) -> Result<(), Rejected> {
    for field in ctx.field().selection_set() {
        let Some((_, most)) = LEADING_ON.iter().find(|(name, _)| *name == field.name()) else {
            continue;
        };
        let arguments = field.arguments().unwrap_or_default();
        let first = arguments
            .into_iter()
            .find(|(name, _)| name == "first")
            .map(|(_, value)| value);
        let Some(Value::Number(first)) = first else {
            continue;
        };
        if !first.as_i64().is_some_and(|first| (0..=*most).contains(&first)) {
            let message = format!("must lie between 0 and {most}, not {first}");
            return Err(Violation::out_of_range(&[field.name(), "first"], message).into());
        }
    }
    Ok(())
}

fn size(first: Option<i32>, default: usize) -> usize {
    first
        .and_then(|first| usize::try_from(first).ok())
        .unwrap_or(default)
}

impl PlaceConnection {
    /// Searches; the page is checked first.
    pub fn search(
        ctx: &Context<'_>,
        read: &Arc<Read>,
        query: PlaceQuery,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<PlaceConnection, Rejected> {
        check_beyond(ctx)?;
        let first = page_size(first, 20)?;
        let last = cursor(after.as_ref(), |text| query.cursor(text))?;
        let now = match last.as_ref().and_then(readmodel::Cursor::asked_at) {
            None => read.now,
            // Old cursors end where nothing can be answered any more.
            Some(at) => beyond(read.snapshot.horizon(), at, &["after"]).map_or(Ok(at), Err)?,
        };
        let page = read.snapshot.search(&query, now, last.as_ref(), first);
        Ok(PlaceConnection {
            read: read.clone(),
            now,
            query,
            page,
            after,
        })
    }

    fn cursor_of(&self, hit: &Hit, hash: &readmodel::QueryHash) -> String {
        self.read
            .snapshot
            .cursor_of(&self.query, self.now, *hit)
            .encode(hash)
    }
}

/// A page of places.
#[Object]
impl PlaceConnection {
    /// The places with their cursors and distances.
    async fn edges(&self) -> Vec<PlaceEdge> {
        let hash = self.query.hash();
        let edge = |hit: &Hit| {
            Some(PlaceEdge {
                cursor: self.cursor_of(hit, &hash),
                node: Place::at(&self.read, hit.row)?,
                distance_meters: hit.distance_m,
            })
        };
        self.page.hits.iter().filter_map(edge).collect()
    }

    /// The places alone.
    async fn nodes(&self) -> Vec<Place> {
        self.page
            .hits
            .iter()
            .filter_map(|hit| Place::at(&self.read, hit.row))
            .collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo {
        let hash = self.query.hash();
        let cursor = |hit: Option<&Hit>| hit.map(|hit| self.cursor_of(hit, &hash));
        let (first, last) = (cursor(self.page.hits.first()), cursor(self.page.hits.last()));
        PageInfo::new(self.page.has_next, self.after.as_ref(), first, last)
    }

    /// How many places the query can list: with `near` or `within` only those with a position.
    async fn total_count(&self) -> i32 {
        count(self.read.snapshot.count(&self.query, self.now))
    }

    /// Matches that have no known position and so are on no map, wherever one looks.
    async fn unmapped_count(&self) -> i32 {
        count(self.read.snapshot.count_unmapped(&self.query, self.now))
    }

    /// Terms of a scheme among all matches, with their counts; in the order of the scheme.
    async fn facets(
        &self,
        #[graphql(desc = "Code of the vocabulary.")] scheme: String,
    ) -> Nullable<Vec<Facet>> {
        let snapshot = &self.read.snapshot;
        if snapshot.scheme(&scheme).is_none() {
            let message = format!("no scheme has the code {scheme:?}");
            return Some(Err(Rejected::from(Violation::new(
                &["scheme"],
                ViolationCode::NotFound,
                message,
            ))
            .into()));
        }
        let facets = snapshot.facets(&self.query, &scheme, self.now).into_iter();
        Some(Ok(facets
            .map(|(term, number)| Facet {
                term: Term::new(&self.read, term),
                count: count(number),
            })
            .collect()))
    }

    /// Kinds among all matches, with their counts; each kind of a place is counted.
    async fn kind_counts(&self) -> Vec<KindCount> {
        KindCount::list(&self.read.snapshot.kind_counts(&self.query, self.now))
    }

    /// When nothing matches: the nearest matches beyond the radius or area, so that no search is a dead end.
    /// `first` 0 to 10. The distance is from `near`, else from the middle of `within`.
    async fn beyond(
        &self,
        #[graphql(default = 3, desc = "How many at most, 0 to 10.")] first: Option<i32>,
    ) -> Vec<PlaceEdge> {
        let (snapshot, now) = (&self.read.snapshot, self.now);
        if !snapshot.is_empty(&self.query, now) {
            return Vec::new();
        }
        let hash = self.query.hash();
        let edge = |(hit, cursor): (Hit, readmodel::Cursor)| {
            Some(PlaceEdge {
                cursor: cursor.encode(&hash),
                node: Place::at(&self.read, hit.row)?,
                distance_meters: hit.distance_m,
            })
        };
        snapshot
            .beyond(&self.query, now, size(first, 3))
            .into_iter()
            .filter_map(edge)
            .collect()
    }

    /// When nothing matches: general consultation for that point, at a desk or by telephone. `first` 0 to 10.
    async fn fallback_desks(
        &self,
        #[graphql(default = 1, desc = "How many at most, 0 to 100.")] first: Option<i32>,
    ) -> Vec<ServiceEdge> {
        let snapshot = &self.read.snapshot;
        if !snapshot.is_empty(&self.query, self.now) {
            return Vec::new();
        }
        let hash = ServiceQuery::default().hash();
        let desks = snapshot.fallback_desks(&self.query, size(first, 1)).into_iter();
        desks
            .map(|(hit, cursor)| ServiceEdge::new(&self.read, hit, cursor.encode(&hash)))
            .collect()
    }

    /// The change number that this answer reflects.
    async fn seq(&self) -> String {
        self.read.snapshot.seq().to_string()
    }
}
