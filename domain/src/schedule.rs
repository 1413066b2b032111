//! When something is open, as stored: a rule, and dated exceptions to it.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// Local times are in this zone unless a schedule names another.
pub const DEFAULT_TIME_ZONE: &str = "Asia/Tokyo";

/// One rule. At least one of `rule`, `rrule` and `original` is there; `original` alone means unknown hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Schedule {
    /// OpenStreetMap `opening_hours` syntax.
    pub rule: Option<String>,
    /// An RRULE value (RFC 5545), only where that syntax cannot say it; counted from `anchor`.
    pub rrule: Option<String>,
    pub anchor: Option<NaiveDate>,
    pub opens: Option<NaiveTime>,
    pub closes: Option<NaiveTime>,
    /// As entered or imported.
    pub original: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_through: Option<NaiveDate>,
    pub time_zone: String,
    pub note: Option<String>,
}

impl Schedule {
    /// Hours that a file gave in words nobody has converted yet.
    pub fn from_original(text: String) -> Schedule {
        Schedule {
            original: Some(text),
            time_zone: DEFAULT_TIME_ZONE.to_owned(),
            ..Schedule::default()
        }
    }
}

/// A dated exception; it wins over every rule. Without `opens` it is a closure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SpecialHours {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub opens: Option<NaiveTime>,
    pub closes: Option<NaiveTime>,
    pub reason: Option<String>,
}
