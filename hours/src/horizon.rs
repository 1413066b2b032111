//! The days that can be asked about: from the beginning of yesterday to the end of the day in 90 days.
//!
//! Made of "now" and a zone that are passed in. Minutes of a horizon mean nothing in another.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::span::{DAY, Span};

/// Whole days before the first that can be asked, so that openings which began there have their true beginning.
const BEFORE: i64 = 2;
/// Days ahead of today, the last of them included.
pub const DAYS_AHEAD: u64 = 90;

/// What can be asked at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    today: NaiveDate,
    /// Minute 0.
    base: DateTime<Utc>,
    from: u32,
    to: u32,
}

impl Horizon {
    /// `zone` decides when a day begins: that of the register. `None` only at the ends of the calendar.
    pub fn at(now: DateTime<Utc>, zone: Tz) -> Option<Horizon> {
        let today = now.with_timezone(&zone).date_naive();
        let first = instant(zone, today.pred_opt()?.and_hms_opt(0, 0, 0)?)?;
        let after = today.checked_add_days(Days::new(DAYS_AHEAD + 1))?;
        let last = instant(zone, after.and_hms_opt(0, 0, 0)?)?;
        let base = first.checked_sub_signed(TimeDelta::days(BEFORE))?;
        Some(Horizon {
            today,
            base,
            from: u32::try_from((first - base).num_minutes()).ok()?,
            to: u32::try_from((last - base).num_minutes()).ok()?,
        })
    }

    /// The local date of "now". The horizon holds for as long as this is today.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The first and the last minute that can be asked, both included.
    pub fn minutes(&self) -> (u32, u32) {
        (self.from, self.to)
    }

    /// The first and the last moment that can be asked, both included.
    pub fn moments(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (self.moment(self.from), self.moment(self.to))
    }

    /// The minute of a moment, seconds cut off; `None` when it cannot be asked.
    pub fn minute(&self, at: DateTime<Utc>) -> Option<u32> {
        let seconds = (at - self.base).num_seconds();
        let minute = u32::try_from(seconds.div_euclid(60)).ok()?;
        // The very end may be named, but not passed by seconds.
        (self.from <= minute && minute <= self.to && at <= self.moment(self.to)).then_some(minute)
    }

    /// The moment at which a minute begins.
    pub fn moment(&self, minute: u32) -> DateTime<Utc> {
        self.base + TimeDelta::minutes(minute.into())
    }

    /// The local dates of a zone that can matter: with a margin for what passes midnights and for other zones.
    pub(crate) fn dates(&self, zone: Tz) -> Option<(NaiveDate, NaiveDate)> {
        let date = |minute: u32| self.moment(minute).with_timezone(&zone).date_naive();
        Some((
            date(self.from).checked_sub_days(Days::new(3))?,
            date(self.to).checked_add_days(Days::new(2))?,
        ))
    }

    /// A stretch by the clock on the wall, in minutes since the midnight of `day`: when it is, if it can be asked about.
    pub(crate) fn span(&self, zone: Tz, day: NaiveDate, start: i64, end: i64) -> Option<Span> {
        // With what begins at the very end: it tells whether something goes on.
        self.whole_span(zone, day, start, end)
            .filter(|span| span.end > self.from && span.start <= self.to)
    }

    /// The same with what lies in the days before: openings that run into the horizon began there.
    pub(crate) fn whole_span(&self, zone: Tz, day: NaiveDate, start: i64, end: i64) -> Option<Span> {
        let minute = |wall: i64| {
            let time = day
                .and_hms_opt(0, 0, 0)?
                .checked_add_signed(TimeDelta::minutes(wall))?;
            let seconds = (instant(zone, time)? - self.base).num_seconds();
            Some(seconds.div_euclid(60))
        };
        let (start, end) = (minute(start)?, minute(end)?);
        // The base lies two days before the first question, and nothing is longer than a day and a clock change.
        let span = Span {
            start: u32::try_from(start.max(0)).ok()?,
            end: u32::try_from(end).ok()?,
        };
        (start < end).then_some(span)
    }
}

/// When the clock on the wall shows this. Of two such moments (clocks set back) the later, as the `opening-hours`
/// crate does; of none (clocks set forward) the first after the gap.
fn instant(zone: Tz, time: NaiveDateTime) -> Option<DateTime<Utc>> {
    let found = |time: &NaiveDateTime| zone.from_local_datetime(time).latest();
    found(&time)
        .or_else(|| {
            // The longest gap is a day, where an island changed sides of the date line.
            (1..=DAY).find_map(|minutes| found(&time.checked_add_signed(TimeDelta::minutes(minutes))?))
        })
        .map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;
    use chrono_tz::Asia::Tokyo;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn yesterday_to_the_ninetieth_day_can_be_asked() {
        let horizon = Horizon::at(at("2026-11-27T06:00:00Z"), Tokyo).unwrap();
        assert_eq!(horizon.today(), NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
        assert_eq!(
            horizon.moments(),
            (at("2026-11-25T15:00:00Z"), at("2027-02-25T15:00:00Z"))
        );
        assert_eq!(horizon.minute(at("2026-11-25T14:59:59Z")), None);
        assert_eq!(horizon.minute(at("2027-02-25T15:00:01Z")), None);
        let last = horizon.minute(at("2027-02-25T15:00:00Z")).unwrap();
        assert_eq!(horizon.moment(last), at("2027-02-25T15:00:00Z"));
        let minute = horizon.minute(at("2026-11-27T06:00:59Z")).unwrap();
        assert_eq!(horizon.moment(minute), at("2026-11-27T06:00:00Z"));
    }

    #[test]
    fn just_before_midnight_in_japan_it_is_still_today() {
        let horizon = Horizon::at(at("2026-12-31T14:59:59Z"), Tokyo).unwrap();
        assert_eq!(horizon.today(), NaiveDate::from_ymd_opt(2026, 12, 31).unwrap());
    }

    #[test]
    fn clocks_that_change_give_the_first_moment_after_a_gap_and_the_later_of_two() {
        let local = |text: &str| instant(New_York, text.parse().unwrap()).unwrap();
        assert_eq!(local("2027-03-14T02:30:00"), at("2027-03-14T07:00:00Z"));
        assert_eq!(local("2026-11-01T01:30:00"), at("2026-11-01T06:30:00Z"));
        // Samoa had no 30 December 2011.
        let samoa = instant(chrono_tz::Pacific::Apia, "2011-12-30T10:00:00".parse().unwrap());
        assert_eq!(samoa, Some(at("2011-12-30T10:00:00Z")));
    }
}
