//! GraphQL and GeoJSON answer the same question with the same places.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Client, Server, on_both};

const PLACES: &str =
    "query($near: NearInput, $within: AreaInput, $filter: PlaceFilter, $first: Int = 100, $after: String) {
    places(near: $near, within: $within, filter: $filter, first: $first, after: $after) {
        totalCount unmappedCount pageInfo { hasNextPage endCursor } nodes { id location { latitude } }
    }
}";

/// The ids of all pages that have a position, and the counts.
pub(super) async fn by_graphql(client: &Client, mut variables: Value) -> (BTreeSet<String>, Value, Value) {
    let mut ids = BTreeSet::new();
    loop {
        let page = client.data(PLACES, variables.clone()).await["places"].clone();
        let located = page["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|node| !node["location"].is_null());
        ids.extend(located.map(|node| node["id"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            return (ids, page["totalCount"].clone(), page["unmappedCount"].clone());
        }
        variables["after"] = page["pageInfo"]["endCursor"].clone();
    }
}

on_both! {
    async fn graphql_and_geojson_agree(backend) {
        let server = Server::with_town(backend).await;
        let client = &server.client;
        let term = |code: &'static str| async move {
            let (scheme, wanted) = code.split_once(':').unwrap();
            let terms = client
                .data("query($s: String!) { terms(scheme: $s) { nodes { id code } } }", json!({ "s": scheme }))
                .await;
            let nodes = terms["terms"]["nodes"].as_array().unwrap().clone();
            nodes.iter().find(|node| node["code"] == wanted).unwrap()["id"].clone()
        };
        let districts = client
            .data("{ districts(first: 100) { nodes { id officialCode level } } }", json!({}))
            .await["districts"]["nodes"]
            .clone();
        let near = json!({ "point": { "latitude": 34.352, "longitude": 137.004 }, "radiusMeters": 2500 });
        let point = "near=137.004,34.352&radius=2500";
        let world = json!({ "boundingBox": { "west": -180, "south": -90, "east": 180, "north": 90 } });
        let small = json!({ "boundingBox": { "west": 136.98, "south": 34.33, "east": 137.01, "north": 34.36 } });
        let cases = [
            ("".to_owned(), json!({ "within": world })),
            (point.to_owned(), json!({ "near": near })),
            ("bbox=136.98,34.33,137.01,34.36".to_owned(), json!({ "within": small })),
            (format!("{point}&bbox=136.98,34.33,137.01,34.36"), json!({ "near": near, "within": small })),
            (
                "kinds=food_pantry,CONSULTATION_DESK".to_owned(),
                json!({ "within": world, "filter": { "kinds": ["FOOD_PANTRY", "CONSULTATION_DESK"] } }),
            ),
            ("text=食堂".to_owned(), json!({ "within": world, "filter": { "text": "食堂" } })),
            (
                "terms=need:food,need:learning,audience:anyone".to_owned(),
                json!({ "within": world, "filter": { "termIds": [
                    term("need:food").await, term("need:learning").await, term("audience:anyone").await ] } }),
            ),
        ];
        let mut cases: Vec<(String, Value)> = cases.into();
        for district in districts.as_array().unwrap().iter().filter(|district| !district["officialCode"].is_null()) {
            let (code, level) = (district["officialCode"].as_str().unwrap(), district["level"].as_str().unwrap());
            let within = json!({ "within": { "districtIds": [district["id"]] } });
            cases.push((format!("district={code}"), within.clone()));
            cases.push((format!("district={}:{code}", level.to_lowercase()), within));
        }
        for (parameters, variables) in cases {
            let (ids, total, unmapped) = by_graphql(client, variables).await;
            let answer = client.get(&format!("/places.geojson?limit=10000&{parameters}")).await;
            assert_eq!(answer.status, 200, "{parameters}: {}", answer.body);
            let answer = answer.json();
            let features = answer["features"].as_array().unwrap().iter();
            let found: BTreeSet<String> =
                features.map(|feature| feature["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(found, ids, "{parameters}");
            assert_eq!(answer["numberMatched"], total, "{parameters}");
            assert_eq!(answer["numberReturned"], ids.len(), "{parameters}");
            assert_eq!(answer["unmapped"], unmapped, "{parameters}");
        }
    }
}
