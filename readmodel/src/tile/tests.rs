//! Tiles: what belongs to one, what is repeated beyond its edges and across the antimeridian, and what crowds.

use chrono::NaiveDate;
use domain::contents::Contents;
use domain::{Place, PlaceId};
use hours::Holidays;
use proptest::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

use super::*;
use crate::opening::Day;
use crate::order::curve_key;
use crate::{PlaceFilter, PlaceQuery};

fn address(zoom: i32, x: u32, y: u32) -> TileAddress {
    TileAddress::new(Zoom::new(zoom).unwrap(), x, y).unwrap()
}

fn now() -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    day.and_hms_opt(1, 0, 0).unwrap().and_utc()
}

fn register(points: &[(f64, f64)]) -> Snapshot {
    let places = (1..).zip(points).map(|(number, (lon, lat))| Place {
        id: PlaceId(Uuid::from_u128(number)),
        name: format!("<{number}>"),
        kinds: vec![PlaceKind::FoodPantry],
        location: Some(Point { lon: *lon, lat: *lat }),
        ..Place::empty(now())
    });
    let contents = Contents {
        places: places.collect(),
        ..Contents::default()
    };
    let day = Day::at(now(), chrono_tz::Asia::Tokyo, Arc::new(Holidays::unknown())).unwrap();
    Snapshot::build(contents, "test", &day)
}

fn everything() -> PlaceQuery {
    PlaceQuery::new(None, Vec::new(), PlaceFilter::default(), None).unwrap()
}

/// Which places a tile names; names stand in it as they are.
fn named(snapshot: &Snapshot, address: TileAddress, crowd: u64) -> Vec<usize> {
    let bytes = snapshot.tile(&everything(), address, now(), crowd).bytes;
    let names = |number: &usize| {
        let name = format!("<{number}>");
        bytes.windows(name.len()).any(|window| window == name.as_bytes())
    };
    (1..=snapshot.place_count()).filter(names).collect()
}

proptest! {
    #[test]
    fn what_belongs_to_a_tile_lies_within_its_edges(
        lon in prop_oneof![-180.0..=180.0, Just(180.0), Just(-180.0), Just(0.0)],
        lat in prop_oneof![-90.0..=90.0, Just(90.0), Just(-90.0), Just(0.0)],
        zoom in 0_i32..=22,
        (east, south) in (-1_i32..=1, -1_i32..=1),
    ) {
        let point = Point { lon, lat };
        let key = curve_key(point);
        let (mut x, mut y) = (0_u32, 0_u32);
        for bit in 0..zoom {
            x = x << 1 | ((key >> (62 - 2 * bit)) & 1) as u32;
            y = y << 1 | ((key >> (63 - 2 * bit)) & 1) as u32;
        }
        let own = address(zoom, x, y);
        let (first, last) = keys_of_tile(zoom as u32, x, y);
        prop_assert!((first..=last).contains(&key));
        let (left, top) = own.units(point);
        prop_assert!((0..SIDE).contains(&left) && (0..SIDE).contains(&top), "{left} {top}");
        // In any other tile it lies outside.
        if let Some(other) = own.neighbor(east, south).filter(|other| *other != own) {
            let (left, top) = other.units(point);
            prop_assert!(!((0..SIDE).contains(&left) && (0..SIDE).contains(&top)));
            let (first, last) = keys_of_tile(zoom as u32, other.x, other.y);
            prop_assert!(!(first..=last).contains(&key));
        }
    }
}

#[test]
fn places_close_to_an_edge_are_on_both_sides_of_it() {
    // One unit of a tile of zoom 10 is 360 / 1024 / 4096 of a degree; the meridian 0 is an edge.
    let unit = 360.0 / 1024.0 / 4096.0;
    let snapshot = register(&[(-0.5 * unit, 10.0), (127.5 * unit, 10.0), (129.5 * unit, 10.0)]);
    let (x, y) = (512, 483);
    assert_eq!(named(&snapshot, address(10, x, y), CROWD), [1, 2, 3]);
    assert_eq!(named(&snapshot, address(10, x - 1, y), CROWD), [1, 2]);
    assert!(named(&snapshot, address(10, x - 2, y), CROWD).is_empty());
}

#[test]
fn the_antimeridian_is_an_edge_like_others_and_the_poles_have_no_neighbor() {
    let snapshot = register(&[(179.999, 10.0), (-179.999, 10.0), (0.0, 89.0)]);
    for (zoom, y) in [(1, 0), (8, 120)] {
        let last = (1 << zoom) - 1;
        let on = |x: u32| {
            let mut named = named(&snapshot, address(zoom, x, y), CROWD);
            named.retain(|number| *number < 3);
            named
        };
        assert_eq!((on(0), on(last)), (vec![1, 2], vec![1, 2]), "{zoom}");
    }
    assert_eq!(named(&snapshot, address(8, 128, 0), CROWD), [3]);
    assert!(named(&snapshot, address(8, 128, 255), CROWD).is_empty());
}

#[test]
fn a_crowd_is_counted_by_cell_and_shown_on_no_neighbor() {
    let unit = 360.0 / 1024.0 / 4096.0;
    let snapshot = register(&[(0.5 * unit, 10.0), (1.5 * unit, 10.0), (-0.5 * unit, 10.0)]);
    assert_eq!(
        named(&snapshot, address(10, 512, 483), 1),
        [0; 0],
        "two are a crowd of more than one"
    );
    assert_eq!(named(&snapshot, address(10, 511, 483), 1), [3]);
    let tile = snapshot.tile(&everything(), address(10, 512, 483), now(), 1);
    assert!(!tile.by_minute && tile.bytes.windows(8).any(|window| window == b"clusters"));
}
