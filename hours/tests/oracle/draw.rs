//! Random rules: as data, from which both their text and their meaning are made.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Sessions of a day in minutes; the end may lie on the next.
pub type Sessions = Vec<(i64, i64)>;

#[derive(Debug, Clone)]
pub enum When {
    /// Days of the week, each perhaps in some weeks of the month only.
    Weekdays(Vec<(usize, Vec<i32>)>),
    Holidays,
    /// Month and day, from and through; may pass the new year.
    Dates((u32, u32), (u32, u32)),
    /// Whole months, with days of the week.
    Season(u32, u32, Vec<usize>),
    /// One day of one year.
    Once(NaiveDate),
}

#[derive(Debug, Clone)]
pub enum What {
    Open(Sessions),
    Unknown(Sessions),
    Off,
}

#[derive(Debug, Clone)]
pub struct Part {
    pub when: When,
    pub what: What,
    /// Added to what was said, not in place of it.
    pub added: bool,
}

pub fn text(parts: &[Part]) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_str(if part.added { ", " } else { "; " });
        }
        text.push_str(&when_text(&part.when));
        text.push(' ');
        text.push_str(&match &part.what {
            What::Open(sessions) => clocks(sessions),
            What::Unknown(sessions) => format!("{} unknown", clocks(sessions)),
            What::Off => "off".to_owned(),
        });
    }
    text
}

fn when_text(when: &When) -> String {
    let date = |(month, day): (u32, u32)| format!("{} {day}", MONTHS[month as usize - 1]);
    match when {
        When::Weekdays(days) => {
            let days = days.iter().map(|(day, weeks)| match weeks.as_slice() {
                [] => DAYS[*day].to_owned(),
                weeks => {
                    let weeks: Vec<String> = weeks.iter().map(ToString::to_string).collect();
                    format!("{}[{}]", DAYS[*day], weeks.join(","))
                }
            });
            days.collect::<Vec<_>>().join(",")
        }
        When::Holidays => "PH".to_owned(),
        When::Dates(from, through) => format!("{}-{}", date(*from), date(*through)),
        When::Season(first, last, days) => {
            let days: Vec<&str> = days.iter().map(|day| DAYS[*day]).collect();
            let months = [first, last].map(|month| MONTHS[*month as usize - 1]);
            format!("{}-{} {}", months[0], months[1], days.join(","))
        }
        When::Once(day) => format!("{} {} {}", day.year(), MONTHS[day.month0() as usize], day.day()),
    }
}

fn clocks(sessions: &Sessions) -> String {
    let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let end = |minutes: i64| clock(if minutes > 1440 { minutes - 1440 } else { minutes });
    let sessions = sessions
        .iter()
        .map(|(from, to)| format!("{}-{}", clock(*from), end(*to)));
    sessions.collect::<Vec<_>>().join(",")
}

fn sessions(late: bool) -> BoxedStrategy<Sessions> {
    let one = (0..280_i64, 1..90_i64)
        .prop_map(|(from, length)| vec![(from * 5, (from * 5 + length * 5).min(1440))]);
    let two = (60..140_i64, 1..20_i64, 1..20_i64, 1..30_i64).prop_map(|(from, first, pause, second)| {
        let (a, b) = ((from + first) * 5, (from + first + pause) * 5);
        vec![(from * 5, a), (b, (b + second * 5).min(1440))]
    });
    let night = (200..288_i64, 1..60_i64).prop_map(|(from, to)| vec![(from * 5, 1440 + to * 5)]);
    let day = Just(vec![(0, 1440)]);
    if late {
        prop_oneof![2 => one, 1 => two, 3 => night, 1 => day].boxed()
    } else {
        prop_oneof![4 => one, 2 => two, 1 => day].boxed()
    }
}

fn weekdays() -> impl Strategy<Value = When> {
    let weeks = prop_oneof![
        2 => Just(Vec::new()),
        1 => proptest::sample::subsequence(vec![1, 2, 3, 4, 5, -1], 1..4)
    ];
    proptest::collection::btree_map(0..7_usize, weeks, 1..5)
        .prop_map(|days| When::Weekdays(days.into_iter().collect()))
}

fn date() -> impl Strategy<Value = (u32, u32)> {
    (1..=12_u32, 1..=28_u32)
}

fn when() -> impl Strategy<Value = When> {
    let season = (
        1..=12_u32,
        1..=12_u32,
        proptest::sample::subsequence((0..7).collect::<Vec<_>>(), 1..4),
    )
        .prop_map(|(first, last, days)| When::Season(first, last, days));
    let once = (0..730_u64).prop_map(|after| When::Once(super::rules::start() + chrono::Days::new(after)));
    prop_oneof![
        5 => weekdays(),
        2 => Just(When::Holidays),
        1 => (date(), date()).prop_map(|(from, through)| When::Dates(from, through)),
        1 => Just(When::Dates((12, 29), (1, 3))),
        1 => season,
        1 => once,
    ]
}

/// Rules of days without hours past midnight: replaced, added to, closed, unknown, in any order.
fn within_days() -> impl Strategy<Value = Vec<Part>> {
    let what = prop_oneof![
        6 => sessions(false).prop_map(What::Open),
        1 => sessions(false).prop_map(What::Unknown),
        3 => Just(What::Off),
    ];
    let part = (when(), what, proptest::bool::weighted(0.3)).prop_map(|(when, what, added)| Part {
        when,
        what,
        added,
    });
    let first = (weekdays(), sessions(false)).prop_map(|(when, sessions)| Part {
        when,
        what: What::Open(sessions),
        added: false,
    });
    (first, proptest::collection::vec(part, 0..5)).prop_map(|(first, mut parts)| {
        parts.insert(0, first);
        parts
    })
}

/// Hours past midnight, all added to each other: a rule in place of another would cut the night before.
fn over_midnight() -> impl Strategy<Value = Vec<Part>> {
    let part = (when(), sessions(true)).prop_map(|(when, sessions)| Part {
        when,
        what: What::Open(sessions),
        added: true,
    });
    proptest::collection::vec(part, 1..5)
}

pub fn rules() -> impl Strategy<Value = Vec<Part>> {
    prop_oneof![2 => within_days(), 1 => over_midnight()]
}
