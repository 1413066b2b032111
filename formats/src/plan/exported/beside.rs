//! Organizations and services of ibasho's own CSV, which stand in many rows: what the first row says that differs
//! from the register holds, and rows that say something else are named.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::contents::Contents;
use domain::import::{
    Known, PlannedOrganization, PlannedService, Provenance, RowAction, RowIssue, SourceKey, TermCode,
};
use domain::text::{identity_digest, same_identity};
use domain::{
    Contact, Organization, OrganizationId, OrganizationKind, PlaceId, Service, ServiceAtPlace,
    ServiceAtPlaceId, ServiceId, TermId, Texts, Translation, Verification,
};

use super::super::replace_if_some;
use crate::own::record::{
    HereCell, OrganizationCell, ServiceCell, SourceCell, contacts, organization_id, sorted,
};

pub(super) struct Beside<'a> {
    known: &'a Known,
    terms: HashMap<(&'a str, &'a str), TermId>,
    standing: HashMap<OrganizationId, &'a Organization>,
    standing_services: HashMap<ServiceId, &'a Service>,
    hidden: HashMap<OrganizationId, Vec<Contact>>,
    hidden_of_services: HashMap<ServiceId, Vec<Contact>>,
    organizations: BTreeMap<OrganizationId, Planned<Organization, OrganizationCell>>,
    services: BTreeMap<ServiceId, Planned<Service, ServiceCell>>,
    issues: Vec<RowIssue>,
    at: DateTime<Utc>,
}

/// A record as the rows so far make it; the cell that said so, unless only its name was met.
struct Planned<R, C> {
    record: R,
    said: Option<C>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(
        contents: &'a Contents,
        known: &'a Known,
        hidden_of_services: HashMap<ServiceId, Vec<Contact>>,
        hidden: HashMap<OrganizationId, Vec<Contact>>,
        at: DateTime<Utc>,
    ) -> Beside<'a> {
        let code = |term: &'a domain::Term| ((term.scheme.as_str(), term.code.as_str()), term.id);
        Beside {
            known,
            terms: contents.terms.iter().map(code).collect(),
            standing: contents.organizations.iter().map(|one| (one.id, one)).collect(),
            standing_services: contents.services.iter().map(|one| (one.id, one)).collect(),
            hidden,
            hidden_of_services,
            organizations: BTreeMap::new(),
            services: BTreeMap::new(),
            issues: Vec::new(),
            at,
        }
    }

    pub(super) fn note(
        &mut self,
        line: u64,
        column: &str,
        rule: &'static str,
        action: RowAction,
        detail: &str,
    ) {
        self.issues.push(RowIssue {
            line,
            column: column.to_owned(),
            value: String::new(),
            rule,
            action,
            detail: detail.to_owned(),
        });
    }

    pub(super) fn term(&self, term: &TermCode) -> Option<TermId> {
        self.terms.get(&(&*term.scheme, &*term.code)).copied()
    }

    /// The organization of this id, else of this name; made where there is none.
    pub(super) fn named(&mut self, id: Option<&str>, name: &str) -> Option<OrganizationId> {
        let id = id.and_then(organization_id);
        if let Some(id) =
            id.filter(|id| self.standing.contains_key(id) || self.organizations.contains_key(id))
        {
            return Some(id);
        }
        if name.is_empty() {
            return None;
        }
        if let Some(found) = id.is_none().then(|| self.find(name)).flatten() {
            return Some(found);
        }
        let mut record = Organization::empty(self.at);
        record.id = id.unwrap_or(record.id);
        name.clone_into(&mut record.name);
        let id = record.id;
        self.organizations.insert(id, Planned { record, said: None });
        Some(id)
    }

    fn find(&self, name: &str) -> Option<OrganizationId> {
        let planned = self.organizations.values().map(|planned| &planned.record);
        let mut all = self.standing.values().copied().chain(planned);
        let first = all.find(|one| same_identity(&one.name, name))?.id;
        // Two of one name: nobody knows which is meant.
        all.all(|one| !same_identity(&one.name, name) || one.id == first)
            .then_some(first)
    }

    /// The organization that a cell says, with what else it says of it.
    pub(super) fn organization(&mut self, line: u64, cell: &OrganizationCell) -> Option<OrganizationId> {
        let Some(id) = self.named(cell.id.as_deref(), &cell.name) else {
            let detail = "The register does not have this organization, and a new one needs a name.";
            self.note(
                line,
                "organization_name",
                "name-required",
                RowAction::LeftOut,
                detail,
            );
            return None;
        };
        let standing = self.standing.get(&id).copied();
        let of_standing = standing.map(OrganizationCell::of);
        if of_standing.as_ref() == Some(cell) {
            return Some(id);
        }
        let planned = self.organizations.entry(id).or_insert_with(|| Planned {
            record: standing.cloned().unwrap_or_else(|| Organization::empty(self.at)),
            said: None,
        });
        match &planned.said {
            Some(said) if said == cell => {}
            Some(_) => {
                let detail = "An earlier row says something else of this organization, which stands.";
                self.note(
                    line,
                    "organization_id",
                    "rows-disagree",
                    RowAction::LeftOut,
                    detail,
                );
            }
            None => {
                planned.said = Some(cell.clone());
                put_organization(&mut planned.record, cell, standing.is_none());
            }
        }
        Some(id)
    }

    /// The services that a row says are offered at its place; those that its place offers already, too.
    pub(super) fn services(
        &mut self,
        line: u64,
        place: PlaceId,
        cells: Vec<ServiceCell>,
        offered: &[ServiceCell],
    ) {
        for cell in cells {
            if offered.contains(&cell) {
                continue;
            }
            let by_name = || {
                let same = offered
                    .iter()
                    .find(|known| same_identity(&known.name, &cell.name));
                same.and_then(ServiceCell::id)
            };
            let id = cell.id().or_else(by_name).unwrap_or_else(ServiceId::fresh);
            self.service(line, place, id, cell);
        }
    }

    fn service(&mut self, line: u64, place: PlaceId, id: ServiceId, mut cell: ServiceCell) {
        let here = cell.here.take().unwrap_or_default();
        let organization = cell
            .organization
            .as_ref()
            .and_then(|organization| self.organization(line, organization));
        let verifier = cell.verification.as_ref().and_then(|said| said.by.clone());
        let verifier = verifier.and_then(|by| self.named(by.id.as_deref(), &by.name));
        let terms: Vec<TermId> = cell
            .terms
            .iter()
            .filter_map(|term| {
                let (scheme, code) = term.split_once(':')?;
                self.terms.get(&(scheme, code)).copied()
            })
            .collect();
        if terms.len() < cell.terms.len() {
            let detail = "The register's vocabulary does not have some terms of a service.";
            self.note(line, "services", "term-unknown", RowAction::LeftOut, detail);
        }
        let standing = self.standing_services.get(&id).copied();
        let planned = self.services.entry(id).or_insert_with(|| {
            let empty = Service {
                id,
                ..Service::empty(self.at)
            };
            Planned {
                record: standing.cloned().unwrap_or(empty),
                said: None,
            }
        });
        let named = (organization, verifier, terms);
        let mut common = planned.record.clone();
        put_service(&mut common, &cell, named.clone(), standing.is_none());
        let disagrees = planned.said.as_ref().is_some_and(|said| *said != cell);
        // A row that says what the register holds does not speak against one that was edited.
        let is_as_before = standing.is_some_and(|old| {
            let mut said = old.clone();
            put_service(&mut said, &cell, named, false);
            said == *old
        });
        if !disagrees {
            planned.record = common;
        }
        if !is_as_before && planned.said.is_none() {
            planned.said = Some(cell);
        }
        put_here(&mut planned.record, place, here);
        if disagrees && !is_as_before {
            let detail = "An earlier row says something else of this service, which stands.";
            self.note(line, "services", "rows-disagree", RowAction::LeftOut, detail);
        }
    }

    pub(super) fn finish(mut self) -> (Vec<PlannedOrganization>, Vec<PlannedService>, Vec<RowIssue>) {
        let mut organizations = Vec::new();
        let mut taken: HashSet<SourceKey> = self.known.organizations.keys().cloned().collect();
        for (id, Planned { mut record, .. }) in self.organizations {
            let standing = self.standing.get(&id).copied();
            let expected_version = standing.map(|old| old.version);
            if standing == Some(&record) {
                continue;
            }
            if standing.is_some() {
                record.version += 1;
                record.updated_at = self.at;
            }
            let provenance = match standing {
                None => key_of(&mut record, &mut taken),
                Some(_) => None,
            };
            organizations.push(PlannedOrganization {
                expected_version,
                organization: record,
                private: self.hidden.remove(&id).unwrap_or_default(),
                provenance,
            });
        }
        let mut services = Vec::new();
        for (id, Planned { mut record, .. }) in self.services {
            let standing = self.standing_services.get(&id).copied();
            let expected_version = standing.map(|old| old.version);
            if standing == Some(&record) {
                continue;
            }
            if standing.is_some() {
                record.version += 1;
                record.updated_at = self.at;
            }
            services.push(PlannedService {
                expected_version,
                service: record,
                private: self.hidden_of_services.remove(&id).unwrap_or_default(),
                provenance: None,
            });
        }
        (organizations, services, self.issues)
    }
}

/// The key by which a later list finds the organization: its name, in the data set that it came from.
fn key_of(record: &mut Organization, taken: &mut HashSet<SourceKey>) -> Option<Provenance> {
    let digest = identity_digest(&[&record.name]);
    let source = record
        .sources
        .iter_mut()
        .find(|source| source.dataset.is_some())?;
    let publisher = source.publisher.clone();
    source.publisher.get_or_insert_default();
    let provenance = Provenance {
        source: source.clone(),
        record_key: format!("organization:{digest}"),
        digest,
        raw: "{}".to_owned(),
    };
    // Of two with one name, the list means the first.
    if !taken.insert(provenance.key()) {
        source.publisher = publisher;
        return None;
    }
    Some(provenance)
}

fn put_organization(record: &mut Organization, cell: &OrganizationCell, is_new: bool) {
    if !cell.name.is_empty() {
        record.name.clone_from(&cell.name);
    }
    record.name_kana = cell.name_kana.clone().or(record.name_kana.take());
    record.kind = cell.kind.unwrap_or(if is_new {
        OrganizationKind::Other
    } else {
        record.kind
    });
    record.url = cell.url.clone().or(record.url.take());
    replace_if_some(&mut record.contacts, contacts(&cell.contacts));
    put_texts(&mut record.translations, &cell.translations);
    if is_new {
        record.sources = cell.sources.iter().map(SourceCell::source).collect();
    }
}

fn put_service(
    record: &mut Service,
    cell: &ServiceCell,
    (organization, verifier, terms): (Option<OrganizationId>, Option<OrganizationId>, Vec<TermId>),
    is_new: bool,
) {
    if !cell.name.is_empty() {
        record.name.clone_from(&cell.name);
    }
    record.summary = cell.summary.clone().or(record.summary.take());
    put_texts(&mut record.translations, &cell.translations);
    record.organization = organization.or(record.organization);
    replace_if_some(&mut record.modes, cell.modes.clone());
    let set = |terms: &[TermId]| terms.iter().copied().collect::<BTreeSet<TermId>>();
    if set(&terms) != set(&record.terms) {
        replace_if_some(&mut record.terms, terms);
    }
    replace_if_some(&mut record.schedules, cell.schedules.clone());
    replace_if_some(&mut record.contacts, contacts(&cell.contacts));
    record.is_free = cell.is_free.or(record.is_free);
    record.fee = cell.fee.clone().or(record.fee.take());
    record.eligibility = cell.eligibility.clone().or(record.eligibility.take());
    if cell.minimum_age.is_some() || cell.maximum_age.is_some() {
        (record.minimum_age, record.maximum_age) = (cell.minimum_age, cell.maximum_age);
    }
    replace_if_some(&mut record.required_documents, cell.required_documents.clone());
    record.id_required = cell.id_required.or(record.id_required);
    record.reservation_required = cell.reservation_required.or(record.reservation_required);
    if let Some(said) = &cell.verification {
        record.verification = Verification {
            verified_at: said.verified_at.or(record.verification.verified_at),
            expires_at: said.expires_at.or(record.verification.expires_at),
            by: verifier.or(record.verification.by),
            method: said.method.or(record.verification.method),
            disputed: said.disputed.unwrap_or(record.verification.disputed),
        };
    }
    if is_new {
        record.sources = cell.sources.iter().map(SourceCell::source).collect();
    }
}

/// The same texts in another order are the same.
fn put_texts(texts: &mut Texts, said: &[Translation]) {
    if !said.is_empty() && sorted(said) != sorted(&texts.0) {
        *texts = Texts(sorted(said));
    }
}

fn put_here(record: &mut Service, place: PlaceId, here: HereCell) {
    if record.places.iter().all(|at| at.place != place) {
        record.places.push(ServiceAtPlace {
            id: ServiceAtPlaceId::fresh(),
            place,
            schedules: Vec::new(),
            contacts: Vec::new(),
            note: None,
        });
    }
    if let Some(at) = record.places.iter_mut().find(|at| at.place == place) {
        replace_if_some(&mut at.schedules, here.schedules);
        replace_if_some(&mut at.contacts, contacts(&here.contacts));
        at.note = here.note.or(at.note.take());
    }
}
