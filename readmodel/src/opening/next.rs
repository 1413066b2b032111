//! What NEXT_OPENING orders by: the beginning of the running or next opening of each row.

use chrono::{DateTime, Utc};

use super::classes::ClassId;
use super::timetable::{Buffer, View};
use crate::part::Part;
use crate::snapshot::{Row, Snapshot};

/// For each class of each part; parts by the offset of their rows.
#[derive(Debug, Default)]
pub(crate) struct NextOpenings(Vec<(Row, Vec<Option<i64>>)>);

impl NextOpenings {
    /// Seen from a moment; of all parts.
    pub(crate) fn of(snapshot: &Snapshot, from: DateTime<Utc>) -> NextOpenings {
        let minute = snapshot.today.day.horizon.minute(from);
        let of_part = |part: &Part| {
            (
                part.offset,
                minute.map_or(Vec::new(), |minute| snapshot.view(part).next(minute)),
            )
        };
        NextOpenings(snapshot.parts.iter().map(of_part).collect())
    }

    /// Seconds since 1970; `None` when none is known.
    pub(crate) fn of_row(&self, part: &Part, row: u32) -> Option<i64> {
        let (_, of_part) = self.0.iter().find(|(offset, _)| *offset == part.offset)?;
        let class = part.segment.classes.class_of(row)?;
        *of_part.get(class as usize)?
    }
}

impl Snapshot {
    /// Of one row.
    pub(crate) fn next_opening_of(&self, part: &Part, row: u32, from: DateTime<Utc>) -> Option<i64> {
        let minute = self.horizon().minute(from)?;
        let class = part.segment.classes.class_of(row)?;
        self.view(part).next_of(class, minute, &mut Vec::new())
    }
}

impl<'a> View<'a> {
    /// For each class.
    fn next(self, minute: u32) -> Vec<Option<i64>> {
        let mut buffer = Vec::new();
        let classes = 0..self.classes.list.len() as ClassId;
        classes
            .map(|class| self.next_of(class, minute, &mut buffer))
            .collect()
    }

    fn next_of(self, class: ClassId, minute: u32, buffer: &mut Buffer<'a>) -> Option<i64> {
        let horizon = &self.today.day.horizon;
        let start = self.agenda(class, buffer)?.next_opening(minute, horizon)?;
        Some(horizon.moment(start).timestamp())
    }
}
