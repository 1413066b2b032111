//! Exact geometry. Positions are whole numbers of 2^-20 degree: floating point holds them without rounding,
//! and whether one lies on an edge is a question about integers.

use domain::Point;
use domain::district::PolygonRings;

/// Units in a degree; one is about 0.1 m.
pub const DEGREE: i64 = 1 << 20;
/// An eighth of a degree, about 14 km.
pub const COARSE: i64 = DEGREE / 8;

/// Longitude and latitude in units.
pub type Spot = (i64, i64);

pub const EAST: i64 = 180 * DEGREE;
pub const NORTH: i64 = 90 * DEGREE;

pub fn degrees(units: i64) -> f64 {
    units as f64 / DEGREE as f64
}

pub fn units(degrees: f64) -> i64 {
    (degrees * DEGREE as f64).round() as i64
}

pub fn point((lon, lat): Spot) -> Point {
    Point {
        lon: degrees(lon),
        lat: degrees(lat),
    }
}

pub fn spot(point: Point) -> Spot {
    let spot = (units(point.lon), units(point.lat));
    assert_eq!(self::point(spot), point, "only grid points can be judged exactly");
    spot
}

/// The nearest valid position: round the Earth in longitude, up to the poles, -180 written as 180.
pub fn on_earth((lon, lat): Spot) -> Spot {
    let lon = (lon + EAST).rem_euclid(2 * EAST) - EAST;
    (if lon == -EAST { EAST } else { lon }, lat.clamp(-NORTH, NORTH))
}

pub fn in_degrees(rings: &[Vec<Spot>]) -> PolygonRings {
    rings
        .iter()
        .map(|ring| {
            ring.iter()
                .map(|(lon, lat)| [degrees(*lon), degrees(*lat)])
                .collect()
        })
        .collect()
}

pub fn in_units(rings: &PolygonRings) -> Vec<Vec<Spot>> {
    rings
        .iter()
        .map(|ring| ring.iter().map(|[lon, lat]| (units(*lon), units(*lat))).collect())
        .collect()
}

/// The same meridian has two names.
fn names_of((lon, lat): Spot) -> Vec<Spot> {
    if lon.abs() == EAST {
        vec![(EAST, lat), (-EAST, lat)]
    } else {
        vec![(lon, lat)]
    }
}

/// A box with all its edges; west, south, east, north.
pub fn in_box([west, south, east, north]: [i64; 4], spot: Spot) -> bool {
    names_of(spot).into_iter().any(|(lon, lat)| {
        let between = if west <= east {
            west <= lon && lon <= east
        } else {
            west <= lon || lon <= east
        };
        between && south <= lat && lat <= north
    })
}

/// One polygon by the even-odd rule, its boundary included.
pub fn in_polygon(rings: &[Vec<Spot>], spot: Spot) -> bool {
    names_of(spot).into_iter().any(|spot| in_plane(rings, spot))
}

fn in_plane(rings: &[Vec<Spot>], p: Spot) -> bool {
    let mut odd = false;
    for (a, b) in rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .map(|edge| (edge[0], edge[1]))
    {
        let turn =
            i128::from(b.0 - a.0) * i128::from(p.1 - a.1) - i128::from(b.1 - a.1) * i128::from(p.0 - a.0);
        let beside = |a: i64, b: i64, p: i64| a.min(b) <= p && p <= a.max(b);
        if turn == 0 && beside(a.0, b.0, p.0) && beside(a.1, b.1, p.1) {
            return true;
        }
        // A ray to the east crosses the edge when the point lies on the left of it, seen going north.
        if (a.1 > p.1) != (b.1 > p.1) && (b.1 > a.1) == (turn > 0) {
            odd = !odd;
        }
    }
    odd
}

/// Great-circle meters, through the ball: twice the arc of half the chord.
pub fn meters(a: Point, b: Point) -> f64 {
    let unit = |p: Point| {
        let (lon, lat) = (p.lon.to_radians(), p.lat.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let chord = unit(a)
        .iter()
        .zip(unit(b))
        .map(|(x, y)| (x - y).powi(2))
        .sum::<f64>()
        .sqrt();
    2.0 * 6_371_008.8 * (chord / 2.0).min(1.0).asin()
}

/// Meters from a point to the nearest point of an edge, which is straight in longitude and latitude.
pub fn meters_to_edge(from: Point, a: Point, b: Point) -> f64 {
    let at = |share: f64| {
        let point = Point {
            lon: a.lon + share * (b.lon - a.lon),
            lat: a.lat + share * (b.lat - a.lat),
        };
        meters(from, point)
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..90 {
        let (left, right) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if at(left) < at(right) {
            high = right
        } else {
            low = left
        }
    }
    at(low).min(at(0.0)).min(at(1.0))
}

#[test]
fn a_diamond_and_its_corners() {
    let diamond = [vec![(0, -1), (1, 0), (0, 1), (-1, 0), (0, -1)]];
    for spot in [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)] {
        assert!(in_polygon(&diamond, spot));
    }
    for spot in [(1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0), (-2, 0)] {
        assert!(!in_polygon(&diamond, spot));
    }
}
