//! What one row of ibasho's own CSV says: a place with its organization, its services and its sources.
//!
//! The same type is written and read. Services and further sources stand in cells as JSON, in the shapes declared
//! here; what such a shape leaves out is not said.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::contact::{Contact, ContactKind, Visibility};
use domain::import::TermCode;
use domain::source::{Source, SourceKind};
use domain::translation::Translation;
use domain::{
    NodeId, Organization, OrganizationId, OrganizationKind, Place, PlaceId, Schedule, Service,
    ServiceAtPlace, ServiceId, ServiceMode, Verification, VerificationMethod,
};
use serde::{Deserialize, Serialize};

use super::cells::Fault;

/// One row. Terms stand by their codes, positions as they are typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whether the row has an id: a line that somebody added has none.
    pub has_id: bool,
    pub place: Place,
    pub terms: Vec<TermCode>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub organization: Option<OrganizationCell>,
    pub verifier: Option<VerifierCell>,
    pub services: Vec<ServiceCell>,
    pub source: Option<SourceCell>,
    pub further_sources: Vec<SourceCell>,
}

impl Row {
    /// A row of an empty place.
    pub fn empty(at: DateTime<Utc>) -> Row {
        Row {
            has_id: false,
            place: Place::empty(at),
            terms: Vec::new(),
            latitude: None,
            longitude: None,
            organization: None,
            verifier: None,
            services: Vec::new(),
            source: None,
            further_sources: Vec::new(),
        }
    }

    pub fn sources(&self) -> impl Iterator<Item = Source> {
        self.source
            .iter()
            .chain(&self.further_sources)
            .map(SourceCell::source)
    }
}

/// A public contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContactCell {
    pub kind: ContactKind,
    pub value: String,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceCell {
    pub kind: Option<SourceKind>,
    pub dataset: Option<String>,
    pub publisher: Option<String>,
    pub external_id: Option<String>,
    pub name: Option<String>,
    pub url: Option<String>,
    pub license: Option<String>,
    pub attribution: Option<String>,
    pub retrieved_at: Option<DateTime<Utc>>,
    pub fields: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationCell {
    /// Blank where somebody names an organization that has no id yet.
    pub id: Option<String>,
    pub name: String,
    pub name_kana: Option<String>,
    pub kind: Option<OrganizationKind>,
    pub url: Option<String>,
    pub contacts: Vec<ContactCell>,
    pub translations: Vec<Translation>,
    pub sources: Vec<SourceCell>,
}

/// Who confirmed a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifierCell {
    pub id: Option<String>,
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerificationCell {
    pub verified_at: Option<DateTime<Utc>>,
    pub expires_at: Option<NaiveDate>,
    pub by: Option<VerifierCell>,
    pub method: Option<VerificationMethod>,
    pub disputed: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceCell {
    pub id: Option<String>,
    pub name: String,
    pub summary: Option<String>,
    pub translations: Vec<Translation>,
    pub organization: Option<OrganizationCell>,
    pub modes: Vec<ServiceMode>,
    /// `scheme:code`.
    pub terms: Vec<String>,
    pub schedules: Vec<Schedule>,
    pub contacts: Vec<ContactCell>,
    pub is_free: Option<bool>,
    pub fee: Option<String>,
    pub eligibility: Option<String>,
    pub minimum_age: Option<i32>,
    pub maximum_age: Option<i32>,
    pub required_documents: Vec<String>,
    pub id_required: Option<bool>,
    pub reservation_required: Option<bool>,
    pub verification: Option<VerificationCell>,
    pub sources: Vec<SourceCell>,
    /// What holds at the place of the row only.
    pub here: Option<HereCell>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HereCell {
    pub schedules: Vec<Schedule>,
    pub contacts: Vec<ContactCell>,
    pub note: Option<String>,
}

impl ContactCell {
    fn of(contact: &Contact) -> ContactCell {
        ContactCell {
            kind: contact.kind,
            value: contact.value.clone(),
            note: contact.note.clone(),
        }
    }

    /// What stands in a public file is public.
    fn contact(&self) -> Contact {
        Contact {
            kind: self.kind,
            value: self.value.clone(),
            note: self.note.clone(),
            visibility: Visibility::Public,
        }
    }
}

/// Public ones only, whatever a record may hold.
pub fn contact_cells(contacts: &[Contact]) -> Vec<ContactCell> {
    let public = contacts
        .iter()
        .filter(|contact| contact.visibility == Visibility::Public);
    public.map(ContactCell::of).collect()
}

pub fn contacts(cells: &[ContactCell]) -> Vec<Contact> {
    cells.iter().map(ContactCell::contact).collect()
}

impl SourceCell {
    pub fn of(source: &Source) -> SourceCell {
        let owned = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        SourceCell {
            kind: Some(source.kind),
            dataset: owned(&source.dataset),
            publisher: owned(&source.publisher).filter(|text| !text.is_empty()),
            external_id: source.external_id.clone(),
            name: Some(source.name.to_string()),
            url: owned(&source.url),
            license: owned(&source.license),
            attribution: owned(&source.attribution),
            retrieved_at: Some(source.retrieved_at),
            fields: source.fields.clone(),
        }
    }

    pub fn source(&self) -> Source {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let shared = |text: &Option<String>| filled(text).map(Arc::from);
        Source {
            kind: self.kind.unwrap_or(SourceKind::File),
            dataset: shared(&self.dataset),
            publisher: shared(&self.publisher),
            external_id: filled(&self.external_id),
            name: shared(&self.name)
                .or_else(|| shared(&self.dataset))
                .unwrap_or_else(|| super::DATASET.into()),
            url: shared(&self.url),
            license: shared(&self.license),
            attribution: shared(&self.attribution),
            retrieved_at: self.retrieved_at.unwrap_or_default(),
            fields: self.fields.clone(),
        }
    }
}

impl OrganizationCell {
    pub fn of(organization: &Organization) -> OrganizationCell {
        OrganizationCell {
            id: Some(NodeId::Organization(organization.id).encode()),
            name: organization.name.clone(),
            name_kana: organization.name_kana.clone(),
            kind: Some(organization.kind),
            url: organization.url.clone(),
            contacts: contact_cells(&organization.contacts),
            translations: sorted(&organization.translations.0),
            sources: organization.sources.iter().map(SourceCell::of).collect(),
        }
    }

    pub fn id(&self) -> Option<OrganizationId> {
        organization_id(self.id.as_deref()?)
    }
}

impl VerifierCell {
    pub fn of(organization: &Organization) -> VerifierCell {
        VerifierCell {
            id: Some(NodeId::Organization(organization.id).encode()),
            name: organization.name.clone(),
        }
    }

    pub fn id(&self) -> Option<OrganizationId> {
        organization_id(self.id.as_deref()?)
    }
}

/// All of a service that is public, with what holds at one of its places.
pub fn service_cell(
    service: &Service,
    here: &ServiceAtPlace,
    organization: Option<OrganizationCell>,
    verifier: Option<VerifierCell>,
    terms: Vec<TermCode>,
) -> ServiceCell {
    let verification = &service.verification;
    let verification = (*verification != Verification::default()).then(|| VerificationCell {
        verified_at: verification.verified_at,
        expires_at: verification.expires_at,
        by: verifier,
        method: verification.method,
        disputed: Some(verification.disputed).filter(|disputed| *disputed),
    });
    let here = HereCell {
        schedules: here.schedules.clone(),
        contacts: contact_cells(&here.contacts),
        note: here.note.clone(),
    };
    ServiceCell {
        id: Some(NodeId::Service(service.id).encode()),
        name: service.name.clone(),
        summary: service.summary.clone(),
        translations: sorted(&service.translations.0),
        organization,
        modes: service.modes.clone(),
        terms: terms
            .into_iter()
            .map(|term| format!("{}:{}", term.scheme, term.code))
            .collect(),
        schedules: service.schedules.clone(),
        contacts: contact_cells(&service.contacts),
        is_free: service.is_free,
        fee: service.fee.clone(),
        eligibility: service.eligibility.clone(),
        minimum_age: service.minimum_age,
        maximum_age: service.maximum_age,
        required_documents: service.required_documents.clone(),
        id_required: service.id_required,
        reservation_required: service.reservation_required,
        verification,
        sources: service.sources.iter().map(SourceCell::of).collect(),
        here: Some(here).filter(|here| *here != HereCell::default()),
    }
}

impl ServiceCell {
    pub fn id(&self) -> Option<ServiceId> {
        match NodeId::parse(self.id.as_deref()?)? {
            NodeId::Service(id) => Some(id),
            _ => None,
        }
    }
}

/// By language: databases sort differently.
pub fn sorted(translations: &[Translation]) -> Vec<Translation> {
    let mut sorted = translations.to_vec();
    sorted.sort_by(|a, b| a.language.cmp(&b.language));
    sorted
}

pub fn organization_id(text: &str) -> Option<OrganizationId> {
    match NodeId::parse(text)? {
        NodeId::Organization(id) => Some(id),
        _ => None,
    }
}

pub fn place_id(text: &str) -> Result<PlaceId, Fault> {
    match NodeId::parse(text) {
        Some(NodeId::Place(id)) => Ok(id),
        _ => Err("Not the id of a place: leave it as it was exported, or blank for a new place.".to_owned()),
    }
}

/// Rules that the register holds its records to; a cell that breaks one is left out.
pub mod sound {
    use super::{Fault, HereCell, OrganizationCell, Schedule, ServiceCell, SourceCell, Translation};
    use domain::SpecialHours;

    fn filled(text: Option<&String>, what: &str) -> Result<(), Fault> {
        match text {
            Some(text) if text.is_empty() => Err(format!("{what} must not be an empty text; leave it out.")),
            _ => Ok(()),
        }
    }

    pub fn schedules(list: &[Schedule]) -> Result<(), Fault> {
        for schedule in list {
            let texts = [
                &schedule.rule,
                &schedule.rrule,
                &schedule.original,
                &schedule.note,
            ];
            texts
                .into_iter()
                .try_for_each(|text| filled(text.as_ref(), "A text"))?;
            let said = schedule.rule.is_some() || schedule.rrule.is_some() || schedule.original.is_some();
            let anchored = schedule.anchor.is_some() && schedule.opens.is_some() && schedule.closes.is_some();
            let in_order = schedule
                .valid_from
                .zip(schedule.valid_through)
                .is_none_or(|(from, through)| from <= through);
            let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > 512);
            if !said || schedule.rrule.is_some() && !anchored {
                return Err(
                    "A schedule needs rule, original, or rrule with anchor, opens and closes.".to_owned(),
                );
            }
            if !in_order || long(&schedule.rule) || long(&schedule.rrule) {
                return Err(
                    "A schedule ends before it begins, or its rule is longer than 512 characters.".to_owned(),
                );
            }
            zone(&schedule.time_zone)?;
        }
        Ok(())
    }

    pub fn zone(name: &str) -> Result<(), Fault> {
        match name.parse::<chrono_tz::Tz>() {
            Ok(_) => Ok(()),
            Err(_) => Err(format!(
                "{name} is not the name of a time zone such as Asia/Tokyo."
            )),
        }
    }

    pub fn special_hours(list: &[SpecialHours]) -> Result<(), Fault> {
        for hours in list {
            filled(hours.reason.as_ref(), "reason")?;
            if hours.from > hours.to || hours.opens.is_some() != hours.closes.is_some() {
                return Err(
                    "Special hours end before they begin, or have one of opens and closes.".to_owned(),
                );
            }
        }
        Ok(())
    }

    pub fn translations(list: &[Translation]) -> Result<(), Fault> {
        for (number, translation) in list.iter().enumerate() {
            filled(Some(&translation.language), "language")?;
            filled(translation.name.as_ref(), "name")?;
            filled(translation.summary.as_ref(), "summary")?;
            let again = list.iter().skip(number + 1);
            if again.clone().any(|other| other.language == translation.language) {
                return Err(format!("The language {} stands twice.", translation.language));
            }
        }
        Ok(())
    }

    pub fn sources(list: &[SourceCell]) -> Result<(), Fault> {
        for source in list {
            for text in [
                &source.dataset,
                &source.external_id,
                &source.url,
                &source.license,
                &source.attribution,
            ] {
                filled(text.as_ref(), "A text of a source")?;
            }
        }
        Ok(())
    }

    pub fn organization(cell: &OrganizationCell) -> Result<(), Fault> {
        filled(Some(&cell.name), "The name of an organization")?;
        filled(cell.name_kana.as_ref(), "name_kana")?;
        filled(cell.url.as_ref(), "url")?;
        if cell.id.is_some() && cell.id().is_none() {
            return Err("Not the id of an organization.".to_owned());
        }
        contacts(&cell.contacts)?;
        translations(&cell.translations)?;
        sources(&cell.sources)
    }

    fn contacts(list: &[super::ContactCell]) -> Result<(), Fault> {
        for contact in list {
            filled(Some(&contact.value), "The value of a contact")?;
            filled(contact.note.as_ref(), "note")?;
        }
        Ok(())
    }

    pub fn services(list: &[ServiceCell]) -> Result<(), Fault> {
        for cell in list {
            filled(Some(&cell.name), "The name of a service")?;
            for text in [&cell.summary, &cell.fee, &cell.eligibility] {
                filled(text.as_ref(), "A text of a service")?;
            }
            for document in &cell.required_documents {
                filled(Some(document), "A document")?;
            }
            if cell.id.is_some() && cell.id().is_none() {
                return Err("Not the id of a service.".to_owned());
            }
            let ages = [cell.minimum_age, cell.maximum_age];
            let in_order = cell
                .minimum_age
                .zip(cell.maximum_age)
                .is_none_or(|(youngest, oldest)| youngest <= oldest);
            if !in_order || ages.into_iter().flatten().any(|age| !(0..=150).contains(&age)) {
                return Err("Ages are years from 0 to 150, the lower one first.".to_owned());
            }
            cell.organization.iter().try_for_each(organization)?;
            contacts(&cell.contacts)?;
            schedules(&cell.schedules)?;
            translations(&cell.translations)?;
            sources(&cell.sources)?;
            let nothing = HereCell::default();
            let here = cell.here.as_ref().unwrap_or(&nothing);
            filled(here.note.as_ref(), "note")?;
            contacts(&here.contacts)?;
            schedules(&here.schedules)?;
            if let Some(by) = cell
                .verification
                .as_ref()
                .and_then(|verification| verification.by.as_ref())
                && (by.name.is_empty() || by.id.is_some() && by.id().is_none())
            {
                return Err(
                    "Who verified a service needs a name, and an id of an organization or none.".to_owned(),
                );
            }
        }
        Ok(())
    }
}
