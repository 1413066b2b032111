//! だい2・だい4 どようび 11:00から 14:00まで あいています。しゅくじつは やすみです。

use opening_hours_syntax::rules::RuleKind;

use super::phrases::{Dates, Day, Days, Hours, Phrase};
use super::{DAY, clock};

pub(super) const WEEKDAYS: [&str; 7] = [
    "げつようび",
    "かようび",
    "すいようび",
    "もくようび",
    "きんようび",
    "どようび",
    "にちようび",
];

pub(super) fn sentence(phrase: &Phrase) -> Option<String> {
    let comment = phrase
        .comment
        .as_ref()
        .map(|words| format!("（{words}）"))
        .unwrap_or_default();
    let when = when(&phrase.days, &phrase.dates)?;
    if phrase.state == RuleKind::Closed {
        let hours = phrase
            .hours
            .as_deref()
            .map(|spans| format!(" {}", hours(spans)))
            .unwrap_or_default();
        return Some(match when.is_empty() && hours.is_empty() {
            true => format!("やすみです{comment}。"),
            false => format!("{}は やすみです{comment}。", (when + &hours).trim_start()),
        });
    }
    let open = match phrase.state {
        RuleKind::Unknown => "あいているか わかりません",
        _ => "あいています",
    };
    let when = if when.is_empty() {
        "まいにち".to_owned()
    } else {
        when
    };
    let hours = phrase
        .hours
        .as_deref()
        .map_or_else(|| "24じかん".to_owned(), hours);
    let but = if phrase.is_exception { "でも、" } else { "" };
    Some(format!("{but}{when}は {hours} {open}{comment}。"))
}

pub(super) fn hours(hours: &[Hours]) -> String {
    let hours = hours.iter().map(|hours| match hours.closes {
        None => format!("{}から", clock(hours.opens)),
        Some(closes) if closes > DAY => {
            format!(
                "{}から つぎの ひの {}まで",
                clock(hours.opens),
                clock(closes - DAY)
            )
        }
        Some(closes) => format!("{}から {}まで", clock(hours.opens), clock(closes)),
    });
    hours.collect::<Vec<_>>().join("と ")
}

fn when(days: &[Days], dates: &[Dates]) -> Option<String> {
    let dates: Vec<String> = dates.iter().map(date).collect();
    let days = weekdays(days)?;
    let dates = dates.join("と ");
    Some(match (dates.is_empty(), days.is_empty()) {
        (false, false) => format!("{dates}の {days}"),
        _ => dates + &days,
    })
}

pub(super) fn weekdays(days: &[Days]) -> Option<String> {
    let name = |day: u8| WEEKDAYS.get(usize::from(day)).copied();
    let words: Option<Vec<String>> = days
        .iter()
        .map(|days| {
            Some(match days {
                Days::All => "まいにち".to_owned(),
                Days::Run(first, last) if first == last => name(*first)?.to_owned(),
                Days::Run(first, last) => format!("{}から {}", name(*first)?, name(*last)?),
                Days::Nth(weeks, day) => {
                    let weeks: Vec<String> = weeks
                        .iter()
                        .map(|week| match week {
                            -1 => "さいごの".to_owned(),
                            week => format!("だい{week}"),
                        })
                        .collect();
                    format!("{} {}", weeks.join("・"), name(*day)?)
                }
                Days::Holidays => "しゅくじつ".to_owned(),
                Days::HolidayEve => "しゅくじつの まえの ひ".to_owned(),
                Days::AfterHoliday => "しゅくじつの つぎの ひ".to_owned(),
            })
        })
        .collect();
    Some(words?.join("と "))
}

fn date(dates: &Dates) -> String {
    let year = |year: &Option<i32>| year.map(|year| format!("{year}ねん ")).unwrap_or_default();
    let day = |day: &Day| format!("{}{}がつ{}にち", year(&day.year), day.month, day.day);
    match dates {
        Dates::Years(first, last) if first == last => format!("{first}ねん"),
        Dates::Years(first, last) => format!("{first}ねんから {last}ねんまで"),
        Dates::Months(of, first, last) if first == last => format!("{}{first}がつ", year(of)),
        Dates::Months(of, first, last) => format!("{}{first}がつから {last}がつまで", year(of)),
        Dates::Days(first, last) if first == last => day(first),
        Dates::Days(first, last) => format!("{}から {}まで", day(first), day(last)),
    }
}
