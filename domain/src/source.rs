//! Where a record, or one of its fields, came from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;

closed_set! {
    /// The way by which the facts arrived.
    SourceKind {
        File = "FILE", Visit = "VISIT", Survey = "SURVEY", Suggestion = "SUGGESTION", Operator = "OPERATOR",
    }
}

/// Provenance with its license; it travels into every export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub kind: SourceKind,
    pub dataset: Option<String>,
    /// Who numbers the rows of the data set; every publisher starts at 1.
    pub publisher: Option<String>,
    pub external_id: Option<String>,
    pub name: String,
    pub url: Option<String>,
    pub license: Option<String>,
    pub attribution: Option<String>,
    pub retrieved_at: DateTime<Utc>,
    /// The fields that came from here; empty means the whole record.
    pub fields: Vec<String>,
}
