//! What changes in a place, field by field, in words: old and new beside each other.
//!
//! Private contacts and exact points are told as "private": the words go into reports.

use std::collections::HashMap;

use domain::import::{FieldChange, Known};
use domain::place::PrivateParts;
use domain::{
    Accessibility, Contact, OrganizationId, Place, Point, Schedule, TermId, Translation, Verification,
};

/// Names for what a place only has by id.
pub(super) struct Names<'k> {
    terms: HashMap<TermId, String>,
    organizations: HashMap<OrganizationId, &'k str>,
}

impl<'k> Names<'k> {
    pub(super) fn new(known: &'k Known) -> Names<'k> {
        let term = |((scheme, code), id): (&(String, String), &TermId)| (*id, format!("{scheme}:{code}"));
        let organization = |(id, name): (&OrganizationId, &'k String)| (*id, name.as_str());
        Names {
            terms: known.terms.iter().map(term).collect(),
            organizations: known.organization_names.iter().map(organization).collect(),
        }
    }
}

/// The fields that differ, by their names in GraphQL. `new_organization` is the name that the row says.
pub(super) fn changes(
    (old, old_private): &(Place, PrivateParts),
    (new, new_private): (&Place, &PrivateParts),
    new_organization: Option<&str>,
    names: &Names,
) -> Vec<FieldChange> {
    let mut fields = Vec::new();
    let mut compare = |field, old: Option<String>, new: Option<String>| {
        if old != new {
            fields.push(FieldChange { field, old, new });
        }
    };
    let codes = |place: &Place| list(place.kinds.iter().map(|kind| kind.code().to_owned()));
    compare("kinds", codes(old), codes(new));
    compare("name", Some(old.name.clone()), Some(new.name.clone()));
    compare("nameKana", old.name_kana.clone(), new.name_kana.clone());
    compare("summary", old.summary.clone(), new.summary.clone());
    let texts = |place: &Place| list(place.translations.0.iter().map(translation));
    compare("translations", texts(old), texts(new));
    let terms = |place: &Place| {
        list(
            place
                .terms
                .iter()
                .map(|id| names.terms.get(id).cloned().unwrap_or_else(|| id.to_string())),
        )
    };
    compare("terms", terms(old), terms(new));
    compare("location", old.location.map(point), new.location.map(point));
    compare("address", address(old), address(new));
    if old.organization != new.organization {
        let named = |id: Option<OrganizationId>| id.and_then(|id| names.organizations.get(&id));
        let new_name = new_organization.map(str::to_owned);
        compare(
            "organization",
            named(old.organization).map(|name| (*name).to_owned()),
            new_name.or_else(|| named(new.organization).map(|name| (*name).to_owned())),
        );
    }
    let hours = |place: &Place| list(place.schedules.iter().map(schedule));
    compare("schedules", hours(old), hours(new));
    let contacts = |place: &Place, private: &PrivateParts| {
        let hidden = private
            .contacts
            .iter()
            .map(|contact| format!("{} private", contact.kind.code()));
        list(place.contacts.iter().map(contact).chain(hidden))
    };
    compare("contacts", contacts(old, old_private), contacts(new, new_private));
    let access = |place: &Place| list(place.accessibility.iter().map(accessibility));
    compare("accessibility", access(old), access(new));
    compare(
        "verification",
        verified(&old.verification),
        verified(&new.verification),
    );
    compare("sources", sources(old), sources(new));
    fields
}

fn list(items: impl Iterator<Item = String>) -> Option<String> {
    let all = items.collect::<Vec<_>>().join("; ");
    (!all.is_empty()).then_some(all)
}

fn translation(text: &Translation) -> String {
    let parts = [text.name.as_deref(), text.summary.as_deref()];
    format!(
        "{}: {}",
        text.language,
        parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
    )
}

fn point(point: Point) -> String {
    format!("{}, {}", point.lat, point.lon)
}

fn address(place: &Place) -> Option<String> {
    let address = place.address.as_ref()?;
    let parts = [
        address.postal_code.as_deref(),
        Some(address.formatted.as_str()),
        address.municipality_code.as_deref(),
    ];
    list(
        parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .map(str::to_owned),
    )
}

fn schedule(schedule: &Schedule) -> String {
    let rule = schedule.rule.as_deref().or(schedule.rrule.as_deref());
    match (rule, schedule.original.as_deref()) {
        (Some(rule), Some(original)) => format!("{rule} ({original})"),
        (Some(words), None) | (None, Some(words)) => words.to_owned(),
        (None, None) => String::new(),
    }
}

fn contact(contact: &Contact) -> String {
    format!("{} {}", contact.kind.code(), contact.value)
}

fn accessibility(item: &Accessibility) -> String {
    let available = match item.available {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let note = item.note.as_deref().unwrap_or_default();
    format!("{} {available} {note}", item.feature.code())
        .trim_end()
        .to_owned()
}

fn verified(verification: &Verification) -> Option<String> {
    verification.verified_at.map(|at| at.date_naive().to_string())
}

/// License and attribution travel with the record, so a change of them is one.
fn sources(place: &Place) -> Option<String> {
    list(place.sources.iter().map(|source| {
        let parts = [
            source.dataset.as_deref(),
            source.publisher.as_deref(),
            source.external_id.as_deref(),
            source.license.as_deref(),
            source.url.as_deref(),
            source.attribution.as_deref(),
        ];
        let said = parts.into_iter().flatten().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(", ")
    }))
}
