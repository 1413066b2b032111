//! The special hours of one place within a horizon: they win over every schedule of the place.
//!
//! They apply by the local date on which an opening begins. On a date that has any, only they count; there an open row
//! beats a closed one. So an opening that began the evening before runs on into a day that is closed.

use std::sync::Arc;

use chrono::Timelike;
use chrono_tz::Tz;
use domain::SpecialHours;

use crate::horizon::Horizon;
use crate::span::{DAY, Span, Stretch, cut, join};

/// Special hours, expanded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exceptions {
    /// The dates that have any, sorted, each with its reason.
    dates: Vec<(Span, Reason)>,
    /// The openings of these dates, sorted, each with its reason.
    open: Vec<(Span, Reason)>,
}

type Reason = Option<Arc<str>>;

impl Exceptions {
    /// For a place without special hours, and for services away from places.
    pub fn none() -> &'static Exceptions {
        static NONE: Exceptions = Exceptions::empty();
        &NONE
    }

    const fn empty() -> Exceptions {
        Exceptions {
            dates: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Of the special hours of a place, in its zone. Rows outside of the horizon, or that end before they begin, say
    /// nothing.
    pub fn of(rows: &[SpecialHours], zone: Tz, horizon: &Horizon) -> Exceptions {
        let Some((first, last)) = horizon.dates(zone) else {
            return Exceptions::empty();
        };
        let mut dates: Vec<(i64, bool, Reason)> = Vec::new();
        let mut open = Vec::new();
        for row in rows {
            let reason: Reason = row.reason.as_deref().map(Arc::from);
            let hours = row.opens.zip(row.closes);
            let days = row
                .from
                .max(first)
                .iter_days()
                .take_while(|day| *day <= row.to.min(last));
            for index in days.map(|day| (day - first).num_days()) {
                dates.push((index, hours.is_some(), reason.clone()));
                if let Some((opens, closes)) = hours {
                    let minutes = |time: chrono::NaiveTime| i64::from(time.num_seconds_from_midnight() / 60);
                    let (opens, closes) = (minutes(opens), minutes(closes));
                    let overnight = if closes <= opens { DAY } else { 0 };
                    open.push(Stretch {
                        start: index * DAY + opens,
                        end: index * DAY + closes + overnight,
                        with: reason.clone(),
                    });
                }
            }
        }
        // Of several rows of a date, the reason of a closed one comes first: it is asked for when it is closed.
        dates.sort_by_key(|(index, is_open, _)| (*index, *is_open));
        let mut by_date: Vec<(i64, Reason)> = Vec::new();
        for (index, _, reason) in dates {
            match by_date.last_mut() {
                Some((last, kept)) if *last == index => *kept = kept.take().or(reason),
                _ => by_date.push((index, reason)),
            }
        }
        let place = |start, end| horizon.span(zone, first, start, end);
        let date = |index| horizon.whole_span(zone, first, index * DAY, (index + 1) * DAY);
        Exceptions {
            dates: by_date
                .into_iter()
                .filter_map(|(index, reason)| Some((date(index)?, reason)))
                .collect(),
            open: cut(join(open))
                .into_iter()
                .filter_map(|stretch| Some((place(stretch.start, stretch.end)?, stretch.with)))
                .collect(),
        }
    }

    /// Whether special hours decide about what begins at this minute.
    pub fn decide(&self, minute: u32) -> bool {
        self.date(minute).is_some()
    }

    /// The reason of the special hours of the date of this minute.
    pub fn reason(&self, minute: u32) -> Option<&str> {
        self.date(minute)?.as_deref()
    }

    /// The openings that they bring, sorted, each with its reason.
    pub fn open(&self) -> impl Iterator<Item = (Span, Option<&str>)> {
        self.open.iter().map(|(span, reason)| (*span, reason.as_deref()))
    }

    /// The stretches about which special hours decide, whole local dates.
    pub fn dates(&self) -> impl Iterator<Item = Span> {
        self.dates.iter().map(|(span, _)| *span)
    }

    pub fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    fn date(&self, minute: u32) -> Option<&Reason> {
        find(&self.dates, minute).map(|(_, reason)| reason)
    }

    /// The opening at this minute.
    pub(crate) fn open_at(&self, minute: u32) -> Option<(Span, Option<&str>)> {
        find(&self.open, minute).map(|(span, reason)| (*span, reason.as_deref()))
    }
}

fn find(list: &[(Span, Reason)], minute: u32) -> Option<&(Span, Reason)> {
    let after = list.partition_point(|(span, _)| span.start <= minute);
    list.get(after.checked_sub(1)?)
        .filter(|(span, _)| span.contains(minute))
}

#[cfg(test)]
mod tests;
