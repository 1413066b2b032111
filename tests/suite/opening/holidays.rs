//! The Cabinet Office's list of holidays, imported in its own encoding.

use std::path::Path;

use serde_json::json;
use tests::{Server, TestDatabase, made_up_file, on_both};

use super::{create, place};

/// Every year has New Year's Day; 28 November 2026, a Saturday, is made a holiday here.
const LIST: &str = "国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n2026/11/28,創立記念日\r\n2027/1/1,元日\r\n2028/1/1,元日\r\n";

async fn import(database: &TestDatabase, file: &Path) -> bool {
    api::commands::holidays::import(&tests::config(database), file)
        .await
        .is_ok()
}

on_both! {
    async fn an_imported_list_decides(backend) {
        let database = TestDatabase::new(backend);
        api::commands::demo::make(&tests::config(&database), 20).await.unwrap();
        let (_folder, broken) = made_up_file("broken.csv", "国民の祝日,名称\n2026/13/1,元日\n2026/1/1,\n");
        assert!(!import(&database, &broken).await);
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(LIST);
        let (_folder, file) = made_up_file("syukujitsu.csv", bytes);
        assert!(import(&database, &file).await);
        // Twice: a list replaces the one before.
        assert!(import(&database, &file).await);

        let server = Server::on(database).await;
        let client = server.client.with_key(&tests::key(&server.database).await);
        let id = create(&client, "祝日休みの試し", json!({ "schedules": [{ "rule": "Sa 10:00-12:00; PH off" }] })).await;
        let starts = "nextOpenings(first: 1) { startsAt }";
        assert_eq!(place(&client, &id, starts).await["nextOpenings"][0]["startsAt"], "2026-12-05T01:00:00Z");
    }
}

#[tokio::test]
async fn without_a_list_of_its_own_a_register_goes_by_that_of_the_program() {
    let (_server, client) = super::with_key(tests::Backend::Sqlite).await;
    let id = create(
        &client,
        "サロン",
        json!({ "schedules": [{ "rule": "Sa,Mo 10:00-12:00; PH off" }] }),
    )
    .await;
    // 23 November, Labor Thanksgiving Day, was a Monday.
    let found = place(
        &client,
        &id,
        "nextOpenings(from: \"2026-11-23T00:00:00+09:00\", first: 1) { startsAt }",
    )
    .await;
    assert_eq!(found["nextOpenings"][0]["startsAt"], "2026-11-28T01:00:00Z");
}
