//! The statements of all cells of a row, joined to one rule, or the reason why not.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use super::clauses::{Day, DayList, Session, Statement, clauses, in_order, session, statements};
use super::notes;
use super::tokens::{Token, plain};
use super::{Part, Reason};
use crate::rule::Rule;
use crate::weekly::{self, DayOfWeek, WeeklyHours};

const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

pub(super) fn rule(cells: &[(Part, &str)]) -> Result<Rule, Reason> {
    let mut row = Row::default();
    let mut opens = None;
    let mut closes = None;
    for (part, text) in cells.iter().filter(|(_, text)| !notes::is_blank(text)) {
        match part {
            Part::Days | Part::Dates => row.add_days(*part, text)?,
            Part::Frequency if plain(text).bytes().all(|byte| byte.is_ascii_digit()) => row.has_code = true,
            Part::Frequency => row.add_days(*part, text)?,
            Part::Opens => opens = Some(row.times(text)?),
            Part::Closes => closes = Some(row.times(text)?),
            Part::Notes => row.remarks.extend(notes::read(text)?),
            Part::Weekdays | Part::Saturdays | Part::SundaysAndHolidays => row.add_column(*part, text)?,
        }
    }
    row.set_sessions(opens, closes)?;
    row.finish()
}

pub(super) fn days_alone(part: Part, cell: &str) -> Result<String, Reason> {
    let mut row = Row::default();
    if part == Part::Frequency && plain(cell).bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Code);
    }
    row.add_days(part, cell)?;
    row.sessions = Some(vec![(0, 24 * 60)]);
    row.rows
        .iter_mut()
        .for_each(|(_, sessions)| *sessions = vec![(0, 24 * 60)]);
    row.opens_at = None;
    row.finish().map(|rule| rule.text().to_owned())
}

/// Everything that the cells of a row say.
#[derive(Default)]
struct Row {
    /// The days on which it opens, as often as they were said.
    lists: Vec<DayList>,
    /// Days that were said together with their hours.
    rows: Vec<(DayList, Vec<Session>)>,
    /// The hours of all days that have none of their own.
    sessions: Option<Vec<Session>>,
    /// A beginning without an end.
    opens_at: Option<u32>,
    remarks: Vec<Statement>,
    a_month: Option<u32>,
    a_week: Option<u32>,
    has_code: bool,
}

impl Row {
    fn add_days(&mut self, _part: Part, text: &str) -> Result<(), Reason> {
        for clause in clauses(text) {
            for statement in statements(&clause, false)? {
                match statement {
                    Statement::Days(list) => self.lists.push(list),
                    Statement::Hours(None, sessions) => self.agree(sessions)?,
                    Statement::Hours(Some(list), sessions) => self.rows.push((list, sessions)),
                    Statement::OpensAt(list, opens) => {
                        self.lists.extend(list);
                        self.opens_at = Some(opens);
                    }
                    other => self.remark(other),
                }
            }
        }
        Ok(())
    }

    fn remark(&mut self, statement: Statement) {
        match statement {
            Statement::TimesAMonth(count) => self.a_month = Some(count),
            Statement::TimesAWeek(count) => self.a_week = Some(count),
            other => self.remarks.push(other),
        }
    }

    fn agree(&mut self, sessions: Vec<Session>) -> Result<(), Reason> {
        match &self.sessions {
            Some(known) if *known != sessions => Err(Reason::Contradiction),
            _ => {
                self.sessions = Some(sessions);
                Ok(())
            }
        }
    }

    /// The times of a cell of beginnings or ends; what stands beside them is a remark.
    fn times(&mut self, text: &str) -> Result<Vec<u32>, Reason> {
        let mut times = Vec::new();
        for clause in clauses(text) {
            match clause.as_slice() {
                // 1700, 930.
                [Token::Number(digits @ 100..=4800)] if digits % 100 < 60 => {
                    times.push(digits / 100 * 60 + digits % 100);
                }
                clause
                    if clause
                        .iter()
                        .all(|token| matches!(token, Token::Time(_) | Token::And)) =>
                {
                    times.extend(clause.iter().filter_map(|token| match token {
                        Token::Time(minutes) => Some(*minutes),
                        _ => None,
                    }));
                }
                clause => self.remarks.extend(statements(clause, true)?),
            }
        }
        Ok(times)
    }

    fn set_sessions(&mut self, opens: Option<Vec<u32>>, closes: Option<Vec<u32>>) -> Result<(), Reason> {
        let (Some(opens), Some(closes)) = (&opens, &closes) else {
            return match (opens, closes) {
                (Some(opens), None) => match (opens.as_slice(), &self.sessions) {
                    // The words of another cell may have the end.
                    ([opens], Some(sessions)) if sessions.first().is_some_and(|first| first.0 == *opens) => {
                        Ok(())
                    }
                    (_, Some(_)) => Err(Reason::Contradiction),
                    ([opens, ..], None) => {
                        self.opens_at = Some(*opens);
                        Ok(())
                    }
                    ([], None) => Ok(()),
                },
                (None, Some(_)) if self.sessions.is_none() && self.rows.is_empty() => Err(Reason::NoHours),
                _ => Ok(()),
            };
        };
        if opens.len() != closes.len() {
            return Err(Reason::Contradiction);
        }
        if opens.is_empty() {
            return Ok(());
        }
        let pairs = opens.iter().zip(closes);
        let sessions: Result<Vec<Session>, Reason> =
            pairs.map(|(opens, closes)| session(*opens, *closes)).collect();
        let sessions = in_order(sessions?)?;
        if self
            .opens_at
            .is_some_and(|opens| sessions.first().is_some_and(|first| first.0 != opens))
        {
            return Err(Reason::Contradiction);
        }
        self.opens_at = None;
        self.agree(sessions)
    }

    /// A column with the hours of certain days, or 休.
    fn add_column(&mut self, part: Part, text: &str) -> Result<(), Reason> {
        let range = |days: std::ops::Range<u8>| days.map(|weekday| Day { weekday, weeks: None }).collect();
        let list = match part {
            Part::Weekdays => DayList {
                days: range(0..5),
                not_on_holidays: true,
                ..DayList::default()
            },
            Part::Saturdays => DayList {
                days: range(5..6),
                ..DayList::default()
            },
            _ => DayList {
                days: range(6..7),
                holidays: true,
                ..DayList::default()
            },
        };
        let clauses = clauses(text);
        let [clause] = clauses.as_slice() else {
            return Err(Reason::NotUnderstood);
        };
        if clause.as_slice() == [Token::Closed] {
            self.remarks.push(Statement::Closed(list));
            return Ok(());
        }
        match statements(clause, false)?.as_slice() {
            [Statement::Hours(None, sessions)] => self.rows.push((list, sessions.clone())),
            [Statement::OpensAt(None, _)] => return Err(Reason::NoClosingTime),
            _ => return Err(Reason::NotUnderstood),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Rule, Reason> {
        for remark in std::mem::take(&mut self.remarks) {
            match remark {
                // Days that only a remark names are days, too.
                Statement::Days(list) => self.lists.push(list),
                Statement::TimesAMonth(_) | Statement::TimesAWeek(_) => self.remark(remark),
                Statement::AroundTheClock => self.agree(vec![(0, 24 * 60)])?,
                Statement::OpensAt(..) => return Err(Reason::NotUnderstood),
                Statement::Hours(None, sessions) => match &self.sessions {
                    // 利用可能時間は10:00~12:00、13:00~16:00 divides the hours that are known.
                    Some(known) if within(&sessions, known) => self.sessions = Some(sessions),
                    Some(_) => return Err(Reason::Contradiction),
                    None => self.sessions = Some(sessions),
                },
                Statement::Until(None, _) => return Err(Reason::NotUnderstood),
                other => self.remarks.push(other),
            }
        }
        let base = self.base()?;
        let mut plan = Plan::of(base, self.sessions.as_deref(), self.opens_at)?;
        // What is closed first: hours of closed days are a contradiction.
        for remark in &self.remarks {
            if let Statement::Closed(list) = remark {
                plan.close(list)?;
            }
        }
        for remark in &self.remarks {
            match remark {
                Statement::Hours(Some(list), sessions) => plan.change(list, |_| Ok(sessions.clone()))?,
                Statement::Until(Some(list), closes) => {
                    plan.change(list, |sessions| until(sessions, *closes))?
                }
                _ => {}
            }
        }
        plan.text()
    }

    /// The days on which it opens, each with its own hours where it has some.
    fn base(&self) -> Result<Vec<(DayList, Option<Vec<Session>>)>, Reason> {
        if self.rows.len() == 1 && self.sessions.is_some() {
            // A cell with days and hours beside columns of hours: they must agree.
            let agrees = self
                .rows
                .iter()
                .all(|(_, own)| Some(own) == self.sessions.as_ref());
            if !agrees {
                return Err(Reason::Contradiction);
            }
        } else if self.rows.len() > 1 && self.sessions.is_some() {
            return Err(Reason::Contradiction);
        }
        let mut lists: Vec<&DayList> = self.lists.iter().filter(|list| !says_nothing(list)).collect();
        if !self.rows.is_empty() {
            let together = union(self.rows.iter().map(|(list, _)| list));
            if lists.iter().any(|list| !is_same(list, &together)) {
                return Err(Reason::Contradiction);
            }
            self.check_counts(&together)?;
            return Ok(self
                .rows
                .iter()
                .map(|(list, own)| (list.clone(), Some(own.clone())))
                .collect());
        }
        let every_week = self.lists.iter().any(|list| list.every_week);
        // The list that says most: with weeks of the month before one without.
        lists.sort_by_key(|list| !has_weeks(list) && list.month_days.is_empty());
        let Some((first, others)) = lists.split_first() else {
            let how_often = self.a_month.is_some() || self.a_week.is_some() || every_week;
            return Err(match (how_often, self.has_code) {
                (true, _) => Reason::HowOftenOnly,
                (_, true) => Reason::Code,
                _ => Reason::NoDays,
            });
        };
        if others.iter().any(|other| !is_same(other, first)) {
            return Err(Reason::Contradiction);
        }
        if self.has_code && !has_weeks(first) && !every_week && first.month_days.is_empty() {
            return Err(Reason::Code);
        }
        if every_week && has_weeks(first) {
            return Err(Reason::Contradiction);
        }
        self.check_counts(first)?;
        Ok(vec![((*first).clone(), None)])
    }

    /// 月2回 beside 第2・4火曜日, 週5日 beside 月~金.
    fn check_counts(&self, list: &DayList) -> Result<(), Reason> {
        let weeks = |day: &Day| day.weeks.as_ref().map(Vec::len);
        if let Some(count) = self.a_month {
            let times: Option<usize> = list.days.iter().map(weeks).sum();
            let times = times.map(|times| times + list.month_days.len());
            if times != usize::try_from(count).ok() {
                return Err(Reason::HowOftenOnly);
            }
        }
        if let Some(count) = self.a_week {
            let weekly = list.days.iter().all(|day| day.weeks.is_none());
            if !weekly || Some(list.days.len()) != usize::try_from(count).ok() {
                return Err(Reason::HowOftenOnly);
            }
        }
        Ok(())
    }
}

fn has_weeks(list: &DayList) -> bool {
    list.days.iter().any(|day| day.weeks.is_some())
}

fn says_nothing(list: &DayList) -> bool {
    list.days.is_empty() && list.month_days.is_empty() && !list.holidays
}

fn union<'a>(lists: impl Iterator<Item = &'a DayList>) -> DayList {
    let mut all = DayList::default();
    for list in lists {
        all.days.extend(list.days.iter().cloned());
        all.month_days.extend(&list.month_days);
        all.holidays |= list.holidays;
        all.not_on_holidays |= list.not_on_holidays;
    }
    all.days.sort();
    all
}

/// Whether two lists can mean the same: 火木 beside 第2火曜日、第4木曜日.
fn is_same(one: &DayList, other: &DayList) -> bool {
    if one.days == other.days {
        return one.month_days == other.month_days && one.holidays == other.holidays;
    }
    let weekdays = |list: &DayList| {
        let mut days: Vec<u8> = list.days.iter().map(|day| day.weekday).collect();
        days.dedup();
        days
    };
    let both = has_weeks(one) && has_weeks(other);
    !both && weekdays(one) == weekdays(other) && one.month_days == other.month_days
}

fn within(inner: &[Session], outer: &[Session]) -> bool {
    inner.iter().all(|session| {
        outer
            .iter()
            .any(|known| known.0 <= session.0 && session.1 <= known.1)
    })
}

/// The same sessions with an earlier or later end.
fn until(sessions: &[Session], closes: u32) -> Result<Vec<Session>, Reason> {
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
struct Plan {
    days: BTreeMap<Day, Vec<Session>>,
    month_days: BTreeMap<u32, Vec<Session>>,
    holidays: Holidays,
    /// 祝日 stood in the list of days: then it opens on whatever day of the week it falls.
    holidays_listed: bool,
    /// Rules that replace those of days: `Sa[3] 10:30-15:30`, `We[1,3] off`.
    replaced: Vec<(Day, Option<Vec<Session>>)>,
    breaks: Vec<[(u32, u32); 2]>,
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
    fn of(
        base: Vec<(DayList, Option<Vec<Session>>)>,
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
                if plan.days.insert(day, own.clone()).is_some() {
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

    fn close(&mut self, list: &DayList) -> Result<(), Reason> {
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

    fn change(
        &mut self,
        list: &DayList,
        hours: impl Fn(&[Session]) -> Result<Vec<Session>, Reason>,
    ) -> Result<(), Reason> {
        if !list.dates.is_empty() || list.year_end || !list.month_days.is_empty() {
            return Err(Reason::NotUnderstood);
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

    fn text(self) -> Result<Rule, Reason> {
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
