//! A snapshot as the register from which exporters write: everything public, and nothing else.

use domain::{
    District, DistrictId, Organization, OrganizationId, Place, PlaceId, Scheme, Service, ServiceAtPlace,
    ServiceId, Term, TermId,
};
use formats::register::Register;
use readmodel::Snapshot;

/// The register of a snapshot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Public<'a>(pub(crate) &'a Snapshot);

impl Register for Public<'_> {
    fn place(&self, id: PlaceId) -> Option<&Place> {
        self.0.place(self.0.place_row(id)?).map(|place| &**place)
    }

    fn organization(&self, id: OrganizationId) -> Option<&Organization> {
        self.0.organization(id).map(|one| &**one)
    }

    fn service(&self, id: ServiceId) -> Option<&Service> {
        self.0.service(id).map(|service| &**service)
    }

    fn term(&self, id: TermId) -> Option<&Term> {
        self.0.term(id).map(|term| &**term)
    }

    fn scheme(&self, code: &str) -> Option<&Scheme> {
        self.0.scheme(code)
    }

    fn district(&self, id: DistrictId) -> Option<&District> {
        self.0.district(id).map(|district| &**district)
    }

    fn districts_of(&self, place: &Place) -> Vec<&District> {
        let row = self.0.place_row(place.id);
        row.into_iter()
            .flat_map(|row| self.0.districts_of(row))
            .map(|district| &**district)
            .collect()
    }

    fn offers_at(&self, place: PlaceId) -> Vec<(&Service, &ServiceAtPlace)> {
        let mut offers: Vec<_> = self.0.all_offers_at(place).collect();
        offers.sort_by_key(|(service, _)| service.id);
        offers
    }
}
