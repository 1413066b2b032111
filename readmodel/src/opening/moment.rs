//! Which rows of a part are open in one minute, made of the minute before: only what changes is looked at.
//!
//! The follower makes the next minute before it comes, so that readers find it when the clock moves; who asks for
//! another minute has it made for the question alone.

use std::sync::Arc;

use hours::Span;
use roaring::RoaringBitmap;

use super::classes::ClassId;
use super::timetable::{Timetable, View};

#[derive(Debug)]
pub(crate) struct Moment {
    pub(crate) minute: u32,
    /// By class: whether it is open.
    open: Vec<bool>,
    /// By class: the minute at which that may change.
    until: Vec<u32>,
    rows: Arc<Rows>,
}

#[derive(Debug, Default)]
struct Rows {
    /// One bit for each row, the lowest first.
    bits: Vec<u8>,
    bitmap: RoaringBitmap,
}

impl Moment {
    /// The open rows.
    pub(crate) fn rows(&self) -> &RoaringBitmap {
        &self.rows.bitmap
    }

    /// A minute, from an earlier one of the same part and day where there is one.
    pub(crate) fn at(minute: u32, view: View<'_>, before: Option<&Moment>) -> Moment {
        let classes = view.classes;
        let before = before.filter(|before| before.minute <= minute);
        let mut moment = match before {
            Some(before) => Moment {
                minute,
                open: before.open.clone(),
                until: before.until.clone(),
                rows: before.rows.clone(),
            },
            None => Moment {
                minute,
                open: vec![false; classes.list.len()],
                until: vec![0; classes.list.len()],
                rows: Arc::new(Rows {
                    bits: vec![0; classes.of_row.len().div_ceil(8)],
                    bitmap: RoaringBitmap::new(),
                }),
            },
        };
        let mut turned: Vec<ClassId> = Vec::new();
        let mut buffer = Vec::new();
        let of_classes = (0..).zip(moment.open.iter_mut().zip(&mut moment.until));
        for (class, (open, until)) in of_classes.filter(|(_, (_, until))| **until <= minute) {
            let agenda = view.agenda(class, &mut buffer);
            let is_open = agenda.is_some_and(|agenda| agenda.is_open(minute) == Some(true));
            if *open != is_open {
                *open = is_open;
                turned.push(class);
            }
            *until = next_change(view, class, minute);
        }
        if !turned.is_empty() {
            let mut bits = moment.rows.bits.clone();
            for row in turned.into_iter().flat_map(|class| classes.rows(class)) {
                if let Some(byte) = bits.get_mut(*row as usize / 8) {
                    *byte ^= 1 << (row % 8);
                }
            }
            let bitmap = RoaringBitmap::from_lsb0_bytes(0, &bits);
            moment.rows = Arc::new(Rows { bits, bitmap });
        }
        moment
    }
}

/// The next minute at which a class may open or close.
fn next_change(view: View<'_>, class: ClassId, minute: u32) -> u32 {
    let Some(of_class) = view.class(class).filter(|of_class| !of_class.is_closed) else {
        return u32::MAX;
    };
    let by_rule = view
        .expansions(of_class)
        .map(|expansion| edge_after(expansion.open(), minute));
    let special = view
        .table
        .special(class)
        .into_iter()
        .flat_map(|special| special.exceptions.open());
    let special = special.flat_map(|(span, _)| [span.start, span.end]);
    by_rule
        .chain(special.filter(|edge| *edge > minute))
        .min()
        .unwrap_or(u32::MAX)
}

/// The first beginning or end of a sorted list after a minute.
fn edge_after(spans: &[Span], minute: u32) -> u32 {
    let begun = spans.partition_point(|span| span.start <= minute);
    let running = begun.checked_sub(1).and_then(|index| spans.get(index));
    let end = running.map(|span| span.end).filter(|end| *end > minute);
    let next = spans.get(begun).map(|span| span.start);
    end.into_iter().chain(next).min().unwrap_or(u32::MAX)
}

impl Timetable {
    /// The minute, if it is made.
    pub(crate) fn moment(&self, minute: u32) -> Option<Arc<Moment>> {
        let slot = self.moments.get(minute as usize % 2)?;
        slot.load_full().filter(|moment| moment.minute == minute)
    }
}

impl View<'_> {
    /// Makes a minute and keeps it for those who ask.
    pub(crate) fn prepare(self, minute: u32) {
        if self.table.moment(minute).is_some() {
            return;
        }
        let before = minute.checked_sub(1).and_then(|before| self.table.moment(before));
        let moment = Moment::at(minute, self, before.as_deref());
        if let Some(slot) = self.table.moments.get(minute as usize % 2) {
            slot.store(Some(Arc::new(moment)));
        }
    }
}
