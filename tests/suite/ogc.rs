//! OGC API Features and the document that describes all paths, as their clients meet them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tests::{Backend, Client, Server, on_both};

/// All features of a list of pages, by following its links.
async fn all(client: &Client, path: &str) -> (Vec<Value>, u64) {
    let (mut features, mut next, mut matched) = (Vec::new(), Some(path.to_owned()), 0);
    while let Some(path) = next {
        let page = client.get_with(&path, &[("host", "maps.example.jp")]).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, "application/geo+json"),
            "{path}: {}",
            page.body
        );
        let page = page.json();
        let found = page["features"].as_array().unwrap();
        assert_eq!(page["numberReturned"], found.len());
        matched = page["numberMatched"].as_u64().unwrap();
        features.extend(found.clone());
        let links = page["links"].as_array().unwrap();
        let link = links.iter().find(|link| link["rel"] == "next");
        next = link.map(|link| {
            let href = link["href"].as_str().unwrap();
            href.strip_prefix("http://maps.example.jp").unwrap().to_owned()
        });
    }
    (features, matched)
}

fn ids(features: &[Value]) -> BTreeSet<String> {
    features
        .iter()
        .map(|feature| feature["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn collections_hold_what_graphql_counts(backend) {
        let server = Server::with_town(backend).await;
        let client = &server.client;
        let counts = client.data("{ places { totalCount } services { totalCount } districts { totalCount } }", json!({})).await;
        for name in ["places", "services", "districts"] {
            let path = format!("/ogc/collections/{name}/items");
            let (features, matched) = all(client, &format!("{path}?limit=37")).await;
            assert_eq!((json!(matched), json!(features.len())), (counts[name]["totalCount"].clone(), counts[name]["totalCount"].clone()), "{name}");
            assert_eq!(ids(&features).len(), features.len(), "{name}: none comes twice");
            let one = client.get(&format!("{path}/{}", features[0]["id"].as_str().unwrap())).await.json();
            assert_eq!((&one["properties"], &one["geometry"]), (&features[0]["properties"], &features[0]["geometry"]));
        }
        for question in ["kinds=FOOD_PANTRY&bbox=136.9,34.3,137.1,34.4", "text=食堂&bbox=170,-10,-170,90", "near=137.0,34.35&radius=1000", "bbox=136.98,34.33,-100,137.01,34.36,5000"] {
            let flat = question.replace("-100,137.01,34.36,5000", "137.01,34.36");
            let map = client.get(&format!("/places.geojson?limit=10000&{flat}")).await.json();
            let (features, matched) = all(client, &format!("/ogc/collections/places/items?limit=50&{question}")).await;
            assert_eq!((ids(&features), &json!(matched)), (ids(map["features"].as_array().unwrap()), &map["numberMatched"]), "{question}");
        }
    }
}

#[tokio::test]
async fn boxes_and_moments_select_by_what_features_say() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    let (west, south, east, north) = (136.98, 34.33, 137.01, 34.36);
    let holds = |point: &Value| {
        let (lon, lat) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
        (west..=east).contains(&lon) && (south..=north).contains(&lat)
    };
    let (services, _) = all(client, "/ogc/collections/services/items?limit=1000").await;
    let expected: BTreeSet<String> = ids(&services
        .iter()
        .filter(|one| {
            one["geometry"]["coordinates"]
                .as_array()
                .is_some_and(|points| points.iter().any(holds))
        })
        .cloned()
        .collect::<Vec<_>>());
    let (found, _) = all(
        client,
        &format!("/ogc/collections/services/items?bbox={west},{south},{east},{north}"),
    )
    .await;
    assert!(!expected.is_empty() && expected.len() < services.len());
    assert_eq!(ids(&found), expected);
    for name in ["places", "services"] {
        let path = format!("/ogc/collections/{name}/items?limit=1000");
        let (features, _) = all(client, &path).await;
        let mut times: Vec<&str> = features
            .iter()
            .map(|one| one["properties"]["updatedAt"].as_str().unwrap())
            .collect();
        times.sort_unstable();
        let middle = times[times.len() / 2];
        for (datetime, passes) in [
            (
                format!("{middle}/.."),
                Box::new(|at: &str| at >= middle) as Box<dyn Fn(&str) -> bool>,
            ),
            ("../..".to_owned(), Box::new(|_: &str| true)),
            ("2020-01-01/2020-12-31".to_owned(), Box::new(|_: &str| false)),
            ("2020-01-01".to_owned(), Box::new(|_: &str| false)),
        ] {
            let expected = features
                .iter()
                .filter(|one| passes(one["properties"]["updatedAt"].as_str().unwrap()));
            let (found, _) = all(client, &format!("{path}&datetime={datetime}")).await;
            assert_eq!(
                ids(&found),
                ids(&expected.cloned().collect::<Vec<_>>()),
                "{name} {datetime}"
            );
        }
    }
    let (districts, _) = all(client, "/ogc/collections/districts/items?datetime=2020-01-01").await;
    assert!(!districts.is_empty(), "districts have no time");
    let (nowhere, _) = all(client, "/ogc/collections/districts/items?bbox=0,0,1,1").await;
    assert!(nowhere.is_empty());
}

#[tokio::test]
async fn both_forms_are_there_and_what_is_wrong_is_named() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    let conformance = client.get("/ogc/conformance").await.json();
    assert_eq!(conformance["conformsTo"].as_array().unwrap().len(), 3);
    let (features, _) = all(client, "/ogc/collections/places/items?limit=1000").await;
    let feature = format!(
        "/ogc/collections/places/items/{}",
        features[0]["id"].as_str().unwrap()
    );
    for path in [
        "/ogc",
        "/ogc/",
        "/ogc/conformance",
        "/ogc/collections",
        "/ogc/collections/services",
        "/ogc/collections/districts/items",
        &feature,
    ] {
        let page = client
            .get_with(path, &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")])
            .await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        assert!(
            page.body.starts_with("<!DOCTYPE html>") && page.header("vary").contains("accept"),
            "{path}"
        );
        let data = client
            .get_with(&format!("{path}?f=json"), &[("accept", "text/html")])
            .await;
        assert!(
            data.header("content-type").ends_with("json") && data.header("link").starts_with("<http://"),
            "{path}"
        );
        let tag = data.header("etag").to_owned();
        let known = client
            .get_with(&format!("{path}?f=json"), &[("if-none-match", &tag)])
            .await;
        assert_eq!(known.status, 304, "{path}");
        let refused = client.get(&format!("{path}?colour=red")).await;
        assert_eq!(
            (refused.status, &refused.json()["parameter"]),
            (400, &json!("colour")),
            "{path}"
        );
    }
    let places = "/ogc/collections/places/items";
    for (parameters, named) in [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,9,3,4,5", "bbox"),
        ("bbox=1,2,3,4,5", "bbox"),
        ("bbox=-1e9,0,1e9,1", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2026-02-01/2026-01-01", "datetime"),
        ("datetime=2026-01-01/2026-02-01/x", "datetime"),
        ("after=x", "after"),
        ("f=xml", "f"),
        ("level=TOWN", "level"),
        ("limit=1&limit=2", "limit"),
    ] {
        let refused = client.get(&format!("{places}?{parameters}")).await;
        assert_eq!(
            (refused.status, refused.header("content-type")),
            (400, "application/problem+json"),
            "{parameters}"
        );
        assert_eq!(refused.json()["parameter"], named, "{parameters}");
    }
    assert_eq!(
        client
            .get("/ogc/collections/services/items?kinds=OTHER")
            .await
            .status,
        400
    );
    assert_eq!(
        client
            .get(&format!("{places}?limit=99999999999999999999"))
            .await
            .status,
        200,
        "more than the most is no error"
    );
    for path in [
        "/ogc/collections/parks",
        "/ogc/collections/parks/items",
        "/ogc/collections/places/items/nobody",
    ] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
    let odd = client
        .get_with("/ogc", &[("host", "evil.example/<script>")])
        .await;
    assert!(
        odd.status >= 400 || !odd.body.contains("<script>"),
        "{}",
        odd.body
    );
}

/// Paths of pages and their parts, which are not for programs.
const PAGES: [&str; 17] = [
    "/",
    "/p/{id}",
    "/coverage",
    "/print",
    "/about",
    "/embed",
    "/robots.txt",
    "/sitemap.xml",
    "/assets/{name:.*}",
    "/ibasho-map.js",
    "/sw.js",
    "/manifest.webmanifest",
    "/icon.svg",
    "/graphiql",
    "/graphiql/page.css",
    "/graphiql/page.js",
    "/graphql",
];

#[tokio::test]
async fn every_route_is_described_and_every_description_is_a_route() {
    let server = Server::with_town(Backend::Sqlite).await;
    let answer = server.client.get("/openapi.json").await;
    assert_eq!(
        answer.header("content-type"),
        "application/vnd.oai.openapi+json;version=3.1"
    );
    let document = answer.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let described: BTreeMap<String, Value> = serde_json::from_value(document["paths"].clone()).unwrap();
    let mut routes = BTreeSet::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src/http");
    for file in ["mod.rs", "exports.rs", "ogc/mod.rs"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        routes.extend(
            text.split("web::resource(\"")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned()),
        );
    }
    routes.retain(|path| !PAGES.contains(&path.as_str()) && path != "/ogc/" && path != "/ogc/style.css");
    assert_eq!(routes, described.keys().cloned().collect::<BTreeSet<_>>());
    // Whatever is described is known: a parameter is refused for its value at most, never for its name.
    for (path, item) in &described {
        for collection in ["places", "services", "districts"] {
            let path = path
                .replace("{collection}", collection)
                .replace("{z}", "0")
                .replace("{x}", "0")
                .replace("{y}", "0");
            let mut known = 0;
            let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
            for parameter in parameters.iter().filter(|one| one["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                let answer = server.client.get(&format!("{path}?{name}=%20")).await;
                let refused = answer.status == 400
                    && answer.json()["detail"].as_str().unwrap().contains("is not known");
                known += usize::from(!refused);
                assert!(!refused || path.ends_with("/items"), "{path} {name}");
            }
            assert!(parameters.is_empty() || known > 0 || path.contains('{'), "{path}");
        }
    }
}
