//! When something is open: rules read, checked, expanded to openings, and put into words.
//!
//! Pure: no I/O, no async, no clock, no database. "Now", the holidays and the time zone are arguments.
//! The way of a rule:
//!
//! 1. [`input`] makes a stored [`domain::Schedule`] of what an editor sent, or names all that is wrong with it.
//!    [`rule`] knows the `opening_hours` text, [`recurrence`] the RRULE, [`weekly`] the form by days.
//! 2. [`Pattern::of`] takes from a stored schedule what decides when it opens. Equal patterns are one: expand each once.
//! 3. [`Expansion::of`] lists the openings of a pattern within a [`Horizon`] (yesterday to 90 days ahead), in minutes,
//!    with what is unknown and on which days it opens by the rule alone. [`Holidays`] is the table of public holidays.
//! 4. [`Exceptions::of`] does the same for the special hours of one place.
//! 5. [`Agenda`] joins the schedules of a place, each with its owner, and the exceptions: is it open, until when,
//!    when next, at any moment of a window, and how regularly ([`Regularity`]).
//! 6. [`repeat`] says a pattern as recurrences without an end where that is exact, for calendars.
//!
//! Beside that way: [`japanese`] reads the days and hours of Japanese files, [`words`] says a schedule to people.

pub mod agenda;
pub mod exceptions;
pub mod expansion;
pub mod holidays;
pub mod horizon;
pub mod input;
pub mod japanese;
pub mod pattern;
pub mod recurrence;
pub mod regularity;
pub mod repeat;
pub mod rule;
pub mod span;
pub mod weekly;
pub mod words;

pub use agenda::{Agenda, Entry, Opening, Reason, State};
pub use exceptions::Exceptions;
pub use expansion::Expansion;
pub use holidays::Holidays;
pub use horizon::Horizon;
pub use input::{RuleInput, ScheduleInput};
pub use pattern::Pattern;
pub use recurrence::Recurrence;
pub use regularity::Regularity;
pub use rule::Rule;
pub use span::Span;
pub use weekly::{DayOfWeek, WeeklyHours};
