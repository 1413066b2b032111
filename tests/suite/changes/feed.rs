//! Order, pages, cursors, ids and history.

use serde_json::{Value, json};
use tests::on_both;

use super::{CHANGES, archive, create, page, replay, salon, update, with_key};

on_both! {
    async fn changes_come_in_commit_order_whatever_the_size_of_pages(backend) {
        let (server, client) = with_key(backend).await;
        let place = create(&client, salon(34.35, 137.0)).await;
        let place = update(&client, &place, json!({ "name": "別の名", "nameKana": "ベツノナ" })).await;
        archive(&client, &place).await;
        let (all, end) = replay(&server.client, json!({}), 100, Value::Null).await;
        let (again, _) = replay(&server.client, json!({}), 37, Value::Null).await;
        assert_eq!(all, again);
        assert!(all.len() > 300);
        let seqs: Vec<i64> = all.iter().map(|node| node["seq"].as_str().unwrap().parse().unwrap()).collect();
        assert!(seqs.is_sorted());
        let last: Vec<(&Value, &Value, &Value)> =
            all.iter().rev().take(3).rev().map(|node| (&node["seq"], &node["action"], &node["fields"])).collect();
        assert_eq!(json!(last), json!([
            ["2", "CREATED", []], ["3", "UPDATED", ["name", "nameKana"]], ["4", "ARCHIVED", ["status"]],
        ]));
        let newest = all.last().unwrap();
        assert_eq!((&newest["reason"], &newest["actor"], &newest["survivor"]), (&json!("閉まった"), &Value::Null, &Value::Null));
        assert_eq!(newest["at"], "2026-11-24T01:00:00Z");
        // Archived now, so a tombstone at each of its changes.
        assert!(all.iter().filter(|node| node["subjectId"] == place["id"]).all(|node| node["subject"].is_null()));

        let poll = page(&server.client, json!({ "after": end })).await;
        assert_eq!(poll["edges"], json!([]));
        assert_eq!(poll["pageInfo"], json!({ "hasNextPage": false, "hasPreviousPage": true, "startCursor": null, "endCursor": end }));
        let fresh = create(&client, salon(34.36, 137.0)).await;
        let poll = page(&server.client, json!({ "after": end })).await;
        assert_eq!(poll["edges"].as_array().unwrap().len(), 1);
        assert_eq!(poll["edges"][0]["node"]["subject"]["id"], fresh["id"]);
        assert_eq!(poll["edges"][0]["cursor"], poll["pageInfo"]["endCursor"]);
        let nothing = page(&server.client, json!({ "first": 0 })).await;
        assert_eq!(nothing["pageInfo"], json!({ "hasNextPage": true, "hasPreviousPage": false, "startCursor": null, "endCursor": null }));
    }
}

on_both! {
    async fn types_restrict_and_merge_in_order(backend) {
        let (server, client) = with_key(backend).await;
        create(&client, salon(34.35, 137.0)).await;
        let (all, _) = replay(&server.client, json!({}), 100, Value::Null).await;
        let kinds = ["PLACE", "SERVICE", "ORGANIZATION", "DISTRICT", "TERM"];
        for mask in 0..32_u32 {
            let types: Vec<&str> = kinds.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, kind)| *kind).collect();
            let (some, _) = replay(&server.client, json!({ "types": types }), 100, Value::Null).await;
            let expected: Vec<&Value> =
                all.iter().filter(|node| types.is_empty() || types.iter().any(|kind| node["subjectType"] == *kind)).collect();
            assert_eq!(some.iter().collect::<Vec<_>>(), expected, "{types:?}");
        }
        let (small, _) = replay(&server.client, json!({ "types": ["SERVICE", "PLACE"] }), 7, Value::Null).await;
        let (large, _) = replay(&server.client, json!({ "types": ["PLACE", "SERVICE", "PLACE"] }), 100, Value::Null).await;
        assert_eq!(small, large);
    }
}

on_both! {
    async fn a_refused_argument_is_named(backend) {
        let (server, _) = with_key(backend).await;
        let of_other = page(&server.client, json!({ "types": ["PLACE"], "first": 1 })).await["pageInfo"]["endCursor"].clone();
        let area = json!({ "boundingBox": { "south": 34.0, "west": 136.0, "north": 35.0, "east": 138.0 } });
        for (variables, argument) in [
            (json!({ "first": 101 }), "first"),
            (json!({ "first": -1 }), "first"),
            (json!({ "after": "x" }), "after"),
            (json!({ "after": of_other }), "after"),
            (json!({ "after": of_other, "types": ["PLACE"], "within": area }), "after"),
            (json!({ "within": { "districtIds": [] } }), "within.districtIds"),
            (json!({ "within": { "boundingBox": { "south": 91.0, "west": 0.0, "north": 92.0, "east": 0.0 } } }), "within.boundingBox.south"),
        ] {
            let answer = server.client.query(CHANGES, variables).await;
            assert!(answer["data"]["changes"].is_null());
            assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
            assert_eq!(answer["errors"][0]["extensions"]["argument"], argument, "{answer}");
        }
        let same = page(&server.client, json!({ "types": ["PLACE"], "after": of_other })).await;
        assert_eq!(same["pageInfo"]["hasPreviousPage"], true);
        let document = "query($after: String) { places(first: 1) { nodes { history(after: $after) { nodes { id } } } } }";
        let answer = server.client.query(document, json!({ "after": of_other })).await;
        assert!(answer["data"]["places"]["nodes"][0]["history"].is_null(), "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["argument"], "after", "{answer}");
    }
}

on_both! {
    async fn a_change_is_found_by_its_id(backend) {
        let (server, client) = with_key(backend).await;
        let place = create(&client, salon(34.35, 137.0)).await;
        let (all, _) = replay(&server.client, json!({}), 100, Value::Null).await;
        let picked: Vec<&Value> = all.iter().rev().step_by(9).take(20).collect();
        let mut ids: Vec<Value> = picked.iter().map(|node| node["id"].clone()).collect();
        ids.insert(1, place["id"].clone());
        // Transaction 0 and a change far beyond the last one.
        ids.insert(2, json!(domain::NodeId::Change(domain::ChangeId { seq: 0, index: 0 }).encode()));
        ids.insert(3, json!(domain::NodeId::Change(domain::ChangeId { seq: i64::MAX, index: i32::MAX }).encode()));
        let document = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Change { seq at action subjectId subject { id } } } }";
        let found = server.client.data(document, json!({ "ids": ids })).await["nodes"].as_array().unwrap().clone();
        assert_eq!((&found[1]["__typename"], &found[2], &found[3]), (&json!("Place"), &Value::Null, &Value::Null));
        for (index, node) in [0].into_iter().chain(4..23).zip(&picked) {
            assert_eq!(found[index]["__typename"], "Change");
            for field in ["id", "seq", "at", "action", "subjectId"] {
                assert_eq!(found[index][field], node[field]);
            }
            assert_eq!(found[index]["subject"]["id"], node["subject"]["id"]);
        }
        let one = server.client.data("query($id: ID!) { node(id: $id) { id ... on Change { action } } }", json!({ "id": picked[0]["id"] })).await;
        assert_eq!(one["node"], json!({ "id": picked[0]["id"], "action": "CREATED" }));
        // A change is no argument where a record is asked for.
        let answer = server.client.query("query($id: ID!) { districts(parentId: $id) { totalCount } }", json!({ "id": picked[0]["id"] })).await;
        assert_eq!(answer["errors"][0]["extensions"]["argument"], "parentId");
    }
}

on_both! {
    async fn a_place_tells_its_history_newest_first(backend) {
        let (server, client) = with_key(backend).await;
        let mut place = create(&client, salon(34.35, 137.0)).await;
        create(&client, salon(34.36, 137.0)).await;
        for name in ["一", "二", "三"] {
            place = update(&client, &place, json!({ "name": name })).await;
        }
        let document = "query($id: ID!, $first: Int, $after: String) { node(id: $id) { ... on Place {
            history(first: $first, after: $after) { pageInfo { hasNextPage hasPreviousPage endCursor }
                nodes { seq action subject { id } } } } } }";
        let ask = |first: i32, after: Value| {
            let (client, id) = (server.client.clone(), place["id"].clone());
            async move {
                let data = client.data(document, json!({ "id": id, "first": first, "after": after })).await;
                data["node"]["history"].clone()
            }
        };
        let seqs = |page: &Value| page["nodes"].as_array().unwrap().iter().map(|node| node["seq"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let first = ask(3, Value::Null).await;
        assert_eq!(seqs(&first), ["6", "5", "4"]);
        assert_eq!((&first["pageInfo"]["hasNextPage"], &first["pageInfo"]["hasPreviousPage"]), (&json!(true), &json!(false)));
        assert_eq!(first["nodes"][0]["subject"]["id"], place["id"]);
        let rest = ask(3, first["pageInfo"]["endCursor"].clone()).await;
        assert_eq!(seqs(&rest), ["2"]);
        assert_eq!(rest["nodes"][0]["action"], "CREATED");
        assert_eq!((&rest["pageInfo"]["hasNextPage"], &rest["pageInfo"]["hasPreviousPage"]), (&json!(false), &json!(true)));
    }
}

on_both! {
    async fn nested_histories_have_an_end(backend) {
        let (server, _) = with_key(backend).await;
        let document = "query($first: Int) { places(first: $first) { nodes { name
            a: history(first: 1) { nodes { id } } b: history(first: 1) { nodes { id } } } } }";
        let enough = server.client.query(document, json!({ "first": 64 })).await;
        assert!(enough.get("errors").is_none(), "{enough}");
        let too_many = server.client.query(document, json!({ "first": 100 })).await;
        let errors = too_many["errors"].as_array().unwrap();
        // 72 fields failed; an answer lists 20 errors.
        assert_eq!(errors.len(), 20);
        assert!(errors.iter().all(|error| error["extensions"]["code"] == "COST_LIMIT"), "{too_many}");
        let answered = too_many["data"]["places"]["nodes"].as_array().unwrap().iter().filter(|node| !node["a"].is_null()).count();
        assert!(answered >= 28 && too_many["data"]["places"]["nodes"][99]["name"].is_string());
    }
}
