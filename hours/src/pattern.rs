//! What decides when a schedule opens: the key under which equal schedules share one expansion.
//!
//! Of a stored schedule only its text is not here: neither original words nor notes open a door.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::Schedule;

use crate::recurrence::Recurrence;
use crate::rule::Rule;

/// When something opens, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    pub source: Source,
    /// The first and the last local date on which an opening may begin.
    pub valid_from: Option<NaiveDate>,
    pub valid_through: Option<NaiveDate>,
    pub zone: Tz,
}

/// By what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    Rule(Rule),
    Recurrence(Recurrence),
    /// Words alone, or what this program does not understand: it may be open at any time.
    Unknown,
}

impl Pattern {
    /// Of a stored schedule. What cannot be read (by an older or a stricter program) is unknown, and so is a schedule
    /// in a zone that nobody knows.
    pub fn of(schedule: &Schedule) -> Pattern {
        let zone = schedule.time_zone.parse::<Tz>();
        let source = match (zone, &schedule.rule, &schedule.rrule) {
            (Ok(_), Some(rule), _) => Rule::parse(rule).map(Source::Rule).ok(),
            (Ok(zone), None, Some(rrule)) => recurrence(schedule, rrule, zone).map(Source::Recurrence),
            _ => None,
        };
        Pattern {
            source: source.unwrap_or(Source::Unknown),
            valid_from: schedule.valid_from,
            valid_through: schedule.valid_through,
            zone: zone.unwrap_or(Tz::Asia__Tokyo),
        }
    }

    /// Whether an opening may begin on this local date.
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_through.is_none_or(|through| day <= through)
    }
}

fn recurrence(schedule: &Schedule, rrule: &str, zone: Tz) -> Option<Recurrence> {
    let hours = (schedule.opens?, schedule.closes?);
    Recurrence::parse(rrule, schedule.anchor?, hours, zone).ok()
}
