//! REST beside GraphQL: tags, cross-origin reads, methods, health.

use tests::{Backend, Server, import, made_up_file, on_both};

on_both! {
    async fn an_unchanged_register_answers_not_modified(backend) {
        let server = Server::with_town(backend).await;
        let path = "/places.geojson?near=137.0,34.35";
        let first = server.client.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\"") && tag.ends_with(".1.geojson\""), "{tag}");
        assert_eq!(first.header("content-type"), "application/geo+json");
        let same = server.client.get_with(path, &[("if-none-match", &format!("\"x\", {tag}"))]).await;
        assert_eq!((same.status, same.body.as_str()), (304, ""));
        assert_eq!(same.header("etag"), tag);
        let other = server.client.get_with(path, &[("if-none-match", "W/\"0.1.geojson\"")]).await;
        assert_eq!(other.status, 200);

        let (_folder, file) = made_up_file("a.csv", "kind,lg_code,common_id,name,address,lat,lon,hazards\nemergency,172022,E1,公園,七尾市,37.0,137.0,洪水\n");
        import(&server.database, &file).await;
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
        loop {
            let answer = server.client.get_with(path, &[("if-none-match", &tag)]).await;
            if answer.status == 200 {
                assert_ne!(answer.header("etag"), tag);
                break;
            }
            assert!(std::time::Instant::now() < deadline, "the tag must change with the register");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn any_page_may_read() {
    let server = Server::start(Backend::Sqlite).await;
    let answer = server
        .client
        .get_with("/places.geojson", &[("origin", "https://example.org")])
        .await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    let refused = server
        .client
        .get_with("/places.geojson?limit=0", &[("origin", "https://example.org")])
        .await;
    assert_eq!(refused.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn an_empty_register_answers_emptily() {
    let server = Server::start(Backend::Sqlite).await;
    let answer = server.client.get("/places.geojson").await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.body,
        r#"{"type":"FeatureCollection","features":[],"numberMatched":0,"numberReturned":0,"unmapped":0}"#
    );
    assert_eq!(server.client.get("/livez").await.json()["status"], "ok");
    assert_eq!(server.client.get("/readyz").await.json()["status"], "ok");
    let missing = server.client.get("/nothing.js").await;
    assert_eq!(
        (missing.status, missing.header("content-type")),
        (404, "application/problem+json")
    );
    let wrong = server
        .client
        .post("/places.geojson", "application/json", "{}")
        .await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET, HEAD, OPTIONS"));
}
