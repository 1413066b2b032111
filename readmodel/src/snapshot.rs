//! The register at one moment, never changed afterwards. A request takes one snapshot and uses no other.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::contents::LastChange;
use domain::{
    District, DistrictId, DistrictLevel, Organization, OrganizationId, Place, PlaceId, Scheme, Service,
    ServiceId, Term, TermId,
};
use rayon::prelude::*;

use crate::entry::Entry;
use crate::opening::day::{Day, Today};
use crate::opening::timetable::View;
use crate::part::Part;
use crate::tables::Tables;
use crate::tuning::Tuning;

/// A place's position in a snapshot; means something in one snapshot only.
pub type Row = u32;

/// Everything public, in memory.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) seq: i64,
    pub(crate) last_change: Option<LastChange>,
    pub(crate) release: Arc<str>,
    pub(crate) epoch: String,
    pub(crate) tuning: Tuning,
    pub(crate) tables: Tables,
    pub(crate) today: Arc<Today>,
    /// The oldest and largest first; each place is live in exactly one.
    pub(crate) parts: Vec<Part>,
}

impl Snapshot {
    /// The number of the last transaction in it.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// The change that its last transaction began with; tells apart two histories with equal numbers.
    pub fn last_change(&self) -> Option<LastChange> {
        self.last_change
    }

    /// Tells apart registers, releases and restored backups whose numbers are equal.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// How many places it holds, archived ones included.
    pub fn place_count(&self) -> usize {
        self.parts.iter().map(|part| part.live.len() as usize).sum()
    }

    pub fn place_row(&self, id: PlaceId) -> Option<Row> {
        let mut rows = self
            .parts
            .iter()
            .filter_map(|part| Some(part.offset + part.row(id)?));
        rows.next()
    }

    /// The part that holds a row, and the row's number there.
    pub(crate) fn part_of(&self, row: Row) -> Option<(&Part, u32)> {
        let after = self.parts.partition_point(|part| part.offset <= row);
        let part = self.parts.get(after.checked_sub(1)?)?;
        Some((part, row - part.offset))
    }

    pub(crate) fn entry(&self, row: Row) -> Option<&Arc<Entry>> {
        let (part, row) = self.part_of(row)?;
        part.segment.entry(row)
    }

    pub fn place(&self, row: Row) -> Option<&Arc<Place>> {
        self.entry(row).map(|entry| &entry.place)
    }

    /// The districts of a place, from prefecture down.
    pub fn districts_of(&self, row: Row) -> impl Iterator<Item = &Arc<District>> {
        let slots = self.entry(row).map(|entry| &*entry.districts).unwrap_or_default();
        slots
            .iter()
            .filter_map(|slot| self.tables.districts.table.at(*slot))
            .map(|entry| &entry.district)
    }

    pub fn organization(&self, id: OrganizationId) -> Option<&Arc<Organization>> {
        self.tables
            .organizations
            .get(&id)
            .map(|entry| &entry.organization)
    }

    pub fn service(&self, id: ServiceId) -> Option<&Arc<Service>> {
        self.tables.services.table.get(&id).map(|entry| &entry.service)
    }

    /// All organizations, in no order.
    pub fn organization_ids(&self) -> impl Iterator<Item = OrganizationId> {
        let organizations = self.tables.organizations.iter();
        organizations.map(|entry| entry.organization.id)
    }

    /// All services, in no order.
    pub fn service_ids(&self) -> impl Iterator<Item = ServiceId> {
        let services = self.tables.services.table.iter();
        services.map(|entry| entry.service.id)
    }

    pub fn district(&self, id: DistrictId) -> Option<&Arc<District>> {
        self.tables.districts.table.get(&id).map(|entry| &entry.district)
    }

    /// By official code; two or five digits of a municipality's code will do.
    pub fn district_by_code(&self, level: Option<DistrictLevel>, code: &str) -> Option<&Arc<District>> {
        self.tables.districts.by_code(level, code)
    }

    pub fn term(&self, id: TermId) -> Option<&Arc<Term>> {
        self.tables.vocabulary.get(id)
    }

    pub fn term_by_code(&self, scheme: &str, code: &str) -> Option<&Arc<Term>> {
        self.tables.vocabulary.by_code(scheme, code)
    }

    /// The terms directly below one.
    pub fn children_of(&self, id: TermId) -> impl Iterator<Item = &Arc<Term>> {
        let children = self.tables.vocabulary.children.get(&id);
        children.into_iter().flatten().filter_map(|id| self.term(*id))
    }

    pub fn schemes(&self) -> &[Scheme] {
        &self.tables.vocabulary.schemes
    }

    pub fn scheme(&self, code: &str) -> Option<&Scheme> {
        self.schemes().iter().find(|scheme| scheme.code == code)
    }

    /// The same register on another day.
    pub fn on_day(&self, day: Day) -> Snapshot {
        let today = Arc::new(Today::new(day, &self.tables.patterns));
        let parts = self.parts.par_iter().map(|part| part.on(&today)).collect();
        Snapshot {
            today,
            parts,
            ..self.with_parts(Vec::new())
        }
    }

    /// Which places are open at this minute, made beside the work for the questions of that minute.
    pub fn prepare_minute(&self, at: DateTime<Utc>) {
        if let Some(minute) = self.horizon().minute(at) {
            for part in &self.parts {
                self.view(part).prepare(minute);
            }
        }
    }

    /// Whether [`Snapshot::prepare_minute`] has something to do.
    pub fn lacks_minute(&self, at: DateTime<Utc>) -> bool {
        let minute = self.horizon().minute(at);
        minute.is_some_and(|minute| {
            self.parts
                .iter()
                .any(|part| part.timetable.moment(minute).is_none())
        })
    }

    pub(crate) fn view<'a>(&'a self, part: &'a Part) -> View<'a> {
        View {
            classes: &part.segment.classes,
            table: &part.timetable,
            today: &self.today,
        }
    }

    /// The same register and day in other parts.
    pub(crate) fn with_parts(&self, parts: Vec<Part>) -> Snapshot {
        Snapshot {
            seq: self.seq,
            last_change: self.last_change,
            release: self.release.clone(),
            epoch: self.epoch.clone(),
            tuning: self.tuning,
            tables: self.tables.clone(),
            today: self.today.clone(),
            parts,
        }
    }

    /// Indexes the words of large segments that still lack it. Answers are right without, but slower; so a server
    /// publishes first and calls this beside its work.
    pub fn index_words(&self) {
        for part in &self.parts {
            part.segment.index_words(self.tuning);
        }
    }

    /// Whether [`Snapshot::index_words`] has something to do.
    pub fn lacks_words(&self) -> bool {
        let lacks = |part: &Part| part.segment.lacks_postings(self.tuning);
        self.parts.iter().any(lacks)
    }
}
