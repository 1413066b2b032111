//! What is offered: a meal, tutoring, a desk one can call.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::contact::Contact;
use crate::ids::{DistrictId, OrganizationId, PlaceId, ServiceAtPlaceId, ServiceId, TermId};
use crate::schedule::Schedule;
use crate::source::Source;
use crate::translation::Texts;
use crate::verification::Verification;

closed_set! {
    /// How one gets it.
    ServiceMode { AtPlace = "AT_PLACE", Phone = "PHONE", Online = "ONLINE", HomeVisit = "HOME_VISIT" }
}

/// A service with everything the public may see of it. `None` in a yes/no field is "unknown", never "no".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub version: i32,
    pub organization: Option<OrganizationId>,
    pub name: String,
    pub summary: Option<String>,
    pub translations: Texts,
    pub modes: Vec<ServiceMode>,
    /// Districts it serves; empty means that no limit is stated.
    pub serves: Vec<DistrictId>,
    pub terms: Vec<TermId>,
    pub schedules: Vec<Schedule>,
    pub contacts: Vec<Contact>,
    pub places: Vec<ServiceAtPlace>,
    pub verification: Verification,
    pub sources: Vec<Source>,
    pub is_free: Option<bool>,
    pub fee: Option<String>,
    pub eligibility: Option<String>,
    pub minimum_age: Option<i32>,
    pub maximum_age: Option<i32>,
    pub required_documents: Vec<String>,
    pub id_required: Option<bool>,
    pub reservation_required: Option<bool>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Service {
    /// A new record that says nothing yet.
    pub fn empty(at: DateTime<Utc>) -> Service {
        Service {
            id: ServiceId::fresh(),
            version: 1,
            organization: None,
            name: String::new(),
            summary: None,
            translations: Texts::default(),
            modes: Vec::new(),
            serves: Vec::new(),
            terms: Vec::new(),
            schedules: Vec::new(),
            contacts: Vec::new(),
            places: Vec::new(),
            verification: Verification::default(),
            sources: Vec::new(),
            is_free: None,
            fee: None,
            eligibility: None,
            minimum_age: None,
            maximum_age: None,
            required_documents: Vec::new(),
            id_required: None,
            reservation_required: None,
            created_at: at,
            updated_at: at,
        }
    }
}

/// The service as offered at one place, with hours and contacts of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAtPlace {
    pub id: ServiceAtPlaceId,
    pub place: PlaceId,
    pub schedules: Vec<Schedule>,
    pub contacts: Vec<Contact>,
    pub note: Option<String>,
}
