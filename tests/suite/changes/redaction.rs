//! What was blanked never comes back, and whoever may have copied it hears of it.

use std::time::Duration;

use serde_json::{Value, json};
use tests::Backend;

use super::{create, replay, salon, update, with_key};

/// Redacting has no command yet; another program does here what it will do.
#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_redacted_record_is_a_tombstone_in_every_area() {
    let (server, client) = with_key(Backend::Postgres).await;
    let within = |south: f64, north: f64| json!({ "within": { "boundingBox": { "south": south, "west": 136.9, "north": north, "east": 137.1 } }, "types": ["PLACE"] });
    let (start, here) = replay(&server.client, within(34.0, 35.0), 100, Value::Null).await;
    let (elsewhere, there) = replay(&server.client, within(35.1, 36.0), 100, Value::Null).await;
    assert!(!start.is_empty() && elsewhere.is_empty());
    let place = create(&client, salon(34.35, 137.0)).await;
    update(&client, &place, json!({ "summary": "秘密" })).await;

    let Some(domain::NodeId::Place(id)) = domain::NodeId::parse(place["id"].as_str().unwrap()) else {
        panic!("not a place: {place}")
    };
    server.database.run_sql(&format!(
        "BEGIN;
         UPDATE change SET image = NULL WHERE subject_id = '{id}';
         UPDATE place SET status = 'ARCHIVED', name = '削除', version = version + 1 WHERE id = '{id}';
         UPDATE counter SET seq = seq + 1;
         INSERT INTO change (seq, \"index\", at, action, subject_type, subject_id, fields, reason)
             SELECT seq, 0, now(), 'REDACTED', 'PLACE', '{id}', '[]', '本人の求め' FROM counter;
         COMMIT"
    ));
    let seen = "{ places(first: 0) { seq } }";
    while server.client.data(seen, json!({})).await["places"]["seq"] != "4" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for (area, after) in [
        (json!({}), Value::Null),
        (within(34.0, 35.0), here),
        (within(35.1, 36.0), there),
    ] {
        let (nodes, _) = replay(&server.client, area, 2, after).await;
        let of_place: Vec<&Value> = nodes
            .iter()
            .filter(|node| node["subjectId"] == place["id"])
            .collect();
        let brief: Vec<Value> = of_place
            .iter()
            .map(|node| json!([node["action"], node["subject"], node["reason"]]))
            .collect();
        assert_eq!(
            json!(brief),
            json!([
                ["CREATED", null, null],
                ["UPDATED", null, null],
                ["REDACTED", null, "本人の求め"]
            ])
        );
    }
    let document =
        "query($id: ID!) { node(id: $id) { ... on Place { history { nodes { action reason } } } } }";
    let history = server.client.data(document, json!({ "id": place["id"] })).await;
    assert!(!history.to_string().contains("確認した"), "{history}");
}

/// Merging has no command yet either.
#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_merged_place_is_a_tombstone_that_names_its_survivor() {
    let (server, client) = with_key(Backend::Postgres).await;
    let (kept, merged) = (
        create(&client, salon(34.35, 137.0)).await,
        create(&client, salon(34.351, 137.0)).await,
    );
    let ids = [&kept, &merged].map(
        |place| match domain::NodeId::parse(place["id"].as_str().unwrap()) {
            Some(domain::NodeId::Place(id)) => id,
            _ => panic!("not a place: {place}"),
        },
    );
    let [survivor, stub] = ids;
    server.database.run_sql(&format!(
        "BEGIN;
         INSERT INTO merge_stub (place_id, survivor_id) VALUES ('{stub}', '{survivor}');
         UPDATE place SET status = 'ARCHIVED', version = 2 WHERE id = '{stub}';
         UPDATE counter SET seq = seq + 1;
         INSERT INTO change (seq, \"index\", at, action, subject_type, subject_id, fields, image)
             SELECT counter.seq, 0, now(), 'MERGED', 'PLACE', subject_id, '[]',
                 jsonb_set(jsonb_set(image::jsonb, '{{merged_into}}', '\"{survivor}\"'), '{{status}}', '\"ARCHIVED\"')::text
             FROM change, counter WHERE subject_id = '{stub}';
         COMMIT"
    ));
    let seen = "{ places(first: 0) { seq } }";
    while server.client.data(seen, json!({})).await["places"]["seq"] != "4" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let within = json!({ "boundingBox": { "south": 34.0, "west": 136.9, "north": 35.0, "east": 137.1 } });
    for area in [json!({}), json!({ "within": within })] {
        let (nodes, _) = replay(&server.client, area, 50, Value::Null).await;
        let last = nodes
            .iter()
            .rev()
            .find(|node| node["subjectType"] == "PLACE")
            .unwrap();
        assert_eq!(
            (&last["action"], &last["subjectId"]),
            (&json!("MERGED"), &merged["id"])
        );
        assert!(last["subject"].is_null());
        assert_eq!(last["survivor"]["id"], kept["id"]);
    }
}

/// A log that cannot be read is null with a code; what is in memory goes on answering.
#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_log_that_cannot_be_read_is_an_error_of_its_fields_alone() {
    let (server, _) = with_key(Backend::Postgres).await;
    let id = server
        .client
        .data("{ changes(first: 1) { nodes { id } } }", json!({}))
        .await;
    let id = id["changes"]["nodes"][0]["id"].clone();
    server.database.run_sql("ALTER TABLE change RENAME TO gone");
    let document = "query($id: ID!) { changes { nodes { id } } node(id: $id) { id } nodes(ids: [$id]) { id }
        places(first: 1) { totalCount nodes { name history { nodes { id } } } } }";
    let answer = server.client.query(document, json!({ "id": id })).await;
    assert!(
        answer["data"]["places"]["nodes"][0]["name"].is_string(),
        "{answer}"
    );
    for missing in [
        &answer["data"]["changes"],
        &answer["data"]["node"],
        &answer["data"]["nodes"],
        &answer["data"]["places"]["nodes"][0]["history"],
    ] {
        assert!(missing.is_null(), "{answer}");
    }
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 4, "{answer}");
    for error in errors {
        assert_eq!(error["extensions"]["code"], "INTERNAL");
        assert!(
            !error["message"].as_str().unwrap().contains("relation"),
            "{error}"
        );
    }
}
