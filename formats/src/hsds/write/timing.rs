//! Schedules as the standard has them: days and hours where they recur plainly, and always the words.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveTime, Offset, TimeZone, Utc, Weekday};
use domain::{Schedule, SpecialHours};
use hours::recurrence::Frequency;
use hours::repeat::repeats;
use hours::words::{Language, schedule as in_words};
use hours::{Expansion, Holidays, Horizon, Pattern, Recurrence};

use super::Record;

/// Registers hold few different rules; so many are remembered.
const MOST: usize = 10_000;

/// Reads rules, each once.
#[derive(Debug)]
pub struct Timing {
    now: DateTime<Utc>,
    horizon: Option<Horizon>,
    /// Public holidays do not matter: rules that name them do not recur plainly.
    holidays: Arc<Holidays>,
    known: HashMap<Schedule, Arc<Said>>,
}

#[derive(Debug, Default)]
struct Said {
    recurring: Vec<Recurrence>,
    words: Option<String>,
    hours: Option<f64>,
}

impl Timing {
    pub fn new(now: DateTime<Utc>) -> Timing {
        Timing {
            now,
            horizon: Horizon::at(now, chrono_tz::Asia::Tokyo),
            holidays: Holidays::built_in(),
            known: HashMap::new(),
        }
    }

    /// The records of some schedules and exceptions; `part` makes the next one.
    pub fn schedules(
        &mut self,
        schedules: &[Schedule],
        special: &[SpecialHours],
        part: impl Fn(usize) -> Record,
    ) -> Vec<Record> {
        let mut records = Vec::new();
        for schedule in schedules {
            let said = self.said(schedule);
            let common = |record: Record| {
                record
                    .with("valid_from", schedule.valid_from.map(|day| day.to_string()))
                    .with("valid_to", schedule.valid_through.map(|day| day.to_string()))
                    .with("timezone", said.hours)
                    .with("description", said.words.as_deref().or(schedule.rule.as_deref()))
                    .with("notes", schedule.note.as_deref())
            };
            for repeat in &said.recurring {
                let record = recurring(part(records.len()), repeat, schedule.anchor.is_some());
                records.push(common(record));
            }
            if said.recurring.is_empty() {
                records.push(common(part(records.len())));
            }
        }
        for hours in special {
            // Days on which only this holds; the words say it, since the standard has no exceptions.
            let open = hours.opens.zip(hours.closes);
            let said = match open {
                Some((opens, closes)) => format!("特別開館 {}-{}", clock(opens), clock(closes)),
                None => "休み".to_owned(),
            };
            let said = match &hours.reason {
                Some(reason) => format!("{} - {}: {said} ({reason})", hours.from, hours.to),
                None => format!("{} - {}: {said}", hours.from, hours.to),
            };
            let record = part(records.len())
                .with("valid_from", Some(hours.from.to_string()))
                .with("valid_to", Some(hours.to.to_string()))
                .with("description", Some(said));
            records.push(record);
        }
        records
    }

    fn said(&mut self, schedule: &Schedule) -> Arc<Said> {
        // The standard has fields for the days between which it holds; what the rule says is asked without them.
        let rule = Schedule {
            valid_from: None,
            valid_through: None,
            note: None,
            ..schedule.clone()
        };
        if let Some(known) = self.known.get(&rule) {
            return known.clone();
        }
        let pattern = Pattern::of(&rule);
        let found = self.horizon.as_ref().and_then(|horizon| {
            let expansion = Expansion::of(&pattern, horizon, &self.holidays);
            repeats(&pattern, &expansion, horizon)
        });
        let now = pattern.zone.offset_from_utc_datetime(&self.now.naive_utc());
        let said = Arc::new(Said {
            recurring: found.filter(|all| all.iter().all(is_sayable)).unwrap_or_default(),
            words: in_words(&rule, Language::Japanese),
            hours: rule
                .time_zone
                .parse::<chrono_tz::Tz>()
                .is_ok()
                .then(|| f64::from(now.fix().local_minus_utc()) / 3600.0),
        });
        if self.known.len() < MOST {
            self.known.insert(rule, said.clone());
        }
        said
    }
}

/// Whether the fields of the standard say all of it.
fn is_sayable(repeat: &Recurrence) -> bool {
    let weekly = match repeat.frequency() {
        Frequency::Weekly => {
            repeat.days().iter().all(|(week, _)| *week == 0) && repeat.month_days().is_empty()
        }
        // Days of the week and of the month together mean both at once, which programs read differently.
        Frequency::Monthly => repeat.days().is_empty() || repeat.month_days().is_empty(),
        Frequency::Daily | Frequency::Yearly => false,
    };
    let says_days = !repeat.days().is_empty() || !repeat.month_days().is_empty();
    weekly
        && says_days
        && repeat.is_plain()
        && !repeat.text().contains("COUNT")
        && !repeat.text().contains("WKST")
}

/// `counts` says whether the day from which it counts means something.
fn recurring(record: Record, repeat: &Recurrence, counts: bool) -> Record {
    let monthly = repeat.frequency() == Frequency::Monthly;
    let days = repeat.days().iter().map(|(week, day)| match week {
        0 => name_of(*day).to_owned(),
        week => format!("{week}{}", name_of(*day)),
    });
    let days: Vec<String> = days.collect();
    let dates: Vec<String> = repeat.month_days().iter().map(i32::to_string).collect();
    record
        .with("dtstart", counts.then(|| repeat.anchor().to_string()))
        .with("freq", Some(if monthly { "MONTHLY" } else { "WEEKLY" }))
        .with("interval", Some(repeat.interval()))
        .with("byday", Some(days.join(",")))
        .with("bymonthday", Some(dates.join(",")))
        .with("opens_at", Some(clock(repeat.opens())))
        .with("closes_at", Some(clock(repeat.closes())))
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M:%S").to_string()
}

fn name_of(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}
