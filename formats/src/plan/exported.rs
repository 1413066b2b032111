//! Rows of ibasho's own CSV against the register that they are imported into.
//!
//! A row is the place with its id; in another register, the place with one of its source keys; else a new place that
//! takes the id. What it says is put onto the record as it stands, and only what differs then is written. Services
//! and organizations follow in [`beside`]. Sources of places that stand are left alone: an edit in a spreadsheet is
//! no new edition of their data sets.

mod beside;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::clock::to_micros;
use domain::contents::Contents;
use domain::import::{
    ImportPlan, KeptEdits, Known, PlaceChange, PlannedRow, RowAction, RowIssue, SourceKey, TermCode,
};
use domain::place::{PlaceKind, PrivateParts};
use domain::{Contact, LocationPrecision, OrganizationId, Place, PlaceId, Point, ServiceId, TermId};

use self::beside::Beside;
use super::edits::keep_edits;
use super::fields::{self, Names};
use crate::own::record::{Row, VerifierCell};
use crate::own::{ExportedRow, Lookup};

/// What the public contents do not say of the records that a plan would change.
#[derive(Debug, Clone, Default)]
pub struct Private {
    pub places: HashMap<PlaceId, PrivateParts>,
    pub services: HashMap<ServiceId, Vec<Contact>>,
    pub organizations: HashMap<OrganizationId, Vec<Contact>>,
}

/// Plans rows. `contents` is the register; `private` has what a first plan without it was found to change.
pub fn plan_exported(
    rows: Vec<ExportedRow>,
    contents: &Contents,
    known: &Known,
    private: Private,
    at: DateTime<Utc>,
) -> (ImportPlan, Vec<RowIssue>) {
    let at = to_micros(at);
    let Private {
        places: mut privates,
        services,
        organizations,
    } = private;
    let standing: HashMap<PlaceId, &Place> = contents.places.iter().map(|place| (place.id, place)).collect();
    let lookup = Lookup::new(contents);
    let mut planner = Planner {
        known,
        beside: Beside::new(contents, known, services, organizations, at),
        names: Names::new(known),
        taken: known.places.keys().cloned().collect(),
        plan: ImportPlan::default(),
        unknown_terms: BTreeMap::new(),
        at,
    };
    let mut planned: HashSet<PlaceId> = HashSet::new();
    for row in rows {
        let by_key = || row.keys.iter().find_map(|key| known.places.get(&key.key()));
        let id = row
            .id
            .filter(|id| standing.contains_key(id))
            .or_else(|| by_key().map(|place| place.id))
            .or(row.id);
        if id.is_some_and(|id| !planned.insert(id)) {
            let detail = "An earlier row is the same place: this one is not read.";
            planner
                .beside
                .note(row.line, "id", "duplicate-row", RowAction::Rejected, detail);
            continue;
        }
        let place = id.and_then(|id| standing.get(&id).copied());
        let private = place
            .and_then(|place| privates.remove(&place.id))
            .unwrap_or_default();
        planner.row(&row, id, place.map(|place| (place, lookup.row(place))), private);
    }
    planner.finish()
}

struct Planner<'a> {
    known: &'a Known,
    beside: Beside<'a>,
    names: Names<'a>,
    /// Source keys that belong to a place.
    taken: HashSet<SourceKey>,
    plan: ImportPlan,
    unknown_terms: BTreeMap<TermCode, u64>,
    at: DateTime<Utc>,
}

impl Planner<'_> {
    fn row(
        &mut self,
        said: &ExportedRow,
        id: Option<PlaceId>,
        standing: Option<(&Place, Row)>,
        private: PrivateParts,
    ) {
        let before = standing
            .as_ref()
            .map(|(place, _)| ((*place).clone(), private.clone()));
        let base = standing.map_or_else(|| Row::empty(self.at), |(_, row)| row);
        let mut row = base.clone();
        // A name without an id is another body, not a new name of the one that stands.
        if said.says("organization_name") && !said.says("organization_id") {
            row.organization = None;
        }
        if said.says("verified_by_name") && !said.says("verified_by_id") {
            row.verifier = None;
        }
        said.apply(&mut row);
        if let Some((old, _)) = &before
            && row.place.translations == base.place.translations
        {
            // As the register has them, in whatever order.
            row.place.translations.clone_from(&old.translations);
        }
        if row.place.name.is_empty() {
            let detail = "The register does not have this place, and a new place needs a name.";
            self.beside
                .note(said.line, "name", "name-required", RowAction::Rejected, detail);
            return;
        }
        let mut private = private;
        row.place.id = id.unwrap_or(row.place.id);
        self.terms(said.line, &mut row, &base);
        settle(&mut row, &base, &mut private);
        if row.place.kinds.is_empty() {
            row.place.kinds.push(PlaceKind::Other);
        }
        if row.organization != base.organization || before.is_none() {
            row.place.organization = match &row.organization {
                Some(cell) => self.beside.organization(said.line, cell),
                None => row.place.organization,
            };
        }
        if row.verifier != base.verifier || before.is_none() {
            let verifier = row.verifier.as_ref();
            let by = verifier.and_then(|VerifierCell { id, name }| self.beside.named(id.as_deref(), name));
            row.place.verification.by = by.or(row.place.verification.by);
        }
        if row.services != base.services {
            let services = std::mem::take(&mut row.services);
            self.beside
                .services(said.line, row.place.id, services, &base.services);
        }
        self.place(said, row, private, before);
    }

    /// The row's terms by their ids; as they stand, if the row says the same in another order.
    fn terms(&mut self, line: u64, row: &mut Row, base: &Row) {
        let sorted = |terms: &[TermCode]| {
            let mut terms = terms.to_vec();
            terms.sort();
            terms
        };
        if sorted(&row.terms) == sorted(&base.terms) {
            return;
        }
        let mut terms: Vec<TermId> = Vec::new();
        for term in &row.terms {
            match self.beside.term(term) {
                Some(id) if !terms.contains(&id) => terms.push(id),
                Some(_) => {}
                None => {
                    self.unknown_terms.entry(term.clone()).or_insert(line);
                }
            }
        }
        row.place.terms = terms;
    }

    fn place(
        &mut self,
        said: &ExportedRow,
        row: Row,
        mut private: PrivateParts,
        before: Option<(Place, PrivateParts)>,
    ) {
        let mut place = row.place;
        let Some(before) = before else {
            place.created_at = self.at;
            place.updated_at = self.at;
            place.sources.clone_from(&said.sources);
            let mut keys = said.keys.clone();
            keys.retain(|key| self.taken.insert(key.key()));
            for key in &keys {
                let mut sources = place.sources.iter_mut();
                let of_key = sources.find(|source| {
                    source.dataset == key.source.dataset
                        && source.publisher.clone().unwrap_or_default()
                            == key.source.publisher.clone().unwrap_or_default()
                        && source.external_id == key.source.external_id
                });
                if let Some(source) = of_key {
                    source.clone_from(&key.source);
                }
            }
            self.plan.rows.push(PlannedRow {
                expected_version: None,
                place,
                private,
                keys,
            });
            return;
        };
        if let Some(edited) = self.known.edited.get(&place.id) {
            let mut fields = keep_edits((&mut place, &mut private), &before, edited);
            if edited.contains("status") && place.status != before.0.status {
                place.status = before.0.status;
                fields.push("status");
            }
            if !fields.is_empty() {
                self.plan.kept_edits.push(KeptEdits {
                    line: said.line,
                    fields,
                });
            }
        }
        if place == before.0 && private == before.1 {
            self.plan.unchanged += 1;
            return;
        }
        let expected_version = Some(place.version);
        place.version += 1;
        place.updated_at = self.at;
        let organization = row.organization.as_ref().map(|cell| cell.name.as_str());
        self.plan.changes.push(PlaceChange {
            line: said.line,
            place: place.id,
            name: place.name.clone(),
            fields: fields::changes(&before, (&place, &private), organization, &self.names),
        });
        self.plan.rows.push(PlannedRow {
            expected_version,
            place,
            private,
            keys: Vec::new(),
        });
    }

    fn finish(self) -> (ImportPlan, Vec<RowIssue>) {
        let Planner {
            beside,
            mut plan,
            unknown_terms,
            ..
        } = self;
        let (organizations, services, mut issues) = beside.finish();
        plan.organizations = organizations;
        plan.services = services;
        issues.extend(unknown_terms.into_iter().map(|(term, line)| RowIssue {
            line,
            column: term.scheme.into_owned(),
            value: term.code.into_owned(),
            rule: "term-unknown",
            action: RowAction::LeftOut,
            detail: "The register's vocabulary does not have this term.".to_owned(),
        }));
        (plan, issues)
    }
}

/// The file has the public point alone: while that stands as it was exported, the exact one stays. A point that was
/// moved is a new exact one.
fn settle(row: &mut Row, base: &Row, private: &mut PrivateParts) {
    let is_same = (row.latitude, row.longitude) == (base.latitude, base.longitude);
    if is_same && row.place.location_precision == base.place.location_precision {
        return;
    }
    let moved = row
        .latitude
        .zip(row.longitude)
        .and_then(|(lat, lon)| Point::new(lon, lat).ok());
    let exact = match moved {
        Some(point) if !is_same => Some(point),
        _ => private.exact_point.or(base.place.location),
    };
    let mut precision = row.place.location_precision;
    match exact {
        Some(_) if precision == LocationPrecision::Unknown => precision = LocationPrecision::Exact,
        None if precision != LocationPrecision::Hidden => precision = LocationPrecision::Unknown,
        _ => {}
    }
    row.place.location_precision = precision;
    row.place.location = exact.and_then(|exact| domain::location::public_point(exact, precision));
    private.exact_point = exact.filter(|exact| row.place.location != Some(*exact));
}

#[cfg(test)]
mod tests;
