//! Words about days and hours, read as statements. A statement that is not wholly understood is none.

use super::Reason;
use super::tokens::{Token, Vague, plain, tokens};

/// A day of the week, in some weeks of the month or (`None`) in all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    /// 0 is Monday.
    pub weekday: u8,
    pub weeks: Option<Vec<i32>>,
}

/// Days that stand in one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DayList {
    pub days: Vec<Day>,
    /// 祝日 is in the list.
    pub holidays: bool,
    /// The list means days that are no holidays: 平日, 土日祝以外.
    pub not_on_holidays: bool,
    /// 毎月12日.
    pub month_days: Vec<u32>,
    pub dates: Vec<Dates>,
    pub year_end: bool,
    /// 毎週 or 毎日 was said.
    pub every_week: bool,
}

/// From and through, month and day.
pub(super) type Dates = [(u32, u32); 2];

/// Minutes of the day on which they begin; the end may lie on the next.
pub(super) type Session = (u32, u32);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Statement {
    /// It opens on these days.
    Days(DayList),
    /// It opens at these times, on these days where days are said.
    Hours(Option<DayList>, Vec<Session>),
    /// It opens at this time, and nobody says when it closes.
    OpensAt(Option<DayList>, u32),
    /// On these days it closes at this time.
    Until(Option<DayList>, u32),
    Closed(DayList),
    TimesAMonth(u32),
    TimesAWeek(u32),
    AroundTheClock,
}

/// Sentences, lines and brackets of a text, in its plain form; a bracket that explains the year's end stays with it.
pub(super) fn clauses(text: &str) -> Vec<Vec<Token>> {
    let all = tokens(&plain(text));
    let mut clauses = vec![Vec::new()];
    let mut rest = all.as_slice();
    while let Some((token, after)) = rest.split_first() {
        let explained = matches!(
            rest,
            [
                Token::YearEnd,
                Token::Break,
                Token::Date(..),
                Token::To,
                Token::Date(..),
                Token::Break,
                ..
            ]
        );
        if explained && let [_, _, from, to, through, _, after @ ..] = rest {
            if let Some(clause) = clauses.last_mut() {
                clause.extend([from.clone(), to.clone(), through.clone()]);
            }
            rest = after;
            continue;
        }
        if *token == Token::Break {
            clauses.push(Vec::new());
        } else if let Some(clause) = clauses.last_mut() {
            clause.push(token.clone());
        }
        rest = after;
    }
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

/// What a clause says. `closing` takes a time alone for the end of the hours.
pub(super) fn statements(clause: &[Token], closing: bool) -> Result<Vec<Statement>, Reason> {
    if let Some(vague) = clause.iter().find_map(|token| match token {
        Token::Vague(vague) => Some(*vague),
        _ => None,
    }) {
        return Err(match vague {
            Vague::Irregular => Reason::Irregular,
            Vague::EveryOther => Reason::EveryOther,
            Vague::Condition => Reason::Condition,
            Vague::Suspended => Reason::Suspended,
            Vague::Secret => Reason::Secret,
        });
    }
    let mut reader = Reader {
        tokens: clause,
        at: 0,
        closing,
    };
    let mut found = Vec::new();
    loop {
        reader.skip(|token| matches!(token, Token::And | Token::Filler | Token::Particle));
        if reader.peek().is_none() {
            return Ok(found);
        }
        found.extend(reader.statement()?);
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    closing: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn after(&self, steps: usize) -> Option<&Token> {
        self.tokens.get(self.at + steps)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += 1;
        token
    }

    fn skip(&mut self, is_skipped: impl Fn(&Token) -> bool) {
        while self.peek().is_some_and(&is_skipped) {
            self.at += 1;
        }
    }

    fn statement(&mut self) -> Result<Vec<Statement>, Reason> {
        match self.peek() {
            Some(Token::TimesAMonth(count)) => {
                let count = *count;
                self.at += 1;
                return Ok(vec![Statement::TimesAMonth(count)]);
            }
            Some(Token::TimesAWeek(count)) => {
                let count = *count;
                self.at += 1;
                return Ok(vec![Statement::TimesAWeek(count)]);
            }
            Some(Token::AroundTheClock) => {
                self.at += 1;
                self.skip(|token| *token == Token::Open);
                return Ok(vec![Statement::AroundTheClock]);
            }
            Some(Token::Closed) => {
                // 休館日:毎週火曜日
                self.at += 1;
                self.skip(|token| matches!(token, Token::Particle));
                let list = self.days()?.ok_or(Reason::NotUnderstood)?;
                return Ok(vec![Statement::Closed(list)]);
            }
            _ => {}
        }
        let list = self.days()?;
        self.skip(|token| matches!(token, Token::Particle | Token::Filler));
        match (self.peek(), list) {
            (Some(Token::Time(_)), list) => self.hours(list).map(|statement| vec![statement]),
            (Some(Token::Except), Some(list)) => {
                self.at += 1;
                Ok(vec![Statement::Closed(list)])
            }
            (Some(Token::Closed), Some(list)) => {
                self.at += 1;
                // 火曜休館を除く says the same twice.
                self.skip(|token| *token == Token::Except);
                Ok(vec![Statement::Closed(list)])
            }
            (Some(Token::OtherThan), Some(list)) => {
                self.at += 1;
                self.skip(|token| matches!(token, Token::Particle | Token::Open));
                others(list).map(|statement| vec![statement])
            }
            (Some(Token::Open), Some(list)) => {
                self.at += 1;
                self.skip(|token| *token == Token::Open);
                Ok(vec![Statement::Days(list)])
            }
            // 火曜日 24時間
            (Some(Token::AroundTheClock), Some(list)) => {
                self.at += 1;
                self.skip(|token| *token == Token::Open);
                Ok(vec![Statement::Hours(Some(list), vec![(0, 24 * 60)])])
            }
            (None | Some(Token::And | Token::TimesAMonth(_) | Token::TimesAWeek(_)), Some(list)) => {
                Ok(vec![Statement::Days(list)])
            }
            _ => Err(Reason::NotUnderstood),
        }
    }

    /// Times: `10:00~12:00、13:00~15:00`, `10:00~`, `17:00まで`.
    fn hours(&mut self, list: Option<DayList>) -> Result<Statement, Reason> {
        let mut sessions = Vec::new();
        loop {
            let Some(Token::Time(opens)) = self.next() else {
                return Err(Reason::NotUnderstood);
            };
            match self.peek() {
                Some(Token::To) => {
                    self.at += 1;
                    if let Some(Token::Time(closes)) = self.peek() {
                        sessions.push(session(opens, *closes)?);
                        self.at += 1;
                        self.skip(|token| matches!(token, Token::Until | Token::Open));
                    } else if sessions.is_empty() && self.peek().is_none() {
                        return Ok(Statement::OpensAt(list, opens));
                    } else {
                        return Err(Reason::NotUnderstood);
                    }
                }
                Some(Token::Until) if sessions.is_empty() => {
                    self.at += 1;
                    return Ok(Statement::Until(list, opens));
                }
                _ if self.closing && sessions.is_empty() => return Ok(Statement::Until(list, opens)),
                _ => return Err(Reason::NotUnderstood),
            }
            if self.peek() == Some(&Token::And) && matches!(self.after(1), Some(Token::Time(_))) {
                self.at += 1;
            } else {
                return Ok(Statement::Hours(list, in_order(sessions)?));
            }
        }
    }

    /// A list of days, if there is one here.
    fn days(&mut self) -> Result<Option<DayList>, Reason> {
        let mut list = DayList::default();
        let mut rest_day = false;
        let mut every_month = false;
        let begun = self.at;
        loop {
            match self.peek() {
                Some(Token::EveryWeek) => {
                    self.at += 1;
                    list.every_week = true;
                    // 毎週 alone says something, too.
                    if self.starts_day(0) {
                        continue;
                    }
                }
                Some(Token::EveryMonth) => {
                    self.at += 1;
                    every_month = true;
                    self.skip(|token| *token == Token::Particle);
                    if self.starts_day(0) {
                        continue;
                    }
                    return Err(Reason::NotUnderstood);
                }
                Some(Token::Nth(_)) => self.nth_weekday(&mut list)?,
                Some(Token::Weekday(first)) => {
                    let first = *first;
                    self.at += 1;
                    self.weekday_or_range(first, &mut list);
                }
                Some(Token::Holiday) => {
                    self.at += 1;
                    list.holidays = true;
                }
                Some(Token::RestDay) => {
                    self.at += 1;
                    rest_day = true;
                }
                Some(Token::WorkingDays) => {
                    self.at += 1;
                    self.skip(|token| *token == Token::Daily);
                    list.days
                        .extend((0..5).map(|weekday| Day { weekday, weeks: None }));
                    list.not_on_holidays = true;
                }
                Some(Token::Daily) => {
                    self.at += 1;
                    list.days
                        .extend((0..7).map(|weekday| Day { weekday, weeks: None }));
                    list.every_week = true;
                }
                Some(Token::DayOfMonth(day)) => {
                    // One day of every month; without 毎月 it may be a single date.
                    if !every_month {
                        return Err(Reason::NotUnderstood);
                    }
                    list.month_days.push(*day);
                    self.at += 1;
                }
                Some(Token::Date(month, day)) => {
                    let from = (*month, *day);
                    self.at += 1;
                    list.dates.push([from, self.range_end(from)?]);
                }
                Some(Token::YearEnd) => {
                    self.at += 1;
                    // A city's own days win.
                    match self.peek() {
                        Some(Token::Date(month, day)) => {
                            let from = (*month, *day);
                            self.at += 1;
                            list.dates.push([from, self.range_end(from)?]);
                        }
                        _ => list.year_end = true,
                    }
                }
                _ => break,
            }
            self.skip(|token| *token == Token::Particle);
            if self.peek() == Some(&Token::And) && self.starts_day(1) {
                self.at += 1;
            } else if !self.starts_day(0) {
                break;
            }
        }
        if rest_day {
            if !list.days.iter().any(|day| day.weekday == 6) {
                return Err(Reason::NotUnderstood);
            }
            list.holidays = true;
        }
        list.days.sort();
        list.days.dedup();
        Ok((self.at > begun).then_some(list))
    }

    fn starts_day(&self, steps: usize) -> bool {
        matches!(
            self.after(steps),
            Some(
                Token::EveryWeek
                    | Token::EveryMonth
                    | Token::Nth(_)
                    | Token::Weekday(_)
                    | Token::Holiday
                    | Token::RestDay
                    | Token::WorkingDays
                    | Token::Daily
                    | Token::DayOfMonth(_)
                    | Token::Date(..)
                    | Token::YearEnd
            )
        )
    }

    /// `第2・4土曜日`, `第1第3木曜日`; not `第2土・日曜日`, which may mean every Sunday.
    fn nth_weekday(&mut self, list: &mut DayList) -> Result<(), Reason> {
        let mut weeks = Vec::new();
        loop {
            match self.next() {
                Some(Token::Nth(nth)) => weeks.push(nth),
                Some(Token::Number(nth @ 1..=5)) if !weeks.is_empty() => {
                    weeks.push(i32::try_from(nth).map_err(|_| Reason::NotUnderstood)?);
                }
                _ => return Err(Reason::NotUnderstood),
            }
            match (self.peek(), self.after(1)) {
                (Some(Token::Nth(_)), _) => {}
                (Some(Token::And), Some(Token::Nth(_) | Token::Number(_))) => self.at += 1,
                _ => break,
            }
        }
        self.skip(|token| *token == Token::Particle);
        let Some(Token::Weekday(weekday)) = self.next() else {
            return Err(Reason::NotUnderstood);
        };
        self.skip(|token| *token == Token::Particle);
        let follows = match self.peek() {
            Some(Token::And) => self.after(1),
            other => other,
        };
        if matches!(follows, Some(Token::Weekday(_) | Token::To)) {
            return Err(Reason::NotUnderstood);
        }
        weeks.sort_unstable_by_key(|week| if *week < 0 { 99 } else { *week });
        weeks.dedup();
        list.days.push(Day {
            weekday,
            weeks: Some(weeks),
        });
        Ok(())
    }

    fn weekday_or_range(&mut self, first: u8, list: &mut DayList) {
        self.skip(|token| *token == Token::Particle);
        let last = match (self.peek(), self.after(1)) {
            (Some(Token::To), Some(Token::Weekday(last))) => Some(*last),
            _ => None,
        };
        if last.is_some() {
            self.at += 2;
        }
        let mut weekday = first;
        list.days.push(Day { weekday, weeks: None });
        while last.is_some_and(|last| last != weekday) {
            weekday = (weekday + 1) % 7;
            list.days.push(Day { weekday, weeks: None });
        }
    }

    /// The end of a range of dates, `12/29~1/3` or `8月13日~15日`; the day itself without one.
    fn range_end(&mut self, from: (u32, u32)) -> Result<(u32, u32), Reason> {
        match (self.peek(), self.after(1)) {
            (Some(Token::To), Some(Token::Date(month, day))) => {
                let end = (*month, *day);
                self.at += 2;
                Ok(end)
            }
            (Some(Token::To), Some(Token::DayOfMonth(day) | Token::Number(day)))
                if *day >= from.1 && *day <= 31 =>
            {
                let end = (from.0, *day);
                self.at += 2;
                Ok(end)
            }
            (Some(Token::To), _) => Err(Reason::NotUnderstood),
            _ => Ok(from),
        }
    }
}

/// 土日祝以外: the other days of the week; 年末年始以外: closed then.
fn others(list: DayList) -> Result<Statement, Reason> {
    let only_dates = list.days.is_empty() && !list.holidays && list.month_days.is_empty();
    if only_dates {
        return Ok(Statement::Closed(list));
    }
    let weekly = list.days.iter().all(|day| day.weeks.is_none());
    let plain = list.dates.is_empty() && !list.year_end && list.month_days.is_empty();
    if !weekly || !plain || list.not_on_holidays {
        return Err(Reason::NotUnderstood);
    }
    let named = |weekday: &u8| list.days.iter().any(|day| day.weekday == *weekday);
    Ok(Statement::Days(DayList {
        days: (0..7)
            .filter(|weekday| !named(weekday))
            .map(|weekday| Day { weekday, weeks: None })
            .collect(),
        not_on_holidays: list.holidays,
        every_week: true,
        ..DayList::default()
    }))
}

/// A session of a day. Over midnight only from the afternoon on: 9:00 to 5:00 is a slip of the pen.
pub(super) fn session(opens: u32, closes: u32) -> Result<Session, Reason> {
    const DAY: u32 = 24 * 60;
    let closes = match (opens, closes) {
        // All day, however the end is written.
        (0, 0 | 1439) => DAY,
        _ if closes > opens => closes,
        _ if opens >= DAY / 2 && closes < opens => closes + DAY,
        _ => return Err(Reason::Contradiction),
    };
    if opens >= DAY || closes > 2 * DAY || closes - opens > DAY {
        return Err(Reason::Contradiction);
    }
    Ok((opens, closes))
}

/// Sessions of one day one after the other.
pub(super) fn in_order(sessions: Vec<Session>) -> Result<Vec<Session>, Reason> {
    let follows = |pair: &[Session]| match pair {
        [first, second] => first.1 <= second.0,
        _ => true,
    };
    if sessions.is_empty() || !sessions.windows(2).all(follows) {
        return Err(Reason::Contradiction);
    }
    Ok(sessions)
}
