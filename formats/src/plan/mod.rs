//! What an import would do: drafts against what the register already holds.
//!
//! Pure: the same drafts and the same register give the same plan (but for fresh ids), which is shown, then
//! applied whole or not at all. Rows whose digest did not change are left alone, whatever editors did since; in a row that
//! changed, the fields that an editor changed stay as they are, unless the caller leaves them out of what is known.

mod adopt;
mod districts;
mod edits;
mod organizations;
mod outside;
mod services;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::clock::to_micros;
use domain::import::{ImportPlan, KeptEdits, Known, Numbered, PlaceDraft, PlannedPlace};
use domain::place::{PrivateParts, split_contacts};
use domain::{
    LocationPrecision, Place, PlaceId, Source, TermId, Texts, Translation, Verification, VerificationMethod,
};

use adopt::{Standing, adopt, standing};
pub use districts::plan_districts;
use edits::keep_edits;
use organizations::Organizations;
pub use organizations::{CurrentOrganizations, changed_organizations};
pub use outside::outside_municipality;
use services::Services;
pub use services::{CurrentServices, changed_services};

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
        places: mut current,
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
        gone: gone(&drafts, known),
        ..ImportPlan::default()
    };
    for mut draft in drafts {
        let known_place = known.places.get(&draft.provenance.key());
        let number = draft
            .provenance
            .source
            .external_id
            .clone()
            .filter(|_| has_numbers);
        if let Some(place) = known_place.filter(|place| place.digest == draft.provenance.digest) {
            plan.unchanged += 1;
            by_number.extend(number.map(|number| (number, place.id)));
            continue;
        }
        draft.provenance.source.retrieved_at = at;
        // Part of the key, so never unknown in the database: nobody is a publisher, too.
        draft.provenance.source.publisher.get_or_insert_default();
        let numbered = draft.organization_number.as_deref();
        let named = draft.organization.clone();
        let organization = numbered
            .and_then(|number| organizations.by_number(number))
            .or_else(|| Some(organizations.named(named.as_deref()?, &draft.provenance)));
        let terms = draft
            .terms
            .iter()
            .filter_map(|term| known.terms.get(&(term.scheme.clone(), term.code.clone())));
        let terms: Vec<TermId> = terms.copied().collect();
        let could_say = draft.vocabulary.iter().filter_map(|(scheme, code)| {
            known
                .terms
                .get(&((*scheme).to_owned(), (*code).to_owned()))
                .copied()
        });
        let could_say: Vec<TermId> = could_say.collect();
        let standing = known_place.and_then(|place| current.remove(&place.id));
        let expected_version = standing.as_ref().map(|(place, _)| place.version);
        let edited = standing
            .as_ref()
            .and_then(|(place, _)| known.edited.get(&place.id));
        let before = edited.and(standing.clone());
        let line = draft.line;
        let (mut place, mut private) =
            standing.unwrap_or_else(|| (Place::empty(at), PrivateParts::default()));
        if expected_version.is_some() {
            place.version += 1;
        }
        place.organization = organization.or(place.organization);
        // A hazard that a city withdrew must go; terms that the file cannot name are somebody else's.
        place.terms.retain(|term| !could_say.contains(term));
        if draft.point.is_none() && place.location.is_some() {
            plan.kept_positions += 1;
        }
        let offered = std::mem::take(&mut draft.services);
        let provenance = take_over(&mut place, &mut private, draft, terms, at);
        if let Some((edited, before)) = edited.zip(before) {
            let fields = keep_edits((&mut place, &mut private), before, edited);
            if !fields.is_empty() {
                plan.kept_edits.push(KeptEdits { line, fields });
            }
        }
        services.of_row(line, &place, offered, &provenance, named.as_deref());
        by_number.extend(number.map(|number| (number, place.id)));
        plan.places.push(PlannedPlace {
            expected_version,
            place,
            private,
            provenance,
        });
    }
    for service in numbered.services {
        let organization = service
            .organization
            .as_deref()
            .and_then(|number| organizations.by_number(number));
        services.numbered(service, organization, &|number| by_number.get(number).copied());
    }
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

/// Puts what the row says into the place; where the row is silent, the place keeps what it had.
fn take_over(
    place: &mut Place,
    private: &mut PrivateParts,
    draft: PlaceDraft,
    terms: Vec<TermId>,
    at: DateTime<Utc>,
) -> domain::import::Provenance {
    let PlaceDraft {
        line: _,
        provenance,
        kinds,
        name,
        name_kana,
        summary,
        translations,
        terms: _,
        vocabulary: _,
        point,
        address,
        organization: _,
        organization_number: _,
        services: _,
        schedules,
        contacts,
        accessibility,
        verified_at,
    } = draft;
    place.name = name;
    place.name_kana = name_kana.or(place.name_kana.take());
    place.summary = summary.or(place.summary.take());
    place.address = address.or(place.address.take());
    replace_if_some(&mut place.kinds, kinds);
    place.terms.extend(terms);
    replace_if_some(&mut place.schedules, schedules);
    replace_if_some(&mut place.accessibility, accessibility);
    for translation in translations.0 {
        merge_translation(&mut place.translations, translation);
    }
    let (public, hidden) = split_contacts(contacts);
    replace_if_some(&mut place.contacts, public);
    replace_if_some(&mut private.contacts, hidden);
    if let Some(point) = point {
        take_over_point(place, private, point);
    }
    if let Some(verified_at) = verified_at {
        let method = Some(VerificationMethod::Import);
        place.verification = Verification {
            verified_at: Some(verified_at),
            method,
            ..Verification::default()
        };
    }
    place.updated_at = at;
    set_source(&mut place.sources, &provenance.source);
    provenance
}

/// A file's point is exact; a place that an editor made coarser or hid stays so.
fn take_over_point(place: &mut Place, private: &mut PrivateParts, point: domain::Point) {
    if place.location_precision == LocationPrecision::Unknown {
        place.location_precision = LocationPrecision::Exact;
    }
    place.location = domain::location::public_point(point, place.location_precision);
    private.exact_point = (place.location != Some(point)).then_some(point);
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

/// The source of the same record is renewed, a new one comes last.
fn set_source(sources: &mut Vec<Source>, new: &Source) {
    let same = |old: &&mut Source| {
        old.dataset == new.dataset && old.publisher == new.publisher && old.external_id == new.external_id
    };
    match sources.iter_mut().find(same) {
        Some(old) => *old = new.clone(),
        None => sources.push(new.clone()),
    }
}

#[cfg(test)]
mod tests;
