//! Which districts a place belongs to, against the words of the contract: every district that holds the point;
//! on a level where none does, the nearest within 200 m, first of the stated municipality; without a position
//! the stated municipality and what it belongs to.

use std::collections::BTreeSet;

use domain::contents::Contents;
use domain::district::PolygonRings;
use domain::{Address, District, DistrictId, DistrictLevel, Place, Point};
use proptest::prelude::*;

use crate::brute::Brute;
use crate::cases;
use crate::choices::{Bits, MUNICIPALITIES};
use crate::grid::{DEGREE, EAST, Spot, in_degrees, in_units, meters_to_edge, on_earth, point, units};
use crate::history::make;
use crate::records::{DistrictGene, district_gene, districts};
use crate::world::{PlaceGene, place, place_gene};

/// Meters in a degree of latitude.
const A_DEGREE: f64 = 111_195.0;

/// A place beside an edge: which edge, where on it, how many meters off.
#[derive(Debug, Clone)]
struct BesideGene {
    place: PlaceGene,
    edge: u64,
    offset: f64,
}

fn beside() -> impl Strategy<Value = BesideGene> {
    let offsets = [0.0, 1.0, 40.0, 90.0, 150.0, 190.0, 210.0, 260.0, 1000.0];
    let offset = (prop::sample::select(offsets.to_vec()), any::<bool>());
    (place_gene(), any::<u64>(), offset).prop_map(|(place, edge, (meters, left))| BesideGene {
        place,
        edge,
        offset: if left { meters } else { -meters },
    })
}

/// The grid point that many meters off an edge of some district.
fn spot_beside(gene: &BesideGene, districts: &[District]) -> Option<Spot> {
    let rings = districts
        .iter()
        .flat_map(|district| &district.polygons)
        .flat_map(in_units)
        .collect::<Vec<_>>();
    let edges: Vec<(Spot, Spot)> = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .map(|edge| (edge[0], edge[1]))
        .collect();
    let mut bits = Bits(gene.edge);
    let (a, b) = (!edges.is_empty()).then(|| bits.pick(&edges))?;
    let (a, b) = (point(a), point(b));
    let share = bits.pick(&[0.0, 0.25, 0.5, 0.9]);
    let on = Point {
        lon: a.lon + share * (b.lon - a.lon),
        lat: a.lat + share * (b.lat - a.lat),
    };
    let shrink = on.lat.to_radians().cos();
    let (dx, dy) = ((b.lon - a.lon) * shrink, b.lat - a.lat);
    let (east, north) = (dy / dx.hypot(dy) * gene.offset, -dx / dx.hypot(dy) * gene.offset);
    Some(on_earth((
        units(on.lon + east / A_DEGREE / shrink),
        units(on.lat + north / A_DEGREE),
    )))
}

/// A district that a place lies near, by one of its polygons.
#[derive(Debug)]
struct Candidate {
    owner: DistrictId,
    meters: f64,
    stated: bool,
}

fn candidates(contents: &Contents, place: &Place, at: Point) -> Vec<Candidate> {
    let stated = place
        .address
        .as_ref()
        .and_then(|address| address.municipality_code.as_deref());
    let is_stated = |district: &District| {
        let mut line = vec![district];
        while let Some(above) = contents
            .districts
            .iter()
            .find(|above| Some(above.id) == line[line.len() - 1].parent)
        {
            line.push(above);
        }
        let municipalities = line
            .into_iter()
            .filter(|above| above.level == DistrictLevel::Municipality);
        stated.is_some()
            && municipalities
                .into_iter()
                .any(|above| above.official_code.as_deref() == stated)
    };
    let near = |a: f64, b: f64, at: f64, margin: f64| a.min(b) - margin <= at && at <= a.max(b) + margin;
    let margin = 0.01 / at.lat.to_radians().cos();
    let mut all = Vec::new();
    for district in &contents.districts {
        let edges = district
            .polygons
            .iter()
            .flatten()
            .flat_map(|ring| ring.windows(2));
        let distances = edges.filter_map(|edge| {
            let [a, b] = [edge[0], edge[1]].map(|[lon, lat]| Point { lon, lat });
            let close_lon = |turn: f64| near(a.lon, b.lon, at.lon + turn, margin);
            let close = near(a.lat, b.lat, at.lat, 0.01) && [-360.0, 0.0, 360.0].into_iter().any(close_lon);
            close.then(|| meters_to_edge(at, a, b))
        });
        if let Some(meters) = distances.min_by(f64::total_cmp) {
            all.push(Candidate {
                owner: district.id,
                meters,
                stated: is_stated(district),
            });
        }
    }
    all
}

/// Checks one located place on one level.
fn check_level(
    brute: &Brute<'_>,
    place: &Place,
    at: Point,
    level: DistrictLevel,
    got: &BTreeSet<DistrictId>,
) {
    let of_level = || {
        brute
            .contents
            .districts
            .iter()
            .filter(|district| district.level == level)
    };
    let holding: BTreeSet<DistrictId> = of_level()
        .filter(|district| brute.holds(district.id, at))
        .map(|district| district.id)
        .collect();
    if !holding.is_empty() {
        assert_eq!(got, &holding, "{level} that hold {at:?}");
        return;
    }
    let line = |owner: DistrictId| -> BTreeSet<DistrictId> {
        let owner = brute
            .contents
            .districts
            .iter()
            .find(|district| district.id == owner)
            .unwrap();
        let line = brute.made_of(owner);
        of_level()
            .map(|district| district.id)
            .filter(|id| line.contains(id))
            .collect()
    };
    let all: Vec<Candidate> = candidates(brute.contents, place, at)
        .into_iter()
        .filter(|it| !line(it.owner).is_empty())
        .collect();
    if all
        .iter()
        .any(|candidate| (195.0..205.0).contains(&candidate.meters))
    {
        return;
    }
    let close = || all.iter().filter(|candidate| candidate.meters < 200.0);
    let any_stated = close().any(|candidate| candidate.stated);
    let preferred = || close().filter(|candidate| candidate.stated == any_stated);
    let Some(least) = preferred()
        .map(|candidate| candidate.meters)
        .min_by(f64::total_cmp)
    else {
        assert!(got.is_empty(), "{level} of {at:?}: {got:?} of {all:?}");
        return;
    };
    // Neighbors share borders: within half a meter either is right.
    let mut nearest = preferred().filter(|candidate| candidate.meters < least + 0.5);
    assert!(
        nearest.any(|candidate| *got == line(candidate.owner)),
        "{level} of {at:?}: {got:?} of {all:?}"
    );
}

fn check(contents: &Contents) {
    let snapshot = make(contents);
    let brute = Brute::new(contents);
    for place in &contents.places {
        let row = snapshot.place_row(place.id).unwrap();
        let listed: Vec<&District> = snapshot.districts_of(row).map(|district| &**district).collect();
        assert!(
            listed.is_sorted_by_key(|district| district.level),
            "from prefecture down"
        );
        let got: BTreeSet<DistrictId> = listed.iter().map(|district| district.id).collect();
        assert_eq!(got.len(), listed.len());
        if let Some(at) = place.location {
            for level in DistrictLevel::ALL {
                let of_level = listed.iter().filter(|district| district.level == *level);
                check_level(
                    &brute,
                    place,
                    at,
                    *level,
                    &of_level.map(|district| district.id).collect(),
                );
            }
        } else {
            let stated = place
                .address
                .as_ref()
                .and_then(|address| address.municipality_code.as_deref());
            let is_stated = |district: &&District| {
                stated.is_some()
                    && district.level == DistrictLevel::Municipality
                    && district.official_code.as_deref() == stated
            };
            let expected = contents
                .districts
                .iter()
                .filter(is_stated)
                .flat_map(|district| brute.made_of(district));
            assert_eq!(got, expected.collect());
        }
    }
}

/// The same outlines to the east, 0.003 degrees of longitude away, unless the map ends before.
fn across_a_strait(polygons: &[PolygonRings]) -> Vec<PolygonRings> {
    let rings: Vec<_> = polygons.iter().map(in_units).collect();
    let lons = || rings.iter().flatten().flatten().map(|corner| corner.0);
    let by = lons().max().unwrap_or_default() - lons().min().unwrap_or_default() + DEGREE * 3 / 1000;
    let room = lons().max().unwrap_or_default() + by <= EAST;
    let shift = |ring: &Vec<Spot>| {
        ring.iter()
            .map(|(lon, lat)| (lon + if room { by } else { 0 }, *lat))
            .collect()
    };
    rings
        .iter()
        .map(|rings| in_degrees(&rings.iter().map(shift).collect::<Vec<_>>()))
        .collect()
}

/// A town of districts and of places beside their edges; some have no position.
fn town(center: Spot, genes: &[DistrictGene], places: &[BesideGene]) -> Contents {
    let mut districts = districts(genes, &[center]);
    for index in 1..districts.len() {
        // Some districts lie across a narrow strait from the one before them.
        if genes[index].facts.is_multiple_of(2) {
            districts[index].polygons = across_a_strait(&districts[index - 1].polygons);
        }
    }
    let mut places: Vec<Place> = places
        .iter()
        .enumerate()
        .map(|(index, gene)| place(index, &gene.place, &[center]))
        .zip(places)
        .map(|(place, gene)| {
            let mut bits = Bits(gene.edge >> 32);
            let at = spot_beside(gene, &districts).map(point);
            let address = bits.one_in(2).then(|| Address {
                municipality_code: Some(bits.pick(&MUNICIPALITIES).to_owned()),
                ..Address::default()
            });
            Place {
                location: place.location.and(at),
                address,
                ..place
            }
        })
        .collect();
    places.retain(|place| place.location.is_none_or(|at| at.lat.abs() < 80.0));
    Contents {
        districts,
        places,
        ..Contents::default()
    }
}

proptest! {
    #![proptest_config(cases(450))]

    #[test]
    fn a_place_belongs_to_its_districts(
        lon in prop_oneof![2 => -180i64..=180, 1 => Just(180), 1 => Just(-180)], lat in -50i64..=50, genes in prop::collection::vec(district_gene(), 0..8),
        places in prop::collection::vec(beside(), 0..40),
    ) {
        check(&town((lon * DEGREE, lat * DEGREE), &genes, &places));
    }
}
