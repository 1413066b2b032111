//! The public log: what changed, in commit order, with the public after-image of each change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::closed_set;
use crate::district::District;
use crate::ids::{ChangeId, DistrictId, NodeId, OrganizationId, PlaceId, ServiceId, TermId};
use crate::location::Point;
use crate::organization::Organization;
use crate::place::{Place, PlaceStatus};
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

impl SubjectType {
    /// The global id of a subject of this type.
    pub fn node(self, id: Uuid) -> NodeId {
        match self {
            SubjectType::Place => NodeId::Place(PlaceId(id)),
            SubjectType::Service => NodeId::Service(ServiceId(id)),
            SubjectType::Organization => NodeId::Organization(OrganizationId(id)),
            SubjectType::District => NodeId::District(DistrictId(id)),
            SubjectType::Term => NodeId::Term(TermId(id)),
        }
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

/// A row of the log as the feed reads it: images may be large, and it needs little of them.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    pub id: ChangeId,
    pub at: DateTime<Utc>,
    pub action: ChangeAction,
    pub subject_type: SubjectType,
    pub subject_id: Uuid,
    /// The fields that changed, empty for "all".
    pub fields: Vec<String>,
    pub reason: Option<String>,
    /// The place that a merged one became part of.
    pub survivor: Option<PlaceId>,
    /// Where the subject stood before and after; read only when an area asks.
    pub traces: Option<[Trace; 2]>,
}

/// Where an image says that its subject stood.
#[derive(Debug, Clone, PartialEq)]
pub enum Trace {
    /// On no map: not there yet, archived, merged away, without a public point, or of a kind that has none.
    Nowhere,
    /// A place at its public point.
    At(Point),
    /// A service, wherever these places are.
    Offered(Vec<PlaceId>),
    /// The image was blanked; nobody can say any more.
    Redacted,
}

/// The part of a place's image that the feed reads; the rest is skipped.
#[derive(Debug, Deserialize)]
pub struct PlaceTrace {
    location: Option<Point>,
    status: PlaceStatus,
    pub merged_into: Option<PlaceId>,
}

impl PlaceTrace {
    pub fn trace(&self) -> Trace {
        match self.location {
            Some(point) if self.status != PlaceStatus::Archived && self.merged_into.is_none() => {
                Trace::At(point)
            }
            _ => Trace::Nowhere,
        }
    }
}

/// The part of a service's image that the feed reads.
#[derive(Debug, Deserialize)]
pub struct ServiceTrace {
    places: Vec<Offered>,
}

#[derive(Debug, Deserialize)]
struct Offered {
    place: PlaceId,
}

impl ServiceTrace {
    pub fn trace(&self) -> Trace {
        Trace::Offered(self.places.iter().map(|offered| offered.place).collect())
    }
}
