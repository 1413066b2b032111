//! Pages of places; counts are made only when they are asked for.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use readmodel::{Hit, Page, PlaceQuery};

use super::Place;
use crate::graphql::connection::{PageInfo, count};
use crate::graphql::context::Read;
use crate::graphql::error::Rejected;
use crate::graphql::input::page::{cursor, page_size};

/// A page of places.
#[derive(Debug)]
pub struct PlaceConnection {
    read: Arc<Read>,
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

impl PlaceConnection {
    /// Searches; the page is checked first.
    pub fn search(
        read: &Arc<Read>,
        query: PlaceQuery,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<PlaceConnection, Rejected> {
        let first = page_size(first, 20)?;
        let last = cursor(after.as_ref(), |text| query.cursor(text))?;
        let page = read.snapshot.search(&query, read.now, last.as_ref(), first);
        Ok(PlaceConnection {
            read: read.clone(),
            query,
            page,
            after,
        })
    }

    fn cursor_of(&self, hit: &Hit, hash: &readmodel::QueryHash) -> String {
        self.read
            .snapshot
            .cursor_of(&self.query, self.read.now, *hit)
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
        count(self.read.snapshot.count(&self.query, self.read.now))
    }

    /// Matches that have no known position and so are on no map, wherever one looks.
    async fn unmapped_count(&self) -> i32 {
        count(self.read.snapshot.count_unmapped(&self.query, self.read.now))
    }

    /// The change number that this answer reflects.
    async fn seq(&self) -> String {
        self.read.snapshot.seq().to_string()
    }
}
