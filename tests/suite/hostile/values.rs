//! Values at the edges of what is allowed and beyond, given in the document and as variables.

use serde_json::{Value, json};
use tests::{Backend, Server, key};

use super::{Bystander, code, post};

#[tokio::test]
async fn page_sizes_beyond_the_edge_are_errors_and_zero_is_a_page() {
    let server = Server::with_town(Backend::Sqlite).await;
    for (first, status, expected) in [
        ("101", 200, "BAD_USER_INPUT"),
        ("-1", 200, "BAD_USER_INPUT"),
        ("2147483647", 200, "BAD_USER_INPUT"),
        ("2147483648", 400, "GRAPHQL_VALIDATION_FAILED"),
        ("\"5\"", 400, "GRAPHQL_VALIDATION_FAILED"),
        ("1.5", 400, "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let literal = post(
            &server.client,
            &json!({ "query": format!("{{ places(first: {first}) {{ totalCount }} }}") }),
        )
        .await;
        assert_eq!(
            (literal.status, code(&literal)),
            (status, expected.into()),
            "{first}: {}",
            literal.body
        );
        let value: Value = serde_json::from_str(first).unwrap();
        let body = json!({ "query": "query ($n: Int) { places(first: $n) { totalCount } }", "variables": { "n": value } });
        let variable = post(&server.client, &body).await;
        assert_eq!(
            (variable.status, code(&variable)),
            (status, "BAD_USER_INPUT".into()),
            "{first}: {}",
            variable.body
        );
        assert_eq!(variable.json().get("data").is_some(), status == 200);
    }
    let size = async |document: &str, variables: Value| {
        let data = server.client.data(document, variables).await;
        data["places"]["nodes"].as_array().unwrap().len()
    };
    let document = "query ($n: Int) { places(first: $n) { nodes { id } } }";
    assert_eq!(size("{ places(first: 0) { nodes { id } } }", json!({})).await, 0);
    assert_eq!(size(document, json!({ "n": 0 })).await, 0);
    for default in [json!({}), json!({ "n": null })] {
        assert_eq!(size(document, default).await, 20);
    }
}

#[tokio::test]
async fn areas_are_checked_before_anything_is_searched() {
    let server = Server::with_town(Backend::Sqlite).await;
    let bystander = Bystander::of(&server);
    let polygon = |rings: Value| json!({ "area": { "type": "Polygon", "coordinates": rings } });
    let square = |west: f64, south: f64, size: f64| {
        json!([
            [west, south],
            [west + size, south],
            [west + size, south + size],
            [west, south + size],
            [west, south]
        ])
    };
    let mut many_holes = vec![square(136.0, 34.0, 2.0)];
    many_holes.extend((0..130_i32).map(|n| square(136.1 + f64::from(n) * 0.01, 34.5, 0.005)));
    let ring_of = |vertices: i32| -> Value {
        let point = |step: i32| {
            let angle = f64::from(step % vertices) / f64::from(vertices) * std::f64::consts::TAU;
            json!([137.0 + angle.cos(), 34.0 + angle.sin()])
        };
        (0..=vertices).map(point).collect()
    };
    let bounds = |south: f64, west: f64, north: f64, east: f64| json!({ "boundingBox": { "south": south, "west": west, "north": north, "east": east } });
    let document = "query ($within: AreaInput) { places(within: $within) { totalCount } }";
    for (case, within) in [
        ("S16", polygon(json!([ring_of(501)]))),
        ("S16", polygon(json!([[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]))),
        ("S16", polygon(json!([[[0, 0], [1, 0], [1, 1], [0, 1]]]))),
        ("S16", polygon(json!(many_holes))),
        ("S16", polygon(json!([]))),
        (
            "S16",
            polygon(json!([[["0", "0"], ["1", "0"], ["1", "1"], ["0", "0"]]])),
        ),
        (
            "S16",
            json!({ "area": { "type": "Point", "coordinates": [1, 2] } }),
        ),
        ("S16", json!({ "area": "POLYGON((0 0))" })),
        ("S17", bounds(35.0, 136.0, 34.0, 138.0)),
        ("S17", bounds(-91.0, 136.0, 34.0, 138.0)),
        ("S17", bounds(34.0, 136.0, 35.0, 181.0)),
        ("S15", json!({ "districtIds": [] })),
    ] {
        let answer = post(
            &server.client,
            &json!({ "query": document, "variables": { "within": within } }),
        )
        .await;
        assert_eq!(
            (answer.status, code(&answer)),
            (200, "BAD_USER_INPUT".into()),
            "{case} {:.200}: {:.300}",
            within.to_string(),
            answer.body
        );
        assert_eq!(answer.json()["data"], json!({ "places": null }));
        let argument = answer.json()["errors"][0]["extensions"]["argument"].clone();
        assert!(argument.as_str().unwrap().starts_with("within."), "{argument}");
    }
    for (near, argument) in [
        (
            json!({ "point": { "latitude": 34, "longitude": 137 }, "radiusMeters": 0 }),
            "near.radiusMeters",
        ),
        (
            json!({ "point": { "latitude": 34, "longitude": 137 }, "radiusMeters": 50_001 }),
            "near.radiusMeters",
        ),
        (
            json!({ "point": { "latitude": 91, "longitude": 137 } }),
            "near.point.latitude",
        ),
        (
            json!({ "point": { "latitude": 34, "longitude": 181 } }),
            "near.point.longitude",
        ),
    ] {
        let query = "query ($near: NearInput) { places(near: $near) { totalCount } }";
        let answer = post(
            &server.client,
            &json!({ "query": query, "variables": { "near": near } }),
        )
        .await;
        assert_eq!(
            answer.json()["errors"][0]["extensions"]["argument"],
            argument,
            "S15: {}",
            answer.body
        );
    }
    // Numbers that JSON or the language cannot say.
    for number in ["NaN", "1e309", "-Infinity", "0x10"] {
        let body = format!(
            "{{\"query\": \"query ($l: Float!) {{ places(near: {{ point: {{ latitude: $l, longitude: 1 }} }}) {{ seq }} }}\", \"variables\": {{ \"l\": {number} }}}}"
        );
        let answer = server.client.post("/graphql", "application/json", body).await;
        assert_eq!(
            (answer.status, code(&answer)),
            (400, "BAD_USER_INPUT".into()),
            "S15 {number}"
        );
        let literal = json!({ "query": format!("{{ places(near: {{ point: {{ latitude: {number}, longitude: 1 }} }}) {{ seq }} }}") });
        let answer = post(&server.client, &literal).await;
        assert!(
            answer.json()["data"]["places"].is_null() && answer.status < 500,
            "S15 {number}: {}",
            answer.body
        );
    }
    // The whole world, and a box across the antimeridian that holds all of it but the town, are plain questions.
    let count = async |within: Value| {
        let data = server.client.data(document, json!({ "within": within })).await;
        data["places"]["totalCount"].as_i64().unwrap()
    };
    let world = count(bounds(-90.0, -180.0, 90.0, 180.0)).await;
    assert!(world > 200, "S17: {world}");
    assert_eq!(
        count(bounds(-90.0, 170.0, 90.0, 100.0)).await,
        0,
        "S17: across the antimeridian, without Japan"
    );
    assert_eq!(
        count(bounds(-90.0, 130.0, 90.0, 120.0)).await,
        world,
        "S17: across it, with Japan"
    );
    bystander.was_served().await;
}

#[tokio::test]
async fn words_are_words_whatever_they_mean_elsewhere() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = server.client.with_key(&key(&server.database).await);
    let name = "100%の_'; DROP TABLE place; --\\";
    let create = "mutation ($n: String) { placeCreate(input: { place: { name: $n, kinds: [OTHER] } }) { place { id } userErrors { message } } }";
    let made = client.data(create, json!({ "n": name })).await;
    let id = &made["placeCreate"]["place"]["id"];
    assert!(id.is_string(), "{made}");
    let document = "query ($t: String) { places(filter: { text: $t }) { totalCount nodes { id } } }";
    let found = async |text: &str| server.client.query(document, json!({ "t": text })).await;
    for text in [name, "%", "_", "100%", "';", "\\", "drop table place"] {
        let answer = found(text).await;
        let nodes = answer["data"]["places"]["nodes"].as_array().unwrap();
        assert!(
            nodes.iter().any(|node| node["id"] == *id),
            "S19 {text:?}: {answer}"
        );
    }
    for text in [
        "%%%%",
        "____",
        "100_の",
        "' OR '1'='1",
        "\0",
        "\u{feff}\u{202e}",
        "*",
        "(",
        "[a-z]+",
    ] {
        let answer = found(text).await;
        assert!(answer.get("errors").is_none(), "S19 {text:?}: {answer}");
        let nodes = answer["data"]["places"]["nodes"].as_array().unwrap();
        let asks_nothing = answer["data"]["places"]["totalCount"].as_i64().unwrap() > 200;
        assert!(asks_nothing || nodes.is_empty(), "S19 {text:?}: {answer}");
    }
    let answer = found(&"あ".repeat(10_000)).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "S19");
    let lone = "{\"query\": \"query ($t: String) { places(filter: { text: $t }) { totalCount } }\", \"variables\": {\"t\": \"\\ud800\"}}";
    let answer = server.client.post("/graphql", "application/json", lone).await;
    assert_eq!(
        (answer.status, code(&answer)),
        (400, "BAD_USER_INPUT".into()),
        "S19 lone surrogate"
    );
}

#[tokio::test]
async fn a_refused_field_is_null_alone() {
    let server = Server::with_town(Backend::Sqlite).await;
    let data = server
        .client
        .data(
            "{ places(first: 1, filter: { kinds: [CHILDRENS_CAFETERIA] }) { nodes { id organization { id } } }
               services(first: 1) { nodes { id } }
               districts(first: 1) { nodes { id } } }",
            json!({}),
        )
        .await;
    let place = &data["places"]["nodes"][0];
    let ids = json!({ "place": place["id"], "organization": place["organization"]["id"], "service": data["services"]["nodes"][0]["id"], "district": data["districts"]["nodes"][0]["id"] });
    let node = |kind: &str, field: &str| {
        format!(
            "node(id: ${kind}) {{ id ... on {} {{ refused: {field} }} }}",
            kind[..1].to_uppercase() + &kind[1..]
        )
    };
    for (path, document) in [
        ("/refused", "refused: places(first: 101) { totalCount }".to_owned()),
        ("/refused", "refused: services(first: 101) { totalCount }".to_owned()),
        ("/refused", "refused: organizations(first: 101) { totalCount }".to_owned()),
        ("/refused", "refused: districts(first: 101) { totalCount }".to_owned()),
        ("/refused", "refused: terms(scheme: \"x\") { totalCount }".to_owned()),
        ("/refused", "refused: changes(first: 101) { nodes { id } }".to_owned()),
        ("/refused", "refused: changes(after: \"x\") { nodes { id } }".to_owned()),
        ("/refused", "refused: placeClusters(zoom: 23, within: { boundingBox: { south: 0, west: 0, north: 1, east: 1 } }) { totalCount }".to_owned()),
        ("/refused", format!("refused: nodes(ids: [{}]) {{ id }}", "\"x\" ".repeat(101))),
        ("/places/refused", "places { totalCount refused: facets(scheme: \"x\") { count } }".to_owned()),
        ("/node/refused", node("place", "services(first: 101) { totalCount }")),
        ("/node/refused", node("place", "services(after: \"x\") { totalCount }")),
        ("/node/refused", node("place", "history(first: -1) { nodes { id } }")),
        ("/node/refused", node("place", "distanceTo(point: { latitude: 91, longitude: 1 })")),
        ("/node/refused", node("organization", "places(first: 101) { totalCount }")),
        ("/node/refused", node("service", "places(first: 101) { totalCount }")),
        ("/node/refused", node("district", "places(first: 101) { totalCount }")),
    ] {
        let used: Vec<&str> = ["place", "organization", "service", "district"].into_iter().filter(|name| document.contains(&format!("${name}"))).collect();
        let head = used.first().map_or_else(String::new, |name| format!("query (${name}: ID!) "));
        let variables = used.first().map_or_else(|| json!({}), |name| json!({ *name: ids[name] }));
        let answer = server.client.query(&format!("{head}{{ beside: schemes {{ code }} {document} }}"), variables).await;
        assert_eq!(answer["data"].pointer(path), Some(&Value::Null), "{document}: {answer}");
        assert!(!answer["data"]["beside"][0]["code"].is_null(), "{answer}");
        if let Some((parent, _)) = path.rsplit_once('/').filter(|(parent, _)| !parent.is_empty()) {
            let siblings = answer["data"].pointer(parent).unwrap().as_object().unwrap();
            assert!(siblings.iter().any(|(name, value)| name != "refused" && !value.is_null()), "{answer}");
        }
        let errors = answer["errors"].as_array().unwrap();
        let expected: Vec<Value> = path[1..].split('/').map(Value::from).collect();
        assert_eq!((errors.len(), &errors[0]["path"]), (1, &json!(expected)), "{answer}");
        assert_eq!(errors[0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        let text = errors[0].to_string();
        for inner in ["SELECT", "sqlite", "panicked", ".rs", "backtrace", "/home", "/tmp"] {
            assert!(!text.contains(inner), "{text}");
        }
    }
}
