//! Requests that are odd as a whole: batches, forms, cookies, sizes, and what scanners look for.

use serde_json::json;
use tests::{Backend, Server, key};

use super::{Bystander, code, post};

#[tokio::test]
async fn batches_and_large_bodies_are_refused_unread() {
    let server = Server::with_town(Backend::Sqlite).await;
    let bystander = Bystander::of(&server);
    for length in [1, 2, 500] {
        let batch = vec![json!({ "query": "{ __typename }" }); length];
        let answer = post(&server.client, &json!(batch)).await;
        assert_eq!(
            (answer.status, code(&answer)),
            (400, "BATCH_NOT_SUPPORTED".into()),
            "S09"
        );
    }
    for size in [64 * 1024 + 1, 65 * 1024, 3_000_000] {
        let body = format!("{{\"query\": \"{{ __typename }}\"{}}}", " ".repeat(size - 27));
        let answer = server.client.post("/graphql", "application/json", body).await;
        assert_eq!(
            (answer.status, code(&answer)),
            (413, "DOCUMENT_TOO_LARGE".into()),
            "S03: {size}"
        );
    }
    let fits = format!(
        "{{\"query\": \"{{ __typename }}\"{}}}",
        " ".repeat(64 * 1024 - 27)
    );
    assert_eq!(fits.len(), 64 * 1024);
    assert_eq!(
        server
            .client
            .post("/graphql", "application/json", fits)
            .await
            .status,
        200
    );
    let deep = format!(
        "{{\"query\": \"{{ __typename }}\", \"variables\": {{\"a\": {}1{}}}}}",
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    let answer = server.client.post("/graphql", "application/json", deep).await;
    assert_eq!(
        (answer.status, code(&answer)),
        (400, "BAD_USER_INPUT".into()),
        "S01, in the variables"
    );
    bystander.was_served().await;
}

#[tokio::test]
async fn cookies_and_keys_in_addresses_count_for_nothing() {
    let server = Server::with_town(Backend::Sqlite).await;
    let key = key(&server.database).await;
    let archive = "mutation { placeArchive(input: { id: \"x\", expectedVersion: 1, reason: \"x\" }) { userErrors { code } } }";
    let cookie = format!("session={key}; authorization=Bearer {key}; ibasho={key}");
    let headers = [("content-type", "application/json"), ("cookie", cookie.as_str())];
    let answer = server
        .client
        .post_with("/graphql", &headers, json!({ "query": archive }).to_string())
        .await;
    assert_eq!(code(&answer), "UNAUTHENTICATED", "S12: {}", answer.body);
    let address = format!("/graphql?query=%7B__typename%7D&key={key}&authorization={key}");
    assert_eq!(
        server.client.get(&address).await.body,
        "{\"data\":{\"__typename\":\"Query\"}}"
    );
    for wrong in ["Bearer nothing", "Basic eDp5", key.as_str(), "Bearer", ""] {
        let headers = [("content-type", "application/json"), ("authorization", wrong)];
        let answer = server
            .client
            .post_with(
                "/graphql",
                &headers,
                json!({ "query": "{ __typename }" }).to_string(),
            )
            .await;
        assert_eq!(
            (answer.status, code(&answer)),
            (401, "UNAUTHENTICATED".into()),
            "{wrong}"
        );
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

/// What graphql-cop looks for. It may find queries by GET and introspection, which are meant; nothing else.
#[tokio::test]
async fn a_scanner_finds_nothing() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    let form = client
        .post(
            "/graphql",
            "application/x-www-form-urlencoded",
            "query=%7B__typename%7D",
        )
        .await;
    assert_eq!(form.status, 415, "a query by form");
    let traced = client
        .post_with(
            "/graphql",
            &[("content-type", "application/json"), ("x-apollo-tracing", "1")],
            "{\"query\":\"{__typename}\"}",
        )
        .await;
    assert_eq!(traced.body, "{\"data\":{\"__typename\":\"Query\"}}", "no tracing");
    let circular =
        "query { __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }";
    let doubled = format!("{{ {} }}", "__typename \n".repeat(500));
    let aliased = format!(
        "{{ {} }}",
        (0..101)
            .map(|n| format!("alias{n}: __typename \n"))
            .collect::<String>()
    );
    let directed = format!("query {{ __typename {} }}", "@aa".repeat(50) + "@aa");
    for document in [circular.to_owned(), doubled, aliased, directed] {
        assert_eq!(
            post(client, &json!({ "query": document })).await.status,
            400,
            "{document:.80}"
        );
    }
    let unhandled = client
        .post(
            "/graphql",
            "application/json",
            "{\"query\": \"qwerty cop { abc }\"}",
        )
        .await;
    assert!(
        unhandled.status == 400 && !unhandled.body.contains("exception") && !unhandled.body.contains("stack")
    );
}
