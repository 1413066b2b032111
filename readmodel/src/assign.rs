//! Which districts a place belongs to, derived and never edited.
//!
//! Every district whose area holds the public point; on a level where none does, the nearest within 200 m (the
//! coast, where simplified outlines cut off piers), those of the stated municipality first; without a position,
//! the stated municipality and what it belongs to.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{DistrictId, DistrictLevel, Place};
use roaring::RoaringBitmap;

use crate::polygon::Polygon;
use crate::spatial::Located;
use crate::tables::Districts;
use crate::tree::Rect;

/// How far from a district a place on the coast may lie, in meters.
const COAST_M: f64 = 200.0;

/// Degrees of latitude that are surely more than that.
const COAST_DEGREES: f64 = 0.002;

/// The districts of every row, as slots in the table of districts.
pub(crate) fn districts_of_rows(
    places: &[Arc<Place>],
    located: &Located,
    districts: &Districts,
) -> Vec<Vec<u32>> {
    let mut assigned: Vec<Vec<u32>> = vec![Vec::new(); places.len()];
    for (position, entry) in (0..).zip(districts.table.iter()) {
        for polygon in &entry.own.0 {
            let mut rows = located.rows_in(polygon);
            crate::area::add_twins(polygon, &located.points, &mut rows);
            if !rows.is_empty() {
                let line = districts.line(position);
                rows.iter().for_each(|row| add(&mut assigned, row, &line));
            }
        }
    }
    add_coast(places, located, districts, &mut assigned);
    add_stated(places, located.points.len(), districts, &mut assigned);
    assigned
}

fn add(assigned: &mut [Vec<u32>], row: u32, line: &[u32]) {
    if let Some(districts) = assigned.get_mut(row as usize) {
        for position in line {
            if !districts.contains(position) {
                districts.push(*position);
            }
        }
    }
}

/// A district near a place that lies in none of the level; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Nearby {
    elsewhere: bool,
    meters: f64,
    /// Decides where borders are shared, whatever the order of loading.
    id: DistrictId,
    position: u32,
}

fn add_coast(places: &[Arc<Place>], located: &Located, districts: &Districts, assigned: &mut [Vec<u32>]) {
    let level = |position: u32| districts.table.at(position).map(|entry| entry.district.level);
    let mut nearest: HashMap<(u32, DistrictLevel), Nearby> = HashMap::new();
    for (position, entry) in (0..).zip(districts.table.iter()) {
        for polygon in &entry.own.0 {
            let rows = rows_near(located, polygon);
            if rows.is_empty() {
                continue;
            }
            let line = districts.line(position);
            for row in rows {
                let (Some(point), Some(own)) = (located.points.get(row as usize), assigned.get(row as usize))
                else {
                    continue;
                };
                let holds = |wanted| own.iter().any(|position| level(*position) == Some(wanted));
                let missing: Vec<DistrictLevel> = line
                    .iter()
                    .filter_map(|position| level(*position))
                    .filter(|level| !holds(*level))
                    .collect();
                if missing.is_empty() {
                    continue;
                }
                let meters = polygon.distance_m(*point);
                if meters > COAST_M {
                    continue;
                }
                let elsewhere = !is_stated(
                    places.get(row as usize).map(|place| &**place),
                    districts,
                    position,
                );
                let nearby = Nearby {
                    elsewhere,
                    meters,
                    id: entry.district.id,
                    position,
                };
                for level in missing {
                    let best = nearest.entry((row, level)).or_insert(nearby);
                    if nearby < *best {
                        *best = nearby;
                    }
                }
            }
        }
    }
    for ((row, wanted), nearby) in nearest {
        let line: Vec<u32> = districts
            .line(nearby.position)
            .into_iter()
            .filter(|position| level(*position) == Some(wanted))
            .collect();
        add(assigned, row, &line);
    }
}

/// Whether the district is, or is part of, the municipality that the place states.
fn is_stated(place: Option<&Place>, districts: &Districts, position: u32) -> bool {
    let stated = place
        .and_then(|place| place.address.as_ref())
        .and_then(|address| address.municipality_code.as_deref());
    stated.is_some()
        && districts
            .with_ancestors(position)
            .into_iter()
            .filter_map(|above| districts.table.at(above))
            .any(|entry| {
                entry.district.level == DistrictLevel::Municipality
                    && entry.district.official_code.as_deref() == stated
            })
}

fn add_stated(places: &[Arc<Place>], located: usize, districts: &Districts, assigned: &mut [Vec<u32>]) {
    let mut by_code: HashMap<&str, u32> = HashMap::new();
    if located < places.len() {
        for (position, entry) in (0..).zip(districts.table.iter()) {
            if let (DistrictLevel::Municipality, Some(code)) =
                (entry.district.level, &entry.district.official_code)
            {
                by_code.insert(code, position);
            }
        }
    }
    for (row, place) in (0..).zip(places).skip(located) {
        let code = place
            .address
            .as_ref()
            .and_then(|address| address.municipality_code.as_deref());
        if let Some(position) = code.and_then(|code| by_code.get(code)) {
            add(assigned, row, &districts.line(*position));
        }
    }
}

/// Rows in the extent of a polygon and a strip round it that is wide enough for the coast rule.
pub(crate) fn rows_near(located: &Located, polygon: &Polygon) -> RoaringBitmap {
    let Rect {
        west,
        south,
        east,
        north,
    } = polygon.extent;
    // A degree of longitude shrinks with latitude; beyond 85 degrees the coast rule looks no further.
    let widest = south.abs().max(north.abs()).min(85.0).to_radians().cos();
    let strip = COAST_DEGREES / widest;
    let (west, east) = (west - strip, east + strip);
    let (south, north) = (south - COAST_DEGREES, north + COAST_DEGREES);
    let mut rows = located.rows_in(&Rect {
        west,
        south,
        east,
        north,
    });
    // The strip goes on at the other end of the map.
    if west < -180.0 {
        rows |= located.rows_in(&Rect {
            west: west + 360.0,
            south,
            east: 180.0,
            north,
        });
    }
    if east > 180.0 {
        rows |= located.rows_in(&Rect {
            west: -180.0,
            south,
            east: east - 360.0,
            north,
        });
    }
    rows
}
