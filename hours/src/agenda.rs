//! Several schedules read together, each with its owner: open, closed or unknown, until when, and when next.
//!
//! A place is open when any of its schedules or of its services' is; else unknown when any is unknown; else closed.
//! Everything is answered from the expansions; no rule is asked here. What is archived is not this module's business.

use crate::exceptions::Exceptions;
use crate::expansion::Expansion;
use crate::horizon::Horizon;
use crate::regularity::{Regularity, regularity};
use crate::span::Span;

/// One schedule.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a, O> {
    /// Whose it is: the place, a service, a service at the place; the answer names it.
    pub owner: O,
    pub expansion: &'a Expansion,
    /// The note of the schedule; a comment in its rule comes first.
    pub note: Option<&'a str>,
}

/// The schedules of a place or of a service.
#[derive(Debug, Clone, Copy)]
pub struct Agenda<'a, O> {
    /// Equal openings are listed in this order.
    pub schedules: &'a [Entry<'a, O>],
    /// The special hours of the place, and whose the openings are that they bring.
    pub exceptions: &'a Exceptions,
    pub place: O,
    /// Temporarily closed beats all.
    pub is_closed: bool,
}

/// One opening: half-open, with its true beginning and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening<'a, O> {
    pub span: Span,
    pub owner: O,
    pub note: Option<&'a str>,
}

/// Open, closed or (`None`) unknown at one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State<'a, O> {
    pub is_open: Option<bool>,
    /// When it is open: the minute at which nothing is open any more; `None` when that is beyond the horizon.
    pub closes: Option<u32>,
    /// When it is not open: the beginning of the next opening within the horizon.
    pub opens: Option<u32>,
    pub reason: Option<Reason<'a>>,
    /// Whose schedule opens it.
    pub owner: Option<O>,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'a> {
    TemporarilyClosed,
    /// What the special hours of the day say, or what the rule or the schedule says beside the opening.
    Said(&'a str),
    /// A schedule is in words alone, says "unknown", or names holidays that are not announced yet.
    Unknown,
}

impl<'a, O: Copy> Agenda<'a, O> {
    /// The state at a minute of the horizon.
    pub fn state(&self, minute: u32, horizon: &Horizon) -> State<'a, O> {
        let closed = State {
            is_open: Some(false),
            closes: None,
            opens: None,
            reason: Some(Reason::TemporarilyClosed),
            owner: None,
        };
        if self.is_closed {
            return closed;
        }
        let (_, last) = horizon.minutes();
        if let Some(opening) = self.opening_at(minute) {
            return State {
                is_open: Some(true),
                closes: Some(self.open_until(minute)).filter(|closes| *closes <= last),
                reason: opening.note.map(Reason::Said),
                owner: Some(opening.owner),
                ..closed
            };
        }
        let next = self.next_after(minute).map(|opening| opening.span.start);
        let opens = next.filter(|opens| *opens < last);
        if !self.is_known(minute) {
            return State {
                is_open: None,
                opens,
                reason: Some(Reason::Unknown),
                ..closed
            };
        }
        State {
            opens,
            reason: self.exceptions.reason(minute).map(Reason::Said),
            ..closed
        }
    }

    /// Open, closed or unknown, and nothing else: for filters.
    pub fn is_open(&self, minute: u32) -> Option<bool> {
        if self.is_closed {
            return Some(false);
        }
        if self.opening_at(minute).is_some() {
            Some(true)
        } else if self.is_known(minute) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether it is open at any moment of [from, to); at the instant `from` where both are equal.
    pub fn opens_within(&self, from: u32, to: u32) -> bool {
        let by_schedule = || {
            self.schedules.iter().any(|entry| {
                running_from(entry.expansion.open(), from)
                    .iter()
                    .take_while(|span| span.start < to || span.start == from)
                    .any(|span| span.meets(from, to) && !self.exceptions.decide(span.start))
            })
        };
        !self.is_closed && (self.exceptions.open().any(|(span, _)| span.meets(from, to)) || by_schedule())
    }

    /// The openings from a minute on: those that are running or begin before the end of the horizon, by their
    /// beginning, then their end, then the order of the schedules.
    pub fn openings(&self, from: u32, horizon: &Horizon) -> impl Iterator<Item = Opening<'a, O>> {
        let (_, last) = horizon.minutes();
        let mut heads: Vec<Head<'a, O>> = Vec::new();
        if !self.is_closed {
            heads.extend(self.schedules.iter().map(|entry| Head::of(*entry, from)));
        }
        let mut special: Vec<Opening<'a, O>> = self
            .special_openings()
            .filter(|opening| !self.is_closed && opening.span.end > from)
            .collect();
        special.reverse();
        let exceptions = self.exceptions;
        std::iter::from_fn(move || {
            let next = heads
                .iter_mut()
                .filter_map(|head| Some((head.peek(exceptions)?, head)))
                .min_by_key(|(opening, _)| opening.span);
            let by_rule = next.as_ref().map(|(opening, _)| opening.span);
            match (special.last().map(|opening| opening.span), by_rule) {
                (Some(first), other) if other.is_none_or(|other| first <= other) => special.pop(),
                _ => next.map(|(opening, head)| {
                    head.at += 1;
                    opening
                }),
            }
        })
        .take_while(move |opening| opening.span.start < last)
    }

    /// The beginning of the running or next opening, seen from a minute: what NEXT_OPENING orders by.
    pub fn next_opening(&self, from: u32, horizon: &Horizon) -> Option<u32> {
        let (_, last) = horizon.minutes();
        let running = |spans: &[Span]| {
            let first = spans.iter().find(|span| !self.exceptions.decide(span.start));
            first.map(|span| span.start)
        };
        let by_schedule = self
            .schedules
            .iter()
            .filter_map(|entry| running(running_from(entry.expansion.open(), from)));
        let special = self.special_openings().find(|opening| opening.span.end > from);
        by_schedule
            .chain(special.map(|opening| opening.span.start))
            .min()
            .filter(|start| !self.is_closed && *start < last)
    }

    /// By the rules alone; irregular while it is temporarily closed.
    pub fn regularity(&self) -> Regularity {
        match regularity(self.schedules.iter().map(|entry| entry.expansion.open_days())) {
            Regularity::Unknown => Regularity::Unknown,
            _ if self.is_closed => Regularity::Irregular,
            regularity => regularity,
        }
    }

    /// The opening at this minute: of special hours, else of the first schedule that has one.
    fn opening_at(&self, minute: u32) -> Option<Opening<'a, O>> {
        let special = self.exceptions.open_at(minute).map(|(span, note)| Opening {
            span,
            owner: self.place,
            note,
        });
        special.or_else(|| {
            self.schedules.iter().find_map(|entry| {
                let (index, span) = entry.expansion.open_at(minute)?;
                (!self.exceptions.decide(span.start)).then(|| opening(entry, index, span))
            })
        })
    }

    fn special_openings(&self) -> impl Iterator<Item = Opening<'a, O>> {
        let owner = self.place;
        self.exceptions
            .open()
            .map(move |(span, note)| Opening { span, owner, note })
    }

    /// Where nothing is open: whether it is known that it is closed.
    fn is_known(&self, minute: u32) -> bool {
        self.exceptions.decide(minute)
            || !self.schedules.is_empty()
                && !self
                    .schedules
                    .iter()
                    .any(|entry| entry.expansion.is_unknown_at(minute))
    }

    /// The first minute from this one at which nothing is open.
    fn open_until(&self, minute: u32) -> u32 {
        let mut until = minute;
        loop {
            let special = self.exceptions.open_at(until).map(|(span, _)| span.end);
            let by_schedule = self.schedules.iter().filter_map(|entry| {
                let (_, span) = entry.expansion.open_at(until)?;
                (!self.exceptions.decide(span.start)).then_some(span.end)
            });
            match by_schedule.chain(special).max() {
                Some(end) => until = end,
                None => return until,
            }
        }
    }

    /// The first opening that begins after a minute.
    fn next_after(&self, minute: u32) -> Option<Opening<'a, O>> {
        let by_schedule = self.schedules.iter().filter_map(|entry| {
            let spans = entry.expansion.open();
            let from = spans.partition_point(|span| span.start <= minute);
            let (index, span) = (from..)
                .zip(spans.get(from..)?)
                .find(|(_, span)| !self.exceptions.decide(span.start))?;
            Some(opening(entry, index, *span))
        });
        let special = self
            .special_openings()
            .find(|opening| opening.span.start > minute);
        by_schedule.chain(special).min_by_key(|opening| opening.span)
    }
}

fn opening<'a, O: Copy>(entry: &Entry<'a, O>, index: usize, span: Span) -> Opening<'a, O> {
    Opening {
        span,
        owner: entry.owner,
        note: entry.expansion.comment(index).or(entry.note),
    }
}

/// The spans that end after a minute.
fn running_from(spans: &[Span], from: u32) -> &[Span] {
    let first = spans.partition_point(|span| span.end <= from);
    spans.get(first..).unwrap_or_default()
}

/// One schedule while its openings are listed.
struct Head<'a, O> {
    entry: Entry<'a, O>,
    at: usize,
}

impl<'a, O: Copy> Head<'a, O> {
    fn of(entry: Entry<'a, O>, from: u32) -> Head<'a, O> {
        let at = entry.expansion.open().partition_point(|span| span.end <= from);
        Head { entry, at }
    }

    /// The next opening that no special hours decide about.
    fn peek(&mut self, exceptions: &Exceptions) -> Option<Opening<'a, O>> {
        loop {
            let span = *self.entry.expansion.open().get(self.at)?;
            if !exceptions.decide(span.start) {
                return Some(opening(&self.entry, self.at, span));
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests;
