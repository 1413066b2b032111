//! How long a snapshot takes to build and to answer, beside a plain scan of all points in the same run.
//!
//! `cargo bench --package readmodel --bench near [-- --quick]`: places round many centers, fixed seed, one thread.
//! The ratio of a line is how many times faster it is than the scan that keeps the nearest 20 of all rows.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod data;

use std::hint::black_box;
use std::time::Instant;

use domain::{Point, TermId};
use readmodel::{
    BoundingBox, Near, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText, Snapshot, Within,
};
use rstar::RTree;
use rstar::primitives::GeomWithData;

use data::table::{Table, times};
use data::{Town, contents, day, now, shares};

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

fn measure(size: usize) {
    let mut town = Town::new(size);
    let contents = contents(&mut town, size);
    let points: Vec<Point> = contents
        .places
        .iter()
        .filter_map(|place| place.location)
        .collect();
    let contents_shares: Vec<Vec<TermId>> = contents
        .places
        .iter()
        .filter(|place| place.location.is_some())
        .map(|place| place.terms.clone())
        .collect();
    let started = Instant::now();
    let snapshot = Snapshot::build(contents, "bench", &day());
    let build = started.elapsed();
    let started = Instant::now();
    snapshot.index_words();
    let words = started.elapsed();
    let from: Vec<Point> = (0..MANY).map(|_| town.point_near_data()).collect();

    let scan = times(&from, FEW, |point| nearest_by_scan(&points, *point).len());
    let table = Table {
        baseline: scan.median,
    };
    println!(
        "\n{size} places; {} with a position; built in {:.2} s, words indexed in {:.2} s",
        points.len(),
        build.as_secs_f64(),
        words.as_secs_f64()
    );
    Table::head();
    table.line("BASELINE: scan of all rows, best 20 kept", &scan);

    compare(&contents_shares, &points, &from, &table);

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

/// The same by an R*-tree over points on the unit sphere, where straight distance orders as great circles do; a
/// filter is asked of each neighbor in turn.
fn compare(terms: &[Vec<TermId>], points: &[Point], from: &[Point], table: &Table) {
    type Spot = GeomWithData<[f64; 3], u32>;
    let sphere = |point: &Point| {
        let ((lat_sin, lat_cos), (lon_sin, lon_cos)) =
            (point.lat.to_radians().sin_cos(), point.lon.to_radians().sin_cos());
        [lat_cos * lon_cos, lat_cos * lon_sin, lat_sin]
    };
    let spots = (0..)
        .zip(points)
        .map(|(row, point)| Spot::new(sphere(point), row));
    let tree: RTree<Spot> = RTree::bulk_load(spots.collect());
    let plain = |point: &Point| tree.nearest_neighbor_iter(&sphere(point)).take(20).count();
    table.line("rstar: nearest 20", &times(from, SOME, plain));
    for (term, name) in shares().take(3) {
        let has = |spot: &&Spot| {
            terms
                .get(spot.data as usize)
                .is_some_and(|terms| terms.contains(&term))
        };
        let filtered = |point: &Point| {
            tree.nearest_neighbor_iter(&sphere(point))
                .filter(has)
                .take(20)
                .count()
        };
        table.line(
            &format!("rstar: nearest 20, predicate passes {name}"),
            &times(from, FEW, filtered),
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
