//! Places that may be the same: what an import proposes, and what somebody decided about it.
//!
//! Nothing is merged here, and nothing is decided but by a person or by the rule that the caller chose.

use std::collections::BTreeMap;

use crate::ids::PlaceId;
use crate::import::SourceKey;
use crate::location::Point;

/// What is compared, and shown, of a place that the register holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub place: PlaceId,
    pub name: String,
    pub address: Option<String>,
    /// The public one.
    pub point: Option<Point>,
    /// The rows of files by which the place is known.
    pub keys: Vec<SourceKey>,
    /// Those that its rows state.
    pub corporate_numbers: Vec<String>,
}

/// Why a row and a place may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchReason {
    /// Both the same once folded.
    NameAndAddress,
    /// The same name, at most 100 meters apart.
    NameNearby,
    /// The same number, which no other row and no other place has.
    CorporateNumber,
}

impl MatchReason {
    pub fn code(self) -> &'static str {
        match self {
            MatchReason::NameAndAddress => "name and address",
            MatchReason::NameNearby => "name, nearby",
            MatchReason::CorporateNumber => "corporate number",
        }
    }
}

/// What to do with rows that may be a place which the register holds already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MatchRule {
    /// Hold them back until somebody decided.
    #[default]
    Ask,
    /// They are other places.
    New,
    /// They are the same, where there is only one to choose.
    Merge,
}

/// What somebody decided of one row and one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Merge,
    New,
}

/// By the row and the place.
pub type Decisions = BTreeMap<(SourceKey, PlaceId), Decision>;

/// A row and a place that may be one, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedMatch {
    /// Line of the file.
    pub line: u64,
    pub key: SourceKey,
    pub name: String,
    pub address: Option<String>,
    pub candidate: Candidate,
    pub reason: MatchReason,
    /// Between the row's point and the place's, where both are known.
    pub distance_m: Option<f64>,
    pub outcome: MatchOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchOutcome {
    /// The row is a further source of the place.
    Merged,
    /// The row is a place of its own.
    New,
    /// The row waits for a decision: nothing of it was imported.
    Held,
    /// The row is the place of an earlier row of the same list that had another number.
    Renumbered,
}

impl MatchOutcome {
    pub fn code(self) -> &'static str {
        match self {
            MatchOutcome::Merged => "merged",
            MatchOutcome::New => "new",
            MatchOutcome::Held => "held back",
            MatchOutcome::Renumbered => "renumbered",
        }
    }
}
