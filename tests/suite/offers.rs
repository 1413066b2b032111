//! Services and organizations that files name, through the public contract: made, updated, offered at more places,
//! and never taken away.

use serde_json::{Value, json};
use tests::{Server, TestDatabase, import, made_up_file, on_both};

/// An HSDS document of one organization that teaches at these places.
fn document(fee: &str, places: &[&str]) -> String {
    let offers: Vec<Value> = places
        .iter()
        .map(|id| json!({ "id": format!("z-{id}"), "location": { "id": id, "location_type": "physical", "name": format!("会場 {id}") } }))
        .collect();
    let service = json!({ "id": "s1", "name": "学習支援", "status": "active", "fees_description": fee,
        "contacts": [{ "id": "c1", "name": "架空 花子", "email": "hanako@hidamari.example" }],
        "attributes": [{ "id": "t1", "taxonomy_term": { "id": "k1", "code": "activity:study", "name": "学習" } },
                       { "id": "t2", "taxonomy_term": { "id": "k2", "code": "other:thing", "name": "なにか" } }],
        "schedules": [{ "id": "h1", "freq": "WEEKLY", "byday": "WE", "opens_at": "16:00", "closes_at": "18:00" }],
        "service_at_locations": offers });
    json!({ "id": "o1", "name": "NPO法人ひだまり", "description": "x", "website": "https://hidamari.example/",
        "services": [service] })
    .to_string()
}

const QUESTION: &str = "{ services(first: 10) { nodes { id version name fee
    organization { name url } terms { code } schedules { rule } contacts { value }
    places { nodes { name } } } } }";

async fn services(server: &Server) -> Vec<Value> {
    let answer = server.client.data(QUESTION, json!({})).await;
    let mut nodes = answer["services"]["nodes"].as_array().unwrap().clone();
    nodes.sort_by_key(|node| node["name"].to_string());
    nodes
}

async fn imported(database: &TestDatabase, name: &str, text: &str) -> Value {
    let (_folder, file) = made_up_file(name, text);
    import(database, &file).await
}

on_both! {
    async fn a_numbered_service_follows_its_file(backend) {
        let database = TestDatabase::new(backend);
        let first = imported(&database, "a.json", &document("100円", &["l1"])).await;
        assert_eq!(first["profile"], "hsds");
        assert_eq!((&first["created"], &first["services"]["created"], &first["organizations"]["created"]), (&json!(1), &json!(1), &json!(1)));
        let rules: Vec<&str> = first["issues"].as_array().unwrap().iter().map(|issue| issue["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&"term-unknown"), "{rules:?}");
        let same = imported(&database, "a.json", &document("100円", &["l1"])).await;
        assert_eq!((&same["created"], &same["updated"], &same["services"], &same["seq"]), (&json!(0), &json!(0), &json!({ "created": 0, "updated": 0 }), &first["seq"]));
        let second = imported(&database, "a.json", &document("200円", &["l2"])).await;
        assert_eq!((&second["created"], &second["services"]), (&json!(1), &json!({ "created": 0, "updated": 1 })));
        assert_eq!(second["gone"], 0, "a document is a part, not the whole");
        let server = Server::on(database).await;
        let found = services(&server).await;
        assert_eq!(found.len(), 1);
        let service = &found[0];
        assert_eq!((&service["version"], &service["fee"]), (&json!(2), &json!("200円")));
        assert_eq!(service["organization"], json!({ "name": "NPO法人ひだまり", "url": "https://hidamari.example/" }));
        assert_eq!(service["terms"], json!([{ "code": "study" }]));
        assert_eq!(service["schedules"], json!([{ "rule": "We 16:00-18:00" }]));
        assert_eq!(service["contacts"], json!([]), "a person's address is private");
        let mut places: Vec<&str> = service["places"]["nodes"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
        places.sort_unstable();
        assert_eq!(places, ["会場 l1", "会場 l2"]);
    }
}

on_both! {
    async fn services_of_rows_are_found_again_by_their_names(backend) {
        let head = "ID,介護サービス事業所名称,所在地_連結表記,実施サービス,法人の名称,事業所番号\n";
        let database = TestDatabase::new(backend);
        let report = imported(&database, "a.csv", &format!("{head}1,ひだまり,七尾市1-1,訪問介護,甲,1\n")).await;
        assert_eq!(report["services"], json!({ "created": 1, "updated": 0 }));
        let report = imported(&database, "b.csv", &format!("{head}1,ひだまり,七尾市1-1,訪問介護,乙,1\n1,ひだまり,七尾市1-1,通所介護,乙,1\n")).await;
        assert_eq!((&report["updated"], &report["services"]), (&json!(1), &json!({ "created": 1, "updated": 1 })));
        let server = Server::on(database).await;
        let names: Vec<(Value, Value)> = services(&server).await.iter().map(|s| (s["name"].clone(), s["organization"]["name"].clone())).collect();
        assert_eq!(names, [(json!("訪問介護"), json!("乙")), (json!("通所介護"), json!("乙"))]);
    }
}
