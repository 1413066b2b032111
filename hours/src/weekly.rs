//! The form by days of the week: `Sa` of the second and fourth week from 11:00 to 14:00, and so on, as one rule.
//!
//! The rule is written so that the `opening-hours` crate gives it the meaning of the form: rows of one day stand
//! together, rows of holidays replace those of the weekday they fall on, and hours past midnight outlive the next
//! day's rows. Back: [`crate::rule`].

use std::collections::BTreeMap;

use chrono::{NaiveTime, Timelike};
use domain::{Violation, ViolationCode, closed_set};

use crate::rule::{self, Rule};

closed_set! {
    /// A day of the week, or any public holiday.
    DayOfWeek {
        Monday = "MONDAY",
        Tuesday = "TUESDAY",
        Wednesday = "WEDNESDAY",
        Thursday = "THURSDAY",
        Friday = "FRIDAY",
        Saturday = "SATURDAY",
        Sunday = "SUNDAY",
        PublicHoliday = "PUBLIC_HOLIDAY",
    }
}

/// Hours of one day. `closes` at or before `opens` is on the next day; 24:00 is 00:00.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyHours {
    pub day: DayOfWeek,
    /// `None` is every week; 1 to 5, or -1 for the last.
    pub weeks_of_month: Option<Vec<i32>>,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
}

/// The rule of a form. All that is wrong comes back at once, by row and field: `["0", "weeksOfMonth"]`.
pub fn rule(rows: &[WeeklyHours], closed_on_holidays: bool) -> Result<Rule, Vec<Violation>> {
    let mut violations = Vec::new();
    if rows.is_empty() {
        let message = "must hold at least one day";
        violations.push(Violation::new(&[], ViolationCode::Required, message));
    }
    for (number, row) in rows.iter().enumerate() {
        violations.extend(
            faults(row)
                .into_iter()
                .map(|fault| fault.within(&number.to_string())),
        );
    }
    let holidays = |row: &&WeeklyHours| row.day == DayOfWeek::PublicHoliday;
    if closed_on_holidays && rows.iter().any(|row| holidays(&row)) {
        let message = "closedOnHolidays and hours of PUBLIC_HOLIDAY contradict each other";
        violations.push(Violation::invalid(&["closedOnHolidays"], message));
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    let text = text(rows, closed_on_holidays);
    Rule::parse(&text).map_err(|broken| {
        // A form that is too long for a rule; its syntax is ours.
        let count = text.chars().count();
        let message = format!("makes a rule of {count} characters that is too long or has too many parts");
        match broken.first().map(|violation| violation.code) {
            Some(ViolationCode::TooLong) => {
                let message = format!("{message}: at most {} characters", rule::LONGEST);
                vec![Violation::new(&[], ViolationCode::TooLong, message)]
            }
            _ => vec![Violation::out_of_range(&[], message)],
        }
    })
}

fn faults(row: &WeeklyHours) -> Vec<Violation> {
    let mut faults = Vec::new();
    if let Some(weeks) = &row.weeks_of_month {
        let path = ["weeksOfMonth"];
        if weeks.is_empty() {
            let message = "must name a week, 1 to 5 or -1 for the last; leave it out for every week";
            faults.push(Violation::new(&path, ViolationCode::Required, message));
        }
        for week in weeks.iter().filter(|week| !matches!(week, -1 | 1..=5)) {
            let message = format!("must be 1 to 5, or -1 for the last, not {week}");
            faults.push(Violation::out_of_range(&path, message));
        }
        if row.day == DayOfWeek::PublicHoliday && !weeks.is_empty() {
            faults.push(Violation::invalid(
                &path,
                "public holidays have no weeks of the month",
            ));
        }
    }
    for (name, time) in [("opens", row.opens), ("closes", row.closes)] {
        if time.second() != 0 || time.nanosecond() != 0 {
            faults.push(Violation::invalid(&[name], "must be a whole minute"));
        }
    }
    faults
}

/// Weeks of the month, sorted; `None` is every week.
type Weeks = Option<Vec<i32>>;
/// Minutes of the day.
type Spans = Vec<(u32, u32)>;

fn text(rows: &[WeeklyHours], closed_on_holidays: bool) -> String {
    // All hours of one day in the same weeks.
    let mut days: BTreeMap<(DayOfWeek, Weeks), Spans> = BTreeMap::new();
    for row in rows {
        let weeks = row.weeks_of_month.as_ref().map(|weeks| sorted(weeks));
        let span = span(row.opens, row.closes);
        let spans = days.entry((row.day, weeks)).or_default();
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    // Days of the same hours stand together.
    let mut groups: BTreeMap<Spans, Vec<(DayOfWeek, Weeks)>> = BTreeMap::new();
    for ((day, weeks), mut spans) in days {
        spans.sort_unstable();
        let group = groups.entry(spans).or_default();
        match (group.last_mut(), &weeks) {
            // Every week comes first, and holds the others.
            (Some((last, None)), _) if *last == day => {}
            (Some((last, Some(known))), Some(weeks)) if *last == day => {
                *known = sorted(&[known.as_slice(), weeks].concat());
            }
            _ => group.push((day, weeks)),
        }
    }
    let mut parts: Vec<(DayOfWeek, usize, String)> = Vec::new();
    let mut on_holidays: Vec<String> = Vec::new();
    for (spans, days) in groups {
        let hours = clock_ranges(&spans);
        let (holidays, weekdays): (Vec<_>, Vec<_>) = days
            .into_iter()
            .partition(|(day, _)| *day == DayOfWeek::PublicHoliday);
        if let Some((first, _)) = weekdays.first() {
            let mut distinct: Vec<DayOfWeek> = weekdays.iter().map(|(day, _)| *day).collect();
            distinct.dedup();
            parts.push((*first, distinct.len(), format!("{} {hours}", selector(&weekdays))));
        }
        if !holidays.is_empty() {
            on_holidays.push(format!("PH {hours}"));
        }
    }
    parts.sort();
    let mut of_days: Vec<DayOfWeek> = rows.iter().map(|row| row.day).collect();
    of_days.sort_unstable();
    of_days.dedup();
    let in_parts: usize = parts.iter().map(|(_, count, _)| count).sum();
    let late = after_midnight(rows);
    let weekdays = of_days
        .iter()
        .filter(|day| **day != DayOfWeek::PublicHoliday)
        .count();
    // Rules after a semicolon replace the day, with what came over midnight and what is said of other weeks.
    let separator = if late == Late::Never && in_parts == weekdays {
        "; "
    } else {
        ", "
    };
    let parts: Vec<String> = parts.into_iter().map(|(.., part)| part).collect();
    let mut text = parts.join(separator);
    let closing = match late {
        Late::Until(minutes) => {
            format!(
                "PH {:02}:{:02}-{:02}:{:02} off",
                minutes / 60,
                minutes % 60,
                minutes / 60 + 24,
                minutes % 60
            )
        }
        Late::Never | Late::Mixed => "PH off".to_owned(),
    };
    let holidays = match (on_holidays.is_empty(), text.is_empty(), late) {
        (true, ..) if closed_on_holidays => closing,
        (false, false, Late::Until(_)) => format!("{closing}, {}", on_holidays.join(", ")),
        _ => on_holidays.join(", "),
    };
    if !text.is_empty() && !holidays.is_empty() {
        text.push_str("; ");
    }
    text + &holidays
}

/// How far the hours of a form reach into the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Late {
    Never,
    /// The last ends at this minute, and nothing begins before it.
    Until(u32),
    /// Some hours begin before others have ended.
    Mixed,
}

fn after_midnight(rows: &[WeeklyHours]) -> Late {
    let spans = || rows.iter().map(|row| span(row.opens, row.closes));
    let latest = spans()
        .map(|(_, to)| to.saturating_sub(24 * 60))
        .max()
        .unwrap_or(0);
    if latest == 0 {
        Late::Never
    } else if spans().all(|(from, _)| from >= latest) {
        Late::Until(latest)
    } else {
        Late::Mixed
    }
}

/// Minutes of the day; what closes on the next day closes after 24:00.
fn span(opens: NaiveTime, closes: NaiveTime) -> (u32, u32) {
    let minutes = |time: NaiveTime| time.hour() * 60 + time.minute();
    let (from, to) = (minutes(opens), minutes(closes));
    (from, if to <= from { to + 24 * 60 } else { to })
}

/// `10:00-24:00`, `22:00-02:00`, `10:00-12:00,13:00-15:00`; minutes of the day, the end perhaps on the next.
pub(crate) fn clock_ranges(spans: &[(u32, u32)]) -> String {
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let end = |to: u32| if to > 24 * 60 { to - 24 * 60 } else { to };
    let ranges: Vec<String> = spans
        .iter()
        .map(|(from, to)| format!("{}-{}", clock(*from), clock(end(*to))))
        .collect();
    ranges.join(",")
}

fn sorted(weeks: &[i32]) -> Vec<i32> {
    // The last week stands last.
    let mut weeks = weeks.to_vec();
    weeks.sort_unstable_by_key(|week| if *week < 0 { 99 } else { *week });
    weeks.dedup();
    weeks
}

/// `Mo-Fr`, `Mo,We`, `Sa[2,4]`, `Mo-We,Sa[1]`.
fn selector(days: &[(DayOfWeek, Weeks)]) -> String {
    const NAMES: [&str; 8] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"];
    let name = |day: DayOfWeek| NAMES.get(day as usize).copied().unwrap_or_default();
    let mut runs: Vec<(DayOfWeek, DayOfWeek)> = Vec::new();
    for (day, _) in days.iter().filter(|(_, weeks)| weeks.is_none()) {
        match runs.last_mut() {
            Some((_, last)) if *last as usize + 1 == *day as usize => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let runs = runs
        .iter()
        .map(|(first, last)| match *last as usize - *first as usize {
            0 => name(*first).to_owned(),
            1 => format!("{},{}", name(*first), name(*last)),
            _ => format!("{}-{}", name(*first), name(*last)),
        });
    let of_weeks = days.iter().filter_map(|(day, weeks)| {
        let weeks: Vec<String> = weeks.as_ref()?.iter().map(ToString::to_string).collect();
        Some(format!("{}[{}]", name(*day), weeks.join(",")))
    });
    let all: Vec<String> = runs.chain(of_weeks).collect();
    all.join(",")
}

#[cfg(test)]
mod tests;
