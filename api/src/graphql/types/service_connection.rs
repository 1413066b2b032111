//! Pages of services: of a search, and of one place.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use readmodel::{Offer, QueryHash, ServiceHit, ServiceQuery};

use super::{Contact, Place, Schedule, Service};
use crate::graphql::connection::{PageInfo, count, encoded};
use crate::graphql::context::Read;
use crate::graphql::error::Rejected;
use crate::graphql::input::page::{cursor, page_size};

/// A page of services.
#[derive(Debug)]
pub struct ServiceConnection {
    edges: Vec<ServiceEdge>,
    page_info: PageInfo,
    total: i32,
}

/// One of the services in a page.
#[derive(Debug, Clone, SimpleObject)]
pub struct ServiceEdge {
    /// Where it stands; give it as `after` to go on from here.
    cursor: String,
    /// The service.
    node: Service,
    /// Great-circle meters to the nearest place that offers it; null when it comes to you or is remote.
    distance_meters: Option<f64>,
    /// That place.
    nearest_place: Option<Place>,
}

impl ServiceEdge {
    pub(super) fn new(read: &Arc<Read>, hit: ServiceHit<'_>, cursor: String) -> ServiceEdge {
        ServiceEdge {
            cursor,
            node: Service::new(read, hit.service),
            distance_meters: hit.nearest.map(|(_, meters)| meters),
            nearest_place: hit.nearest.and_then(|(row, _)| Place::at(read, row)),
        }
    }
}

impl ServiceConnection {
    /// Searches; the page is checked first.
    pub fn search(
        read: &Arc<Read>,
        query: &ServiceQuery,
        first: Option<i32>,
        after: Option<&String>,
    ) -> Result<ServiceConnection, Rejected> {
        let first = page_size(first, 20)?;
        let last = cursor(after, |text| query.cursor(text))?;
        let (page, has_next, total) = read
            .snapshot
            .search_services(query, read.now, last.as_ref(), first);
        let cursors = encoded(&page, &query.hash());
        let page_info = PageInfo::new(has_next, after, cursors.first().cloned(), cursors.last().cloned());
        let edges = page
            .into_iter()
            .zip(cursors)
            .map(|((hit, _), cursor)| ServiceEdge::new(read, hit, cursor))
            .collect();
        Ok(ServiceConnection {
            edges,
            page_info,
            total: count(total),
        })
    }
}

/// A page of services.
#[Object]
impl ServiceConnection {
    /// The services with their cursors and distances.
    async fn edges(&self) -> &[ServiceEdge] {
        &self.edges
    }

    /// The services alone.
    async fn nodes(&self) -> Vec<Service> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many there are in the whole list.
    async fn total_count(&self) -> i32 {
        self.total
    }
}

/// A page of the services that a place offers.
#[derive(Debug)]
pub struct PlaceServiceConnection {
    edges: Vec<PlaceServiceEdge>,
    page_info: PageInfo,
    total: i32,
}

/// A service as offered at this place.
#[derive(Debug, Clone)]
pub struct PlaceServiceEdge {
    cursor: String,
    node: Service,
    place: Place,
    at_place: domain::ServiceAtPlace,
}

impl PlaceServiceConnection {
    /// From a page of the read model: offers, whether more follow, how many there are.
    pub fn new(
        read: &Arc<Read>,
        place: Place,
        (offers, has_next, total): (Vec<Offer<'_>>, bool, usize),
        hash: &QueryHash,
        after: Option<&String>,
    ) -> PlaceServiceConnection {
        let edge = |offer: Offer<'_>| PlaceServiceEdge {
            cursor: offer.cursor.encode(hash),
            node: Service::new(read, offer.service),
            place: place.clone(),
            at_place: offer.at_place.clone(),
        };
        let edges: Vec<PlaceServiceEdge> = offers.into_iter().map(edge).collect();
        let cursor = |edge: Option<&PlaceServiceEdge>| edge.map(|edge| edge.cursor.clone());
        let page_info = PageInfo::new(has_next, after, cursor(edges.first()), cursor(edges.last()));
        PlaceServiceConnection {
            edges,
            page_info,
            total: count(total),
        }
    }
}

/// A page of the services that a place offers.
#[Object]
impl PlaceServiceConnection {
    /// The services as they are offered at the place.
    async fn edges(&self) -> &[PlaceServiceEdge] {
        &self.edges
    }

    /// The services alone.
    async fn nodes(&self) -> Vec<Service> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many services the place offers.
    async fn total_count(&self) -> i32 {
        self.total
    }
}

/// A service as offered at this place.
#[Object]
impl PlaceServiceEdge {
    /// Where it stands; give it as `after` to go on from here.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The service.
    async fn node(&self) -> &Service {
        &self.node
    }

    /// Its hours at this place.
    async fn schedules(&self) -> Vec<Schedule> {
        let schedules = self.at_place.schedules.iter();
        schedules
            .map(|schedule| Schedule {
                schedule: schedule.clone(),
                place: Some(self.place.clone()),
                service: Some(self.node.clone()),
            })
            .collect()
    }

    /// Its public contacts at this place.
    async fn contacts(&self) -> Vec<Contact> {
        self.at_place.contacts.iter().map(Contact::from).collect()
    }

    /// What to know about it.
    async fn note(&self) -> Option<&str> {
        self.at_place.note.as_deref()
    }
}
