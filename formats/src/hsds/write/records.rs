//! The records of the standard that are records of the register, too.

use domain::{
    ContactKind, Organization, OrganizationKind, Place, PlaceKind, PlaceStatus, Scheme, Service,
    ServiceAtPlace, Term,
};
use uuid::{Uuid, uuid};

use super::parts::first;
use super::{Record, Selection, id_of, mail, uri};
use crate::register::Register;

/// Stands for "the register does not say who": the standard demands an organization for each service.
pub const UNSTATED_ORGANIZATION: Uuid = uuid!("6f1ab5c8-27d4-5e0c-9b51-3a8e4f0d7c12");

/// Names the ids of taxonomies and of kinds as terms.
const VOCABULARY: Uuid = uuid!("a3c1f0de-94b7-5d12-8e6f-71b02c9d4e58");

/// The taxonomy of what a place is.
pub const KIND: &str = "kind";

pub fn unstated() -> Record {
    Record::new(UNSTATED_ORGANIZATION)
        .with("name", Some("運営団体の記載なし (not stated)"))
        .with(
            "description",
            Some("The register does not say who offers these services."),
        )
}

pub fn organization(organization: &Organization) -> Record {
    let contact = |kind| first(&organization.contacts, kind);
    let website = organization.url.as_deref().or_else(|| contact(ContactKind::Web));
    Record::new(organization.id.0)
        .with("name", Some(organization.name.as_str()))
        .with("alternate_name", organization.name_kana.as_deref())
        .with("description", Some(kind_of_organization(organization.kind)))
        .with("email", contact(ContactKind::Email).and_then(mail))
        .with("website", website.and_then(uri))
}

pub fn service(service: &Service, register: &impl Register) -> Record {
    let contact = |kind| first(&service.contacts, kind);
    let organization = service
        .organization
        .filter(|id| register.organization(*id).is_some());
    let organization = organization.map_or(UNSTATED_ORGANIZATION, |id| id.0);
    let offered = service
        .places
        .iter()
        .filter_map(|here| register.place(here.place));
    let mut statuses = offered.map(|place| place.status).peekable();
    let closed = statuses.peek().is_some() && statuses.all(|status| status == PlaceStatus::TemporarilyClosed);
    let reservation = service.reservation_required.map(|needed| match needed {
        true => "予約が必要です (reservation required)",
        false => "予約は要りません (no reservation needed)",
    });
    let day = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&chrono_tz::Asia::Tokyo).date_naive().to_string()
    };
    Record::new(service.id.0)
        .with("organization_id", Some(organization.to_string()))
        .with("name", Some(service.name.as_str()))
        .with("description", service.summary.as_deref())
        .with("url", contact(ContactKind::Web).and_then(uri))
        .with("email", contact(ContactKind::Email).and_then(mail))
        .with(
            "status",
            Some(if closed { "temporarily closed" } else { "active" }),
        )
        .with("application_process", reservation)
        .with("fees_description", service.fee.as_deref())
        .with("eligibility_description", service.eligibility.as_deref())
        .with("minimum_age", service.minimum_age)
        .with("maximum_age", service.maximum_age)
        .with("assured_date", service.verification.verified_at.map(day))
        .with("last_modified", Some(moment(service.updated_at)))
}

fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub fn location(place: &Place, register: &impl Register) -> Record {
    let organization = place
        .organization
        .filter(|id| register.organization(*id).is_some());
    let source = place.sources.iter().find(|source| source.external_id.is_some());
    Record::new(place.id.0)
        .with("location_type", Some("physical"))
        .with("url", first(&place.contacts, ContactKind::Web).and_then(uri))
        .with("organization_id", organization.map(|id| id.to_string()))
        .with("name", Some(place.name.as_str()))
        .with("alternate_name", place.name_kana.as_deref())
        .with("description", place.summary.as_deref())
        .with("latitude", place.location.map(|point| point.lat))
        .with("longitude", place.location.map(|point| point.lon))
        .with(
            "external_identifier",
            source.and_then(|source| source.external_id.as_deref()),
        )
        .with(
            "external_identifier_type",
            source.map(|source| source.dataset.as_deref().unwrap_or(&source.name)),
        )
}

pub fn service_at_location(service: &Service, here: &ServiceAtPlace) -> Record {
    Record::new(here.id.0)
        .with("service_id", Some(service.id.to_string()))
        .with("location_id", Some(here.place.to_string()))
        .with("description", here.note.as_deref())
}

pub fn taxonomy_id(scheme: &str) -> Uuid {
    id_of(VOCABULARY, &format!("taxonomy:{scheme}"))
}

pub fn kind_id(kind: PlaceKind) -> Uuid {
    id_of(VOCABULARY, &format!("kind:{}", kind.code()))
}

pub fn taxonomy(scheme: &Scheme) -> Record {
    Record::new(taxonomy_id(&scheme.code))
        .with("name", Some(scheme.code.as_str()))
        .with("description", Some(scheme.name.as_str()))
}

pub fn term(term: &Term) -> Record {
    Record::new(term.id.0)
        .with("code", Some(format!("{}:{}", term.scheme, term.code)))
        .with("name", Some(term.label.as_str()))
        .with("description", Some(format!("{} ({})", term.label, term.scheme)))
        .with("parent_id", term.parent.map(|id| id.to_string()))
        .with("taxonomy", Some(term.scheme.as_str()))
        .with("language", Some("ja"))
        .with("taxonomy_id", Some(taxonomy_id(&term.scheme).to_string()))
}

pub fn taxonomy_of_kinds() -> Record {
    Record::new(taxonomy_id(KIND))
        .with("name", Some(KIND))
        .with("description", Some("What sort of place a location is"))
}

pub fn kind(kind: PlaceKind) -> Record {
    Record::new(kind_id(kind))
        .with("code", Some(format!("{KIND}:{}", kind.code())))
        .with("name", Some(kind.code()))
        .with(
            "description",
            Some(format!("What sort of place: {}", kind.code())),
        )
        .with("taxonomy", Some(KIND))
        .with("language", Some("en"))
        .with("taxonomy_id", Some(taxonomy_id(KIND).to_string()))
}

/// The term that an attribute names, with its taxonomy.
pub fn term_of(id: &serde_json::Value, register: &impl Register) -> Option<Record> {
    let id: Uuid = id.as_str()?.parse().ok()?;
    let kinds = PlaceKind::ALL.iter().copied();
    let (record, detail) = match kinds.into_iter().find(|one| kind_id(*one) == id) {
        Some(one) => (kind(one), Some(taxonomy_of_kinds())),
        None => {
            let known = register.term(id.into())?;
            (term(known), register.scheme(&known.scheme).map(taxonomy))
        }
    };
    let mut record = record;
    record.0.remove("taxonomy_id");
    Some(record.with("taxonomy_detail", detail.map(|detail| detail.0)))
}

/// All taxonomies and all terms that are named.
pub fn vocabulary(selection: &Selection, register: &impl Register) -> (Vec<Record>, Vec<Record>) {
    let schemes = selection.schemes.iter().map(|code| {
        register.scheme(code).map_or_else(
            || {
                Record::new(taxonomy_id(code))
                    .with("name", Some(code.as_str()))
                    .with("description", Some(code.as_str()))
            },
            taxonomy,
        )
    });
    let taxonomies = std::iter::once(taxonomy_of_kinds()).chain(schemes).collect();
    let terms = selection
        .terms
        .iter()
        .filter_map(|id| register.term(*id))
        .map(term);
    let terms = PlaceKind::ALL.iter().map(|one| kind(*one)).chain(terms).collect();
    (taxonomies, terms)
}

fn kind_of_organization(kind: OrganizationKind) -> &'static str {
    match kind {
        OrganizationKind::WelfareCouncil => "社会福祉協議会 (council of social welfare)",
        OrganizationKind::Municipality => "地方公共団体 (municipality)",
        OrganizationKind::Nonprofit => "非営利団体 (nonprofit)",
        OrganizationKind::ResidentsGroup => "住民の団体 (residents' group)",
        OrganizationKind::Company => "会社 (company)",
        OrganizationKind::School => "学校 (school)",
        OrganizationKind::Other => "団体 (organization)",
    }
}
