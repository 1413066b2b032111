//! Real files: the counts that an independent script found in them, on both databases.

use serde_json::{Value, json};
use tests::{Backend, Client, Server, TestDatabase, import, key, made_up_file, on_both, shared, try_import};

fn expected(file: &str) -> Option<Value> {
    let text = std::fs::read_to_string(shared("expected.json")?).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    Some(all[file].clone())
}

/// Checks nearest, radius and box facts of a file that was imported alone.
async fn check_facts(server: &Server, facts: &Value) {
    let nearest = &facts["nearest10"];
    let (lat, lon) = (
        nearest["center_lat_lon"][0].as_f64().unwrap(),
        nearest["center_lat_lon"][1].as_f64().unwrap(),
    );
    let answer = server
        .client
        .get(&format!("/places.geojson?near={lon},{lat}&radius=50000&limit=10"))
        .await
        .json();
    let features = answer["features"].as_array().unwrap();
    for (feature, wanted) in features.iter().zip(nearest["result"].as_array().unwrap()) {
        let meters = feature["properties"]["distanceMeters"].as_f64().unwrap();
        assert!(
            (meters - wanted["dist_m"].as_f64().unwrap()).abs() <= 0.051,
            "{feature} {wanted}"
        );
    }
    let ids = |list: &Value, pointer: &str| {
        let mut ids: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item.pointer(pointer).unwrap().to_string())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(
        ids(&answer["features"], "/properties/name"),
        ids(&nearest["result"], "/name")
    );
    for (radius, count) in facts["within_radius"].as_object().unwrap() {
        let answer = server
            .client
            .get(&format!(
                "/places.geojson?near={lon},{lat}&radius={radius}&limit=1"
            ))
            .await;
        assert_eq!(answer.json()["numberMatched"], *count, "{radius}");
    }
    let side = |name: &str| facts["bbox"][name].as_f64().unwrap();
    let (west, south, east, north) = (side("lon_min"), side("lat_min"), side("lon_max"), side("lat_max"));
    let answer = server
        .client
        .get(&format!("/places.geojson?bbox={west},{south},{east},{north}"))
        .await
        .json();
    assert_eq!(answer["numberMatched"], facts["bbox"]["count"]);
    for (code, count) in facts["in_boundary"].as_object().unwrap() {
        let answer = server
            .client
            .get(&format!("/places.geojson?district={code}"))
            .await
            .json();
        assert_eq!(answer["numberMatched"], *count, "{code}");
    }
}

/// Until the server shows what an import did.
async fn wait_for(client: &Client, report: &Value) {
    let wanted = report["seq"].as_i64().unwrap();
    for _ in 0..500 {
        let answer = client.data("{ places(first: 0) { seq } }", json!({})).await;
        if answer["places"]["seq"].as_str().unwrap().parse::<i64>().unwrap() >= wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    unreachable!("the server never showed {wanted}");
}

on_both! {
    async fn the_shelters_of_nanao(backend) {
        let name = "nanao/reference_data.csv";
        let (Some(file), Some(facts)) = (shared(name), expected(name)) else { return };
        let Some(boundaries) = shared("boundaries/N03-21_17_210101.geojson") else { return };
        let database = TestDatabase::new(backend);
        let report = import(&database, &file).await;
        assert_eq!(report["profile"], "evacuation_space");
        assert_eq!(report["dataset"], "evacuation_space");
        assert_eq!(report["license"], "unstated");
        assert_eq!((&report["rows"], &report["created"], &report["unlocated"]), (&facts["rows"], &json!(112), &json!(0)));
        import(&database, &boundaries).await;
        let server = Server::on(database).await;
        check_facts(&server, &facts).await;
        for (column, code) in [
            ("洪水", "flood"), ("崖崩れ、土石流及び地滑り", "landslide"), ("高潮", "storm_surge"), ("地震", "earthquake"),
            ("津波", "tsunami"), ("大規模な火事", "large_fire"), ("内水氾濫", "inland_flooding"), ("火山現象", "volcano"),
        ] {
            let answer = server.client.get(&format!("/places.geojson?terms=hazard:{code}")).await.json();
            assert_eq!(answer["numberMatched"], facts["hazard_true"][format!("災害種別_{column}")], "{column}");
        }
        let document = "query($id: String) { places(filter: { source: { dataset: \"evacuation_space\", externalId: $id } }) {
            nodes { name nameKana kinds districts { officialCode level } address { municipalityCode } sources { externalId license } } } }";
        let found = server.client.data(document, json!({ "id": "CC0000000504" })).await;
        let place = &found["places"]["nodes"][0];
        assert_eq!(place["name"], "御祓地区コミュニティセンター");
        assert_eq!(place["districts"], json!([
            { "officialCode": "170003", "level": "PREFECTURE" }, { "officialCode": "172022", "level": "MUNICIPALITY" } ]));
    }
}

on_both! {
    async fn the_childrens_cafeterias_of_tokyo(backend) {
        let name = "tokyo23/tokyo_kodomoshokudo_final.csv";
        let (Some(file), Some(facts)) = (shared(name), expected(name)) else { return };
        let Some(boundaries) = shared("boundaries/N03-21_13_210101.geojson") else { return };
        let database = TestDatabase::new(backend);
        let report = import(&database, &file).await;
        for key in ["rows", "created", "rejected", "unlocated"] {
            assert_eq!(report[key], facts["import"][key], "{key}");
        }
        assert_eq!(report["duplicates"], 13);
        let again = import(&database, &file).await;
        assert_eq!((&again["created"], &again["updated"], &again["unchanged"]), (&json!(0), &json!(0), &json!(537)));
        assert_eq!(again["seq"], report["seq"], "nothing changed, so nothing was logged");
        import(&database, &boundaries).await;
        let server = Server::on(database).await;
        let listed = server.client.data("{ places(first: 0) { totalCount unmappedCount } }", json!({})).await;
        assert_eq!(listed["places"], json!({ "totalCount": 537, "unmappedCount": 109 }));
        let answer = server.client.get("/places.geojson?limit=1").await.json();
        assert_eq!((&answer["numberMatched"], &answer["unmapped"]), (&facts["import"]["located"], &json!(109)));
        for (radius, count) in facts["within_radius"].as_object().unwrap() {
            let center = &facts["nearest10"]["center_lat_lon"];
            let answer = server.client.get(&format!("/places.geojson?near={},{}&radius={radius}&limit=1", center[1], center[0])).await.json();
            assert_eq!(answer["numberMatched"], *count, "{radius}");
        }
    }
}

on_both! {
    async fn boundaries_become_districts_with_their_parents(backend) {
        let Some(file) = shared("boundaries/N03-21_01_210101.geojson") else { return };
        let Some(tokyo) = shared("boundaries/N03-21_13_210101.geojson") else { return };
        let database = TestDatabase::new(backend);
        let report = import(&database, &file).await;
        assert_eq!((&report["rows"], &report["profile"], &report["created"]), (&json!(194), &json!("n03"), &json!(196)));
        let again = import(&database, &file).await;
        assert_eq!((&again["created"], &again["updated"], &again["unchanged"]), (&json!(0), &json!(0), &json!(196)));
        let report = import(&database, &tokyo).await;
        assert_eq!(report["rows"], 63);
        let server = Server::on(database).await;
        let at = |lat: f64, lon: f64| json!({ "p": { "latitude": lat, "longitude": lon } });
        let document = "query($p: GeoPointInput) { districts(containing: $p) { nodes { officialCode name level parent { name } } } }";
        let found = server.client.data(document, at(43.0554, 141.341)).await;
        assert_eq!(found["districts"]["nodes"], json!([
            { "officialCode": "010006", "name": "北海道", "level": "PREFECTURE", "parent": null },
            { "officialCode": "011002", "name": "札幌市", "level": "MUNICIPALITY", "parent": { "name": "北海道" } },
            { "officialCode": "011011", "name": "札幌市中央区", "level": "MUNICIPALITY", "parent": { "name": "札幌市" } } ]));
        let found = server.client.data(document, at(35.6896, 139.7006)).await;
        assert_eq!(found["districts"]["nodes"][1]["officialCode"], "131041");
    }
}

on_both! {
    async fn what_an_editor_changed_is_not_undone(backend) {
        let head = "kind,lg_code,common_id,name,address,lat,lon,hazards\n";
        let row = |name: &str, lat: &str, hazard: &str| format!("{head}emergency,172022,E1,{name},石川県七尾市,{lat},136.9,{hazard}\n");
        let database = TestDatabase::new(backend);
        let (_a, first) = made_up_file("a.csv", row("公園", "37.01", "洪水"));
        import(&database, &first).await;
        let key = key(&database).await;
        let server = Server::on(database).await;
        let client = server.client.with_key(&key);
        let place = client.data("{ places { nodes { id version } } }", json!({})).await["places"]["nodes"][0].clone();
        let edit = json!({ "input": { "id": place["id"], "expectedVersion": place["version"], "place": {
            "name": "みんなの公園", "location": { "latitude": 37.5, "longitude": 136.8 } } } });
        let edited = client
            .data("mutation($input: PlaceUpdateInput!) { placeUpdate(input: $input) { userErrors { message } } }", edit)
            .await;
        assert_eq!(edited["placeUpdate"]["userErrors"], json!([]));
        let standing = || async {
            let document = "{ places { nodes { name location { latitude } terms { code } } } }";
            client.data(document, json!({})).await["places"]["nodes"][0].clone()
        };
        let (_b, second) = made_up_file("b.csv", row("中央公園", "37.02", "津波"));
        let report = import(&server.database, &second).await;
        let noted = report["issues"].as_array().unwrap().iter().find(|issue| issue["rule"] == "edited-field-kept").unwrap();
        assert_eq!(noted["line"], 2);
        assert!(noted["detail"].as_str().unwrap().contains("location, name"), "{noted}");
        wait_for(&client, &report).await;
        assert_eq!(standing().await, json!({ "name": "みんなの公園", "location": { "latitude": 37.5 }, "terms": [{ "code": "tsunami" }] }));
        let (_c, third) = made_up_file("c.csv", row("中央公園", "37.03", "津波"));
        let report = try_import(&server.database, &third, |import| import.overwrite_edits = true).await;
        wait_for(&client, &report).await;
        assert_eq!(standing().await, json!({ "name": "中央公園", "location": { "latitude": 37.03 }, "terms": [{ "code": "tsunami" }] }));
    }
}

on_both! {
    async fn a_changed_row_updates_its_place_and_a_missing_one_is_kept(backend) {
        let head = "kind,lg_code,common_id,name,address,lat,lon,hazards\n";
        let row = |id: &str, name: &str, lat: &str| format!("emergency,172022,{id},{name},石川県七尾市,{lat},136.9,洪水\n");
        let database = TestDatabase::new(backend);
        let (_a, first) = made_up_file("a.csv", head.to_owned() + &row("E1", "公園", "37.01") + &row("E2", "学校", "37.02"));
        let (_b, second) = made_up_file("b.csv", head.to_owned() + &row("E1", "中央公園", "37.03") + &row("E3", "病院", "37.04"));
        let dry = try_import(&database, &first, |import| import.dry_run = true).await;
        assert_eq!((&dry["created"], &dry["applied"], &dry["seq"]), (&json!(2), &json!(false), &Value::Null));
        import(&database, &first).await;
        let report = import(&database, &second).await;
        let counts = ["created", "updated", "unchanged", "gone"].map(|key| report[key].as_i64().unwrap());
        assert_eq!(counts, [1, 1, 0, 1]);
        let server = Server::on(database).await;
        let document = "{ places(orderBy: { field: UPDATED_AT }, filter: { source: { dataset: \"gsi_emergency\" } }) {
            nodes { name version location { latitude } terms { code } } } }";
        let found = server.client.data(document, json!({})).await;
        let nodes = found["places"]["nodes"].as_array().unwrap();
        let park = nodes.iter().find(|node| node["name"] == "中央公園").unwrap();
        assert_eq!((&park["version"], &park["location"]["latitude"]), (&json!(2), &json!(37.03)));
        assert_eq!(park["terms"][0]["code"], "flood");
        assert_eq!(nodes.len(), 3);
    }
}

on_both! {
    async fn a_row_for_each_service_is_one_place_with_services(backend) {
        let head = "全国地方公共団体コード,ID,介護サービス事業所名称,所在地_連結表記,緯度,経度,実施サービス,法人の名称,電話番号\n";
        let row = |id: u8, service: &str| format!("172022,{id},ひだまり,七尾市1-1,37.0,136.9,{service},社会福祉法人甲,090-0000-0000\n");
        let database = TestDatabase::new(backend);
        let (_a, first) = made_up_file("a.csv", head.to_owned() + &row(1, "訪問介護") + &row(2, "通所介護"));
        let (_b, second) = made_up_file("b.csv", head.to_owned() + &row(2, "通所介護") + &row(3, "居宅介護支援"));
        let counts = |report: &Value| ["rows", "created", "updated", "unchanged", "rejected", "private"].map(|key| report[key].as_i64().unwrap());
        assert_eq!(counts(&import(&database, &first).await), [2, 1, 0, 0, 0, 2]);
        assert_eq!(counts(&import(&database, &first).await), [2, 0, 0, 1, 0, 2]);
        assert_eq!(counts(&import(&database, &second).await), [2, 0, 1, 0, 0, 2]);
        let server = Server::on(database).await;
        let document = "{ places { nodes { name contacts { value } services { totalCount nodes { name organization { name } } } } }
            services { totalCount } }";
        let found = server.client.data(document, json!({})).await;
        let place = &found["places"]["nodes"][0];
        let mut names: Vec<&str> = place["services"]["nodes"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["居宅介護支援", "訪問介護", "通所介護"], "a service that the file no longer names is kept");
        assert_eq!((&found["services"]["totalCount"], &place["contacts"]), (&json!(3), &json!([])), "a mobile number is private");
        assert_eq!(place["services"]["nodes"][0]["organization"]["name"], "社会福祉法人甲");
    }
}

on_both! {
    async fn readings_reach_districts_whichever_file_comes_first(backend) {
        let Some(boundaries) = shared("boundaries/N03-21_17_210101.geojson") else { return };
        let Some(list) = shared("codes/localgovjp-utf8.csv") else { return };
        let database = TestDatabase::new(backend);
        let created = |report: &Value| (report["created"].as_i64().unwrap(), report["updated"].as_i64().unwrap());
        assert_eq!(created(&import(&database, &boundaries).await), (20, 0));
        assert_eq!(created(&import(&database, &list).await), (1943, 20));
        for file in [&boundaries, &list] {
            assert_eq!(created(&import(&database, file).await), (0, 0), "again");
        }
        let server = Server::on(database).await;
        let document = "query($p: GeoPointInput) { districts(containing: $p) { nodes { name nameKana } } }";
        let point = json!({ "p": { "latitude": 37.043, "longitude": 136.964 } });
        let found = server.client.data(document, point).await;
        assert_eq!(found["districts"]["nodes"][1], json!({ "name": "七尾市", "nameKana": "ななおし" }));
    }
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_is_refused_and_changes_nothing() {
    let database = TestDatabase::new(Backend::Sqlite);
    let (_folder, good) = made_up_file(
        "a.csv",
        "kind,lg_code,common_id,name,address,lat,lon,hazards\nemergency,172022,E1,公園,七尾市,37.0,136.9,\n",
    );
    import(&database, &good).await;
    for (name, content, words) in [
        ("empty.csv", &b""[..], "empty"),
        (
            "truncated.csv.gz",
            &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2][..],
            "gzip",
        ),
        ("picture.csv", &b"\x89PNG\r\n\x1a\n\0\0\0"[..], ""),
        ("sheet.csv", &b"PK\x03\x04\x14\0\0\0"[..], ""),
        ("other.csv", "果物,色\nりんご,赤\n".as_bytes(), "果物"),
        ("other.geojson", br#"{"type":"unavailable"}"#, "FeatureCollection"),
        (
            "none.geojson",
            br#"{"type":"FeatureCollection","features":[]}"#,
            "feature",
        ),
    ] {
        let (_folder, file) = made_up_file(name, content);
        let report = try_import(&database, &file, |_| ()).await;
        assert_eq!(report["applied"], false, "{name}: {report}");
        let refused = report["refused"].as_str().unwrap_or_default();
        assert!(refused.len() > 10 && refused.contains(words), "{name}: {refused}");
    }
    let server = Server::on(database).await;
    let listed = server
        .client
        .data("{ places { totalCount seq } }", json!({}))
        .await;
    assert_eq!(listed["places"], json!({ "totalCount": 1, "seq": "1" }));
}

on_both! {
    async fn the_data_sets_are_listed(backend) {
        let database = TestDatabase::new(backend);
        let head = "kind,lg_code,common_id,name,address,lat,lon,hazards\n";
        let (_a, file) = made_up_file("a.csv", format!("{head}emergency,172022,E1,公園,石川県七尾市,37.01,136.9,洪水\nemergency,172022,E2,学校,石川県七尾市,37.02,136.9,洪水\n"));
        import(&database, &file).await;
        let store = store::Store::open(&database.url, store::OpenMode::Guest).await.unwrap();
        let found = store.datasets(&domain::Actor::at_the_console()).await.unwrap();
        let of_file: Vec<_> = found.iter().map(|set| (set.dataset.as_str(), set.license.as_deref(), set.places, set.districts)).collect();
        assert_eq!(of_file, [("gsi_emergency", Some("unstated"), 2, 0)]);
        assert!(store.datasets(&domain::Actor::anonymous()).await.is_err());
        let mut shown = Vec::new();
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        api::commands::datasets::show(&found, today, &mut shown).unwrap();
        let shown = String::from_utf8(shown).unwrap();
        assert_eq!(shown.lines().count(), 2);
        assert!(shown.lines().nth(1).unwrap().starts_with("gsi_emergency\t"), "{shown}");
        store.close().await.unwrap();
    }
}
