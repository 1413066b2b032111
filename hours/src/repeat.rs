//! A pattern as recurrences without an end (RFC 5545), where that says exactly the same: for calendars that go on
//! repeating beyond the horizon.
//!
//! Only the plainest rules qualify: days of the week, each of every week or of weeks of the month, with hours. Whatever
//! else a rule may hold (months, holidays, breaks, comments) has no recurrence. What is found is expanded and compared
//! with the expansion of the pattern, so that this reading of a rule can be incomplete, but not wrong.

use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};

use crate::expansion::Expansion;
use crate::horizon::Horizon;
use crate::pattern::{Pattern, Source};
use crate::recurrence::Recurrence;
use crate::span::{DAY, Span};

/// The recurrences of a pattern, one for each session of a day; `None` when they would not say the same.
pub fn repeats(pattern: &Pattern, expansion: &Expansion, horizon: &Horizon) -> Option<Vec<Recurrence>> {
    if pattern.valid_from.is_some() || pattern.valid_through.is_some() || !expansion.unknown().is_empty() {
        return None;
    }
    let repeats = match &pattern.source {
        Source::Recurrence(recurrence) => vec![recurrence.clone()],
        Source::Rule(rule) => {
            let (days, times) = read(rule.text())?;
            let value = value_of(&days);
            // Such rules count from no day; any early one will do.
            let anchor = NaiveDate::from_ymd_opt(2000, 1, 3)?;
            let repeat = |hours: &Hours| Recurrence::parse(&value, anchor, *hours, pattern.zone).ok();
            times.iter().map(repeat).collect::<Option<Vec<_>>>()?
        }
        Source::Unknown => return None,
    };
    (spans(&repeats, pattern, horizon)? == expansion.open()).then_some(repeats)
}

/// What the recurrences open within the horizon; `None` when sessions touch, which are one opening of two sessions.
fn spans(repeats: &[Recurrence], pattern: &Pattern, horizon: &Horizon) -> Option<Vec<Span>> {
    let (first, last) = horizon.dates(pattern.zone)?;
    let mut spans = Vec::new();
    for (index, day) in (0..).zip(first.iter_days().take_while(|day| *day <= last)) {
        for repeat in repeats.iter().filter(|repeat| repeat.occurs_on(day)) {
            let minutes = |time: NaiveTime| i64::from(time.num_seconds_from_midnight() / 60);
            let (opens, closes) = (minutes(repeat.opens()), minutes(repeat.closes()));
            let overnight = if closes <= opens { DAY } else { 0 };
            spans.extend(horizon.span(
                pattern.zone,
                first,
                index * DAY + opens,
                index * DAY + closes + overnight,
            ));
        }
    }
    spans.sort_unstable();
    let touch = spans.windows(2).any(|pair| match pair {
        [a, b] => b.start <= a.end,
        _ => false,
    });
    (!touch).then_some(spans)
}

type Day = (Option<i32>, Weekday);
type Hours = (NaiveTime, NaiveTime);

/// `Mo-Fr,Sa[2,4] 10:00-12:00,13:00-15:00`.
fn read(text: &str) -> Option<(Vec<Day>, Vec<Hours>)> {
    let (days, times) = match text.rsplit_once(' ') {
        Some((days, times)) => (days_of(days)?, times),
        None => (days_of("Mo-Su")?, text),
    };
    let times = times.split(',').map(|range| {
        let (opens, closes) = range.split_once('-')?;
        Some((time(opens)?, time(closes)?))
    });
    Some((days, times.collect::<Option<Vec<_>>>()?))
}

fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    NaiveTime::from_hms_opt(hour % 24, minute, 0).filter(|_| hour <= 48)
}

const WEEK: [(&str, Weekday); 7] = [
    ("Mo", Weekday::Mon),
    ("Tu", Weekday::Tue),
    ("We", Weekday::Wed),
    ("Th", Weekday::Thu),
    ("Fr", Weekday::Fri),
    ("Sa", Weekday::Sat),
    ("Su", Weekday::Sun),
];

fn weekday(text: &str) -> Option<Weekday> {
    WEEK.iter().find(|(name, _)| *name == text).map(|(_, day)| *day)
}

fn days_of(text: &str) -> Option<Vec<Day>> {
    let mut days = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match (rest.find(','), rest.find('['), rest.find(']')) {
            (Some(comma), Some(open), Some(close)) if open < comma => rest
                .get(close..)?
                .find(',')
                .map_or(rest.len(), |comma| close + comma),
            (Some(comma), ..) => comma,
            (None, ..) => rest.len(),
        };
        let part = rest.get(..end)?;
        rest = rest.get(end..)?.trim_start_matches(',');
        if let Some((day, weeks)) = part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            let day = weekday(day)?;
            for week in weeks.split(',') {
                let week: i32 = week.parse().ok()?;
                days.push((
                    Some(week).filter(|week| (-1..=5).contains(week) && *week != 0),
                    day,
                ));
                days.last()?.0?;
            }
        } else if let Some((first, last)) = part.split_once('-') {
            let (first, last) = (weekday(first)?, weekday(last)?);
            let mut day = first;
            days.push((None, day));
            while day != last {
                day = day.succ();
                days.push((None, day));
            }
        } else {
            days.push((None, weekday(part)?));
        }
    }
    (!days.is_empty()).then_some(days)
}

fn value_of(days: &[Day]) -> String {
    let code = |day: &Day| {
        let name = WEEK
            .iter()
            .find(|(_, other)| *other == day.1)
            .map(|(name, _)| *name);
        let week = day.0.map(|week| week.to_string()).unwrap_or_default();
        format!("{week}{}", name.unwrap_or_default().to_uppercase())
    };
    let codes: Vec<String> = days.iter().map(code).collect();
    let every_week = days.iter().all(|(week, _)| week.is_none());
    let frequency = if every_week { "WEEKLY" } else { "MONTHLY" };
    format!("FREQ={frequency};BYDAY={}", codes.join(","))
}

/// The first day of a recurrence from one day on, within about ten years.
pub fn first_from(recurrence: &Recurrence, day: NaiveDate) -> Option<NaiveDate> {
    let mut days = day.iter_days().take(3_660);
    days.find(|day| recurrence.occurs_on(*day))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use domain::Schedule;

    use super::*;
    use crate::Holidays;

    fn values(rule: &str) -> Option<Vec<String>> {
        let horizon = Horizon::at("2026-11-27T06:00:00Z".parse().unwrap(), Tz::Asia__Tokyo).unwrap();
        let pattern = Pattern::of(&Schedule {
            rule: Some(rule.to_owned()),
            time_zone: "Asia/Tokyo".to_owned(),
            ..Schedule::default()
        });
        let expansion = Expansion::of(&pattern, &horizon, &Holidays::built_in());
        let repeats = repeats(&pattern, &expansion, &horizon)?;
        let said = |repeat: &Recurrence| {
            format!(
                "{} {} {}",
                repeat.text(),
                repeat.opens().format("%H:%M"),
                repeat.closes().format("%H:%M")
            )
        };
        Some(repeats.iter().map(said).collect())
    }

    #[test]
    fn days_of_weeks_and_of_weeks_of_months_recur() {
        for (rule, expected) in [
            ("Sa[2,4] 11:00-14:00", "FREQ=MONTHLY;BYDAY=2SA,4SA 11:00 14:00"),
            ("Su[-1] 10:00-12:00", "FREQ=MONTHLY;BYDAY=-1SU 10:00 12:00"),
            ("Sa[5] 10:00-12:00", "FREQ=MONTHLY;BYDAY=5SA 10:00 12:00"),
            (
                "Mo-We,Fr 22:00-02:00",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,FR 22:00 02:00",
            ),
            ("Fr-Su 09:00-10:00", "FREQ=WEEKLY;BYDAY=FR,SA,SU 09:00 10:00"),
            ("We,Sa[1] 09:00-10:00", "FREQ=MONTHLY;BYDAY=WE,1SA 09:00 10:00"),
        ] {
            assert_eq!(values(rule), Some(vec![expected.to_owned()]), "{rule}");
        }
        let two = values("Mo 09:00-12:00,13:00-17:00").unwrap();
        assert_eq!(
            two,
            [
                "FREQ=WEEKLY;BYDAY=MO 09:00 12:00",
                "FREQ=WEEKLY;BYDAY=MO 13:00 17:00"
            ]
        );
    }

    #[test]
    fn what_a_recurrence_cannot_say_has_none() {
        for rule in [
            "Sa 10:00-12:00; PH off",
            "PH 10:00-12:00",
            "Apr-Sep Sa 10:00-12:00",
            "Sa 10:00-12:00 \"rice\"",
            "Sa 10:00-12:00 unknown",
            "24/7",
            "Mo-Su 00:00-24:00",
            "Sa[-2] 10:00-12:00",
            "week 1-53/2 Sa 10:00-12:00",
            "off",
        ] {
            assert_eq!(values(rule), None, "{rule}");
        }
    }
}
