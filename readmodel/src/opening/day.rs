//! The day for which a snapshot answers: its horizon, the holidays, and every pattern of the register expanded.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use hours::{Expansion, Holidays, Horizon, Pattern};
use rayon::prelude::*;

use super::patterns::{PatternId, Patterns};

/// A day, and what is known of holidays on it. Seen from outside of the snapshot, its "today".
#[derive(Debug, Clone)]
pub struct Day {
    pub horizon: Horizon,
    pub holidays: Arc<Holidays>,
}

impl Day {
    /// The day of a moment in the zone of the register; `None` only at the ends of the calendar.
    pub fn at(now: DateTime<Utc>, zone: Tz, holidays: Arc<Holidays>) -> Option<Day> {
        Some(Day {
            horizon: Horizon::at(now, zone)?,
            holidays,
        })
    }

    /// Whether the other is the same day, with the same holidays.
    pub fn is(&self, other: &Day) -> bool {
        self.horizon == other.horizon && Arc::ptr_eq(&self.holidays, &other.holidays)
    }
}

/// All patterns, expanded for one day.
#[derive(Debug)]
pub(crate) struct Today {
    pub(crate) day: Day,
    expansions: Vec<Arc<Expansion>>,
}

impl Today {
    pub(crate) fn new(day: Day, patterns: &Patterns) -> Today {
        let expansions = patterns.list.par_iter();
        Today {
            expansions: expansions
                .map(|pattern| Arc::new(expand(pattern, &day)))
                .collect(),
            day,
        }
    }

    /// The same day with the patterns that came since.
    pub(crate) fn with(&self, patterns: &Patterns) -> Today {
        let mut expansions = self.expansions.clone();
        let new = patterns.list.iter().skip(expansions.len());
        expansions.extend(new.map(|pattern| Arc::new(expand(pattern, &self.day))));
        Today {
            day: self.day.clone(),
            expansions,
        }
    }

    /// How many patterns it knows.
    pub(crate) fn len(&self) -> usize {
        self.expansions.len()
    }

    pub(crate) fn expansion(&self, id: PatternId) -> Option<&Arc<Expansion>> {
        self.expansions.get(id as usize)
    }

    /// What a pattern that is not in the register opens.
    pub(crate) fn expand(&self, pattern: &Pattern) -> Arc<Expansion> {
        Arc::new(expand(pattern, &self.day))
    }

    /// One answer for each pattern.
    pub(crate) fn of_each<T>(&self, answer: impl Fn(&Expansion) -> T) -> Vec<T> {
        self.expansions
            .iter()
            .map(|expansion| answer(expansion))
            .collect()
    }
}

fn expand(pattern: &Pattern, day: &Day) -> Expansion {
    Expansion::of(pattern, &day.horizon, &day.holidays)
}
