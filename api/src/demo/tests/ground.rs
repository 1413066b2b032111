//! The city's ground and the points on it.

use std::collections::BTreeMap;

use domain::district::Ring;
use domain::location::public_point;
use domain::{DistrictLevel, LocationPrecision};
use rand::RngExt;

use super::super::{CENTER, Maker, SEED, invent};
use super::{at, town, vocabulary};

/// Whether the ring goes round the point, by counting the edges to the east of it.
fn goes_round(ring: &Ring, lon: f64, lat: f64) -> bool {
    ring.windows(2)
        .filter(|edge| {
            let ([a_lon, a_lat], [b_lon, b_lat]) = (edge[0], edge[1]);
            (a_lat > lat) != (b_lat > lat) && lon < a_lon + (lat - a_lat) / (b_lat - a_lat) * (b_lon - a_lon)
        })
        .count()
        % 2
        == 1
}

#[test]
fn each_cut_covers_the_city_once() {
    for seed in [SEED, 1, 2] {
        let register = invent(seed, 20, &vocabulary(), at());
        let mut rings: BTreeMap<DistrictLevel, Vec<&Ring>> = BTreeMap::new();
        for district in &register.districts {
            rings
                .entry(district.level)
                .or_default()
                .extend(district.polygons.iter().flatten());
        }
        for ring in rings.values().flatten() {
            assert_eq!(ring.first(), ring.last());
            let twice: f64 = ring
                .windows(2)
                .map(|edge| edge[0][0] * edge[1][1] - edge[1][0] * edge[0][1])
                .sum();
            assert!(twice > 0.0, "counter-clockwise");
        }
        let city = rings[&DistrictLevel::Municipality][0];
        let mut maker = Maker::new(seed, &[], at());
        let mut inside = 0;
        for _ in 0..20_000 {
            let lon = CENTER[0] + maker.rng.random_range(-0.06..0.06);
            let lat = CENTER[1] + maker.rng.random_range(-0.05..0.05);
            let expected = usize::from(goes_round(city, lon, lat));
            inside += expected;
            for (level, count) in [
                (DistrictLevel::Town, 6),
                (DistrictLevel::ElementarySchoolDistrict, 4),
                (DistrictLevel::JuniorHighSchoolDistrict, 2),
            ] {
                let rings = &rings[&level];
                assert_eq!(rings.len(), count);
                let found = rings.iter().filter(|ring| goes_round(ring, lon, lat)).count();
                assert_eq!(found, expected, "{level} at {lon}, {lat}");
            }
        }
        assert!(inside > 8_000, "{inside}");
        for (place, _) in register
            .places
            .iter()
            .filter(|(place, _)| place.location_precision == LocationPrecision::Exact)
        {
            let point = place.location.unwrap();
            assert!(goes_round(city, point.lon, point.lat), "{}", place.name);
            let town = place
                .address
                .as_ref()
                .and_then(|address| address.town.as_deref())
                .unwrap();
            let district = register
                .districts
                .iter()
                .find(|district| district.level == DistrictLevel::Town && town.starts_with(&district.name));
            assert!(
                goes_round(&district.unwrap().polygons[0][0], point.lon, point.lat),
                "{town}"
            );
        }
    }
}

#[test]
fn public_points_hold_no_more_than_their_precision_says() {
    for (place, private) in town().places {
        match place.location_precision {
            LocationPrecision::Exact => assert!(place.location.is_some() && private.exact_point.is_none()),
            LocationPrecision::Block | LocationPrecision::Town => {
                let point = place.location.unwrap();
                assert_eq!(public_point(point, place.location_precision), Some(point));
                assert_eq!(
                    public_point(private.exact_point.unwrap(), place.location_precision),
                    Some(point)
                );
                assert!(
                    !place
                        .address
                        .is_some_and(|address| address.formatted.contains('-'))
                );
            }
            LocationPrecision::Hidden => assert!(place.location.is_none() && private.exact_point.is_some()),
            LocationPrecision::Unknown => assert!(place.location.is_none() && private.exact_point.is_none()),
        }
    }
}
