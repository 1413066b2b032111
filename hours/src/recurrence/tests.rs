//! Recurrences against the `rrule` crate, and what is refused.

use std::time::{Duration, Instant};

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use proptest::prelude::*;
use rrule::RRuleSet;

use super::Recurrence;

const TOKYO: Tz = Tz::Asia__Tokyo;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn hours() -> (NaiveTime, NaiveTime) {
    (
        NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
    )
}

fn read(rrule: &str, anchor: NaiveDate) -> Recurrence {
    Recurrence::parse(rrule, anchor, hours(), TOKYO).unwrap()
}

fn refused(rrule: &str) -> Vec<String> {
    let broken = Recurrence::parse(rrule, day(2026, 11, 28), hours(), TOKYO).unwrap_err();
    broken.into_iter().map(|violation| violation.message).collect()
}

fn within(recurrence: &Recurrence, from: NaiveDate, days: usize) -> Vec<NaiveDate> {
    from.iter_days()
        .take(days)
        .filter(|day| recurrence.occurs_on(*day))
        .collect()
}

#[test]
fn every_other_saturday_goes_on_over_a_year_of_53_weeks() {
    let recurrence = read("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", day(2026, 11, 28));
    let found = within(&recurrence, day(2026, 12, 1), 60);
    // 2026 has 53 ISO weeks: counting weeks of the year would give 2 and 9 January.
    assert_eq!(
        found,
        [
            day(2026, 12, 12),
            day(2026, 12, 26),
            day(2027, 1, 9),
            day(2027, 1, 23)
        ]
    );
}

#[test]
fn counts_dates_and_moments_end_a_recurrence() {
    let from = day(2026, 11, 1);
    let counted = read("rrule:freq=weekly;count=3", day(2026, 11, 28));
    assert_eq!(counted.text(), "FREQ=WEEKLY;COUNT=3");
    assert_eq!(
        within(&counted, from, 365),
        [day(2026, 11, 28), day(2026, 12, 5), day(2026, 12, 12)]
    );
    let until = read("FREQ=DAILY;UNTIL=20261130", day(2026, 11, 28));
    assert_eq!(within(&until, from, 365).len(), 3);
    // 01:00 UTC is 10:00 in Japan, when the session begins.
    let moment = read("FREQ=DAILY;UNTIL=20261130T010000Z", day(2026, 11, 28));
    assert_eq!(within(&moment, from, 365).len(), 3);
    let before = read("FREQ=DAILY;UNTIL=20261130T005959Z", day(2026, 11, 28));
    assert_eq!(within(&before, from, 365).len(), 2);
}

#[test]
fn what_is_not_read_is_refused_with_its_reason() {
    assert!(refused("FREQ=SECONDLY")[0].contains("DAILY, WEEKLY, MONTHLY or YEARLY"));
    assert!(refused("FREQ=HOURLY;BYMINUTE=3").len() == 2, "all at once");
    assert!(refused("")[0].contains("not a part"));
    assert!(refused("INTERVAL=2")[0].contains("FREQ is missing"));
    assert!(refused("FREQ=WEEKLY;INTERVAL=0")[0].contains("from 1 to 1000"));
    assert!(refused("FREQ=WEEKLY;BYDAY=2SA")[0].contains("MONTHLY or YEARLY"));
    assert!(refused("FREQ=MONTHLY;BYDAY=6SA")[0].contains("at most five"));
    assert!(refused("FREQ=WEEKLY;BYMONTHDAY=3")[0].contains("WEEKLY"));
    assert!(refused("FREQ=DAILY;COUNT=2;UNTIL=20270101")[0].contains("together"));
    assert!(refused("FREQ=DAILY;FREQ=WEEKLY")[0].contains("twice"));
    assert!(refused("FREQ=YEARLY;BYWEEKNO=20")[0].contains("not read"));
    assert!(refused("FREQ=YEARLY;COUNT=100")[0].contains("ten years"));
    assert!(refused("FREQ=MONTHLY;BYDAY=月")[0].contains("BYDAY"));
    assert!(refused(&"FREQ=DAILY;".repeat(60))[0].contains("512"));
}

#[test]
fn nothing_takes_long() {
    let hostile = [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6;BYSETPOS=31",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-31",
        "FREQ=MONTHLY;INTERVAL=1000",
    ];
    for rrule in hostile {
        let recurrence = read(rrule, day(1990, 1, 1));
        let spent = (0..10).map(|_| {
            let begun = Instant::now();
            assert!(within(&recurrence, day(2026, 11, 20), 98).len() < 9);
            begun.elapsed()
        });
        let spent = spent.min().unwrap();
        assert!(spent < Duration::from_millis(1), "{spent:?} for {rrule}");
    }
}

/// Rules that both read, as text.
fn rules() -> impl Strategy<Value = String> {
    let weekdays = || {
        proptest::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..4)
            .prop_map(|days| format!(";BYDAY={}", days.join(",")))
    };
    // The crate reads 1SA as SA when it writes it, so only what it keeps is drawn.
    let nth = || {
        proptest::collection::vec(
            (
                prop_oneof![Just(2), Just(3), Just(4), Just(5), Just(-1), Just(-2)],
                0..7_usize,
            ),
            1..3,
        )
        .prop_map(|days| {
            let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
            let days: Vec<String> = days
                .iter()
                .map(|(nth, day)| format!("{nth}{}", names[*day]))
                .collect();
            format!(";BYDAY={}", days.join(","))
        })
    };
    let month_days = || {
        proptest::collection::btree_set(prop_oneof![1..=31_i32, -31..=-1_i32], 1..4).prop_map(|days| {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            format!(";BYMONTHDAY={}", days.join(","))
        })
    };
    let months = || {
        prop_oneof![
            3 => Just(String::new()),
            1 => proptest::sample::subsequence(vec!["1", "2", "3", "6", "9", "12"], 1..4)
                .prop_map(|months| format!(";BYMONTH={}", months.join(",")))
        ]
    };
    let none = || Just(String::new());
    let position = || prop_oneof![Just(""), Just(";BYSETPOS=-1"), Just(";BYSETPOS=1,3")];
    let daily = prop_oneof![none(), weekdays(), month_days()].prop_map(|by| ("DAILY", by, ""));
    let weekly = (
        prop_oneof![none(), weekdays()],
        prop_oneof![Just(""), Just(";WKST=SU"), Just(";WKST=WE")],
    )
        .prop_map(|(by, start)| ("WEEKLY", by, start));
    let monthly = prop_oneof![
        none().prop_map(|by| ("MONTHLY", by, "")),
        nth().prop_map(|by| ("MONTHLY", by, "")),
        month_days().prop_map(|by| ("MONTHLY", by, "")),
        (weekdays(), position()).prop_map(|(by, position)| ("MONTHLY", by, position)),
        (weekdays(), month_days()).prop_map(|(days, month)| ("MONTHLY", days + &month, "")),
    ];
    let yearly = prop_oneof![none(), nth(), month_days(), weekdays()].prop_map(|by| ("YEARLY", by, ""));
    (prop_oneof![daily, weekly, monthly, yearly], 1..5_u32, months()).prop_map(
        |((frequency, by, more), interval, months)| {
            format!("FREQ={frequency};INTERVAL={interval}{by}{months}{more}")
        },
    )
}

/// What the `rrule` crate finds in [from, to), with days as moments in UTC.
fn by_the_crate(rrule: &str, anchor: NaiveDate, from: NaiveDate, days: i64) -> Vec<NaiveDate> {
    let start = anchor
        .and_hms_opt(10, 0, 0)
        .unwrap()
        .and_utc()
        .with_timezone(&rrule::Tz::UTC);
    let rule: rrule::RRule<rrule::Unvalidated> = rrule.parse().unwrap();
    let set: RRuleSet = rule.build(start).unwrap();
    let bound = |date: NaiveDate| {
        date.and_hms_opt(0, 0, 0)
            .unwrap()
            .and_utc()
            .with_timezone(&rrule::Tz::UTC)
    };
    let set = set.after(bound(from)).before(bound(from + TimeDelta::days(days)));
    set.all(2_000)
        .dates
        .iter()
        .map(chrono::DateTime::date_naive)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rrule_crate_finds_the_same_days(rrule in rules(), back in 0..900_i64, ahead in 0..500_i64) {
        let from = day(2026, 11, 25) + TimeDelta::days(ahead);
        let anchor = from - TimeDelta::days(back);
        let ours = within(&read(&rrule, anchor), from, 400);
        prop_assert_eq!(ours, by_the_crate(&rrule, anchor, from, 400), "{} from {}", rrule, anchor);
        prop_assert!(anchor.year() > 2000);
    }
}
