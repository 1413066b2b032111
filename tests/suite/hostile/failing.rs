//! S24: a field that fails is null by itself. Beside it its siblings answer, with it come a code and the way to it,
//! and never what the database said.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Backend, Client, Server, key};

use super::{code, post};

/// Nullable fields with arguments that cannot fail: the unknown id of `node` is null, and a language that is not there
/// is answered by another.
const INFALLIBLE: [&str; 4] = ["Query.node", "Place.summary", "Service.summary", "Schedule.text"];

/// The field as `Type.name`, the call that its resolver must refuse, and the argument at fault.
const REFUSED: [(&str, &str, &str); 25] = [
    (
        "District.boundary",
        "boundary(toleranceMeters: -1)",
        "toleranceMeters",
    ),
    ("District.places", "places(first: 101) { seq }", "first"),
    ("Organization.places", "places(first: -1) { seq }", "first"),
    (
        "Place.distanceTo",
        "distanceTo(point: { latitude: 91, longitude: 0 })",
        "point.latitude",
    ),
    ("Place.history", "history(first: -1) { nodes { id } }", "first"),
    (
        "Place.nextOpenings",
        "nextOpenings(first: -1) { startsAt }",
        "first",
    ),
    (
        "Place.openState",
        "openState(at: \"1999-01-01T00:00:00Z\") { isOpen }",
        "at",
    ),
    ("Place.services", "services(first: 101) { nodes { id } }", "first"),
    (
        "PlaceConnection.facets",
        "facets(scheme: \"nothing\") { count }",
        "scheme",
    ),
    ("Query.changes", "changes(first: 101) { nodes { id } }", "first"),
    (
        "Query.coverage",
        "coverage(parentId: \"nobody\", level: MUNICIPALITY) { placeCount }",
        "parentId",
    ),
    (
        "Query.districts",
        "districts(first: 101) { nodes { id } }",
        "first",
    ),
    ("Query.nodes", "nodes(ids: [MANY]) { id }", "ids"),
    (
        "Query.organizations",
        "organizations(first: 101) { nodes { id } }",
        "first",
    ),
    (
        "Query.placeClusters",
        "placeClusters(zoom: 23, within: { boundingBox: { south: 0, west: 0, north: 1, east: 1 } }) { zoom }",
        "zoom",
    ),
    (
        "Query.places",
        "places(orderBy: { field: DISTANCE }) { seq }",
        "orderBy.field",
    ),
    (
        "Query.services",
        "services(near: { point: { latitude: 0, longitude: 181 } }) { nodes { id } }",
        "near.point.longitude",
    ),
    (
        "Query.terms",
        "terms(scheme: \"nothing\") { nodes { id } }",
        "scheme",
    ),
    (
        "Service.nextOpenings",
        "nextOpenings(from: \"1999-01-01T00:00:00Z\") { startsAt }",
        "from",
    ),
    (
        "Service.openState",
        "openState(at: \"2999-01-01T00:00:00Z\") { isOpen }",
        "at",
    ),
    ("Service.places", "places(after: \"nonsense\") { seq }", "after"),
    ("Mutation.placeArchive", "", ""),
    ("Mutation.placeCreate", "", ""),
    ("Mutation.placeUpdate", "", ""),
    ("Subscription.placeChanged", "", ""),
];

/// How a field of a type is reached in the demonstration town.
fn document(kind: &str, call: &str, ids: &Value) -> String {
    let call = call.replace("MANY", &vec!["\"x\""; 101].join(", "));
    match kind {
        "Query" => format!("{{ failing: {call} sibling: __typename }}"),
        "PlaceConnection" => format!("{{ places(first: 1) {{ failing: {call} sibling: __typename }} }}"),
        _ => format!(
            "{{ node(id: {}) {{ ... on {kind} {{ failing: {call} sibling: __typename }} }} }}",
            ids[kind]
        ),
    }
}

async fn ids(client: &Client) -> Value {
    let document = "{ Place: places(first: 1) { nodes { id } } Service: services(first: 1) { nodes { id } }
        Organization: organizations(first: 1) { nodes { id } } District: districts(first: 1) { nodes { id } } }";
    let found = client.data(document, json!({})).await;
    ["Place", "Service", "Organization", "District"]
        .into_iter()
        .map(|kind| (kind.to_owned(), found[kind]["nodes"][0]["id"].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// What may fail by its type: nullable, and with arguments.
async fn fallible(client: &Client) -> BTreeSet<String> {
    let document = "{ __schema { types { name fields { name args { name } type { kind } } } } }";
    let found = client.data(document, json!({})).await;
    let types = found["__schema"]["types"].as_array().unwrap();
    let fields = types.iter().flat_map(|of| {
        let fields = of["fields"].as_array().into_iter().flatten();
        let fields = fields.filter(|field| field["type"]["kind"] != "NON_NULL" && field["args"] != json!([]));
        fields.map(|field| {
            format!(
                "{}.{}",
                of["name"].as_str().unwrap(),
                field["name"].as_str().unwrap()
            )
        })
    });
    fields
        .filter(|field| !field.starts_with("__") && !INFALLIBLE.contains(&field.as_str()))
        .collect()
}

#[tokio::test]
async fn every_field_that_refuses_is_null_alone_and_says_which_argument() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    let known: BTreeSet<String> = REFUSED.iter().map(|(field, ..)| (*field).to_owned()).collect();
    let unknown: Vec<String> = fallible(client).await.difference(&known).cloned().collect();
    assert_eq!(unknown, [""; 0], "each of them needs a row here");

    let ids = ids(client).await;
    for (field, call, argument) in REFUSED.into_iter().filter(|(_, call, _)| !call.is_empty()) {
        let (kind, _) = field.split_once('.').unwrap();
        let answer = post(client, &json!({ "query": document(kind, call, &ids) })).await;
        let body = answer.json();
        assert_eq!(
            (answer.status, code(&answer)),
            (200, "BAD_USER_INPUT".into()),
            "{field}: {body}"
        );
        let errors = body["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{field}: {body}");
        assert_eq!(errors[0]["extensions"]["argument"], argument, "{field}");
        assert_eq!(
            errors[0]["path"].as_array().unwrap().last(),
            Some(&json!("failing")),
            "{field}"
        );
        let data = &body["data"];
        let holder = [&data["node"], &data["places"], data]
            .into_iter()
            .find(|of| of.is_object())
            .unwrap();
        assert_eq!(holder["failing"], Value::Null, "{field}: {body}");
        assert!(holder["sibling"].is_string(), "{field}: {body}");
    }
}

/// The words of databases and programs that no client may see.
fn is_masked(body: &str) -> bool {
    let body = body.to_lowercase();
    let words = [
        "relation", "select", "insert", "sql", "panicked", ".rs", "/home", "password", "away",
    ];
    words.iter().all(|word| !body.contains(word))
}

/// The database fails for real: the tables that a request still reads or writes are taken away, and given back.
#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn what_needs_the_database_fails_alone_and_masked_while_it_fails() {
    let server = Server::with_town(Backend::Postgres).await;
    let key = key(&server.database).await;
    let (client, editor) = (server.client.clone(), server.client.with_key(&key));
    let ids = ids(&client).await;
    let change = client
        .data("{ changes(first: 1) { nodes { id } } }", json!({}))
        .await;
    let change = &change["changes"]["nodes"][0]["id"];
    assert!(change.is_string());
    let place = ids["Place"].to_string();
    let create = "mutation { failing: placeCreate(input: { place: { name: \"新しい所\", kinds: [OTHER] } }) { place { id } userErrors { code } } }";
    let questions = [
        (
            "{ failing: changes(first: 1) { nodes { id } } sibling: __typename }".to_owned(),
            true,
        ),
        (
            format!("{{ failing: node(id: {change}) {{ id }} sibling: __typename }}"),
            true,
        ),
        (
            format!("{{ failing: nodes(ids: [{change}, {place}]) {{ id }} sibling: __typename }}"),
            true,
        ),
        (
            format!(
                "{{ node(id: {place}) {{ ... on Place {{ failing: history {{ nodes {{ id }} }} sibling: name }} }} }}"
            ),
            true,
        ),
        (create.to_owned(), false),
        (
            format!(
                "mutation {{ failing: placeArchive(input: {{ id: {place}, expectedVersion: 1, reason: \"x\" }}) {{ userErrors {{ code }} }} }}"
            ),
            false,
        ),
        (
            format!(
                "mutation {{ failing: placeUpdate(input: {{ id: {place}, expectedVersion: 1, place: {{ name: \"x\" }} }}) {{ userErrors {{ code }} }} }}"
            ),
            false,
        ),
    ];
    server
        .database
        .run_sql("ALTER TABLE change RENAME TO change_away");
    for (document, has_sibling) in &questions {
        let answer = post(&editor, &json!({ "query": document })).await;
        let body = answer.json();
        assert!(
            answer.status < 500 && is_masked(&answer.body),
            "{document}: {body}"
        );
        assert_eq!(code(&answer), "INTERNAL", "{document}: {body}");
        assert_eq!(body["errors"].as_array().unwrap().len(), 1, "{body}");
        let data = &body["data"];
        let holder = if data["node"].is_object() {
            &data["node"]
        } else {
            data
        };
        assert_eq!(holder["failing"], Value::Null, "{document}: {body}");
        assert_eq!(holder["sibling"].is_string(), *has_sibling, "{document}: {body}");
    }
    // What is read from memory is served all the while.
    assert!(
        client.data("{ places { totalCount } }", json!({})).await["places"]["totalCount"].as_u64() > Some(0)
    );
    server
        .database
        .run_sql("ALTER TABLE change_away RENAME TO change");
    for (document, _) in &questions[..5] {
        let body = editor.query(document, json!({})).await;
        assert!(body.get("errors").is_none(), "{document}: {body}");
    }
    tokio::time::timeout(Duration::from_secs(10), async {
        while client.get("/readyz").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .unwrap();
}
