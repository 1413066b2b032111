//! Counts beside an answer: clusters, facets and kinds against what is listed; what an empty answer leads to.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{Server, on_both};

/// The tile of a point, by the formula of the OpenStreetMap wiki.
fn tile(zoom: u32, lon: f64, lat: f64) -> String {
    let n = f64::from(1 << zoom);
    let lat = lat.to_radians();
    let x = ((lon + 180.0) / 360.0 * n).floor();
    let y = ((1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * n).floor();
    format!("{zoom}/{x}/{y}")
}

on_both! {
    async fn clusters_hold_exactly_what_the_map_lists(backend) {
        let server = Server::with_town(backend).await;
        let document = "query($zoom: Int!, $within: AreaInput!, $filter: PlaceFilter) {
            placeClusters(within: $within, zoom: $zoom, filter: $filter) { zoom totalCount unmappedCount
                clusters { cell count south west north east expansionZoom centroid { latitude longitude }
                           kindCounts { kind count } place { id } } } }";
        let within = json!({ "boundingBox": { "west": 136.98, "south": 34.33, "east": 137.03, "north": 34.37 } });
        for kinds in [json!([]), json!(["FOOD_PANTRY", "GATHERING_PLACE"])] {
            let list: Vec<&str> = kinds.as_array().unwrap().iter().map(|kind| kind.as_str().unwrap()).collect();
            let path = format!("/places.geojson?bbox=136.98,34.33,137.03,34.37&limit=10000&kinds={}", list.join(","));
            let map = server.client.get(&path).await.json();
            for zoom in [0, 5, 11, 13, 16, 22] {
                let variables = json!({ "zoom": zoom, "within": within, "filter": { "kinds": kinds } });
                let answer = server.client.data(document, variables).await["placeClusters"].clone();
                let used = u32::try_from(answer["zoom"].as_u64().unwrap()).unwrap();
                let mut expected: BTreeMap<String, (u64, BTreeMap<String, u64>)> = BTreeMap::new();
                for feature in map["features"].as_array().unwrap() {
                    let at = |index| feature["geometry"]["coordinates"][index].as_f64().unwrap();
                    let cell = expected.entry(tile(used + 2, at(0), at(1))).or_default();
                    cell.0 += 1;
                    for kind in feature["properties"]["kinds"].as_array().unwrap() {
                        *cell.1.entry(kind.as_str().unwrap().to_owned()).or_default() += 1;
                    }
                }
                assert_eq!(answer["totalCount"], map["numberMatched"]);
                assert_eq!(answer["unmappedCount"], map["unmapped"]);
                let clusters = answer["clusters"].as_array().unwrap();
                assert_eq!(clusters.len(), expected.len());
                for cluster in clusters {
                    let (count, kinds) = &expected[cluster["cell"].as_str().unwrap()];
                    assert_eq!(cluster["count"], *count);
                    let got: BTreeMap<String, u64> = cluster["kindCounts"].as_array().unwrap().iter()
                        .map(|kind| (kind["kind"].as_str().unwrap().to_owned(), kind["count"].as_u64().unwrap())).collect();
                    assert_eq!(got, *kinds);
                    assert_eq!(cluster["place"].is_null(), *count > 1);
                    let side = |name: &str| cluster[name].as_f64().unwrap();
                    let (lat, lon) = (cluster["centroid"]["latitude"].as_f64().unwrap(), cluster["centroid"]["longitude"].as_f64().unwrap());
                    assert!(side("south") <= lat && lat <= side("north") && side("west") <= lon && lon <= side("east"));
                }
            }
        }
    }
}

on_both! {
    async fn a_facet_counts_what_a_filter_by_it_would_keep(backend) {
        let server = Server::with_town(backend).await;
        let data = server.client.data(
            "{ places(filter: { kinds: [GATHERING_PLACE, FOOD_PANTRY] }, first: 0) {
                 totalCount facets(scheme: \"need\") { term { id } count } kindCounts { kind count } nothing: facets(scheme: \"language\") { count } } }",
            json!({}),
        ).await["places"].clone();
        let facets = data["facets"].as_array().unwrap();
        assert!(facets.len() > 3);
        let document = "query($f: PlaceFilter) { places(filter: $f, first: 0) { totalCount } }";
        for facet in facets {
            let filter = json!({ "f": { "kinds": ["GATHERING_PLACE", "FOOD_PANTRY"], "termIds": [facet["term"]["id"]] } });
            assert_eq!(server.client.data(document, filter).await["places"]["totalCount"], facet["count"]);
        }
        for kind in data["kindCounts"].as_array().unwrap() {
            if ["GATHERING_PLACE", "FOOD_PANTRY"].contains(&kind["kind"].as_str().unwrap()) {
                let filter = json!({ "f": { "kinds": [kind["kind"]] } });
                assert_eq!(server.client.data(document, filter).await["places"]["totalCount"], kind["count"]);
            }
        }
        let refused = server.client.query("{ places { facets(scheme: \"x\") { count } totalCount } }", json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["argument"], "scheme");
        assert!(refused["data"]["places"]["totalCount"].is_number());
    }
}

on_both! {
    async fn an_empty_answer_leads_on(backend) {
        let server = Server::with_town(backend).await;
        let document = "query($near: NearInput, $within: AreaInput) { places(near: $near, within: $within, filter: { kinds: [FOOD_PANTRY] }) {
            totalCount beyond { distanceMeters node { kinds } } none: beyond(first: 0) { cursor }
            fallbackDesks(first: 5) { distanceMeters node { name modes serves { name } } } } }";
        // Far out at sea: nothing within reach, but the town's pantries are the nearest ones.
        let near = json!({ "near": { "point": { "latitude": 33.0, "longitude": 137.0 }, "radiusMeters": 1000 } });
        let answer = server.client.data(document, near).await["places"].clone();
        assert_eq!(answer["totalCount"], 0);
        let beyond = answer["beyond"].as_array().unwrap();
        assert_eq!(beyond.len(), 3);
        let meters: Vec<f64> = beyond.iter().map(|edge| edge["distanceMeters"].as_f64().unwrap()).collect();
        assert!(meters[0] > 100_000.0 && meters.is_sorted(), "{meters:?}");
        assert_eq!(answer["none"], json!([]));
        let desks = answer["fallbackDesks"].as_array().unwrap();
        assert!(!desks.is_empty(), "somebody listens everywhere");
        assert!(desks.iter().all(|desk| desk["node"]["serves"] == json!([])), "only those without a limit serve the sea");
        let town = json!({ "near": { "point": { "latitude": 34.35, "longitude": 137.0 }, "radiusMeters": 5000 } });
        let answer = server.client.data(document, town).await["places"].clone();
        assert!(answer["totalCount"].as_i64().unwrap() > 0);
        assert_eq!((&answer["beyond"], &answer["fallbackDesks"]), (&json!([]), &json!([])));
        for (argument, field) in [("beyond.first", "beyond(first: 11) { cursor }"), ("fallbackDesks.first", "fallbackDesks(first: -1) { cursor }")] {
            let refused = server.client.query(&format!("{{ places {{ {field} }} schemes {{ code }} }}"), json!({})).await;
            assert_eq!(refused["errors"][0]["extensions"]["argument"], argument, "{refused}");
            assert_eq!(refused["data"]["places"], Value::Null);
            assert!(refused["data"]["schemes"].is_array(), "{refused}");
        }
    }
}
