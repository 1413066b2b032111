//! Time against the scan: who is open, when next, how regularly. Each schedule of each place is expanded anew and
//! asked alone, minute by minute where a window is short; neither classes nor patterns nor bitmaps are known here.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Asia::Tokyo;
use domain::{Place, PlaceStatus, Schedule, Service, ServiceMode, SpecialHours};
use hours::agenda::{Agenda, Entry};
use hours::{Exceptions, Expansion, Pattern, Regularity};
use proptest::prelude::*;
use readmodel::{
    Day, OpenWindow, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, ServiceFilter, ServiceQuery, Snapshot,
};

use crate::brute::Brute;
use crate::cases;
use crate::choices::{Bits, day, now};
use crate::history::{make, prepare_some};
use crate::places::{ids, whole};
use crate::world::{World, world};

/// Rules that meet `now`, a Friday morning in Tokyo, in every way: running, over, past midnight, unknown, on holidays.
const RULES: [&str; 16] = [
    "Mo-Fr 09:00-17:00",
    "Fr 09:00-09:01",
    "Fr 08:59-09:00",
    "Th 22:00-26:00",
    "Th 20:00-33:00",
    "24/7",
    "Sa[1,3] 10:00-14:00; PH off",
    "Sa[5] 10:00-14:00",
    "PH 10:00-15:00",
    "We,Fr 08:00-09:30,13:00-16:00; Oct 1-7 off",
    "Fr 06:00-12:00 unknown",
    "off",
    "Feb 29 10:00-12:00",
    "Fr[-1] 00:00-24:00",
    "Oct 4 09:00-10:00; Oct 14 10:00-11:00",
    "Mo-Su 00:00-09:00",
];

fn date(day: i64) -> NaiveDate {
    now().with_timezone(&Tokyo).date_naive() + TimeDelta::days(day)
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

/// One schedule of few.
fn schedule(bits: &mut Bits) -> Schedule {
    let zone = ["Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo", "America/New_York"][bits.below(4) as usize];
    let plain = Schedule {
        time_zone: zone.to_owned(),
        ..Schedule::default()
    };
    match bits.below(8) {
        0 => Schedule::from_original("第２土曜".to_owned()),
        1 => Schedule {
            rrule: Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR".to_owned()),
            anchor: Some(date(-7 * bits.below(3) as i64)),
            opens: Some(time(9, 0)),
            closes: Some(time(11, 0)),
            ..plain
        },
        2 => Schedule {
            rule: Some(bits.pick(&RULES).to_owned()),
            valid_from: bits.one_in(2).then(|| date(bits.below(4) as i64 - 2)),
            valid_through: bits.one_in(2).then(|| date(bits.below(30) as i64 - 2)),
            ..plain
        },
        _ => Schedule {
            rule: Some(bits.pick(&RULES).to_owned()),
            ..plain
        },
    }
}

pub fn schedules(bits: &mut Bits) -> Vec<Schedule> {
    let count = [0, 0, 1, 1, 1, 2][bits.below(6) as usize];
    (0..count).map(|_| schedule(bits)).collect()
}

pub fn special_hours(bits: &mut Bits) -> Vec<SpecialHours> {
    let count = [0, 0, 1, 2][bits.below(4) as usize];
    let row = |bits: &mut Bits| {
        let from = bits.below(5) as i64 - 2;
        let hours = [
            None,
            None,
            Some((time(9, 0), time(10, 0))),
            Some((time(22, 0), time(9, 1))),
            Some((time(8, 0), time(9, 0))),
            Some((time(0, 0), time(0, 0))),
        ][bits.below(6) as usize];
        SpecialHours {
            from: date(from),
            to: date(from + bits.below(3) as i64),
            opens: hours.map(|(opens, _)| opens),
            closes: hours.map(|(_, closes)| closes),
            reason: None,
        }
    };
    (0..count).map(|_| row(bits)).collect()
}

/// A window as it is asked: seconds from now.
pub fn window(bits: &mut Bits) -> OpenWindow {
    let minutes = |minutes: i64| now() + TimeDelta::minutes(minutes);
    let from = [
        None,
        None,
        Some(0),
        Some(-1),
        Some(59),
        Some(24 * 60),
        Some(-24 * 60),
        Some(10 * 24 * 60),
    ];
    let from = bits.pick(&from).map(minutes);
    let to = [None, None, Some(0), Some(1), Some(90), Some(200), Some(26 * 60)][bits.below(7) as usize];
    let to = to.map(|length| from.unwrap_or(now()) + TimeDelta::minutes(length));
    OpenWindow::new(from, to, now(), &day().horizon).unwrap()
}

/// The window as the scan reads it: what is serialized is what was asked.
fn minutes_of(window: &OpenWindow) -> (u32, u32) {
    let said = serde_json::to_value(window).unwrap();
    let moment = |name: &str| serde_json::from_value::<Option<DateTime<Utc>>>(said[name].clone()).unwrap();
    let from = moment("from").unwrap_or(now());
    let minute = |at: DateTime<Utc>| day().horizon.minute(at).unwrap();
    (minute(from), minute(moment("to").unwrap_or(from)))
}

pub fn regularity(bits: &mut Bits) -> Vec<Regularity> {
    (0..bits.below(2) + 1)
        .map(|_| bits.pick(Regularity::ALL))
        .collect()
}

thread_local! {
    /// Reading a rule takes longer than all else.
    static KNOWN: RefCell<HashMap<Key, Arc<Expansion>>> = RefCell::default();
}

type Key = (Option<String>, Option<String>, [Option<NaiveDate>; 3], String);

fn expansion(schedule: &Schedule) -> Arc<Expansion> {
    KNOWN.with_borrow_mut(|known| {
        let Schedule {
            rule,
            rrule,
            anchor,
            valid_from,
            valid_through,
            time_zone,
            ..
        } = schedule.clone();
        let entry = known.entry((rule, rrule, [anchor, valid_from, valid_through], time_zone));
        let of = || {
            Arc::new(Expansion::of(
                &Pattern::of(schedule),
                &day().horizon,
                &day().holidays,
            ))
        };
        entry.or_insert_with(of).clone()
    })
}

/// Asks the schedules together, with the special hours and the closure of a place.
fn ask<T>(schedules: &[&Schedule], place: Option<&Place>, question: impl FnOnce(&Agenda<'_, ()>) -> T) -> T {
    let expansions: Vec<Arc<Expansion>> = schedules.iter().map(|schedule| expansion(schedule)).collect();
    let entries: Vec<Entry<'_, ()>> = expansions
        .iter()
        .map(|expansion| Entry {
            owner: (),
            expansion,
            note: None,
        })
        .collect();
    let exceptions = place.map_or_else(Exceptions::default, |place| {
        Exceptions::of(&place.special_hours, Tokyo, &day().horizon)
    });
    question(&Agenda {
        schedules: &entries,
        exceptions: &exceptions,
        place: (),
        is_closed: place.is_some_and(|place| place.status != PlaceStatus::Published),
    })
}

fn opens(agenda: &Agenda<'_, ()>, from: u32, to: u32) -> bool {
    match to - from {
        0 => agenda.is_open(from) == Some(true),
        1..=240 => (from..to).any(|minute| agenda.is_open(minute) == Some(true)),
        _ => agenda.opens_within(from, to),
    }
}

impl Brute<'_> {
    /// All schedules that open a place.
    pub fn schedules_of<'a>(&'a self, place: &'a Place) -> Vec<&'a Schedule> {
        let mut schedules: Vec<&Schedule> = place.schedules.iter().collect();
        for service in self.services_of(place.id) {
            let there = service.places.iter().filter(|offer| offer.place == place.id);
            schedules.extend(&service.schedules);
            schedules.extend(there.flat_map(|offer| &offer.schedules));
        }
        schedules
    }

    pub fn passes_time(&self, filter: &PlaceFilter, place: &Place) -> bool {
        let schedules = self.schedules_of(place);
        ask(&schedules, Some(place), |agenda| {
            filter.open_at.is_none_or(|window| {
                let (from, to) = minutes_of(&window);
                opens(agenda, from, to)
            }) && (filter.regularity.is_empty() || {
                let found = agenda.regularity();
                filter.regularity.iter().any(|asked| match asked {
                    Regularity::AtLeastMonthly => {
                        [Regularity::Weekly, Regularity::AtLeastMonthly].contains(&found)
                    }
                    asked => found == *asked,
                })
            })
        })
    }

    /// The beginning of the running or next opening seen from the window, else from now.
    pub fn next_opening(&self, filter: &PlaceFilter, place: &Place) -> Option<u32> {
        let from = filter.open_at.map_or_else(
            || day().horizon.minute(now()).unwrap(),
            |window| minutes_of(&window).0,
        );
        ask(&self.schedules_of(place), Some(place), |agenda| {
            agenda
                .openings(from, &day().horizon)
                .next()
                .map(|opening| opening.span.start)
        })
    }

    pub fn service_opens(&self, window: &OpenWindow, service: &Service) -> bool {
        let (from, to) = minutes_of(window);
        let listed = |offer: &&domain::ServiceAtPlace| {
            let place = self.contents.places.iter().find(|place| place.id == offer.place);
            place.filter(|place| place.status != PlaceStatus::Archived)
        };
        let sites = service
            .places
            .iter()
            .filter_map(|offer| Some((offer, listed(&offer)?)));
        let mut sites = sites.peekable();
        let own: Vec<&Schedule> = service.schedules.iter().collect();
        let away = sites.peek().is_none() || service.modes.iter().any(|mode| *mode != ServiceMode::AtPlace);
        let away = away && ask(&own, None, |agenda| opens(agenda, from, to));
        away || sites.any(|(offer, place)| {
            let all: Vec<&Schedule> = service.schedules.iter().chain(&offer.schedules).collect();
            ask(&all, Some(place), |agenda| opens(agenda, from, to))
        })
    }
}

/// A question about nothing but time.
fn check_time(world: &World, snapshot: &Snapshot, brute: &Brute<'_>, bits: &mut Bits) {
    let filter = PlaceFilter {
        open_at: (!bits.one_in(4)).then(|| window(bits)),
        regularity: if bits.one_in(3) {
            regularity(bits)
        } else {
            Vec::new()
        },
        include_archived: bits.one_in(4),
        ..PlaceFilter::default()
    };
    let descending = bits.one_in(2);
    let order = Some(PlaceOrder {
        field: OrderField::NextOpening,
        descending,
    });
    let query = PlaceQuery::new(None, Vec::new(), filter, order).unwrap();
    let places = world.contents.places.iter();
    let mut expected: Vec<_> = places
        .filter(|place| query.filter.include_archived || place.status != PlaceStatus::Archived)
        .filter(|place| brute.passes_time(&query.filter, place))
        .map(|place| {
            let next = brute.next_opening(&query.filter, place).map(i64::from);
            let turned = next.map(|next| if descending { -next } else { next });
            ((next.is_none(), turned), place.id)
        })
        .collect();
    expected.sort_unstable();
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(whole(snapshot, &query), expected, "{query:?}");
    assert_eq!(snapshot.count(&query, now()), expected.len() as u64);
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn who_is_open_and_when_next_is_what_the_scan_finds(world in world(120), seeds in prop::collection::vec(any::<u64>(), 40)) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for seed in seeds {
            check_time(&world, &snapshot, &brute, &mut Bits(seed));
        }
    }

    #[test]
    fn services_are_open_where_any_of_their_places_is(world in world(40), seeds in prop::collection::vec(any::<u64>(), 20)) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for seed in seeds {
            let open_at = window(&mut Bits(seed));
            let filter = ServiceFilter { open_at: Some(open_at), ..ServiceFilter::default() };
            let query = ServiceQuery { filter, ..ServiceQuery::default() };
            let (found, _, total) = snapshot.search_services(&query, now(), None, 1_000);
            let mut found: Vec<_> = found.iter().map(|(hit, _)| hit.service.id).collect();
            found.sort_unstable();
            let open = world.contents.services.iter().filter(|service| brute.service_opens(&open_at, service));
            let mut expected: Vec<_> = open.map(|service| service.id).collect();
            expected.sort_unstable();
            prop_assert_eq!(total, expected.len());
            prop_assert_eq!(found, expected);
        }
    }

    /// The answer for one place, its filter and its order say the same.
    #[test]
    fn fields_and_filters_agree(world in world(40), minutes in prop::collection::vec(-1_440i64..130_000, 30)) {
        let snapshot = make(&world.contents);
        for minute in minutes {
            let at = now() + TimeDelta::minutes(minute);
            let window = OpenWindow::new(Some(at), None, now(), &day().horizon);
            let Ok(window) = window else { continue };
            let filter = PlaceFilter { open_at: Some(window), include_archived: true, ..PlaceFilter::default() };
            let query = PlaceQuery::new(None, Vec::new(), filter, None).unwrap();
            let open = whole(&snapshot, &query);
            for place in &world.contents.places {
                let hours = snapshot.hours_of_place(place);
                let state = hours.state(at).unwrap();
                prop_assert_eq!(state.is_open == Some(true), open.contains(&place.id));
                let openings = hours.openings(at, 3).unwrap();
                let running = openings.first().is_some_and(|opening| opening.starts <= at);
                prop_assert_eq!(running, state.is_open == Some(true));
                if running {
                    prop_assert!(state.closes.is_none_or(|closes| closes >= openings[0].ends));
                    prop_assert_eq!(state.opens, None);
                } else {
                    prop_assert_eq!(state.opens, openings.first().map(|opening| opening.starts));
                }
            }
        }
    }

    /// However a minute was made: at once, from the minute before, or after the day turned.
    #[test]
    fn a_prepared_minute_is_the_one_that_is_made_for_the_question(world in world(80), start in -1_400i64..120_000, steps in 1i64..90) {
        let snapshot = make(&world.contents);
        let fresh = Snapshot::build(world.contents.clone(), "test", &day());
        for minute in start..start + steps {
            snapshot.prepare_minute(now() + TimeDelta::minutes(minute));
        }
        let at = now() + TimeDelta::minutes(start + steps - 1);
        let filter = PlaceFilter { open_at: Some(OpenWindow::new(None, None, at, &day().horizon).unwrap()), ..PlaceFilter::default() };
        let query = PlaceQuery::new(None, Vec::new(), filter, None).unwrap();
        let found = |snapshot: &Snapshot| ids(snapshot, &snapshot.search(&query, at, None, 1_000));
        prop_assert_eq!(found(&snapshot), found(&fresh));
    }

    #[test]
    fn the_day_turns(world in world(60), ahead in 1i64..120, seed: u64) {
        let mut bits = Bits(seed);
        let before = Day::at(now() - TimeDelta::days(ahead), Tokyo, day().holidays).unwrap();
        let old = Snapshot::build(world.contents.clone(), "test", &before);
        prepare_some(&old, &mut bits);
        let snapshot = old.on_day(day());
        let brute = Brute::new(&world.contents);
        for _ in 0..4 {
            check_time(&world, &snapshot, &brute, &mut bits);
        }
    }
}

#[test]
fn pages_by_next_opening_keep_the_moment_of_the_first() {
    let mut contents = domain::contents::Contents::default();
    for index in 0..12 {
        let mut place = crate::world::place(index, &crate::world::PlaceGene::plain(), &[(0, 0)]);
        place.status = PlaceStatus::Published;
        place.special_hours.clear();
        // The first is over five minutes after now, the next five minutes later.
        let minutes = 5 * (index as u32 + 1);
        place.schedules = vec![Schedule {
            rule: Some(format!("Fr 08:{:02}-09:{:02}", index, minutes % 60)),
            time_zone: "Asia/Tokyo".to_owned(),
            ..Schedule::default()
        }];
        contents.places.push(place);
    }
    let snapshot = Snapshot::build(contents, "test", &day());
    let open_now = OpenWindow::new(None, None, now(), &day().horizon).unwrap();
    let filter = PlaceFilter {
        open_at: Some(open_now),
        ..PlaceFilter::default()
    };
    let order = Some(PlaceOrder {
        field: OrderField::NextOpening,
        descending: false,
    });
    let query = PlaceQuery::new(None, Vec::new(), filter, order).unwrap();
    let all = whole(&snapshot, &query);
    assert!(all.len() > 6);
    let page = snapshot.search(&query, now(), None, 3);
    let cursor = snapshot
        .cursor_of(&query, now(), page.hits[2])
        .encode(&query.hash());
    let cursor = query.cursor(&cursor).unwrap();
    // An hour later, when nobody is open any more, the second page is still that of the list that was begun.
    let asked_at = cursor.asked_at().unwrap();
    assert_eq!(asked_at, now());
    let rest = snapshot.search(&query, asked_at, Some(&cursor), 100);
    assert_eq!(ids(&snapshot, &rest), all[3..]);
}

#[test]
fn special_hours_of_the_day_before_the_horizon_reach_into_it() {
    let mut place = crate::world::place(0, &crate::world::PlaceGene::plain(), &[(0, 0)]);
    place.status = PlaceStatus::Published;
    place.schedules.clear();
    place.special_hours = vec![SpecialHours {
        from: date(-2),
        to: date(-2),
        opens: Some(time(22, 0)),
        closes: Some(time(9, 1)),
        reason: None,
    }];
    let contents = domain::contents::Contents {
        places: vec![place],
        ..Default::default()
    };
    let snapshot = Snapshot::build(contents, "test", &day());
    let open_at = |minutes: i64| {
        let from = now() + TimeDelta::minutes(minutes - 24 * 60);
        let window = OpenWindow::new(Some(from), None, now(), &day().horizon).unwrap();
        let filter = PlaceFilter {
            open_at: Some(window),
            ..PlaceFilter::default()
        };
        let query = PlaceQuery::new(None, Vec::new(), filter, None).unwrap();
        snapshot.count(&query, now())
    };
    // Yesterday at nine in Tokyo.
    assert_eq!((open_at(-1), open_at(0), open_at(1)), (1, 1, 0));
}
