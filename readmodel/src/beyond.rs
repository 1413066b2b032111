//! Never a dead end: what lies nearest beyond an empty answer, and who listens.

use chrono::{DateTime, Utc};
use domain::{PlaceKind, Point, ServiceMode};

use crate::cursor::Cursor;
use crate::filter::is_listed;
use crate::query::{Near, OrderField, PlaceOrder, PlaceQuery, Radius, Within};
use crate::search::Hit;
use crate::services::ServiceHit;
use crate::snapshot::Snapshot;
use crate::tree::Rect;

/// The scheme and code of general consultation.
const CONSULTATION: (&str, &str) = ("support_function", "consultation");

impl Snapshot {
    /// The nearest places that pass the filter, however far, each with its cursor; for a query without matches.
    /// Measured from `near`, else from the middle of the first area; nothing without both.
    pub fn beyond(&self, query: &PlaceQuery, now: DateTime<Utc>, first: usize) -> Vec<(Hit, Cursor)> {
        let Some(point) = self.middle(query) else {
            return Vec::new();
        };
        let near = Near {
            point,
            radius: Radius::UNLIMITED,
        };
        let order = PlaceOrder {
            field: OrderField::Distance,
            descending: false,
        };
        let wide = PlaceQuery {
            near: Some(near),
            within: Vec::new(),
            filter: query.filter.clone(),
            order,
        };
        let page = self.search(&wide, now, None, first);
        page.hits
            .into_iter()
            .map(|hit| (hit, self.cursor_of(&wide, now, hit)))
            .collect()
    }

    /// Whether the query has no match at all.
    pub fn is_empty(&self, query: &PlaceQuery, now: DateTime<Utc>) -> bool {
        self.matches(query, now).all(|(_, rows)| rows.is_empty())
    }

    /// General consultation for the point of the query, at a desk or by telephone, nearest first, then by id.
    pub fn fallback_desks(&self, query: &PlaceQuery, first: usize) -> Vec<(ServiceHit<'_>, Cursor)> {
        let point = self.middle(query);
        let Some(consultation) = self
            .term_by_code(CONSULTATION.0, CONSULTATION.1)
            .map(|term| term.id)
        else {
            return Vec::new();
        };
        let mut desks = Vec::new();
        for entry in self.tables.services.table.iter() {
            let service = &entry.service;
            let offered = service
                .places
                .iter()
                .filter_map(|offer| self.place(self.place_row(offer.place)?));
            let at_desk = offered
                .filter(|place| is_listed(place.status))
                .any(|place| place.kinds.contains(&PlaceKind::ConsultationDesk));
            let by_phone = service.modes.contains(&ServiceMode::Phone);
            let serves = match point {
                Some(point) => self.serves(service, point),
                None => service.serves.is_empty(),
            };
            if !service.terms.contains(&consultation) || !(at_desk || by_phone) || !serves {
                continue;
            }
            let nearest = point.and_then(|point| {
                self.nearest_offer(
                    service,
                    Near {
                        point,
                        radius: Radius::UNLIMITED,
                    },
                )
            });
            let distance = nearest.map(|(_, meters)| meters.to_bits());
            let cursor = Cursor::Service(distance, entry.name_key.to_string(), service.id.0);
            desks.push((
                (distance.is_none(), distance, service.id),
                ServiceHit { service, nearest },
                cursor,
            ));
        }
        desks.sort_by_key(|(key, _, _)| *key);
        desks
            .into_iter()
            .take(first)
            .map(|(_, hit, cursor)| (hit, cursor))
            .collect()
    }

    /// Where a query looks from.
    fn middle(&self, query: &PlaceQuery) -> Option<Point> {
        if let Some(near) = query.near {
            return Some(near.point);
        }
        let mut extent = Rect::EMPTY;
        match query.within.first()? {
            Within::Box(bounds) => {
                let east = if bounds.west > bounds.east {
                    bounds.east + 360.0
                } else {
                    bounds.east
                };
                let lon = (bounds.west + east) / 2.0;
                let lon = if lon > 180.0 { lon - 360.0 } else { lon };
                return Point::new(lon, (bounds.south + bounds.north) / 2.0).ok();
            }
            Within::Area(area) => {
                let positions = area.0.iter().flatten().flatten();
                positions.for_each(|[lon, lat]| extent.add(Point { lon: *lon, lat: *lat }));
            }
            Within::Districts(ids) => {
                let districts = &self.tables.districts;
                let slots = ids.iter().filter_map(|id| districts.table.slot(id));
                for polygon in slots.flat_map(|slot| districts.area(slot)) {
                    extent.add(Point {
                        lon: polygon.extent.west,
                        lat: polygon.extent.south,
                    });
                    extent.add(Point {
                        lon: polygon.extent.east,
                        lat: polygon.extent.north,
                    });
                }
            }
        }
        let lon = (extent.west + extent.east) / 2.0;
        let lat = (extent.south + extent.north) / 2.0;
        // An empty extent has no number for a middle.
        Point::new(lon, lat).ok()
    }
}
