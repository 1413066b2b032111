//! Where a record, or one of its fields, came from.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;

closed_set! {
    /// The way by which the facts arrived.
    SourceKind {
        File = "FILE", Visit = "VISIT", Survey = "SURVEY", Suggestion = "SUGGESTION", Operator = "OPERATOR",
    }
}

/// Provenance with its license; it travels into every export. What many records have alike is held once ([`Shared`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub kind: SourceKind,
    pub dataset: Option<Arc<str>>,
    /// Who numbers the rows of the data set; every publisher starts at 1.
    pub publisher: Option<Arc<str>>,
    pub external_id: Option<String>,
    pub name: Arc<str>,
    pub url: Option<Arc<str>>,
    pub license: Option<Arc<str>>,
    pub attribution: Option<Arc<str>>,
    pub retrieved_at: DateTime<Utc>,
    /// The fields that came from here; empty means the whole record.
    pub fields: Vec<String>,
}

/// Texts that repeat, each held once.
#[derive(Debug, Default)]
pub struct Shared(HashSet<Arc<str>>);

impl Shared {
    /// Of no more different texts than this: what is different in each record is not worth remembering.
    const MOST: usize = 10_000;

    pub fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let shared: Arc<str> = text.into();
        if self.0.len() < Shared::MOST {
            self.0.insert(shared.clone());
        }
        shared
    }
}
