//! What is open: the day, the minute, windows, orders and coverage, for a country of a million places.
//!
//! `cargo bench --package readmodel --bench time [-- --quick]`: 2,000 rules, one place in twenty with special hours of
//! its own. The ratio of a line is how many times faster it is than asking every place in turn.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod data;

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::contents::Contents;
use domain::{District, DistrictId, DistrictLevel, Point, Schedule, SpecialHours, Texts};
use hours::{Holidays, Regularity};
use readmodel::{Day, Near, OpenWindow, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, Snapshot};
use uuid::Uuid;

use data::table::{Table, times};
use data::{Town, contents, day, now, shares};

const RULES: usize = 2_000;
const DISTRICTS: usize = 2_000;

/// Different rules of the usual sorts.
fn rule(number: usize) -> String {
    let days = ["Mo-Fr", "Sa", "Sa[2,4]", "We,Fr", "Su[1]", "Tu-Su", "Mo[3]", "Th"];
    let (day, opens) = (days.get(number % 8).copied().unwrap_or("Mo"), 8 + number / 8 % 8);
    let (minute, length) = (number / 64 % 12 * 5, 2 + number / 768 % 6);
    let closed = if number.is_multiple_of(2) { "; PH off" } else { "" };
    format!(
        "{day} {opens:02}:{minute:02}-{:02}:{minute:02}{closed}",
        opens + length
    )
}

fn with_hours(contents: &mut Contents) {
    let today: NaiveDate = now().date_naive();
    for (number, place) in contents.places.iter_mut().enumerate() {
        // A multiplication scatters the rules over the map.
        place.schedules = vec![Schedule {
            rule: Some(rule(number.wrapping_mul(2_654_435_761) % RULES)),
            time_zone: "Asia/Tokyo".to_owned(),
            ..Schedule::default()
        }];
        if number % 20 == 7 {
            let special = |ahead: usize, opens: Option<NaiveTime>| SpecialHours {
                from: today + TimeDelta::days(ahead as i64),
                to: today + TimeDelta::days(ahead as i64 + 2),
                opens,
                closes: opens.map(|opens| opens + TimeDelta::hours(2)),
                reason: Some(format!("reason {number}")),
            };
            place.special_hours = vec![
                special(number % 89, None),
                special(number / 89 % 89, NaiveTime::from_hms_opt(10, 0, 0)),
            ];
        }
    }
}

/// A country of rectangles below one prefecture.
fn districts() -> Vec<District> {
    let district = |number: usize, level, parent, ring: Vec<[f64; 2]>| District {
        id: DistrictId(Uuid::from_u128(number as u128 + 1)),
        version: 1,
        level,
        official_code: None,
        name: format!("{number}"),
        name_kana: None,
        parent,
        polygons: if ring.is_empty() {
            Vec::new()
        } else {
            vec![vec![ring]]
        },
        translations: Texts::default(),
        sources: Vec::new(),
    };
    let top = district(DISTRICTS, DistrictLevel::Prefecture, None, Vec::new());
    let parent = Some(top.id);
    let below = (0..DISTRICTS).map(|number| {
        let (west, south) = (
            128.0 + (number % 50) as f64 * 0.36,
            30.0 + (number / 50) as f64 * 0.4,
        );
        let (east, north) = (west + 0.36, south + 0.4);
        let ring = vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ];
        district(number, DistrictLevel::Municipality, parent, ring)
    });
    let mut all: Vec<District> = below.collect();
    all.push(top);
    all
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let size = if quick { 20_000 } else { 1_000_000 };
    let mut town = Town::new(size);
    let mut contents = contents(&mut town, size);
    contents.districts = districts();
    with_hours(&mut contents);
    let started = Instant::now();
    let snapshot = Snapshot::build(contents, "bench", &day());
    println!(
        "\n{size} places, {RULES} rules; built in {:.2} s",
        started.elapsed().as_secs_f64()
    );

    let started = Instant::now();
    let turned = Day::at(
        now() + TimeDelta::days(1),
        chrono_tz::Asia::Tokyo,
        Holidays::built_in(),
    )
    .map(|tomorrow| snapshot.on_day(tomorrow));
    println!("the day turns: {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
    drop(black_box(turned));
    minutes(&snapshot);

    let from: Vec<Point> = (0..500).map(|_| town.point_near_data()).collect();
    let place_count = snapshot.place_count() as u32;
    let scan = |_: &()| {
        let open = (0..place_count)
            .filter_map(|row| snapshot.place(row))
            .filter(|place| {
                let state = snapshot.hours_of_place(place).state(now());
                state.is_some_and(|state| state.is_open == Some(true))
            });
        open.count()
    };
    let scan = times(&[()], 2, scan);
    let table = Table {
        baseline: scan.median,
    };
    Table::head();
    table.line("BASELINE: every place asked whether it is open", &scan);
    ask(&snapshot, &from, &table);

    let everything = PlaceQuery::new(None, Vec::new(), PlaceFilter::default(), None);
    let parent = DistrictId(Uuid::from_u128(DISTRICTS as u128 + 1));
    let covered = |query: &PlaceQuery| {
        let level = DistrictLevel::Municipality;
        snapshot
            .coverage(parent, level, query, Regularity::AtLeastMonthly, now())
            .len()
    };
    let queries: Vec<PlaceQuery> = everything.into_iter().collect();
    table.line("coverage of 2,000 districts", &times(&queries, 10, covered));
}

/// Each minute of a day made ready from the one before.
fn minutes(snapshot: &Snapshot) {
    let mut taken: Vec<Duration> = Vec::with_capacity(1_440);
    snapshot.prepare_minute(now() - TimeDelta::minutes(1));
    for minute in 0..1_440 {
        let at = now() + TimeDelta::minutes(minute);
        let started = Instant::now();
        snapshot.prepare_minute(at);
        taken.push(started.elapsed());
    }
    taken.sort_unstable();
    let at = |share: usize| {
        taken
            .get((taken.len() - 1) * share / 100)
            .copied()
            .unwrap_or_default()
    };
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!(
        "a minute made ready: median {:.0} us, p95 {:.0} us, busiest {:.0} us",
        micros(at(50)),
        micros(at(95)),
        micros(at(100))
    );
    snapshot.prepare_minute(now());
}

fn ask(snapshot: &Snapshot, from: &[Point], table: &Table) {
    let window = |from: i64, to: i64| {
        let at = |minutes| Some(now() + TimeDelta::minutes(minutes));
        OpenWindow::new(at(from), at(to), now(), snapshot.horizon()).ok()
    };
    let open_now = OpenWindow::new(None, None, now(), snapshot.horizon()).ok();
    let with = |open_at: Option<OpenWindow>, near: bool, field: Option<OrderField>| {
        let filter = PlaceFilter {
            open_at,
            ..PlaceFilter::default()
        };
        let order = field.map(|field| PlaceOrder {
            field,
            descending: false,
        });
        let query = |point: &Point| {
            let radius = Radius::new(50_000.0).unwrap_or_default();
            let near = near.then_some(Near {
                point: *point,
                radius,
            });
            PlaceQuery::new(near, Vec::new(), filter.clone(), order).ok()
        };
        from.iter().filter_map(query).collect::<Vec<PlaceQuery>>()
    };
    let first_20 = |query: &PlaceQuery| snapshot.search(query, now(), None, 20).hits.len();
    let counted = |query: &PlaceQuery| snapshot.count(query, now()) as usize;
    table.line("nearest 20", &times(&with(None, true, None), 500, first_20));
    table.line(
        "nearest 20, open now",
        &times(&with(open_now, true, None), 500, first_20),
    );
    for (term, name) in shares() {
        let mut both = with(open_now, true, None);
        both.iter_mut()
            .for_each(|query| query.filter.terms = vec![vec![term]]);
        table.line(
            &format!("nearest 20, open now, filter passes {name}"),
            &times(&both, 500, first_20),
        );
    }
    table.line(
        "open now, counted",
        &times(&with(open_now, false, None), 20, counted),
    );
    let saturday = window(24 * 60, 26 * 60);
    table.line(
        "nearest 20, open in a window of two hours",
        &times(&with(saturday, true, None), 50, first_20),
    );
    table.line(
        "open in a window of two hours, counted",
        &times(&with(saturday, false, None), 20, counted),
    );
    let order = Some(OrderField::NextOpening);
    table.line(
        "20 by next opening, of all",
        &times(&with(None, false, order), 5, first_20),
    );
    table.line(
        "20 by next opening, within 50 km",
        &times(&with(None, true, order), 50, first_20),
    );
}
