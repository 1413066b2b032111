//! Places that rows say otherwise than the register, or that it does not have yet.
//!
//! Where a row is silent, the place keeps what it had. What a row says stands, but for fields that another source gave
//! ([`parts`]) and those that an editor changed ([`super::edits`]).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::import::{
    ImportPlan, KeptEdits, Known, KnownPlace, PlaceChange, PlaceDraft, PlannedPlace, Provenance,
};
use domain::place::{PlaceKind, PrivateParts, split_contacts};
use domain::{LocationPrecision, OrganizationId, Place, PlaceId, TermId, Verification, VerificationMethod};

use super::edits::keep_edits;
use super::fields::{self, Names};
use super::sources::set_source;
use super::{Current, merge_translation, parts, replace_if_some};

pub(super) struct Places<'k> {
    known: &'k Known,
    current: Current,
    names: Names<'k>,
    at: DateTime<Utc>,
    planned: Vec<PlannedPlace>,
    /// Several rows may be one place: where it stands among the planned ones.
    by_place: HashMap<PlaceId, usize>,
    changes: Vec<PlaceChange>,
    kept_edits: Vec<KeptEdits>,
    kept_positions: usize,
}

impl<'k> Places<'k> {
    pub(super) fn new(known: &'k Known, current: Current, at: DateTime<Utc>) -> Places<'k> {
        Places {
            known,
            current,
            names: Names::new(known),
            at,
            planned: Vec::new(),
            by_place: HashMap::new(),
            changes: Vec::new(),
            kept_edits: Vec::new(),
            kept_positions: 0,
        }
    }

    /// Plans what a row says; answers its place as it will be, and the row.
    pub(super) fn row(
        &mut self,
        draft: PlaceDraft,
        known_place: Option<&KnownPlace>,
        organization: Option<OrganizationId>,
    ) -> Option<(&Place, &Provenance)> {
        let earlier = known_place.and_then(|place| self.by_place.get(&place.id).copied());
        let before = match earlier.and_then(|index| self.planned.get(index)) {
            Some(planned) => Some((planned.place.clone(), planned.private.clone())),
            None => known_place.and_then(|place| self.current.remove(&place.id)),
        };
        let expected_version = before.as_ref().map(|(place, _)| place.version);
        let part = known_place.and_then(|place| place.part.as_deref());
        let replaces = known_place.and_then(|place| place.replaces.clone());
        let (mut place, mut private) = match &before {
            Some(before) => before.clone(),
            None => (Place::empty(self.at), PrivateParts::default()),
        };
        if before.is_some() && earlier.is_none() {
            place.version += 1;
        }
        place.organization = organization.or(place.organization);
        let terms = draft.terms.iter().map(|term| (&*term.scheme, &*term.code));
        let terms = known_terms(self.known, terms);
        if part.is_none() {
            // A hazard that a city withdrew must go; terms that the file cannot name are somebody else's.
            let could_say = known_terms(self.known, draft.vocabulary.iter().copied());
            place.terms.retain(|term| !could_say.contains(term));
        }
        if draft.point.is_none() && place.location.is_some() {
            self.kept_positions += 1;
        }
        let (line, named) = (draft.line, draft.organization.clone());
        let mut provenance = take_over(&mut place, &mut private, draft, terms, self.at);
        if let Some(before) = &before {
            let (place, private) = (&mut place, &mut private);
            match part {
                Some(owned) => provenance.source.fields = parts::complete((place, private), before, owned),
                None => {
                    let others = parts::of_others(&before.0.sources);
                    keep_edits((&mut *place, &mut *private), before, &others);
                    self.keep_edits(line, (place, private), before);
                }
            }
        }
        set_source(&mut place.sources, &provenance.source, replaces.as_ref());
        if let Some(before) = &before {
            self.changes.push(PlaceChange {
                line,
                place: place.id,
                name: place.name.clone(),
                fields: fields::changes(before, (&place, &private), named.as_deref(), &self.names),
            });
        }
        let index = earlier.unwrap_or(self.planned.len());
        match self.planned.get_mut(index) {
            Some(planned) => {
                planned.place = place;
                planned.private = private;
                planned.further.push(provenance);
                planned.replaces.extend(replaces);
            }
            None => {
                self.by_place.extend(known_place.map(|place| (place.id, index)));
                self.planned.push(PlannedPlace {
                    expected_version,
                    place,
                    private,
                    provenance,
                    further: Vec::new(),
                    replaces: replaces.into_iter().collect(),
                });
            }
        }
        let planned = self.planned.get(index)?;
        let row = planned.further.last().unwrap_or(&planned.provenance);
        Some((&planned.place, row))
    }

    fn keep_edits(
        &mut self,
        line: u64,
        place: (&mut Place, &mut PrivateParts),
        before: &(Place, PrivateParts),
    ) {
        let Some(edited) = self.known.edited.get(&before.0.id) else {
            return;
        };
        let fields = keep_edits(place, before, edited);
        if !fields.is_empty() {
            self.kept_edits.push(KeptEdits { line, fields });
        }
    }

    pub(super) fn finish(self, plan: &mut ImportPlan) {
        plan.places = self.planned;
        plan.changes = self.changes;
        plan.kept_edits = self.kept_edits;
        plan.kept_positions = self.kept_positions;
    }
}

fn known_terms<'a>(known: &Known, codes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<TermId> {
    let id = |(scheme, code): (&str, &str)| known.terms.get(&(scheme.to_owned(), code.to_owned()));
    codes.filter_map(id).copied().collect()
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
