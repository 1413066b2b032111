//! Points on the Earth, distances between them, and how much of an exact point the public may see.
//!
//! WGS 84 degrees, longitude before latitude. Distances are great-circle meters on the mean Earth radius
//! of the IUGG; there is one distance function in the whole system, this one.

use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::violation::Violation;

/// Mean Earth radius R1 in meters (IUGG; Moritz 2000, Geodetic Reference System 1980).
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A position: `lon` within ±180, `lat` within ±90.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub lon: f64,
    pub lat: f64,
}

impl Point {
    /// Checks both ranges; -180 becomes 180, the same meridian written once.
    pub fn new(lon: f64, lat: f64) -> Result<Point, Vec<Violation>> {
        let mut violations = Vec::new();
        if !(-90.0..=90.0).contains(&lat) {
            violations.push(Violation::out_of_range(
                &["latitude"],
                format!("latitude must lie between -90 and 90 degrees, not {lat}"),
            ));
        }
        if !(-180.0..=180.0).contains(&lon) {
            violations.push(Violation::out_of_range(
                &["longitude"],
                format!("longitude must lie between -180 and 180 degrees, not {lon}"),
            ));
        }
        if violations.is_empty() {
            Ok(Point {
                lon: if lon == -180.0 { 180.0 } else { lon },
                lat,
            })
        } else {
            Err(violations)
        }
    }

    /// Great-circle distance in meters, by the haversine formula.
    pub fn distance_m(self, other: Point) -> f64 {
        let (lat_a, lat_b) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((lat_b - lat_a) / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
        2.0 * EARTH_RADIUS_M * h.min(1.0).sqrt().asin()
    }
}

closed_set! {
    /// How much of a place's position the public sees.
    LocationPrecision {
        /// The point itself.
        Exact = "EXACT",
        /// The center of its quarter mesh of JIS X 0410: 7.5" by 11.25", about 250 m.
        Block = "BLOCK",
        /// The center of its third mesh: 30" by 45", about 1 km.
        Town = "TOWN",
        /// No public point at all.
        Hidden = "HIDDEN",
        /// The position is not known.
        Unknown = "UNKNOWN",
    }
}

/// The point that the public may see; computed once, at write. A fixed grid and not noise: noise averages out.
pub fn public_point(exact: Point, precision: LocationPrecision) -> Option<Point> {
    match precision {
        LocationPrecision::Exact => Some(exact),
        LocationPrecision::Block => Some(mesh_center(exact, 480.0, 320.0)),
        LocationPrecision::Town => Some(mesh_center(exact, 120.0, 80.0)),
        LocationPrecision::Hidden | LocationPrecision::Unknown => None,
    }
}

/// Center of the cell that holds the point, in a grid of `lat_cells` by `lon_cells` to the degree.
fn mesh_center(point: Point, lat_cells: f64, lon_cells: f64) -> Point {
    let center = |degrees: f64, cells: f64, limit: f64| {
        (((degrees * cells).floor() + 0.5) / cells).min(limit - 0.5 / cells)
    };
    Point {
        lon: center(point.lon, lon_cells, 180.0),
        lat: center(point.lat, lat_cells, 90.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_distances() {
        // A quarter of a great circle, and half of one.
        let equator = Point { lon: 0.0, lat: 0.0 };
        let quarter = EARTH_RADIUS_M * std::f64::consts::FRAC_PI_2;
        assert!((equator.distance_m(Point { lon: 90.0, lat: 0.0 }) - quarter).abs() < 1e-6);
        assert!((equator.distance_m(Point { lon: 0.0, lat: 90.0 }) - quarter).abs() < 1e-6);
        assert!((equator.distance_m(Point { lon: 180.0, lat: 0.0 }) - 2.0 * quarter).abs() < 1e-6);
    }

    #[test]
    fn the_mesh_is_that_of_jis_x_0410() {
        // Third mesh 5339-45-29 (Tokyo Station, Marunouchi side): 35°40'30"-35°41'00", 139°45'45"... its center:
        let town = public_point(
            Point {
                lon: 139.7671,
                lat: 35.6812,
            },
            LocationPrecision::Town,
        )
        .unwrap();
        assert!((town.lat - (35.675 + 0.5 / 120.0)).abs() < 1e-9, "{town:?}");
        assert!((town.lon - (139.7625 + 0.5 / 80.0)).abs() < 1e-9, "{town:?}");
    }

    proptest! {
        #[test]
        fn haversine_equals_the_chord_through_the_ball(
            a in (-180.0..=180.0, -90.0..=90.0), b in (-180.0..=180.0, -90.0..=90.0),
        ) {
            let unit = |(lon, lat): (f64, f64)| {
                let (lon, lat) = (lon.to_radians(), lat.to_radians());
                [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
            };
            let (u, v) = (unit(a), unit(b));
            let chord = u.iter().zip(v).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt();
            let expected = 2.0 * EARTH_RADIUS_M * (chord / 2.0).min(1.0).asin();
            let got = Point { lon: a.0, lat: a.1 }.distance_m(Point { lon: b.0, lat: b.1 });
            // Near the antipode arcsin loses half the digits; 0.3 m of 20,000 km.
            prop_assert!((got - expected).abs() < 0.01 || got > 20_000_000.0 && (got - expected).abs() < 0.3);
        }

        #[test]
        fn snapping_is_idempotent_and_stays_near(lon in -180.0..=180.0, lat in -90.0..=90.0) {
            let point = Point { lon, lat };
            for precision in [LocationPrecision::Block, LocationPrecision::Town] {
                let snapped = public_point(point, precision).unwrap();
                prop_assert_eq!(public_point(snapped, precision), Some(snapped));
                prop_assert!((snapped.lon - lon).abs() <= 0.5 / 80.0 + 1e-9);
                prop_assert!((snapped.lat - lat).abs() <= 0.5 / 120.0 + 1e-9);
                prop_assert!(Point::new(snapped.lon, snapped.lat).is_ok());
            }
        }
    }
}
