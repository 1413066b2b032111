//! How long a snapshot takes to build and to answer, beside a plain scan of all points in the same run.
//!
//! `cargo bench --package readmodel --bench near [-- --quick]`: places round many centers, fixed seed, one thread.
//! The ratio of a line is how many times faster it is than the scan that keeps the nearest 20 of all rows.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod data;

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Point;
use readmodel::{
    BoundingBox, Near, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText, Snapshot, Within,
};

use data::{Town, contents, shares};

/// Questions for each line about points, for each slower line, and for the scan.
const MANY: usize = 2_000;
const SOME: usize = 200;
const FEW: usize = 40;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let sizes: &[usize] = if quick { &[20_000] } else { &[200_000, 1_000_000] };
    for size in sizes {
        measure(*size);
    }
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn measure(size: usize) {
    let mut town = Town::new(size);
    let contents = contents(&mut town, size);
    let points: Vec<Point> = contents
        .places
        .iter()
        .filter_map(|place| place.location)
        .collect();
    let started = Instant::now();
    let snapshot = Snapshot::build(contents, "bench");
    let build = started.elapsed();
    let from: Vec<Point> = (0..MANY).map(|_| town.point_near_data()).collect();

    let scan = times(&from, FEW, |point| nearest_by_scan(&points, *point).len());
    let table = Table {
        baseline: scan.median,
    };
    println!(
        "\n{size} places; {} with a position; built in {:.2} s",
        points.len(),
        build.as_secs_f64()
    );
    println!(
        "{:<52} {:>11} {:>11} {:>9} {:>9}",
        "", "median", "p99", "results", "x scan"
    );
    table.line("BASELINE: scan of all rows, best 20 kept", &scan);

    let near = |point: Point, meters: f64, filter: PlaceFilter| {
        let radius = Radius::new(meters).unwrap_or_default();
        ask(Some(Near { point, radius }), Vec::new(), filter, None)
    };
    let first_20 = |query: &PlaceQuery| snapshot.search(query, now(), None, 20).hits.len();
    let plain = questions(&from, |point| near(point, 50_000.0, PlaceFilter::default()));
    table.line("nearest 20, radius 50 km", &times(&plain, MANY, first_20));
    let archive = PlaceFilter {
        include_archived: true,
        ..PlaceFilter::default()
    };
    let archive = questions(&from, |point| near(point, 50_000.0, archive.clone()));
    table.line(
        "nearest 20, radius 50 km, archived ones too",
        &times(&archive, MANY, first_20),
    );
    for (term, name) in shares() {
        let filter = PlaceFilter {
            terms: vec![vec![term]],
            ..PlaceFilter::default()
        };
        let filtered = questions(&from, |point| near(point, 50_000.0, filter.clone()));
        table.line(
            &format!("nearest 20, radius 50 km, filter passes {name}"),
            &times(&filtered, MANY, first_20),
        );
    }
    let counted = |query: &PlaceQuery| {
        black_box(first_20(query));
        snapshot.count(query, now()) as usize
    };
    for (name, meters) in [("2 km", 2_000.0), ("50 km", 50_000.0)] {
        let circles = questions(&from, |point| near(point, meters, PlaceFilter::default()));
        table.line(
            &format!("nearest 20 and the count, radius {name}"),
            &times(&circles, MANY, counted),
        );
    }

    let boxes: Vec<BoundingBox> = from
        .iter()
        .take(SOME)
        .filter_map(|point| box_of_thousand(&snapshot, *point))
        .collect();
    for (name, field) in [("the curve", OrderField::Curve), ("name", OrderField::Name)] {
        let order = Some(PlaceOrder {
            field,
            descending: false,
        });
        let in_box = |area: &BoundingBox| ask(None, vec![Within::Box(*area)], PlaceFilter::default(), order);
        let in_boxes: Vec<PlaceQuery> = boxes.iter().filter_map(in_box).collect();
        table.line(
            &format!("box of about 1,000: 20 by {name}, and the count"),
            &times(&in_boxes, SOME, counted),
        );
    }

    for (name, text) in [("common", "食堂"), ("rare", "珍しい"), ("absent", "どこにもない")] {
        let text = SearchText::new(text).ok().flatten();
        let query = ask(
            None,
            Vec::new(),
            PlaceFilter {
                text,
                ..PlaceFilter::default()
            },
            None,
        );
        let queries: Vec<PlaceQuery> = query.into_iter().collect();
        table.line(
            &format!("text, {name} word: 20 by relevance, and the count"),
            &times(&queries, FEW, counted),
        );
    }
}

fn ask(
    near: Option<Near>,
    within: Vec<Within>,
    filter: PlaceFilter,
    order: Option<PlaceOrder>,
) -> Option<PlaceQuery> {
    PlaceQuery::new(near, within, filter, order).ok()
}

fn questions(from: &[Point], ask: impl Fn(Point) -> Option<PlaceQuery>) -> Vec<PlaceQuery> {
    from.iter().filter_map(|point| ask(*point)).collect()
}

/// A box round the point that holds about a thousand places: its size is found by halving.
fn box_of_thousand(snapshot: &Snapshot, point: Point) -> Option<BoundingBox> {
    let of_size = |half: f64| {
        let Point { lon, lat } = point;
        BoundingBox::new(lon - half, lat - half, lon + half, lat + half).ok()
    };
    let (mut low, mut high) = (0.0, 4.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        let order = Some(PlaceOrder {
            field: OrderField::Curve,
            descending: false,
        });
        let query = ask(
            None,
            vec![Within::Box(of_size(middle)?)],
            PlaceFilter::default(),
            order,
        )?;
        if snapshot.count(&query, now()) < 1000 {
            low = middle
        } else {
            high = middle
        }
    }
    of_size(high)
}

fn nearest_by_scan(points: &[Point], from: Point) -> Vec<(f64, usize)> {
    let mut best: Vec<(f64, usize)> = Vec::with_capacity(21);
    for (row, point) in points.iter().enumerate() {
        let distance = from.distance_m(*point);
        if best.len() < 20 || best.last().is_some_and(|(farthest, _)| distance < *farthest) {
            let place = best.partition_point(|(other, _)| *other <= distance);
            best.insert(place, (distance, row));
            best.truncate(20);
        }
    }
    best
}

/// What one line of the table says.
struct Times {
    median: Duration,
    p99: Duration,
    results: f64,
}

/// Asks each question in turn, again from the first if there are fewer than `count`; each is timed by itself.
fn times<T>(questions: &[T], count: usize, answer: impl Fn(&T) -> usize) -> Times {
    let mut results = 0;
    let mut taken = Vec::with_capacity(count);
    // A tenth of the questions warms up.
    for question in questions.iter().cycle().take(count / 10) {
        black_box(answer(black_box(question)));
    }
    for question in questions.iter().cycle().take(count) {
        let started = Instant::now();
        let found = black_box(answer(black_box(question)));
        taken.push(started.elapsed());
        results += found;
    }
    taken.sort_unstable();
    let at = |share: usize| taken.get(taken.len() * share / 100).copied().unwrap_or_default();
    Times {
        median: at(50),
        p99: at(99),
        results: results as f64 / taken.len().max(1) as f64,
    }
}

/// Prints lines against the scan.
struct Table {
    baseline: Duration,
}

impl Table {
    fn line(&self, name: &str, times: &Times) {
        let micros = |duration: Duration| format!("{:.1} us", duration.as_secs_f64() * 1e6);
        let ratio = self.baseline.as_secs_f64() / times.median.as_secs_f64().max(1e-9);
        let (median, p99) = (micros(times.median), micros(times.p99));
        println!(
            "{name:<52} {median:>11} {p99:>11} {:>9.1} {ratio:>9.1}",
            times.results
        );
    }
}
