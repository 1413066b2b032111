//! The openings of one pattern within a horizon. Special hours are not in it: they belong to a place, not to a rule.
//!
//! A day is asked at a time, about a hundred days in all, so no rule can run away. First by the clock on the wall:
//! openings that touch become one, longer ones than 24 hours are cut at midnights; then each gets its moments in UTC.

use std::sync::Arc;

use chrono::{Days, NaiveDate, Timelike};
use opening_hours_syntax::rules::RuleKind;

use crate::holidays::Holidays;
use crate::horizon::Horizon;
use crate::pattern::{Pattern, Source};
use crate::regularity::OpenDays;
use crate::rule::{Days as RuleDays, Rule};
use crate::span::{self, DAY, Span, Stretch, cut, join};

/// When a pattern opens, sorted. Between the openings it is closed, but where it is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expansion {
    open: Box<[Span]>,
    unknown: Box<[Span]>,
    /// What the rule says beside an opening, by its index.
    comments: Box<[(u32, Arc<str>)]>,
    open_days: Option<OpenDays>,
}

impl Expansion {
    /// Expands a pattern. Costs about a hundred evaluations of the rule: do it once for equal patterns.
    pub fn of(pattern: &Pattern, horizon: &Horizon, holidays: &Holidays) -> Expansion {
        let Some((first, last)) = horizon.dates(pattern.zone) else {
            return Expansion::default();
        };
        let mut walls = match &pattern.source {
            Source::Unknown => Walls {
                unknown: all_days(first, last),
                ..Walls::default()
            },
            Source::Rule(rule) => by_rule(rule, holidays, first, last),
            Source::Recurrence(recurrence) => Walls {
                open: numbered(first, last)
                    .filter(|(_, day)| recurrence.occurs_on(*day))
                    .map(|(index, _)| {
                        let minutes =
                            |time: chrono::NaiveTime| i64::from(time.num_seconds_from_midnight() / 60);
                        let (opens, closes) = (minutes(recurrence.opens()), minutes(recurrence.closes()));
                        let overnight = if closes <= opens { DAY } else { 0 };
                        Stretch {
                            start: index * DAY + opens,
                            end: index * DAY + closes + overnight,
                            with: None,
                        }
                    })
                    .collect(),
                ..Walls::default()
            },
        };
        let valid = |stretch: &Stretch<Comment>| {
            day_of(first, stretch.start).is_some_and(|day| pattern.is_valid_on(day))
        };
        let place =
            |stretch: &Stretch<Comment>| horizon.span(pattern.zone, first, stretch.start, stretch.end);
        let mut open = Vec::new();
        let mut comments = Vec::new();
        for stretch in cut(join(std::mem::take(&mut walls.open)))
            .into_iter()
            .filter(valid)
        {
            let Some(span) = place(&stretch) else { continue };
            if let (Some(comment), Ok(index)) = (stretch.with, u32::try_from(open.len())) {
                comments.push((index, comment));
            }
            open.push(span);
        }
        // Each day apart, so that a schedule's own days decide; then together, for they need no beginning.
        let unknown = std::mem::take(&mut walls.unknown).into_iter().filter(valid);
        let unknown: Vec<Span> = unknown.filter_map(|stretch| place(&stretch)).collect();
        Expansion {
            open: open.into(),
            unknown: together(unknown).into(),
            comments: comments.into(),
            open_days: OpenDays::of(pattern, horizon, &walls.touched),
        }
    }

    /// The openings: joined, none longer than 24 hours, each with its true beginning and end. The first may have begun
    /// before the horizon, the last may end after it; one may begin at its very end, which is no longer asked for.
    pub fn open(&self) -> &[Span] {
        &self.open
    }

    /// When it is not known whether it is open.
    pub fn unknown(&self) -> &[Span] {
        &self.unknown
    }

    /// The opening at this minute, with its index.
    pub fn open_at(&self, minute: u32) -> Option<(usize, Span)> {
        span::at(&self.open, minute)
    }

    pub fn is_unknown_at(&self, minute: u32) -> bool {
        span::at(&self.unknown, minute).is_some()
    }

    /// What the rule says beside the opening of this index: `Sa 10:00-12:00 "rice cakes"`.
    pub fn comment(&self, index: usize) -> Option<&str> {
        let index = u32::try_from(index).ok()?;
        let found = self
            .comments
            .binary_search_by_key(&index, |(index, _)| *index)
            .ok()?;
        self.comments.get(found).map(|(_, comment)| &**comment)
    }

    /// The days on which it opens by the rule alone; `None` when no rule is known.
    pub fn open_days(&self) -> Option<OpenDays> {
        self.open_days
    }
}

type Comment = Option<Arc<str>>;

/// By the clock on the wall, in minutes since the midnight of the first day.
#[derive(Default)]
struct Walls {
    open: Vec<Stretch<Comment>>,
    unknown: Vec<Stretch<Comment>>,
    touched: Touched,
}

/// The days of which a rule says something.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub open: Vec<NaiveDate>,
    pub is_unknown: bool,
}

/// Days with their number, from 0.
fn numbered(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = (i64, NaiveDate)> {
    (0..).zip(first.iter_days().take_while(move |day| *day <= last))
}

fn day_of(first: NaiveDate, minute: i64) -> Option<NaiveDate> {
    let days = u64::try_from(minute.div_euclid(DAY)).ok()?;
    first.checked_add_days(Days::new(days))
}

fn whole_day(index: i64) -> Stretch<Comment> {
    Stretch {
        start: index * DAY,
        end: (index + 1) * DAY,
        with: None,
    }
}

fn all_days(first: NaiveDate, last: NaiveDate) -> Vec<Stretch<Comment>> {
    numbered(first, last).map(|(index, _)| whole_day(index)).collect()
}

fn by_rule(rule: &Rule, holidays: &Holidays, first: NaiveDate, last: NaiveDate) -> Walls {
    let days = rule.with(holidays);
    let mut walls = Walls::default();
    for (index, day) in numbered(first, last) {
        if rule.is_known_on(day, holidays) {
            add_day(&days, index, day, &mut walls);
        } else {
            walls.unknown.push(whole_day(index));
        }
    }
    walls
}

fn add_day(days: &RuleDays, index: i64, day: NaiveDate, walls: &mut Walls) {
    let before = walls.open.len();
    for range in days.on(day) {
        let list = match range.kind {
            RuleKind::Open => &mut walls.open,
            RuleKind::Unknown => &mut walls.unknown,
            RuleKind::Closed => continue,
        };
        list.push(Stretch {
            start: index * DAY + i64::from(range.range.start.mins_from_midnight()),
            end: index * DAY + i64::from(range.range.end.mins_from_midnight()),
            with: (!range.comment.is_empty()).then_some(range.comment),
        });
    }
    if walls.open.len() > before {
        walls.touched.open.push(day);
    }
    walls.touched.is_unknown |= !walls.unknown.is_empty();
}

/// The days that openings of the rule touch.
pub(crate) fn touched_days(days: &RuleDays, first: NaiveDate, last: NaiveDate) -> Touched {
    let mut touched = Touched::default();
    for (_, day) in numbered(first, last) {
        let mut is_open = false;
        for range in days.on(day) {
            is_open |= range.kind == RuleKind::Open;
            touched.is_unknown |= range.kind == RuleKind::Unknown;
        }
        if is_open {
            touched.open.push(day);
        }
    }
    touched
}

/// Sorted, and one where they touch.
pub(crate) fn together(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
