//! When places and services are open: the expansions of one day, and what is answered from them.
//!
//! What does not depend on the day is interned once: the schedules of the register as [`patterns`], the places of a
//! segment by what opens them as [`classes`]. Of the day are the expansions of all patterns ([`day`]) and, for each
//! part of a snapshot, its [`timetable`]: the exceptions of its classes, which rows are regular, and which are open in
//! this minute ([`moment`]). [`window`] makes bitmaps of it for filters, [`service`] asks services alike, [`next`] keys for NEXT_OPENING, and [`hours`]
//! answers for one place or service, naming whose schedule it is. How rules are read is the crate `hours`'s business.

pub(crate) mod classes;
pub(crate) mod day;
pub(crate) mod hours;
pub(crate) mod moment;
pub(crate) mod next;
pub(crate) mod patterns;
pub(crate) mod service;
pub(crate) mod timetable;
pub(crate) mod window;

pub use day::Day;
pub use hours::{Hours, OpenState, Opening, StateReason};
