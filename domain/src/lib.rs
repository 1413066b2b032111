//! The register's rules: what a place is, what a valid point is, which words are equal, who may write.
//!
//! Pure: no I/O, no async, no clock of its own and no database. Every other crate speaks in these types;
//! the same noun has the same file name in each crate. Start at [`place`], the aggregate everything hangs on.

pub mod address;
pub mod change;
pub mod clock;
pub mod closed_set;
pub mod codes;
pub mod contact;
pub mod contents;
pub mod district;
pub mod ids;
pub mod import;
pub mod location;
pub mod matching;
pub mod organization;
pub mod patch;
pub mod place;
pub mod policy;
pub mod schedule;
pub mod service;
pub mod source;
pub mod term;
pub mod text;
pub mod translation;
pub mod verification;
pub mod violation;

pub use address::Address;
pub use change::{Change, ChangeAction, Image, LogEntry, SubjectType, Trace};
pub use clock::Clock;
pub use contact::{Contact, ContactKind, Visibility};
pub use district::{District, DistrictLevel};
pub use ids::{ChangeId, DistrictId, NodeId, OrganizationId, PlaceId, ServiceAtPlaceId, ServiceId, TermId};
pub use location::{LocationPrecision, Point};
pub use organization::{Organization, OrganizationKind};
pub use patch::PlacePatch;
pub use place::{Accessibility, AccessibilityFeature, Place, PlaceKind, PlaceStatus};
pub use policy::{Action, Actor, Role};
pub use schedule::{Schedule, SpecialHours};
pub use service::{Service, ServiceAtPlace, ServiceMode};
pub use source::{Source, SourceKind};
pub use term::{Scheme, Term};
pub use translation::{Texts, Translation};
pub use verification::{Verification, VerificationMethod, VerificationStatus};
pub use violation::{Violation, ViolationCode};
