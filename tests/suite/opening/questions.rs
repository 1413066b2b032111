//! Filters and orders by time, and what is refused.

use serde_json::{Value, json};
use tests::on_both;

use super::{create, place, with_key};

const LIST: &str = "query($filter: PlaceFilter, $order: PlaceOrder, $first: Int, $after: String) {
    places(filter: $filter, orderBy: $order, first: $first, after: $after) {
        totalCount nodes { name } pageInfo { hasNextPage endCursor } } }";

fn names(found: &Value) -> Vec<&str> {
    let nodes = found["places"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["name"].as_str().unwrap()).collect()
}

on_both! {
    async fn windows_and_orders_of_time_find_whom_the_clock_says(backend) {
        let (server, client) = with_key(backend).await;
        // Tuesday, 24 November 2026, 10:00 in Japan.
        for (name, rule) in [
            ("a", "Tu 09:00-12:00"), ("b", "Tu 10:01-12:00"), ("c", "Mo 22:00-34:00"), ("d", "Sa[-1] 14:00-16:00"), ("e", "Dec 10 10:00-12:00"),
        ] {
            create(&client, name, json!({ "schedules": [{ "rule": rule }] })).await;
        }
        create(&client, "f", json!({ "schedules": [{ "original": "いつも" }] })).await;
        create(&client, "g", json!({ "schedules": [{ "rule": "24/7" }], "temporarilyClosed": true })).await;
        let ask = |filter: Value, order: Value| {
            let client = server.client.clone();
            async move { client.data(LIST, json!({ "filter": filter, "order": order, "first": 50 })).await }
        };
        let by_name = json!({ "field": "NAME" });
        for (window, expected) in [
            (json!({}), vec!["a"]),
            (json!({ "to": "2026-11-24T10:01:00+09:00" }), vec!["a"]),
            (json!({ "to": "2026-11-24T10:02:00+09:00" }), vec!["a", "b"]),
            (json!({ "from": "2026-11-24T09:59:00+09:00" }), vec!["a", "c"]),
            (json!({ "from": "2026-11-24T00:59:59Z", "to": "2026-11-24T01:00:00Z" }), vec!["a", "c"]),
            (json!({ "from": "2026-11-24T10:00:00+09:00", "to": "2026-11-24T10:00:00+09:00" }), vec!["a"]),
            (json!({ "from": "2026-11-28T14:00:00+09:00", "to": "2026-11-28T16:00:00+09:00" }), vec!["d"]),
            (json!({ "from": "2026-11-28T16:00:00+09:00", "to": "2026-11-29T09:00:00+09:00" }), vec![]),
            (json!({ "from": "2026-11-23T00:00:00+09:00", "to": "2027-02-23T00:00:00+09:00" }), vec!["a", "b", "c", "d", "e"]),
        ] {
            let found = ask(json!({ "openAt": window }), by_name.clone()).await;
            assert_eq!(names(&found), expected, "{window}");
            assert_eq!(found["places"]["totalCount"], expected.len(), "{window}");
        }
        let next = |direction: &str| json!({ "field": "NEXT_OPENING", "direction": direction });
        assert_eq!(names(&ask(json!({}), next("ASC")).await)[..5], ["a", "b", "d", "c", "e"]);
        assert_eq!(names(&ask(json!({}), next("DESC")).await)[..5], ["e", "c", "d", "b", "a"]);
        for (asked, expected) in [
            (json!(["WEEKLY"]), vec!["a", "b", "c"]),
            (json!(["AT_LEAST_MONTHLY"]), vec!["a", "b", "c", "d"]),
            (json!(["IRREGULAR"]), vec!["e", "g"]),
            (json!(["UNKNOWN"]), vec!["f"]),
            (json!([]), vec!["a", "b", "c", "d", "e", "f", "g"]),
        ] {
            assert_eq!(names(&ask(json!({ "regularity": asked }), by_name.clone()).await), expected, "{asked}");
        }
        // Page by page as at once.
        let (mut listed, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = server.client.data(LIST, json!({ "order": next("ASC"), "first": 2, "after": after })).await;
            listed.extend(names(&page).into_iter().map(str::to_owned));
            if page["places"]["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["places"]["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(listed, names(&ask(json!({}), next("ASC")).await));
        let url = "/places.geojson?openAt=2026-11-28T14:00:00%2B09:00/2026-11-28T16:00:00%2B09:00";
        let found = server.client.get(url).await.json();
        assert_eq!(found["numberMatched"], 1);
        assert_eq!(found["features"][0]["properties"]["name"], "d");
        assert_eq!(server.client.get("/places.geojson?openAt=").await.json()["numberMatched"], 1);
    }
}

on_both! {
    async fn times_that_cannot_be_asked_are_named(backend) {
        let (server, client) = with_key(backend).await;
        let id = create(&client, "a", json!({ "schedules": [{ "rule": "24/7" }] })).await;
        for (window, argument) in [
            (json!({ "from": "2026-11-22T23:59:59+09:00" }), "filter.openAt.from"),
            (json!({ "to": "2027-02-23T00:01:00+09:00" }), "filter.openAt.to"),
            (json!({ "from": "2026-11-25T00:00:00Z", "to": "2026-11-24T00:00:00Z" }), "filter.openAt.from"),
            (json!({ "from": "tomorrow" }), "filter.openAt.from"),
            (json!({ "to": "2026-11-24T09:00:00+09:00" }), "filter.openAt.to"),
        ] {
            for root in ["places", "services"] {
                let filter = if root == "places" { "PlaceFilter" } else { "ServiceFilter" };
                let document = format!("query($filter: {filter}) {{ {root}(filter: $filter) {{ totalCount }} }}");
                let answer = server.client.query(&document, json!({ "filter": { "openAt": window } })).await;
                assert_eq!(answer["data"][root], Value::Null, "{window}");
                let extensions = &answer["errors"][0]["extensions"];
                assert_eq!((&extensions["code"], &extensions["argument"]), (&json!("BAD_USER_INPUT"), &json!(argument)), "{window}");
            }
        }
        for (field, argument) in [
            ("openState(at: \"2020-01-01T00:00:00Z\") { isOpen }", "at"),
            ("nextOpenings(from: \"2030-01-01T00:00:00Z\") { startsAt }", "from"),
            ("nextOpenings(first: 101) { startsAt }", "first"),
        ] {
            let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on Place {{ name x: {field} }} }} }}");
            let answer = server.client.query(&document, json!({ "id": id })).await;
            assert_eq!(answer["data"]["node"], json!({ "name": "a", "x": null }), "{answer}");
            assert_eq!(answer["errors"][0]["extensions"]["argument"], argument);
        }
        let ends = "nextOpenings(from: \"2027-02-22T12:00:00+09:00\", first: 9) { startsAt endsAt } openState { closesAt }";
        let found = place(&server.client, &id, ends).await;
        assert_eq!(found["openState"]["closesAt"], Value::Null);
        assert_eq!(found["nextOpenings"], json!([{ "startsAt": "2027-02-21T15:00:00Z", "endsAt": "2027-02-22T15:00:00Z" }]));
    }
}
