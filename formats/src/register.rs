//! What an exporter looks up beside the places that it writes: the public register, wherever it is held.
//!
//! A server answers from its snapshot, a plan from the contents of a database. Nothing private can be asked for here.

use domain::{
    District, DistrictId, Organization, OrganizationId, Place, PlaceId, Scheme, Service, ServiceAtPlace,
    ServiceId, Term, TermId,
};

/// The public register.
pub trait Register {
    fn place(&self, id: PlaceId) -> Option<&Place>;
    fn organization(&self, id: OrganizationId) -> Option<&Organization>;
    fn service(&self, id: ServiceId) -> Option<&Service>;
    fn term(&self, id: TermId) -> Option<&Term>;
    fn scheme(&self, code: &str) -> Option<&Scheme>;
    fn district(&self, id: DistrictId) -> Option<&District>;
    /// The districts of a place, from prefecture down.
    fn districts_of(&self, place: &Place) -> Vec<&District>;
    /// What is offered at a place, by id of the service.
    fn offers_at(&self, place: PlaceId) -> Vec<(&Service, &ServiceAtPlace)>;
}
