//! What an import would do: drafts against what the register already holds.
//!
//! Pure: the same drafts and the same register give the same plan (but for fresh ids), which is shown, then
//! applied whole or not at all. Rows whose digest did not change are left alone, whatever editors did since; in a row that
//! changed, the fields that an editor changed stay as they are, unless the caller leaves them out of what is known.

mod adopt;
mod districts;
mod edits;
mod fields;
mod matches;
mod organizations;
mod outside;
mod parts;
mod services;
mod vocabulary;

use std::collections::{BTreeSet, HashMap};
use std::mem::take;

use chrono::{DateTime, Utc};
use domain::clock::to_micros;
use domain::import::{
    ImportPlan, KeptEdits, Known, Numbered, PlaceChange, PlaceDraft, PlannedPlace, Provenance, SourceKey,
};
use domain::place::{PlaceKind, PrivateParts, split_contacts};
use domain::{
    LocationPrecision, Place, PlaceId, Source, TermId, Texts, Translation, Verification, VerificationMethod,
};

use adopt::{Standing, adopt, standing};
pub use districts::plan_districts;
use edits::keep_edits;
use fields::Names;
pub use matches::{Wanted, match_places};
use organizations::Organizations;
pub use organizations::{CurrentOrganizations, changed_organizations};
pub use outside::outside_municipality;
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
        gone: if numbered.is_part {
            Vec::new()
        } else {
            gone(&drafts, known)
        },
        ..ImportPlan::default()
    };
    let names = Names::new(known);
    // Several rows may be one place: where it stands in the plan.
    let mut planned: HashMap<PlaceId, usize> = HashMap::new();
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
        let named = draft.organization.take();
        let organization = numbered
            .and_then(|number| organizations.by_number(number))
            .or_else(|| Some(organizations.named(named.as_deref()?, &draft.provenance)));
        let terms = known_terms(
            known,
            draft
                .terms
                .iter()
                .map(|term| (term.scheme.as_str(), term.code.as_str())),
        );
        let could_say = known_terms(known, draft.vocabulary.iter().copied());
        let earlier = known_place.and_then(|place| planned.get(&place.id).copied());
        let before = match earlier.and_then(|index| plan.places.get(index)) {
            Some(planned) => Some((planned.place.clone(), planned.private.clone())),
            None => known_place.and_then(|place| current.remove(&place.id)),
        };
        let (mut place, mut private) = before
            .clone()
            .unwrap_or_else(|| (Place::empty(at), PrivateParts::default()));
        let expected_version = before.as_ref().map(|(place, _)| place.version);
        if before.is_some() && earlier.is_none() {
            place.version += 1;
        }
        place.organization = organization.or(place.organization);
        let part = known_place.and_then(|place| place.part.as_deref());
        if part.is_none() {
            // A hazard that a city withdrew must go; terms that the file cannot name are somebody else's.
            place.terms.retain(|term| !could_say.contains(term));
        }
        if draft.point.is_none() && place.location.is_some() {
            plan.kept_positions += 1;
        }
        let (line, offered) = (draft.line, take(&mut draft.services));
        let mut provenance = take_over(&mut place, &mut private, draft, terms, at);
        let replaces = known_place.and_then(|place| place.replaces.clone());
        if let Some(before) = &before {
            if let Some(owned) = part {
                provenance.source.fields = parts::complete((&mut place, &mut private), before, owned);
            } else {
                keep_edits(
                    (&mut place, &mut private),
                    before,
                    &parts::of_others(&before.0.sources),
                );
            }
            if let Some(edited) = known.edited.get(&place.id) {
                let fields = keep_edits((&mut place, &mut private), before, edited);
                if !fields.is_empty() {
                    plan.kept_edits.push(KeptEdits { line, fields });
                }
            }
        }
        set_source(&mut place.sources, &provenance.source, replaces.as_ref());
        if let Some(before) = &before {
            plan.changes.push(PlaceChange {
                line,
                place: place.id,
                name: place.name.clone(),
                fields: fields::changes(before, (&place, &private), named.as_deref(), &names),
            });
        }
        services.of_row(line, &place, offered, &provenance, named.as_deref());
        by_number.extend(number.map(|number| (number, place.id)));
        if let Some(planned) = earlier.and_then(|index| plan.places.get_mut(index)) {
            planned.place = place;
            planned.private = private;
            planned.further.push(provenance);
            planned.replaces.extend(replaces);
            continue;
        }
        planned.extend(known_place.map(|place| (place.id, plan.places.len())));
        plan.places.push(PlannedPlace {
            expected_version,
            place,
            private,
            provenance,
            further: Vec::new(),
            replaces: replaces.into_iter().collect(),
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

fn known_terms<'a>(known: &Known, codes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<TermId> {
    let id = |(scheme, code): (&str, &str)| known.terms.get(&(scheme.to_owned(), code.to_owned()));
    codes.filter_map(id).copied().collect()
}

/// Whether a source is the one of a row with this key.
fn is_source_of(source: &Source, key: &SourceKey) -> bool {
    let id = key.record_key.strip_prefix("id:");
    let id = id.and_then(|id| id.split(['#', '~']).next());
    source.dataset.as_deref() == Some(&key.dataset)
        && source.publisher.as_deref() == Some(&key.publisher)
        && source.external_id.as_deref() == id
}

/// Puts what the row says into the place; where the row is silent, the place keeps what it had.
fn take_over(
    place: &mut Place,
    private: &mut PrivateParts,
    draft: PlaceDraft,
    terms: Vec<TermId>,
    at: DateTime<Utc>,
) -> Provenance {
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
        corporate_number: _,
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
    if place.kinds.is_empty() {
        place.kinds.push(PlaceKind::Other);
    }
    for term in terms {
        if !place.terms.contains(&term) {
            place.terms.push(term);
        }
    }
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

/// The source of the same record, also under its earlier key, is renewed; a new one comes last.
fn set_source(sources: &mut Vec<Source>, new: &Source, earlier: Option<&SourceKey>) {
    let same = |old: &&mut Source| {
        let same_record = old.dataset == new.dataset
            && old.publisher == new.publisher
            && old.external_id == new.external_id;
        same_record || earlier.is_some_and(|key| is_source_of(old, key))
    };
    match sources.iter_mut().find(same) {
        Some(old) => *old = new.clone(),
        None => sources.push(new.clone()),
    }
}

#[cfg(test)]
mod tests;
