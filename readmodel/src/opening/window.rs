//! A window of time as a filter: which rows of each part are open at any moment of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Violation;
use hours::{Horizon, Span};
use roaring::RoaringBitmap;
use serde::Serialize;

use super::moment::Moment;
use super::timetable::{View, rows_of};

/// From a moment, up to but not including another; at one instant where both are equal. Whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OpenWindow {
    /// The moment of the question unless said.
    pub(crate) from: Option<DateTime<Utc>>,
    /// `from` unless said.
    pub(crate) to: Option<DateTime<Utc>>,
}

impl OpenWindow {
    /// Checks that the window can be asked at `now`; the violation names `from` or `to`.
    pub fn new(
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        horizon: &Horizon,
    ) -> Result<OpenWindow, Vec<Violation>> {
        let mut violations = Vec::new();
        for (name, moment) in [("from", from), ("to", to)] {
            violations.extend(moment.and_then(|moment| beyond(horizon, moment, &[name])));
        }
        if let Some(to) = to.filter(|to| from.unwrap_or(now) > *to) {
            let (name, from) = match from {
                Some(from) => ("from", from),
                None => ("to", now),
            };
            let message = format!(
                "the window must not end before it begins: {} is after {}",
                rfc3339(from),
                rfc3339(to)
            );
            violations.push(Violation::invalid(&[name], message));
        }
        if violations.is_empty() {
            Ok(OpenWindow { from, to })
        } else {
            Err(violations)
        }
    }

    /// When it begins, for a question at `now`.
    pub(crate) fn begins(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.from.unwrap_or(now)
    }

    /// In minutes of the horizon; `None` when it lies outside.
    pub(crate) fn minutes(&self, now: DateTime<Utc>, horizon: &Horizon) -> Option<(u32, u32)> {
        let from = horizon.minute(self.begins(now))?;
        let to = self.to.map_or(Some(from), |to| horizon.minute(to))?;
        // A cursor may have moved "now" past the end.
        (from <= to).then_some((from, to))
    }
}

/// What is wrong with a moment that cannot be asked about.
pub fn beyond(horizon: &Horizon, moment: DateTime<Utc>, path: &[&str]) -> Option<Violation> {
    let (first, last) = horizon.moments();
    horizon.minute(moment).is_none().then(|| {
        let message = format!(
            "{} is outside of what can be answered: from yesterday ({}) to 90 days ahead ({})",
            rfc3339(moment),
            rfc3339(first),
            rfc3339(last)
        );
        Violation::out_of_range(path, message)
    })
}

fn rfc3339(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// The open rows of one part.
#[derive(Debug)]
pub(crate) enum OpenRows {
    Prepared(Arc<Moment>),
    Made(RoaringBitmap),
}

impl OpenRows {
    pub(crate) fn rows(&self) -> &RoaringBitmap {
        match self {
            OpenRows::Prepared(moment) => moment.rows(),
            OpenRows::Made(rows) => rows,
        }
    }
}

impl View<'_> {
    /// The rows that are open at any moment of [from, to), at the instant `from` where both are equal.
    pub(crate) fn open_rows(self, from: u32, to: u32) -> OpenRows {
        if from == to
            && let Some(moment) = self.table.moment(from)
        {
            return OpenRows::Prepared(moment);
        }
        let by_pattern = self.today.of_each(|expansion| opens(expansion.open(), from, to));
        let opens = |id: &u32| by_pattern.get(*id as usize).copied().unwrap_or_default();
        let mut buffer = Vec::new();
        let of_class = (0..).zip(&self.classes.list).map(|(class, of_class)| {
            let special = self
                .table
                .special(class)
                .filter(|special| special.touches(from, to));
            match special {
                _ if of_class.is_closed => false,
                None => of_class.patterns.iter().any(opens),
                Some(_) => self
                    .agenda(class, &mut buffer)
                    .is_some_and(|agenda| agenda.opens_within(from, to)),
            }
        });
        let of_class: Vec<bool> = of_class.collect();
        OpenRows::Made(rows_of(self.classes, &of_class))
    }
}

/// Whether any of these sorted openings has a moment of the window.
pub(super) fn opens(spans: &[Span], from: u32, to: u32) -> bool {
    let next = spans.partition_point(|span| span.end <= from);
    spans.get(next).is_some_and(|span| span.meets(from, to))
}
