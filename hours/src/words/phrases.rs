//! A rule taken apart for people: on which days, at which hours, and whether it is an exception to what was said.

use opening_hours_syntax::rules::day::{
    Date, DateOffset, DaySelector, Month, MonthdayRange, WeekDayOffset, WeekDayRange,
};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleKind, RuleOperator, RuleSequence};

/// One part of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub days: Vec<Days>,
    pub dates: Vec<Dates>,
    /// Minutes of the day, the end perhaps on the next; `None` is all day.
    pub hours: Option<Vec<Hours>>,
    pub state: RuleKind,
    /// It replaces what was said before of these days.
    pub is_exception: bool,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Days {
    /// Every day of the week.
    All,
    /// From and through; 0 is Monday.
    Run(u8, u8),
    /// The weeks of the month, -1 for the last, and the day.
    Nth(Vec<i32>, u8),
    Holidays,
    /// The day before, the day after.
    HolidayEve,
    AfterHoliday,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dates {
    Years(i32, i32),
    /// Months of the year, perhaps of one year only.
    Months(Option<i32>, u32, u32),
    Days(Day, Day),
}

/// A day of the year, or of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub year: Option<i32>,
    pub month: u32,
    pub day: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    pub opens: u32,
    /// `None` when the rule leaves it open.
    pub closes: Option<u32>,
}

/// `None` where a part cannot be said plainly.
pub(super) fn phrases(expression: &OpeningHoursExpression) -> Option<Vec<Phrase>> {
    let mut said: Vec<Phrase> = Vec::with_capacity(expression.rules.len());
    for rule in &expression.rules {
        let phrase = phrase(rule, &said)?;
        said.push(phrase);
    }
    Some(said)
}

fn phrase(rule: &RuleSequence, said: &[Phrase]) -> Option<Phrase> {
    let hours = hours(&rule.time_selector.spans)?;
    let days = days(&rule.day_selector)?;
    let replaces = match rule.operator {
        RuleOperator::Normal => rule.kind != RuleKind::Closed,
        RuleOperator::Additional => false,
        RuleOperator::Fallback => return None,
    };
    let touches = |before: &&Phrase| before.state != RuleKind::Closed && overlap(&before.days, &days);
    let own_days = matches!(days.as_slice(), [Days::Holidays]);
    Some(Phrase {
        dates: dates(&rule.day_selector)?,
        is_exception: replaces && !own_days && said.iter().any(|before| touches(&before)),
        hours,
        days,
        state: rule.kind,
        comment: (!rule.comment.is_empty()).then(|| rule.comment.to_string()),
    })
}

/// Whether two lists share a day of the week; none named are all.
fn overlap(one: &[Days], other: &[Days]) -> bool {
    let weekdays = |list: &[Days]| -> Vec<u8> {
        let list = if list.is_empty() { &[Days::All] } else { list };
        list.iter()
            .flat_map(|days| match days {
                Days::Run(first, last) if first > last => (*first..=6).chain(0..=*last).collect::<Vec<_>>(),
                Days::Run(first, last) => (*first..=*last).collect(),
                Days::Nth(_, day) => vec![*day],
                Days::All => (0..7).collect(),
                Days::Holidays | Days::HolidayEve | Days::AfterHoliday => Vec::new(),
            })
            .collect()
    };
    let other = weekdays(other);
    weekdays(one).iter().any(|day| other.contains(day))
}

fn hours(spans: &[TimeSpan]) -> Option<Option<Vec<Hours>>> {
    let hours: Option<Vec<Hours>> = spans
        .iter()
        .map(|span| {
            let minutes = |time: Time| match time {
                Time::Fixed(time) => Some(u32::from(time.mins_from_midnight())),
                Time::Variable(_) => None,
            };
            let (opens, closes) = (minutes(span.range.start)?, minutes(span.range.end)?);
            let closes = if closes <= opens {
                closes + super::DAY
            } else {
                closes
            };
            if span.repeats.is_some() {
                return None;
            }
            Some(Hours {
                opens,
                closes: (!span.open_end).then_some(closes),
            })
        })
        .collect();
    let all_day = Hours {
        opens: 0,
        closes: Some(super::DAY),
    };
    hours.map(|hours| (hours != [all_day]).then_some(hours))
}

fn days(selector: &DaySelector) -> Option<Vec<Days>> {
    selector
        .weekday
        .iter()
        .map(|range| match range {
            WeekDayRange::Fixed {
                range,
                offset: 0,
                nth_from_start,
                nth_from_end,
            } => {
                let (first, last) = (*range.start() as u8, *range.end() as u8);
                if nth_from_start.iter().chain(nth_from_end).all(|every| *every) {
                    return Some(if (first, last) == (0, 6) {
                        Days::All
                    } else {
                        Days::Run(first, last)
                    });
                }
                let chosen = |list: &[bool; 5], sign: i32| -> Vec<i32> {
                    (1..)
                        .zip(list)
                        .filter(|(_, is_in)| **is_in)
                        .map(|(nth, _)| nth * sign)
                        .collect()
                };
                let mut weeks = chosen(nth_from_start, 1);
                weeks.extend(chosen(nth_from_end, -1));
                // Only the last of a month has a plain name.
                let plain = first == last && weeks.iter().all(|week| *week >= -1);
                plain.then_some(Days::Nth(weeks, first))
            }
            WeekDayRange::Holiday { offset: 0, .. } => Some(Days::Holidays),
            WeekDayRange::Holiday { offset: -1, .. } => Some(Days::HolidayEve),
            WeekDayRange::Holiday { offset: 1, .. } => Some(Days::AfterHoliday),
            WeekDayRange::Fixed { .. } | WeekDayRange::Holiday { .. } => None,
        })
        .collect()
}

fn dates(selector: &DaySelector) -> Option<Vec<Dates>> {
    // Weeks of the year have no name that people know.
    if !selector.week.is_empty() {
        return None;
    }
    let years = selector.year.iter().map(|range| {
        let (years, step) = range.into_parts();
        (step == 1).then_some(Dates::Years(**years.start(), **years.end()))
    });
    let days = selector.monthday.iter().map(|range| match range {
        MonthdayRange::Month { range, year } => Some(Dates::Months(
            year.map(|year| *year),
            number(*range.start()),
            number(*range.end()),
        )),
        MonthdayRange::Date { start, end } => Some(Dates::Days(day(start)?, day(end)?)),
    });
    years.chain(days).collect()
}

fn number(month: Month) -> u32 {
    month.into()
}

fn day((date, offset): &(Date, DateOffset)) -> Option<Day> {
    let plain = offset.day_offset == 0 && offset.wday_offset == WeekDayOffset::None;
    match date {
        Date::Fixed { year, month, day } if plain => Some(Day {
            year: year.map(|year| *year),
            month: number(*month),
            day: (*day).into(),
        }),
        _ => None,
    }
}
