//! Vector tiles: what `@mapbox/vector-tile` reads is what GeoJSON and `placeClusters` say.

use serde_json::{Value, json};
use tests::{Backend, Server, clients};

/// Map tile of a point, by the formula of the OpenStreetMap wiki.
fn tile_of(zoom: u32, lon: f64, lat: f64) -> (u32, u32) {
    let side = f64::from(1 << zoom);
    let y = (1.0 - (lat.to_radians().tan() + 1.0 / lat.to_radians().cos()).ln() / std::f64::consts::PI) / 2.0;
    (((lon + 180.0) / 360.0 * side) as u32, (y * side) as u32)
}

#[tokio::test]
async fn tiles_hold_what_geojson_lists() {
    let Some(clients) = clients() else { return };
    let server = Server::with_town(Backend::Sqlite).await;
    for filter in [
        "",
        "kinds=food_pantry,consultation_desk",
        "near=137.0,34.35&radius=2000",
        "text=食堂",
    ] {
        let all = server
            .client
            .get(&format!("/places.geojson?limit=10000&{filter}"))
            .await
            .json();
        let features = all["features"].as_array().unwrap();
        for zoom in [0, 9, 12, 14, 17] {
            let mut expected: std::collections::BTreeMap<String, Vec<Value>> = Default::default();
            for feature in features {
                let [lon, lat] =
                    [0, 1].map(|axis| feature["geometry"]["coordinates"][axis].as_f64().unwrap());
                let (x, y) = tile_of(zoom, lon, lat);
                let member = json!({ "id": feature["id"], "kinds": feature["properties"]["kinds"], "lon": lon, "lat": lat });
                expected
                    .entry(format!("{zoom}/{x}/{y}"))
                    .or_default()
                    .push(member);
            }
            let asked =
                json!({ "base": format!("http://{}", server.address), "filter": filter, "tiles": expected });
            let (_folder, file) = tests::made_up_file("tiles.json", asked.to_string());
            let printed = clients.run("tiles.mjs", &[file.to_str().unwrap()]).await;
            assert!(printed.contains("0 differences"), "{filter} {zoom}: {printed}");
        }
    }
}

#[tokio::test]
async fn tiles_add_up_to_the_clusters() {
    let Some(clients) = clients() else { return };
    let server = Server::with_town(Backend::Sqlite).await;
    let document = "query($zoom: Int!, $box: BoundingBoxInput!) {
        placeClusters(zoom: $zoom, within: { boundingBox: $box }) { zoom totalCount clusters { cell count expansionZoom kindCounts { kind count } } } }";
    let world = json!({ "west": -180, "south": -90, "east": 180, "north": 90 });
    for zoom in [0, 5, 9] {
        let answer = server
            .client
            .data(document, json!({ "zoom": zoom, "box": world }))
            .await;
        let clusters = &answer["placeClusters"];
        assert_eq!(clusters["zoom"], zoom);
        let (x, y) = tile_of(zoom, 137.0, 34.35);
        let asked = json!({
            "base": format!("http://{}", server.address), "filter": "", "tiles": {},
            "clusters": clusters["clusters"], "tile": format!("{zoom}/{x}/{y}"),
        });
        let (_folder, file) = tests::made_up_file("tiles.json", asked.to_string());
        let printed = clients.run("tiles.mjs", &[file.to_str().unwrap()]).await;
        assert!(printed.contains("0 differences"), "{zoom}: {printed}");
    }
}

#[tokio::test]
async fn what_is_no_tile_is_refused_and_named() {
    let server = Server::with_town(Backend::Sqlite).await;
    for (path, parameter) in [
        ("/tiles/23/0/0.mvt", "z"),
        ("/tiles/-1/0/0.mvt", "z"),
        ("/tiles/3/8/0.mvt", "x"),
        ("/tiles/3/0/8.mvt", "y"),
        ("/tiles/3/+1/0.mvt", "x"),
        ("/tiles/3/1/4294967296.mvt", "y"),
        ("/tiles/0/0/0.mvt?limit=1", "limit"),
        ("/tiles/0/0/0.mvt?kinds=none", "kinds"),
        ("/tiles.json?after=x", "after"),
    ] {
        let answer = server.client.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, "application/problem+json"),
            "{path}"
        );
        assert_eq!(answer.json()["parameter"], parameter, "{path}");
    }
    let empty = server.client.get("/tiles/3/0/0.mvt").await;
    assert_eq!((empty.status, empty.body.len()), (204, 0));
}

#[tokio::test]
async fn tiles_are_packed_and_known_again() {
    let server = Server::with_town(Backend::Sqlite).await;
    let path = "/tiles/0/0/0.mvt";
    let first = server.client.get_with(path, &[("accept-encoding", "gzip")]).await;
    assert_eq!(first.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert_eq!(first.header("content-encoding"), "gzip");
    assert!(
        first.header("vary").contains("Accept-Encoding"),
        "{}",
        first.header("vary")
    );
    let refused = server
        .client
        .get_with(path, &[("accept-encoding", "gzip;q=0")])
        .await;
    assert_eq!(refused.header("content-encoding"), "");
    let tag = first.header("etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    let same = server.client.get_with(path, &[("if-none-match", tag)]).await;
    assert_eq!((same.status, same.body.as_str()), (304, ""));
}

#[tokio::test]
async fn the_description_carries_the_filter_and_the_credits() {
    let server = Server::with_town(Backend::Sqlite).await;
    let all = server
        .client
        .get("/tiles.json?kinds=FOOD_PANTRY&text=%E3%81%82")
        .await
        .json();
    assert_eq!(all["tilejson"], "3.0.0");
    let template = format!(
        "http://{}/tiles/{{z}}/{{x}}/{{y}}.mvt?kinds=FOOD_PANTRY&text=%E3%81%82",
        server.address
    );
    assert_eq!(all["tiles"][0], template);
    let all = server.client.get("/tiles.json").await.json();
    let layers: Vec<&str> = all["vector_layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| layer["id"].as_str().unwrap())
        .collect();
    assert_eq!(layers, ["places", "clusters"]);
    assert!(all["attribution"].as_str().is_some_and(|text| !text.is_empty()));
    let [west, south, east, north] = [0, 1, 2, 3].map(|side| all["bounds"][side].as_f64().unwrap());
    assert!(west < 137.0 && 137.0 < east && south < 34.35 && 34.35 < north);
}
