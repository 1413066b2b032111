//! 隔週水曜日 13:30～16:00（2026年11月18日から）: a recurrence in words, as far as one would say it.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::phrases::{Days, Hours};
use super::{DAY, Language, easy, english, japanese};
use crate::recurrence::{Frequency, Recurrence};

pub(super) fn text(known: &Recurrence, language: Language) -> Option<String> {
    if !known.is_plain() {
        return None;
    }
    let days = days(known)?;
    let minutes = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
    let (opens, closes) = (minutes(known.opens()), minutes(known.closes()));
    let hours = [Hours {
        opens,
        closes: Some(if closes <= opens { closes + DAY } else { closes }),
    }];
    let interval = known.interval();
    let anchor = known.anchor();
    let (year, month, day) = (anchor.year(), anchor.month(), anchor.day());
    let monthly = known.frequency() == Frequency::Monthly;
    Some(match language {
        Language::Japanese => {
            let days = match &days {
                When::Weekdays(days) => japanese::weekdays(days)?,
                When::MonthDays(days) => numbered(days, "日", "末日", "・"),
                When::EveryDay => String::new(),
            };
            let often = match (known.frequency(), interval) {
                (Frequency::Daily, 1) => "毎日".to_owned(),
                (Frequency::Daily, interval) => format!("{interval}日ごと"),
                (Frequency::Weekly, 1) => "毎週".to_owned(),
                (Frequency::Weekly, 2) => "隔週".to_owned(),
                (Frequency::Weekly, interval) => format!("{interval}週間ごとの"),
                (_, 1) => "毎月".to_owned(),
                (_, 2) => "隔月の".to_owned(),
                (_, interval) => format!("{interval}か月ごとの"),
            };
            let since = if interval > 1 {
                format!("（{year}年{month}月{day}日から）")
            } else {
                String::new()
            };
            format!("{often}{days} {}{since}", japanese::hours(&hours))
        }
        Language::Easy => {
            let days = match &days {
                When::Weekdays(days) => easy::weekdays(days)?,
                When::MonthDays(days) => numbered(days, "にち", "さいごの ひ", "と "),
                When::EveryDay => String::new(),
            };
            let often = match (known.frequency(), interval) {
                (Frequency::Daily, 1) => "まいにち".to_owned(),
                (Frequency::Daily, interval) => format!("{interval}にちに 1かい"),
                (Frequency::Weekly, 1) => "まいしゅう ".to_owned(),
                (Frequency::Weekly, interval) => format!("{interval}しゅうかんに 1かい、"),
                (_, 1) => "まいつき ".to_owned(),
                (_, interval) => format!("{interval}かげつに 1かい、"),
            };
            let since = if interval > 1 {
                format!("（{year}ねん {month}がつ{day}にちから）")
            } else {
                String::new()
            };
            format!("{often}{days} {} あいています{since}。", easy::hours(&hours))
        }
        Language::English => {
            let days = match &days {
                When::Weekdays(days) => english::weekdays(days)?,
                When::MonthDays(days) => {
                    let days: Vec<String> = days
                        .iter()
                        .map(|day| {
                            if *day < 0 {
                                "the last day".to_owned()
                            } else {
                                format!("day {day}")
                            }
                        })
                        .collect();
                    days.join(" and ")
                }
                When::EveryDay => String::new(),
            };
            let unit = match known.frequency() {
                Frequency::Daily => "day",
                Frequency::Weekly => "week",
                _ => "month",
            };
            let often = match interval {
                1 if !monthly && days.is_empty() => format!("every {unit}"),
                1 => format!("every {unit}:"),
                2 => format!("every other {unit}{}", if days.is_empty() { "" } else { ":" }),
                interval => format!(
                    "every {interval} {unit}s{}",
                    if days.is_empty() { "" } else { ":" }
                ),
            };
            let since = if interval > 1 {
                format!(" (from {year}-{month:02}-{day:02})")
            } else {
                String::new()
            };
            let words = [often.as_str(), days.as_str()];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            format!("{} {}{since}", words.join(" "), english::hours(&hours))
        }
    })
}

enum When {
    EveryDay,
    Weekdays(Vec<Days>),
    MonthDays(Vec<i32>),
}

fn days(known: &Recurrence) -> Option<When> {
    let weekday = |date: NaiveDate| u8::try_from(date.weekday().num_days_from_monday()).ok();
    match (known.frequency(), known.days(), known.month_days()) {
        (Frequency::Daily, [], []) => Some(When::EveryDay),
        (Frequency::Weekly, [], _) => {
            let day = weekday(known.anchor())?;
            Some(When::Weekdays(vec![Days::Run(day, day)]))
        }
        (Frequency::Weekly, days, _) => {
            let mut days: Vec<u8> = days.iter().map(|(_, day)| *day as u8).collect();
            days.sort_unstable();
            Some(When::Weekdays(
                days.into_iter().map(|day| Days::Run(day, day)).collect(),
            ))
        }
        (Frequency::Monthly, [], []) => {
            Some(When::MonthDays(vec![i32::try_from(known.anchor().day()).ok()?]))
        }
        (Frequency::Monthly, [], days) if days.iter().all(|day| *day >= -1) => {
            Some(When::MonthDays(days.to_vec()))
        }
        (Frequency::Monthly, days, []) if days.iter().all(|(nth, _)| *nth == -1 || (1..=5).contains(nth)) => {
            Some(When::Weekdays(
                days.iter()
                    .map(|(nth, day)| Days::Nth(vec![*nth], *day as u8))
                    .collect(),
            ))
        }
        _ => None,
    }
}

fn numbered(days: &[i32], unit: &str, last: &str, between: &str) -> String {
    let days = days.iter().map(|day| {
        if *day < 0 {
            last.to_owned()
        } else {
            format!("{day}{unit}")
        }
    });
    days.collect::<Vec<_>>().join(between)
}
