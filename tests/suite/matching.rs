//! Imports that meet places which the register has from elsewhere, and what an editor sees before it is applied.

use api::cli::Matches;
use serde_json::{Value, json};
use tests::{Server, TestDatabase, made_up_file, on_both, try_import};

const HEAD: &str = "ID,名称,名称_カナ,所在地_連結表記,緯度,経度,災害種別_洪水\n";
const CITY: &str = "7,本町集会所,,石川県七尾市本町１丁目２番３号,37.0431,136.9671,1\n";
const OTHER: &str = "12,本町 集会所,ホンマチシュウカイジョ,七尾市本町1-2-3,37.0431,136.9672,\n";
const NEW: &str = "13,袖ケ江会館,,七尾市袖ケ江町1,37.05,136.97,\n";

async fn import_as(database: &TestDatabase, dataset: &str, rows: &str, matches: Matches) -> Value {
    let (_folder, file) = made_up_file("list.csv", format!("{HEAD}{rows}"));
    let dataset = dataset.to_owned();
    let set = |import: &mut api::cli::Import| {
        import.dataset = Some(dataset);
        import.matches = matches;
    };
    try_import(database, &file, set).await
}

fn counts(report: &Value) -> [u64; 5] {
    ["created", "updated", "unchanged", "held", "merged"].map(|name| report[name].as_u64().unwrap())
}

async fn places(database: TestDatabase) -> Vec<Value> {
    let server = Server::on(database).await;
    let document =
        "{ places { nodes { name nameKana location { latitude } sources { dataset externalId fields } } } }";
    let found = server.client.data(document, json!({})).await;
    found["places"]["nodes"].as_array().unwrap().clone()
}

on_both! {
    async fn a_place_in_two_lists_is_neither_doubled_nor_merged_unasked(backend) {
        let database = TestDatabase::new(backend);
        import_as(&database, "city", CITY, Matches::Ask).await;
        let both = format!("{OTHER}{NEW}");
        let report = import_as(&database, "other", &both, Matches::Ask).await;
        assert_eq!(counts(&report), [1, 0, 0, 1, 0]);
        assert_eq!(report["matches"][0]["reason"], "name and address");
        assert_eq!(report["matches"][0]["outcome"], "held back");
        let again = import_as(&database, "other", &both, Matches::Ask).await;
        assert_eq!((counts(&again), &again["seq"]), ([0, 0, 1, 1, 0], &report["seq"]), "nothing moves while it waits");
        let merged = import_as(&database, "other", &both, Matches::Merge).await;
        assert_eq!(counts(&merged), [0, 1, 1, 0, 1]);
        let still = import_as(&database, "other", &both, Matches::Ask).await;
        assert_eq!(counts(&still), [0, 0, 2, 0, 0], "decided once");
        let found = places(database).await;
        assert_eq!(found.len(), 2);
        let place = found.iter().find(|place| place["name"] == "本町集会所").unwrap();
        assert_eq!(place["nameKana"], "ホンマチシュウカイジョ");
        assert_eq!(place["sources"], json!([
            { "dataset": "city", "externalId": "7", "fields": [] },
            { "dataset": "other", "externalId": "12", "fields": ["nameKana"] },
        ]));
    }
}

on_both! {
    async fn decisions_are_asked_for_and_taken_from_a_table(backend) {
        let database = TestDatabase::new(backend);
        import_as(&database, "city", CITY, Matches::Ask).await;
        let (folder, file) = made_up_file("list.csv", format!("{HEAD}{OTHER}"));
        let decisions = folder.path().join("decisions.csv");
        let ask = |dry_run: bool| {
            let decisions = decisions.clone();
            move |import: &mut api::cli::Import| {
                import.dataset = Some("other".to_owned());
                import.decisions = Some(decisions);
                import.dry_run = dry_run;
            }
        };
        assert_eq!(counts(&try_import(&database, &file, ask(true)).await), [0, 0, 0, 1, 0]);
        let text = std::fs::read_to_string(&decisions).unwrap();
        assert_eq!(text.lines().count(), 2);
        std::fs::write(&decisions, text.replacen("\n,", "\n別,", 1)).unwrap();
        assert_eq!(counts(&try_import(&database, &file, ask(false)).await), [1, 0, 0, 0, 0]);
        assert_eq!(counts(&try_import(&database, &file, ask(false)).await), [0, 0, 1, 0, 0]);
        assert_eq!(places(database).await.len(), 2);
    }
}

on_both! {
    async fn numbers_that_two_rows_swapped_move_no_place(backend) {
        let database = TestDatabase::new(backend);
        let row = |id: u8, name: &str| format!("{id},{name},,七尾市{name}町,37.05,136.97,\n");
        import_as(&database, "city", &(row(1, "甲") + &row(2, "乙")), Matches::Ask).await;
        let report = import_as(&database, "city", &(row(1, "乙") + &row(2, "甲")), Matches::Ask).await;
        assert_eq!((counts(&report), &report["gone"]), ([0, 2, 0, 0, 0], &json!(0)));
        let rules: Vec<&str> = report["issues"].as_array().unwrap().iter().map(|issue| issue["rule"].as_str().unwrap()).collect();
        assert_eq!(rules, ["license-unstated", "number-changed", "number-changed"]);
        let changed = report["changes"].as_array().unwrap();
        assert!(changed.iter().all(|change| change["fields"].as_array().unwrap().len() == 1), "only the source: {changed:?}");
        let found = places(database).await;
        for (name, id) in [("甲", "2"), ("乙", "1")] {
            let place = found.iter().find(|place| place["name"] == name).unwrap();
            assert_eq!(place["sources"], json!([{ "dataset": "city", "externalId": id, "fields": [] }]));
        }
    }
}

on_both! {
    async fn an_update_is_shown_field_by_field_before_it_is_applied(backend) {
        let database = TestDatabase::new(backend);
        import_as(&database, "city", CITY, Matches::Ask).await;
        let moved = CITY.replace("集会所,,", "会館,ホンマチ,").replace("37.0431", "37.0432").replace(",1\n", ",\n");
        let (_folder, file) = made_up_file("list.csv", format!("{HEAD}{moved}"));
        let dry = |import: &mut api::cli::Import| {
            import.dataset = Some("city".to_owned());
            import.dry_run = true;
        };
        let report = try_import(&database, &file, dry).await;
        assert_eq!(report["applied"], false);
        let change = &report["changes"][0];
        assert_eq!((&change["line"], &change["name"]), (&json!(2), &json!("本町会館")));
        assert_eq!(change["fields"], json!([
            { "field": "name", "old": "本町集会所", "new": "本町会館" },
            { "field": "nameKana", "old": null, "new": "ホンマチ" },
            { "field": "terms", "old": "hazard:flood", "new": null },
            { "field": "location", "old": "37.0431, 136.9671", "new": "37.0432, 136.9671" },
        ]));
    }
}

on_both! {
    async fn an_import_with_a_key_is_done_once(backend) {
        let database = TestDatabase::new(backend);
        let (_folder, file) = made_up_file("list.csv", format!("{HEAD}{CITY}"));
        let with_key = |import: &mut api::cli::Import| {
            import.dataset = Some("city".to_owned());
            import.key = Some("2026-04".to_owned());
            import.next_update = chrono::NaiveDate::from_ymd_opt(2026, 10, 1);
        };
        let first = try_import(&database, &file, with_key).await;
        import_as(&database, "city", &CITY.replace("集会所", "会館"), Matches::Ask).await;
        let again = try_import(&database, &file, with_key).await;
        assert_eq!((&again["applied"], &again["seq"]), (&json!(true), &first["seq"]));
        std::fs::write(&file, format!("{HEAD}{NEW}")).unwrap();
        let other = try_import(&database, &file, with_key).await;
        assert!(other["refused"].as_str().unwrap().contains("use a new one"), "{other}");
        let store = store::Store::open(&database.url, store::OpenMode::Guest).await.unwrap();
        let sets = store.datasets(&domain::Actor::at_the_console()).await.unwrap();
        assert_eq!(sets[0].next_update, chrono::NaiveDate::from_ymd_opt(2026, 10, 1));
        let (mut shown, today) = (Vec::new(), chrono::NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
        api::commands::datasets::show(&sets, today, &mut shown).unwrap();
        assert!(String::from_utf8(shown).unwrap().contains("2026-10-01 (overdue)"));
        store.close().await.unwrap();
        let found = places(database).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["name"], "本町会館", "the newer import stands");
    }
}
