//! What a rule may hold, and that no rule costs more than it may.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use domain::ViolationCode;

use super::*;

fn text(given: &str) -> String {
    Rule::parse(given).unwrap().text().to_owned()
}

fn messages(given: &str) -> Vec<String> {
    let broken = Rule::parse(given).unwrap_err();
    broken.into_iter().map(|violation| violation.message).collect()
}

#[test]
fn rules_are_kept_in_one_spelling() {
    for (given, kept) in [
        (
            " sa[2,4]  11:00 - 14:00 ;PH off;Dec 29-Jan 3 off; ",
            "Sa[2,4] 11:00-14:00; PH off; Dec 29-Jan 3 off",
        ),
        ("Mo-Fr 9:00-17:00", "Mo-Fr 09:00-17:00"),
        ("24/7", "24/7"),
        ("Mo-Fr closed \"closed\"; off", "Mo-Fr off \"closed\"; 24/7 off"),
        ("Mo-Su 22:00-02:00", "Mo-Su 22:00-02:00"),
        ("Su[-1] 10:00-12:00 \"餅つき\"", "Su[-1] 10:00-12:00 \"餅つき\""),
        ("Mo\n10:00-12:00", "Mo 10:00-12:00"),
    ] {
        assert_eq!(text(given), kept);
        assert_eq!(text(kept), kept, "the spelling stays");
    }
}

#[test]
fn a_spelling_that_would_not_be_read_again_stays_as_given() {
    // The library writes "PH 1 days", which it does not read.
    assert_eq!(text("PH +1 day 10:00-12:00"), "PH +1 day 10:00-12:00");
}

#[test]
fn what_nobody_can_answer_is_refused_with_its_reason() {
    assert!(messages("SH 10:00-12:00")[0].contains("school holidays"));
    assert!(messages("sunrise-12:00")[0].contains("dawn, sunrise"));
    assert!(messages("Mo-Fr (sunset-01:00)-22:00")[0].contains("dawn, sunrise"));
    assert!(messages("easter 10:00-12:00")[0].contains("Easter"));
    assert_eq!(messages("SH,PH 10:00-sunset").len(), 2, "all at once");
    assert!(messages("every day")[0].contains("\"every day\""));
    assert!(messages("Mo-Fr 10:00-")[0].contains("opening_hours syntax"));
    assert_eq!(Rule::parse(" ; ").unwrap_err()[0].code, ViolationCode::Required);
}

#[test]
fn rules_have_bounds() {
    let long = format!("Mo 10:00-12:00 \"{}\"", "あ".repeat(500));
    assert_eq!(Rule::parse(&long).unwrap_err()[0].code, ViolationCode::TooLong);
    let list = |count: usize| vec!["Mo 10:00-12:00"; count].join("; ");
    assert!(Rule::parse(&list(20)).is_ok());
    assert!(messages(&list(21))[0].contains("at most 20 rules"));
    let dates = |count: usize| format!("{} 10:00-12:00", vec!["Jan 1"; count].join(","));
    assert!(Rule::parse(&dates(30)).is_ok());
    assert!(messages(&dates(31))[0].contains("at most 30 dates"));
}

#[test]
fn rules_that_name_holidays_say_nothing_where_they_are_not_announced() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let holidays = Holidays::built_in();
    let known = |rule: &str, day| Rule::parse(rule).unwrap().is_known_on(day, &holidays);
    assert!(known("Mo-Fr 10:00-16:00; PH off", day(2027, 12, 31)));
    assert!(!known("Mo-Fr 10:00-16:00; PH off", day(2028, 1, 1)));
    assert!(
        !known("PH -1 day 10:00-16:00", day(2027, 12, 31)),
        "the eve of an unknown day"
    );
    assert!(
        !known("PH off", day(2000, 1, 1)),
        "the night before was not known either"
    );
    assert!(known("Mo-Fr 10:00-16:00", day(2040, 1, 1)));
}

#[test]
fn hostile_rules_are_refused_or_answered_within_a_millisecond() {
    let most_dates = (1..=30)
        .map(|day| format!("Feb {}", day % 29 + 1))
        .collect::<Vec<_>>()
        .join(",");
    let hostile = [
        "Jan-Dec 00:00-00:01 off".to_owned(),
        "Feb 29 Mo[5] 10:00-12:00 off; 9999 Dec 31 10:00-11:00".to_owned(),
        "off".to_owned(),
        ",".repeat(512),
        "(".repeat(512),
        "Mo,".repeat(170),
        "Jan 1-Dec 31,".repeat(39),
        format!("{most_dates} 10:00-12:00"),
        vec!["Jan 1-Feb 30,Mar 1-Apr 31 Mo"; 15].join("; "),
        vec!["week 1-53/2 Mo-Su"; 20].join(", "),
        "\"".repeat(512),
        format!("Mo {}", vec!["10:00-12:00"; 40].join(",")),
    ];
    let holidays = Holidays::built_in();
    let first = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    for text in hostile {
        // The fastest of a few: other programs share the machine.
        let spent = (0..20).map(|_| {
            let begun = Instant::now();
            if let Ok(rule) = Rule::parse(&text) {
                let days = rule.with(&holidays);
                let all = first
                    .iter_days()
                    .take(98)
                    .map(|day| days.on(day).into_iter().count())
                    .sum::<usize>();
                assert!(all < 10_000);
            }
            begun.elapsed()
        });
        let spent = spent.min().unwrap();
        let bound = Duration::from_millis(if cfg!(debug_assertions) { 5 } else { 1 });
        println!("{spent:?} {}", text.chars().take(60).collect::<String>());
        assert!(spent < bound, "{spent:?} for {text}");
    }
}
