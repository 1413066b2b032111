//! Services that files name: found again by their number, else by their name at their place; or made.
//!
//! A service that the file says as before is left alone. One that it says otherwise is updated, but for the fields
//! that editors changed. Nothing is taken away: a service that a file no longer names stays, and so do the places
//! where it no longer says that it is offered.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::import::{
    KeptEdits, Known, KnownService, NumberedService, OfferDraft, PlaceDraft, PlannedService, Provenance,
    ServiceDraft, SourceKey,
};
use domain::place::split_contacts;
use domain::text::{content_digest, identity_digest};
use domain::{
    Contact, DistrictId, OrganizationId, Place, PlaceId, Service, ServiceAtPlace, ServiceAtPlaceId,
    ServiceId, Source, TermId, Verification, VerificationMethod,
};

use super::adopt::{Standing, standing};
use super::sources::set_source;
use super::{merge_translation, replace_if_some};

/// Services as they stand, with the contacts that the public does not see.
pub type CurrentServices = HashMap<ServiceId, (Service, Vec<Contact>)>;

/// What the register knows, by the two ways in which services are found.
struct Index<'k> {
    by_key: &'k std::collections::BTreeMap<SourceKey, KnownService>,
    by_name: HashMap<(PlaceId, String), &'k KnownService>,
}

impl<'k> Index<'k> {
    fn new(known: &'k Known) -> Index<'k> {
        let mut by_name = HashMap::new();
        for service in known.services.values().filter(|service| !service.is_numbered) {
            let name = identity_digest(&[&service.name]);
            for place in &service.places {
                by_name.entry((*place, name.clone())).or_insert(service);
            }
        }
        Index {
            by_key: &known.services,
            by_name,
        }
    }

    fn at_place(&self, key: &SourceKey, place: PlaceId, name: &str) -> Option<&'k KnownService> {
        self.by_key
            .get(key)
            .or_else(|| self.by_name.get(&(place, identity_digest(&[name]))).copied())
    }
}

/// The services that a plan has to see as they stand now.
pub fn changed_services(
    places: &[PlaceDraft],
    numbered: &[NumberedService],
    known: &Known,
) -> Vec<ServiceId> {
    if known.services.is_empty() {
        return Vec::new();
    }
    let index = Index::new(known);
    let mut changed: Vec<ServiceId> = Vec::new();
    for draft in places {
        let (Standing::Certain(key, place) | Standing::IfNamed(key, place)) = standing(draft, known) else {
            continue;
        };
        if place.digest == draft.provenance.digest {
            continue;
        }
        let row = Provenance {
            record_key: key.record_key,
            ..draft.provenance.clone()
        };
        for service in &draft.services {
            let of_row = of_row(service, &row, draft.organization.as_deref());
            let found = index.at_place(&of_row.key(), place.id, &service.name);
            changed.extend(
                found
                    .filter(|found| differs(found, &of_row))
                    .map(|found| found.id),
            );
        }
    }
    let mut at: HashMap<&str, PlaceId> = HashMap::new();
    if !numbered.is_empty() {
        at.extend(places.iter().filter_map(|draft| {
            let (Standing::Certain(_, place) | Standing::IfNamed(_, place)) = standing(draft, known) else {
                return None;
            };
            Some((draft.provenance.source.external_id.as_deref()?, place.id))
        }));
    }
    for service in numbered {
        let found = index.by_key.get(&service.provenance.key());
        // A place that was held back may be there now.
        let is_offered = |found: &KnownService| {
            let mut numbers = service.places.iter();
            numbers.all(|(number, _)| {
                at.get(number.as_str())
                    .is_some_and(|place| found.places.contains(place))
            })
        };
        changed.extend(
            found
                .filter(|found| differs(found, &service.provenance) || !is_offered(found))
                .map(|found| found.id),
        );
    }
    changed.sort();
    changed.dedup();
    changed
}

fn differs(known: &KnownService, said: &Provenance) -> bool {
    known.digest.as_deref() != Some(said.digest.as_str())
}

/// Where a service of a row came from: the row, under a key of its own.
fn of_row(service: &ServiceDraft, row: &Provenance, organization: Option<&str>) -> Provenance {
    let name = identity_digest(&[&row.record_key, &service.name]);
    let source = &row.source;
    let content = (
        service,
        organization,
        (&source.license, &source.url, &source.attribution),
    );
    let bytes = serde_json::to_vec(&content).unwrap_or_else(|_| format!("{content:?}").into_bytes());
    Provenance {
        source: source.clone(),
        record_key: format!("service:{name}"),
        digest: content_digest(&bytes),
        raw: "{}".to_owned(),
    }
}

/// The services of one plan.
pub(super) struct Services<'k> {
    known: &'k Known,
    index: Index<'k>,
    districts: HashMap<&'k str, DistrictId>,
    current: CurrentServices,
    /// Keys that were planned: a list may name one service twice.
    planned: HashSet<SourceKey>,
    plan: Vec<PlannedService>,
    kept: Vec<KeptEdits>,
    at: DateTime<Utc>,
}

/// One service with all that it names resolved.
struct Said {
    line: u64,
    provenance: Provenance,
    service: ServiceDraft,
    organization: Option<OrganizationId>,
    places: Vec<(PlaceId, OfferDraft)>,
}

impl<'k> Services<'k> {
    pub(super) fn new(known: &'k Known, current: CurrentServices, at: DateTime<Utc>) -> Services<'k> {
        let codes = known.districts.iter();
        Services {
            known,
            index: Index::new(known),
            districts: codes
                .filter_map(|district| Some((district.official_code.as_deref()?, district.id)))
                .collect(),
            current,
            planned: HashSet::new(),
            plan: Vec::new(),
            kept: Vec::new(),
            at,
        }
    }

    /// Those of a row, which are offered at its place.
    pub(super) fn of_row(
        &mut self,
        line: u64,
        place: &Place,
        offered: Vec<ServiceDraft>,
        row: &Provenance,
        organization: Option<&str>,
    ) {
        for mut service in offered {
            let provenance = of_row(&service, row, organization);
            let found = self.index.at_place(&provenance.key(), place.id, &service.name);
            let here = std::mem::take(&mut service.here);
            self.add(
                found,
                Said {
                    line,
                    provenance,
                    service,
                    organization: place.organization,
                    places: vec![(place.id, here)],
                },
            );
        }
    }

    /// One that the file numbers.
    pub(super) fn numbered(
        &mut self,
        said: NumberedService,
        organization: Option<OrganizationId>,
        place: &dyn Fn(&str) -> Option<PlaceId>,
    ) {
        let NumberedService {
            line,
            mut provenance,
            service,
            organization: _,
            places,
        } = said;
        provenance.source.retrieved_at = self.at;
        provenance.source.publisher.get_or_insert_default();
        let places = places.into_iter();
        let places = places
            .filter_map(|(number, offer)| Some((place(&number)?, offer)))
            .collect();
        let found = self.index.by_key.get(&provenance.key());
        self.add(
            found,
            Said {
                line,
                provenance,
                service,
                organization,
                places,
            },
        );
    }

    fn add(&mut self, found: Option<&KnownService>, said: Said) {
        if !self.planned.insert(said.provenance.key()) {
            return;
        }
        let is_same = |found: &KnownService| {
            let mut places = said.places.iter();
            !differs(found, &said.provenance) && places.all(|(place, _)| found.places.contains(place))
        };
        if found.is_some_and(is_same) {
            return;
        }
        let standing = found.and_then(|found| self.current.remove(&found.id));
        // A service that is known and not at hand was not asked for: nothing is made twice.
        if found.is_some() && standing.is_none() {
            return;
        }
        let before = standing.clone().map(|(service, _)| service);
        let expected_version = before.as_ref().map(|service| service.version);
        let (mut service, mut private) = standing.unwrap_or_else(|| (Service::empty(self.at), Vec::new()));
        if expected_version.is_some() {
            service.version += 1;
        }
        let line = said.line;
        let provenance = self.take_over(&mut service, &mut private, said);
        let edited = self.known.edited_services.get(&service.id);
        if let Some((edited, before)) = edited.zip(before) {
            let fields = keep_edits(&mut service, before, &|field| edited.contains(field));
            if !fields.is_empty() {
                self.kept.push(KeptEdits { line, fields });
            }
        }
        self.plan.push(PlannedService {
            expected_version,
            service,
            private,
            provenance: Some(provenance),
        });
    }

    fn take_over(&self, service: &mut Service, private: &mut Vec<Contact>, said: Said) -> Provenance {
        let Said {
            line: _,
            provenance,
            service: draft,
            organization,
            places,
        } = said;
        let ServiceDraft {
            name,
            summary,
            translations,
            modes,
            serves,
            terms,
            schedules,
            contacts,
            is_free,
            fee,
            eligibility,
            minimum_age,
            maximum_age,
            required_documents,
            id_required,
            reservation_required,
            verified_at,
            here: _,
        } = draft;
        service.name = name;
        service.summary = summary.or(service.summary.take());
        service.organization = organization.or(service.organization);
        for translation in translations.0 {
            merge_translation(&mut service.translations, translation);
        }
        replace_if_some(&mut service.modes, modes);
        let mut districts: Vec<DistrictId> = Vec::new();
        for code in &serves {
            let district = self.districts.get(code.as_str()).copied();
            districts.extend(district.filter(|district| !districts.contains(district)));
        }
        replace_if_some(&mut service.serves, districts);
        let mut known_terms: Vec<TermId> = Vec::new();
        for term in terms {
            let term = self
                .known
                .terms
                .get(&(term.scheme.into_owned(), term.code.into_owned()))
                .copied();
            known_terms.extend(term.filter(|term| !known_terms.contains(term)));
        }
        replace_if_some(&mut service.terms, known_terms);
        replace_if_some(&mut service.schedules, schedules);
        service.is_free = is_free.or(service.is_free);
        service.fee = fee.or(service.fee.take());
        service.eligibility = eligibility.or(service.eligibility.take());
        // The two ages are one statement.
        if minimum_age.is_some() || maximum_age.is_some() {
            (service.minimum_age, service.maximum_age) = (minimum_age, maximum_age);
        }
        replace_if_some(&mut service.required_documents, required_documents);
        service.id_required = id_required.or(service.id_required);
        service.reservation_required = reservation_required.or(service.reservation_required);
        let (public, mut hidden) = split_contacts(contacts);
        replace_if_some(&mut service.contacts, public);
        for (place, offer) in places {
            let (public, hidden_here) = split_contacts(offer.contacts);
            hidden.extend(hidden_here);
            let here = at_place(service, place);
            if let Some(here) = here {
                replace_if_some(&mut here.schedules, offer.schedules);
                replace_if_some(&mut here.contacts, public);
                here.note = offer.note.or(here.note.take());
            }
        }
        replace_if_some(private, hidden);
        if let Some(verified_at) = verified_at {
            service.verification = Verification {
                verified_at: Some(verified_at),
                method: Some(VerificationMethod::Import),
                ..Verification::default()
            };
        }
        service.updated_at = self.at;
        let source: &Source = &provenance.source;
        set_source(&mut service.sources, source, None);
        provenance
    }

    /// What is to be written, and the fields that editors keep.
    pub(super) fn finish(self) -> (Vec<PlannedService>, Vec<KeptEdits>) {
        (self.plan, self.kept)
    }
}

/// The service at this place; it begins to be offered there if it was not.
fn at_place(service: &mut Service, place: PlaceId) -> Option<&mut ServiceAtPlace> {
    if service.places.iter().all(|at| at.place != place) {
        service.places.push(ServiceAtPlace {
            id: ServiceAtPlaceId::fresh(),
            place,
            schedules: Vec::new(),
            contacts: Vec::new(),
            note: None,
        });
    }
    service.places.iter_mut().find(|at| at.place == place)
}

/// Puts back the fields that an editor changed; answers those of which the file says something else.
fn keep_edits(service: &mut Service, old: Service, is_edited: &dyn Fn(&str) -> bool) -> Vec<&'static str> {
    let mut kept = Vec::new();
    macro_rules! keep {
        ($($field:ident as $name:literal),* $(,)?) => {
            $(if is_edited($name) && service.$field != old.$field {
                service.$field = old.$field;
                kept.push($name);
            })*
        };
    }
    keep! {
        name as "name", summary as "summary", translations as "translations", modes as "modes", serves as "serves",
        terms as "terms", organization as "organization", schedules as "schedules", contacts as "contacts",
        is_free as "isFree", fee as "fee", eligibility as "eligibility", minimum_age as "minimumAge",
        maximum_age as "maximumAge", required_documents as "requiredDocuments", id_required as "idRequired",
        reservation_required as "reservationRequired",
    }
    kept
}

#[cfg(test)]
mod tests;
