//! Services, and which of them each place offers.

use std::collections::HashMap;

use domain::{PlaceId, Service, ServiceId};

use super::{ServiceEntry, Table};
use crate::opening::patterns::Patterns;

/// The slot of a service, and the position of the place among those that it names.
pub(crate) type OfferAt = (u32, u32);

#[derive(Debug)]
pub(crate) struct Services {
    pub(crate) table: Table<ServiceId, ServiceEntry>,
    /// By name of the service, then id.
    offers: HashMap<PlaceId, Box<[OfferAt]>>,
}

impl Services {
    pub(crate) fn new(services: Vec<Service>, patterns: &Patterns) -> Services {
        let entries = services
            .into_iter()
            .map(|service| (service.id, ServiceEntry::new(service, patterns)));
        Services::of(Table::new(entries))
    }

    /// The same services with others in place of those of their ids, or beside them.
    pub(crate) fn with(&self, changed: Vec<Service>, patterns: &Patterns) -> Services {
        let mut table = self.table.clone();
        for service in changed {
            table.set(service.id, ServiceEntry::new(service, patterns));
        }
        Services::of(table)
    }

    fn of(table: Table<ServiceId, ServiceEntry>) -> Services {
        let mut slots: Vec<u32> = (0..table.records.len() as u32).collect();
        slots.sort_by_key(|slot| table.at(*slot).map(|entry| (&entry.name_key, entry.service.id)));
        let mut offers: HashMap<PlaceId, Vec<OfferAt>> = HashMap::new();
        for slot in slots {
            let places = table.at(slot).into_iter().flat_map(|entry| &entry.service.places);
            for (offer, at_place) in (0..).zip(places) {
                offers.entry(at_place.place).or_default().push((slot, offer));
            }
        }
        let offers = offers
            .into_iter()
            .map(|(place, offers)| (place, offers.into_boxed_slice()))
            .collect();
        Services { table, offers }
    }

    /// What is offered at a place, by name of the service.
    pub(crate) fn offers_at(&self, place: PlaceId) -> &[OfferAt] {
        self.offers
            .get(&place)
            .map(|offers| &**offers)
            .unwrap_or_default()
    }

    /// The services offered at a place; one that is offered there twice comes twice.
    pub(crate) fn at_place(&self, place: PlaceId) -> impl Iterator<Item = &Service> {
        self.offers_at(place)
            .iter()
            .filter_map(|(slot, _)| self.table.at(*slot))
            .map(|entry| &*entry.service)
    }
}
