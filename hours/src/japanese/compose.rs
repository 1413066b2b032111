//! The statements of all cells of a row, joined to one rule, or the reason why not.

use super::clauses::{Day, DayList, Session, Statement, clauses, in_order, session, statements};
use super::notes;
use super::plan::{Base, Plan, until};
use super::tokens::{Token, is_circled, plain};
use super::{Part, Reason};
use crate::rule::Rule;

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
            Part::Notes => match notes::read(text) {
                Ok(remarks) => row.remarks.extend(remarks),
                Err(reason) => row.unclear = Some(reason),
            },
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
    /// Why a remark is not understood. That there are no days or hours is said first.
    unclear: Option<Reason>,
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
        // ①10:00 ②13:30 are times on lines of their own.
        let lines = text.replace(is_circled, "\n");
        for clause in clauses(&lines) {
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
                clause => {
                    for statement in statements(clause, true)? {
                        match statement {
                            // 11:00~ is a beginning like 11:00.
                            Statement::OpensAt(None, opens) => times.push(opens),
                            other => self.remarks.push(other),
                        }
                    }
                }
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
        if self.lists.is_empty() && self.rows.is_empty() && self.sessions.is_none() && !self.has_code {
            // A remark that says it all: days with their hours.
            for remark in std::mem::take(&mut self.remarks) {
                match remark {
                    Statement::Hours(Some(list), sessions) => self.rows.push((list, sessions)),
                    other => self.remarks.push(other),
                }
            }
        }
        let base = self.base()?;
        let mut plan = Plan::of(base, self.sessions.as_deref(), self.opens_at)?;
        if let Some(reason) = self.unclear {
            return Err(reason);
        }
        // What is closed first: hours of closed days are a contradiction.
        for remark in &self.remarks {
            if let Statement::Closed(list) = remark {
                plan.close(list)?;
            }
        }
        for remark in &self.remarks {
            match remark {
                Statement::Hours(Some(list), sessions) => {
                    plan.add_weeks(list, sessions);
                    plan.change(list, |_| Ok(sessions.clone()))?;
                }
                Statement::Until(Some(list), closes) => {
                    plan.change(list, |sessions| until(sessions, *closes))?
                }
                _ => {}
            }
        }
        plan.text()
    }

    /// The days on which it opens, each with its own hours where it has some.
    fn base(&self) -> Result<Base, Reason> {
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
        if self
            .lists
            .iter()
            .any(|list| !list.dates.is_empty() || list.year_end)
        {
            // 7/1~8/31のみ: a season.
            return Err(Reason::NotUnderstood);
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
        lists.sort_by_key(|list| (!has_weeks(list) && list.month_days.is_empty(), !list.holidays));
        let Some((first, others)) = lists.split_first() else {
            let how_often = self.a_month.is_some() || self.a_week.is_some() || every_week;
            let all_day = self.sessions.as_deref() == Some(&[(0, 24 * 60)]);
            if all_day && !how_often && !self.has_code {
                // 0:00 to 24:00, and no day is left out: around the clock.
                let days = (0..7).map(|weekday| Day { weekday, weeks: None }).collect();
                return Ok(vec![(
                    DayList {
                        days,
                        ..DayList::default()
                    },
                    None,
                )]);
            }
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

/// Whether two lists can mean the same: 火木 beside 第2火曜日、第4木曜日, 日 beside 日曜、祝日.
fn is_same(one: &DayList, other: &DayList) -> bool {
    if one.days == other.days {
        // A column of days of the week has no place for 祝日.
        return one.month_days == other.month_days;
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
