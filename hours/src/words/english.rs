//! 2nd and 4th Saturday 11:00–14:00; closed on public holidays; closed 29 December – 3 January

use opening_hours_syntax::rules::RuleKind;

use super::phrases::{Dates, Day, Days, Hours, Phrase};
use super::{DAY, clock};

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn sentence(phrase: &Phrase) -> Option<String> {
    let comment = phrase
        .comment
        .as_ref()
        .map(|words| format!(" ({words})"))
        .unwrap_or_default();
    let dates: Option<Vec<String>> = phrase.dates.iter().map(date).collect();
    let dates = dates?.join(", ");
    let days = weekdays(&phrase.days)?;
    let when = match (days.is_empty(), dates.is_empty()) {
        (false, false) => format!("{days} ({dates})"),
        _ => days + &dates,
    };
    let hours = phrase.hours.as_deref().map(hours);
    if phrase.state == RuleKind::Closed {
        let on = if phrase.days.is_empty() { "" } else { "on " };
        let when = [
            hours.as_deref(),
            (!when.is_empty()).then_some(&*format!("{on}{when}")),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
        return Some(format!("closed {when}").trim_end().to_owned() + &comment);
    }
    let unsure = if phrase.state == RuleKind::Unknown {
        " (to be confirmed)"
    } else {
        ""
    };
    let but = if phrase.is_exception { "but " } else { "" };
    let when = if when.is_empty() {
        "every day".to_owned()
    } else {
        when
    };
    let hours = hours.unwrap_or_else(|| "24 hours".to_owned());
    Some(format!("{but}{when} {hours}{unsure}{comment}"))
}

pub(super) fn hours(hours: &[Hours]) -> String {
    let hours = hours.iter().map(|hours| match hours.closes {
        None => format!("from {}", clock(hours.opens)),
        Some(closes) if closes > DAY => format!("{}–{} (next day)", clock(hours.opens), clock(closes - DAY)),
        Some(closes) => format!("{}–{}", clock(hours.opens), clock(closes)),
    });
    hours.collect::<Vec<_>>().join(", ")
}

pub(super) fn weekdays(days: &[Days]) -> Option<String> {
    let name = |day: u8| WEEKDAYS.get(usize::from(day)).copied();
    let words: Option<Vec<String>> = days
        .iter()
        .map(|days| {
            Some(match days {
                Days::All => "every day".to_owned(),
                Days::Run(first, last) if first == last => name(*first)?.to_owned(),
                Days::Run(first, last) => format!("{} to {}", name(*first)?, name(*last)?),
                Days::Nth(weeks, day) => {
                    let weeks: Option<Vec<&str>> = weeks
                        .iter()
                        .map(|week| match week {
                            1 => Some("1st"),
                            2 => Some("2nd"),
                            3 => Some("3rd"),
                            4 => Some("4th"),
                            5 => Some("5th"),
                            -1 => Some("last"),
                            _ => None,
                        })
                        .collect();
                    format!("{} {} of the month", listed(&weeks?), name(*day)?)
                }
                Days::Holidays => "public holidays".to_owned(),
                Days::HolidayEve => "the day before public holidays".to_owned(),
                Days::AfterHoliday => "the day after public holidays".to_owned(),
            })
        })
        .collect();
    let words = words?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(listed(&words))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn date(dates: &Dates) -> Option<String> {
    let month = |month: u32| MONTHS.get(usize::try_from(month.checked_sub(1)?).ok()?).copied();
    let year = |year: &Option<i32>| year.map(|year| format!(" {year}")).unwrap_or_default();
    let day = |day: &Day| Some(format!("{} {}{}", day.day, month(day.month)?, year(&day.year)));
    Some(match dates {
        Dates::Years(first, last) if first == last => first.to_string(),
        Dates::Years(first, last) => format!("{first}–{last}"),
        Dates::Months(of, first, last) if first == last => format!("{}{}", month(*first)?, year(of)),
        Dates::Months(of, first, last) => format!("{} to {}{}", month(*first)?, month(*last)?, year(of)),
        Dates::Days(first, last) if first == last => day(first)?,
        Dates::Days(first, last) => format!("{} – {}", day(first)?, day(last)?),
    })
}
