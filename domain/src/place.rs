//! Somewhere one can go, with everything the public may see of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::closed_set;
use crate::contact::{Contact, Visibility};
use crate::ids::{OrganizationId, PlaceId, TermId};
use crate::location::{LocationPrecision, Point};
use crate::schedule::{DEFAULT_TIME_ZONE, Schedule, SpecialHours};
use crate::source::Source;
use crate::translation::Texts;
use crate::verification::Verification;

closed_set! {
    /// What sort of place it is; a place has at least one, the first is its map symbol.
    PlaceKind {
        GatheringPlace = "GATHERING_PLACE",
        ChildrensCafeteria = "CHILDRENS_CAFETERIA",
        FoodPantry = "FOOD_PANTRY",
        LearningSupport = "LEARNING_SUPPORT",
        ConsultationDesk = "CONSULTATION_DESK",
        Childcare = "CHILDCARE",
        ElderlyCare = "ELDERLY_CARE",
        DisabilitySupport = "DISABILITY_SUPPORT",
        Medical = "MEDICAL",
        PublicFacility = "PUBLIC_FACILITY",
        EvacuationSite = "EVACUATION_SITE",
        Other = "OTHER",
    }
}

closed_set! {
    /// Whether one can count on it. Archived places stay readable by id.
    PlaceStatus {
        Published = "PUBLISHED", TemporarilyClosed = "TEMPORARILY_CLOSED", Archived = "ARCHIVED",
    }
}

closed_set! {
    /// Features of GIF DS-436 and the municipal standard.
    AccessibilityFeature {
        Wheelchair = "WHEELCHAIR",
        WheelchairLoan = "WHEELCHAIR_LOAN",
        AccessibleToilet = "ACCESSIBLE_TOILET",
        OstomateToilet = "OSTOMATE_TOILET",
        ElevatorOrRamp = "ELEVATOR_OR_RAMP",
        TactilePaving = "TACTILE_PAVING",
        BrailleOrReading = "BRAILLE_OR_READING",
        AssistanceDog = "ASSISTANCE_DOG",
        Captions = "CAPTIONS",
        WritingSupport = "WRITING_SUPPORT",
        SignLanguage = "SIGN_LANGUAGE",
        PriorityParking = "PRIORITY_PARKING",
        NursingRoom = "NURSING_ROOM",
        DiaperChanging = "DIAPER_CHANGING",
        Stroller = "STROLLER",
    }
}

/// Yes, no or (`None`) unknown, which are three different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accessibility {
    pub feature: AccessibilityFeature,
    pub available: Option<bool>,
    pub note: Option<String>,
}

/// A place: the aggregate that is stored, logged as an after-image and read by the public. The exact point
/// and private contacts are not part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub id: PlaceId,
    pub version: i32,
    pub kinds: Vec<PlaceKind>,
    pub status: PlaceStatus,
    /// Set when this record was merged into another and is only a stub.
    pub merged_into: Option<PlaceId>,
    pub name: String,
    pub name_kana: Option<String>,
    pub summary: Option<String>,
    pub translations: Texts,
    pub terms: Vec<TermId>,
    /// The public point, already snapped; `None` when unknown or hidden.
    pub location: Option<Point>,
    pub location_precision: LocationPrecision,
    pub address: Option<Address>,
    pub organization: Option<OrganizationId>,
    pub schedules: Vec<Schedule>,
    pub special_hours: Vec<SpecialHours>,
    pub time_zone: String,
    /// Public contacts only.
    pub contacts: Vec<Contact>,
    pub accessibility: Vec<Accessibility>,
    pub verification: Verification,
    pub sources: Vec<Source>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Place {
    /// A new record that says nothing yet.
    pub fn empty(at: DateTime<Utc>) -> Place {
        Place {
            id: PlaceId::fresh(),
            version: 1,
            kinds: Vec::new(),
            status: PlaceStatus::Published,
            merged_into: None,
            name: String::new(),
            name_kana: None,
            summary: None,
            translations: Texts::default(),
            terms: Vec::new(),
            location: None,
            location_precision: LocationPrecision::Unknown,
            address: None,
            organization: None,
            schedules: Vec::new(),
            special_hours: Vec::new(),
            time_zone: DEFAULT_TIME_ZONE.to_owned(),
            contacts: Vec::new(),
            accessibility: Vec::new(),
            verification: Verification::default(),
            sources: Vec::new(),
            created_at: at,
            updated_at: at,
        }
    }
}

/// What is known of a place beyond what the public sees; it has its own tables and its own log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrivateParts {
    /// The exact point, only where it differs from the public one.
    pub exact_point: Option<Point>,
    /// Contacts with private visibility.
    pub contacts: Vec<Contact>,
}

/// Splits contacts into the public ones and the private ones, each in the given order.
pub fn split_contacts(contacts: Vec<Contact>) -> (Vec<Contact>, Vec<Contact>) {
    contacts
        .into_iter()
        .partition(|contact| contact.visibility == Visibility::Public)
}
