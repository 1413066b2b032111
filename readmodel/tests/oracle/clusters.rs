//! Clusters against the scan: the published tile formula, exact counts, the finest zoom that fits.

use std::collections::{BTreeMap, BTreeSet};

use domain::contents::Contents;
use domain::{Place, PlaceKind, Point};
use proptest::prelude::*;
use readmodel::{Cluster, Snapshot, Zoom};

use crate::aim::question;
use crate::ask::Question;
use crate::brute::Brute;
use crate::cases;
use crate::choices::{day, now, place_id};
use crate::grid::{DEGREE, EAST, NORTH, on_earth, point, spot};
use crate::history::make;
use crate::world::{PlaceGene, place, world};

/// More cells than this are never listed.
const MOST: usize = 1_024;

/// The tile of the OpenStreetMap wiki ("Slippy map tilenames"): x in whole numbers, y by its formula. What lies
/// beyond the map belongs to its outermost tiles.
fn tile(zoom: u32, at: Point) -> (u64, u64) {
    let side = 1i64 << zoom;
    let x = i128::from(spot(at).0 + EAST) * i128::from(side) / i128::from(2 * EAST);
    let lat = at.lat.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * side as f64;
    let y = match at.lat {
        85.06.. => 0.0,
        ..=-85.06 => side as f64 - 1.0,
        _ => y.floor(),
    };
    (
        x.min(i128::from(side - 1)) as u64,
        (y as u64).min(side as u64 - 1),
    )
}

type Cells<'a> = BTreeMap<(u64, u64), Vec<&'a Place>>;

/// A cell is the tile two deeper than the map's zoom.
fn cells<'a>(zoom: u32, places: &[&'a Place]) -> Cells<'a> {
    let mut cells = Cells::new();
    for place in places {
        cells
            .entry(tile(zoom + 2, place.location.unwrap()))
            .or_default()
            .push(place);
    }
    cells
}

fn expansion(members: &[&Place]) -> u32 {
    let apart = |zoom: &u32| cells(*zoom, members).len() > 1;
    (0..=22).find(apart).unwrap_or(22)
}

fn kinds_of(members: &[&Place]) -> Vec<(PlaceKind, u64)> {
    let of_kind = |kind: &PlaceKind| members.iter().filter(|place| place.kinds.contains(kind)).count() as u64;
    let counts = PlaceKind::ALL.iter().map(|kind| (*kind, of_kind(kind)));
    counts.filter(|(_, count)| *count > 0).collect()
}

fn check_cluster(snapshot: &Snapshot, cluster: &Cluster, members: &[&Place]) {
    assert_eq!(cluster.count, members.len() as u64);
    assert_eq!(cluster.kinds, kinds_of(members));
    let only = cluster.only.map(|row| snapshot.place(row).unwrap().id);
    assert_eq!(only, (members.len() == 1).then(|| members[0].id));
    assert_eq!(cluster.expansion_zoom, expansion(members));
    for (of, side) in [
        (
            Point {
                lon: cluster.west,
                lat: cluster.south,
            },
            f64::min as fn(f64, f64) -> f64,
        ),
        (
            Point {
                lon: cluster.east,
                lat: cluster.north,
            },
            f64::max,
        ),
    ] {
        let points = members.iter().map(|place| place.location.unwrap());
        let extent = points.reduce(|a, b| Point {
            lon: side(a.lon, b.lon),
            lat: side(a.lat, b.lat),
        });
        assert_eq!(Some(of), extent);
    }
    let mean = |part: fn(Point) -> f64| {
        let sum: f64 = members.iter().map(|place| part(place.location.unwrap())).sum();
        sum / members.len() as f64
    };
    assert!((cluster.centroid.lon - mean(|point| point.lon)).abs() < 1e-6);
    assert!((cluster.centroid.lat - mean(|point| point.lat)).abs() < 1e-6);
}

/// Checks one question at one zoom; gives the zoom that was used.
pub fn check(snapshot: &Snapshot, brute: &Brute<'_>, question: &Question, asked: u32) -> u32 {
    let query = question.query();
    let (used, clusters) = snapshot.clusters(&query, Zoom::new(asked as i32).unwrap(), now());
    let places = brute.contents.places.iter();
    let matches: Vec<&Place> = places
        .filter(|place| place.location.is_some() && brute.answers(question, place))
        .collect();
    let finest = (0..=asked)
        .rev()
        .find(|zoom| cells(*zoom, &matches).len() <= MOST)
        .unwrap();
    assert_eq!(used.level(), finest, "{question:?}");
    let expected = cells(finest, &matches);
    let names: BTreeSet<&str> = clusters.iter().map(|cluster| cluster.cell.as_str()).collect();
    assert_eq!(
        (clusters.len(), names.len()),
        (expected.len(), expected.len()),
        "{question:?}"
    );
    for ((x, y), members) in &expected {
        let name = format!("{}/{x}/{y}", finest + 2);
        let cluster = clusters.iter().find(|cluster| cluster.cell == name);
        assert!(cluster.is_some(), "no {name}: {question:?}");
        check_cluster(snapshot, cluster.unwrap(), members);
    }
    finest
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn clusters_are_those_of_the_scan(
        world in world(300), genes in prop::collection::vec((question(), 0u32..=22), 1..=6)
    ) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for (gene, zoom) in genes {
            check(&snapshot, &brute, &gene.aim(&world), zoom);
        }
    }

    #[test]
    fn clusters_hold_every_match_that_has_a_position(
        world in world(1200), genes in prop::collection::vec((question(), 0i32..=22), 1..=6)
    ) {
        let snapshot = make(&world.contents);
        for (gene, zoom) in genes {
            let query = gene.aim(&world).query();
            let (_, clusters) = snapshot.clusters(&query, Zoom::new(zoom).unwrap(), now());
            let total: u64 = clusters.iter().map(|cluster| cluster.count).sum();
            let unmapped = if query.on_map() { 0 } else { snapshot.count_unmapped(&query, now()) };
            prop_assert_eq!(total + unmapped, snapshot.count(&query, now()));
        }
    }
}

proptest! {
    #![proptest_config(cases(4))]

    /// So many places, so far apart that they fill about as many cells as may be listed.
    #[test]
    fn the_finest_zoom_that_fits_is_taken(
        world in world(20),
        spots in prop::collection::vec((-180i64 * 64..=180 * 64, -90i64 * 64..=90 * 64), 1_000..2_600),
        zooms in [0u32..=22, 2u32..=6, 3u32..=5],
        wide: bool,
    ) {
        let mut contents = world.contents;
        let pattern = contents.places.first().cloned();
        let pattern = pattern.unwrap_or_else(|| place(0, &PlaceGene::plain(), &[(0, 0)]));
        contents.places = spots.iter().enumerate().map(|(index, (lon, lat))| {
            // All over the world, or in a region of a degree or two.
            let unit = if wide { DEGREE / 64 } else { DEGREE / 8192 };
            let at = on_earth(((lon * unit).clamp(-EAST, EAST), (lat * unit).clamp(-NORTH, NORTH)));
            Place { id: place_id(index), location: Some(point(at)), ..pattern.clone() }
        }).collect();
        let snapshot = make(&contents);
        let brute = Brute::new(&contents);
        let mut everything = Question::default();
        everything.filter.include_archived = true;
        for zoom in zooms {
            check(&snapshot, &brute, &everything, zoom);
        }
    }
}

/// Places in the middle of neighboring tiles of zoom 8, south and east of the origin.
fn grid_of(columns: usize, rows: usize) -> Snapshot {
    let middle = |tile: usize| 2.0 * (tile as f64 + 0.5) / 256.0;
    let places = (0..columns * rows).map(|index| Place {
        location: Some(Point {
            lon: middle(index % columns) * 180.0,
            lat: -(middle(index / columns) * std::f64::consts::PI)
                .sinh()
                .atan()
                .to_degrees(),
        }),
        ..place(index, &PlaceGene::plain(), &[(0, 0)])
    });
    let contents = Contents {
        places: places.collect(),
        ..Contents::default()
    };
    Snapshot::build(contents, "test", &day())
}

#[test]
fn as_many_cells_as_may_be_listed_are_listed() {
    for (columns, rows, zoom, listed) in [(64, 16, 6, 1_024), (41, 25, 5, 21 * 13)] {
        let snapshot = grid_of(columns, rows);
        let (used, clusters) = snapshot.clusters(&Question::default().query(), Zoom::new(6).unwrap(), now());
        assert_eq!(
            (used.level(), clusters.len()),
            (zoom, listed),
            "{columns} x {rows}"
        );
    }
}
