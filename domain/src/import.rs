//! What a file says, before the register has decided anything: drafts, and the plan made of them.
//!
//! `formats` reads files into drafts and plans them against what `store` found; `store` applies the plan in
//! one transaction. Nothing here knows a file format or a table.

mod offer;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::address::Address;
use crate::contact::Contact;
use crate::district::{District, DistrictLevel, PolygonRings};
use crate::ids::{OrganizationId, PlaceId, ServiceId, TermId};
use crate::location::Point;
use crate::place::{Accessibility, Place, PlaceKind, PrivateParts};
use crate::schedule::Schedule;
use crate::source::Source;
use crate::translation::Texts;

pub use offer::{
    KnownOrganization, KnownService, Numbered, NumberedService, OfferDraft, OrganizationDraft,
    PlannedOrganization, PlannedService, ServiceDraft,
};

/// Where a draft came from, and how a later import of the same data set finds it again.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    pub source: Source,
    /// With data set and publisher, the key of the row: `id:…`, `id:…#digest` or `digest:…`.
    pub record_key: String,
    /// Digest of all that was read from the row; equal digests mean that the row did not change.
    pub digest: String,
    /// The row as it stood in the file, a JSON object of column and value; an array of them where rows were joined.
    /// May hold personal data: never public.
    pub raw: String,
}

/// The key of a row within the whole register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey {
    pub dataset: Arc<str>,
    pub publisher: Arc<str>,
    pub record_key: String,
}

impl Provenance {
    pub fn key(&self) -> SourceKey {
        SourceKey {
            dataset: self.source.dataset.clone().unwrap_or_default(),
            publisher: self.source.publisher.clone().unwrap_or_default(),
            record_key: self.record_key.clone(),
        }
    }
}

/// A term by its codes, as files and people write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TermCode {
    pub scheme: Cow<'static, str>,
    pub code: Cow<'static, str>,
}

/// One row read as a place. `None` and empty mean that the file does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceDraft {
    /// Line of the file, 1-based, for the report.
    pub line: u64,
    pub provenance: Provenance,
    pub kinds: Vec<PlaceKind>,
    pub name: String,
    pub name_kana: Option<String>,
    pub summary: Option<String>,
    pub translations: Texts,
    pub terms: Vec<TermCode>,
    /// Every term (scheme, code) that the row could have named: those it does not name no longer hold.
    pub vocabulary: &'static [(&'static str, &'static str)],
    pub point: Option<Point>,
    pub address: Option<Address>,
    /// Name of the organization that runs it.
    pub organization: Option<String>,
    /// The 法人番号 of whoever runs it, its check digit right.
    pub corporate_number: Option<String>,
    /// Its number in the same file, where the file numbers organizations.
    pub organization_number: Option<String>,
    /// What is offered there.
    pub services: Vec<ServiceDraft>,
    pub schedules: Vec<Schedule>,
    /// Public and private ones.
    pub contacts: Vec<Contact>,
    pub accessibility: Vec<Accessibility>,
    /// The survey date, where the file has one.
    pub verified_at: Option<DateTime<Utc>>,
}

/// One district of a file, its features already joined.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictDraft {
    pub level: DistrictLevel,
    pub official_code: Option<String>,
    pub name: String,
    pub name_kana: Option<String>,
    /// Code of the administrative district above it.
    pub parent_code: Option<String>,
    /// `None` when the file does not say: a list of names takes no boundary away.
    pub polygons: Option<Vec<PolygonRings>>,
    pub source: Source,
}

/// How much the editor needs to know about one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowIssue {
    /// Line of the file, 1-based; 0 for the file as a whole.
    pub line: u64,
    pub column: String,
    pub value: String,
    /// The name of the rule, for example `coordinates-out-of-range`.
    pub rule: &'static str,
    pub action: RowAction,
    /// A sentence for the editor.
    pub detail: String,
}

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowAction {
    /// The row is not imported.
    Rejected,
    /// The row is not imported until somebody decided.
    Held,
    /// The cell is taken as unknown; its text stays with the source.
    LeftOut,
    /// The cell was mended where that is certain.
    Repaired,
    /// Imported as it stands; somebody should look.
    Noted,
}

impl RowAction {
    pub fn code(self) -> &'static str {
        match self {
            RowAction::Rejected => "rejected",
            RowAction::Held => "held back",
            RowAction::LeftOut => "left out",
            RowAction::Repaired => "repaired",
            RowAction::Noted => "noted",
        }
    }
}

/// What the register already holds of the data sets in a file.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub places: BTreeMap<SourceKey, KnownPlace>,
    /// By the source key of an organization that an earlier import made.
    pub organizations: BTreeMap<SourceKey, KnownOrganization>,
    /// The services that earlier imports made, by source key.
    pub services: BTreeMap<SourceKey, KnownService>,
    /// The fields that editors changed, by place: the file does not undo them.
    pub edited: BTreeMap<PlaceId, BTreeSet<String>>,
    /// Names of the organizations that run places which rows change, to be shown.
    pub organization_names: BTreeMap<OrganizationId, String>,
    /// The same of services.
    pub edited_services: BTreeMap<ServiceId, BTreeSet<String>>,
    pub terms: BTreeMap<(String, String), TermId>,
    pub districts: Vec<District>,
}

/// A place that an earlier import made, or that a row was found to be.
#[derive(Debug, Clone)]
pub struct KnownPlace {
    pub id: PlaceId,
    pub digest: String,
    /// For a place of another source, which this one only completes: the fields that came from here.
    pub part: Option<Vec<String>>,
    /// The key of the record in its earlier form, which goes.
    pub replaces: Option<SourceKey>,
}

impl KnownPlace {
    pub fn new(id: PlaceId, digest: String) -> KnownPlace {
        KnownPlace {
            id,
            digest,
            part: None,
            replaces: None,
        }
    }
}

/// A place to write: new when `expected_version` is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedPlace {
    pub expected_version: Option<i32>,
    pub place: Place,
    pub private: PrivateParts,
    pub provenance: Provenance,
    /// Where several rows of the file are this place.
    pub further: Vec<Provenance>,
    /// Keys that its rows had earlier.
    pub replaces: Vec<SourceKey>,
}

/// A place of ibasho's own CSV, from several sources or from none: new when `expected_version` is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedRow {
    pub expected_version: Option<i32>,
    pub place: Place,
    pub private: PrivateParts,
    /// Of its sources, those that a later import finds it by; for new ones only.
    pub keys: Vec<Provenance>,
}

/// A district to write: new when `expected_version` is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedDistrict {
    pub expected_version: Option<i32>,
    pub district: District,
}

/// Fields of a place that stay as an editor left them, by the names of GraphQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEdits {
    /// Line of the file.
    pub line: u64,
    pub fields: Vec<&'static str>,
}

/// What a row changes in a place, field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChange {
    /// Line of the file.
    pub line: u64,
    pub place: PlaceId,
    pub name: String,
    pub fields: Vec<FieldChange>,
}

/// A field, by its name in GraphQL, in words; `None` is unknown or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub field: &'static str,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// All that one import would do, decided before anything is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportPlan {
    pub organizations: Vec<PlannedOrganization>,
    pub places: Vec<PlannedPlace>,
    pub services: Vec<PlannedService>,
    pub rows: Vec<PlannedRow>,
    /// Parents before their children.
    pub districts: Vec<PlannedDistrict>,
    pub unchanged: usize,
    /// Of the rows.
    pub datasets: BTreeSet<String>,
    /// Places that keep a position which the file no longer says.
    pub kept_positions: usize,
    /// Fields that the file says otherwise than an editor.
    pub kept_edits: Vec<KeptEdits>,
    /// When the publisher will have a new edition of the data sets in the file.
    pub next_update: Option<NaiveDate>,
    /// What changes in places that are there already.
    pub changes: Vec<PlaceChange>,
    /// Records of an earlier import that the file no longer holds; they are kept.
    pub gone: Vec<PlaceId>,
}

impl ImportPlan {
    pub fn is_empty(&self) -> bool {
        self.organizations.is_empty()
            && self.places.is_empty()
            && self.services.is_empty()
            && self.rows.is_empty()
            && self.districts.is_empty()
    }
}
