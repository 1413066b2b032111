//! The register at one moment, never changed afterwards. A request takes one snapshot and uses no other.

use std::sync::Arc;

use domain::{
    District, DistrictId, DistrictLevel, Organization, OrganizationId, Place, PlaceId, Scheme, Service,
    ServiceId, Term, TermId,
};
use roaring::RoaringBitmap;

use crate::indexes::Indexes;
use crate::spatial::Located;
use crate::tables::{Districts, NameKey, OrganizationEntry, ServiceEntry, Table, Vocabulary};

/// A place's position in the one order; means something in one snapshot only.
pub type Row = u32;

/// Everything public, in memory.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) seq: i64,
    pub(crate) epoch: String,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) districts: Districts,
    pub(crate) organizations: Table<OrganizationId, OrganizationEntry>,
    pub(crate) services: Table<ServiceId, ServiceEntry>,
    pub(crate) places: Places,
}

/// Places in the one order: those with a position along the curve, then the others by id.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) table: Table<PlaceId, Arc<Place>>,
    pub(crate) located: Located,
    /// Position on the curve of each located row.
    pub(crate) curve: Vec<u64>,
    pub(crate) names: Vec<NameKey>,
    /// Rows by name, then id.
    pub(crate) by_name: Vec<Row>,
    pub(crate) haystacks: Vec<Box<str>>,
    pub(crate) indexes: Indexes,
    /// All rows but the archived ones: what an unfiltered question sees.
    pub(crate) listed: RoaringBitmap,
    /// Positions in the table of districts, for each row.
    pub(crate) districts: Vec<Vec<u32>>,
    /// Services offered at each row: position of the service, and of the offer within it.
    pub(crate) offers: Vec<Vec<(u32, u32)>>,
}

impl Places {
    pub(crate) fn rows(&self) -> u32 {
        self.table.records.len() as u32
    }

    pub(crate) fn located_rows(&self) -> u32 {
        self.located.points.len() as u32
    }

    pub(crate) fn all_rows(&self) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        rows.insert_range(0..self.rows());
        rows
    }
}

impl Snapshot {
    /// The number of the last transaction in it.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Tells apart registers, releases and restored backups whose numbers are equal.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// How many places it holds, archived ones included.
    pub fn place_count(&self) -> usize {
        self.places.table.records.len()
    }

    pub fn place_row(&self, id: PlaceId) -> Option<Row> {
        self.places.table.position(&id)
    }

    pub fn place(&self, row: Row) -> Option<&Arc<Place>> {
        self.places.table.at(row)
    }

    /// The districts of a place, from prefecture down.
    pub fn districts_of(&self, row: Row) -> impl Iterator<Item = &Arc<District>> {
        let positions = self
            .places
            .districts
            .get(row as usize)
            .map(Vec::as_slice)
            .unwrap_or_default();
        positions
            .iter()
            .filter_map(|position| self.districts.table.at(*position))
            .map(|entry| &entry.district)
    }

    pub fn organization(&self, id: OrganizationId) -> Option<&Arc<Organization>> {
        self.organizations.get(&id).map(|entry| &entry.organization)
    }

    pub fn service(&self, id: ServiceId) -> Option<&Arc<Service>> {
        self.services.get(&id).map(|entry| &entry.service)
    }

    pub fn district(&self, id: DistrictId) -> Option<&Arc<District>> {
        self.districts.table.get(&id).map(|entry| &entry.district)
    }

    /// By official code; two or five digits of a municipality's code will do.
    pub fn district_by_code(&self, level: Option<DistrictLevel>, code: &str) -> Option<&Arc<District>> {
        self.districts.by_code(level, code)
    }

    pub fn term(&self, id: TermId) -> Option<&Arc<Term>> {
        self.vocabulary.terms.get(&id)
    }

    pub fn term_by_code(&self, scheme: &str, code: &str) -> Option<&Arc<Term>> {
        self.vocabulary.by_code(scheme, code)
    }

    /// The terms directly below one.
    pub fn children_of(&self, id: TermId) -> impl Iterator<Item = &Arc<Term>> {
        self.vocabulary
            .children
            .get(&id)
            .into_iter()
            .flatten()
            .filter_map(|id| self.term(*id))
    }

    pub fn schemes(&self) -> &[Scheme] {
        &self.vocabulary.schemes
    }

    pub fn scheme(&self, code: &str) -> Option<&Scheme> {
        self.vocabulary.schemes.iter().find(|scheme| scheme.code == code)
    }
}
