//! GraphQL over HTTP: the published audit, and what the draft of 2026 asks for beyond it.

use serde_json::{Value, json};
use tests::{Answer, Backend, Client, Server, clients, key};

const RESPONSE: &str = "application/graphql-response+json";

async fn post(client: &Client, accept: &str, body: Value) -> Answer {
    let headers = [("content-type", "application/json"), ("accept", accept)];
    client.post_with("/graphql", &headers, body.to_string()).await
}

/// `?name=value&...` with every odd byte escaped.
fn address(parameters: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => (byte as char).to_string(),
            odd => format!("%{odd:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let pairs: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    format!("/graphql?{}", pairs.join("&"))
}

fn code(answer: &Answer) -> Value {
    answer.json()["errors"][0]["extensions"]["code"].clone()
}

#[tokio::test]
async fn the_published_audit_passes() {
    let Some(clients) = clients() else { return };
    let server = Server::start(Backend::Sqlite).await;
    let printed = clients
        .run("audit.mjs", &[&format!("http://{}/graphql", server.address)])
        .await;
    assert!(printed.contains("61 of 61 audits"), "{printed}");
}

#[tokio::test]
async fn the_form_of_the_answer_is_the_one_asked_for() {
    let server = Server::start(Backend::Sqlite).await;
    let fine = json!({ "query": "{ __typename }" });
    let wrong = json!({ "query": "{ nothing }" });
    for (accept, content_type, status) in [
        (RESPONSE, RESPONSE, 400),
        ("application/json", "application/json", 200),
        ("*/*", "application/json", 400),
        (
            "application/json;q=0.4, application/graphql-response+json;q=0.5",
            RESPONSE,
            400,
        ),
        ("text/html, */*;q=0.1", "application/json", 400),
    ] {
        let answer = post(&server.client, accept, fine.clone()).await;
        assert_eq!(answer.status, 200, "{accept}");
        assert_eq!(
            answer.header("content-type"),
            format!("{content_type}; charset=utf-8")
        );
        assert_eq!(answer.body, "{\"data\":{\"__typename\":\"Query\"}}");
        let answer = post(&server.client, accept, wrong.clone()).await;
        assert_eq!(answer.status, status, "{accept}");
        let body = answer.json();
        assert!(body.get("data").is_none(), "{body}");
        assert_eq!(
            body["errors"][0]["locations"],
            json!([{ "line": 1, "column": 3 }])
        );
    }
    let answer = post(&server.client, "text/html", fine).await;
    assert_eq!((answer.status, code(&answer)), (406, "BAD_USER_INPUT".into()));
}

#[tokio::test]
async fn every_refusal_has_its_status_and_no_data() {
    let server = Server::start(Backend::Sqlite).await;
    let two = "query A { __typename } query B { __typename }";
    for (status, code, body) in [
        (400, "GRAPHQL_PARSE_FAILED", json!({ "query": "{" })),
        (400, "GRAPHQL_PARSE_FAILED", json!({ "query": "" })),
        (
            400,
            "GRAPHQL_VALIDATION_FAILED",
            json!({ "query": "{ nothing }" }),
        ),
        (
            400,
            "BAD_USER_INPUT",
            json!({ "query": "query ($id: ID!) { node(id: $id) { id } }" }),
        ),
        (
            400,
            "BAD_USER_INPUT",
            json!({ "query": "query ($n: Int) { places(first: $n) { seq } }", "variables": { "n": "5" } }),
        ),
        (400, "OPERATION_RESOLUTION_FAILURE", json!({ "query": two })),
        (
            400,
            "OPERATION_RESOLUTION_FAILURE",
            json!({ "query": two, "operationName": "C" }),
        ),
        (
            400,
            "OPERATION_RESOLUTION_FAILURE",
            json!({ "query": two, "operationName": "" }),
        ),
        (
            400,
            "PERSISTED_QUERY_NOT_FOUND",
            json!({ "documentId": "sha256:0" }),
        ),
        (
            400,
            "PERSISTED_QUERY_NOT_FOUND",
            json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "0" } } }),
        ),
        (
            400,
            "BAD_USER_INPUT",
            json!({ "query": "{ __typename }", "documentId": "x" }),
        ),
        (400, "BAD_USER_INPUT", json!({})),
        (400, "BAD_USER_INPUT", json!("{ __typename }")),
        (
            400,
            "BATCH_NOT_SUPPORTED",
            json!([{ "query": "{ __typename }" }, { "query": "{ __typename }" }]),
        ),
        (400, "BATCH_NOT_SUPPORTED", json!([])),
    ] {
        let answer = post(&server.client, RESPONSE, body.clone()).await;
        assert_eq!(
            (answer.status, self::code(&answer)),
            (status, code.into()),
            "{body}: {}",
            answer.body
        );
        assert!(answer.json().get("data").is_none(), "{body}");
        assert_eq!(
            answer.header("content-type"),
            format!("{RESPONSE}; charset=utf-8")
        );
    }
    // Unknown members are not looked at; the second operation runs.
    let body =
        json!({ "query": two, "operationName": "B", "unknown": [1], "variables": null, "extensions": {} });
    let answer = post(&server.client, RESPONSE, body).await;
    assert_eq!(answer.body, "{\"data\":{\"__typename\":\"Query\"}}");
}

#[tokio::test]
async fn queries_can_be_asked_by_get() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    let document = "query A($n: Int) { places(first: $n) { nodes { name } } } query B { __typename }";
    let variables = ("variables", "{\"n\": 2}");
    let got = client
        .get(&address(&[
            ("query", document),
            ("operationName", "A"),
            variables,
        ]))
        .await;
    let posted = json!({ "query": document, "operationName": "A", "variables": { "n": 2 } });
    let posted = post(client, "*/*", posted).await;
    assert_eq!((got.status, &got.body), (200, &posted.body));
    assert_eq!(got.json()["data"]["places"]["nodes"].as_array().unwrap().len(), 2);
    // Empty is absent.
    let empty = [
        ("query", "{ __typename }"),
        ("operationName", ""),
        ("variables", ""),
        ("extensions", ""),
        ("documentId", ""),
    ];
    assert_eq!(
        client.get(&address(&empty)).await.body,
        "{\"data\":{\"__typename\":\"Query\"}}"
    );
    for (status, parameters) in [
        (400, vec![]),
        (400, vec![("query", "")]),
        (
            400,
            vec![("query", "{ __typename }"), ("query", "{ __typename }")],
        ),
        (400, vec![("query", "{ __typename }"), ("variables", "[1]")]),
        (400, vec![("query", "{ __typename }"), ("variables", "{")]),
        (400, vec![("query", document)]),
        (400, vec![("documentId", "sha256:0")]),
    ] {
        let answer = client.get(&address(&parameters)).await;
        assert_eq!(answer.status, status, "{parameters:?}: {}", answer.body);
        assert!(answer.json()["errors"][0]["extensions"]["code"].is_string());
    }
    let escaped = address(&[("query", &format!("{{ __typename }} #{}", "あ".repeat(6_700)))]);
    assert_eq!(client.get(&escaped).await.status, 414);
}

#[tokio::test]
async fn nothing_is_changed_by_get_or_by_a_page_of_another_site() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = server.client.with_key(&key(&server.database).await);
    let mutation = "mutation M { placeCreate(input: { place: { name: \"x\", kinds: [OTHER] } }) { place { id } userErrors { message } } }";
    let both = format!("query Q {{ __typename }} {mutation}");
    let before = client
        .data(
            "{ changes(first: 0) { pageInfo { endCursor } } places(first: 0) { seq } }",
            json!({}),
        )
        .await;
    for parameters in [
        vec![("query", mutation)],
        vec![("query", mutation), ("operationName", "M")],
        vec![("query", &both), ("operationName", "M")],
    ] {
        let answer = client
            .send("GET", &address(&parameters), &[("accept", RESPONSE)], "")
            .await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "POST"),
            "{}",
            answer.body
        );
    }
    assert_eq!(
        client
            .send(
                "GET",
                &address(&[("query", &both), ("operationName", "Q")]),
                &[],
                ""
            )
            .await
            .status,
        200
    );
    let body = json!({ "query": mutation }).to_string();
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=shift_jis",
        "application/jsonx",
        "",
    ] {
        let answer = client.post("/graphql", content_type, body.clone()).await;
        assert_eq!(answer.status, 415, "{content_type}: {}", answer.body);
    }
    assert_eq!(
        client.send("POST", "/graphql", &[], body.clone()).await.status,
        415
    );
    let packed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    assert_eq!(
        client
            .send("POST", "/graphql", &packed, body.clone())
            .await
            .status,
        415
    );
    for method in ["PUT", "DELETE", "PATCH", "TRACE"] {
        let answer = client
            .send(
                method,
                "/graphql",
                &[
                    ("content-type", "application/json"),
                    ("x-http-method-override", "POST"),
                ],
                body.clone(),
            )
            .await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "GET, POST, OPTIONS"),
            "{method}"
        );
    }
    let after = client
        .data(
            "{ changes(first: 0) { pageInfo { endCursor } } places(first: 0) { seq } }",
            json!({}),
        )
        .await;
    assert_eq!(before, after, "nothing was written");
    let answer = post(&client, RESPONSE, json!({ "query": mutation })).await;
    assert!(
        answer.json()["data"]["placeCreate"]["place"]["id"].is_string(),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn registered_documents_run_by_their_id() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.json");
    let (list, write) = (
        "query L($n: Int) { places(first: $n) { nodes { name } } }",
        "mutation { placeArchive(input: { id: \"x\", expectedVersion: 1, reason: \"x\" }) { seq } }",
    );
    std::fs::write(
        &path,
        json!({ "list": list, "write": write, "old": "{ gone }" }).to_string(),
    )
    .unwrap();
    for only_trusted in [false, true] {
        let server = Server::with_town_and(|config| {
            config.graphql.trusted_documents = path.display().to_string();
            config.graphql.only_trusted_documents = only_trusted;
        })
        .await;
        let ask = async |body: Value| post(&server.client, RESPONSE, body).await;
        let listed = ask(json!({ "documentId": "list", "variables": { "n": 3 } })).await;
        assert_eq!(
            listed.json()["data"]["places"]["nodes"].as_array().unwrap().len(),
            3,
            "{}",
            listed.body
        );
        let got = server
            .client
            .get(&address(&[("documentId", "list"), ("variables", "{\"n\":3}")]))
            .await;
        assert_eq!(got.body, listed.body);
        let written = server.client.get(&address(&[("documentId", "write")])).await;
        assert_eq!((written.status, written.header("allow")), (405, "POST"));
        assert_eq!(
            code(&ask(json!({ "documentId": "old" })).await),
            "GRAPHQL_VALIDATION_FAILED"
        );
        assert_eq!(
            code(&ask(json!({ "documentId": "none" })).await),
            "PERSISTED_QUERY_NOT_FOUND"
        );
        let free = ask(json!({ "query": list, "variables": { "n": 3 } })).await;
        if only_trusted {
            assert_eq!((free.status, code(&free)), (403, "FORBIDDEN".into()));
        } else {
            assert_eq!(free.body, listed.body);
        }
    }
}
