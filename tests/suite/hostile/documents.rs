//! Documents that are small to send and large to carry out.

use std::fmt::Write as _;

use serde_json::json;
use tests::{Backend, Server};

use super::{Bystander, code, post};

fn bomb(levels: usize, width: usize) -> String {
    let mut text = "{ ...f0 }".to_owned();
    for level in 0..levels {
        let inner = format!("...f{} ", level + 1).repeat(width);
        let _ = write!(text, " fragment f{level} on Query {{ {inner} }}");
    }
    text + &format!(" fragment f{levels} on Query {{ __typename }}")
}

fn deep(levels: usize) -> String {
    let (open, close) = (
        "parent { children { ".repeat(levels / 2),
        "} } ".repeat(levels / 2),
    );
    format!("{{ node(id: \"x\") {{ ... on Term {{ {open} code {close} }} }} }}")
}

fn deep_by_fragments(levels: usize) -> String {
    let mut text = "{ node(id: \"x\") { ... { ...t0 } } }".to_owned();
    for level in 0..levels {
        let _ = write!(
            text,
            " fragment t{level} on Term {{ parent {{ ... on Term {{ ...t{} }} }} }}",
            level + 1
        );
    }
    text + &format!(" fragment t{levels} on Term {{ code }}")
}

fn aliased(number: usize, field: &str) -> String {
    (0..number).map(|n| format!("a{n}: {field} ")).collect()
}

fn costly(page: &str) -> String {
    format!(
        "{{ {page} {{ nodes {{ ... on Place {{ services(first: 100) {{ nodes {{ id serves {{ id }} }} }} }} }} }} }}"
    )
}

/// Number of the case, code, document.
fn table() -> Vec<(&'static str, &'static str, String)> {
    let mut table = Vec::new();
    for levels in [100, 500, 5_000] {
        let lists = format!(
            "{{ places(within: {{ area: {}1{} }}) {{ seq }} }}",
            "[".repeat(levels),
            "]".repeat(levels)
        );
        let objects = format!(
            "{{ places(filter: {}1{}) {{ seq }} }}",
            "{text:".repeat(levels),
            "}".repeat(levels)
        );
        table.push(("S01", "NESTING_LIMIT", lists));
        table.push((
            "S01",
            if levels < 5_000 {
                "NESTING_LIMIT"
            } else {
                "DOCUMENT_TOO_LARGE"
            },
            objects,
        ));
    }
    table.push((
        "S01",
        "DOCUMENT_TOO_LARGE",
        format!("{{ f(a: {}", "[".repeat(50_000)),
    ));
    for (levels, width) in [(6, 20), (17, 2), (3, 200), (30, 20)] {
        table.push(("S02", "SIZE_LIMIT", bomb(levels, width)));
    }
    let cycle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
    let many = (0..10_000).fold("{ __typename }".to_owned(), |text, n| {
        text + &format!(" fragment f{n} on Query {{ a }}")
    });
    let chain = (0..150).fold("{ ...f0 }".to_owned(), |text, n| {
        text + &format!(" fragment f{n} on Query {{ ...f{} }}", n + 1)
    });
    table.extend([
        ("S03", "GRAPHQL_VALIDATION_FAILED", cycle.to_owned()),
        ("S03", "DOCUMENT_TOO_LARGE", many),
        ("S03", "TOKEN_LIMIT", format!("{{ {} }}", "a ".repeat(7_000))),
        ("S03", "NESTING_LIMIT", chain + " fragment f150 on Query { __typename }"),
        ("S04", "DEPTH_LIMIT", deep(12)),
        ("S04", "DEPTH_LIMIT", deep_by_fragments(12)),
        ("S05", "ALIAS_LIMIT", format!("{{ {} }}", aliased(31, "__typename"))),
        ("S05", "ALIAS_LIMIT", format!("{{ schemes {{ {} }} }}", aliased(31, "code"))),
        ("S05", "ALIAS_LIMIT", format!("{{ {} }}", aliased(31, "node(id: \"x\") { id }"))),
        (
            "S05",
            "ALIAS_LIMIT",
            format!("mutation {{ {} }}", aliased(31, "placeArchive(input: { id: \"x\", expectedVersion: 1, reason: \"x\" }) { seq }")),
        ),
        ("S06", "ROOT_FIELD_LIMIT", format!("{{ {} }}", "__typename ".repeat(100))),
        ("S06", "SIZE_LIMIT", format!("{{ {} }}", "__typename ".repeat(1_000))),
        ("S06", "SIZE_LIMIT", format!("{{ schemes {{ {} }} }}", "code ".repeat(1_000))),
        ("S06", "DIRECTIVE_LIMIT", format!("{{ __typename {} }}", "@a ".repeat(1_000))),
        ("S06", "DIRECTIVE_LIMIT", format!("query Q {} {{ __typename }}", "@a ".repeat(1_000))),
        ("S06", "DIRECTIVE_LIMIT", format!("{{ ...f }} fragment f on Query {} {{ __typename }}", "@a ".repeat(1_000))),
        ("S08", "COST_LIMIT", costly("places(first: 100)")),
        ("S08", "COST_LIMIT", costly("places(first: 100)").replace("... on Place", "...")),
        (
            "S08",
            "COST_LIMIT",
            "{ node(id: \"x\") { ... on Organization { places(first: 100) { nodes { services(first: 100) { nodes { id } } } } } } }".to_owned(),
        ),
        (
            "S28",
            "DEPTH_LIMIT",
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }".to_owned(),
        ),
    ]);
    table
}

#[tokio::test]
async fn large_work_in_few_words_is_refused_soon() {
    let server = Server::with_town(Backend::Sqlite).await;
    let bystander = Bystander::of(&server);
    for (case, expected, document) in table() {
        // An invalid document is refused again when it comes again.
        for _ in 0..2 {
            let answer = post(&server.client, &json!({ "query": document })).await;
            let shown: String = document.chars().take(200).collect();
            let size = document.len();
            if size + 100 > 64 * 1024 {
                assert_eq!(answer.status, 413, "{case}: {shown}");
            } else {
                assert_eq!(answer.status, 400, "{case}: {shown}: {}", answer.body);
            }
            assert_eq!(code(&answer), expected, "{case}: {shown}: {}", answer.body);
            assert!(answer.json().get("data").is_none());
            assert!(
                answer.body.len() <= 8 * 1024,
                "{case}: {} bytes",
                answer.body.len()
            );
        }
    }
    bystander.was_served().await;
}

#[tokio::test]
async fn an_answer_is_never_much_longer_than_the_question() {
    let server = Server::with_town(Backend::Sqlite).await;
    let names: String = (0..400).map(|n| format!("nothing_that_is_here_{n} ")).collect();
    for document in [
        format!("{{ {names} }}"),
        format!("{{ {} }}", "x".repeat(16_000)),
        format!(
            "{{ places(filter: {{ text: \"{}\" }}, first: \"a\") {{ seq }} }}",
            "x".repeat(15_000)
        ),
        format!("query ({}) {{ __typename }}", "$a: Int ".repeat(800)),
        format!("{{ places(first: {}) {{ seq }} }}", "9".repeat(15_000)),
        format!("{} {{", "\u{3042}".repeat(4_000)),
    ] {
        let answer = post(&server.client, &json!({ "query": document })).await;
        assert_eq!(answer.status, 400, "{:.100}", answer.body);
        assert!(
            answer.body.len() <= 8 * 1024,
            "{} bytes: {:.300}",
            answer.body.len(),
            answer.body
        );
    }
}

#[tokio::test]
async fn cost_is_the_same_whichever_way_one_comes() {
    let server = Server::with_town_and(|config| config.limits.points = 1_000_000).await;
    let first = server
        .client
        .data("{ places(first: 1) { nodes { id } } }", json!({}))
        .await;
    let id = first["places"]["nodes"][0]["id"].clone();
    let cost = async |document: &str| {
        let data = server
            .client
            .data(document, json!({ "ids": [id], "id": id }))
            .await;
        data["rateLimit"]["cost"].as_i64().unwrap()
    };
    let place = "services(first: 7) { nodes { id } }";
    let by_node = cost(&format!(
        "query ($id: ID!) {{ node(id: $id) {{ ... on Place {{ {place} }} }} rateLimit {{ cost }} }}"
    ))
    .await;
    let by_nodes = cost(&format!(
        "query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Place {{ {place} }} }} rateLimit {{ cost }} }}"
    ))
    .await;
    let listed = cost(&format!(
        "{{ places(first: 1) {{ nodes {{ {place} }} }} rateLimit {{ cost }} }}"
    ))
    .await;
    // The place, its connection and seven services; the connection of places; the rate limit itself.
    assert_eq!(
        (by_node, by_nodes, listed),
        (1 + 1 + 7 + 1, 1 + 1 + 7 + 1, 1 + 1 + 1 + 7 + 1)
    );
}
