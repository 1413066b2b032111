//! The exporter: every listed place with all that is public of it, one a row.
//!
//! Reads the public contents of a register, in which exact points and private contacts are not. Archived places are
//! no longer listed, so they are left out. Rows stand by id: the same register gives the same bytes.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use csv::{Terminator, WriterBuilder};
use domain::contents::Contents;
use domain::import::TermCode;
use domain::place::PlaceStatus;
use domain::{
    District, DistrictId, Organization, OrganizationId, Place, PlaceId, Scheme, Service, ServiceAtPlace,
    ServiceId, Term, TermId, Texts,
};

use super::cells::defuse;
use super::columns::COLUMNS;
use super::record::{OrganizationCell, Row, SourceCell, VerifierCell, service_cell, sorted};
use crate::register::Register;

/// What some programs need to see that a file is UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The contents of a database, to be looked up by id.
#[derive(Debug)]
pub struct Lookup<'a> {
    contents: &'a Contents,
    terms: HashMap<TermId, &'a Term>,
    organizations: HashMap<OrganizationId, &'a Organization>,
    services: BTreeMap<PlaceId, Vec<(&'a Service, &'a ServiceAtPlace)>>,
}

impl<'a> Lookup<'a> {
    pub fn new(contents: &'a Contents) -> Lookup<'a> {
        let mut services: BTreeMap<PlaceId, Vec<(&Service, &ServiceAtPlace)>> = BTreeMap::new();
        for service in &contents.services {
            for here in &service.places {
                services.entry(here.place).or_default().push((service, here));
            }
        }
        for offered in services.values_mut() {
            offered.sort_by_key(|(service, _)| service.id);
        }
        Lookup {
            contents,
            terms: contents.terms.iter().map(|term| (term.id, term)).collect(),
            organizations: contents.organizations.iter().map(|one| (one.id, one)).collect(),
            services,
        }
    }

    /// The row of a place.
    pub fn row(&self, place: &Place) -> Row {
        row(self, place)
    }
}

impl Register for Lookup<'_> {
    fn place(&self, id: PlaceId) -> Option<&Place> {
        self.contents.places.iter().find(|place| place.id == id)
    }

    fn organization(&self, id: OrganizationId) -> Option<&Organization> {
        self.organizations.get(&id).copied()
    }

    fn service(&self, id: ServiceId) -> Option<&Service> {
        self.contents.services.iter().find(|service| service.id == id)
    }

    fn term(&self, id: TermId) -> Option<&Term> {
        self.terms.get(&id).copied()
    }

    fn scheme(&self, code: &str) -> Option<&Scheme> {
        self.contents.schemes.iter().find(|scheme| scheme.code == code)
    }

    fn district(&self, id: DistrictId) -> Option<&District> {
        self.contents.districts.iter().find(|district| district.id == id)
    }

    /// Which district holds a point is known to a snapshot only.
    fn districts_of(&self, _: &Place) -> Vec<&District> {
        Vec::new()
    }

    fn offers_at(&self, place: PlaceId) -> Vec<(&Service, &ServiceAtPlace)> {
        self.services.get(&place).cloned().unwrap_or_default()
    }
}

fn codes(register: &impl Register, terms: &[TermId]) -> Vec<TermCode> {
    let known = terms.iter().filter_map(|term| register.term(*term));
    known
        .map(|term| TermCode {
            scheme: term.scheme.clone().into(),
            code: term.code.clone().into(),
        })
        .collect()
}

/// The row of a place.
pub fn row(register: &impl Register, place: &Place) -> Row {
    let organization = |id: Option<OrganizationId>| register.organization(id?).map(OrganizationCell::of);
    let verifier = |id: Option<OrganizationId>| register.organization(id?).map(VerifierCell::of);
    let offers = register.offers_at(place.id).into_iter();
    let services = offers.map(|(service, here)| {
        let (by, terms) = (service.verification.by, codes(register, &service.terms));
        service_cell(
            service,
            here,
            organization(service.organization),
            verifier(by),
            terms,
        )
    });
    let mut sources = place.sources.iter().map(SourceCell::of);
    Row {
        has_id: true,
        terms: codes(register, &place.terms),
        latitude: place.location.map(|point| point.lat),
        longitude: place.location.map(|point| point.lon),
        organization: organization(place.organization),
        verifier: verifier(place.verification.by),
        services: services.collect(),
        source: sources.next(),
        further_sources: sources.collect(),
        place: Place {
            translations: Texts(sorted(&place.translations.0)),
            ..place.clone()
        },
    }
}

/// Writes the places of a data set, or all; tells how many.
pub fn write(contents: &Contents, dataset: Option<&str>, mut out: impl Write) -> Result<usize, csv::Error> {
    out.write_all(BOM)?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS.iter().map(|column| column.name))?;
    let lookup = Lookup::new(contents);
    let is_listed = |place: &&Place| {
        let of_dataset = |name: &str| {
            let mut sources = place.sources.iter();
            sources.any(|source| source.dataset.as_deref() == Some(name))
        };
        place.status != PlaceStatus::Archived && place.merged_into.is_none() && dataset.is_none_or(of_dataset)
    };
    let mut places: Vec<&Place> = contents.places.iter().filter(is_listed).collect();
    places.sort_by_key(|place| place.id);
    for place in &places {
        let row = lookup.row(place);
        table.write_record(COLUMNS.iter().map(|column| defuse((column.write)(&row))))?;
    }
    table.flush()?;
    Ok(places.len())
}
