//! What is loaded from the tables is what was written, to the last bit, and what the log holds.

use std::collections::BTreeMap;

use domain::{Actor, Image, Place, Point, Term};
use store::{Filling, News, OpenMode, Store};
use tests::{TestDatabase, on_both};

/// Numbers whose shortest decimal form is long, or short, or almost another number.
fn odd_points() -> Vec<Point> {
    let mut points = vec![
        Point {
            lon: 0.1 + 0.2,
            lat: 1.0 / 3.0,
        },
        Point {
            lon: 180.0,
            lat: -90.0,
        },
        Point {
            lon: -5e-324,
            lat: 5e-324,
        },
        Point {
            lon: 139.0,
            lat: 35.0,
        },
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..500 {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = |bits: u64| (bits >> 11) as f64 / (1_u64 << 53) as f64;
        points.push(Point {
            lon: 360.0 * share(seed) - 179.9,
            lat: 180.0 * share(seed.rotate_left(32)) - 90.0,
        });
    }
    points
}

fn register(terms: &[Term]) -> Filling {
    let at = "2026-11-24T12:34:56.789012Z".parse().unwrap();
    let invented = api::demo::invent(7, 60, terms, at);
    let mut places = invented.places;
    let names = ["a\"b\\c", "改行\nと\tタブ", "\u{1F35B} 食堂", "NULL", "''"];
    for (number, point) in odd_points().into_iter().enumerate() {
        let name = names[number % names.len()].to_owned();
        let place = Place {
            name,
            kinds: vec![domain::PlaceKind::Other],
            location: Some(point),
            ..Place::empty(at)
        };
        places.push((place, domain::place::PrivateParts::default()));
    }
    Filling {
        organizations: invented.organizations,
        districts: invented.districts,
        services: invented.services,
        places,
    }
}

on_both! {
    async fn the_tables_and_the_log_hold_what_was_written(backend) {
        let database = TestDatabase::new(backend);
        let store = Store::open(&database.url, OpenMode::Tool).await.unwrap();
        let terms = store.terms().await.unwrap();
        let written = register(&terms);
        let at = "2026-11-24T12:34:56.789012Z".parse().unwrap();
        let console = Actor::at_the_console();
        let places: BTreeMap<_, _> = written.places.iter().map(|(place, _)| (place.id, place.clone())).collect();
        let services: BTreeMap<_, _> = written.services.iter().map(|service| (service.id, service.clone())).collect();
        let organizations: BTreeMap<_, _> = written.organizations.iter().map(|x| (x.id, x.clone())).collect();
        let districts: BTreeMap<_, _> = written.districts.iter().map(|x| (x.id, x.clone())).collect();
        let seq = store.fill(&console, "test", written, at).await.unwrap();

        let loaded = store.load().await.unwrap();
        assert_eq!(loaded.seq, seq);
        assert!(loaded.places.is_sorted_by_key(|place| place.id));
        let of_tables: BTreeMap<_, _> = loaded.places.into_iter().map(|place| (place.id, place)).collect();
        for (id, place) in &places {
            assert_eq!(Some(place), of_tables.get(id));
        }
        assert_eq!(of_tables.len(), places.len());
        assert_eq!(loaded.services.into_iter().map(|x| (x.id, x)).collect::<BTreeMap<_, _>>(), services);
        assert_eq!(loaded.organizations.into_iter().map(|x| (x.id, x)).collect::<BTreeMap<_, _>>(), organizations);
        assert_eq!(loaded.districts.into_iter().map(|x| (x.id, x)).collect::<BTreeMap<_, _>>(), districts);

        let changes = match store.news(0, None, 10_000).await.unwrap() {
            News::Changes(changes) => changes,
            other => unreachable!("{other:?}"),
        };
        let of_log = changes.into_iter().filter_map(|change| match change.image {
            Some(Image::Place(place)) => Some((place.id, *place)),
            _ => None,
        });
        assert_eq!(of_log.collect::<BTreeMap<_, _>>(), places);
        assert_eq!(store.news(seq, loaded.last_change, 10).await.unwrap(), News::Nothing);
        assert_eq!(store.news(0, None, 10).await.unwrap(), News::Reload, "more than it may read");
        assert_eq!(store.news(seq, None, 10).await.unwrap(), News::Reload, "another history");
        assert_eq!(store.news(seq + 1, loaded.last_change, 10).await.unwrap(), News::Reload, "an older backup");
        store.close().await.unwrap();
    }
}
