//! Openings of rules, checked by hand with a calendar. The oracle is in `tests/`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::Schedule;

use super::*;

const TOKYO: Tz = Tz::Asia__Tokyo;

fn horizon(now: &str) -> Horizon {
    Horizon::at(now.parse().unwrap(), TOKYO).unwrap()
}

fn schedule(rule: &str) -> Schedule {
    Schedule {
        rule: Some(rule.to_owned()),
        time_zone: "Asia/Tokyo".to_owned(),
        ..Schedule::default()
    }
}

fn expand(schedule: &Schedule, horizon: &Horizon) -> Expansion {
    Expansion::of(&Pattern::of(schedule), horizon, &Holidays::built_in())
}

/// Openings as `12-05 11:00 12-05 14:00`, by the clock of a zone.
fn openings(expansion: &Expansion, horizon: &Horizon, zone: Tz) -> Vec<String> {
    let clock = |minute| {
        horizon
            .moment(minute)
            .with_timezone(&zone)
            .format("%m-%d %H:%M")
            .to_string()
    };
    expansion
        .open()
        .iter()
        .map(|span| format!("{} {}", clock(span.start), clock(span.end)))
        .collect()
}

fn by_rule(rule: &str, now: &str) -> Vec<String> {
    let horizon = horizon(now);
    openings(&expand(&schedule(rule), &horizon), &horizon, TOKYO)
}

#[test]
fn the_second_and_fourth_saturday_without_holidays_and_the_turn_of_the_year() {
    // From 2026-11-26 to 2027-02-25.
    assert_eq!(
        by_rule(
            "Sa[2,4] 11:00-14:00; PH off; Dec 29-Jan 3 off",
            "2026-11-27T03:00:00Z"
        ),
        [
            "11-28 11:00 11-28 14:00",
            "12-12 11:00 12-12 14:00",
            "12-26 11:00 12-26 14:00",
            "01-09 11:00 01-09 14:00",
            "01-23 11:00 01-23 14:00",
            "02-13 11:00 02-13 14:00"
        ]
    );
    assert_eq!(
        by_rule("Sa[1] 11:00-14:00; Dec 29-Jan 3 off", "2026-11-27T03:00:00Z"),
        ["12-05 11:00 12-05 14:00", "02-06 11:00 02-06 14:00"],
        "2 January is a first Saturday"
    );
}

#[test]
fn the_fifth_saturday_and_the_last_sunday() {
    assert_eq!(
        by_rule("Sa[5] 10:00-12:00", "2026-11-27T03:00:00Z"),
        ["01-30 10:00 01-30 12:00"]
    );
    assert_eq!(
        by_rule("Su[-1] 10:00-12:00", "2026-11-27T03:00:00Z"),
        [
            "11-29 10:00 11-29 12:00",
            "12-27 10:00 12-27 12:00",
            "01-31 10:00 01-31 12:00"
        ]
    );
}

#[test]
fn a_holiday_on_a_sunday_closes_its_substitute_monday() {
    // 21 March 2027, the equinox, is a Sunday; the 22nd is its substitute.
    let found = by_rule("Mo 10:00-12:00; PH off", "2027-03-10T03:00:00Z");
    assert_eq!(found.first().map(String::as_str), Some("03-15 10:00 03-15 12:00"));
    assert_eq!(found.get(1).map(String::as_str), Some("03-29 10:00 03-29 12:00"));
    // 22 September 2026 lies between two holidays.
    let found = by_rule("Tu 10:00-12:00; PH 13:00-15:00", "2026-09-17T03:00:00Z");
    assert_eq!(
        found.get(..4).unwrap(),
        [
            "09-21 13:00 09-21 15:00",
            "09-22 13:00 09-22 15:00",
            "09-23 13:00 09-23 15:00",
            "09-29 10:00 09-29 12:00"
        ]
    );
}

#[test]
fn hours_past_midnight_are_one_opening() {
    let found = by_rule("Fr,Sa 22:00-02:00", "2026-11-27T03:00:00Z");
    assert_eq!(
        found.get(..3).unwrap(),
        [
            "11-27 22:00 11-28 02:00",
            "11-28 22:00 11-29 02:00",
            "12-04 22:00 12-05 02:00"
        ]
    );
}

#[test]
fn an_opening_that_runs_when_the_horizon_begins_has_its_true_beginning() {
    // The horizon begins on 2026-11-26 at 00:00.
    let found = by_rule("We 22:00-02:00", "2026-11-27T03:00:00Z");
    assert_eq!(found.first().map(String::as_str), Some("11-25 22:00 11-26 02:00"));
}

#[test]
fn what_is_always_open_is_cut_at_midnights() {
    let found = by_rule("24/7", "2026-11-27T03:00:00Z");
    assert_eq!(
        found.len(),
        93,
        "with the one that begins at the end of the horizon"
    );
    assert_eq!(found[0], "11-26 00:00 11-27 00:00");
    assert_eq!(found[91], "02-25 00:00 02-26 00:00");
    let found = by_rule(
        "Fr 20:00-24:00; Sa 00:00-24:00; Su 00:00-02:00",
        "2026-11-27T03:00:00Z",
    );
    assert_eq!(
        found.get(..3).unwrap(),
        [
            "11-27 20:00 11-28 00:00",
            "11-28 00:00 11-29 00:00",
            "11-29 00:00 11-29 02:00"
        ]
    );
    let found = by_rule("Fr 20:00-24:00; Sa 00:00-10:00", "2026-11-27T03:00:00Z");
    assert_eq!(found[0], "11-27 20:00 11-28 10:00", "touching is one");
}

#[test]
fn every_other_week_is_counted_from_its_anchor() {
    let horizon = horizon("2026-11-27T03:00:00Z");
    let biweekly = Schedule {
        rule: None,
        rrule: Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA".to_owned()),
        anchor: NaiveDate::from_ymd_opt(2026, 9, 5),
        opens: NaiveTime::from_hms_opt(22, 0, 0),
        closes: NaiveTime::from_hms_opt(1, 30, 0),
        ..schedule("")
    };
    let found = openings(&expand(&biweekly, &horizon), &horizon, TOKYO);
    assert_eq!(
        found,
        [
            "11-28 22:00 11-29 01:30",
            "12-12 22:00 12-13 01:30",
            "12-26 22:00 12-27 01:30",
            "01-09 22:00 01-10 01:30",
            "01-23 22:00 01-24 01:30",
            "02-06 22:00 02-07 01:30",
            "02-20 22:00 02-21 01:30"
        ]
    );
}

#[test]
fn a_schedule_holds_only_for_its_days() {
    let horizon = horizon("2026-11-27T03:00:00Z");
    let limited = Schedule {
        valid_from: NaiveDate::from_ymd_opt(2026, 12, 4),
        valid_through: NaiveDate::from_ymd_opt(2026, 12, 11),
        ..schedule("Fr 22:00-02:00")
    };
    let found = openings(&expand(&limited, &horizon), &horizon, TOKYO);
    assert_eq!(found, ["12-04 22:00 12-05 02:00", "12-11 22:00 12-12 02:00"]);
    // Words that hold until a day say nothing after it: then it is closed.
    let words = Schedule {
        valid_through: NaiveDate::from_ymd_opt(2026, 12, 11),
        ..Schedule::from_original("不定期".to_owned())
    };
    let expansion = expand(&words, &horizon);
    let at = |text: &str| horizon.minute(text.parse().unwrap()).unwrap();
    assert!(expansion.is_unknown_at(at("2026-12-11T14:59:00Z")));
    assert!(!expansion.is_unknown_at(at("2026-12-11T15:00:00Z")));
    assert_eq!(expansion.unknown().len(), 1);
}

#[test]
fn rules_of_holidays_are_unknown_beyond_the_list_and_others_are_not() {
    let horizon = horizon("2027-12-01T03:00:00Z");
    let expansion = expand(&schedule("Mo-Su 10:00-12:00; PH off"), &horizon);
    let at = |text: &str| horizon.minute(text.parse().unwrap()).unwrap();
    assert!(expansion.open_at(at("2027-12-31T01:00:00Z")).is_some());
    assert!(!expansion.is_unknown_at(at("2027-12-31T14:59:00Z")));
    assert!(
        expansion.is_unknown_at(at("2027-12-31T15:00:00Z")),
        "midnight in Japan"
    );
    assert!(expansion.open_at(at("2028-01-05T01:00:00Z")).is_none());
    let plain = expand(&schedule("Mo-Su 10:00-12:00"), &horizon);
    assert!(plain.unknown().is_empty());
    assert_eq!(plain.open().len(), 92);
}

#[test]
fn what_a_rule_calls_unknown_is_unknown_and_comments_stay_with_their_opening() {
    let horizon = horizon("2026-11-27T03:00:00Z");
    let expansion = expand(
        &schedule("Sa 10:00-12:00 \"餅つき\"; Su 10:00-12:00 unknown; We 09:00-10:00"),
        &horizon,
    );
    let at = |text: &str| horizon.minute(text.parse().unwrap()).unwrap();
    let (index, _) = expansion.open_at(at("2026-11-28T02:00:00Z")).unwrap();
    assert_eq!(expansion.comment(index), Some("餅つき"));
    let (index, _) = expansion.open_at(at("2026-12-02T00:30:00Z")).unwrap();
    assert_eq!(expansion.comment(index), None);
    assert!(expansion.is_unknown_at(at("2026-11-29T02:00:00Z")));
}

#[test]
fn a_zone_with_clocks_that_change_opens_by_its_own_clock() {
    // Clocks in New York go forward on 14 March 2027 at 02:00.
    let horizon = horizon("2027-03-10T12:00:00Z");
    let zone = Tz::America__New_York;
    let abroad = Schedule {
        time_zone: zone.name().to_owned(),
        ..schedule("Sa,Su 09:00-17:00; Su 22:00-03:00")
    };
    let expansion = expand(&abroad, &horizon);
    let found = openings(&expansion, &horizon, zone);
    assert_eq!(
        found.get(..2).unwrap(),
        ["03-13 09:00 03-13 17:00", "03-14 22:00 03-15 03:00"]
    );
    let utc = |minute: u32| -> DateTime<Utc> { horizon.moment(minute) };
    assert_eq!(
        utc(expansion.open()[0].start).to_rfc3339(),
        "2027-03-13T14:00:00+00:00"
    );
    assert_eq!(
        utc(expansion.open()[1].start).to_rfc3339(),
        "2027-03-15T02:00:00+00:00"
    );
}

#[test]
fn what_cannot_be_read_is_unknown() {
    let horizon = horizon("2026-11-27T03:00:00Z");
    let (from, to) = horizon.minutes();
    let nowhere = Schedule {
        time_zone: "Mars/Olympus".to_owned(),
        ..schedule("24/7")
    };
    for schedule in [
        schedule("whenever"),
        nowhere,
        Schedule::from_original("毎日".to_owned()),
    ] {
        let expansion = expand(&schedule, &horizon);
        assert!(expansion.open().is_empty() && expansion.open_days().is_none());
        let [unknown] = expansion.unknown() else {
            panic!("{:?}", expansion.unknown())
        };
        assert!(unknown.start <= from && unknown.end >= to);
    }
}
