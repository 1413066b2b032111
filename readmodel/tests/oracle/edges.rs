//! Single cases that a random register would hardly ever meet.

use domain::contents::Contents;
use domain::{Address, District, DistrictId, DistrictLevel, Place, Point, Texts};
use readmodel::{
    AreaPolygon, Cursor, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText, Snapshot,
    Within,
};

use crate::choices::{MUNICIPALITIES, day, district_id, now, place_id};
use crate::grid::Spot;
use crate::places::{ids, whole};
use crate::world::{PlaceGene, place};

fn place_at(index: usize, at: Option<(f64, f64)>, municipality: Option<&str>) -> Place {
    let centers: [Spot; 1] = [(0, 0)];
    Place {
        location: at.map(|(lon, lat)| Point::new(lon, lat).unwrap()),
        address: municipality.map(|code| Address {
            municipality_code: Some(code.to_owned()),
            ..Address::default()
        }),
        ..place(index, &PlaceGene::plain(), &centers)
    }
}

fn district(index: usize, level: DistrictLevel, parent: Option<usize>, [w, s, e, n]: [f64; 4]) -> District {
    District {
        id: district_id(index),
        version: 1,
        level,
        official_code: (level == DistrictLevel::Municipality).then(|| MUNICIPALITIES[index].to_owned()),
        name: "district".to_owned(),
        name_kana: None,
        parent: parent.map(district_id),
        polygons: vec![vec![vec![[w, s], [e, s], [e, n], [w, n], [w, s]]]],
        translations: Texts::default(),
        sources: Vec::new(),
    }
}

fn districts_of(contents: Contents) -> Vec<DistrictId> {
    let snapshot = Snapshot::build(contents, "test", &day());
    let row = snapshot.place_row(place_id(0)).unwrap();
    snapshot.districts_of(row).map(|district| district.id).collect()
}

fn query(filter: PlaceFilter, within: Vec<Within>, field: OrderField, descending: bool) -> PlaceQuery {
    PlaceQuery::new(None, within, filter, Some(PlaceOrder { field, descending })).unwrap()
}

/// Two districts of a level with a strip of water of 0.003 degrees (334 m) between them; the place lies in it,
/// 111 m from the western one and 223 m (by `gap`, 167 m) from the eastern one.
fn strait(gap: f64) -> [[f64; 4]; 2] {
    [[-0.1, -0.1, 0.0, 0.1], [gap, -0.1, 0.1, 0.1]]
}

#[test]
fn on_the_coast_the_stated_municipality_comes_first() {
    let [west, east] = strait(0.0025);
    let municipality = DistrictLevel::Municipality;
    let districts = vec![
        district(0, municipality, None, west),
        district(1, municipality, None, east),
    ];
    for (stated, expected) in [(None, 0), (Some(0), 0), (Some(1), 1), (Some(2), 0)] {
        let places = vec![place_at(
            0,
            Some((0.001, 0.0)),
            stated.map(|index: usize| MUNICIPALITIES[index]),
        )];
        let contents = Contents {
            districts: districts.clone(),
            places,
            ..Contents::default()
        };
        assert_eq!(districts_of(contents), [district_id(expected)], "{stated:?}");
    }
}

#[test]
fn on_the_coast_school_districts_of_the_stated_municipality_come_first() {
    let [west, east] = strait(0.0025);
    let (municipality, school) = (
        DistrictLevel::Municipality,
        DistrictLevel::ElementarySchoolDistrict,
    );
    let districts = vec![
        district(0, municipality, None, west),
        district(1, municipality, None, east),
        district(2, school, Some(0), west),
        district(3, school, Some(1), east),
    ];
    let places = vec![place_at(0, Some((0.001, 0.0)), Some(MUNICIPALITIES[1]))];
    let contents = Contents {
        districts,
        places,
        ..Contents::default()
    };
    assert_eq!(districts_of(contents), [district_id(1), district_id(3)]);
}

#[test]
fn the_coast_goes_on_beyond_the_antimeridian() {
    let districts = vec![district(
        0,
        DistrictLevel::Municipality,
        None,
        [179.0, -0.1, 180.0, 0.1],
    )];
    let places = vec![place_at(0, Some((-179.999, 0.0)), None)];
    assert_eq!(
        districts_of(Contents {
            districts,
            places,
            ..Contents::default()
        }),
        [district_id(0)]
    );
}

#[test]
fn without_a_position_comes_last_in_both_directions() {
    let places = vec![place_at(0, None, None), place_at(1, Some((1.0, 1.0)), None)];
    let snapshot = Snapshot::build(
        Contents {
            places,
            ..Contents::default()
        },
        "test",
        &day(),
    );
    for descending in [false, true] {
        let listed = whole(
            &snapshot,
            &query(PlaceFilter::default(), Vec::new(), OrderField::Curve, descending),
        );
        assert_eq!(listed, [place_id(1), place_id(0)], "descending: {descending}");
    }
}

#[test]
fn the_end_of_the_curve_comes_before_no_position_at_all() {
    let places = vec![place_at(0, None, None), place_at(1, Some((180.0, -90.0)), None)];
    let snapshot = Snapshot::build(
        Contents {
            places,
            ..Contents::default()
        },
        "test",
        &day(),
    );
    let listed = whole(
        &snapshot,
        &query(PlaceFilter::default(), Vec::new(), OrderField::Curve, false),
    );
    assert_eq!(listed, [place_id(1), place_id(0)]);
}

#[test]
fn forged_cursors_are_harmless() {
    let snapshot = Snapshot::build(
        Contents {
            places: vec![place_at(0, Some((1.0, 1.0)), None)],
            ..Contents::default()
        },
        "test",
        &day(),
    );
    let id = place_id(0).0;
    let text = SearchText::new("a").unwrap();
    for descending in [false, true] {
        for (field, cursor) in [
            (OrderField::Name, Cursor::Name(false, "\u{0}".to_owned(), id)),
            (OrderField::UpdatedAt, Cursor::UpdatedAt(i64::MAX, id)),
            (OrderField::Curve, Cursor::Curve(false, u64::MAX, id)),
            (
                OrderField::Relevance,
                Cursor::Relevance(u8::MAX, true, String::new(), id),
            ),
        ] {
            let filter = PlaceFilter {
                text: text.clone(),
                ..PlaceFilter::default()
            };
            let query = query(filter, Vec::new(), field, descending);
            let text = cursor.encode(&query.hash());
            snapshot.search(&query, now(), query.cursor(&text).as_ref(), 1);
        }
    }
}

#[test]
fn a_forged_moment_is_harmless() {
    let snapshot = Snapshot::build(
        Contents {
            places: vec![place_at(0, None, None)],
            ..Contents::default()
        },
        "test",
        &day(),
    );
    let query = query(PlaceFilter::default(), Vec::new(), OrderField::UpdatedAt, true);
    let text = Cursor::UpdatedAt(i64::MIN, place_id(0).0).encode(&query.hash());
    snapshot.search(&query, now(), query.cursor(&text).as_ref(), 1);
}

#[test]
fn a_radius_has_limits() {
    for meters in [1.0, 50_000.0, 1.5] {
        assert!(Radius::new(meters).is_ok());
    }
    for meters in [0.0, 0.999, -1.0, 50_000.1, f64::INFINITY, f64::NAN] {
        assert!(Radius::new(meters).is_err(), "{meters}");
    }
}

#[test]
fn a_polygon_is_closed_simple_and_small() {
    let area = |ring: &[[f64; 2]]| AreaPolygon::new(vec![vec![ring.to_vec()]]);
    let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
    assert!(area(&square).is_ok());
    assert!(area(&square[..4]).is_err(), "open");
    assert!(
        area(&[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]).is_err(),
        "crosses itself"
    );
    assert!(area(&[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]).is_err(), "too few");
    assert!(
        area(&[[0.0, 0.0], [181.0, 0.0], [1.0, 1.0], [0.0, 0.0]]).is_err(),
        "beyond 180"
    );
    assert!(
        area(&[[0.0, 0.0], [f64::NAN, 0.0], [1.0, 1.0], [0.0, 0.0]]).is_err(),
        "no number"
    );
    assert!(
        AreaPolygon::new(Vec::new()).is_err() && AreaPolygon::new(vec![Vec::new()]).is_err(),
        "empty"
    );
    let hole = [[2.0, 0.25], [3.0, 0.25], [3.0, 0.75], [2.0, 0.25]];
    assert!(
        AreaPolygon::new(vec![vec![square.to_vec(), hole.to_vec()]]).is_err(),
        "a hole outside"
    );
    // A saw with a flat bottom: `teeth` teeth have 2 * teeth + 3 corners. The closing position is no corner.
    let saw = |teeth: u32| {
        let mut ring: Vec<[f64; 2]> = (0..=2 * teeth)
            .map(|n| [f64::from(n) / 8.0, if n % 2 == 0 { 1.0 } else { 2.0 }])
            .collect();
        ring.extend([[f64::from(teeth) / 4.0, 0.0], [0.0, 0.0], [0.0, 1.0]]);
        ring
    };
    let corners = |ring: &[[f64; 2]]| ring.len() - 1;
    assert!(corners(&saw(248)) == 499 && area(&saw(248)).is_ok());
    let mut most = saw(248);
    most.insert(1, [0.0625, 1.5]);
    assert!(corners(&most) == 500 && area(&most).is_ok());
    assert!(corners(&saw(249)) == 501 && area(&saw(249)).is_err());
}

#[test]
fn an_unknown_or_missing_district_holds_nothing() {
    let places = vec![place_at(0, Some((0.0, 0.0)), None)];
    let snapshot = Snapshot::build(
        Contents {
            places,
            ..Contents::default()
        },
        "test",
        &day(),
    );
    for districts in [vec![district_id(7)], Vec::new()] {
        let query = query(
            PlaceFilter::default(),
            vec![Within::Districts(districts)],
            OrderField::Name,
            false,
        );
        assert_eq!(whole(&snapshot, &query), []);
        assert_eq!(snapshot.count(&query, now()), 0);
    }
    let everything = query(PlaceFilter::default(), Vec::new(), OrderField::Name, false);
    let page = snapshot.search(&everything, now(), None, 0);
    assert!(
        ids(&snapshot, &page).is_empty() && page.has_next,
        "a page of none says whether there are any"
    );
}
