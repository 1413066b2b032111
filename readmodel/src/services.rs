//! Services: near a point, serving a point, or of a kind.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{OrganizationId, PlaceId, Point, Service, ServiceAtPlace, ServiceMode, TermId};
use serde::Serialize;
use uuid::Uuid;

use crate::area::rects;
use crate::cursor::{Cursor, QueryHash};
use crate::filter::is_listed;
use crate::opening::service::Opens;
use crate::opening::window::OpenWindow;
use crate::query::{BoundingBox, Near, SearchText};
use crate::snapshot::{Row, Snapshot};
use crate::tables::ServiceEntry;
use crate::text::Wanted;

/// Fields AND; inside a list OR, terms of different schemes AND. What is unknown passes no yes/no filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ServiceFilter {
    pub text: Option<SearchText>,
    /// One list for each scheme.
    pub terms: Vec<Vec<TermId>>,
    pub organizations: Vec<OrganizationId>,
    pub modes: Vec<ServiceMode>,
    /// Only what asks for no proof of identity.
    pub no_id_required: bool,
    pub is_free: Option<bool>,
    /// Open to somebody of this age in years; an age limit that is not stated excludes nobody.
    pub age: Option<i32>,
    /// Open at any moment of it; what is unknown does not pass.
    pub open_at: Option<OpenWindow>,
}

/// A whole question about services.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ServiceQuery {
    /// Offered at a place in the circle, or reaching the point without a visit.
    pub near: Option<Near>,
    /// Serving this point, or stating no limit.
    pub serves: Option<Point>,
    /// Offered at a place in the box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<BoundingBox>,
    /// Changed within these moments, both included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_since: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_until: Option<DateTime<Utc>>,
    pub filter: ServiceFilter,
}

/// One answer.
#[derive(Debug, Clone, Copy)]
pub struct ServiceHit<'a> {
    pub service: &'a Arc<Service>,
    /// To the nearest place that offers it; `None` when it comes to you or is remote, and without `near`.
    pub nearest: Option<(Row, f64)>,
}

impl ServiceQuery {
    /// What its cursors are bound to.
    pub fn hash(&self) -> QueryHash {
        QueryHash::of("services", self)
    }

    /// Reads a cursor of this very query.
    pub fn cursor(&self, text: &str) -> Option<Cursor> {
        Cursor::decode(text, &self.hash()).filter(|cursor| matches!(cursor, Cursor::Service(..)))
    }
}

/// What the cursors of a place's services are bound to.
pub fn offers_hash(place: PlaceId) -> QueryHash {
    QueryHash::of("offers", &place)
}

/// A service as offered at one place.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    pub service: &'a Arc<Service>,
    pub at_place: &'a ServiceAtPlace,
    pub cursor: Cursor,
}

/// Those with a distance first; the bits of positive numbers sort as the numbers do.
type Key<'a> = ((bool, u64), &'a str, Uuid);

fn key_of(distance: Option<u64>, name: &str, id: Uuid) -> Key<'_> {
    ((distance.is_none(), distance.unwrap_or_default()), name, id)
}

impl Snapshot {
    /// The first `first` matches after the cursor, nearest first, then by name; and how many there are in all.
    pub fn search_services(
        &self,
        query: &ServiceQuery,
        now: DateTime<Utc>,
        after: Option<&Cursor>,
        first: usize,
    ) -> (Vec<(ServiceHit<'_>, Cursor)>, bool, usize) {
        let opens = query.filter.open_at.map(|window| Opens::new(self, window, now));
        let mut hits: Vec<(Key<'_>, ServiceHit<'_>)> = Vec::new();
        for entry in self.tables.services.table.iter() {
            if !self.passes(entry, &query.filter)
                || query
                    .serves
                    .is_some_and(|point| !self.serves(&entry.service, point))
                || query
                    .within
                    .is_some_and(|bounds| !self.is_offered_in(&entry.service, &bounds))
                || query
                    .updated_since
                    .is_some_and(|since| entry.service.updated_at < since)
                || query
                    .updated_until
                    .is_some_and(|until| entry.service.updated_at > until)
                || opens.as_ref().is_some_and(|opens| !opens.has(self, entry))
            {
                continue;
            }
            let nearest = query
                .near
                .and_then(|near| self.nearest_offer(&entry.service, near));
            if query
                .near
                .is_some_and(|near| nearest.is_none() && !self.reaches(&entry.service, near.point))
            {
                continue;
            }
            let distance = nearest.map(|(_, meters)| meters.to_bits());
            let key = key_of(distance, &entry.name_key, entry.service.id.0);
            hits.push((
                key,
                ServiceHit {
                    service: &entry.service,
                    nearest,
                },
            ));
        }
        let total = hits.len();
        if let Some(Cursor::Service(distance, name, id)) = after {
            let last = key_of(*distance, name, *id);
            hits.retain(|(key, _)| *key > last);
        }
        hits.sort_by(|a, b| a.0.cmp(&b.0));
        let has_next = hits.len() > first;
        hits.truncate(first);
        let page = hits
            .into_iter()
            .map(|((_, name, id), hit)| {
                let distance = hit.nearest.map(|(_, meters)| meters.to_bits());
                (hit, Cursor::Service(distance, name.to_owned(), id))
            })
            .collect();
        (page, has_next, total)
    }

    /// Services offered at a place, by name: a page of them, whether more follow, and how many there are.
    pub fn offers_at(&self, row: Row, after: Option<&Cursor>, first: usize) -> (Vec<Offer<'_>>, bool, usize) {
        let services = &self.tables.services;
        let offers = self
            .place(row)
            .map(|place| services.offers_at(place.id))
            .unwrap_or_default();
        let is_after = |entry: &ServiceEntry| match after {
            Some(Cursor::Service(_, name, id)) => {
                (&*entry.name_key, entry.service.id.0) > (name.as_str(), *id)
            }
            _ => true,
        };
        // Offers stand by name.
        let mut rest = offers
            .iter()
            .filter_map(|(service, offer)| {
                let entry = services.table.at(*service)?;
                Some((entry, entry.service.places.get(*offer as usize)?))
            })
            .filter(|(entry, _)| is_after(entry));
        let page = rest
            .by_ref()
            .take(first)
            .map(|(entry, at_place)| Offer {
                service: &entry.service,
                at_place,
                cursor: Cursor::Service(None, entry.name_key.to_string(), entry.service.id.0),
            })
            .collect();
        (page, rest.next().is_some(), offers.len())
    }

    /// What is offered at a place, all of it, by name.
    pub fn all_offers_at(&self, place: PlaceId) -> impl Iterator<Item = (&Service, &ServiceAtPlace)> {
        let services = &self.tables.services;
        let offers = services.offers_at(place).iter();
        offers.filter_map(|(service, offer)| {
            let service = &services.table.at(*service)?.service;
            Some((&**service, service.places.get(*offer as usize)?))
        })
    }

    /// Where a service is offered: the points of the listed places.
    pub fn points_of(&self, service: &Service) -> impl Iterator<Item = Point> {
        service.places.iter().filter_map(|offer| {
            let place = self.place(self.place_row(offer.place)?)?;
            place.location.filter(|_| is_listed(place.status))
        })
    }

    fn is_offered_in(&self, service: &Service, bounds: &BoundingBox) -> bool {
        let rects = rects(bounds);
        self.points_of(service)
            .any(|point| rects.iter().any(|rect| rect.contains(point)))
    }

    fn passes(&self, entry: &ServiceEntry, filter: &ServiceFilter) -> bool {
        let ServiceFilter {
            text,
            terms,
            organizations,
            modes,
            no_id_required,
            is_free,
            age,
            open_at: _,
        } = filter;
        let service = &entry.service;
        let has_word = |word: &Wanted| word.is_in(&entry.words) || self.words_beside(service, word);
        let has_term = |of_scheme: &Vec<TermId>| {
            of_scheme.is_empty()
                || service.terms.iter().any(|term| {
                    self.tables
                        .vocabulary
                        .with_ancestors(*term)
                        .iter()
                        .any(|term| of_scheme.contains(term))
                })
        };
        text.as_ref().is_none_or(|text| text.0.iter().all(has_word))
            && terms.iter().all(has_term)
            && (organizations.is_empty()
                || service.organization.is_some_and(|id| organizations.contains(&id)))
            && (modes.is_empty() || modes.iter().any(|mode| service.modes.contains(mode)))
            && (!no_id_required || service.id_required == Some(false))
            && (is_free.is_none() || service.is_free == *is_free)
            && age.is_none_or(|age| {
                service.minimum_age.is_none_or(|minimum| minimum <= age)
                    && service.maximum_age.is_none_or(|maximum| age <= maximum)
            })
    }

    /// Words of its organization and of its terms.
    fn words_beside(&self, service: &Service, word: &Wanted) -> bool {
        let organization = service
            .organization
            .and_then(|id| self.tables.organizations.get(&id));
        let vocabulary = &self.tables.vocabulary;
        let terms = service.terms.iter().filter_map(|id| vocabulary.position(*id));
        organization.is_some_and(|entry| word.is_in(&entry.names))
            || terms
                .filter_map(|position| vocabulary.words.get(position))
                .any(|words| word.is_in(words))
    }

    /// Whether it serves the point, or states no limit.
    pub(crate) fn serves(&self, service: &Service, point: Point) -> bool {
        service.serves.is_empty()
            || service
                .serves
                .iter()
                .any(|district| self.district_holds(*district, point))
    }

    /// Whether somebody at the point can have it without going anywhere.
    fn reaches(&self, service: &Service, point: Point) -> bool {
        service.modes.iter().any(|mode| *mode != ServiceMode::AtPlace) && self.serves(service, point)
    }

    pub(crate) fn nearest_offer(&self, service: &Service, near: Near) -> Option<(Row, f64)> {
        let offers = service.places.iter().filter_map(|offer| {
            let row = self.place_row(offer.place)?;
            let place = self.place(row).filter(|place| is_listed(place.status))?;
            Some((row, near.point.distance_m(place.location?)))
        });
        offers
            .filter(|(_, meters)| *meters <= near.radius.meters())
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }
}
