//! Programs of others: what they generate from our schema, and what they make of the running server.

use std::process::Command;

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

/// Random documents of the whole schema. That tool counts every error as a finding; what it may find is that an
/// argument was refused, that a key is missing, or that it filled an `@oneOf` wrongly.
#[tokio::test]
async fn schemathesis_finds_only_what_is_refused() {
    let Some(tool) = schemathesis() else { return };
    let (_server, url) = server().await;
    let mut command = Command::new(tool);
    command.args([
        "run",
        &url,
        "--max-examples",
        "100",
        "--max-response-time",
        "2",
        "--seed",
        "1",
    ]);
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let printed = String::from_utf8_lossy(&output.unwrap().unwrap().stdout).into_owned();
    assert!(printed.contains("Tested: 15"), "{printed}");
    let answers = printed
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("`{"));
    for answer in answers {
        let is_refused = ["BAD_USER_INPUT", "UNAUTHENTICATED", "@oneOf"]
            .iter()
            .any(|code| answer.contains(code));
        assert!(is_refused, "{answer}");
    }
    for status in ["[500]", "[503]", "Network Error", "Response time"] {
        assert!(!printed.contains(status), "{printed}");
    }
}

/// `st` of PyPI's schemathesis, in the long run and where it is installed.
fn schemathesis() -> Option<&'static str> {
    #[expect(clippy::disallowed_methods, reason = "the test run says how long it may take")]
    let is_long = std::env::var_os("IBASHO_LONG").is_some_and(|value| value != "0");
    let is_there = || {
        Command::new("st")
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if is_long && is_there() {
        return Some("st");
    }
    let notice = b"SKIPPED: schemathesis runs with `cargo xtask test --long` where `st` is installed\n";
    let _ = std::io::Write::write_all(&mut std::io::stderr(), notice);
    None
}
