//! Schedules of HSDS: a rule where the fields make a valid one, else the words of the file.
//!
//! `opening_hours` where that syntax can say it, an RRULE (RFC 5545) where only that can. Fields that contradict
//! each other are no rule: nothing of them is guessed.

use chrono::{NaiveDate, NaiveTime};
use domain::Schedule;
use domain::schedule::DEFAULT_TIME_ZONE;

use super::graph::Record;

/// As RFC 5545 and as `opening_hours` write them, Monday first.
const DAYS: [(&str, &str); 7] = [
    ("MO", "Mo"),
    ("TU", "Tu"),
    ("WE", "We"),
    ("TH", "Th"),
    ("FR", "Fr"),
    ("SA", "Sa"),
    ("SU", "Su"),
];

/// The parts of a rule, checked against RFC 5545.
#[derive(Debug)]
struct Rule {
    freq: String,
    interval: u32,
    /// Which of the month, where it says so, and the day.
    days: Vec<(Option<i32>, &'static str, &'static str)>,
    month_days: Vec<i32>,
    year_days: Vec<i32>,
    weeks: Vec<i32>,
    count: Option<u32>,
    until: Option<NaiveDate>,
    week_start: Option<&'static str>,
}

/// The schedule; `None` when the record says nothing.
pub fn schedule(record: &Record) -> Option<Schedule> {
    let date = |field: &str| record.line_of(field).map(|text| date(&text));
    let whole = |parsed: Option<Option<NaiveDate>>| parsed.flatten();
    let (valid_from, valid_through) = (whole(date("valid_from")), whole(date("valid_to")));
    let in_order = valid_from
        .zip(valid_through)
        .is_none_or(|(from, through)| from <= through);
    let time_zone = zone(record);
    let mut schedule = Schedule {
        original: original(record),
        valid_from: valid_from.filter(|_| in_order),
        valid_through: valid_through.filter(|_| in_order),
        time_zone: time_zone.clone().unwrap_or_else(|| DEFAULT_TIME_ZONE.to_owned()),
        note: record.lines_of("notes"),
        ..Schedule::default()
    };
    let opens = record.line_of("opens_at").and_then(|text| time(&text));
    let closes = record.line_of("closes_at").and_then(|text| time(&text));
    // A zone that nobody knows would move the hours.
    let hours = opens.zip(closes).filter(|_| time_zone.is_some() && in_order);
    if let (Some((opens, closes)), Some(rule)) = (hours, rule(record)) {
        let anchor = whole(date("dtstart")).or(valid_from);
        if let Some(text) = rule.as_opening_hours(opens, closes) {
            schedule.rule = Some(text);
            schedule.valid_through = schedule.valid_through.into_iter().chain(rule.until).min();
            schedule.valid_from = schedule.valid_from.into_iter().chain(anchor).max();
            let empty = schedule.valid_from > schedule.valid_through && schedule.valid_through.is_some();
            if empty {
                schedule.rule = None;
                (schedule.valid_from, schedule.valid_through) = (valid_from, valid_through);
            }
        } else if let Some(anchor) = anchor {
            schedule.rrule = Some(rule.as_rrule());
            schedule.anchor = Some(anchor);
            (schedule.opens, schedule.closes) = (Some(opens), Some(closes));
        }
    }
    (schedule.original.is_some() || schedule.rule.is_some()).then_some(schedule)
}

/// `None` for a rule that RFC 5545 forbids, or that says no days.
fn rule(record: &Record) -> Option<Rule> {
    let freq = record.line_of("freq")?.to_ascii_uppercase();
    let weekly = freq == "WEEKLY";
    if !weekly && freq != "MONTHLY" {
        return None;
    }
    let numbers = |field: &str, most: i32| -> Option<Vec<i32>> {
        let text = record.line_of(field).unwrap_or_default();
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let numbers: Option<Vec<i32>> = parts
            .map(|part| {
                part.parse()
                    .ok()
                    .filter(|number: &i32| *number != 0 && number.abs() <= most)
            })
            .collect();
        numbers
    };
    let mut days = Vec::new();
    let text = record.line_of("byday").unwrap_or_default().to_ascii_uppercase();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (number, day) = part.split_at_checked(part.len().checked_sub(2)?)?;
        let (ical, osm) = DAYS.iter().find(|(ical, _)| *ical == day)?;
        let number = match number {
            "" => None,
            number => Some(number.parse().ok().filter(|n: &i32| *n != 0 && n.abs() <= 5)?),
        };
        days.push((number, *ical, *osm));
    }
    let count = match record.line_of("count") {
        Some(text) => Some(text.parse().ok().filter(|count| *count > 0)?),
        None => None,
    };
    let until = match record.line_of("until") {
        Some(text) => Some(date(&text)?),
        None => None,
    };
    let interval = match record.line_of("interval") {
        Some(text) => text.parse().ok().filter(|interval| *interval > 0)?,
        None => 1,
    };
    let week_start = match record.line_of("wkst") {
        Some(text) => Some(DAYS.iter().find(|(ical, _)| text.eq_ignore_ascii_case(ical))?.0),
        None => None,
    };
    let rule = Rule {
        freq,
        interval,
        days,
        month_days: numbers("bymonthday", 31)?,
        year_days: numbers("byyearday", 366)?,
        weeks: numbers("byweekno", 53)?,
        count,
        until,
        week_start,
    };
    // RFC 5545, 3.3.10: weeks of the year belong to years, days of the month not to weeks, days of the year to
    // neither, numbered weekdays to months; an end is said once.
    let numbered = rule.days.iter().any(|(number, ..)| number.is_some());
    let forbidden = !rule.weeks.is_empty()
        || !rule.year_days.is_empty()
        || weekly && (!rule.month_days.is_empty() || numbered)
        || rule.count.is_some() && rule.until.is_some();
    let says_days = !rule.days.is_empty() || !rule.month_days.is_empty();
    (!forbidden && says_days).then_some(rule)
}

impl Rule {
    /// Every week, or on the n-th weekdays of every month.
    fn as_opening_hours(&self, opens: NaiveTime, closes: NaiveTime) -> Option<String> {
        let plain = self.interval == 1 && self.count.is_none() && self.month_days.is_empty();
        let all_numbered = self.days.iter().all(|(number, ..)| number.is_some());
        if !plain || self.freq == "MONTHLY" && !all_numbered {
            return None;
        }
        let days: Vec<String> = DAYS
            .iter()
            .filter_map(|(_, osm)| {
                let of_day: Vec<Option<i32>> = self
                    .days
                    .iter()
                    .filter(|(.., day)| day == osm)
                    .map(|(number, ..)| *number)
                    .collect();
                let numbers: Vec<String> = of_day.iter().flatten().map(i32::to_string).collect();
                match (of_day.is_empty(), numbers.is_empty()) {
                    (true, _) => None,
                    (false, true) => Some((*osm).to_owned()),
                    (false, false) => Some(format!("{osm}[{}]", numbers.join(","))),
                }
            })
            .collect();
        let hour = |time: NaiveTime| time.format("%H:%M").to_string();
        Some(format!("{} {}-{}", days.join(","), hour(opens), hour(closes)))
    }

    fn as_rrule(&self) -> String {
        let join = |numbers: &[i32]| numbers.iter().map(i32::to_string).collect::<Vec<_>>().join(",");
        let mut parts = vec![format!("FREQ={}", self.freq)];
        if self.interval > 1 {
            parts.push(format!("INTERVAL={}", self.interval));
        }
        if !self.days.is_empty() {
            let days = self.days.iter();
            let days: Vec<String> = days
                .map(|(number, day, _)| format!("{}{day}", number.map(|n| n.to_string()).unwrap_or_default()))
                .collect();
            parts.push(format!("BYDAY={}", days.join(",")));
        }
        if !self.month_days.is_empty() {
            parts.push(format!("BYMONTHDAY={}", join(&self.month_days)));
        }
        parts.extend(self.count.map(|count| format!("COUNT={count}")));
        parts.extend(
            self.until
                .map(|until| format!("UNTIL={}", until.format("%Y%m%d"))),
        );
        parts.extend(self.week_start.map(|day| format!("WKST={day}")));
        parts.join(";")
    }
}

/// What the file says in words, else its fields one after another.
fn original(record: &Record) -> Option<String> {
    if let Some(words) = record.lines_of("description") {
        return Some(words);
    }
    let fields = [
        "freq",
        "interval",
        "byday",
        "bymonthday",
        "byweekno",
        "byyearday",
        "count",
        "until",
        "dtstart",
        "opens_at",
        "closes_at",
    ];
    let said: Vec<String> = fields
        .iter()
        .filter_map(|field| Some(format!("{field}: {}", record.line_of(field)?)))
        .collect();
    (!said.is_empty()).then(|| said.join(" / "))
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.split('T').next()?, "%Y-%m-%d").ok()
}

/// Local time; what stands after it is the zone, which has a field of its own.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim_end_matches('Z');
    let local = text
        .get(1..)
        .and_then(|rest| rest.find(['+', '-']))
        .and_then(|at| text.get(..=at));
    let local = local.unwrap_or(text);
    ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|form| NaiveTime::parse_from_str(local, form).ok())
}

/// The zone by name, or by whole hours from UTC; that of Japan where nothing is said. `None` for what nobody knows.
fn zone(record: &Record) -> Option<String> {
    let Some(text) = record.line_of("timezone") else {
        return Some(DEFAULT_TIME_ZONE.to_owned());
    };
    if text.parse::<chrono_tz::Tz>().is_ok() {
        return Some(text);
    }
    match text.parse::<f64>().ok()? {
        9.0 => Some(DEFAULT_TIME_ZONE.to_owned()),
        // The names of these zones count westward.
        hours if hours.fract() == 0.0 && (-14.0..=12.0).contains(&-hours) => {
            let sign = if hours > 0.0 { '-' } else { '+' };
            Some(format!("Etc/GMT{sign}{}", hours.abs())).filter(|name| name.parse::<chrono_tz::Tz>().is_ok())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::graph::Graph;
    use super::super::tables::Table;
    use super::*;

    fn read(fields: Value) -> Schedule {
        let Value::Object(fields) = fields else {
            panic!("an object")
        };
        let mut graph = Graph::default();
        let id = graph.add(Table::Schedule, fields, 1, None).unwrap();
        schedule(graph.get(Table::Schedule, &id).unwrap()).unwrap()
    }

    #[test]
    fn what_opening_hours_can_say_is_said_so() {
        let weekly =
            json!({ "freq": "WEEKLY", "byday": "FR, TH", "opens_at": "10:00", "closes_at": "18:00:00" });
        let schedule = read(weekly);
        assert_eq!(schedule.rule.as_deref(), Some("Th,Fr 10:00-18:00"));
        assert_eq!(
            (schedule.rrule, schedule.time_zone.as_str()),
            (None, "Asia/Tokyo")
        );
        let monthly = json!({ "freq": "MONTHLY", "byday": "2SA,-1SA", "opens_at": "09:30", "closes_at": "12:00",
            "until": "2027-03-31", "dtstart": "2026-04-01" });
        let schedule = read(monthly);
        assert_eq!(schedule.rule.as_deref(), Some("Sa[2,-1] 09:30-12:00"));
        assert_eq!(schedule.valid_from, NaiveDate::from_ymd_opt(2026, 4, 1));
        assert_eq!(schedule.valid_through, NaiveDate::from_ymd_opt(2027, 3, 31));
    }

    #[test]
    fn what_only_an_rrule_can_say_is_one() {
        let schedule = read(
            json!({ "freq": "weekly", "interval": 2, "byday": "MO", "wkst": "MO", "count": "5",
            "opens_at": "10:00:00+09:00", "closes_at": "12:00Z", "dtstart": "2026-11-02", "timezone": 9 }),
        );
        let rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=5;WKST=MO";
        assert_eq!((schedule.rule, schedule.rrule.as_deref()), (None, Some(rule)));
        assert_eq!(schedule.opens, NaiveTime::from_hms_opt(10, 0, 0));
        let schedule = read(
            json!({ "freq": "MONTHLY", "bymonthday": "1,-1", "opens_at": "10:00", "closes_at": "12:00",
            "valid_from": "2026-11-02", "timezone": "Asia/Seoul" }),
        );
        assert_eq!(schedule.rrule.as_deref(), Some("FREQ=MONTHLY;BYMONTHDAY=1,-1"));
        assert_eq!(schedule.time_zone, "Asia/Seoul");
    }

    #[test]
    fn what_is_no_rule_stays_in_words() {
        let full = json!({ "freq": "WEEKLY", "interval": 2, "byday": "MO", "opens_at": "10:00", "closes_at": "12:00",
            "dtstart": "2026-11-02", "description": "隔週" });
        assert!(read(full.clone()).rrule.is_some());
        for (field, value) in [
            ("bymonthday", json!("3")),
            ("byweekno", json!("41,42")),
            ("byyearday", json!("2")),
            ("byday", json!("2MO")),
            ("byday", json!("XX")),
            ("byday", json!("あ")),
            ("byday", json!("")),
            ("freq", json!("DAILY")),
            ("interval", json!(0)),
            ("wkst", json!("X")),
            ("until", json!("soon")),
            ("opens_at", json!("24:00")),
            ("closes_at", json!(null)),
            ("timezone", json!("somewhere")),
            ("timezone", json!(3.5)),
        ] {
            let mut broken = full.clone();
            broken[field] = value.clone();
            let schedule = read(broken);
            assert_eq!((schedule.rule, schedule.rrule), (None, None), "{field} {value}");
            assert_eq!(schedule.original.as_deref(), Some("隔週"));
        }
        let words = read(json!({ "freq": "WEEKLY", "opens_at": "10:00" })).original;
        assert_eq!(words.as_deref(), Some("freq: WEEKLY / opens_at: 10:00"));
    }
}
