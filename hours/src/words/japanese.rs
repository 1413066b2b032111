//! 第2・第4土曜日 11:00～14:00。祝日は休み。12月29日～1月3日は休み

use opening_hours_syntax::rules::RuleKind;

use super::phrases::{Dates, Day, Days, Hours, Phrase};
use super::{DAY, clock};

pub(super) const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

pub(super) fn sentence(phrase: &Phrase) -> Option<String> {
    let comment = phrase
        .comment
        .as_ref()
        .map(|words| format!("（{words}）"))
        .unwrap_or_default();
    let when = when(&phrase.days, &phrase.dates)?;
    if phrase.state == RuleKind::Closed {
        let hours = phrase.hours.as_deref().map(hours).unwrap_or_default();
        return Some(match (when.is_empty(), hours.is_empty()) {
            (true, true) => format!("休み{comment}"),
            (false, true) => format!("{when}は休み{comment}"),
            (_, false) => format!("{when}{hours}は休み{comment}"),
        });
    }
    let hours = phrase.hours.as_deref().map_or_else(|| "24時間".to_owned(), hours);
    let unsure = if phrase.state == RuleKind::Unknown {
        "（要確認）"
    } else {
        ""
    };
    Some(match (when.is_empty(), phrase.is_exception) {
        (true, _) if phrase.hours.is_none() => format!("24時間 年中無休{unsure}{comment}"),
        (true, _) => format!("毎日 {hours}{unsure}{comment}"),
        (false, true) => format!("ただし{when}は{hours}{unsure}{comment}"),
        (false, false) => format!("{when} {hours}{unsure}{comment}"),
    })
}

/// `10:00～12:00、13:00～翌2:00`.
pub(super) fn hours(hours: &[Hours]) -> String {
    let hours = hours.iter().map(|hours| match hours.closes {
        None => format!("{}～", clock(hours.opens)),
        Some(closes) if closes > DAY => format!("{}～翌{}", clock(hours.opens), clock(closes - DAY)),
        Some(closes) => format!("{}～{}", clock(hours.opens), clock(closes)),
    });
    hours.collect::<Vec<_>>().join("、")
}

fn when(days: &[Days], dates: &[Dates]) -> Option<String> {
    let dates: Vec<String> = dates.iter().map(date).collect();
    let days = weekdays(days)?;
    let dates = dates.join("、");
    Some(match (dates.is_empty(), days.is_empty()) {
        (false, false) => format!("{dates}の{days}"),
        _ => dates + &days,
    })
}

/// `毎日`, `月～金曜日`, `月・水曜日、祝日`, `第2・第4土曜日、最終日曜日`.
pub(super) fn weekdays(days: &[Days]) -> Option<String> {
    let name = |day: u8| WEEKDAYS.get(usize::from(day)).copied();
    let mut plain: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for days in days {
        match days {
            Days::All => others.push("毎日".to_owned()),
            Days::Run(first, last) if first == last => plain.push(name(*first)?.to_owned()),
            Days::Run(first, last) => plain.push(format!("{}～{}", name(*first)?, name(*last)?)),
            Days::Nth(weeks, day) => {
                let weeks: Vec<String> = weeks
                    .iter()
                    .map(|week| match week {
                        -1 => "最終".to_owned(),
                        week => format!("第{week}"),
                    })
                    .collect();
                others.push(format!("{}{}曜日", weeks.join("・"), name(*day)?));
            }
            Days::Holidays => others.push("祝日".to_owned()),
            Days::HolidayEve => others.push("祝日の前日".to_owned()),
            Days::AfterHoliday => others.push("祝日の翌日".to_owned()),
        }
    }
    if !plain.is_empty() {
        others.insert(0, format!("{}曜日", plain.join("・")));
    }
    Some(others.join("、"))
}

fn date(dates: &Dates) -> String {
    let year = |year: &Option<i32>| year.map(|year| format!("{year}年")).unwrap_or_default();
    let day = |day: &Day| format!("{}{}月{}日", year(&day.year), day.month, day.day);
    match dates {
        Dates::Years(first, last) if first == last => format!("{first}年"),
        Dates::Years(first, last) => format!("{first}年～{last}年"),
        Dates::Months(of, first, last) if first == last => format!("{}{first}月", year(of)),
        Dates::Months(of, first, last) => format!("{}{first}月～{last}月", year(of)),
        Dates::Days(first, last) if first == last => day(first),
        Dates::Days(first, last) => format!("{}～{}", day(first), day(last)),
    }
}
