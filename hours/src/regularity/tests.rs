//! Regularity by the rules alone, by hand.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use domain::Schedule;

use super::*;
use crate::expansion::Expansion;
use crate::holidays::Holidays;

fn days(schedule: &Schedule) -> Option<OpenDays> {
    let now = "2026-11-27T03:00:00Z".parse().unwrap();
    let horizon = Horizon::at(now, Tz::Asia__Tokyo).unwrap();
    Expansion::of(&Pattern::of(schedule), &horizon, &Holidays::built_in()).open_days()
}

fn by_rule(rule: &str) -> Schedule {
    Schedule {
        rule: Some(rule.to_owned()),
        time_zone: "Asia/Tokyo".to_owned(),
        ..Schedule::default()
    }
}

fn every(rrule: &str) -> Schedule {
    Schedule {
        rrule: Some(rrule.to_owned()),
        anchor: NaiveDate::from_ymd_opt(2026, 11, 28),
        opens: NaiveTime::from_hms_opt(10, 0, 0),
        closes: NaiveTime::from_hms_opt(12, 0, 0),
        rule: None,
        ..by_rule("")
    }
}

#[test]
fn rules_have_a_regularity() {
    use Regularity::{AtLeastMonthly, Irregular, Weekly};
    for (rule, expected) in [
        ("24/7", Weekly),
        ("Sa 10:00-12:00", Weekly),
        ("Sa 10:00-12:00; PH off; Dec 29-Jan 3 off", Weekly),
        ("Mo 10:00-12:00; Dec off; 2027 Jan 1-Feb 10 off", Weekly),
        ("Sa[2,4] 11:00-14:00", AtLeastMonthly),
        ("Sa[2] 11:00-14:00; PH off", AtLeastMonthly),
        ("Sa[5] 11:00-14:00", Irregular),
        ("Apr-Nov: Sa 10:00-12:00", Irregular),
        ("Dec 5 10:00-12:00", Irregular),
        ("PH 10:00-12:00", Irregular),
        ("off", Irregular),
        ("Mo-Su 10:00-12:00; We off", Weekly),
        ("week 1-53/2 Sa 10:00-12:00", AtLeastMonthly),
    ] {
        assert_eq!(regularity([days(&by_rule(rule))]), expected, "{rule}");
    }
}

#[test]
fn seven_and_thirty_five_days_are_the_bounds() {
    use Regularity::{AtLeastMonthly, Irregular, Weekly};
    for (rrule, expected) in [
        ("FREQ=DAILY;INTERVAL=7", Weekly),
        ("FREQ=DAILY;INTERVAL=8", AtLeastMonthly),
        ("FREQ=WEEKLY;INTERVAL=2", AtLeastMonthly),
        ("FREQ=DAILY;INTERVAL=35", AtLeastMonthly),
        ("FREQ=DAILY;INTERVAL=36", Irregular),
        ("FREQ=MONTHLY;BYMONTHDAY=12", AtLeastMonthly),
    ] {
        assert_eq!(regularity([days(&every(rrule))]), expected, "{rrule}");
    }
}

#[test]
fn schedules_count_together_and_words_count_nothing() {
    let [second, fourth] = ["Sa[2] 10:00-12:00", "Sa[1,3,4,5] 10:00-12:00"].map(|rule| days(&by_rule(rule)));
    let words = days(&Schedule::from_original("毎月".to_owned()));
    let unsaid = days(&by_rule("Mo-Fr unknown"));
    assert_eq!(regularity([second, words]), Regularity::AtLeastMonthly);
    assert_eq!(regularity([second, fourth]), Regularity::Weekly);
    assert_eq!(regularity([words, unsaid]), Regularity::Unknown);
    assert_eq!(regularity([]), Regularity::Unknown);
}

#[test]
fn weekly_passes_where_monthly_is_asked_for() {
    assert!(Regularity::Weekly.satisfies(Regularity::AtLeastMonthly));
    assert!(!Regularity::AtLeastMonthly.satisfies(Regularity::Weekly));
    assert!(!Regularity::Unknown.satisfies(Regularity::AtLeastMonthly));
    assert!(Regularity::Irregular.satisfies(Regularity::Irregular));
}
