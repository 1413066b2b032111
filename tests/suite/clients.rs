//! Programs of others: what they generate from our schema, and what they make of the running server.

use tests::{Backend, Server, clients};

const SCHEMA: &str = "../../schema.graphql";

#[tokio::test]
async fn relay_compiles_the_documents_of_an_app() {
    let Some(clients) = clients() else { return };
    clients.run("relay.mjs", &[SCHEMA]).await;
}

#[tokio::test]
async fn the_schema_keeps_the_rules_of_its_trade_and_what_was_released() {
    let Some(clients) = clients() else { return };
    let printed = clients.run("lint.mjs", &[SCHEMA, "released.graphql"]).await;
    assert!(printed.contains("0 violations under 2"), "{printed}");
}

/// The generator introspects the running server at its default limits.
#[tokio::test]
async fn generated_types_compile_strictly() {
    let Some(clients) = clients() else { return };
    let (server, url) = server().await;
    clients.run("typed.mjs", &[&url]).await;
    drop(server);
}

#[tokio::test]
async fn urql_gets_its_answers() {
    let Some(clients) = clients() else { return };
    let (_server, url) = server().await;
    clients.run("urql.mjs", &[&url]).await;
}

async fn server() -> (Server, String) {
    let server = Server::with_town(Backend::Sqlite).await;
    let url = format!("http://{}/graphql", server.address);
    (server, url)
}

#[tokio::test]
async fn graphql_js_answers_the_same() {
    let Some(clients) = clients() else { return };
    let (_server, url) = server().await;
    let printed = clients.run("conformance/main.mjs", &[&url, SCHEMA]).await;
    assert!(printed.contains("0 differences"), "{printed}");
}
