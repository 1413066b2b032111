//! Reading and checking an RRULE value.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;
use domain::{Violation, ViolationCode};

use super::{Frequency, LONGEST, LONGEST_COUNT_DAYS, Recurrence};

impl Recurrence {
    /// Reads an RRULE value. All that is wrong comes back at once, without a path. `zone` is that of the anchor and
    /// the hours.
    pub fn parse(
        text: &str,
        anchor: NaiveDate,
        (opens, closes): (NaiveTime, NaiveTime),
        zone: Tz,
    ) -> Result<Recurrence, Vec<Violation>> {
        let length = text.chars().count();
        if length > LONGEST {
            let message = format!("must have at most {LONGEST} characters, not {length}");
            return Err(vec![Violation::new(&[], ViolationCode::TooLong, message)]);
        }
        let upper = text.trim().to_ascii_uppercase();
        let value = upper
            .strip_prefix("RRULE:")
            .unwrap_or(&upper)
            .trim_end_matches(';');
        let mut reader = Reader {
            zone,
            ..Reader::default()
        };
        for part in value.split(';') {
            reader.part(part.trim());
        }
        reader.check();
        if !reader.wrong.is_empty() {
            return Err(reader.wrong);
        }
        let mut recurrence = Recurrence {
            text: Arc::from(value),
            anchor,
            opens,
            closes,
            frequency: reader.frequency.unwrap_or(Frequency::Daily),
            interval: reader.interval.unwrap_or(1),
            until: reader.until,
            week_start: reader.week_start.unwrap_or(Weekday::Mon),
            months: reader.months,
            month_days: reader.month_days,
            days: reader.days,
            positions: reader.positions,
        };
        if let Some(count) = reader.count {
            recurrence.until = Some(recurrence.last_of(count).ok_or_else(|| {
                let message = "COUNT must be reached within ten years of the anchor; say UNTIL instead";
                vec![Violation::out_of_range(&[], message)]
            })?);
        }
        Ok(recurrence)
    }

    /// When the last of so many sessions begins.
    fn last_of(&self, count: u32) -> Option<NaiveDateTime> {
        let mut days = (0..LONGEST_COUNT_DAYS)
            .filter_map(|offset| self.anchor.checked_add_days(Days::new(offset)))
            .filter(|day| self.occurs_on(*day));
        let last = usize::try_from(count.checked_sub(1)?).ok()?;
        days.nth(last).map(|day| day.and_time(self.opens))
    }
}

#[derive(Default)]
struct Reader {
    zone: Tz,
    seen: Vec<String>,
    frequency: Option<Frequency>,
    interval: Option<u32>,
    count: Option<u32>,
    until: Option<NaiveDateTime>,
    week_start: Option<Weekday>,
    months: Vec<u32>,
    month_days: Vec<i32>,
    days: Vec<(i32, Weekday)>,
    positions: Vec<i32>,
    wrong: Vec<Violation>,
}

impl Reader {
    fn refuse(&mut self, message: impl Into<String>) {
        self.wrong.push(Violation::invalid(&[], message));
    }

    fn part(&mut self, part: &str) {
        let Some((name, value)) = part.split_once('=') else {
            return self.refuse(format!(
                "\"{}\" is not a part like FREQ=WEEKLY",
                part.chars().take(20).collect::<String>()
            ));
        };
        if self.seen.iter().any(|seen| seen == name) {
            return self.refuse(format!("{name} is there twice"));
        }
        match name {
            "FREQ" => match value {
                "DAILY" => self.frequency = Some(Frequency::Daily),
                "WEEKLY" => self.frequency = Some(Frequency::Weekly),
                "MONTHLY" => self.frequency = Some(Frequency::Monthly),
                "YEARLY" => self.frequency = Some(Frequency::Yearly),
                _ => self.refuse("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"),
            },
            "INTERVAL" => match value.parse() {
                Ok(interval @ 1..=1_000) => self.interval = Some(interval),
                _ => self.refuse("INTERVAL must be a number from 1 to 1000"),
            },
            "COUNT" => match value.parse() {
                Ok(count @ 1..) => self.count = Some(count),
                _ => self.refuse("COUNT must be a number from 1"),
            },
            "UNTIL" => match until(value, self.zone) {
                Some(until) => self.until = Some(until),
                None => self.refuse("UNTIL must be a date like 20271231 or a time like 20271231T145959Z"),
            },
            "WKST" => match weekday(value) {
                Some(day) => self.week_start = Some(day),
                None => self.refuse("WKST must be one of MO, TU, WE, TH, FR, SA and SU"),
            },
            "BYMONTH" => match numbers(value, |month| (1..=12).contains(&month)) {
                Some(months) => self.months = months.iter().map(|month| month.unsigned_abs()).collect(),
                None => self.refuse("BYMONTH must be numbers from 1 to 12"),
            },
            "BYMONTHDAY" => match numbers(value, |day| (1..=31).contains(&day.abs())) {
                Some(days) => self.month_days = days,
                None => self.refuse("BYMONTHDAY must be numbers from 1 to 31, or from -31 to -1"),
            },
            "BYDAY" => match value.split(',').map(nth_weekday).collect() {
                Some(days) => self.days = days,
                None => self.refuse("BYDAY must be days like MO, or 2SA and -1SU within a month"),
            },
            "BYSETPOS" => match numbers(value, |position| (1..=31).contains(&position.abs())) {
                Some(positions) => self.positions = positions,
                None => self.refuse("BYSETPOS must be numbers from 1 to 31, or from -31 to -1"),
            },
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => {
                self.refuse(format!("{name} is not read: the hours are opens and closes"));
            }
            "BYWEEKNO" | "BYYEARDAY" | "BYEASTER" => self.refuse(format!("{name} is not read")),
            _ => self.refuse(format!(
                "\"{}\" is no part of a recurrence",
                name.chars().take(20).collect::<String>()
            )),
        }
        self.seen.push(name.to_owned());
    }

    /// What only the parts together show.
    fn check(&mut self) {
        let Some(frequency) = self.frequency else {
            if !self.seen.iter().any(|seen| seen == "FREQ") {
                self.refuse("FREQ is missing: DAILY, WEEKLY, MONTHLY or YEARLY");
            }
            return;
        };
        if self.count.is_some() && self.until.is_some() {
            self.refuse("COUNT and UNTIL must not stand together");
        }
        let within_month = matches!(frequency, Frequency::Monthly | Frequency::Yearly);
        if !within_month && self.days.iter().any(|(nth, _)| *nth != 0) {
            self.refuse("BYDAY takes numbers like 2SA only with FREQ=MONTHLY or YEARLY");
        }
        let of_month = frequency == Frequency::Monthly || !self.months.is_empty();
        if within_month && of_month && self.days.iter().any(|(nth, _)| nth.abs() > 5) {
            self.refuse("a month has at most five of a day of the week");
        }
        if frequency == Frequency::Weekly && !self.month_days.is_empty() {
            self.refuse("BYMONTHDAY must not stand with FREQ=WEEKLY");
        }
        if !self.positions.is_empty() {
            if frequency == Frequency::Yearly {
                self.refuse("BYSETPOS is not read with FREQ=YEARLY; say MONTHLY with BYMONTH");
            } else if self.days.is_empty() && self.month_days.is_empty() && self.months.is_empty() {
                self.refuse("BYSETPOS needs days to choose from, for example BYDAY=MO,TU,WE,TH,FR");
            }
        }
    }
}

fn numbers(value: &str, allows: impl Fn(i32) -> bool) -> Option<Vec<i32>> {
    value
        .split(',')
        .map(|number| number.parse().ok().filter(|number| allows(*number)))
        .collect()
}

fn weekday(value: &str) -> Option<Weekday> {
    Some(match value {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

/// `SA`, `2SA`, `+2SA`, `-1SU`.
fn nth_weekday(value: &str) -> Option<(i32, Weekday)> {
    let (nth, day) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let nth = match nth {
        "" => 0,
        _ => nth
            .parse()
            .ok()
            .filter(|nth: &i32| (1..=53).contains(&nth.abs()))?,
    };
    Some((nth, weekday(day)?))
}

/// The last moment at which a session may begin: a date includes its whole day, and UTC becomes the zone's clock.
fn until(value: &str, zone: Tz) -> Option<NaiveDateTime> {
    if let Ok(date) = NaiveDate::parse_from_str(value, "%Y%m%d") {
        return date.and_hms_opt(23, 59, 59);
    }
    let utc = value.strip_suffix('Z');
    let time = NaiveDateTime::parse_from_str(utc.unwrap_or(value), "%Y%m%dT%H%M%S").ok()?;
    match utc {
        Some(_) => DateTime::from_timestamp(time.and_utc().timestamp(), 0)
            .map(|time| time.with_timezone(&zone).naive_local()),
        None => Some(time),
    }
}
