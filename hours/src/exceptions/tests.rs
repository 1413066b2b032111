//! Special hours by themselves; with schedules they are tested in `agenda`.

use chrono::{NaiveDate, NaiveTime};

use super::*;

const TOKYO: Tz = Tz::Asia__Tokyo;

fn row(from: (u32, u32), to: (u32, u32), hours: Option<(u32, u32)>, reason: &str) -> SpecialHours {
    let date = |(month, day): (u32, u32)| {
        NaiveDate::from_ymd_opt(if month < 6 { 2027 } else { 2026 }, month, day).unwrap()
    };
    let time = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    SpecialHours {
        from: date(from),
        to: date(to),
        opens: hours.map(|(opens, _)| time(opens)),
        closes: hours.map(|(_, closes)| time(closes)),
        reason: Some(reason.to_owned()),
    }
}

fn horizon() -> Horizon {
    Horizon::at("2026-11-27T03:00:00Z".parse().unwrap(), TOKYO).unwrap()
}

fn at(text: &str) -> u32 {
    horizon().minute(text.parse().unwrap()).unwrap()
}

#[test]
fn special_hours_decide_about_whole_local_dates() {
    let exceptions = Exceptions::of(&[row((12, 29), (1, 3), None, "年末年始")], TOKYO, &horizon());
    assert!(!exceptions.decide(at("2026-12-28T14:59:00Z")));
    assert!(exceptions.decide(at("2026-12-28T15:00:00Z")), "midnight in Japan");
    assert_eq!(exceptions.reason(at("2027-01-03T14:59:00Z")), Some("年末年始"));
    assert!(!exceptions.decide(at("2027-01-03T15:00:00Z")));
    assert_eq!(exceptions.dates().count(), 6);
    assert_eq!(exceptions.open().count(), 0);
}

#[test]
fn rows_of_one_date_add_up_and_the_reason_of_a_closed_one_comes_first() {
    let rows = [
        row((12, 5), (12, 5), Some((10, 12)), "午前"),
        row((12, 5), (12, 5), None, "工事"),
        row((12, 5), (12, 5), Some((12, 14)), "午後"),
        row((12, 5), (12, 5), Some((22, 2)), "夜"),
    ];
    let exceptions = Exceptions::of(&rows, TOKYO, &horizon());
    let open: Vec<(Span, Option<&str>)> = exceptions.open().collect();
    let span = |start, end| Span {
        start: at(start),
        end: at(end),
    };
    assert_eq!(
        open,
        [
            (span("2026-12-05T01:00:00Z", "2026-12-05T05:00:00Z"), Some("午前")),
            (span("2026-12-05T13:00:00Z", "2026-12-05T17:00:00Z"), Some("夜"))
        ]
    );
    assert_eq!(exceptions.reason(at("2026-12-05T08:00:00Z")), Some("工事"));
    assert_eq!(
        exceptions.open_at(at("2026-12-05T03:00:00Z")).unwrap().1,
        Some("午前")
    );
}

#[test]
fn rows_outside_of_the_horizon_or_upside_down_say_nothing() {
    let mut upside_down = row((12, 5), (12, 5), None, "");
    upside_down.to = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let rows = [upside_down, row((7, 1), (7, 31), None, "")];
    assert!(Exceptions::of(&rows, TOKYO, &horizon()).is_empty());
    let mut forever = row((12, 5), (12, 5), None, "");
    (forever.from, forever.to) = (NaiveDate::MIN, NaiveDate::MAX);
    assert_eq!(
        Exceptions::of(&[forever], TOKYO, &horizon()).dates().count(),
        98,
        "with the days before"
    );
}

#[test]
fn all_day_for_days_is_cut_at_midnights() {
    let exceptions = Exceptions::of(
        &[row((12, 5), (12, 7), Some((0, 0)), "避難所")],
        TOKYO,
        &horizon(),
    );
    assert_eq!(exceptions.open().count(), 3);
    assert!(exceptions.open().all(|(span, _)| span.end - span.start == 1_440));
}
