//! The next snapshot from this one and the log: what changed is made anew, all else is shared.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::contents::LastChange;
use domain::{
    Change, District, DistrictId, Image, Organization, OrganizationId, Place, PlaceId, Schedule, Service,
    ServiceId, Term, TermId,
};
use roaring::RoaringBitmap;

use crate::build::epoch;
use crate::entry::{Entry, prepare};
use crate::opening::day::Today;
use crate::part::{Part, numbered};
use crate::segment::Segment;
use crate::snapshot::Snapshot;
use crate::tables::{OrganizationEntry, Tables};

/// Records as the last of several changes left them.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) places: BTreeMap<PlaceId, Arc<Place>>,
    pub(crate) services: BTreeMap<ServiceId, Service>,
    pub(crate) organizations: BTreeMap<OrganizationId, Organization>,
    pub(crate) districts: BTreeMap<DistrictId, District>,
    pub(crate) terms: BTreeMap<TermId, Term>,
}

impl Snapshot {
    /// How many changed places [`Snapshot::apply`] takes; above that, loading the register anew is the better way.
    pub fn most_pending(&self) -> usize {
        self.tuning.pending.max(self.place_count() / 8)
    }

    /// The register after the whole transactions that follow this one, their changes in order. `None` when it must be
    /// loaded anew: a change is missing, an image was redacted, a vocabulary is unknown, or too many places change.
    pub fn apply(&self, changes: Vec<Change>) -> Option<Snapshot> {
        let (seq, last) = self.follow(&changes)?;
        let batch = Batch::of(changes)?;
        let unknown = |term: &Term| self.scheme(&term.scheme).is_none();
        if batch.terms.values().any(unknown) {
            return None;
        }
        let tables = self.tables_after(&batch);
        let mut places = self.dependants(&batch, &tables)?;
        places.extend(batch.places);
        if places.len() > self.most_pending() {
            return None;
        }
        let mut parts: Vec<Part> = Vec::with_capacity(self.parts.len() + 1);
        for part in &self.parts {
            let dead: RoaringBitmap = places.keys().filter_map(|id| part.row(*id)).collect();
            parts.push(part.without(&dead));
        }
        let today = self.today_with(&tables);
        if !places.is_empty() {
            let mut entries = prepare(places.into_values().collect(), &tables);
            if let Some(fresh) = parts.pop_if(|last| last.segment.rows() <= self.tuning.fresh) {
                entries.extend(live_entries(&fresh));
                entries.sort_by_cached_key(|entry| entry.order());
            }
            parts.push(Part::new(Segment::new(entries, &tables), &today));
        }
        Some(Snapshot {
            seq,
            last_change: Some(last),
            epoch: epoch(&self.release, Some(last)),
            tables,
            today,
            ..self.with_parts(numbered(parts))
        })
    }

    /// The number that the changes lead to, when none is missing.
    fn follow(&self, changes: &[Change]) -> Option<(i64, LastChange)> {
        let (mut seq, mut next, mut last) = (self.seq, 0, None);
        for change in changes {
            if change.seq != seq {
                (seq, next) = (seq + 1, 0);
                last = Some(LastChange {
                    at: change.at,
                    subject_id: change.subject_id,
                });
            }
            if (change.seq, change.index) != (seq, next) {
                return None;
            }
            next += 1;
        }
        Some((seq, last?))
    }

    /// The tables with the changed records; those without a change are shared.
    fn tables_after(&self, batch: &Batch) -> Tables {
        let mut tables = self.tables.clone();
        if !batch.terms.is_empty() {
            tables.vocabulary = Arc::new(tables.vocabulary.with(batch.terms.values().cloned().collect()));
        }
        if !batch.districts.is_empty() {
            tables.districts = Arc::new(tables.districts.with(batch.districts.values().cloned().collect()));
        }
        if !batch.organizations.is_empty() {
            let mut organizations = (*tables.organizations).clone();
            for (id, organization) in &batch.organizations {
                organizations.set(*id, OrganizationEntry::new(organization.clone()));
            }
            tables.organizations = Arc::new(organizations);
        }
        self.take_in_patterns(batch, &mut tables);
        if !batch.services.is_empty() {
            let services = batch.services.values().cloned().collect();
            tables.services = Arc::new(tables.services.with(services, &tables.patterns));
        }
        tables
    }

    fn take_in_patterns(&self, batch: &Batch, tables: &mut Tables) {
        let offers = batch.services.values().flat_map(|service| &service.places);
        let of_services = batch.services.values().flat_map(|service| &service.schedules);
        let schedules = batch.places.values().flat_map(|place| &place.schedules);
        let schedules = schedules
            .chain(of_services)
            .chain(offers.flat_map(|offer| &offer.schedules));
        let new: Vec<&Schedule> = schedules
            .filter(|schedule| tables.patterns.id(schedule).is_none())
            .collect();
        if !new.is_empty() {
            let mut patterns = (*tables.patterns).clone();
            patterns.add(new);
            tables.patterns = Arc::new(patterns);
        }
    }

    /// The same day; shared when no pattern came.
    fn today_with(&self, tables: &Tables) -> Arc<Today> {
        if self.today.len() == tables.patterns.list.len() {
            self.today.clone()
        } else {
            Arc::new(self.today.with(&tables.patterns))
        }
    }
}

impl Batch {
    /// `None` when an image is missing.
    fn of(changes: Vec<Change>) -> Option<Batch> {
        let mut batch = Batch::default();
        for change in changes {
            match change.image? {
                Image::Place(place) => {
                    batch.places.insert(place.id, Arc::new(*place));
                }
                Image::Service(service) => {
                    batch.services.insert(service.id, *service);
                }
                Image::Organization(organization) => {
                    batch.organizations.insert(organization.id, *organization);
                }
                Image::District(district) => {
                    batch.districts.insert(district.id, *district);
                }
                Image::Term(term) => {
                    batch.terms.insert(term.id, *term);
                }
            }
        }
        Some(batch)
    }
}

pub(crate) fn live_entries(part: &Part) -> impl Iterator<Item = Arc<Entry>> {
    part.live
        .iter()
        .filter_map(|row| part.segment.entry(row).cloned())
}
