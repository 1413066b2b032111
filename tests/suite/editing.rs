//! Writing places: rules, versions, retries, rights; the writer sees it at once.

use serde_json::{Value, json};
use tests::{Backend, Client, Server, on_both};

const CREATE: &str = "mutation($input: PlaceCreateInput!) { placeCreate(input: $input) {
    place { id version name kinds status location { latitude longitude } locationPrecision contacts { value } updatedAt }
    possibleDuplicates { id } userErrors { code field message } seq } }";
const UPDATE: &str = "mutation($input: PlaceUpdateInput!) { placeUpdate(input: $input) {
    place { id version name nameKana summary updatedAt location { latitude } locationPrecision terms { code } }
    userErrors { code field message } seq } }";
const ARCHIVE: &str = "mutation($input: PlaceArchiveInput!) { placeArchive(input: $input) {
    place { id version status } userErrors { code field } seq } }";

/// A server with the town, and a client that holds an operator's key.
async fn with_key(backend: Backend) -> (Server, Client) {
    let server = Server::with_town(backend).await;
    let key = tests::key(&server.database).await;
    let client = server.client.with_key(&key);
    (server, client)
}

fn salon() -> Value {
    json!({ "kinds": ["GATHERING_PLACE"], "name": "新しいサロン", "location": { "latitude": 34.3501, "longitude": 137.0002 } })
}

on_both! {
    async fn a_new_place_is_seen_at_once(backend) {
        let (server, client) = with_key(backend).await;
        let made = client.data(CREATE, json!({ "input": { "place": salon() } })).await["placeCreate"].clone();
        assert_eq!(made["userErrors"], json!([]), "{made}");
        assert_eq!((&made["place"]["version"], &made["seq"]), (&json!(1), &json!("2")));
        assert_eq!(made["place"]["locationPrecision"], "EXACT");
        let found = server.client.get("/places.geojson?text=新しいサロン").await.json();
        assert_eq!(found["features"][0]["id"], made["place"]["id"]);

        let archived = client.data(ARCHIVE, json!({ "input": { "id": made["place"]["id"], "expectedVersion": 1, "reason": "閉まった" } })).await;
        assert_eq!(archived["placeArchive"]["place"]["status"], "ARCHIVED");
        let found = server.client.get("/places.geojson?text=新しいサロン").await.json();
        assert_eq!(found["numberMatched"], 0);
        let document = "query($id: ID!) { node(id: $id) { ... on Place { status version } } }";
        let node = server.client.data(document, json!({ "id": made["place"]["id"] })).await;
        assert_eq!(node["node"], json!({ "status": "ARCHIVED", "version": 2 }));
    }
}

on_both! {
    async fn left_out_keeps_null_erases_in_every_form(backend) {
        let (_server, client) = with_key(backend).await;
        let mut fields = salon();
        fields["nameKana"] = json!("アタラシイサロン");
        fields["summary"] = json!("誰でも");
        let made = client.data(CREATE, json!({ "input": { "place": fields } })).await["placeCreate"]["place"].clone();
        let (id, mut version) = (made["id"].clone(), 1);
        for (document, variables, kana) in [
            ("mutation($id: ID!, $v: Int!) { placeUpdate(input: { id: $id, expectedVersion: $v, place: { summary: \"a\" } }) { place { version nameKana } userErrors { message } } }", json!({}), json!("アタラシイサロン")),
            ("mutation($id: ID!, $v: Int!, $k: String) { placeUpdate(input: { id: $id, expectedVersion: $v, place: { summary: \"b\", nameKana: $k } }) { place { version nameKana } userErrors { message } } }", json!({}), json!("アタラシイサロン")),
            ("mutation($id: ID!, $v: Int!, $k: String) { placeUpdate(input: { id: $id, expectedVersion: $v, place: { nameKana: $k } }) { place { version nameKana } userErrors { message } } }", json!({ "k": "サロン" }), json!("サロン")),
            ("mutation($id: ID!, $v: Int!, $k: String) { placeUpdate(input: { id: $id, expectedVersion: $v, place: { nameKana: $k } }) { place { version nameKana } userErrors { message } } }", json!({ "k": null }), Value::Null),
            ("mutation($id: ID!, $v: Int!) { placeUpdate(input: { id: $id, expectedVersion: $v, place: { nameKana: \"カナ\" } }) { place { version nameKana } userErrors { message } } }", json!({}), json!("カナ")),
            ("mutation($id: ID!, $v: Int!) { placeUpdate(input: { id: $id, expectedVersion: $v, place: { nameKana: null } }) { place { version nameKana } userErrors { message } } }", json!({}), Value::Null),
        ] {
            let mut variables = variables;
            variables["id"] = id.clone();
            variables["v"] = json!(version);
            let answer = client.data(document, variables).await["placeUpdate"].clone();
            version += 1;
            assert_eq!(answer["place"], json!({ "version": version, "nameKana": kana }), "{document}: {answer}");
        }
    }
}

on_both! {
    async fn a_stale_version_is_refused_with_the_current_state(backend) {
        let (_server, client) = with_key(backend).await;
        let made = client.data(CREATE, json!({ "input": { "place": salon() } })).await["placeCreate"]["place"].clone();
        let update = |version: i32, name: &str| {
            json!({ "input": { "id": made["id"], "expectedVersion": version, "place": { "name": name } } })
        };
        let (one, two) = (update(1, "一"), update(1, "二"));
        let (a, b) = tokio::join!(client.data(UPDATE, one), client.data(UPDATE, two));
        let winners = [&a, &b].into_iter().filter(|answer| answer["placeUpdate"]["userErrors"] == json!([])).count();
        assert_eq!(winners, 1, "exactly one wins: {a} {b}");
        let loser = if a["placeUpdate"]["userErrors"] == json!([]) { &b } else { &a };
        assert_eq!(loser["placeUpdate"]["userErrors"][0]["code"], "CONFLICT");
        assert_eq!(loser["placeUpdate"]["userErrors"][0]["field"], json!(["input", "expectedVersion"]));
        assert_eq!(loser["placeUpdate"]["place"]["version"], 2);
        assert_eq!(loser["placeUpdate"]["seq"], Value::Null);
    }
}

on_both! {
    async fn a_retried_request_writes_once(backend) {
        let (server, client) = with_key(backend).await;
        let input = json!({ "input": { "place": salon(), "idempotencyKey": "k1" } });
        let first = client.data(CREATE, input.clone()).await["placeCreate"].clone();
        let again = client.data(CREATE, input).await["placeCreate"].clone();
        assert_eq!((&first["place"]["id"], &first["seq"]), (&again["place"]["id"], &again["seq"]));
        let mut other = salon();
        other["name"] = json!("別のサロン");
        let misused = client.data(CREATE, json!({ "input": { "place": other, "idempotencyKey": "k1" } })).await;
        assert_eq!(misused["placeCreate"]["userErrors"][0]["field"], json!(["input", "idempotencyKey"]));
        let listed = server.client.data("{ places(first: 0) { seq } }", json!({})).await;
        assert_eq!(listed["places"]["seq"], first["seq"]);
        let twin = client.data(CREATE, json!({ "input": { "place": salon() } })).await["placeCreate"].clone();
        assert_eq!(twin["userErrors"][0]["code"], "DUPLICATE");
        assert_eq!(twin["possibleDuplicates"][0]["id"], first["place"]["id"]);
        let allowed = client.data(CREATE, json!({ "input": { "place": salon(), "allowDuplicate": true } })).await;
        assert_eq!(allowed["placeCreate"]["userErrors"], json!([]));
    }
}

on_both! {
    async fn what_the_public_cannot_see_moves_nothing_public(backend) {
        let (server, client) = with_key(backend).await;
        let mut fields = salon();
        fields["locationPrecision"] = json!("TOWN");
        let made = client.data(CREATE, json!({ "input": { "place": fields } })).await["placeCreate"].clone();
        let tag = server.client.get("/places.geojson").await.header("etag").to_owned();
        for place in [
            json!({ "location": { "latitude": 34.3502, "longitude": 137.0003 } }),
            json!({ "contacts": [{ "kind": "PHONE", "value": "090-0000-0000", "visibility": "PRIVATE" }] }),
            json!({}),
        ] {
            let input = json!({ "input": { "id": made["place"]["id"], "expectedVersion": 1, "place": place } });
            let answer = client.data(UPDATE, input).await["placeUpdate"].clone();
            assert_eq!(answer["userErrors"], json!([]), "{answer}");
            assert_eq!(answer["place"]["version"], 1);
            assert_eq!(answer["place"]["updatedAt"], made["place"]["updatedAt"]);
            assert_eq!(answer["seq"], made["seq"]);
        }
        assert_eq!(server.client.get("/places.geojson").await.header("etag"), tag);
    }
}

#[tokio::test]
async fn every_broken_rule_is_named_at_once_and_nothing_is_written() {
    let (server, client) = with_key(Backend::Sqlite).await;
    let place = json!({ "kinds": [], "name": " ", "timeZone": "Mars/Base", "nameKana": "ア".repeat(201),
        "specialHours": [{ "from": "2026-02-02", "to": "2026-02-01" }], "locationPrecision": "EXACT" });
    let answer = client.data(CREATE, json!({ "input": { "place": place } })).await["placeCreate"].clone();
    let fields: Vec<&str> = answer["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"][2].as_str().unwrap())
        .collect();
    for field in [
        "kinds",
        "name",
        "timeZone",
        "nameKana",
        "specialHours",
        "location",
    ] {
        assert!(fields.contains(&field), "{field}: {answer}");
    }
    let wrong = json!({ "kinds": ["OTHER"], "name": "x", "location": { "latitude": 99, "longitude": 0 }, "organizationId": "x" });
    let answer = client.data(CREATE, json!({ "input": { "place": wrong } })).await["placeCreate"].clone();
    assert_eq!(
        answer["userErrors"][0]["field"],
        json!(["input", "place", "location", "latitude"]),
        "{answer}"
    );
    assert_eq!(answer["userErrors"][1]["code"], "NOT_FOUND", "{answer}");
    let missing = json!({ "input": { "id": "UAAAAAAAAAAAAAAAAAAAAAA", "expectedVersion": 1, "place": {} } });
    let answer = client.data(UPDATE, missing).await["placeUpdate"].clone();
    assert_eq!(answer["userErrors"][0]["code"], "NOT_FOUND", "{answer}");
    let listed = server
        .client
        .data("{ places(first: 0) { seq } }", json!({}))
        .await;
    assert_eq!(listed["places"]["seq"], "1");
}

#[tokio::test]
async fn nobody_writes_without_a_key() {
    let (server, _) = with_key(Backend::Sqlite).await;
    let answer = server
        .client
        .query(CREATE, json!({ "input": { "place": salon() } }))
        .await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
        "{answer}"
    );
    assert!(answer["data"]["placeCreate"].is_null());
    let stranger = server.client.with_key("ibasho_wrong");
    let answer = stranger.query("{ __typename }", json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
        "{answer}"
    );
    let listed = server
        .client
        .data("{ places(first: 0) { seq } }", json!({}))
        .await;
    assert_eq!(listed["places"]["seq"], "1");
}

on_both! {
    async fn every_fault_is_named_at_once_with_its_position(backend) {
        let (_server, client) = with_key(backend).await;
        let place = json!({
            "name": "", "kinds": [], "nameKana": "\u{1}", "location": { "latitude": 95, "longitude": 137 }, "organizationId": "zz",
            "contacts": [{ "kind": "PHONE", "value": "0538-00-0000", "note": "" }, { "kind": "PHONE", "value": "" }, { "kind": "WEB", "value": "javascript:alert(1)" }],
            "accessibility": [{ "feature": "WHEELCHAIR", "available": true, "note": "" }, { "feature": "WHEELCHAIR", "available": false }],
            "specialHours": [
                { "from": "2026-12-01", "to": "2026-12-01", "opens": "10:00", "closes": "24:00", "reason": "" },
                { "from": "2026-12-03", "to": "2026-12-02" },
                { "from": "2026-12-03", "to": "2026-12-03", "opens": "25:00", "closes": "26:00" },
            ],
            "translations": [{ "language": "en", "name": "A" }, { "language": "!!", "name": "B" }],
        });
        let answer = client.data(CREATE, json!({ "input": { "place": place, "idempotencyKey": "\u{0}" } })).await["placeCreate"].clone();
        let faults: Vec<(String, String)> = answer["userErrors"].as_array().unwrap().iter().map(|error| {
            let path: Vec<&str> = error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
            (path.join("."), error["code"].as_str().unwrap().to_owned())
        }).collect();
        for (path, code) in [
            ("input.place.name", "REQUIRED"), ("input.place.kinds", "REQUIRED"), ("input.place.nameKana", "INVALID"),
            ("input.place.location.latitude", "OUT_OF_RANGE"), ("input.place.organizationId", "NOT_FOUND"),
            ("input.place.contacts.1.value", "REQUIRED"), ("input.place.contacts.2.value", "INVALID"),
            ("input.place.accessibility.1.feature", "DUPLICATE"), ("input.place.specialHours.1.to", "INVALID"),
            ("input.place.specialHours.2.opens", "INVALID"), ("input.place.specialHours.2.closes", "INVALID"),
            ("input.place.translations.1.language", "INVALID"), ("input.idempotencyKey", "INVALID"),
        ] {
            assert!(faults.contains(&(path.to_owned(), code.to_owned())), "{path} {code} is not among {faults:?}");
        }
        assert_eq!(faults.len(), 13, "{faults:?}");
    }
}

on_both! {
    async fn a_day_may_end_at_24(backend) {
        let (_server, client) = with_key(backend).await;
        let mut place = salon();
        place["specialHours"] = json!([{ "from": "2026-12-01", "to": "2026-12-01", "opens": "10:00", "closes": "24:00", "reason": " " }]);
        let create = "mutation($input: PlaceCreateInput!) { placeCreate(input: $input) {
            place { specialHours { opens closes reason } } userErrors { message } } }";
        let made = client.data(create, json!({ "input": { "place": place } })).await["placeCreate"].clone();
        assert_eq!(made["userErrors"], json!([]));
        assert_eq!(made["place"]["specialHours"], json!([{ "opens": "10:00", "closes": "00:00", "reason": null }]));
    }
}
