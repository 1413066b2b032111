//! Which services are open in a window of time: at any listed place that offers them, or by themselves.

use chrono::{DateTime, Utc};

use super::hours::is_had_away;
use super::patterns::PatternId;
use super::window::{OpenWindow, opens};
use crate::filter::is_listed;
use crate::snapshot::Snapshot;
use crate::tables::ServiceEntry;

/// A window, and which patterns are open in it.
#[derive(Debug)]
pub(crate) struct Opens {
    minutes: Option<(u32, u32)>,
    by_pattern: Vec<bool>,
}

impl Opens {
    pub(crate) fn new(snapshot: &Snapshot, window: OpenWindow, now: DateTime<Utc>) -> Opens {
        let minutes = window.minutes(now, snapshot.horizon());
        let of_each = |(from, to)| {
            snapshot
                .today
                .of_each(|expansion| opens(expansion.open(), from, to))
        };
        Opens {
            minutes,
            by_pattern: minutes.map(of_each).unwrap_or_default(),
        }
    }

    pub(crate) fn has(&self, snapshot: &Snapshot, entry: &ServiceEntry) -> bool {
        let Some((from, to)) = self.minutes else {
            return false;
        };
        let service = &entry.service;
        let any = |patterns: &[PatternId]| {
            let mut patterns = patterns.iter();
            patterns.any(|id| self.by_pattern.get(*id as usize).copied().unwrap_or_default())
        };
        let mut is_somewhere = false;
        for (at_place, there) in service.places.iter().zip(&entry.offer_patterns) {
            let row = snapshot.place_row(at_place.place);
            let Some((part, row)) = row.and_then(|row| snapshot.part_of(row)) else {
                continue;
            };
            let place = part.segment.entry(row).map(|entry| &entry.place);
            if !place.is_some_and(|place| is_listed(place.status)) {
                continue;
            }
            is_somewhere = true;
            let view = snapshot.view(part);
            let Some(class) = part.segment.classes.class_of(row) else {
                continue;
            };
            if view.class(class).is_none_or(|of_row| of_row.is_closed) {
                continue;
            }
            let special = view
                .table
                .special(class)
                .filter(|special| special.touches(from, to));
            let is_open = match special {
                None => any(&entry.patterns) || any(there),
                Some(special) => {
                    let schedules: Vec<_> = entry.patterns.iter().chain(there).copied().collect();
                    view.agenda_with(&schedules, &special.exceptions, &mut Vec::new())
                        .opens_within(from, to)
                }
            };
            if is_open {
                return true;
            }
        }
        (!is_somewhere || is_had_away(service)) && any(&entry.patterns)
    }
}
