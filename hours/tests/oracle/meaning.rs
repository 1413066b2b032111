//! What a drawn rule means, by brute force: for each day the sessions that begin on it, for each minute a look at the
//! sessions of its day and the day before. Knows nothing of the crate but the table of holidays.

use chrono::{Datelike, Days, NaiveDate};
use hours::Holidays;

use crate::draw::{Part, What, When};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Open,
    Closed,
    Unknown,
}

/// A rule that names holidays says nothing of days for which they are not announced, nor of what began the day before.
fn is_known(parts: &[Part], day: NaiveDate, holidays: &Holidays) -> bool {
    let names = parts.iter().any(|part| matches!(part.when, When::Holidays));
    !names
        || [day, day - Days::new(1)]
            .iter()
            .all(|day| holidays.is_holiday(*day).is_some())
}

fn is_on(when: &When, day: NaiveDate, holidays: &Holidays) -> bool {
    let of_year = (day.month(), day.day());
    let weekday = day.weekday().num_days_from_monday() as usize;
    match when {
        When::Weekdays(days) => days.iter().any(|(named, weeks)| {
            let nth = (day.day() as i32 - 1) / 7 + 1;
            let is_last = (day + Days::new(7)).month() != day.month();
            *named == weekday && (weeks.is_empty() || weeks.contains(&nth) || is_last && weeks.contains(&-1))
        }),
        When::Holidays => holidays.is_holiday(day) == Some(true),
        When::Dates(from, through) if from <= through => *from <= of_year && of_year <= *through,
        When::Dates(from, through) => *from <= of_year || of_year <= *through,
        When::Season(first, last, days) => {
            let in_season = if first <= last {
                (*first..=*last).contains(&day.month())
            } else {
                day.month() >= *first || day.month() <= *last
            };
            in_season && days.contains(&weekday)
        }
        When::Once(once) => *once == day,
    }
}

/// The sessions that begin on a day, the later ones having the last word.
fn plan(parts: &[Part], day: NaiveDate, holidays: &Holidays) -> Vec<(i64, i64, Meaning)> {
    let mut plan: Vec<(i64, i64, Meaning)> = Vec::new();
    for part in parts.iter().filter(|part| is_on(&part.when, day, holidays)) {
        let (sessions, meaning) = match &part.what {
            What::Open(sessions) => (sessions.clone(), Meaning::Open),
            What::Unknown(sessions) => (sessions.clone(), Meaning::Unknown),
            What::Off => (vec![(0, 1440)], Meaning::Closed),
        };
        if !part.added && meaning != Meaning::Closed {
            plan.clear();
        }
        plan.extend(sessions.into_iter().map(|(from, to)| (from, to, meaning)));
    }
    plan
}

/// The meaning of each minute of a day by the clock on the wall.
pub fn minutes(parts: &[Part], day: NaiveDate, holidays: &Holidays) -> Vec<Meaning> {
    let mut minutes = vec![Meaning::Closed; 1440];
    if !is_known(parts, day, holidays) {
        minutes.fill(Meaning::Unknown);
        return minutes;
    }
    for (from, to, meaning) in plan(parts, day - Days::new(1), holidays) {
        for minute in (from - 1440).max(0)..to - 1440 {
            minutes[minute as usize] = meaning;
        }
    }
    for (from, to, meaning) in plan(parts, day, holidays) {
        for minute in from..to.min(1440) {
            minutes[minute as usize] = meaning;
        }
    }
    minutes
}
