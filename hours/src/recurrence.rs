//! A recurrence by RFC 5545 (RRULE), for what `opening_hours` cannot say: every other week needs a day to count from.
//!
//! Not expanded but asked, day by day: whether a date is one of the recurrence is decided by its distance from the
//! anchor, so the past costs nothing and nothing can run away. The tests hold it to the `rrule` crate; why that crate
//! does not do the work: docs/decisions/0014-recurrences-are-asked.md.

mod read;

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// Characters of an RRULE value.
pub const LONGEST: usize = 512;
/// A COUNT must be used up within so many days of the anchor.
pub const LONGEST_COUNT_DAYS: u64 = 3_660;

/// How often; nothing is more frequent than daily.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A checked recurrence of one session: from `opens` to `closes`, which is on the next day when it is not later.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence {
    text: Arc<str>,
    anchor: NaiveDate,
    opens: NaiveTime,
    closes: NaiveTime,
    frequency: Frequency,
    interval: u32,
    /// The last moment at which a session may begin, by the clock on the wall.
    until: Option<NaiveDateTime>,
    week_start: Weekday,
    months: Vec<u32>,
    /// 1 to 31, or -1 for the last.
    month_days: Vec<i32>,
    /// Days of the week; 2 is the second of the month or year, -1 the last, 0 every one.
    days: Vec<(i32, Weekday)>,
    positions: Vec<i32>,
}

impl Recurrence {
    /// The RRULE value, in capitals.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn anchor(&self) -> NaiveDate {
        self.anchor
    }

    pub fn opens(&self) -> NaiveTime {
        self.opens
    }

    pub fn closes(&self) -> NaiveTime {
        self.closes
    }

    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Every how many days, weeks, months or years.
    pub fn interval(&self) -> u32 {
        self.interval
    }

    /// Days of the week, each with its number within the month (or year), 0 for every one.
    pub fn days(&self) -> &[(i32, Weekday)] {
        &self.days
    }

    /// Days of the month, -1 for the last.
    pub fn month_days(&self) -> &[i32] {
        &self.month_days
    }

    /// Whether nothing narrows it but its interval, the days of the week or the days of the month.
    pub fn is_plain(&self) -> bool {
        self.until.is_none() && self.months.is_empty() && self.positions.is_empty()
    }

    /// Whether a session begins on this day.
    pub fn occurs_on(&self, day: NaiveDate) -> bool {
        day >= self.anchor
            && self.until.is_none_or(|until| day.and_time(self.opens) <= until)
            && self.is_in_turn(day)
            && self.matches(day)
            && self.has_position(day)
    }

    /// Whether the day's period is a whole number of intervals after the anchor's.
    fn is_in_turn(&self, day: NaiveDate) -> bool {
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let weeks = |date: NaiveDate| date.week(self.week_start).checked_first_day();
        let periods = match self.frequency {
            Frequency::Daily => (day - self.anchor).num_days(),
            Frequency::Weekly => match weeks(day).zip(weeks(self.anchor)) {
                Some((this, first)) => (this - first).num_days() / 7,
                None => return false,
            },
            Frequency::Monthly => months(day) - months(self.anchor),
            Frequency::Yearly => i64::from(day.year() - self.anchor.year()),
        };
        periods % i64::from(self.interval) == 0
    }

    /// Whether the day is one of those that the parts of the rule name, whatever the interval.
    fn matches(&self, day: NaiveDate) -> bool {
        if !self.months.is_empty() && !self.months.contains(&day.month()) {
            return false;
        }
        if self.days.is_empty() && self.month_days.is_empty() {
            return match self.frequency {
                Frequency::Daily => true,
                Frequency::Weekly => day.weekday() == self.anchor.weekday(),
                Frequency::Monthly => day.day() == self.anchor.day(),
                Frequency::Yearly => {
                    day.day() == self.anchor.day()
                        && (!self.months.is_empty() || day.month() == self.anchor.month())
                }
            };
        }
        let (from_start, from_end) = places(day.day(), u32::from(day.num_days_in_month()));
        let by_month_day = self.month_days.is_empty()
            || self.month_days.contains(&from_start)
            || self.month_days.contains(&from_end);
        let by_day = self.days.is_empty()
            || self
                .days
                .iter()
                .any(|(nth, weekday)| *weekday == day.weekday() && (*nth == 0 || self.is_nth(day, *nth)));
        by_month_day && by_day
    }

    /// Whether the day is the nth of its weekday: of the month, or of the year where no month is named.
    fn is_nth(&self, day: NaiveDate, nth: i32) -> bool {
        let of_year = self.frequency == Frequency::Yearly && self.months.is_empty();
        let (number, length) = if of_year {
            let length = if day.leap_year() { 366 } else { 365 };
            (day.ordinal(), length)
        } else {
            (day.day(), u32::from(day.num_days_in_month()))
        };
        let (from_start, from_end) = places(number, length);
        (from_start + 6) / 7 == nth || (from_end - 6) / 7 == nth
    }

    /// Whether the day has one of the asked positions among the matching days of its period.
    fn has_position(&self, day: NaiveDate) -> bool {
        if self.positions.is_empty() {
            return true;
        }
        let (first, length) = match self.frequency {
            Frequency::Daily => (Some(day), 1),
            Frequency::Weekly => (day.week(self.week_start).checked_first_day(), 7),
            // A year is refused when it is read.
            Frequency::Monthly | Frequency::Yearly => (day.with_day(1), u64::from(day.num_days_in_month())),
        };
        let Some(first) = first else { return false };
        let days = (0..length).filter_map(|offset| first.checked_add_days(Days::new(offset)));
        let (mut before, mut all) = (0, 0);
        for other in days.filter(|other| self.matches(*other)) {
            all += 1;
            if other <= day {
                before += 1;
            }
        }
        let (from_start, from_end) = places(before, all);
        self.positions.contains(&from_start) || self.positions.contains(&from_end)
    }
}

/// The number within so many from the start, 1 first, and from the end, -1 last.
fn places(number: u32, length: u32) -> (i32, i32) {
    let whole = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    (whole(number), whole(number) - whole(length) - 1)
}

#[cfg(test)]
mod tests;
