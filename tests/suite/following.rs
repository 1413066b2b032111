//! A command beside a running server: the server sees what it did, whole and soon.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Server, import, made_up_file, on_both};

on_both! {
    async fn the_server_sees_an_import_soon_and_whole(backend) {
        let server = Server::start(backend).await;
        let rows: String = (0..500).map(|n| format!("emergency,172022,E{n},公園{n},石川県七尾市,37.0{n:03},136.9,洪水\n")).collect();
        let (_folder, file) = made_up_file("a.csv", format!("kind,lg_code,common_id,name,address,lat,lon,hazards\n{rows}"));
        let client = server.client.clone();
        let watching = tokio::spawn(async move {
            let mut counts = Vec::new();
            let mut seen = None;
            while seen.is_none() {
                let answer = client.data("{ places(first: 0) { totalCount seq } }", json!({})).await;
                let count = answer["places"]["totalCount"].as_i64().unwrap();
                counts.push((answer["places"]["seq"].as_str().unwrap().to_owned(), count));
                if count > 0 {
                    seen = Some(Instant::now());
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            (counts, seen.unwrap())
        });
        let report = import(&server.database, &file).await;
        let committed = Instant::now();
        assert_eq!((report["created"].as_i64(), report["seq"].as_i64()), (Some(500), Some(1)));
        let (counts, seen) = tokio::time::timeout(Duration::from_secs(20), watching).await.unwrap().unwrap();
        // The bound of the contract is 250 ms; a busy test machine gets some slack.
        assert!(seen.saturating_duration_since(committed) < Duration::from_secs(2), "{:?}", seen - committed);
        for (seq, count) in counts {
            assert_eq!(count, if seq == "1" { 500 } else { 0 }, "no half import at seq {seq}");
        }
    }
}
