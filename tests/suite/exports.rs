//! What one sees, as a file: the same places as GraphQL and GeoJSON, readable by our own import, of one moment.

use std::collections::BTreeSet;

use api::cli::ExportFormat;
use serde_json::{Value, json};
use tests::{Backend, Client, Server, TestDatabase, export_as, import, made_up_file, on_both};

async fn totals(client: &Client, within: Value) -> u64 {
    let document = "query($w: AreaInput) { places(within: $w) { totalCount } }";
    let answer = client.data(document, json!({ "w": within })).await;
    answer["places"]["totalCount"].as_u64().unwrap()
}

/// Cells of a file, by an own reader of RFC 4180.
fn table(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            (true, '"') => quoted = false,
            (true, c) => cell.push(c),
            (false, '"') => quoted = true,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {}
            (false, '\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (false, c) => cell.push(c),
        }
    }
    rows
}

on_both! {
    async fn a_table_of_everything_holds_every_place_and_changes_nothing_when_it_comes_back(backend) {
        let server = Server::with_town(backend).await;
        let answer = server.client.get("/places.csv").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8; header=present"));
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"places-2026-11-24.csv\"");
        let file = server.client.get("/places.csv").await.body;
        let rows = table(&file);
        assert_eq!(rows[0][..5], ["全国地方公共団体コード", "ID", "地方公共団体名", "名称", "名称_カナ"]);
        assert!(rows[0].iter().any(|title| title == "license") && rows[0].iter().any(|title| title == "attribution"));
        assert_eq!(rows.len() as u64 - 1, totals(&server.client, Value::Null).await);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
        let formula = |cell: &String| cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t']);
        assert!(!rows.iter().flatten().any(formula));
        let written = export_as(&server.database, ExportFormat::MunicipalCsv, None, None).await;
        assert!(written == format!("\u{feff}{}", file.trim_start_matches('\u{feff}')).into_bytes(), "the command writes the same file");
        let (_folder, path) = made_up_file("again.csv", &written);
        let report = import(&server.database, &path).await;
        assert_eq!((&report["profile"], &report["created"], &report["updated"], &report["rejected"]), (&json!("ibasho"), &json!(0), &json!(0), &json!(0)), "{report}");
        assert_eq!(report["unchanged"], report["rows"]);
    }
}

#[tokio::test]
async fn filters_hold_in_every_form() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    for question in [
        "kinds=FOOD_PANTRY",
        "near=137.004,34.352&radius=1500",
        "bbox=136.98,34.33,137.01,34.36&text=食堂",
    ] {
        let map = client
            .get(&format!("/places.geojson?limit=10000&{question}"))
            .await
            .json();
        let listed: Vec<&str> = map["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|feature| feature["id"].as_str().unwrap())
            .collect();
        let lines = client.get(&format!("/places.geojsonl?{question}")).await;
        assert_eq!(lines.header("content-type"), "application/x-ndjson");
        let lines: Vec<Value> = lines
            .body
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(&json!(lines), &map["features"], "{question}");
        let rows = table(&client.get(&format!("/places.csv?{question}")).await.body);
        let ids: Vec<&str> = rows[1..].iter().map(|row| row[1].as_str()).collect();
        let located: Vec<&str> = ids.iter().copied().filter(|id| listed.contains(id)).collect();
        assert_eq!(located, listed, "{question}: the same places in the same order");
        let unmapped = if question.starts_with("kinds") {
            map["unmapped"].as_u64().unwrap() as usize
        } else {
            0
        };
        assert_eq!(ids.len(), listed.len() + unmapped, "{question}");
        let page = client.get(&format!("/hsds.json?{question}")).await.json();
        let mut locations = BTreeSet::new();
        for organization in page["contents"].as_array().unwrap() {
            let own = organization["locations"].as_array().unwrap().iter();
            locations.extend(own.map(|location| location["id"].as_str().unwrap().to_owned()));
        }
        assert_eq!(locations.len(), ids.len(), "{question}");
        let limited = table(&client.get(&format!("/places.csv?limit=3&{question}")).await.body);
        assert_eq!(limited[1..], rows[1..4.min(rows.len())], "{question}");
    }
}

on_both! {
    async fn hsds_comes_back_with_all_places_and_services(backend) {
        let server = Server::with_town(backend).await;
        let places = totals(&server.client, Value::Null).await;
        let services = server.client.data("{ services { totalCount } }", json!({})).await["services"]["totalCount"].clone();
        for (name, format) in [("hsds.zip", ExportFormat::Hsds), ("hsds.json", ExportFormat::HsdsJson)] {
            let file = export_as(&server.database, format, None, None).await;
            let (_folder, path) = made_up_file(name, &file);
            let other = TestDatabase::new(backend);
            let report = import(&other, &path).await;
            assert_eq!((report["created"].as_u64(), &report["services"]["created"]), (Some(places), &services), "{name}: {report}");
        }
    }
}

#[tokio::test]
async fn files_have_tags_heads_and_refusals() {
    let server = Server::with_town(Backend::Sqlite).await;
    let client = &server.client;
    for (path, media) in [
        ("/places.csv", "text/csv; charset=utf-8; header=present"),
        ("/places.geojsonl", "application/x-ndjson"),
        ("/hsds.zip", "application/zip"),
        ("/hsds.json", "application/json"),
    ] {
        let head = client.send("HEAD", path, &[], "").await;
        assert_eq!(
            (head.status, head.header("content-type"), head.body.as_str()),
            (200, media, ""),
            "{path}"
        );
        let tag = head.header("etag").to_owned();
        let known = client.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!((known.status, known.body.as_str()), (304, ""), "{path}");
        for (parameters, named) in [
            ("color=red", "color"),
            ("bbox=1,2,3", "bbox"),
            ("after=x", "after"),
            ("limit=0", "limit"),
            ("kinds=PARK", "kinds"),
        ] {
            let refused = client.get(&format!("{path}?{parameters}")).await;
            assert_eq!(
                (refused.status, refused.header("content-type")),
                (400, "application/problem+json"),
                "{path}?{parameters}"
            );
            assert_eq!(refused.json()["parameter"], named, "{path}?{parameters}");
        }
        assert_eq!(
            client.post(path, "text/plain", "").await.header("allow"),
            "GET, HEAD, OPTIONS",
            "{path}"
        );
    }
    let empty = Server::start(Backend::Sqlite).await;
    assert_eq!(empty.client.get("/places.geojsonl").await.body, "");
    assert_eq!(table(&empty.client.get("/places.csv").await.body).len(), 1);
    assert_eq!(empty.client.get("/hsds.json").await.json()["total_items"], 0);
}
