//! What an editor may send, and the paths of what is wrong with it.

use chrono_tz::Tz;
use domain::ViolationCode;

use super::*;
use crate::weekly::DayOfWeek;

const TOKYO: Tz = Tz::Asia__Tokyo;

fn time(hour: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, 0, 0)
}

fn biweekly() -> ScheduleInput {
    ScheduleInput {
        rrule: Some("FREQ=WEEKLY;INTERVAL=2".to_owned()),
        anchor: NaiveDate::from_ymd_opt(2026, 11, 28),
        opens: time(13),
        closes: time(16),
        ..ScheduleInput::default()
    }
}

fn rule(text: &str) -> ScheduleInput {
    ScheduleInput {
        rule: Some(text.to_owned()),
        ..ScheduleInput::default()
    }
}

fn paths(input: ScheduleInput) -> Vec<String> {
    let broken = input.check(TOKYO).unwrap_err();
    broken.iter().map(|violation| violation.path.join(".")).collect()
}

#[test]
fn each_way_to_say_it_becomes_a_schedule() {
    let stored = rule("sa[2,4] 11:00-14:00;PH off").check(TOKYO).unwrap();
    assert_eq!(stored.rule.as_deref(), Some("Sa[2,4] 11:00-14:00; PH off"));
    assert_eq!(stored.time_zone, "Asia/Tokyo");
    let stored = biweekly().check(TOKYO).unwrap();
    assert_eq!(stored.rrule.as_deref(), Some("FREQ=WEEKLY;INTERVAL=2"));
    assert_eq!((stored.opens, stored.closes), (time(13), time(16)));
    let words = ScheduleInput {
        original: Some(" 第2土曜 11時から ".to_owned()),
        ..ScheduleInput::default()
    };
    let stored = words.check(TOKYO).unwrap();
    assert_eq!(
        (stored.rule, stored.original.as_deref()),
        (None, Some("第2土曜 11時から"))
    );
    let both = ScheduleInput {
        original: Some("土曜".to_owned()),
        ..rule("Sa 10:00-12:00")
    };
    assert!(
        both.check(TOKYO).is_ok(),
        "a rule may keep the words it was made of"
    );
}

#[test]
fn all_that_is_wrong_comes_back_with_its_path() {
    assert_eq!(paths(ScheduleInput::default()), ["rule"]);
    let much = ScheduleInput {
        rule: Some("SH off".to_owned()),
        weekly: Some(vec![WeeklyHours {
            day: DayOfWeek::Monday,
            weeks_of_month: Some(Vec::new()),
            opens: time(9).unwrap(),
            closes: time(12).unwrap(),
        }]),
        rrule: Some("FREQ=SECONDLY".to_owned()),
        opens: time(9),
        valid_from: NaiveDate::from_ymd_opt(2026, 4, 1),
        valid_through: NaiveDate::from_ymd_opt(2026, 3, 31),
        note: Some("あ".repeat(1_001)),
        ..ScheduleInput::default()
    };
    assert_eq!(
        paths(much),
        [
            "rule",
            "weekly.0.weeksOfMonth",
            "anchor",
            "closes",
            "rrule",
            "weekly",
            "rrule",
            "validThrough",
            "note"
        ]
    );
    let company = ScheduleInput {
        closed_on_holidays: true,
        anchor: NaiveDate::from_ymd_opt(2026, 4, 1),
        ..rule("Mo 10:00-12:00")
    };
    assert_eq!(paths(company), ["closedOnHolidays", "anchor"]);
}

#[test]
fn a_list_names_the_schedule_by_its_number() {
    let broken = schedules(vec![rule("24/7"), rule("always"), rule("SH off")], TOKYO).unwrap_err();
    let paths: Vec<String> = broken.iter().map(|violation| violation.path.join(".")).collect();
    assert_eq!(paths, ["schedules.1.rule", "schedules.2.rule"]);
    assert_eq!(schedules(vec![rule("24/7"), biweekly()], TOKYO).unwrap().len(), 2);
    let many = schedules(vec![rule("24/7"); 51], TOKYO).unwrap_err();
    assert_eq!(many[0].code, ViolationCode::OutOfRange);
}
