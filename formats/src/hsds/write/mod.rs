//! The register as HSDS 3.0: the same records as tables in an archive ([`tabular`]) and nested in JSON ([`nested`]).
//!
//! Places are locations, what is offered is services, terms and kinds are attributes; what hangs on a record is made
//! by [`parts`], under ids that follow from the record's own. Where the standard demands what the register does not
//! know, that is said ([`UNKNOWN`], [`Unstated`]) rather than made up. Special hours, accessibility that is missing, a second
//! web page and LINE have no field there and are left out. Written part by part, so that memory does not grow.

mod nested;
mod package;
mod parts;
mod records;
mod tabular;
mod timing;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::{OrganizationId, PlaceId, ServiceId, Source, TermId};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::register::Register;
pub use nested::Nested;
pub use records::UNSTATED_ORGANIZATION;
pub use tabular::Archive;

/// Bytes of a part, about.
const PART: usize = 64 * 1024;

/// Stands where the standard demands an answer that the register does not have.
pub const UNKNOWN: &str = "unknown";

/// Which records are written: those of some places, and what they name.
#[derive(Debug, Default)]
pub struct Selection {
    /// In the order of the answer.
    pub places: Vec<PlaceId>,
    listed: HashSet<PlaceId>,
    /// Each with who offers it.
    services: BTreeSet<(Option<OrganizationId>, ServiceId)>,
    organizations: BTreeSet<OrganizationId>,
    terms: BTreeSet<TermId>,
    schemes: BTreeSet<String>,
    sources: BTreeMap<SourceLine, ()>,
}

/// A data set with its license, for the description of the whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct SourceLine {
    name: String,
    publisher: Option<String>,
    url: Option<String>,
    license: Option<String>,
    attribution: Option<String>,
}

impl Selection {
    /// Of these places: what is offered at them, who runs and offers it, and the terms of all that. `beside` are
    /// services and organizations that are at none of the places.
    pub fn of(
        register: &impl Register,
        places: Vec<PlaceId>,
        beside: (Vec<ServiceId>, Vec<OrganizationId>),
    ) -> Selection {
        let mut all = Selection {
            listed: places.iter().copied().collect(),
            organizations: beside.1.into_iter().collect(),
            ..Selection::default()
        };
        let mut services: BTreeSet<ServiceId> = beside.0.into_iter().collect();
        for place in places.iter().filter_map(|id| register.place(*id)) {
            all.organizations.extend(place.organization);
            all.terms.extend(&place.terms);
            all.sources(&place.sources);
            services.extend(register.offers_at(place.id).iter().map(|(service, _)| service.id));
        }
        for service in services.iter().filter_map(|id| register.service(*id)) {
            let organization = service
                .organization
                .filter(|id| register.organization(*id).is_some());
            all.organizations.extend(organization);
            all.terms.extend(&service.terms);
            all.sources(&service.sources);
            all.services.insert((organization, service.id));
        }
        all.organizations
            .retain(|id| register.organization(*id).is_some());
        for term in all.terms.clone() {
            let mut next = Some(term);
            while let Some(term) = next.and_then(|id| register.term(id)) {
                all.schemes.insert(term.scheme.clone());
                // A term stands with those above it; one that is there already has them.
                next = term.parent.filter(|parent| all.terms.insert(*parent));
            }
        }
        all.places = places;
        all
    }

    fn sources(&mut self, sources: &[Source]) {
        for source in sources {
            let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
            let line = SourceLine {
                name: source.dataset.as_deref().unwrap_or(&source.name).to_owned(),
                publisher: text(&source.publisher).filter(|name| !name.is_empty()),
                url: text(&source.url),
                license: text(&source.license),
                attribution: text(&source.attribution),
            };
            self.sources.entry(line).or_default();
        }
    }

    /// Whether something needs an organization that the register does not name.
    fn lacks_organization(&self) -> bool {
        self.services
            .iter()
            .any(|(organization, _)| organization.is_none())
    }
}

/// One record: its fields that say something.
#[derive(Debug, Clone, Default)]
struct Record(Map<String, Value>);

impl Record {
    fn new(id: Uuid) -> Record {
        let mut record = Record::default();
        record.set("id", Some(id.to_string()));
        record
    }

    fn set(&mut self, field: &str, value: Option<impl Into<Value>>) {
        let value = value.map(Into::into);
        if let Some(value) = value.filter(|value| value.as_str() != Some("")) {
            self.0.insert(field.to_owned(), value);
        }
    }

    fn with(mut self, field: &str, value: Option<impl Into<Value>>) -> Record {
        self.set(field, value);
        self
    }
}

/// The id of what hangs on a record: the same as long as it is the same part of the same record.
fn id_of(owner: Uuid, what: &str) -> Uuid {
    Uuid::new_v5(&owner, what.as_bytes())
}

/// A web address as the standard wants it: of ASCII, with a host.
fn uri(text: &str) -> Option<String> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| text.get(scheme.len()..))?
    })?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
    if host.is_empty() || !host.chars().all(plain) {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    let mut hashes = 0;
    for (at, byte) in text.bytes().enumerate() {
        let two_digits = || {
            let digits = text.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        hashes += usize::from(byte == b'#');
        let stands = match byte {
            b'%' => two_digits(),
            b'#' => hashes == 1,
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if stands {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(written)
}

/// A mail address that any program takes for one.
fn mail(text: &str) -> Option<String> {
    let (name, domain) = text.split_once('@')?;
    let name_is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let labels: Vec<&str> = domain.split('.').collect();
    let label = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let dots = !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    let fine = !name.is_empty()
        && dots
        && name.chars().all(name_is_plain)
        && labels.len() > 1
        && labels.iter().all(label);
    fine.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
