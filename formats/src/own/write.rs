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
use domain::{Organization, OrganizationId, Place, PlaceId, Service, ServiceAtPlace, TermId, Texts};

use super::cells::defuse;
use super::columns::COLUMNS;
use super::record::{OrganizationCell, Row, SourceCell, VerifierCell, service_cell, sorted};

/// What some programs need to see that a file is UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The register, to be looked up by id.
#[derive(Debug)]
pub struct Lookup<'a> {
    terms: HashMap<TermId, TermCode>,
    organizations: HashMap<OrganizationId, &'a Organization>,
    services: BTreeMap<PlaceId, Vec<(&'a Service, &'a ServiceAtPlace)>>,
}

impl<'a> Lookup<'a> {
    pub fn new(contents: &'a Contents) -> Lookup<'a> {
        let code = |term: &domain::Term| TermCode {
            scheme: term.scheme.clone().into(),
            code: term.code.clone().into(),
        };
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
            terms: contents.terms.iter().map(|term| (term.id, code(term))).collect(),
            organizations: contents.organizations.iter().map(|one| (one.id, one)).collect(),
            services,
        }
    }

    fn codes(&self, terms: &[TermId]) -> Vec<TermCode> {
        terms
            .iter()
            .filter_map(|term| self.terms.get(term).cloned())
            .collect()
    }

    fn organization(&self, id: Option<OrganizationId>) -> Option<OrganizationCell> {
        self.organizations.get(&id?).map(|one| OrganizationCell::of(one))
    }

    fn verifier(&self, id: Option<OrganizationId>) -> Option<VerifierCell> {
        self.organizations.get(&id?).map(|one| VerifierCell::of(one))
    }

    /// The row of a place.
    pub fn row(&self, place: &Place) -> Row {
        let offered = self.services.get(&place.id).into_iter().flatten();
        let services = offered.map(|(service, here)| {
            let organization = self.organization(service.organization);
            let verifier = self.verifier(service.verification.by);
            service_cell(service, here, organization, verifier, self.codes(&service.terms))
        });
        let mut sources = place.sources.iter().map(SourceCell::of);
        Row {
            has_id: true,
            terms: self.codes(&place.terms),
            latitude: place.location.map(|point| point.lat),
            longitude: place.location.map(|point| point.lon),
            organization: self.organization(place.organization),
            verifier: self.verifier(place.verification.by),
            services: services.collect(),
            source: sources.next(),
            further_sources: sources.collect(),
            place: Place {
                translations: Texts(sorted(&place.translations.0)),
                ..place.clone()
            },
        }
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
