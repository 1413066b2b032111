//! Hidden means hidden: two registers that differ only in private parts answer every request byte for byte alike.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{Actor, Contact, ContactKind, LocationPrecision, Point, Visibility};
use serde_json::json;
use store::{Filling, OpenMode, Store};
use tests::{Backend, Server, TestDatabase, on_both};

/// The invented town, with every private part moved or replaced when `other`.
async fn register(backend: Backend, other: bool) -> Server {
    let database = TestDatabase::new(backend);
    let store = Arc::new(Store::open(&database.url, OpenMode::Tool).await.unwrap());
    let terms = store.terms().await.unwrap();
    let at = DateTime::<Utc>::from_timestamp(1_793_491_200, 0).unwrap();
    let mut town = api::demo::invent(7, 300, &terms, at);
    let mut touched = 0;
    for (place, private) in &mut town.places {
        if !other {
            continue;
        }
        if let Some(exact) = private.exact_point {
            let moved = Point {
                lon: exact.lon + 0.0001,
                lat: exact.lat,
            };
            let same = domain::location::public_point(moved, place.location_precision);
            if place.location_precision == LocationPrecision::Hidden || same == place.location {
                private.exact_point = Some(moved);
                touched += 1;
            }
        }
        private.contacts.push(Contact {
            kind: ContactKind::Phone,
            value: "090-0000-0000".to_owned(),
            note: None,
            visibility: Visibility::Private,
        });
    }
    assert!(!other || touched > 3);
    let filling = Filling {
        organizations: town.organizations,
        districts: town.districts,
        services: town.services,
        places: town.places,
    };
    store
        .fill(&Actor::at_the_console(), "hidden", filling, at)
        .await
        .unwrap();
    Arc::into_inner(store).unwrap().close().await.unwrap();
    Server::on(database).await
}

on_both! {
    async fn private_parts_change_no_public_byte(backend) {
        let (one, two) = (register(backend, false).await, register(backend, true).await);
        for path in [
            "/places.geojson",
            "/places.geojson?near=137.0,34.35&radius=3000",
            "/places.geojson?bbox=136.99,34.34,137.0,34.35",
            "/places.geojson?text=090",
            "/places.geojson?text=相談",
        ] {
            let (a, b) = (one.client.get(path).await, two.client.get(path).await);
            assert_eq!(a.status, 200);
            assert_eq!(a.body, b.body, "{path}");
            assert_eq!(a.header("etag"), b.header("etag"), "{path}");
        }
        let document = "query($first: Int) { places(first: $first) { totalCount unmappedCount edges { cursor node {
            id version name summary location { latitude longitude } locationPrecision address { formatted }
            contacts { kind value visibility } districts { id } updatedAt
            distanceTo(point: { latitude: 34.35, longitude: 137.0 })
            sources { dataset externalId retrievedAt } services { edges { contacts { value } } } } } } }";
        let variables = json!({ "first": 100 });
        assert_eq!(one.client.query(document, variables.clone()).await, two.client.query(document, variables).await);
        // The log too, each change and where it stands in an area.
        let document = "query($within: AreaInput, $types: [SubjectType!]) {
            changes(within: $within, types: $types) { edges { cursor node { id seq at action subjectId fields reason
                subject { id ... on Place { location { latitude longitude } history { nodes { id } } } } } } pageInfo { endCursor } } }";
        for variables in [
            json!({ "types": ["ORGANIZATION"] }),
            json!({ "within": { "boundingBox": { "south": 34.34, "west": 136.99, "north": 34.35, "east": 137.0 } } }),
        ] {
            let (a, b) = (one.client.query(document, variables.clone()).await, two.client.query(document, variables).await);
            assert!(!a["data"]["changes"]["edges"].as_array().unwrap().is_empty(), "{a}");
            assert_eq!(a, b);
        }
        assert_eq!(tests::export(&one.database, None).await, tests::export(&two.database, None).await);
        let hidden = one.client.data(
            "{ places(first: 100, filter: { text: \"場所は非公開\" }) { nodes { location { latitude } locationPrecision
               distanceTo(point: { latitude: 34.35, longitude: 137.0 }) contacts { visibility } } } }",
            json!({}),
        ).await;
        let place = &hidden["places"]["nodes"][0];
        assert_eq!(place["locationPrecision"], "HIDDEN");
        assert!(place["location"].is_null() && place["distanceTo"].is_null());
    }
}
