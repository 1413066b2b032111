//! What hangs on a record: phones, desks, schedules, addresses, languages, terms and so on, table by table.

use domain::{Contact, ContactKind, Organization, Place, Service, ServiceAtPlace, TermId, Visibility};
use uuid::Uuid;

use super::super::tables::Table;
use super::records::kind_id;
use super::timing::Timing;
use super::{Record, Selection, UNKNOWN, id_of, mail};
use crate::register::Register;

/// The record that something hangs on.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    Organization(&'a Organization),
    Service(&'a Service),
    Location(&'a Place),
    ServiceAtLocation(&'a ServiceAtPlace),
}

/// The scheme whose terms are languages.
const LANGUAGE: &str = "language";

/// The first public one of a kind.
pub fn first(contacts: &[Contact], kind: ContactKind) -> Option<&str> {
    let mut public = public(contacts);
    public
        .find(|contact| contact.kind == kind)
        .map(|contact| contact.value.as_str())
}

fn public(contacts: &[Contact]) -> impl Iterator<Item = &Contact> {
    let public = |contact: &&Contact| contact.visibility == Visibility::Public;
    contacts.iter().filter(public)
}

impl<'a> Owner<'a> {
    fn id(self) -> Uuid {
        match self {
            Owner::Organization(one) => one.id.0,
            Owner::Service(one) => one.id.0,
            Owner::Location(one) => one.id.0,
            Owner::ServiceAtLocation(one) => one.id.0,
        }
    }

    /// The field by which others name it.
    fn field(self) -> &'static str {
        match self {
            Owner::Organization(_) => "organization_id",
            Owner::Service(_) => "service_id",
            Owner::Location(_) => "location_id",
            Owner::ServiceAtLocation(_) => "service_at_location_id",
        }
    }

    fn contacts(self) -> &'a [Contact] {
        match self {
            Owner::Organization(one) => &one.contacts,
            Owner::Service(one) => &one.contacts,
            Owner::Location(one) => &one.contacts,
            Owner::ServiceAtLocation(one) => &one.contacts,
        }
    }

    fn terms(self) -> &'a [TermId] {
        match self {
            Owner::Service(one) => &one.terms,
            Owner::Location(one) => &one.terms,
            Owner::Organization(_) | Owner::ServiceAtLocation(_) => &[],
        }
    }

    /// A record that names this one.
    fn part(self, what: &str, number: usize) -> Record {
        let id = id_of(self.id(), &format!("{what}:{number}"));
        Record::new(id).with(self.field(), Some(self.id().to_string()))
    }
}

/// The records of a table that hang on one.
pub fn parts(
    table: Table,
    owner: Owner<'_>,
    selection: &Selection,
    register: &impl Register,
    timing: &mut Timing,
) -> Vec<Record> {
    match (table, owner) {
        (Table::Phone, _) => phones(owner),
        (Table::Contact, _) => desks(owner),
        (Table::Schedule, Owner::Service(one)) => {
            timing.schedules(&one.schedules, &[], |n| owner.part("schedule", n))
        }
        (Table::Schedule, Owner::ServiceAtLocation(one)) => {
            timing.schedules(&one.schedules, &[], |n| owner.part("schedule", n))
        }
        (Table::Schedule, Owner::Location(one)) => {
            timing.schedules(&one.schedules, &one.special_hours, |n| owner.part("schedule", n))
        }
        (Table::Language, _) => languages(owner, register),
        (Table::Attribute, _) => attributes(owner, register),
        (Table::Address, Owner::Location(place)) => address(owner, place, register).into_iter().collect(),
        (Table::Accessibility, Owner::Location(place)) => accessibility(owner, place),
        (Table::CostOption, Owner::Service(service)) => cost(owner, service),
        (Table::RequiredDocument, Owner::Service(service)) => {
            let documents = service.required_documents.iter().enumerate();
            let documents =
                documents.map(|(n, text)| owner.part("document", n).with("document", Some(text.as_str())));
            documents.collect()
        }
        (Table::ServiceArea, Owner::Service(service)) => areas(owner, service, register),
        (Table::ServiceAtLocation, Owner::Service(service)) => {
            let here = service
                .places
                .iter()
                .filter(|here| selection.listed.contains(&here.place));
            here.map(|here| super::records::service_at_location(service, here))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn phones(owner: Owner<'_>) -> Vec<Record> {
    let spoken = public(owner.contacts()).filter_map(|contact| match contact.kind {
        ContactKind::Phone => Some((contact, "voice")),
        ContactKind::Fax => Some((contact, "fax")),
        _ => None,
    });
    let record = |(n, (contact, kind)): (usize, (&Contact, &str))| {
        let phone = owner
            .part("phone", n)
            .with("number", Some(contact.value.as_str()));
        phone
            .with("type", Some(kind))
            .with("description", contact.note.as_deref())
    };
    spoken.enumerate().map(record).collect()
}

/// Mail addresses of offices; no person has a name here. The first one of a service or an organization is its own field.
fn desks(owner: Owner<'_>) -> Vec<Record> {
    let own_field = matches!(owner, Owner::Organization(_) | Owner::Service(_));
    let all = public(owner.contacts()).filter(|contact| contact.kind == ContactKind::Email);
    let all = all.skip(usize::from(own_field)).enumerate();
    let record = |(n, contact): (usize, &Contact)| {
        let desk = owner.part("contact", n).with("title", contact.note.as_deref());
        Some(desk.with("email", Some(mail(&contact.value)?)))
    };
    all.filter_map(record).collect()
}

fn languages(owner: Owner<'_>, register: &impl Register) -> Vec<Record> {
    let terms = owner.terms().iter().filter_map(|id| register.term(*id));
    let languages = terms.filter(|term| term.scheme == LANGUAGE).enumerate();
    let record = |(n, term): (usize, &domain::Term)| {
        let language = owner.part("language", n).with("name", Some(term.label.as_str()));
        language.with("code", Some(term.code.as_str()))
    };
    languages.map(record).collect()
}

/// Terms, and of a location its kinds.
fn attributes(owner: Owner<'_>, register: &impl Register) -> Vec<Record> {
    let (entity, kinds) = match owner {
        Owner::Location(place) => ("location", place.kinds.as_slice()),
        Owner::Service(_) => ("service", &[][..]),
        Owner::Organization(_) | Owner::ServiceAtLocation(_) => return Vec::new(),
    };
    let terms = owner.terms().iter().filter_map(|id| register.term(*id));
    let terms = terms.filter(|term| term.scheme != LANGUAGE).map(|term| term.id.0);
    let kinds = kinds.iter().map(|kind| kind_id(*kind));
    let record = |term: Uuid| {
        Record::new(id_of(owner.id(), &format!("attribute:{term}")))
            .with("link_id", Some(owner.id().to_string()))
            .with("taxonomy_term_id", Some(term.to_string()))
            .with("link_entity", Some(entity))
    };
    kinds.chain(terms).map(record).collect()
}

/// City and prefecture as stated, else those that hold the point.
fn address(owner: Owner<'_>, place: &Place, register: &impl Register) -> Option<Record> {
    let address = place.address.as_ref()?;
    let districts = register.districts_of(place);
    let of_level = |level| {
        let mut found = districts.iter().filter(|district| district.level == level);
        found.next_back().map(|district| district.name.as_str())
    };
    let city = address
        .municipality
        .as_deref()
        .or_else(|| of_level(domain::DistrictLevel::Municipality));
    let prefecture = address
        .prefecture
        .as_deref()
        .or_else(|| of_level(domain::DistrictLevel::Prefecture));
    let line = Some(address.formatted.as_str()).filter(|text| !text.trim().is_empty());
    let line = line.or(address.town.as_deref()).or(city);
    let record = owner
        .part("address", 0)
        .with("address_1", Some(line.unwrap_or(UNKNOWN)))
        .with("city", Some(city.unwrap_or(UNKNOWN)))
        .with("region", address.town.as_deref())
        .with("state_province", Some(prefecture.unwrap_or(UNKNOWN)))
        .with(
            "postal_code",
            Some(address.postal_code.as_deref().unwrap_or(UNKNOWN)),
        )
        .with("country", Some("JP"))
        .with("address_type", Some("physical"));
    Some(record)
}

/// What is there; the standard cannot say that something is missing or not known.
fn accessibility(owner: Owner<'_>, place: &Place) -> Vec<Record> {
    let there = place
        .accessibility
        .iter()
        .filter(|feature| feature.available == Some(true));
    let record = |(n, feature): (usize, &domain::place::Accessibility)| {
        let record = owner
            .part("accessibility", n)
            .with("description", Some(feature.feature.code()));
        record.with("details", feature.note.as_deref())
    };
    there.enumerate().map(record).collect()
}

/// A price where it is known to be nothing; other prices are words.
fn cost(owner: Owner<'_>, service: &Service) -> Vec<Record> {
    let free = (service.is_free == Some(true)).then(|| {
        let record = owner.part("cost", 0).with("option", Some("無料 (free)"));
        record.with("currency", Some("JPY")).with("amount", Some(0))
    });
    free.into_iter().collect()
}

fn areas(owner: Owner<'_>, service: &Service, register: &impl Register) -> Vec<Record> {
    let districts = service
        .serves
        .iter()
        .filter_map(|id| register.district(*id))
        .enumerate();
    let record = |(n, district): (usize, &domain::District)| {
        let code = district.official_code.as_deref();
        let area = owner.part("area", n).with("name", Some(district.name.as_str()));
        area.with("extent", code)
            .with("extent_type", code.map(|_| "text"))
    };
    districts.map(record).collect()
}
