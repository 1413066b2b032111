//! How much one client may use, and what operators see: budgets, load, headers, metrics, the developers' page.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Answer, Client, Server, key};

const SPENT: &str =
    "query ($n: Int) { places(first: $n) { nodes { id } } rateLimit { cost limit remaining resetAt } }";

async fn ask(client: &Client, headers: &[(&str, &str)], first: i32) -> Answer {
    let headers = [&[("content-type", "application/json")], headers].concat();
    let body = json!({ "query": SPENT, "variables": { "n": first } }).to_string();
    client.post_with("/graphql", &headers, body).await
}

#[tokio::test]
async fn a_budget_falls_by_the_cost_and_ends_in_429() {
    let server = Server::with_town_and(|config| {
        config.graphql.cost = 500;
        config.limits.points = 500;
        config.limits.per_seconds = 50_000;
    })
    .await;
    let mut left = 500;
    for first in [10, 0, 100, 37] {
        let answer = ask(&server.client, &[], first).await;
        // The connection, its places, the rate limit.
        let cost = first + 2;
        left -= cost;
        let limit = answer.json()["data"]["rateLimit"].clone();
        assert_eq!(
            (&limit["cost"], &limit["limit"]),
            (&json!(cost), &json!(500)),
            "{limit}"
        );
        let remaining = limit["remaining"].as_i64().unwrap();
        assert!(
            (i64::from(left)..=i64::from(left) + 1).contains(&remaining),
            "{limit} {left}"
        );
        // All is back after as many hundreds of seconds as points are missing.
        let reset = chrono::DateTime::parse_from_rfc3339(limit["resetAt"].as_str().unwrap()).unwrap();
        let wait = (reset.to_utc() - tests::NOW).num_seconds();
        assert!((wait - (500 - remaining) * 100).abs() <= 101, "{limit}");
    }
    while left >= 102 {
        assert_eq!(ask(&server.client, &[], 100).await.status, 200);
        left -= 102;
    }
    let refused = ask(
        &server.client,
        &[("accept", "application/graphql-response+json")],
        100,
    )
    .await;
    assert_eq!(refused.status, 429, "{}", refused.body);
    assert_eq!(refused.json()["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    assert!(refused.json().get("data").is_none());
    assert!(
        refused.header("retry-after").parse::<u64>().unwrap() > 100,
        "{:?}",
        refused.headers
    );
    // What is refused is not free, and REST draws on the same budget.
    while ask(&server.client, &[], 0).await.status == 200 {}
    let rest = server.client.get("/places.geojson?limit=5000").await;
    assert_eq!(
        (rest.status, rest.header("content-type")),
        (429, "application/problem+json")
    );
    assert!(rest.header("retry-after").parse::<u64>().unwrap() > 0);
    // A key has a budget of its own.
    let with_key = server.client.with_key(&key(&server.database).await);
    assert_eq!(
        ask(&with_key, &[], 100).await.json()["data"]["rateLimit"]["remaining"],
        398
    );
    // Nobody else is believed about who they are.
    let forwarded = [("x-forwarded-for", "198.51.100.7")];
    assert_eq!(ask(&server.client, &forwarded, 100).await.status, 429);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_a_budget() {
    let server = Server::with_town_and(|config| {
        config.graphql.cost = 500;
        config.limits.points = 500;
        config.limits.per_seconds = 50_000;
        config.limits.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    let remaining = async |forwarded: &str| {
        let answer = ask(&server.client, &[("x-forwarded-for", forwarded)], 98).await;
        answer.json()["data"]["rateLimit"]["remaining"].clone()
    };
    assert_eq!(remaining("198.51.100.7").await, 400);
    assert_eq!(remaining("198.51.100.8").await, 400);
    assert_eq!(
        remaining("1.2.3.4, 198.51.100.7").await,
        300,
        "the right-most hop that is not ours"
    );
    assert_eq!(remaining("2001:db8:1:2::1").await, 400);
    assert_eq!(remaining("2001:db8:1:2::2").await, 300, "a network is one client");
    assert_eq!(remaining("2001:db8:1:3::1").await, 400);
}

#[tokio::test]
async fn without_a_limit_there_is_none_to_show() {
    let server = Server::with_town_and(|_| ()).await;
    let answer = ask(&server.client, &[], 1).await;
    assert_eq!(answer.json()["data"]["rateLimit"], Value::Null, "{}", answer.body);
}

#[tokio::test]
async fn an_overloaded_worker_turns_requests_away_and_recovers() {
    let server = Server::with_town_and(|config| {
        config.limits.longest_queue_milliseconds = 20;
        config.graphql.cost = 100_000;
    })
    .await;
    let heavy = "{ places(first: 100) { nodes { id name terms { label } districts { name } services { nodes { id name } } } } }";
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..48 {
        let client = server.client.clone();
        asking.spawn(async move {
            let mut answers = Vec::new();
            for _ in 0..12 {
                answers.push(
                    client
                        .post(
                            "/graphql",
                            "application/json",
                            json!({ "query": heavy }).to_string(),
                        )
                        .await,
                );
            }
            answers
        });
    }
    let answers: Vec<Answer> = asking.join_all().await.into_iter().flatten().collect();
    let (served, turned_away): (Vec<&Answer>, Vec<&Answer>) =
        answers.iter().partition(|answer| answer.status == 200);
    assert!(served.len() > 20, "{} served", served.len());
    assert!(!turned_away.is_empty(), "all {} were served", served.len());
    for answer in turned_away {
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (503, "1"),
            "{}",
            answer.body
        );
        assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "OVERLOADED");
    }
    assert!(served.iter().all(|answer| answer.body == served[0].body));
    let mut tries = 0;
    while ask(&server.client, &[], 1).await.status != 200 {
        tries += 1;
        assert!(tries < 100, "it must recover");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_what_they_may_do() {
    let server = Server::with_town_and(|_| ()).await;
    for path in [
        "/",
        "/graphql",
        "/graphql?query=%7B__typename%7D",
        "/places.geojson",
        "/graphiql",
        "/metrics",
        "/livez",
        "/nothing",
    ] {
        let answer = server
            .client
            .get_with(path, &[("origin", "https://map.example")])
            .await;
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("permissions-policy", "geolocation=(self)"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "S53 {path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert!(answer.header("strict-transport-security").starts_with("max-age="));
        assert_eq!(answer.header("server"), "");
    }
    let asked = [
        ("origin", "https://map.example"),
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "content-type,authorization,x-apollo-operation-name",
        ),
    ];
    let allowed = server.client.send("OPTIONS", "/graphql", &asked, "").await;
    assert_eq!(
        (allowed.status, allowed.header("access-control-allow-origin")),
        (200, "*")
    );
    assert!(allowed.header("access-control-allow-methods").contains("POST"));
    assert!(
        allowed
            .header("access-control-allow-headers")
            .to_lowercase()
            .contains("authorization")
    );
    assert_eq!(allowed.header("access-control-allow-credentials"), "");
}

#[tokio::test]
async fn metrics_count_and_tell_nobody_anything() {
    let server = Server::with_town_and(|_| ()).await;
    server
        .client
        .get("/places.geojson?near=137.123456,34.3&text=SECRETWORD")
        .await;
    server.client.get("/SECRETPATH").await;
    server.client.send("SECRETMETHOD", "/graphql", &[], "").await;
    ask(&server.client, &[], 1).await;
    server.client.query("{ nothing }", json!({})).await;
    let text = server.client.get("/metrics").await;
    assert!(
        text.header("content-type")
            .starts_with("application/openmetrics-text"),
        "{:?}",
        text.headers
    );
    for line in [
        "ibasho_http_requests_total{route=\"/places.geojson\",method=\"GET\",status=\"200\"} 1",
        "ibasho_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"} 1",
        "ibasho_http_requests_total{route=\"/graphql\",method=\"other\",status=\"405\"} 1",
        "ibasho_graphql_refused_total{code=\"GRAPHQL_VALIDATION_FAILED\"} 1",
        "ibasho_graphql_cached_documents 1",
        "ibasho_sockets 0",
        "ibasho_register_stale 0",
        "ibasho_http_request_duration_seconds_count{route=\"/graphql\"} 3",
    ] {
        assert!(
            text.body.lines().any(|found| found == line),
            "{line}\n{}",
            text.body
        );
    }
    for secret in ["SECRET", "137.12", "127.0.0.1"] {
        assert!(!text.body.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_developers_page_is_our_own_and_can_be_switched_off() {
    let server = Server::with_town_and(|_| ()).await;
    let page = server.client.get("/graphiql").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    // The policy on every answer forbids inline code and styles, and everything from elsewhere.
    assert!(!page.body.contains("<style") && !page.body.contains("style=") && !page.body.contains("onclick"));
    assert!(!page.body.contains("//"), "nothing from elsewhere");
    for (path, media) in [
        ("/graphiql/page.js", "text/javascript; charset=utf-8"),
        ("/graphiql/page.css", "text/css; charset=utf-8"),
    ] {
        assert!(page.body.contains(path));
        let asset = server.client.get(path).await;
        assert_eq!((asset.status, asset.header("content-type")), (200, media));
        assert!(
            !asset.body.contains("http:") && !asset.body.contains("https:"),
            "{path}"
        );
    }
    // What the page asks at first must be answered.
    let script = server.client.get("/graphiql/page.js").await.body;
    let between = |begin: &str| {
        script
            .split(begin)
            .nth(1)
            .unwrap()
            .split('`')
            .next()
            .unwrap()
            .to_owned()
    };
    let (query, variables, introspection) = (
        between("query.value = `"),
        between("variables.value = `"),
        between("const INTROSPECTION = `"),
    );
    let data = server
        .client
        .data(&query, serde_json::from_str(&variables).unwrap())
        .await;
    assert!(data["places"]["totalCount"].as_i64().unwrap() > 0);
    let data = server.client.data(&introspection, json!({})).await;
    assert!(data["__schema"]["types"].as_array().unwrap().len() > 50);

    let server = Server::with_town_and(|config| {
        config.graphql.graphiql = false;
        config.server.metrics = false;
    })
    .await;
    for path in ["/graphiql", "/graphiql/page.js", "/graphiql/page.css", "/metrics"] {
        assert_eq!(server.client.get(path).await.status, 404, "{path}");
    }
}
