//! Nearest first over HTTP: order, distances, totals and pages, against a scan of everything listed.

use serde_json::{Value, json};
use tests::{Client, Server, on_both};

const PLACES: &str = "query($near: NearInput, $first: Int, $after: String) {
    places(near: $near, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
        edges { distanceMeters node { id location { latitude longitude } } }
    }
}";

/// The haversine of the published formula, written once more.
fn meters((lon_a, lat_a): (f64, f64), (lon_b, lat_b): (f64, f64)) -> f64 {
    let (a, b) = (lat_a.to_radians(), lat_b.to_radians());
    let h = ((b - a) / 2.0).sin().powi(2)
        + a.cos() * b.cos() * ((lon_b - lon_a).to_radians() / 2.0).sin().powi(2);
    2.0 * 6_371_008.8 * h.sqrt().asin()
}

/// Everything on the map, page by page.
async fn everything(client: &Client) -> Vec<(String, f64, f64)> {
    let mut found = Vec::new();
    let mut path = "/places.geojson?limit=70".to_owned();
    loop {
        let answer = client.get(&path).await.json();
        for feature in answer["features"].as_array().unwrap() {
            let at = |index| feature["geometry"]["coordinates"][index].as_f64().unwrap();
            found.push((feature["id"].as_str().unwrap().to_owned(), at(0), at(1)));
        }
        match answer["links"][0]["href"].as_str() {
            Some(next) => path = next.to_owned(),
            None => {
                assert_eq!(answer["numberMatched"], found.len());
                return found;
            }
        }
    }
}

on_both! {
    async fn nearest_places_are_those_of_a_scan(backend) {
        let server = Server::with_town(backend).await;
        let all = everything(&server.client).await;
        assert!(all.len() > 200, "{}", all.len());
        for (lon, lat, radius) in [(137.0, 34.35, 1000), (137.02, 34.36, 50_000), (136.97, 34.33, 1), (0.0, 0.0, 50_000)] {
            let mut expected: Vec<(f64, &str)> = all
                .iter()
                .map(|(id, x, y)| (meters((lon, lat), (*x, *y)), id.as_str()))
                .filter(|(distance, _)| *distance <= f64::from(radius))
                .collect();
            // Relay ids of one type sort as their UUIDs only byte by byte, so ties are compared as sets below.
            expected.sort_by(|a, b| a.0.total_cmp(&b.0));
            let near = json!({ "point": { "latitude": lat, "longitude": lon }, "radiusMeters": radius });
            let mut got: Vec<(f64, String)> = Vec::new();
            let mut after = Value::Null;
            loop {
                let variables = json!({ "near": near, "first": 7, "after": after });
                let page = server.client.data(PLACES, variables).await["places"].clone();
                assert_eq!(page["totalCount"], expected.len());
                assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
                for edge in page["edges"].as_array().unwrap() {
                    let distance = edge["distanceMeters"].as_f64().unwrap();
                    got.push((distance, edge["node"]["id"].as_str().unwrap().to_owned()));
                }
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
            assert_eq!(got.len(), expected.len());
            for ((distance, id), (wanted, _)) in got.iter().zip(&expected) {
                assert!((distance - wanted).abs() < 0.01, "{id}: {distance} {wanted}");
            }
            let mut ids: Vec<&str> = got.iter().map(|(_, id)| id.as_str()).collect();
            let mut wanted: Vec<&str> = expected.iter().map(|(_, id)| *id).collect();
            ids.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(ids, wanted);
        }
    }
}

on_both! {
    async fn an_empty_page_ends_where_it_began(backend) {
        let server = Server::with_town(backend).await;
        let near = json!({ "point": { "latitude": 34.35, "longitude": 137.0 }, "radiusMeters": 2000 });
        let all = server.client.data(PLACES, json!({ "near": near, "first": 100 })).await;
        let last = all["places"]["pageInfo"]["endCursor"].clone();
        let rest = server.client.data(PLACES, json!({ "near": near, "first": 5, "after": last })).await;
        assert_eq!(rest["places"]["edges"], json!([]));
        assert_eq!(rest["places"]["pageInfo"]["endCursor"], last);
        let none = server.client.data(PLACES, json!({ "near": near, "first": 0 })).await;
        assert_eq!(none["places"]["edges"], json!([]));
        assert_eq!(none["places"]["pageInfo"]["hasNextPage"], true);
    }
}
