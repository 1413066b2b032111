//! Everything that is not a place: vocabulary, districts, organizations, services, each found by id.
//!
//! A record keeps its slot for as long as the tables live, so that places can name districts and services by
//! slot while records change around them.

mod districts;
mod named;
mod services;
mod vocabulary;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use domain::OrganizationId;

use crate::opening::patterns::Patterns;

pub(crate) use districts::{DistrictEntry, Districts};
pub(crate) use named::{NameKey, OrganizationEntry, ServiceEntry};
pub(crate) use services::Services;
pub(crate) use vocabulary::Vocabulary;

/// Records in slots, found by id.
#[derive(Debug)]
pub(crate) struct Table<I, T> {
    pub(crate) records: Vec<Arc<T>>,
    by_id: HashMap<I, u32>,
}

/// Shares the records.
impl<I: Clone, T> Clone for Table<I, T> {
    fn clone(&self) -> Table<I, T> {
        Table {
            records: self.records.clone(),
            by_id: self.by_id.clone(),
        }
    }
}

impl<I: Copy + Eq + Hash, T> Table<I, T> {
    pub(crate) fn new(records: impl IntoIterator<Item = (I, T)>) -> Table<I, T> {
        let mut table = Table {
            records: Vec::new(),
            by_id: HashMap::new(),
        };
        for (id, record) in records {
            table.set(id, record);
        }
        table
    }

    /// Puts a record into the slot of its id, or into a new one.
    pub(crate) fn set(&mut self, id: I, record: T) {
        let next = self.records.len() as u32;
        let slot = *self.by_id.entry(id).or_insert(next);
        let record = Arc::new(record);
        match self.records.get_mut(slot as usize) {
            Some(old) => *old = record,
            None => self.records.push(record),
        }
    }

    pub(crate) fn slot(&self, id: &I) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&T> {
        self.records.get(slot as usize).map(|record| &**record)
    }

    pub(crate) fn get(&self, id: &I) -> Option<&T> {
        self.at(self.slot(id)?)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.records.iter().map(|record| &**record)
    }
}

/// All tables of a snapshot; a table that did not change is shared with the snapshot before.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) districts: Arc<Districts>,
    pub(crate) organizations: Arc<Table<OrganizationId, OrganizationEntry>>,
    pub(crate) services: Arc<Services>,
    pub(crate) patterns: Arc<Patterns>,
}
