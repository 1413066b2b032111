//! From what an editor sends to a stored schedule, or all that is wrong with it.
//!
//! Paths are those of the public schema's `ScheduleInput`, from the schedule down: `["weekly", "0", "weeksOfMonth"]`;
//! [`schedules`] puts `["schedules", "0"]` before them. Words alone are kept as words: only imports convert them.

use chrono::{NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use domain::{Schedule, Violation, ViolationCode};

use crate::recurrence::Recurrence;
use crate::rule::Rule;
use crate::weekly::{self, WeeklyHours};

/// Schedules of one owner.
pub const MOST_SCHEDULES: usize = 50;
const LONGEST_ORIGINAL: usize = 5_000;
const LONGEST_NOTE: usize = 1_000;

/// A schedule as it is sent. Exactly one of `rule`, `weekly` and `rrule`, or `original` alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScheduleInput {
    pub rule: Option<String>,
    pub weekly: Option<Vec<WeeklyHours>>,
    /// With `weekly` only.
    pub closed_on_holidays: bool,
    /// An RRULE value; needs `anchor`, `opens` and `closes`, which mean nothing without it.
    pub rrule: Option<String>,
    pub anchor: Option<NaiveDate>,
    pub opens: Option<NaiveTime>,
    /// At or before `opens` it is on the next day; 24:00 is 00:00.
    pub closes: Option<NaiveTime>,
    pub original: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_through: Option<NaiveDate>,
    pub note: Option<String>,
}

/// What the input says of when it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleInput {
    Rule(Rule),
    Recurrence(Recurrence),
    /// Words alone.
    Words,
}

/// All schedules of one owner, in order; `zone` is that of the place.
pub fn schedules(inputs: Vec<ScheduleInput>, zone: Tz) -> Result<Vec<Schedule>, Vec<Violation>> {
    let mut violations = Vec::new();
    if inputs.len() > MOST_SCHEDULES {
        let message = format!("must be at most {MOST_SCHEDULES}, not {}", inputs.len());
        violations.push(Violation::out_of_range(&["schedules"], message));
    }
    let mut schedules = Vec::with_capacity(inputs.len());
    for (number, input) in inputs.into_iter().take(MOST_SCHEDULES).enumerate() {
        match input.check(zone) {
            Ok(schedule) => schedules.push(schedule),
            Err(broken) => violations.extend(
                broken
                    .into_iter()
                    .map(|violation| violation.within(&number.to_string()).within("schedules")),
            ),
        }
    }
    if violations.is_empty() {
        Ok(schedules)
    } else {
        Err(violations)
    }
}

impl ScheduleInput {
    /// The schedule to store, its rule in one spelling.
    pub fn check(self, zone: Tz) -> Result<Schedule, Vec<Violation>> {
        let mut violations = Vec::new();
        let rule = self.rule(zone, &mut violations);
        self.check_company(&mut violations);
        if let (Some(from), Some(through)) = (self.valid_from, self.valid_through)
            && through < from
        {
            let message = "the last day must not be before the first";
            violations.push(Violation::invalid(&["validThrough"], message));
        }
        let original = bounded("original", self.original, LONGEST_ORIGINAL, &mut violations);
        let note = bounded("note", self.note, LONGEST_NOTE, &mut violations);
        let Some(rule) = rule.filter(|_| violations.is_empty()) else {
            return Err(violations);
        };
        let schedule = Schedule {
            original,
            valid_from: self.valid_from,
            valid_through: self.valid_through,
            time_zone: zone.name().to_owned(),
            note,
            ..Schedule::default()
        };
        Ok(match rule {
            RuleInput::Rule(rule) => Schedule {
                rule: Some(rule.text().to_owned()),
                ..schedule
            },
            RuleInput::Recurrence(recurrence) => Schedule {
                rrule: Some(recurrence.text().to_owned()),
                anchor: Some(recurrence.anchor()),
                opens: Some(recurrence.opens()),
                closes: Some(recurrence.closes()),
                ..schedule
            },
            RuleInput::Words => schedule,
        })
    }

    fn rule(&self, zone: Tz, violations: &mut Vec<Violation>) -> Option<RuleInput> {
        let mut keep = |path: &str, broken: Vec<Violation>| {
            let outer = |violation: Violation| match path {
                "" => violation,
                _ => violation.within(path),
            };
            violations.extend(broken.into_iter().map(outer));
        };
        let mut found = Vec::new();
        if let Some(text) = &self.rule {
            found.push(match Rule::parse(text) {
                Ok(rule) => Some(RuleInput::Rule(rule)),
                Err(broken) => {
                    keep("rule", broken);
                    None
                }
            });
        }
        if let Some(rows) = &self.weekly {
            found.push(match weekly::rule(rows, self.closed_on_holidays) {
                Ok(rule) => Some(RuleInput::Rule(rule)),
                Err(broken) => {
                    // The one that is not of a row has its own path.
                    for violation in broken {
                        let of_form = violation
                            .path
                            .first()
                            .is_some_and(|name| name == "closedOnHolidays");
                        keep(if of_form { "" } else { "weekly" }, vec![violation]);
                    }
                    None
                }
            });
        }
        if let Some(text) = &self.rrule {
            found.push(self.recurrence(text, zone, &mut keep));
        }
        let given = [
            ("rule", self.rule.is_some()),
            ("weekly", self.weekly.is_some()),
            ("rrule", self.rrule.is_some()),
        ];
        for (name, _) in given.iter().filter(|(_, is_given)| *is_given).skip(1) {
            let message = "only one of rule, weekly and rrule; several schedules are several entries";
            violations.push(Violation::invalid(&[name], message));
        }
        match found.pop() {
            Some(rule) => rule,
            None if self
                .original
                .as_deref()
                .is_some_and(|words| !words.trim().is_empty()) =>
            {
                Some(RuleInput::Words)
            }
            None => {
                let message = "needs a rule, weekly or rrule, or original for words alone";
                violations.push(Violation::new(&["rule"], ViolationCode::Required, message));
                None
            }
        }
    }

    fn recurrence(
        &self,
        text: &str,
        zone: Tz,
        keep: &mut impl FnMut(&str, Vec<Violation>),
    ) -> Option<RuleInput> {
        let needed = |is_there: bool, message: &str| {
            (!is_there).then(|| Violation::new(&[], ViolationCode::Required, message))
        };
        let missing = [
            (
                "anchor",
                needed(self.anchor.is_some(), "an rrule needs the day it counts from"),
            ),
            (
                "opens",
                needed(self.opens.is_some(), "an rrule needs the time at which it opens"),
            ),
            (
                "closes",
                needed(
                    self.closes.is_some(),
                    "an rrule needs the time at which it closes",
                ),
            ),
        ];
        for (name, violation) in missing {
            keep(name, violation.into_iter().collect());
        }
        for (name, time) in [("opens", self.opens), ("closes", self.closes)] {
            if time.is_some_and(|time| time.second() != 0) {
                keep(name, vec![Violation::invalid(&[], "must be a whole minute")]);
            }
        }
        // Its own faults are named even where the day or the hours are missing.
        let anchor = self.anchor.unwrap_or_default();
        let hours = (self.opens.unwrap_or_default(), self.closes.unwrap_or_default());
        match Recurrence::parse(text, anchor, hours, zone) {
            Ok(recurrence) => Some(RuleInput::Recurrence(recurrence)),
            Err(broken) => {
                keep("rrule", broken);
                None
            }
        }
    }

    /// What means something only beside something else.
    fn check_company(&self, violations: &mut Vec<Violation>) {
        if self.closed_on_holidays && self.weekly.is_none() {
            let message = "goes with weekly only; in a rule, say PH off";
            violations.push(Violation::invalid(&["closedOnHolidays"], message));
        }
        let alone = [
            ("anchor", self.anchor.is_some()),
            ("opens", self.opens.is_some()),
            ("closes", self.closes.is_some()),
        ];
        for (name, is_given) in alone {
            if is_given && self.rrule.is_none() {
                violations.push(Violation::invalid(&[name], "goes with rrule only"));
            }
        }
    }
}

/// Trimmed; blank is none.
fn bounded(
    path: &str,
    text: Option<String>,
    longest: usize,
    violations: &mut Vec<Violation>,
) -> Option<String> {
    let text = text
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())?;
    let length = text.chars().count();
    if length > longest {
        let message = format!("must have at most {longest} characters, not {length}");
        violations.push(Violation::new(&[path], ViolationCode::TooLong, message));
    }
    let odd = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some(odd) = text.chars().find(odd) {
        let message = format!("must not hold the control character U+{:04X}", u32::from(odd));
        violations.push(Violation::invalid(&[path], message));
    }
    Some(text)
}

#[cfg(test)]
mod tests;
