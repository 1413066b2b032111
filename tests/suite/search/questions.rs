//! Random questions, each put three ways: to the list of GraphQL, to the map of GeoJSON, to the clusters.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Client, Server, on_both};

use super::agreement::by_graphql;

const QUESTIONS: usize = 60;

/// Chance from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// The same question in both languages.
#[derive(Default)]
struct Question {
    /// Of the query string.
    parameters: Vec<String>,
    near: Option<Value>,
    within: Value,
    filter: Value,
}

/// What can be asked about: names that both languages have.
struct Names {
    /// Scheme and code, then the id.
    terms: Vec<(String, Value)>,
    /// Level and code, then the id.
    districts: Vec<(String, Value)>,
}

async fn names(client: &Client) -> Names {
    let mut names = Names {
        terms: Vec::new(),
        districts: Vec::new(),
    };
    for scheme in ["audience", "activity", "need", "cost"] {
        let document = "query($s: String!) { terms(scheme: $s, first: 100) { nodes { id code } } }";
        let terms = client.data(document, json!({ "s": scheme })).await;
        for term in terms["terms"]["nodes"].as_array().unwrap() {
            let code = term["code"].as_str().unwrap();
            names.terms.push((format!("{scheme}:{code}"), term["id"].clone()));
        }
    }
    let document = "{ districts(first: 100) { nodes { id officialCode level } } }";
    let districts = client.data(document, json!({})).await;
    for district in districts["districts"]["nodes"].as_array().unwrap() {
        if let Some(code) = district["officialCode"].as_str() {
            let level = district["level"].as_str().unwrap();
            names
                .districts
                .push((format!("{level}:{code}"), district["id"].clone()));
        }
    }
    assert!(names.terms.len() > 10 && names.districts.len() > 3);
    names
}

/// A box of the town, or of more; as a box or as the polygon of its edges.
fn add_box(question: &mut Question, dice: &mut Dice) {
    let (west, south) = (
        136.96 + 0.005 * dice.below(10) as f64,
        34.33 + 0.005 * dice.below(6) as f64,
    );
    let (east, north) = (
        west + 0.005 * dice.below(10) as f64,
        south + 0.005 * dice.below(10) as f64,
    );
    let [west, south, east, north] = match dice.below(6) {
        0 => [-180.0, -90.0, 180.0, 90.0],
        1 => [100.0, -10.0, -100.0, 60.0],
        _ => [west, south, east, north],
    };
    question
        .parameters
        .push(format!("bbox={west},{south},{east},{north}"));
    let ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    question.within = if west < east && south < north && dice.one_in(2) {
        json!({ "area": { "type": "Polygon", "coordinates": [ring] } })
    } else {
        json!({ "boundingBox": { "west": west, "south": south, "east": east, "north": north } })
    };
}

fn question(names: &Names, dice: &mut Dice) -> Question {
    let mut question = Question::default();
    if dice.one_in(3) {
        let (code, id) = dice.pick(&names.districts);
        question.parameters.push(format!("district={code}"));
        question.within = json!({ "districtIds": [id] });
    } else {
        add_box(&mut question, dice);
    }
    if dice.one_in(3) {
        let (lon, lat) = (
            136.96 + 0.01 * dice.below(8) as f64,
            34.32 + 0.01 * dice.below(6) as f64,
        );
        let radius = 500 * (1 + dice.below(12));
        question
            .parameters
            .push(format!("near={lon},{lat}&radius={radius}"));
        let point = json!({ "latitude": lat, "longitude": lon });
        question.near = Some(json!({ "point": point, "radiusMeters": radius }));
    }
    let mut filter = json!({});
    if dice.one_in(2) {
        let kinds = [
            "FOOD_PANTRY",
            "GATHERING_PLACE",
            "CHILDRENS_CAFETERIA",
            "PUBLIC_FACILITY",
            "ELDERLY_CARE",
        ];
        let first = dice.below(kinds.len());
        let some = &kinds[first..(first + 1 + dice.below(2)).min(kinds.len())];
        question.parameters.push(format!("kinds={}", some.join(",")));
        filter["kinds"] = json!(some);
    }
    if dice.one_in(3) {
        let some: Vec<_> = (0..1 + dice.below(3)).map(|_| dice.pick(&names.terms)).collect();
        let codes: Vec<&str> = some.iter().map(|(code, _)| code.as_str()).collect();
        question.parameters.push(format!("terms={}", codes.join(",")));
        filter["termIds"] = some.iter().map(|(_, id)| id.clone()).collect();
    }
    if dice.one_in(4) {
        let word = dice.pick(&["食堂", "しょくどう", "会", "の", "カフェ", "サロン", "公園"]);
        question.parameters.push(format!("text={word}"));
        filter["text"] = json!(word);
    }
    question.filter = filter;
    question
}

/// All pages of the map: the ids, how many are said to match, and how many have no position.
async fn by_geojson(client: &Client, parameters: &str, limit: usize) -> (BTreeSet<String>, Value, Value) {
    let (mut ids, mut listed) = (BTreeSet::new(), 0);
    let mut path = format!("/places.geojson?limit={limit}&{parameters}");
    loop {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let page = page.json();
        let features = page["features"].as_array().unwrap();
        listed += features.len();
        ids.extend(
            features
                .iter()
                .map(|feature| feature["id"].as_str().unwrap().to_owned()),
        );
        assert_eq!(ids.len(), listed, "{path}: nothing is listed twice");
        match page["links"][0]["href"].as_str() {
            Some(next) => path = next.to_owned(),
            None => return (ids, page["numberMatched"].clone(), page["unmapped"].clone()),
        }
    }
}

async fn check_clusters(client: &Client, question: &Question, zoom: usize, total: &Value, unmapped: &Value) {
    let document = "query($zoom: Int!, $within: AreaInput!, $filter: PlaceFilter) {
        placeClusters(within: $within, zoom: $zoom, filter: $filter) {
            totalCount unmappedCount clusters { count } } }";
    let variables = json!({ "zoom": zoom, "within": question.within, "filter": question.filter });
    let answer = client.data(document, variables).await["placeClusters"].clone();
    let clusters = answer["clusters"].as_array().unwrap().iter();
    let sum: u64 = clusters.map(|cluster| cluster["count"].as_u64().unwrap()).sum();
    assert_eq!(
        (&json!(sum), &answer["totalCount"]),
        (total, total),
        "{:?}",
        question.parameters
    );
    assert_eq!(&answer["unmappedCount"], unmapped, "{:?}", question.parameters);
}

on_both! {
    async fn list_map_and_clusters_agree_on_random_questions(backend) {
        let server = Server::with_town(backend).await;
        let client = &server.client;
        let names = names(client).await;
        let mut dice = Dice(2026);
        let (mut answered, mut paged) = (0, 0);
        for _ in 0..QUESTIONS {
            let question = question(&names, &mut dice);
            let parameters = question.parameters.join("&");
            let mut variables = json!({ "within": question.within, "filter": question.filter });
            if let Some(near) = &question.near {
                variables["near"] = near.clone();
            }
            let first = [100, 100, 13][dice.below(3)];
            variables["first"] = json!(first);
            let (ids, total, unmapped) = by_graphql(client, variables).await;
            let limit = 5 + dice.below(150);
            let map = by_geojson(client, &parameters, limit).await;
            assert_eq!(map, (ids.clone(), total.clone(), unmapped.clone()), "{parameters}");
            assert_eq!(total, ids.len(), "{parameters}");
            if question.near.is_none() {
                check_clusters(client, &question, dice.below(23), &total, &unmapped).await;
            }
            answered += usize::from(!ids.is_empty());
            paged += usize::from(ids.len() > limit);
        }
        assert!(answered > QUESTIONS / 3 && paged > QUESTIONS / 10, "{answered} had an answer, {paged} had pages");
    }
}
