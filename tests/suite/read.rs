//! What partners read: nodes, records in full, lists, and arguments left out in every form.

use serde_json::{Value, json};
use tests::{Server, on_both};

on_both! {
    async fn every_record_is_found_by_its_id(backend) {
        let server = Server::with_town(backend).await;
        let ids = server.client.data(
            "{ places(first: 3) { nodes { id organization { id } terms { id } districts { id } } }
               services(first: 3) { nodes { id } } }",
            json!({}),
        ).await;
        let mut wanted: Vec<Value> = Vec::new();
        for place in ids["places"]["nodes"].as_array().unwrap() {
            wanted.push(place["id"].clone());
            wanted.extend(place["terms"].as_array().unwrap().iter().map(|term| term["id"].clone()));
            wanted.extend(place["districts"].as_array().unwrap().iter().map(|district| district["id"].clone()));
            wanted.extend(place["organization"].get("id").cloned());
        }
        wanted.extend(ids["services"]["nodes"].as_array().unwrap().iter().map(|service| service["id"].clone()));
        wanted.insert(1, json!("unknown"));
        wanted.insert(2, json!(""));
        let nodes = server.client.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": wanted })).await;
        let nodes = nodes["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), wanted.len());
        for (node, id) in nodes.iter().zip(&wanted) {
            if id == "unknown" || id == "" {
                assert!(node.is_null());
            } else {
                assert_eq!(node["id"], *id);
            }
        }
        let one = server.client.data("query($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": wanted[0] })).await;
        assert_eq!(one["node"]["__typename"], "Place");
        let none = server.client.data("{ node(id: \"UAAAAAAAAAAAAAAAAAAAAAA\") { id } }", json!({})).await;
        assert!(none["node"].is_null());
    }
}

on_both! {
    async fn a_null_or_omitted_argument_is_its_default(backend) {
        let server = Server::with_town(backend).await;
        let point = "point: { latitude: 34.35, longitude: 137.0 }";
        let count = |document: String, variables: Value| {
            let client = server.client.clone();
            async move {
                let data = client.data(&document, variables).await;
                let places = &data["places"];
                (places["nodes"].as_array().unwrap().len(), places["totalCount"].as_i64().unwrap())
            }
        };
        let tail = "{ totalCount nodes { id } }";
        let (shown, total) = count(format!("{{ places(near: {{ {point} }}) {tail} }}"), json!({})).await;
        assert_eq!(shown, 20);
        for (arguments, variables) in [
            (format!("near: {{ {point}, radiusMeters: null }}, first: null"), json!({})),
            (format!("near: {{ {point}, radiusMeters: 2000 }}, first: 20, filter: null"), json!({})),
            (format!("near: {{ {point}, radiusMeters: $r }}, first: $f"), json!({})),
            (format!("near: {{ {point}, radiusMeters: $r }}, first: $f"), json!({ "r": null, "f": null })),
            (format!("near: {{ {point}, radiusMeters: $r }}, first: $f"), json!({ "r": 2000, "f": 20 })),
            (format!("near: {{ {point} }}, within: null, orderBy: null, after: null"), json!({})),
            (format!("near: {{ {point} }}, filter: {{ kinds: [], termIds: [], text: \"  \", accessibility: [], \
                includeArchived: null, organizationIds: null, verification: [] }}"), json!({})),
            (format!("near: {{ {point} }}, orderBy: {{ field: DISTANCE, direction: null }}"), json!({})),
        ] {
            let head = if arguments.contains('$') { "query($r: Int, $f: Int)" } else { "" };
            let got = count(format!("{head} {{ places({arguments}) {tail} }}"), variables).await;
            assert_eq!(got, (shown, total), "{arguments}");
        }
    }
}

on_both! {
    async fn orders_run_both_ways_and_put_missing_values_last(backend) {
        let server = Server::with_town(backend).await;
        for (direction, sign) in [("ASC", 1), ("DESC", -1)] {
            let mut rows: Vec<(bool, String)> = Vec::new();
            let mut after = Value::Null;
            loop {
                let document = "query($after: String, $d: OrderDirection) {
                    places(orderBy: { field: NAME, direction: $d }, first: 100, after: $after) {
                        pageInfo { hasNextPage endCursor } nodes { name nameKana } } }";
                let data = server.client.data(document, json!({ "after": after, "d": direction })).await;
                for node in data["places"]["nodes"].as_array().unwrap() {
                    let reading = node["nameKana"].as_str();
                    rows.push((reading.is_none(), domain::text::fold(reading.unwrap_or(node["name"].as_str().unwrap()))));
                }
                if data["places"]["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = data["places"]["pageInfo"]["endCursor"].clone();
            }
            assert!(rows.iter().any(|row| row.0) && rows.iter().any(|row| !row.0));
            for pair in rows.windows(2) {
                let by_name = if sign > 0 { pair[0].1.cmp(&pair[1].1) } else { pair[1].1.cmp(&pair[0].1) };
                assert!(pair[0].0.cmp(&pair[1].0).then(by_name).is_le(), "{direction} {pair:?}");
            }
        }
    }
}

on_both! {
    async fn a_search_by_words_says_where_it_found_them(backend) {
        let server = Server::with_town(backend).await;
        let data = server.client.data(
            "{ places(filter: { text: \"コドモ食堂\" }, first: 100) { totalCount nodes { name summary kinds } }
               districts(text: \"みほん\", level: MUNICIPALITY) { nodes { name officialCode parent { name level } boundary } }
               organizations(first: 2) { totalCount pageInfo { hasNextPage } nodes { name kind places { totalCount } } }
               schemes { code name(language: \"en\") }
               terms(scheme: \"hazard\") { nodes { code label label_en: label(language: \"en\") scheme { code } } } }",
            json!({}),
        ).await;
        let found = data["places"]["nodes"].as_array().unwrap();
        assert!(found.len() > 5);
        assert!(found[0]["name"].as_str().unwrap().contains("こども食堂"), "names come first: {}", found[0]);
        assert_eq!(data["districts"]["nodes"][0]["name"], "みほん市");
        assert_eq!(data["districts"]["nodes"][0]["parent"]["level"], "PREFECTURE");
        assert_eq!(data["districts"]["nodes"][0]["boundary"]["type"], "Polygon");
        assert_eq!(data["organizations"]["pageInfo"]["hasNextPage"], true);
        let codes: Vec<&str> = data["terms"]["nodes"].as_array().unwrap().iter().map(|term| term["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["flood", "landslide", "storm_surge", "earthquake", "tsunami", "large_fire", "inland_flooding", "volcano"]);
        let schemes: Vec<&str> = data["schemes"].as_array().unwrap().iter().map(|scheme| scheme["code"].as_str().unwrap()).collect();
        assert_eq!(schemes, ["hazard", "audience", "activity", "need", "cost", "language", "support_function"]);
    }
}

on_both! {
    async fn services_near_a_point_come_with_their_place(backend) {
        let server = Server::with_town(backend).await;
        let near = "near: { point: { latitude: 34.35, longitude: 137.0 }, radiusMeters: 1500 }";
        let data = server.client.data(
            &format!("{{ services({near}, first: 100) {{ totalCount edges {{ distanceMeters
                nearestPlace {{ distanceTo(point: {{ latitude: 34.35, longitude: 137.0 }}) }}
                node {{ modes name serves {{ name }} places {{ nodes {{ name }} }} }} }} }} }}"),
            json!({}),
        ).await;
        let edges = data["services"]["edges"].as_array().unwrap();
        let distances: Vec<Option<f64>> = edges.iter().map(|edge| edge["distanceMeters"].as_f64()).collect();
        assert!(distances.iter().any(Option::is_some) && distances.iter().any(Option::is_none));
        assert!(distances.windows(2).all(|pair| match pair {
            [Some(a), Some(b)] => a <= b,
            [None, Some(_)] => false,
            _ => true,
        }));
        for edge in edges {
            if let Some(meters) = edge["distanceMeters"].as_f64() {
                assert!(meters <= 1500.0);
                assert!((edge["nearestPlace"]["distanceTo"].as_f64().unwrap() - meters).abs() < 0.01);
            } else {
                assert_ne!(edge["node"]["modes"], json!(["AT_PLACE"]));
            }
        }
    }
}

on_both! {
    async fn parts_of_words_that_have_other_writings_are_found(backend) {
        let server = Server::with_town(backend).await;
        let client = server.client.with_key(&tests::key(&server.database).await);
        for name in ["坂井市社会福祉協議会", "子ども食堂すみれ", "障害者の家", "齋藤文庫"] {
            let place = json!({ "kinds": ["OTHER"], "name": name });
            let document = "mutation($place: PlaceFields!) { placeCreate(input: { place: $place }) { userErrors { message } } }";
            let made = client.data(document, json!({ "place": place })).await;
            assert_eq!(made["placeCreate"]["userErrors"], json!([]));
        }
        for (text, name) in [
            ("協議会", "坂井市社会福祉協議会"), ("社会福祉", "坂井市社会福祉協議会"), ("祉", "坂井市社会福祉協議会"), ("社協", "坂井市社会福祉協議会"),
            ("子ど", "子ども食堂すみれ"), ("すみれ 子", "子ども食堂すみれ"), ("子供食堂す", "子ども食堂すみれ"), ("障", "障害者の家"),
            ("障がい者", "障害者の家"), ("斉藤", "齋藤文庫"), ("斎藤", "齋藤文庫"),
        ] {
            let document = "query($text: String!) { places(filter: { text: $text }, first: 100) { nodes { name } } }";
            let found = server.client.data(document, json!({ "text": text })).await;
            let names = found["places"]["nodes"].as_array().unwrap().iter();
            assert!(names.filter(|node| node["name"] == name).count() == 1, "{text} finds {name}: {found}");
        }
    }
}
