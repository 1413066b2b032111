//! A rule in OpenStreetMap's `opening_hours` syntax: read, checked, in one spelling.
//!
//! What a rule means is what the `opening-hours` crate says it means, with the holidays of [`crate::Holidays`]. Asked
//! for one day at a time: whatever walks until the next change may walk to the year 9999. Refused are rules that need
//! what nobody gives us (school holidays, the sun) and rules that are too large to be asked for a million places.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{Violation, ViolationCode};
use opening_hours::schedule::Schedule;
use opening_hours::{Context, ContextHolidays, OpeningHours};
use opening_hours_syntax::Parser;
use opening_hours_syntax::rules::day::{Date, HolidayKind, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::Time;
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleKind, RuleSequence};
use pest::error::InputLocation;

use crate::holidays::Holidays;

/// Characters of a rule, as given and as kept.
pub const LONGEST: usize = 512;
/// Rules in one text: what stands between `;`, `, ` and `||`.
pub const MOST_RULES: usize = 20;
/// Days, ranges of days and times of day in one text.
pub const MOST_PARTS: usize = 60;
/// Dates and ranges of dates among them: each is looked up in three years for every day that is asked.
pub const MOST_DATES: usize = 30;

/// A checked rule. Equal texts are equal rules.
#[derive(Debug, Clone)]
pub struct Rule {
    text: Arc<str>,
    hours: OpeningHours,
    /// The furthest days before and after a holiday at which the rule looks at it; `None` when it names none.
    holidays: Option<(i16, i16)>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.text == other.text
    }
}

impl Eq for Rule {}

impl std::hash::Hash for Rule {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Rule {
    /// Reads a rule. Spaces and capitals are put right; everything that is wrong comes back at once, without a path.
    pub fn parse(text: &str) -> Result<Rule, Vec<Violation>> {
        let length = text.chars().count();
        if length > LONGEST {
            let message = format!("must have at most {LONGEST} characters, not {length}");
            return Err(vec![Violation::new(&[], ViolationCode::TooLong, message)]);
        }
        let given = one_line(text);
        if given.is_empty() {
            let message = "must hold a rule, for example Sa[2,4] 11:00-14:00; PH off";
            return Err(vec![Violation::new(&[], ViolationCode::Required, message)]);
        }
        let read = |text: &str| {
            let hours = OpeningHours::parse_with(&mut Parser::default(), text);
            hours.map_err(|error| vec![Violation::invalid(&[], in_words(&error, text))])
        };
        let mut hours = read(&given)?;
        let expression = hours.get_expression();
        let violations = faults(&expression);
        if !violations.is_empty() {
            return Err(violations);
        }
        // The library's own spelling, unless it does not read it again as the same.
        let spelled = with_off(&expression.to_string());
        let mut kept = given;
        if spelled != kept && spelled.chars().count() <= LONGEST {
            match read(&spelled) {
                Ok(again) if again.get_expression() == expression => (hours, kept) = (again, spelled),
                _ => {}
            }
        }
        Ok(Rule {
            holidays: holiday_reach(&expression),
            text: kept.into(),
            hours,
        })
    }

    /// The one spelling that is kept.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rule taken apart.
    pub fn expression(&self) -> Arc<OpeningHoursExpression> {
        self.hours.get_expression()
    }

    pub fn names_holidays(&self) -> bool {
        self.holidays.is_some()
    }

    /// Whether the rule says something about this day: a rule that names holidays does so only where they are known.
    pub(crate) fn is_known_on(&self, day: NaiveDate, holidays: &Holidays) -> bool {
        let Some((before, after)) = self.holidays else {
            return true;
        };
        let known = |offset: i16| {
            day.checked_add_signed(chrono::TimeDelta::days(offset.into()))
                .is_some_and(|day| holidays.is_holiday(day).is_some())
        };
        known(before) && known(after)
    }

    /// The same rule, asked with these holidays.
    pub(crate) fn with(&self, holidays: &Holidays) -> Days {
        let public = ContextHolidays::new(holidays.calendar(), Arc::default());
        Days(
            self.hours
                .clone()
                .with_context(Context::default().with_holidays(public)),
        )
    }

    /// The rule without holidays and dated breaks: by it, and nothing else, something opens regularly.
    pub(crate) fn habit(&self) -> Habit {
        let expression = self.expression();
        let mut rules: Vec<RuleSequence> = Vec::with_capacity(expression.rules.len());
        for rule in expression.rules.iter().filter(|rule| !is_dated_break(rule)) {
            let mut rule = rule.clone();
            let named = rule.day_selector.weekday.len();
            rule.day_selector
                .weekday
                .retain(|day| !matches!(day, WeekDayRange::Holiday { .. }));
            // Of holidays alone: without them it says nothing.
            if named == 0 || !rule.day_selector.weekday.is_empty() {
                rules.push(rule);
            }
        }
        if rules == expression.rules {
            return Habit::Whole;
        }
        if rules.is_empty() {
            return Habit::None;
        }
        let rest = OpeningHoursExpression { rules };
        rest.to_string()
            .parse()
            .map_or(Habit::None, |hours| Habit::Rest(Days(hours)))
    }
}

/// What of a rule is a habit.
#[derive(Debug)]
pub(crate) enum Habit {
    Whole,
    Rest(Days),
    None,
}

/// A rule that can be asked for days.
#[derive(Debug, Clone)]
pub(crate) struct Days(OpeningHours);

impl Days {
    /// What the rule says of one day, 00:00 to 24:00 by the clock on the wall.
    pub(crate) fn on(&self, day: NaiveDate) -> Schedule {
        self.0.schedule_at(day)
    }
}

/// Spaces become one, a semicolon at the end is dropped.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches([';', ' ']).to_owned()
}

/// The library writes `closed`; `off` means the same and is what people write. Comments stay.
fn with_off(text: &str) -> String {
    let parts: Vec<String> = text
        .split('"')
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => part.replace("closed", "off"),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("\"")
}

/// Closed on dates, not on days of the week: a break, and not a habit. Every other week is a habit.
fn is_dated_break(rule: &RuleSequence) -> bool {
    let days = &rule.day_selector;
    let dated_weeks = days.week.iter().any(|week| week.into_parts().1 == 1);
    rule.kind == RuleKind::Closed && (!days.year.is_empty() || !days.monthday.is_empty() || dated_weeks)
}

/// A rule looks at the holiday `offset` days before a day: how far it looks back and ahead.
fn holiday_reach(expression: &OpeningHoursExpression) -> Option<(i16, i16)> {
    let days = expression
        .rules
        .iter()
        .flat_map(|rule| &rule.day_selector.weekday);
    let offsets = days.filter_map(|day| match day {
        WeekDayRange::Holiday { offset, .. } => Some(*offset),
        WeekDayRange::Fixed { .. } => None,
    });
    offsets.fold(None, |reach: Option<(i16, i16)>, offset| {
        let after = offset.saturating_neg();
        // What passes midnight was begun the day before.
        let before = after.saturating_sub(1);
        Some(reach.map_or((before, after), |so_far| {
            (so_far.0.min(before), so_far.1.max(after))
        }))
    })
}

/// Everything that a rule may not hold.
fn faults(expression: &OpeningHoursExpression) -> Vec<Violation> {
    let mut violations = Vec::new();
    let rules = &expression.rules;
    if rules.len() > MOST_RULES {
        let message = format!("must hold at most {MOST_RULES} rules, not {}", rules.len());
        violations.push(Violation::out_of_range(&[], message));
    }
    let parts: usize = rules
        .iter()
        .map(|rule| {
            let days = &rule.day_selector;
            days.year.len()
                + days.monthday.len()
                + days.week.len()
                + days.weekday.len()
                + rule.time_selector.spans.len()
        })
        .sum();
    if parts > MOST_PARTS {
        let message = format!("must hold at most {MOST_PARTS} days, dates and times of day, not {parts}");
        violations.push(Violation::out_of_range(&[], message));
    }
    let dates: usize = rules.iter().map(|rule| rule.day_selector.monthday.len()).sum();
    if dates > MOST_DATES {
        let message =
            format!("must name at most {MOST_DATES} dates, not {dates}; single dates are special hours");
        violations.push(Violation::out_of_range(&[], message));
    }
    let mut refuse = |is_there: bool, message: &str| {
        if is_there {
            violations.push(Violation::invalid(&[], message));
        }
    };
    let mut days = rules.iter().flat_map(|rule| &rule.day_selector.weekday);
    refuse(
        days.any(|day| {
            matches!(
                day,
                WeekDayRange::Holiday {
                    kind: HolidayKind::School,
                    ..
                }
            )
        }),
        "must not name school holidays (SH): they differ from school to school",
    );
    let mut times = rules.iter().flat_map(|rule| &rule.time_selector.spans);
    refuse(
        times.any(|span| {
            [span.range.start, span.range.end]
                .iter()
                .any(|time| matches!(time, Time::Variable(_)))
        }),
        "must name times of the clock, not dawn, sunrise, sunset or dusk",
    );
    let mut dates = rules.iter().flat_map(|rule| &rule.day_selector.monthday);
    let is_easter = |date: &Date| matches!(date, Date::Easter { .. });
    refuse(
        dates.any(|range| match range {
            MonthdayRange::Date { start, end } => is_easter(&start.0) || is_easter(&end.0),
            MonthdayRange::Month { .. } => false,
        }),
        "must not name Easter, which is another day each year",
    );
    violations
}

/// What is wrong, and where, without the library's drawing.
fn in_words(error: &opening_hours_syntax::Error, text: &str) -> String {
    let example = "it must be opening_hours syntax, for example Sa[2,4] 11:00-14:00; PH off";
    match error {
        opening_hours_syntax::Error::Syntax(error) => {
            let at = match error.location {
                InputLocation::Pos(at) => at,
                InputLocation::Span((at, _)) => at,
            };
            match text
                .get(at..)
                .map(|rest| rest.chars().take(20).collect::<String>())
            {
                Some(rest) if !rest.is_empty() => format!("is not understood from \"{rest}\" on: {example}"),
                _ => format!("ends too early: {example}"),
            }
        }
        other => format!("is not understood ({other}): {example}"),
    }
}

#[cfg(test)]
mod tests;
