//! The public log: what changed, in commit order, with the public after-image of each change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::closed_set;
use crate::district::District;
use crate::organization::Organization;
use crate::place::Place;
use crate::service::Service;
use crate::term::Term;

closed_set! {
    /// What was done.
    ChangeAction {
        Created = "CREATED",
        Updated = "UPDATED",
        Verified = "VERIFIED",
        Archived = "ARCHIVED",
        Restored = "RESTORED",
        Merged = "MERGED",
        Redacted = "REDACTED",
    }
}

closed_set! {
    /// To what it was done.
    SubjectType {
        Place = "PLACE", Service = "SERVICE", Organization = "ORGANIZATION", District = "DISTRICT", Term = "TERM",
    }
}

/// The record as the public sees it after the change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Image {
    Place(Box<Place>),
    Service(Box<Service>),
    Organization(Box<Organization>),
    District(Box<District>),
    Term(Box<Term>),
}

impl Image {
    pub fn subject_type(&self) -> SubjectType {
        match self {
            Image::Place(_) => SubjectType::Place,
            Image::Service(_) => SubjectType::Service,
            Image::Organization(_) => SubjectType::Organization,
            Image::District(_) => SubjectType::District,
            Image::Term(_) => SubjectType::Term,
        }
    }

    pub fn subject_id(&self) -> Uuid {
        match self {
            Image::Place(place) => place.id.0,
            Image::Service(service) => service.id.0,
            Image::Organization(organization) => organization.id.0,
            Image::District(district) => district.id.0,
            Image::Term(term) => term.id.0,
        }
    }
}

/// One row of the log, numbered (seq, index): seq counts transactions.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub seq: i64,
    pub index: i32,
    pub at: DateTime<Utc>,
    pub action: ChangeAction,
    pub subject_type: SubjectType,
    pub subject_id: Uuid,
    /// The fields that changed, empty for "all".
    pub fields: Vec<String>,
    pub reason: Option<String>,
    /// `None` once redacted.
    pub image: Option<Image>,
}
