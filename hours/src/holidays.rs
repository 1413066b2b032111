//! The public holidays of Japan: official dates, read from the Cabinet Office's list.
//!
//! Beyond the last year of the list nothing is known: the days of the equinoxes are announced each February for the
//! year after (国立天文台 in 官報), and laws move holidays. Never computes a date; `tests.rs` does, to check the list.
//! Why the list of the `opening-hours` crate is not used: docs/decisions/0013-own-holidays.md.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{Datelike, NaiveDate};
use compact_calendar::CompactCalendar;
use domain::Violation;

/// 内閣府「国民の祝日について」, as of the release of this program.
const BUILT_IN: &str = include_str!("../data/holidays.csv");

/// Official holidays of whole years, with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holidays {
    names: BTreeMap<NaiveDate, String>,
    days: Arc<CompactCalendar>,
    first: NaiveDate,
    last: NaiveDate,
}

impl Holidays {
    /// The list that comes with this program: 2000 to 2027.
    pub fn built_in() -> Arc<Holidays> {
        static LIST: LazyLock<Arc<Holidays>> = LazyLock::new(|| {
            // A test reads the same text; a list without days would leave all holidays unknown.
            Arc::new(Holidays::parse_csv(BUILT_IN).unwrap_or_else(|_| Holidays::unknown()))
        });
        Arc::clone(&LIST)
    }

    /// Of days with their names. Each year from the first to the last day is taken as complete; without any day,
    /// no holiday is known.
    pub fn of(days: impl IntoIterator<Item = (NaiveDate, String)>) -> Holidays {
        let names: BTreeMap<NaiveDate, String> = days.into_iter().collect();
        let year = |date: Option<&NaiveDate>| date.map(Datelike::year);
        let bounds = year(names.keys().next()).zip(year(names.keys().next_back()));
        let days = bounds.and_then(|(first, last)| {
            let whole = (
                NaiveDate::from_ymd_opt(first, 1, 1)?,
                NaiveDate::from_ymd_opt(last, 12, 31)?,
            );
            let mut calendar = CompactCalendar::default();
            for day in names.keys() {
                calendar.insert(*day);
            }
            Some((whole, calendar))
        });
        match days {
            Some(((first, last), calendar)) => Holidays {
                names,
                days: Arc::new(calendar),
                first,
                last,
            },
            None => Holidays::unknown(),
        }
    }

    /// No holiday of any year is known: rules that name holidays answer unknown.
    pub fn unknown() -> Holidays {
        Holidays {
            names: BTreeMap::new(),
            days: Arc::default(),
            first: NaiveDate::MAX,
            last: NaiveDate::MIN,
        }
    }

    /// Reads the Cabinet Office's `syukujitsu.csv`, decoded from CP932 by the caller: a header, then `2027/1/1,元日`.
    /// Lines that begin with `#` and blank lines mean nothing. All that is wrong comes back at once, by line.
    pub fn parse_csv(text: &str) -> Result<Holidays, Vec<Violation>> {
        let mut days: BTreeMap<NaiveDate, String> = BTreeMap::new();
        let mut violations = Vec::new();
        let mut wrong = |line: usize, message: String| {
            violations.push(Violation::invalid(&["line", &line.to_string()], message));
        };
        let mut seen_header = false;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut cells = line.split(',').map(|cell| cell.trim().trim_matches('"'));
            let (date, name) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            match NaiveDate::parse_from_str(date, "%Y/%m/%d")
                .or_else(|_| NaiveDate::parse_from_str(date, "%Y-%m-%d"))
            {
                Ok(_) if name.is_empty() => wrong(index + 1, format!("{date} has no name")),
                Ok(_) if cells.next().is_some_and(|cell| !cell.is_empty()) => {
                    wrong(index + 1, "a line has a date and a name, nothing more".to_owned());
                }
                Ok(date) => {
                    if days.insert(date, name.to_owned()).is_some() {
                        wrong(index + 1, format!("{date} is there twice"));
                    }
                }
                Err(_) if !seen_header && days.is_empty() => seen_header = true,
                Err(_) => wrong(index + 1, format!("\"{date}\" is not a date like 2027/1/1")),
            }
        }
        if days.is_empty() {
            violations.push(Violation::invalid(&[], "no line has a date and a name"));
        }
        // Every year has New Year's Day; a year without it is cut off or not such a list.
        let years = days.keys().next().zip(days.keys().next_back());
        for year in years
            .into_iter()
            .flat_map(|(first, last)| first.year()..=last.year())
        {
            let known = NaiveDate::from_ymd_opt(year, 1, 1).is_some_and(|day| days.contains_key(&day));
            if !known {
                let message = format!("the year {year} has no 1 January, so it is not complete");
                violations.push(Violation::invalid(&["year", &year.to_string()], message));
            }
            if violations.len() > 100 {
                break;
            }
        }
        if violations.is_empty() {
            Ok(Holidays::of(days))
        } else {
            Err(violations)
        }
    }

    /// The first and the last day for which it is known whether they are holidays; `None` when none is.
    pub fn known(&self) -> Option<(NaiveDate, NaiveDate)> {
        (self.first <= self.last).then_some((self.first, self.last))
    }

    /// Whether the day is a holiday; `None` outside of the list.
    pub fn is_holiday(&self, day: NaiveDate) -> Option<bool> {
        (self.first..=self.last)
            .contains(&day)
            .then(|| self.names.contains_key(&day))
    }

    /// What the day is called.
    pub fn name(&self, day: NaiveDate) -> Option<&str> {
        self.names.get(&day).map(String::as_str)
    }

    /// All days with their names, in order.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &str)> {
        self.names.iter().map(|(day, name)| (*day, name.as_str()))
    }

    /// The days in the form of the library.
    pub(crate) fn calendar(&self) -> Arc<CompactCalendar> {
        Arc::clone(&self.days)
    }
}

#[cfg(test)]
mod tests;
