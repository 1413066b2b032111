//! When places are open, as clients ask it: fields, filters, orders, calendars, coverage.

mod calendar;
mod coverage;
mod editing;
mod holidays;
mod questions;

use serde_json::{Value, json};
use tests::{Backend, Client, Server};

const CREATE: &str = "mutation($input: PlaceCreateInput!) { placeCreate(input: $input) {
    place { id version } userErrors { code field message } } }";

/// A server on an empty register, with an operator's key.
async fn with_key(backend: Backend) -> (Server, Client) {
    let server = Server::start(backend).await;
    let key = tests::key(&server.database).await;
    let client = server.client.with_key(&key);
    (server, client)
}

/// Enters a place with these further fields; its id.
async fn create(client: &Client, name: &str, fields: Value) -> Value {
    let mut place = json!({ "kinds": ["GATHERING_PLACE"], "name": name,
        "location": { "latitude": 35.0, "longitude": 139.0 } });
    for (field, value) in fields.as_object().unwrap() {
        place[field] = value.clone();
    }
    let made = client.data(CREATE, json!({ "input": { "place": place } })).await;
    assert_eq!(made["placeCreate"]["userErrors"], json!([]), "{made}");
    made["placeCreate"]["place"]["id"].clone()
}

async fn place(client: &Client, id: &Value, fields: &str) -> Value {
    let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on Place {{ {fields} }} }} }}");
    client.data(&document, json!({ "id": id })).await["node"].clone()
}
