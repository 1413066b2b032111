//! The feed of changes: whoever replays it holds what the register lists, in an area or everywhere.

mod feed;
mod mirror;
mod redaction;

use serde_json::{Value, json};
use tests::{Backend, Client, Server};

const CHANGES: &str = "query($types: [SubjectType!], $within: AreaInput, $first: Int, $after: String) {
    changes(types: $types, within: $within, first: $first, after: $after) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id seq at action subjectType subjectId fields reason survivor { id } actor { id }
            subject { id ... on Place { version status location { latitude longitude } } } } } } }";

/// A server with the town, and a client that holds an operator's key.
async fn with_key(backend: Backend) -> (Server, Client) {
    let server = Server::with_town(backend).await;
    let key = tests::key(&server.database).await;
    let client = server.client.with_key(&key);
    (server, client)
}

fn salon(latitude: f64, longitude: f64) -> Value {
    json!({ "kinds": ["GATHERING_PLACE"], "name": "サロン", "location": { "latitude": latitude, "longitude": longitude } })
}

/// Carries out a write that must succeed; gives the place.
async fn write(client: &Client, field: &str, input: Value) -> Value {
    let kind = format!("P{}Input", &field[1..]);
    let document = format!(
        "mutation($input: {kind}!) {{ {field}(input: $input) {{ place {{ id version }} userErrors {{ message }} seq }} }}"
    );
    let answer = client.data(&document, json!({ "input": input })).await;
    assert_eq!(answer[field]["userErrors"], json!([]), "{answer}");
    answer[field]["place"].clone()
}

async fn create(client: &Client, place: Value) -> Value {
    write(
        client,
        "placeCreate",
        json!({ "place": place, "allowDuplicate": true }),
    )
    .await
}

async fn update(client: &Client, place: &Value, fields: Value) -> Value {
    let input = json!({ "id": place["id"], "expectedVersion": place["version"], "place": fields, "reason": "確認した" });
    write(client, "placeUpdate", input).await
}

async fn archive(client: &Client, place: &Value) -> Value {
    let input = json!({ "id": place["id"], "expectedVersion": place["version"], "reason": "閉まった" });
    write(client, "placeArchive", input).await
}

/// One page of the feed.
async fn page(client: &Client, variables: Value) -> Value {
    client.data(CHANGES, variables).await["changes"].clone()
}

/// All changes after this cursor, in pages of this size, and the cursor to go on from.
async fn replay(client: &Client, mut variables: Value, first: i64, after: Value) -> (Vec<Value>, Value) {
    let (mut nodes, mut after) = (Vec::new(), after);
    loop {
        variables["first"] = json!(first);
        variables["after"] = after;
        let page = page(client, variables.clone()).await;
        nodes.extend(
            page["edges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|edge| edge["node"].clone()),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return (nodes, after);
        }
    }
}

/// A change as its subject, what was done, and whether it is a tombstone.
fn brief(node: &Value) -> (Value, Value, bool) {
    (
        node["subjectId"].clone(),
        node["action"].clone(),
        node["subject"].is_null(),
    )
}
