//! Everything that can be wrong with a question, and the sentence that says so.

use serde_json::{Value, json};
use tests::{Backend, Client, Server};

/// Path of the argument, a word that the message must hold, and the document.
fn documents() -> Vec<(&'static str, &'static str, String)> {
    let places = |arguments: &str| format!("{{ places({arguments}) {{ totalCount }} }}");
    let near = |latitude: &str, longitude: &str, radius: &str| {
        places(&format!(
            "near: {{ point: {{ latitude: {latitude}, longitude: {longitude} }}, radiusMeters: {radius} }}"
        ))
    };
    let area = |coordinates: &str| {
        places(&format!(
            "within: {{ area: {{ type: \"Polygon\", coordinates: {coordinates} }} }}"
        ))
    };
    vec![
        ("near.radiusMeters", "between 1 and 50000", near("34", "137", "0")),
        (
            "near.radiusMeters",
            "between 1 and 50000",
            near("34", "137", "-1"),
        ),
        (
            "near.radiusMeters",
            "between 1 and 50000",
            near("34", "137", "50001"),
        ),
        (
            "near.point.latitude",
            "between -90 and 90",
            near("91", "137", "100"),
        ),
        (
            "near.point.longitude",
            "between -180 and 180",
            near("34", "-180.5", "100"),
        ),
        (
            "within.boundingBox.south",
            "south",
            places("within: { boundingBox: { south: 35, north: 34, west: 1, east: 2 } }"),
        ),
        (
            "within.boundingBox.north",
            "between -90 and 90",
            places("within: { boundingBox: { south: 35, north: 95, west: 1, east: 2 } }"),
        ),
        ("within.area", "closed", area("[[[0,0],[1,0],[1,1],[0,1]]]")),
        (
            "within.area",
            "not valid",
            area("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]"),
        ),
        ("within.area", "at least 4", area("[[[0,0],[1,1],[0,0]]]")),
        ("within.area", "outside", area("[[[0,0],[181,0],[1,1],[0,0]]]")),
        (
            "within.area",
            "Polygon",
            places("within: { area: { type: \"Point\", coordinates: [1, 2] } }"),
        ),
        (
            "within.districtIds",
            "at least one",
            places("within: { districtIds: [] }"),
        ),
        (
            "within.districtIds.0",
            "no district",
            places("within: { districtIds: [\"x\"] }"),
        ),
        (
            "filter.termIds.1",
            "no term",
            places("filter: { termIds: [\"\", \"UAAAAAAAAAAAAAAAAAAAAAA\"] }")
                .replace("[\"\", ", "[\"TERM\", "),
        ),
        (
            "filter.organizationIds.0",
            "no organization",
            places("filter: { organizationIds: [\"x\"] }"),
        ),
        (
            "filter.text",
            "at most 200",
            places(&format!("filter: {{ text: \"{}\" }}", "あ".repeat(201))),
        ),
        (
            "filter.updatedSince",
            "RFC 3339",
            places("filter: { updatedSince: \"2020-01-01\" }"),
        ),
        ("first", "between 0 and 100", places("first: -1")),
        ("first", "between 0 and 100", places("first: 101")),
        ("after", "not a cursor", places("after: \"WzEsImEyMjdkNmMz\"")),
        ("after", "not a cursor", places("after: \"\"")),
        (
            "orderBy.field",
            "needs near",
            places("orderBy: { field: DISTANCE }"),
        ),
        (
            "orderBy.field",
            "needs filter.text",
            places("orderBy: { field: RELEVANCE }"),
        ),
        (
            "scheme",
            "no scheme",
            "{ terms(scheme: \"nothing\") { totalCount } }".to_owned(),
        ),
        (
            "parentId",
            "no term",
            "{ terms(scheme: \"need\", parentId: \"x\") { totalCount } }".to_owned(),
        ),
        (
            "parentId",
            "no district",
            "{ districts(parentId: \"x\") { totalCount } }".to_owned(),
        ),
        (
            "containing.latitude",
            "between -90 and 90",
            "{ districts(containing: { latitude: 99, longitude: 1 }) { totalCount } }".to_owned(),
        ),
        (
            "filter.age",
            "between 0 and 150",
            "{ services(filter: { age: -1 }) { totalCount } }".to_owned(),
        ),
        (
            "ids",
            "at most 100",
            format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"x\",".repeat(101)),
        ),
    ]
}

#[tokio::test]
async fn graphql_names_the_argument_and_the_rule() {
    let server = Server::with_town(Backend::Sqlite).await;
    let term = server
        .client
        .data(
            "{ terms(scheme: \"need\", first: 1) { nodes { id } } }",
            json!({}),
        )
        .await;
    let term = term["terms"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    for (argument, words, document) in documents() {
        let body = json!({ "query": document.replace("TERM", &term) }).to_string();
        let answer = server.client.post("/graphql", "application/json", body).await;
        let answer_json = answer.json();
        let error = &answer_json["errors"][0];
        assert_eq!(answer.status, 200, "{document}: {}", answer.body);
        assert_eq!(
            error["extensions"]["code"], "BAD_USER_INPUT",
            "{document}: {}",
            answer.body
        );
        assert_eq!(
            error["extensions"]["argument"], argument,
            "{document}: {}",
            answer.body
        );
        assert!(
            error["message"].as_str().unwrap().contains(words),
            "{document}: {}",
            answer.body
        );
        let data = answer_json["data"].as_object().unwrap();
        assert!(data.values().all(Value::is_null), "{document}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_polygon_has_at_most_500_vertices() {
    let server = Server::with_town(Backend::Sqlite).await;
    for (vertices, fits) in [(500, true), (501, false)] {
        let ring: Vec<[f64; 2]> = (0..=vertices)
            .map(|step| {
                let angle = f64::from(step % vertices) / f64::from(vertices) * std::f64::consts::TAU;
                [137.0 + angle.cos(), 34.35 + angle.sin()]
            })
            .collect();
        let area = json!({ "type": "Polygon", "coordinates": [ring] });
        let document = "query($area: GeoJSONArea!) { places(within: { area: $area }) { totalCount } }";
        let answer = server.client.query(document, json!({ "area": area })).await;
        if fits {
            assert!(
                answer["data"]["places"]["totalCount"].as_i64().unwrap() > 200,
                "{answer}"
            );
        } else {
            assert_eq!(
                answer["errors"][0]["extensions"]["argument"], "within.area",
                "{answer}"
            );
            assert!(
                answer["errors"][0]["message"]
                    .as_str()
                    .unwrap()
                    .contains("at most 500 vertices")
            );
        }
    }
}

#[tokio::test]
async fn a_refused_argument_deep_inside_leaves_the_rest() {
    let server = Server::with_town(Backend::Sqlite).await;
    let answer = server
        .client
        .query(
            "{ places(first: 1) { nodes { name services(first: 101) { totalCount } } } }",
            json!({}),
        )
        .await;
    assert!(
        answer["data"]["places"]["nodes"][0]["name"].is_string(),
        "{answer}"
    );
    assert!(answer["data"]["places"]["nodes"][0]["services"].is_null());
    assert_eq!(answer["errors"][0]["extensions"]["argument"], "first");
}

#[tokio::test]
async fn a_cursor_belongs_to_its_question() {
    let server = Server::with_town(Backend::Sqlite).await;
    let answer = server
        .client
        .data("{ places(first: 1) { pageInfo { endCursor } } }", json!({}))
        .await;
    let cursor = answer["places"]["pageInfo"]["endCursor"].as_str().unwrap();
    let other = format!(
        "{{ places(first: 1, filter: {{ kinds: [MEDICAL] }}, after: \"{cursor}\") {{ totalCount }} }}"
    );
    let answer = server.client.query(&other, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["argument"], "after");
    let same = format!("{{ places(first: 50, after: \"{cursor}\") {{ totalCount }} }}");
    assert!(
        server
            .client
            .query(&same, json!({}))
            .await
            .get("errors")
            .is_none()
    );
}

#[tokio::test]
async fn rest_names_the_parameter_and_the_rule() {
    let server = Server::with_town(Backend::Sqlite).await;
    for (parameter, words, query) in [
        ("radius", "between 1 and 50000", "near=137,34&radius=0"),
        ("radius", "between 1 and 50000", "near=137,34&radius=-5"),
        ("radius", "between 1 and 50000", "near=137,34&radius=50000.5"),
        ("radius", "number", "near=137,34&radius=NaN"),
        ("radius", "number", "near=137,34&radius=1e309"),
        ("radius", "needs near", "radius=5"),
        ("near", "between -90 and 90", "near=137,91"),
        ("near", "longitude,latitude", "near=137"),
        ("near", "longitude,latitude", "near=137,34,5"),
        ("bbox", "west,south,east,north", "bbox=1,2,3"),
        ("bbox", "south", "bbox=1,3,3,2"),
        ("bbox", "between -180 and 180", "bbox=-181,2,3,4"),
        ("kinds", "not a kind", "kinds=CASTLE"),
        ("terms", "scheme:code", "terms=food"),
        ("terms", "no term", "terms=need:gold"),
        ("district", "no district", "district=000000"),
        ("district", "not a level", "district=PLANET:13"),
        ("text", "at most 200", &format!("text={}", "a".repeat(201))),
        ("limit", "from 1 to 10000", "limit=0"),
        ("limit", "from 1 to 10000", "limit=10001"),
        ("limit", "from 1 to 10000", "limit=ten"),
        ("after", "not a cursor", "after=zzz"),
        ("zoom", "not known", "zoom=3"),
        ("near", "once", "near=1,2&near=1,2"),
    ] {
        let answer = server.client.get(&format!("/places.geojson?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["parameter"], parameter, "{query}: {problem}");
        assert!(
            problem["detail"].as_str().unwrap().contains(words),
            "{query}: {problem}"
        );
        assert_eq!(problem["status"], 400);
    }
}

#[tokio::test]
async fn hostile_documents_are_refused_and_the_server_lives() {
    let server = Server::with_town(Backend::Sqlite).await;
    let post = |body: String| {
        let client: Client = server.client.clone();
        async move { client.post("/graphql", "application/json", body).await }
    };
    let deep = format!(
        "{{ places(filter: {{ text: {}1{} }}) {{ totalCount }} }}",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    for (status, code, body) in [
        (400, "BAD_USER_INPUT", "{".to_owned()),
        (400, "BAD_USER_INPUT", "\u{0}".to_owned()),
        (
            400,
            "BATCH_NOT_SUPPORTED",
            "[{\"query\":\"{__typename}\"}]".to_owned(),
        ),
        (400, "NESTING_LIMIT", json!({ "query": deep }).to_string()),
        (
            413,
            "DOCUMENT_TOO_LARGE",
            json!({ "query": " ".repeat(70_000) }).to_string(),
        ),
        (
            400,
            "GRAPHQL_VALIDATION_FAILED",
            json!({ "query": "{ nothing }" }).to_string(),
        ),
    ] {
        let answer = post(body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(
            answer.json()["errors"][0]["extensions"]["code"],
            code,
            "{}",
            answer.body
        );
    }
    let plain = server
        .client
        .post("/graphql", "text/plain", "{\"query\":\"{__typename}\"}")
        .await;
    assert_eq!(plain.status, 415);
    assert_eq!(
        post(json!({ "query": "{ __typename }" }).to_string())
            .await
            .status,
        200
    );
}
