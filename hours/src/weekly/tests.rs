//! The form against its own meaning, computed day by day without the library.

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::holidays::Holidays;

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn row(day: DayOfWeek, weeks: &[i32], opens: (u32, u32), closes: (u32, u32)) -> WeeklyHours {
    WeeklyHours {
        day,
        weeks_of_month: (!weeks.is_empty()).then(|| weeks.to_vec()),
        opens: time(opens.0, opens.1),
        closes: time(closes.0, closes.1),
    }
}

#[test]
fn forms_become_rules_that_people_would_write() {
    use DayOfWeek::{Friday, Monday, PublicHoliday, Saturday, Sunday, Tuesday, Wednesday};
    let text = |rows: &[WeeklyHours], closed| rule(rows, closed).unwrap().text().to_owned();
    assert_eq!(
        text(&[row(Saturday, &[4, 2], (11, 0), (14, 0))], true),
        "Sa[2,4] 11:00-14:00; PH off"
    );
    let days = [Monday, Tuesday, Wednesday].map(|day| row(day, &[], (10, 0), (16, 0)));
    assert_eq!(text(&days, false), "Mo-We 10:00-16:00");
    let two = [
        row(Monday, &[], (9, 0), (12, 0)),
        row(Monday, &[], (13, 30), (17, 0)),
        row(Sunday, &[-1], (10, 0), (12, 0)),
    ];
    assert_eq!(
        text(&two, false),
        "Mo 09:00-12:00,13:30-17:00; Su[-1] 10:00-12:00"
    );
    let same_day = [
        row(Saturday, &[1], (10, 0), (12, 0)),
        row(Saturday, &[3], (14, 0), (16, 0)),
        row(PublicHoliday, &[], (13, 0), (15, 0)),
    ];
    assert_eq!(
        text(&same_day, false),
        "Sa[1] 10:00-12:00, Sa[3] 14:00-16:00; PH 13:00-15:00"
    );
    assert_eq!(text(&[row(Sunday, &[], (0, 0), (0, 0))], false), "Su", "all day");
    let late = [
        row(Friday, &[], (22, 0), (2, 0)),
        row(Saturday, &[], (10, 0), (12, 0)),
    ];
    assert_eq!(text(&late, false), "Fr 22:00-02:00, Sa 10:00-12:00");
    assert_eq!(
        text(&late, true),
        "Fr 22:00-02:00, Sa 10:00-12:00; PH 02:00-26:00 off"
    );
    assert_eq!(
        text(&[row(PublicHoliday, &[], (13, 0), (15, 0))], false),
        "PH 13:00-15:00"
    );
}

#[test]
fn everything_wrong_is_named_by_row_and_field() {
    let rows = [
        row(DayOfWeek::Monday, &[0, 6, 2], (9, 0), (12, 0)),
        WeeklyHours {
            weeks_of_month: Some(Vec::new()),
            ..row(DayOfWeek::Tuesday, &[], (9, 0), (12, 0))
        },
        row(DayOfWeek::PublicHoliday, &[1], (9, 0), (12, 0)),
    ];
    let broken = rule(&rows, true).unwrap_err();
    let paths: Vec<String> = broken.iter().map(|violation| violation.path.join(".")).collect();
    assert_eq!(
        paths,
        [
            "0.weeksOfMonth",
            "0.weeksOfMonth",
            "1.weeksOfMonth",
            "2.weeksOfMonth",
            "closedOnHolidays"
        ]
    );
    assert_eq!(rule(&[], false).unwrap_err()[0].code, ViolationCode::Required);
}

#[test]
fn a_form_that_makes_too_long_a_rule_is_refused() {
    let rows: Vec<WeeklyHours> = (0..60)
        .map(|number| {
            row(
                DayOfWeek::Monday,
                &[],
                (number / 4, number % 4 * 15),
                (20, number % 60),
            )
        })
        .collect();
    assert!(rule(&rows, false).is_err());
}

/// Whether the form says that it is open at this minute: the meaning in words of the contract, by brute force.
fn is_open(rows: &[WeeklyHours], closed_on_holidays: bool, day: NaiveDate, minute: u32) -> bool {
    let begins_on = |day: NaiveDate| -> Vec<(u32, u32)> {
        let holiday = Holidays::built_in().is_holiday(day).unwrap();
        let of_holidays = rows.iter().any(|row| row.day == DayOfWeek::PublicHoliday);
        let from_end = i32::from(day.num_days_in_month()) - day.day() as i32;
        rows.iter()
            .filter(|row| {
                if holiday && (of_holidays || closed_on_holidays) {
                    return row.day == DayOfWeek::PublicHoliday;
                }
                let in_week = row.weeks_of_month.as_ref().is_none_or(|weeks| {
                    weeks.contains(&((day.day() as i32 + 6) / 7)) || weeks.contains(&-1) && from_end < 7
                });
                row.day as u32 == day.weekday().num_days_from_monday() && in_week
            })
            .map(|row| span(row.opens, row.closes))
            .collect()
    };
    let today = begins_on(day)
        .iter()
        .any(|(from, to)| (*from..*to).contains(&minute));
    let since = begins_on(day - Days::new(1))
        .iter()
        .any(|(from, to)| (*from..*to).contains(&(minute + 1440)));
    today || since
}

fn rows() -> impl Strategy<Value = Vec<WeeklyHours>> {
    let weeks = prop_oneof![
        2 => Just(None),
        1 => proptest::sample::subsequence(vec![1, 2, 3, 4, 5, -1], 1..3).prop_map(Some)
    ];
    // Nothing begins before 04:00 and nothing ends later than that, but for whole days.
    let hours = prop_oneof![
        4 => (16..80_u32, 1..20_u32).prop_map(|(from, length)| (from, (from + length).min(96))),
        2 => (64..95_u32, 97..113_u32),
        1 => Just((0, 96)),
    ];
    let one = (0..8_usize, weeks, hours).prop_map(|(day, weeks, (from, to))| {
        let day = DayOfWeek::ALL[day];
        let at = |quarter: u32| time(quarter % 96 / 4, quarter % 4 * 15);
        WeeklyHours {
            day,
            weeks_of_month: weeks.filter(|_| day != DayOfWeek::PublicHoliday),
            opens: at(from),
            closes: at(to),
        }
    });
    proptest::collection::vec(one, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rule_of_a_form_means_the_form(rows in rows(), closed in any::<bool>()) {
        let closed = closed && rows.iter().all(|row| row.day != DayOfWeek::PublicHoliday);
        let mixed = after_midnight(&rows) == Late::Mixed;
        let rule = rule(&rows, closed).unwrap();
        let days = rule.with(&Holidays::built_in());
        let first = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        for day in first.iter_days().take(120) {
            let ranges: Vec<(u32, u32)> = days
                .on(day)
                .into_iter()
                .filter(|range| range.kind == opening_hours_syntax::RuleKind::Open)
                .map(|range| (range.range.start.mins_from_midnight().into(), range.range.end.mins_from_midnight().into()))
                .collect();
            for minute in (0..1440).step_by(15) {
                let ours = ranges.iter().any(|(from, to)| (*from..*to).contains(&minute));
                let meant = is_open(&rows, closed, day, minute);
                // Where hours begin before others end, a holiday may cut the night before (see the module).
                prop_assert!(ours == meant || mixed, "{} on {} at {}: {}", rule.text(), day, minute, ours);
            }
        }
    }
}
