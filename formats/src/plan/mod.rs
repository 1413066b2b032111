//! What an import would do: drafts against what the register already holds.
//!
//! Pure: the same drafts and the same register give the same plan (but for fresh ids), which is shown, then
//! applied whole or not at all. Rows whose digest did not change are left alone, whatever editors did since; in a row that
//! changed, the fields that an editor changed stay as they are, unless the caller leaves them out of what is known.

mod adopt;
mod districts;
mod edits;
mod exported;
mod fields;
mod matches;
mod organizations;
mod outside;
mod parts;
mod places;
mod services;
mod sources;
mod vocabulary;

use std::collections::{BTreeSet, HashMap};
use std::mem::take;

use chrono::{DateTime, Utc};
use domain::clock::to_micros;
use domain::import::{ImportPlan, Known, Numbered, PlaceDraft};
use domain::place::PrivateParts;
use domain::{Place, PlaceId, Texts, Translation};

use adopt::{Standing, adopt, standing};
pub use districts::plan_districts;
pub use exported::{Private, plan_exported};
pub use matches::{Wanted, match_places};
use organizations::Organizations;
pub use organizations::{CurrentOrganizations, changed_organizations};
pub use outside::outside_municipality;
use places::Places;
use services::Services;
pub use services::{CurrentServices, changed_services};
pub use vocabulary::unknown_terms;

/// Places as they stand, for the rows that changed.
pub type Current = HashMap<PlaceId, (Place, PrivateParts)>;

/// All that a file says.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    pub places: Vec<PlaceDraft>,
    pub numbered: Numbered,
}

/// The records of the register that a plan would change, as they stand.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Those that [`changed_places`] names.
    pub places: Current,
    /// Those that [`changed_services`] names.
    pub services: CurrentServices,
    /// Those that [`changed_organizations`] names.
    pub organizations: CurrentOrganizations,
}

/// The places that a plan of these drafts has to see as they stand now.
pub fn changed_places(drafts: &[PlaceDraft], known: &Known) -> Vec<PlaceId> {
    let changed = drafts.iter().filter_map(|draft| match standing(draft, known) {
        Standing::Certain(_, place) | Standing::IfNamed(_, place) => {
            (place.digest != draft.provenance.digest).then_some(place.id)
        }
        Standing::New => None,
    });
    let mut changed: Vec<PlaceId> = changed.collect();
    // Rows of different names may ask for one place.
    changed.sort();
    changed.dedup();
    changed
}

/// Plans places; `current` holds those that [`changed_places`] named.
pub fn plan_places(
    drafts: Vec<PlaceDraft>,
    known: &Known,
    current: Current,
    at: DateTime<Utc>,
) -> ImportPlan {
    let (places, numbered) = (drafts, Numbered::default());
    let register = Register {
        places: current,
        ..Register::default()
    };
    plan_records(Drafts { places, numbered }, known, register, at)
}

/// Plans places, services and organizations.
pub fn plan_records(drafts: Drafts, known: &Known, register: Register, at: DateTime<Utc>) -> ImportPlan {
    let at = to_micros(at);
    let Drafts {
        places: mut drafts,
        numbered,
    } = drafts;
    let Register {
        places: current,
        services,
        organizations: mut current_organizations,
    } = register;
    adopt(&mut drafts, known, &current);
    let mut organizations = Organizations::new(known, at);
    for draft in numbered.organizations {
        organizations.numbered(draft, &mut current_organizations);
    }
    let mut services = Services::new(known, services, at);
    // By number, for the services that are numbered too.
    let has_numbers = !numbered.services.is_empty();
    let mut by_number: HashMap<String, PlaceId> = HashMap::new();
    let mut plan = ImportPlan {
        gone: if numbered.is_part {
            Vec::new()
        } else {
            gone(&drafts, known)
        },
        ..ImportPlan::default()
    };
    let mut places = Places::new(known, current, at);
    for mut draft in drafts {
        let number = draft.provenance.source.external_id.clone();
        let number = number.filter(|_| has_numbers);
        let known_place = known.places.get(&draft.provenance.key());
        if let Some(place) = known_place.filter(|place| place.digest == draft.provenance.digest) {
            plan.unchanged += 1;
            by_number.extend(number.map(|number| (number, place.id)));
            continue;
        }
        draft.provenance.source.retrieved_at = at;
        // Part of the key, so never unknown in the database: nobody is a publisher, too.
        draft.provenance.source.publisher.get_or_insert_default();
        let named = draft.organization.clone();
        let organization = draft
            .organization_number
            .as_deref()
            .and_then(|number| organizations.by_number(number))
            .or_else(|| Some(organizations.named(named.as_deref()?, &draft.provenance)));
        let (line, offered) = (draft.line, take(&mut draft.services));
        if let Some((place, provenance)) = places.row(draft, known_place, organization) {
            services.of_row(line, place, offered, provenance, named.as_deref());
            by_number.extend(number.map(|number| (number, place.id)));
        }
    }
    for service in numbered.services {
        let organization = service
            .organization
            .as_deref()
            .and_then(|number| organizations.by_number(number));
        services.numbered(service, organization, &|number| by_number.get(number).copied());
    }
    places.finish(&mut plan);
    plan.organizations = organizations.into_planned();
    let (planned, kept) = services.finish();
    plan.services = planned;
    plan.kept_edits.extend(kept);
    plan
}

/// Places of the same data sets and publishers that the file no longer has.
fn gone(drafts: &[PlaceDraft], known: &Known) -> Vec<PlaceId> {
    let keys: BTreeSet<_> = drafts.iter().map(|draft| draft.provenance.key()).collect();
    let covered: BTreeSet<_> = keys.iter().map(|key| (&key.dataset, &key.publisher)).collect();
    let missing = known
        .places
        .iter()
        .filter(|(key, _)| covered.contains(&(&key.dataset, &key.publisher)) && !keys.contains(key));
    missing.map(|(_, place)| place.id).collect()
}

fn replace_if_some<T>(list: &mut Vec<T>, new: Vec<T>) {
    if !new.is_empty() {
        *list = new;
    }
}

fn merge_translation(texts: &mut Texts, new: Translation) {
    match texts
        .0
        .iter_mut()
        .find(|translation| translation.language == new.language)
    {
        Some(old) => {
            old.name = new.name.or(old.name.take());
            old.summary = new.summary.or(old.summary.take());
        }
        None => {
            texts.0.push(new);
            texts.0.sort_by(|a, b| a.language.cmp(&b.language));
        }
    }
}

#[cfg(test)]
mod tests;
