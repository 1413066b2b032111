//! A partner's copy, kept by replaying the feed, against what the register lists.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{Client, Server, import, made_up_file, on_both};

use super::{CHANGES, archive, brief, create, page, replay, salon, update, with_key};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Somewhere in or round the town, on a grid that meets the edges of the box.
    fn point(&mut self) -> (f64, f64) {
        (
            34.340 + self.below(21) as f64 / 1000.0,
            136.990 + self.below(21) as f64 / 1000.0,
        )
    }
}

const SOUTH_WEST: (f64, f64) = (34.345, 136.995);
const NORTH_EAST: (f64, f64) = (34.355, 137.005);

fn a_box() -> Value {
    json!({ "boundingBox": { "south": SOUTH_WEST.0, "west": SOUTH_WEST.1, "north": NORTH_EAST.0, "east": NORTH_EAST.1 } })
}

fn in_box(location: &Value) -> bool {
    let (Some(latitude), Some(longitude)) = (location["latitude"].as_f64(), location["longitude"].as_f64())
    else {
        return false;
    };
    (SOUTH_WEST.0..=NORTH_EAST.0).contains(&latitude) && (SOUTH_WEST.1..=NORTH_EAST.1).contains(&longitude)
}

/// Ids and versions.
type Copies = BTreeMap<String, i64>;

/// A copy of what lies in one area, and the cursor it is at.
struct Mirror {
    within: Value,
    copies: Copies,
    after: Value,
}

impl Mirror {
    fn of(within: Value) -> Mirror {
        Mirror {
            within,
            copies: Copies::new(),
            after: Value::Null,
        }
    }

    /// Reads one page and applies it; whether it was the last one.
    async fn step(&mut self, client: &Client, first: u64) -> bool {
        let variables =
            json!({ "types": ["PLACE"], "within": self.within, "first": first, "after": self.after });
        let page = page(client, variables).await;
        for edge in page["edges"].as_array().unwrap() {
            let node = &edge["node"];
            let id = node["subjectId"].as_str().unwrap().to_owned();
            if node["subject"].is_null() {
                self.copies.remove(&id);
            } else {
                assert_eq!(node["subject"]["id"], node["subjectId"]);
                assert!(
                    self.within != a_box() || in_box(&node["subject"]["location"]),
                    "shown outside: {node}"
                );
                self.copies
                    .insert(id, node["subject"]["version"].as_i64().unwrap());
            }
        }
        self.after = page["pageInfo"]["endCursor"].clone();
        page["pageInfo"]["hasNextPage"] == false
    }

    async fn catch_up(&mut self, client: &Client, first: u64) {
        while !self.step(client, first).await {}
    }
}

/// What the register lists there, by asking for places.
async fn listed(client: &Client, within: &Value) -> (Copies, Vec<Value>) {
    let document =
        "query($within: AreaInput, $after: String) { places(within: $within, first: 100, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { id version location { latitude longitude } } } }";
    let (mut copies, mut nodes, mut after) = (Copies::new(), Vec::new(), Value::Null);
    loop {
        let data = client
            .data(document, json!({ "within": within, "after": after }))
            .await;
        nodes.extend(data["places"]["nodes"].as_array().unwrap().iter().cloned());
        if data["places"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = data["places"]["pageInfo"]["endCursor"].clone();
    }
    for node in &nodes {
        copies.insert(
            node["id"].as_str().unwrap().to_owned(),
            node["version"].as_i64().unwrap(),
        );
    }
    (copies, nodes)
}

on_both! {
    async fn a_mirror_by_replay_is_what_a_query_lists(backend) {
        let (server, client) = with_key(backend).await;
        let district = client.data(
            "{ districts(level: ELEMENTARY_SCHOOL_DISTRICT, containing: { latitude: 34.35, longitude: 137.0 }) { nodes { id } } }",
            json!({}),
        ).await["districts"]["nodes"][0]["id"].clone();
        let triangle = json!({ "type": "Polygon", "coordinates": [[[136.99, 34.34], [137.01, 34.34], [137.0, 34.36], [136.99, 34.34]]] });
        let areas = [Value::Null, a_box(), json!({ "area": triangle }), json!({ "districtIds": [district] })];
        let mut mirrors: Vec<Mirror> = areas.iter().cloned().map(Mirror::of).collect();
        for mirror in &mut mirrors {
            mirror.catch_up(&server.client, 100).await;
        }
        let mut dice = Dice(11);
        let mut living: Vec<Value> = Vec::new();
        let (mut came, mut went) = (vec![0; areas.len()], vec![0; areas.len()]);
        for _ in 0..150 {
            let (latitude, longitude) = dice.point();
            let at = json!({ "latitude": latitude, "longitude": longitude });
            let chosen = dice.below(living.len().max(1) as u64) as usize;
            match dice.below(8) {
                0..3 => living.push(create(&client, salon(latitude, longitude)).await),
                _ if living.is_empty() => {}
                3..5 => living[chosen] = update(&client, &living[chosen], json!({ "location": at, "locationPrecision": "EXACT" })).await,
                5 => living[chosen] = update(&client, &living[chosen], json!({ "locationPrecision": "HIDDEN" })).await,
                6 => living[chosen] = update(&client, &living[chosen], json!({ "summary": format!("{latitude}") })).await,
                _ => { archive(&client, &living.swap_remove(chosen)).await; }
            }
            for (index, mirror) in mirrors.iter_mut().enumerate() {
                if dice.below(3) == 0 {
                    let before = mirror.copies.len();
                    mirror.step(&server.client, dice.below(4)).await;
                    came[index] += usize::from(mirror.copies.len() > before);
                    went[index] += usize::from(mirror.copies.len() < before);
                }
            }
        }
        for (index, mirror) in mirrors.iter_mut().enumerate() {
            assert!(came[index] > 3 && went[index] > 0, "nothing was tried: {came:?} {went:?}");
            mirror.catch_up(&server.client, 3).await;
            let (copies, nodes) = listed(&server.client, &mirror.within).await;
            assert_eq!(mirror.copies, copies, "{}", mirror.within);
            assert!(!copies.is_empty() && (index != 1 || nodes.iter().all(|node| in_box(&node["location"]))));
            // Whoever begins now comes over changes of records that have moved since, and ends alike.
            let mut late = Mirror::of(mirror.within.clone());
            late.catch_up(&server.client, 9).await;
            assert_eq!(late.copies, copies, "{}", late.within);
        }
        // And without the help of the server's own areas.
        let (_, everything) = listed(&server.client, &Value::Null).await;
        let inside = everything.iter().filter(|node| in_box(&node["location"]));
        let inside: Copies = inside.map(|node| (node["id"].as_str().unwrap().to_owned(), node["version"].as_i64().unwrap())).collect();
        assert_eq!(mirrors[1].copies, inside);
    }
}

on_both! {
    async fn what_leaves_an_area_arrives_as_a_tombstone(backend) {
        let (server, client) = with_key(backend).await;
        let (start, _) = replay(&server.client, json!({ "within": a_box(), "types": ["PLACE"] }), 100, Value::Null).await;
        let place = create(&client, salon(34.35, 137.0)).await;
        let place = update(&client, &place, json!({ "name": "一" })).await;
        let feed = || async {
            let (all, _) = replay(&server.client, json!({ "within": a_box(), "types": ["PLACE"] }), 5, Value::Null).await;
            all.iter().skip(start.len()).map(brief).collect::<Vec<_>>()
        };
        let id = place["id"].clone();
        let change = |action: &str, gone: bool| (id.clone(), json!(action), gone);
        assert_eq!(feed().await, [change("CREATED", false), change("UPDATED", false)]);
        // Out of the area; what is read of the time before is a tombstone too.
        let outside = update(&client, &place, json!({ "location": { "latitude": 34.356, "longitude": 137.0 } })).await;
        let gone = [change("CREATED", true), change("UPDATED", true), change("UPDATED", true)];
        assert_eq!(feed().await, gone);
        // What happens out there is not told.
        let outside = update(&client, &outside, json!({ "name": "二" })).await;
        assert_eq!(feed().await, gone);
        // Back on the very edge, hidden in place, shown again, archived.
        let place = update(&client, &outside, json!({ "location": { "latitude": 34.355, "longitude": 137.0 } })).await;
        assert_eq!(feed().await, [vec![change("CREATED", false)], vec![change("UPDATED", false); 3]].concat());
        let place = update(&client, &place, json!({ "locationPrecision": "HIDDEN" })).await;
        assert_eq!(feed().await, [vec![change("CREATED", true)], vec![change("UPDATED", true); 4]].concat());
        let place = update(&client, &place, json!({ "locationPrecision": "EXACT" })).await;
        assert_eq!(feed().await, [vec![change("CREATED", false)], vec![change("UPDATED", false); 5]].concat());
        archive(&client, &place).await;
        let expected = [vec![change("CREATED", true)], vec![change("UPDATED", true); 5], vec![change("ARCHIVED", true)]].concat();
        assert_eq!(feed().await, expected);
    }
}

on_both! {
    async fn a_service_is_where_its_places_are(backend) {
        let (server, client) = with_key(backend).await;
        let document = "query($after: String) { services(first: 20, after: $after) { pageInfo { hasNextPage endCursor }
            nodes { id places(first: 100) { nodes { id version location { latitude longitude } } } } } }";
        let (mut services, mut after) = (Vec::new(), Value::Null);
        loop {
            let data = server.client.data(document, json!({ "after": after })).await;
            services.extend(data["services"]["nodes"].as_array().unwrap().iter().cloned());
            if data["services"]["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = data["services"]["pageInfo"]["endCursor"].clone();
        }
        let is_here = |service: &&Value| service["places"]["nodes"].as_array().unwrap().iter().any(|place| in_box(&place["location"]));
        let expected: Vec<&Value> = services.iter().filter(is_here).map(|service| &service["id"]).collect();
        assert!(!expected.is_empty() && expected.len() < services.len());
        let ask = || replay(&server.client, json!({ "types": ["SERVICE", "TERM", "DISTRICT", "ORGANIZATION"], "within": a_box() }), 3, Value::Null);
        let sorted = |nodes: &[Value]| {
            let mut ids: Vec<String> = nodes.iter().map(|node| node["subject"]["id"].to_string()).collect();
            ids.sort();
            ids
        };
        let (nodes, _) = ask().await;
        let mut wanted: Vec<String> = expected.iter().map(|id| id.to_string()).collect();
        wanted.sort();
        assert_eq!(sorted(&nodes), wanted);
        // Its places go, and with them the service.
        let moving = services.iter().find(is_here).unwrap();
        for place in moving["places"]["nodes"].as_array().unwrap() {
            update(&client, place, json!({ "location": { "latitude": 36.0, "longitude": 138.0 }, "locationPrecision": "EXACT" })).await;
        }
        let (nodes, _) = ask().await;
        assert!(nodes.iter().all(|node| node["subjectId"] != moving["id"] && !node["subject"].is_null()));
        let elsewhere = json!({ "boundingBox": { "south": 36.0, "west": 138.0, "north": 36.0, "east": 138.0 } });
        let (nodes, _) = replay(&server.client, json!({ "types": ["SERVICE"], "within": elsewhere }), 100, Value::Null).await;
        assert!(nodes.iter().any(|node| node["subject"]["id"] == moving["id"]));
    }
}

on_both! {
    async fn a_long_search_goes_on_from_where_it_was_cut(backend) {
        let server = Server::start(backend).await;
        let far: String = (0..10_050).map(|n| format!("emergency,172022,E{n},公園{n},石川県七尾市,37.0{n:05},136.9,洪水\n")).collect();
        let near = "emergency,172022,N1,近く,石川県七尾市,35.0,137.0,洪水\n";
        let (_folder, file) = made_up_file("a.csv", format!("kind,lg_code,common_id,name,address,lat,lon,hazards\n{far}{near}"));
        assert_eq!(import(&server.database, &file).await["created"], 10_051);
        let within = json!({ "boundingBox": { "south": 35.0, "west": 137.0, "north": 35.0, "east": 137.0 } });
        while server.client.data("{ places(first: 0) { totalCount } }", json!({})).await["places"]["totalCount"] == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let first = page(&server.client, json!({ "within": within })).await;
        assert_eq!((&first["edges"], &first["pageInfo"]["hasNextPage"]), (&json!([]), &json!(true)));
        assert!(first["pageInfo"]["startCursor"].is_null());
        let after = first["pageInfo"]["endCursor"].clone();
        let second = page(&server.client, json!({ "within": within, "after": after })).await;
        assert_eq!(second["edges"].as_array().unwrap().len(), 1);
        assert_eq!(second["pageInfo"]["hasNextPage"], false);
        // Even who asks for nothing comes on.
        let none = server.client.data(CHANGES, json!({ "within": within, "first": 0 })).await["changes"].clone();
        assert_eq!(none["pageInfo"]["endCursor"], after);
        let none = page(&server.client, json!({ "within": within, "first": 0, "after": after })).await;
        assert_eq!((&none["pageInfo"]["hasNextPage"], &none["pageInfo"]["endCursor"]), (&json!(true), &after));
    }
}
