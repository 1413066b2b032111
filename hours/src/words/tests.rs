//! Rules in words, and the Japanese read back.

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::*;
use crate::japanese::{Reading, read_text};
use crate::weekly::{DayOfWeek, WeeklyHours};

fn say(text: &str, language: Language) -> Option<String> {
    rule(&Rule::parse(text).unwrap(), language)
}

#[test]
fn rules_are_said_in_three_languages() {
    for (text, japanese, easy, english) in [
        (
            "Sa[2,4] 11:00-14:00; PH off; Dec 29-Jan 3 off",
            "第2・第4土曜日 11:00～14:00。祝日は休み。12月29日～1月3日は休み",
            "だい2・だい4 どようびは 11:00から 14:00まで あいています。しゅくじつは やすみです。\
             12がつ29にちから 1がつ3にちまでは やすみです。",
            "2nd and 4th Saturday of the month 11:00–14:00; closed on public holidays; closed 29 December – 3 January",
        ),
        (
            "Mo-Fr 09:00-12:00,13:00-17:00; Sa 09:00-12:00",
            "月～金曜日 9:00～12:00、13:00～17:00。土曜日 9:00～12:00",
            "げつようびから きんようびは 9:00から 12:00までと 13:00から 17:00まで あいています。\
             どようびは 9:00から 12:00まで あいています。",
            "Monday to Friday 9:00–12:00, 13:00–17:00; Saturday 9:00–12:00",
        ),
        (
            "24/7",
            "24時間 年中無休",
            "まいにちは 24じかん あいています。",
            "every day 24 hours",
        ),
        (
            "Fr,Sa 22:00-02:00",
            "金・土曜日 22:00～翌2:00",
            "きんようびと どようびは 22:00から つぎの ひの 2:00まで あいています。",
            "Friday and Saturday 22:00–2:00 (next day)",
        ),
        (
            "Apr-Nov Su[-1] 10:00-12:00 \"予約制\"",
            "4月～11月の最終日曜日 10:00～12:00（予約制）",
            "4がつから 11がつまでの さいごの にちようびは 10:00から 12:00まで あいています（予約制）。",
            "last Sunday of the month (April to November) 10:00–12:00 (予約制)",
        ),
        (
            "Mo-Sa 09:30-16:00; Sa[3] 10:30-15:30; Tu[3] off",
            "月～土曜日 9:30～16:00。ただし第3土曜日は10:30～15:30。第3火曜日は休み",
            "げつようびから どようびは 9:30から 16:00まで あいています。\
             でも、だい3 どようびは 10:30から 15:30まで あいています。だい3 かようびは やすみです。",
            "Monday to Saturday 9:30–16:00; but 3rd Saturday of the month 10:30–15:30; \
             closed on 3rd Tuesday of the month",
        ),
        (
            "Mo-Fr 10:00-16:00; Aug 10:00-12:00",
            "月～金曜日 10:00～16:00。ただし8月は10:00～12:00",
            "げつようびから きんようびは 10:00から 16:00まで あいています。\
             でも、8がつは 10:00から 12:00まで あいています。",
            "Monday to Friday 10:00–16:00; but August 10:00–12:00",
        ),
        (
            "Mo-Fr 10:00-16:00; PH 13:00-15:00",
            "月～金曜日 10:00～16:00。祝日 13:00～15:00",
            "げつようびから きんようびは 10:00から 16:00まで あいています。\
             しゅくじつは 13:00から 15:00まで あいています。",
            "Monday to Friday 10:00–16:00; public holidays 13:00–15:00",
        ),
    ] {
        assert_eq!(say(text, Language::Japanese).as_deref(), Some(japanese));
        assert_eq!(say(text, Language::Easy).as_deref(), Some(easy));
        assert_eq!(say(text, Language::English).as_deref(), Some(english));
    }
}

#[test]
fn what_cannot_be_said_plainly_is_not_said() {
    for text in [
        "week 1-53/2 Sa 10:00-12:00",
        "Mo 10:00-12:00 || Tu 10:00-12:00",
        "Mo 10:00-12:00/00:30",
        "Sa[-2] 10:00-12:00",
    ] {
        assert_eq!(say(text, Language::Japanese), None, "{text}");
    }
    let odd = Schedule {
        rule: Some("week 1-53/2 Sa 10:00-12:00".to_owned()),
        time_zone: "Asia/Tokyo".to_owned(),
        ..Schedule::default()
    };
    assert_eq!(schedule(&odd, Language::English), None);
    let words = Schedule::from_original("不定期".to_owned());
    assert_eq!(schedule(&words, Language::Japanese).as_deref(), Some("不定期"));
}

#[test]
fn recurrences_are_said_with_the_day_they_count_from() {
    let said = |rrule: &str, language| {
        let known = Schedule {
            rrule: Some(rrule.to_owned()),
            anchor: NaiveDate::from_ymd_opt(2026, 11, 18),
            opens: NaiveTime::from_hms_opt(13, 30, 0),
            closes: NaiveTime::from_hms_opt(16, 0, 0),
            time_zone: "Asia/Tokyo".to_owned(),
            ..Schedule::default()
        };
        schedule(&known, language)
    };
    let biweekly = "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE";
    for (rrule, language, words) in [
        (
            biweekly,
            Language::Japanese,
            "隔週水曜日 13:30～16:00（2026年11月18日から）",
        ),
        (
            biweekly,
            Language::Easy,
            "2しゅうかんに 1かい、すいようび 13:30から 16:00まで あいています（2026ねん 11がつ18にちから）。",
        ),
        (
            biweekly,
            Language::English,
            "every other week: Wednesday 13:30–16:00 (from 2026-11-18)",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=12",
            Language::Japanese,
            "毎月12日 13:30～16:00",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            Language::English,
            "every month: the last day 13:30–16:00",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
            Language::Japanese,
            "隔月の第2火曜日 13:30～16:00（2026年11月18日から）",
        ),
        (
            "FREQ=DAILY;INTERVAL=3",
            Language::Japanese,
            "3日ごと 13:30～16:00（2026年11月18日から）",
        ),
    ] {
        assert_eq!(said(rrule, language).as_deref(), Some(words), "{rrule}");
    }
    assert_eq!(said("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", Language::Japanese), None);
}

#[test]
fn languages_are_those_of_their_tags() {
    for (tag, language) in [
        (None, Language::Japanese),
        (Some("ja"), Language::Japanese),
        (Some("ja-Hira"), Language::Easy),
        (Some("en-GB"), Language::English),
        (Some("vi"), Language::Japanese),
    ] {
        assert_eq!(Language::of(tag), language);
    }
}

/// Forms whose parts are about different days of the week, with and without holidays and the year's end.
fn forms() -> impl Strategy<Value = (Vec<WeeklyHours>, bool, bool)> {
    let weeks = prop_oneof![
        2 => Just(None),
        1 => proptest::sample::subsequence(vec![1, 2, 3, 4, 5, -1], 1..3).prop_map(Some)
    ];
    let hours = prop_oneof![
        3 => (28..72_u32, 1..20_u32).prop_map(|(from, length)| vec![(from, from + length)]),
        1 => Just(vec![(36, 48), (52, 68)]),
        1 => Just(vec![(0, 96)]),
        1 => Just(vec![(80, 104)]),
    ];
    let day = (weeks, hours);
    (
        proptest::collection::btree_map(0..7_usize, day, 1..5),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(days, holidays, year_end)| {
            let rows = days.iter().flat_map(|(day, (weeks, hours))| {
                hours.iter().map(move |(from, to)| {
                    let at = |quarter: u32| {
                        NaiveTime::from_hms_opt(quarter % 96 / 4, quarter % 4 * 15, 0).unwrap()
                    };
                    WeeklyHours {
                        day: DayOfWeek::ALL[*day],
                        weeks_of_month: weeks.clone(),
                        opens: at(*from),
                        closes: at(*to),
                    }
                })
            });
            (rows.collect(), holidays, year_end)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn japanese_words_of_days_and_weeks_are_read_back_as_the_same_rule((rows, holidays, year_end) in forms()) {
        let mut text = crate::weekly::rule(&rows, false).unwrap().text().to_owned();
        if holidays {
            text.push_str("; PH off");
        }
        if year_end {
            text.push_str("; Dec 29-Jan 3 off");
        }
        let words = say(&text, Language::Japanese).unwrap();
        let kept = Rule::parse(&text).unwrap();
        match read_text(&words) {
            Reading::Certain(read) => prop_assert_eq!(read.text(), kept.text(), "{}", words),
            Reading::NotDeterminable(reason) => prop_assert!(false, "{}: {}", words, reason),
        }
    }
}
