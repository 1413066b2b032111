//! What one part of a snapshot opens on one day, by class: made with the part, and anew when the day turns.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use hours::agenda::{Agenda, Entry as Scheduled};
use hours::{Exceptions, Expansion, Regularity};
use roaring::RoaringBitmap;

use super::classes::{Class, ClassId, Classes};
use super::day::Today;
use super::moment::Moment;
use super::patterns::PatternId;
use crate::segment::Segment;

#[derive(Debug)]
pub(crate) struct Timetable {
    /// By class, where it has special hours within the horizon.
    special: Vec<Option<Box<Special>>>,
    /// By class.
    pub(crate) regularities: Vec<Regularity>,
    /// The rows of each regularity, in the order of [`Regularity::ALL`].
    regular: Vec<RoaringBitmap>,
    /// This minute and the next, each where its number says: only speeds up what is right without.
    pub(crate) moments: [ArcSwapOption<Moment>; 2],
}

/// The special hours of a class, and the stretch outside of which they say nothing.
#[derive(Debug)]
pub(crate) struct Special {
    pub(crate) exceptions: Exceptions,
    first: u32,
    last: u32,
}

/// Minutes by which an opening may reach out of the dates that special hours are about.
const REACH: u32 = 2 * 24 * 60;

impl Special {
    fn of(segment: &Segment, class: &Class, today: &Today) -> Option<Box<Special>> {
        let place = &segment.entry(class.special?)?.place;
        let zone = place.time_zone.parse().unwrap_or(chrono_tz::Asia::Tokyo);
        let exceptions = Exceptions::of(&place.special_hours, zone, &today.day.horizon);
        // Of a date before the horizon an opening may reach into it.
        let spans = || exceptions.dates().chain(exceptions.open().map(|(span, _)| span));
        let first = spans().map(|span| span.start).min()?;
        let last = spans().map(|span| span.end).max()?;
        Some(Box::new(Special {
            exceptions,
            first: first.saturating_sub(REACH),
            last: last + REACH,
        }))
    }

    /// Whether they may decide about anything that is open between these minutes.
    pub(crate) fn touches(&self, from: u32, to: u32) -> bool {
        self.first <= to && from <= self.last
    }
}

impl Timetable {
    pub(crate) fn new(segment: &Segment, today: &Today) -> Timetable {
        let classes = &segment.classes;
        let special = classes
            .list
            .iter()
            .map(|class| Special::of(segment, class, today));
        let mut table = Timetable {
            special: special.collect(),
            regularities: Vec::new(),
            regular: Vec::new(),
            moments: Default::default(),
        };
        let ids = 0..classes.list.len() as ClassId;
        let view = View {
            classes,
            table: &table,
            today,
        };
        let mut buffer = Vec::new();
        table.regularities = ids
            .map(|class| {
                view.agenda(class, &mut buffer)
                    .map_or(Regularity::Unknown, |agenda| agenda.regularity())
            })
            .collect();
        let regular = Regularity::ALL.iter().map(|regularity| {
            let of_class: Vec<bool> = table
                .regularities
                .iter()
                .map(|of_class| of_class == regularity)
                .collect();
            rows_of(classes, &of_class)
        });
        table.regular = regular.collect();
        table
    }

    /// The rows that satisfy any of these.
    pub(crate) fn regular(&self, wanted: &[Regularity]) -> RoaringBitmap {
        let satisfies = |of_rows: &Regularity| wanted.iter().any(|asked| of_rows.satisfies(*asked));
        let mut rows = RoaringBitmap::new();
        for (of_rows, bitmap) in Regularity::ALL.iter().zip(&self.regular) {
            if satisfies(of_rows) {
                rows |= bitmap;
            }
        }
        rows
    }

    pub(crate) fn special(&self, class: ClassId) -> Option<&Special> {
        self.special.get(class as usize)?.as_deref()
    }
}

/// The classes of a segment on one day.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) classes: &'a Classes,
    pub(crate) table: &'a Timetable,
    pub(crate) today: &'a Today,
}

/// Where the schedules of a class are laid out for a question.
pub(crate) type Buffer<'a> = Vec<Scheduled<'a, ()>>;

impl<'a> View<'a> {
    pub(crate) fn class(self, class: ClassId) -> Option<&'a Class> {
        self.classes.list.get(class as usize)
    }

    pub(crate) fn expansions(self, class: &'a Class) -> impl Iterator<Item = &'a Arc<Expansion>> {
        class
            .patterns
            .iter()
            .filter_map(move |id| self.today.expansion(*id))
    }

    /// Other schedules, with these special hours, of a place that is not closed.
    pub(crate) fn agenda_with<'b>(
        self,
        patterns: &[PatternId],
        exceptions: &'b Exceptions,
        buffer: &'b mut Buffer<'a>,
    ) -> Agenda<'b, ()>
    where
        'a: 'b,
    {
        buffer.clear();
        let expansions = patterns.iter().filter_map(|id| self.today.expansion(*id));
        buffer.extend(expansions.map(|expansion| Scheduled {
            owner: (),
            expansion,
            note: None,
        }));
        Agenda {
            schedules: buffer,
            exceptions,
            place: (),
            is_closed: false,
        }
    }

    /// The agenda of a class; whose the schedules are does not matter here.
    pub(crate) fn agenda<'b>(self, class: ClassId, buffer: &'b mut Buffer<'a>) -> Option<Agenda<'b, ()>>
    where
        'a: 'b,
    {
        let of_class = self.class(class)?;
        let special = self.table.special(class);
        let exceptions = special.map_or(Exceptions::none(), |special| &special.exceptions);
        Some(Agenda {
            is_closed: of_class.is_closed,
            ..self.agenda_with(&of_class.patterns, exceptions, buffer)
        })
    }
}

/// The rows whose class is chosen, one bit each, the lowest first.
pub(crate) fn bits_of(classes: &Classes, chosen: &[bool]) -> Vec<u8> {
    let is_chosen = |class: &ClassId| chosen.get(*class as usize).copied().unwrap_or_default();
    let byte = |rows: &[ClassId]| {
        let bits = (0..).zip(rows);
        bits.fold(0, |byte, (bit, class)| byte | u8::from(is_chosen(class)) << bit)
    };
    classes.of_row.chunks(8).map(byte).collect()
}

/// The rows whose class is chosen.
pub(crate) fn rows_of(classes: &Classes, chosen: &[bool]) -> RoaringBitmap {
    RoaringBitmap::from_lsb0_bytes(0, &bits_of(classes, chosen))
}
