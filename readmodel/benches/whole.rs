//! What a register costs to hold and to keep true, and the questions that look at many places at once.
//!
//! `cargo bench --package readmodel --bench whole [-- --quick]`: the invented country of `near`, one thread of
//! questions. The ratio of a line is how many times faster it is than a scan of all rows. Memory is what the
//! process gained by Linux's count of resident pages.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod data;

use std::hint::black_box;
use std::time::Instant;

use domain::{Change, ChangeAction, Image, Place, Point};
use readmodel::encode::geojson::write_feature;
use readmodel::{BoundingBox, Near, PlaceFilter, PlaceQuery, Radius, SearchText, Snapshot, Within, Zoom};

use data::table::{Table, times};
use data::{Town, contents, day, now, shares};

/// Questions for a line; changes that are applied one by one.
const SOME: usize = 200;
const CHANGES: usize = 2_000;

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
    let scan = {
        let points: Vec<Point> = contents
            .places
            .iter()
            .filter_map(|place| place.location)
            .collect();
        let from: Vec<Point> = (0..20).map(|_| town.point_near_data()).collect();
        let least = |from: &Point| {
            points
                .iter()
                .map(|point| from.distance_m(*point))
                .fold(f64::MAX, f64::min)
        };
        times(&from, 20, |from| black_box(least(from)) as usize)
    };
    // The places themselves are part of what is held, so they are made anew within the measurement.
    let places: Vec<Place> = contents.places.iter().take(CHANGES).cloned().collect();
    drop(contents);
    let before = resident_bytes();
    let fresh = data::contents(&mut Town::new(size), size);
    let contents_bytes = resident_bytes().saturating_sub(before);
    let started = Instant::now();
    let mut snapshot = Snapshot::build(fresh, "bench", &day());
    let build = started.elapsed().as_secs_f64();
    snapshot.index_words();
    let bytes = resident_bytes().saturating_sub(before);
    println!(
        "\n{size} places; built in {build:.2} s; {} B a place, of which the records alone {} B",
        bytes / size as u64,
        contents_bytes / size as u64
    );
    Table::head();
    let table = Table {
        baseline: scan.median,
    };
    table.line("BASELINE: scan of all rows", &scan);
    many_at_once(&snapshot, &mut town, &table);
    pages(&snapshot, &mut town, &table);
    features(&snapshot, &mut town, &table);
    apply(&mut snapshot, places);
}

fn question(within: Vec<Within>, near: Option<Near>, filter: PlaceFilter) -> Option<PlaceQuery> {
    PlaceQuery::new(near, within, filter, None).ok()
}

/// A view of a map round a point.
fn view(center: Point, half: f64) -> Option<Within> {
    let Point { lon, lat } = center;
    BoundingBox::new(lon - half, lat - half, lon + half, lat + half)
        .ok()
        .map(Within::Box)
}

fn many_at_once(snapshot: &Snapshot, town: &mut Town, table: &Table) {
    let centers: Vec<Point> = (0..SOME).map(|_| town.point_near_data()).collect();
    let filters =
        std::iter::once((PlaceFilter::default(), "no filter")).chain(shares().map(|(term, name)| {
            (
                PlaceFilter {
                    terms: vec![vec![term]],
                    ..PlaceFilter::default()
                },
                name,
            )
        }));
    for (filter, share) in filters {
        for (half, zoom) in [(0.1, 12), (1.0, 9), (20.0, 5)] {
            let views = centers.iter().filter_map(|center| view(*center, half));
            let views: Vec<PlaceQuery> = views
                .filter_map(|view| question(vec![view], None, filter.clone()))
                .collect();
            let Some(zoom) = Zoom::new(zoom) else { continue };
            let clusters = |query: &PlaceQuery| snapshot.clusters(query, zoom, now()).1.len();
            table.line(
                &format!("clusters, zoom {}, {share}", zoom.level()),
                &times(&views, SOME, clusters),
            );
        }
        let all: Vec<PlaceQuery> = question(Vec::new(), None, filter).into_iter().collect();
        let facets = |query: &PlaceQuery| snapshot.facets(query, "share", now()).len();
        table.line(
            &format!("facets of a scheme, {share}"),
            &times(&all, SOME, facets),
        );
        table.line(
            &format!("kind counts, {share}"),
            &times(&all, SOME, |query| snapshot.kind_counts(query, now()).len()),
        );
    }
    for (name, text) in [
        ("two common characters", "食堂"),
        ("four characters", "小学校1"),
        ("one character", "桜"),
        ("two words", "青葉 食堂"),
    ] {
        let filter = PlaceFilter {
            text: SearchText::new(text).ok().flatten(),
            ..PlaceFilter::default()
        };
        let queries: Vec<PlaceQuery> = question(Vec::new(), None, filter).into_iter().collect();
        let both = |query: &PlaceQuery| {
            black_box(snapshot.search(query, now(), None, 20));
            snapshot.count(query, now()) as usize
        };
        table.line(
            &format!("text, {name}: 20 and the count"),
            &times(&queries, SOME, both),
        );
    }
}

/// Three filters at once, and a page far into the list.
fn pages(snapshot: &Snapshot, town: &mut Town, table: &Table) {
    let mut near = |filter: &PlaceFilter| -> Vec<PlaceQuery> {
        let radius = Radius::new(50_000.0).unwrap_or_default();
        (0..SOME)
            .filter_map(|_| {
                question(
                    Vec::new(),
                    Some(Near {
                        point: town.point_near_data(),
                        radius,
                    }),
                    filter.clone(),
                )
            })
            .collect()
    };
    let composed = PlaceFilter {
        terms: shares().take(1).map(|(term, _)| vec![term]).collect(),
        kinds: vec![
            domain::PlaceKind::ChildrensCafeteria,
            domain::PlaceKind::PublicFacility,
        ],
        updated_since: Some(chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(3_000)),
        ..PlaceFilter::default()
    };
    let twenty = |query: &PlaceQuery| snapshot.search(query, now(), None, 20).hits.len();
    table.line(
        "nearest 20, three filters",
        &times(&near(&composed), SOME, twenty),
    );
    let plain = near(&PlaceFilter::default());
    let far: Vec<(PlaceQuery, readmodel::Cursor)> = plain
        .into_iter()
        .filter_map(|query| {
            let last = *snapshot.search(&query, now(), None, 2_000).hits.last()?;
            let cursor = snapshot.cursor_of(&query, now(), last);
            Some((query, cursor))
        })
        .collect();
    let next = |(query, cursor): &(PlaceQuery, readmodel::Cursor)| {
        snapshot.search(query, now(), Some(cursor), 20).hits.len()
    };
    table.line("the next 20 after 2,000", &times(&far, SOME, next));
}

/// A thousand features, beside the geojson crate and beside copying the same bytes.
fn features(snapshot: &Snapshot, town: &mut Town, table: &Table) {
    let radius = Radius::new(50_000.0).unwrap_or_default();
    let near = Near {
        point: town.point_near_data(),
        radius,
    };
    let Some(query) = question(Vec::new(), Some(near), PlaceFilter::default()) else {
        return;
    };
    let rows: Vec<u32> = snapshot
        .search(&query, now(), None, 1_000)
        .hits
        .iter()
        .map(|hit| hit.row)
        .collect();
    let write = |rows: &Vec<u32>| {
        let mut out = Vec::with_capacity(512 * rows.len());
        rows.iter().for_each(|row| {
            write_feature(&mut out, snapshot, *row, None);
            out.push(b',');
        });
        black_box(out).len()
    };
    let ours = times(std::slice::from_ref(&rows), SOME, write);
    let mut bytes = Vec::new();
    rows.iter()
        .for_each(|row| write_feature(&mut bytes, snapshot, *row, None));
    let copied = times(std::slice::from_ref(&bytes), SOME, |bytes| {
        let mut out = Vec::with_capacity(bytes.len());
        out.extend_from_slice(bytes);
        black_box(out).len()
    });
    let crate_features: Vec<geojson::Feature> = rows
        .iter()
        .filter_map(|row| {
            let mut one = Vec::new();
            write_feature(&mut one, snapshot, *row, None);
            serde_json::from_slice(&one).ok()
        })
        .collect();
    let collection = geojson::FeatureCollection {
        bbox: None,
        features: crate_features,
        foreign_members: None,
    };
    let theirs = times(std::slice::from_ref(&collection), SOME, |collection| {
        black_box(collection.to_string()).len()
    });
    table.line(&format!("{} features as GeoJSON", rows.len()), &ours);
    table.line("the same bytes copied", &copied);
    table.line("the same features by the geojson crate", &theirs);
    let ratio = theirs.median.as_secs_f64() / ours.median.as_secs_f64();
    let share = copied.median.as_secs_f64() / ours.median.as_secs_f64();
    println!(
        "    {ratio:.1} times the geojson crate; {:.0} % of copying",
        100.0 * share
    );
}

/// Single changes, with segments joined between them.
fn apply(snapshot: &mut Snapshot, places: Vec<Place>) {
    let mut taken = Vec::with_capacity(places.len());
    let mut joining = Vec::new();
    for mut place in places {
        place.name.push('改');
        place.version += 1;
        let image = Image::Place(Box::new(place));
        let change = Change {
            seq: snapshot.seq() + 1,
            index: 0,
            at: now(),
            action: ChangeAction::Updated,
            subject_type: image.subject_type(),
            subject_id: image.subject_id(),
            fields: Vec::new(),
            reason: None,
            image: Some(image),
        };
        let started = Instant::now();
        let Some(next) = snapshot.apply(vec![change]) else {
            return;
        };
        taken.push(started.elapsed());
        *snapshot = next;
        if let Some(merge) = snapshot.due_merge() {
            let started = Instant::now();
            let rows = merge.rows();
            if let Some(next) = snapshot.with_merged(merge.run()) {
                joining.push((rows, started.elapsed()));
                *snapshot = next;
            }
        }
    }
    taken.sort_unstable();
    let at = |share: usize| taken.get(taken.len() * share / 100).copied().unwrap_or_default();
    println!(
        "one change applied: median {:?}, p99 {:?}, most {:?}; joined {joining:?}",
        at(50),
        at(99),
        taken.last()
    );
}

/// Pages of the process in memory, by Linux; zero elsewhere.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or_default() * 4_096
}
