//! What a file says of services and organizations, and what an import makes of them.
//!
//! A row of a list names services by their name at its place. Files that number their services (HSDS) say each one
//! once, with all the places that offer it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Provenance, TermCode};
use crate::contact::Contact;
use crate::ids::{OrganizationId, PlaceId, ServiceId};
use crate::organization::{Organization, OrganizationKind};
use crate::schedule::Schedule;
use crate::service::{Service, ServiceMode};
use crate::translation::Texts;

/// A service as a file says it. `None` and empty mean that the file does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ServiceDraft {
    pub name: String,
    pub summary: Option<String>,
    pub translations: Texts,
    pub modes: Vec<ServiceMode>,
    /// Official codes of the districts that it serves.
    pub serves: Vec<String>,
    pub terms: Vec<TermCode>,
    pub schedules: Vec<Schedule>,
    /// Public and private ones.
    pub contacts: Vec<Contact>,
    pub is_free: Option<bool>,
    pub fee: Option<String>,
    pub eligibility: Option<String>,
    pub minimum_age: Option<i32>,
    pub maximum_age: Option<i32>,
    pub required_documents: Vec<String>,
    pub id_required: Option<bool>,
    pub reservation_required: Option<bool>,
    pub verified_at: Option<DateTime<Utc>>,
    /// What holds at the place of the row only.
    pub here: OfferDraft,
}

impl ServiceDraft {
    /// A service of which only the name is known.
    pub fn named(name: &str) -> ServiceDraft {
        ServiceDraft {
            name: name.to_owned(),
            ..ServiceDraft::default()
        }
    }
}

/// How a service is offered at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OfferDraft {
    pub schedules: Vec<Schedule>,
    /// Public and private ones.
    pub contacts: Vec<Contact>,
    pub note: Option<String>,
}

/// A service of a file that numbers its services.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedService {
    /// Line of the file, or the number of the object, for the report.
    pub line: u64,
    pub provenance: Provenance,
    pub service: ServiceDraft,
    /// The number of its organization in the same file.
    pub organization: Option<String>,
    /// By the number of the place in the same file.
    pub places: Vec<(String, OfferDraft)>,
}

/// An organization of a file that numbers its organizations.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganizationDraft {
    /// Line of the file, or the number of the object, for the report.
    pub line: u64,
    pub provenance: Provenance,
    pub name: String,
    pub name_kana: Option<String>,
    pub kind: Option<OrganizationKind>,
    pub url: Option<String>,
    /// Public and private ones.
    pub contacts: Vec<Contact>,
    pub translations: Texts,
}

/// What a file numbers beside its places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbered {
    pub organizations: Vec<OrganizationDraft>,
    pub services: Vec<NumberedService>,
    /// Whether the file is a part of its data set: then nothing is gone because it is not there.
    pub is_part: bool,
}

/// A service that an earlier import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownService {
    pub id: ServiceId,
    pub digest: Option<String>,
    pub name: String,
    pub places: BTreeSet<PlaceId>,
    /// Whether its file numbers it: then its name is not its identity.
    pub is_numbered: bool,
}

/// An organization that an earlier import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOrganization {
    pub id: OrganizationId,
    pub digest: String,
}

/// A service to write: new when `expected_version` is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedService {
    pub expected_version: Option<i32>,
    pub service: Service,
    /// Contacts that the public does not see.
    pub private: Vec<Contact>,
    pub provenance: Option<Provenance>,
}

/// An organization to write: new when `expected_version` is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedOrganization {
    pub expected_version: Option<i32>,
    pub organization: Organization,
    /// Contacts that the public does not see.
    pub private: Vec<Contact>,
    pub provenance: Option<Provenance>,
}
