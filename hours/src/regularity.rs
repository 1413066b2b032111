//! How regularly something opens, by its rules alone.
//!
//! Holidays, dated breaks, special hours and temporary closures change nothing: who opens every Saturday does so even
//! where the New Year falls on one. Looked at are the 90 days from today.

use chrono::{Days, NaiveDate, NaiveTime};
use domain::closed_set;

use crate::expansion::{Touched, touched_days};
use crate::horizon::{DAYS_AHEAD, Horizon};
use crate::pattern::{Pattern, Source};
use crate::rule::Habit;
use crate::span::DAY;

closed_set! {
    /// How often something opens.
    Regularity {
        Weekly = "WEEKLY",
        AtLeastMonthly = "AT_LEAST_MONTHLY",
        Irregular = "IRREGULAR",
        Unknown = "UNKNOWN",
    }
}

impl Regularity {
    /// Whether a filter for `asked` lets this pass: what opens weekly opens at least monthly, too.
    pub fn satisfies(self, asked: Regularity) -> bool {
        self == asked || self == Regularity::Weekly && asked == Regularity::AtLeastMonthly
    }
}

/// The days, of the 90 from today, that an opening touches: bit 0 is today. Of several schedules: `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenDays(u128);

impl OpenDays {
    /// `None` when no rule is known. `touched` are the days that the whole rule touches.
    pub(crate) fn of(pattern: &Pattern, horizon: &Horizon, touched: &Touched) -> Option<OpenDays> {
        let first = horizon.today();
        let last = first.checked_add_days(Days::new(DAYS_AHEAD - 1))?;
        let mut days = 0;
        let mut add = |day: NaiveDate| {
            let index = u32::try_from((day - first).num_days()).ok();
            if (first..=last).contains(&day) && pattern.is_valid_on(day) {
                days |= index
                    .and_then(|index| 1_u128.checked_shl(index))
                    .unwrap_or_default();
            }
        };
        match &pattern.source {
            Source::Unknown => return None,
            Source::Rule(rule) => {
                let rest;
                let touched = match rule.habit() {
                    Habit::Whole => touched,
                    Habit::Rest(days) => {
                        rest = touched_days(&days, first, last);
                        &rest
                    }
                    Habit::None => &Touched::default(),
                };
                if touched.open.is_empty() && touched.is_unknown {
                    return None;
                }
                touched.open.iter().copied().for_each(&mut add);
            }
            Source::Recurrence(recurrence) => {
                let overnight =
                    recurrence.closes() <= recurrence.opens() && recurrence.closes() != NaiveTime::MIN;
                let begun = first.pred_opt().into_iter().chain(first.iter_days());
                for day in begun
                    .take_while(|day| *day <= last)
                    .filter(|day| recurrence.occurs_on(*day))
                {
                    add(day);
                    day.succ_opt()
                        .filter(|_| overnight)
                        .into_iter()
                        .for_each(&mut add);
                }
            }
        }
        Some(OpenDays(days))
    }

    /// The numbers of the days, 0 for today.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        (0..u128::BITS).filter(move |day| self.0 >> day & 1 == 1)
    }
}

impl std::ops::BitOr for OpenDays {
    type Output = OpenDays;

    fn bitor(self, other: OpenDays) -> OpenDays {
        OpenDays(self.0 | other.0)
    }
}

/// Of the schedules of a place or a service: each with its open days, `None` where no rule is known.
pub fn regularity(schedules: impl IntoIterator<Item = Option<OpenDays>>) -> Regularity {
    let known = schedules.into_iter().flatten().reduce(|all, days| all | days);
    let Some(days) = known else {
        return Regularity::Unknown;
    };
    // The longest stretch without an opening: up to the first, between two, after the last.
    let mut longest = 0;
    let mut since = None;
    for day in days.iter() {
        longest = longest.max(match since {
            None => day,
            Some(last) => day - last,
        });
        since = Some(day);
    }
    let all = u32::try_from(DAYS_AHEAD).unwrap_or(u32::MAX);
    longest = longest.max(since.map_or(all, |last: u32| all.saturating_sub(last + 1)));
    match longest {
        0..=7 => Regularity::Weekly,
        8..=35 => Regularity::AtLeastMonthly,
        _ => Regularity::Irregular,
    }
}

const _: () = assert!(DAYS_AHEAD <= 128 && DAY == 1_440);

#[cfg(test)]
mod tests;
