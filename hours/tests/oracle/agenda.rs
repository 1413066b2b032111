//! Several schedules and special hours, asked at random minutes and windows, against arrays of minutes.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use domain::SpecialHours;
use hours::{Agenda, Entry, Exceptions, Expansion, Holidays, Horizon, Pattern};
use proptest::prelude::*;

use crate::draw::{self, Part};
use crate::meaning::{self, Meaning};
use crate::{cases, noon, rules};

const ZONE: Tz = Tz::Asia__Tokyo;
/// Days before today that the arrays begin with: so many that no run of a day is cut by it.
const BEFORE: u64 = 6;
const ALL: usize = 110;

/// Openings of one owner, as minutes since the beginning of the arrays.
type Pieces = Vec<(usize, usize)>;

fn special(today: NaiveDate) -> impl Strategy<Value = Vec<SpecialHours>> {
    let hours = prop_oneof![
        2 => Just(None),
        2 => (0..24_u32, 0..24_u32).prop_map(Some),
    ];
    let row = (0..95_u64, 0..4_u64, hours).prop_map(move |(from, days, hours)| {
        let from = today - Days::new(2) + Days::new(from);
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        SpecialHours {
            from,
            to: from + Days::new(days),
            opens: hours.map(|(opens, _)| time(opens)),
            closes: hours.map(|(_, closes)| time(closes)),
            reason: None,
        }
    });
    proptest::collection::vec(row, 0..12)
}

/// The runs of open minutes, those of more than a day cut at midnights.
fn pieces(open: &[bool]) -> Pieces {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < open.len() {
        if !open[at] {
            at += 1;
            continue;
        }
        let end = (at..open.len())
            .find(|minute| !open[*minute])
            .unwrap_or(open.len());
        if end - at <= 1440 {
            pieces.push((at, end));
        } else {
            let mut start = at;
            while start < end {
                let next = ((start / 1440 + 1) * 1440).min(end);
                pieces.push((start, next));
                start = next;
            }
        }
        at = end;
    }
    pieces
}

struct World {
    /// Of each schedule, then of the special hours.
    pieces: Vec<Pieces>,
    unknown: Vec<bool>,
    open: Vec<bool>,
}

fn world(schedules: &[Vec<Part>], special: &[SpecialHours], first: NaiveDate) -> World {
    let holidays = Holidays::built_in();
    let days: Vec<NaiveDate> = first.iter_days().take(ALL).collect();
    let dated: BTreeSet<usize> = (0..ALL)
        .filter(|index| {
            special
                .iter()
                .any(|row| row.from <= days[*index] && days[*index] <= row.to)
        })
        .collect();
    let mut world = World {
        pieces: Vec::new(),
        unknown: vec![schedules.is_empty(); ALL * 1440],
        open: vec![false; ALL * 1440],
    };
    for parts in schedules {
        let minutes: Vec<Meaning> = days
            .iter()
            .flat_map(|day| meaning::minutes(parts, *day, &holidays))
            .collect();
        let open: Vec<bool> = minutes.iter().map(|minute| *minute == Meaning::Open).collect();
        let mut own = pieces(&open);
        own.retain(|(start, _)| !dated.contains(&(start / 1440)));
        world.pieces.push(own);
        for (minute, meaning) in minutes.iter().enumerate() {
            world.unknown[minute] |= *meaning == Meaning::Unknown;
        }
    }
    let mut by_special = vec![false; (ALL + 2) * 1440];
    for row in special {
        let (Some(opens), Some(closes)) = (row.opens, row.closes) else {
            continue;
        };
        let minute = |time: NaiveTime| (time - NaiveTime::MIN).num_minutes() as usize;
        for index in (0..ALL).filter(|index| row.from <= days[*index] && days[*index] <= row.to) {
            let (from, to) = (minute(opens), minute(closes));
            let to = if to <= from { to + 1440 } else { to };
            by_special[index * 1440 + from..index * 1440 + to].fill(true);
        }
    }
    world.pieces.push(pieces(&by_special));
    for index in &dated {
        world.unknown[index * 1440..(index + 1) * 1440].fill(false);
    }
    for (start, end) in world.pieces.iter().flatten() {
        world.open[*start..(*end).min(ALL * 1440)].fill(true);
    }
    world
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_question_is_answered_as_arrays_of_minutes_answer(
        (schedules, rows, minutes) in (
            proptest::collection::vec(draw::rules(), 0..4),
            special(rules::start() + Days::new(565)),
            proptest::collection::vec((0..92 * 1440_u32, 0..3000_u32), 60),
        )
    ) {
        // In November 2027, so that the table of holidays ends within the horizon.
        let today = rules::start() + Days::new(565);
        let horizon = Horizon::at(noon(today, ZONE), ZONE).unwrap();
        let holidays = Holidays::built_in();
        let first = today - Days::new(BEFORE);
        let world = world(&schedules, &rows, first);
        let expansions: Vec<Expansion> = schedules
            .iter()
            .map(|parts| Expansion::of(&Pattern::of(&rules::schedule(parts, ZONE)), &horizon, &holidays))
            .collect();
        let entries: Vec<Entry<usize>> = expansions
            .iter()
            .enumerate()
            .map(|(owner, expansion)| Entry { owner, expansion, note: None })
            .collect();
        let exceptions = Exceptions::of(&rows, ZONE, &horizon);
        let agenda = Agenda { schedules: &entries, exceptions: &exceptions, place: schedules.len(), is_closed: false };
        let (from, to) = horizon.minutes();
        // The horizon begins yesterday at midnight; the arrays some days before.
        let shift = (BEFORE as usize - 1) * 1440;
        let at = |minute: u32| (minute - from) as usize + shift;
        let back = |minute: usize| (minute - shift) as u32 + from;
        for (minute, length) in minutes {
            let minute = from + minute;
            let index = at(minute);
            let state = agenda.state(minute, &horizon);
            let meant = if world.open[index] {
                Some(true)
            } else if world.unknown[index] {
                None
            } else {
                Some(false)
            };
            prop_assert_eq!(state.is_open, meant, "at {:?}", horizon.moment(minute));
            prop_assert_eq!(agenda.is_open(minute), meant);
            let starts = || world.pieces.iter().flatten().map(|(start, _)| *start);
            if meant == Some(true) {
                let closes = (index..).find(|minute| world.open.get(*minute) != Some(&true)).unwrap();
                let closes = Some(closes).filter(|closes| *closes <= at(to)).map(back);
                prop_assert_eq!(state.closes, closes);
            } else {
                let opens = starts().filter(|start| *start > index && *start < at(to)).min().map(back);
                prop_assert_eq!(state.opens, opens);
            }
            // The next openings, of all owners.
            let mut list: Vec<(usize, usize, usize)> = Vec::new();
            for (owner, pieces) in world.pieces.iter().enumerate() {
                let ahead = pieces.iter().filter(|(start, end)| *end > index && *start < at(to));
                list.extend(ahead.map(|(start, end)| (*start, *end, owner)));
            }
            list.sort_unstable();
            let mut found: Vec<(usize, usize, usize)> = agenda
                .openings(minute, &horizon)
                .take(12)
                .map(|opening| {
                    // What began before the horizon has its true beginning.
                    let start = i64::from(opening.span.start) - i64::from(from) + shift as i64;
                    (start as usize, at(opening.span.end), opening.owner)
                })
                .collect();
            prop_assert!(found.windows(2).all(|pair| (pair[0].0, pair[0].1) <= (pair[1].0, pair[1].1)));
            found.sort_unstable();
            let mut expected: Vec<(usize, usize, usize)> = list.into_iter().take(found.len().max(12)).collect();
            expected.truncate(12);
            let spans = |list: &[(usize, usize, usize)]| list.iter().map(|(start, end, _)| (*start, *end)).collect::<Vec<_>>();
            prop_assert_eq!(spans(&found), spans(&expected));
            let next = agenda.next_opening(minute, &horizon).map(|start| (i64::from(start) - i64::from(from) + shift as i64) as usize);
            prop_assert_eq!(next, expected.first().map(|(start, ..)| *start));
            // A window, half-open.
            let end = (minute + length).min(to);
            let meant = if end == minute { world.open[index] } else { world.open[index..at(end)].contains(&true) };
            prop_assert_eq!(agenda.opens_within(minute, end), meant);
        }
    }
}
