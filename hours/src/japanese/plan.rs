//! What of a row becomes its rule: days with hours, what is different on holidays and dates, and the text of it all.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use super::Reason;
use super::clauses::{Dates, Day, DayList, Session};
use crate::rule::Rule;
use crate::weekly::{self, DayOfWeek, WeeklyHours};

const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The days on which it opens, each list with its own hours where it has some.
pub(super) type Base = Vec<(DayList, Option<Vec<Session>>)>;

/// The same sessions with an earlier or later end.
pub(super) fn until(sessions: &[Session], closes: u32) -> Result<Vec<Session>, Reason> {
    let mut kept: Vec<Session> = sessions
        .iter()
        .copied()
        .filter(|session| session.0 < closes)
        .collect();
    match kept.last_mut() {
        Some(last) => last.1 = closes,
        None => return Err(Reason::Contradiction),
    }
    Ok(kept)
}

/// What becomes the rule.
pub(super) struct Plan {
    days: BTreeMap<Day, Vec<Session>>,
    month_days: BTreeMap<u32, Vec<Session>>,
    holidays: Holidays,
    /// 祝日 stood in the list of days: then it opens on whatever day of the week it falls.
    holidays_listed: bool,
    /// Rules that replace those of days: `Sa[3] 10:30-15:30`, `We[1,3] off`.
    replaced: Vec<(Day, Option<Vec<Session>>)>,
    breaks: Vec<Dates>,
    /// Dates with hours of their own.
    seasons: Vec<(Dates, Vec<Session>)>,
    /// The hours that all days had at first, if they had the same.
    common: Option<Vec<Session>>,
}

#[derive(Clone, PartialEq, Eq)]
enum Holidays {
    Unsaid,
    Closed,
    Open(Vec<Session>),
}

impl Plan {
    pub(super) fn of(
        base: Base,
        sessions: Option<&[Session]>,
        opens_at: Option<u32>,
    ) -> Result<Plan, Reason> {
        let mut plan = Plan {
            days: BTreeMap::new(),
            month_days: BTreeMap::new(),
            holidays: Holidays::Unsaid,
            holidays_listed: false,
            replaced: Vec::new(),
            breaks: Vec::new(),
            seasons: Vec::new(),
            common: None,
        };
        let mut not_on_holidays = false;
        let mut hours: Vec<Vec<Session>> = Vec::new();
        for (list, own) in base {
            let missing = if opens_at.is_some() {
                Reason::NoClosingTime
            } else {
                Reason::NoHours
            };
            let own = own.or_else(|| sessions.map(<[Session]>::to_vec)).ok_or(missing)?;
            for day in list.days {
                // The same may be said twice.
                if plan
                    .days
                    .insert(day, own.clone())
                    .is_some_and(|before| before != own)
                {
                    return Err(Reason::Contradiction);
                }
            }
            for day in list.month_days {
                plan.month_days.insert(day, own.clone());
            }
            not_on_holidays |= list.not_on_holidays;
            if list.holidays {
                plan.holidays = Holidays::Open(own.clone());
                plan.holidays_listed = true;
            }
            // Dates in a list of opening days are single days or seasons: not a rule of every year.
            if !list.dates.is_empty() || list.year_end {
                return Err(Reason::NotUnderstood);
            }
            hours.push(own);
        }
        hours.dedup();
        if let [common] = hours.as_slice() {
            plan.common = Some(common.clone());
        }
        if not_on_holidays && plan.holidays == Holidays::Unsaid {
            plan.holidays = Holidays::Closed;
        }
        Ok(plan)
    }

    pub(super) fn close(&mut self, list: &DayList) -> Result<(), Reason> {
        for day in &list.days {
            match &day.weeks {
                None => self.days.retain(|known, _| known.weekday != day.weekday),
                Some(_) => self.replaced.push((day.clone(), None)),
            }
        }
        if list.holidays {
            if matches!(self.holidays, Holidays::Open(_)) {
                return Err(Reason::Contradiction);
            }
            self.holidays = Holidays::Closed;
        }
        if !list.month_days.is_empty() || list.not_on_holidays {
            return Err(Reason::NotUnderstood);
        }
        self.breaks.extend(&list.dates);
        if list.year_end {
            self.breaks.push([(12, 29), (1, 3)]);
        }
        Ok(())
    }

    /// 第3土は10:30~15:30 beside 月~金: a day that is open in some weeks only.
    pub(super) fn add_weeks(&mut self, list: &DayList, sessions: &[Session]) {
        for day in list.days.iter().filter(|day| day.weeks.is_some()) {
            if !self.days.keys().any(|known| known.weekday == day.weekday) {
                self.days.insert(day.clone(), sessions.to_vec());
            }
        }
    }

    pub(super) fn change(
        &mut self,
        list: &DayList,
        hours: impl Fn(&[Session]) -> Result<Vec<Session>, Reason>,
    ) -> Result<(), Reason> {
        if list.year_end || !list.month_days.is_empty() {
            return Err(Reason::NotUnderstood);
        }
        if !list.dates.is_empty() {
            // 8/1~8/20は8:00~18:10, on the days on which it is open anyway.
            let common = self.common.as_ref().ok_or(Reason::Contradiction)?;
            let weekly = self.days.keys().all(|day| day.weeks.is_none());
            if !weekly || !list.days.is_empty() || list.holidays {
                return Err(Reason::NotUnderstood);
            }
            let changed = hours(common)?;
            self.seasons
                .extend(list.dates.iter().map(|dates| (*dates, changed.clone())));
            return Ok(());
        }
        for day in &list.days {
            let mut found = false;
            for (known, sessions) in &mut self.days {
                if known.weekday == day.weekday && (day.weeks.is_none() || known.weeks == day.weeks) {
                    *sessions = hours(sessions)?;
                    found = true;
                }
            }
            let every_week = Day {
                weekday: day.weekday,
                weeks: None,
            };
            match (found, self.days.get(&every_week)) {
                (true, _) => {}
                (false, Some(sessions)) if day.weeks.is_some() => {
                    let changed = hours(sessions)?;
                    self.replaced.push((day.clone(), Some(changed)));
                }
                // Hours of a day on which it is not open.
                _ => return Err(Reason::Contradiction),
            }
        }
        if list.holidays {
            let common = match &self.holidays {
                Holidays::Closed => return Err(Reason::Contradiction),
                Holidays::Open(sessions) => Some(sessions),
                Holidays::Unsaid => self.common.as_ref(),
            };
            let changed = hours(common.ok_or(Reason::Contradiction)?)?;
            self.holidays = Holidays::Open(changed);
        }
        Ok(())
    }

    pub(super) fn text(self) -> Result<Rule, Reason> {
        if self.days.is_empty() && self.month_days.is_empty() {
            return Err(Reason::NoDays);
        }
        let mut parts = Vec::new();
        if !self.days.is_empty() {
            parts.push(self.weekly()?);
        }
        let mut dates: BTreeMap<&[Session], Vec<u32>> = BTreeMap::new();
        for (day, sessions) in &self.month_days {
            dates.entry(sessions).or_default().push(*day);
        }
        for (sessions, days) in dates {
            // Added to days of the week, in place of nothing.
            let named: Vec<String> = days.iter().flat_map(|day| dates_of(*day)).collect();
            parts.push(format!("{} {}", named.join(","), weekly::clock_ranges(sessions)));
        }
        let weekly_only = self.month_days.is_empty();
        let mixed = !weekly_only && !self.days.is_empty();
        let mut text = parts.join(if mixed { ", " } else { "; " });
        for (day, sessions) in &self.replaced {
            let hours = sessions
                .as_deref()
                .map_or_else(|| "off".to_owned(), weekly::clock_ranges);
            text.push_str(&format!("; {} {hours}", named(day)));
        }
        for ([from, through], sessions) in &self.seasons {
            let dates = dates_text(*from, *through)?;
            let weekdays: Vec<String> = self.days.keys().map(named).collect();
            let weekdays = match weekdays.len() {
                7 => String::new(),
                _ => format!(" {}", weekdays.join(",")),
            };
            text.push_str(&format!("; {dates}{weekdays} {}", weekly::clock_ranges(sessions)));
        }
        text.push_str(&self.holidays_text()?);
        for [from, through] in &self.breaks {
            text.push_str(&format!("; {} off", dates_text(*from, *through)?));
        }
        Rule::parse(&text).map_err(|_| Reason::TooMuch)
    }

    fn weekly(&self) -> Result<String, Reason> {
        let rows: Option<Vec<WeeklyHours>> = self
            .days
            .iter()
            .flat_map(|(day, sessions)| sessions.iter().map(move |session| hours_of(day, *session)))
            .collect();
        let rows = rows.ok_or(Reason::NotUnderstood)?;
        let rule = weekly::rule(&rows, false).map_err(|_| Reason::TooMuch)?;
        Ok(rule.text().to_owned())
    }

    fn holidays_text(&self) -> Result<String, Reason> {
        let sessions = match &self.holidays {
            Holidays::Unsaid => return Ok(String::new()),
            Holidays::Closed => return Ok("; PH off".to_owned()),
            Holidays::Open(sessions) => sessions,
        };
        let weekly: Vec<&Day> = self.days.keys().filter(|day| day.weeks.is_none()).collect();
        let whole = weekly.len() == 7;
        // Open every day at these hours: holidays are no other days.
        if whole && self.days.values().all(|hours| hours == sessions) {
            return Ok(String::new());
        }
        let mut text = format!("; PH {}", weekly::clock_ranges(sessions));
        // As an exception it does not open a day of the week that is closed.
        if !whole && !self.holidays_listed {
            if weekly.len() != self.days.len() {
                return Err(Reason::Contradiction);
            }
            let closed = (0..7_u8).filter(|weekday| !weekly.iter().any(|day| day.weekday == *weekday));
            let closed: Vec<String> = closed
                .map(|weekday| named(&Day { weekday, weeks: None }))
                .collect();
            text.push_str(&format!("; {} off", closed.join(",")));
        }
        Ok(text)
    }
}

fn hours_of(day: &Day, (opens, closes): Session) -> Option<WeeklyHours> {
    let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60 % 24, minutes % 60, 0);
    Some(WeeklyHours {
        day: DayOfWeek::ALL.get(usize::from(day.weekday)).copied()?,
        weeks_of_month: day.weeks.clone(),
        opens: time(opens)?,
        closes: time(closes)?,
    })
}

/// `Sa[3]`.
fn named(day: &Day) -> String {
    let name = NAMES.get(usize::from(day.weekday)).copied().unwrap_or_default();
    match &day.weeks {
        None => name.to_owned(),
        Some(weeks) => {
            let weeks: Vec<String> = weeks.iter().map(ToString::to_string).collect();
            format!("{name}[{}]", weeks.join(","))
        }
    }
}

/// `Jan 12` to `Dec 12`, without months that are too short.
fn dates_of(day: u32) -> impl Iterator<Item = String> {
    const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    MONTHS
        .iter()
        .zip(LENGTHS)
        .filter(move |(_, length)| day <= *length)
        .map(move |(month, _)| format!("{month} {day}"))
}

/// `Dec 29-Jan 3`.
fn dates_text(from: (u32, u32), through: (u32, u32)) -> Result<String, Reason> {
    let month = |month: u32| {
        let index = usize::try_from(month.checked_sub(1)?).ok()?;
        MONTHS.get(index).copied()
    };
    let name = |(m, day): (u32, u32)| {
        month(m)
            .map(|name| format!("{name} {day}"))
            .ok_or(Reason::NotUnderstood)
    };
    Ok(if from == through {
        name(from)?
    } else {
        format!("{}-{}", name(from)?, name(through)?)
    })
}
