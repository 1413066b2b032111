//! Which districts have a place that opens regularly: against a join made here, from the files themselves.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Client, Server, import, made_up_file, on_both, shared};

use super::create;

const COVERAGE: &str =
    "query($parent: ID!, $level: DistrictLevel!, $regularity: Regularity, $filter: PlaceFilter) {
    coverage(parentId: $parent, level: $level, regularity: $regularity, filter: $filter) {
        district { id officialCode name level } placeCount regularCount unknownCount
        nextOpening { startsAt place { id } } } }";

async fn district(client: &Client, level: &str, code: &str) -> Value {
    let document = "query($level: DistrictLevel!) { districts(level: $level, first: 100) { nodes { id officialCode } } }";
    let found = client.data(document, json!({ "level": level })).await;
    let nodes = found["districts"]["nodes"].as_array().unwrap();
    nodes.iter().find(|node| node["officialCode"] == code).unwrap()["id"].clone()
}

type Ring = Vec<[f64; 2]>;

/// By number of crossings to the east; no place of the data lies on a border.
fn holds(rings: &[Ring], [x, y]: [f64; 2]) -> bool {
    let crossings = |ring: &Ring| {
        let pairs = ring.windows(2);
        let crosses = |pair: &&[[f64; 2]]| {
            let ([x1, y1], [x2, y2]) = (pair[0], pair[1]);
            (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        };
        pairs.filter(crosses).count()
    };
    rings.iter().map(crossings).sum::<usize>() % 2 == 1
}

/// Meters to the nearest border, on a plane that touches the Earth there.
fn meters(rings: &[Ring], [x, y]: [f64; 2]) -> f64 {
    let (east, north) = (111_195.0 * y.to_radians().cos(), 111_195.0);
    let plane = |[lon, lat]: [f64; 2]| ((lon - x) * east, (lat - y) * north);
    let to_segment = |pair: &[[f64; 2]]| {
        let ((ax, ay), (bx, by)) = (plane(pair[0]), plane(pair[1]));
        let (dx, dy) = (bx - ax, by - ay);
        let share = (-(ax * dx + ay * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
        (ax + share * dx).hypot(ay + share * dy)
    };
    let of_ring = |ring: &Ring| ring.windows(2).map(to_segment).fold(f64::MAX, f64::min);
    rings.iter().map(of_ring).fold(f64::MAX, f64::min)
}

/// Polygons by a property of their features.
fn polygons(file: &Path, key: impl Fn(&Value) -> Option<String>) -> BTreeMap<String, Vec<Vec<Ring>>> {
    let file: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut found: BTreeMap<String, Vec<Vec<Ring>>> = BTreeMap::new();
    for feature in file["features"].as_array().unwrap() {
        let Some(key) = key(&feature["properties"]) else {
            continue;
        };
        let coordinates = feature["geometry"]["coordinates"].clone();
        let polygons: Vec<Vec<Ring>> = match feature["geometry"]["type"].as_str().unwrap() {
            "Polygon" => vec![serde_json::from_value(coordinates).unwrap()],
            _ => serde_json::from_value(coordinates).unwrap(),
        };
        found.entry(key).or_default().extend(polygons);
    }
    found
}

/// All places, page by page.
async fn places(client: &Client) -> Vec<Value> {
    let document = "query($after: String) { places(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { id regularity location { latitude longitude } address { municipalityCode } districts { name officialCode level } } } }";
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = client.data(document, json!({ "after": after })).await["places"].clone();
        all.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            return all;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// To which of the districts each place belongs, by the words of the contract.
fn joined(
    places: &[Value],
    districts: &BTreeMap<String, Vec<Vec<Ring>>>,
    stated: impl Fn(&Value) -> Option<String>,
) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for place in places {
        let location = &place["location"];
        let belongs: Vec<String> = match location["longitude"].as_f64().zip(location["latitude"].as_f64()) {
            None => stated(place).into_iter().collect(),
            Some((lon, lat)) => {
                let point = [lon, lat];
                let inside = districts
                    .iter()
                    .filter(|(_, polygons)| polygons.iter().any(|rings| holds(rings, point)));
                let inside: Vec<String> = inside.map(|(key, _)| key.clone()).collect();
                if inside.is_empty() {
                    let far = |polygons: &Vec<Vec<Ring>>| {
                        polygons
                            .iter()
                            .map(|rings| meters(rings, point))
                            .fold(f64::MAX, f64::min)
                    };
                    let near = districts
                        .iter()
                        .map(|(key, polygons)| (far(polygons), key))
                        .filter(|(far, _)| *far <= 200.0);
                    near.min_by(|a, b| a.0.total_cmp(&b.0))
                        .map(|(_, key)| key.clone())
                        .into_iter()
                        .collect()
                } else {
                    inside
                }
            }
        };
        for key in belongs {
            found.entry(key).or_default().push(place.clone());
        }
    }
    found
}

fn check(coverage: &Value, expected: &BTreeMap<String, Vec<Value>>, key: &str) -> u64 {
    let mut total = 0;
    for of_one in coverage.as_array().unwrap() {
        let name = of_one["district"][key].as_str().unwrap();
        let places = expected.get(name).map(Vec::as_slice).unwrap_or_default();
        let count = |wanted: &[&str]| {
            places
                .iter()
                .filter(|place| wanted.contains(&place["regularity"].as_str().unwrap()))
                .count()
        };
        assert_eq!(of_one["placeCount"], places.len(), "{name}");
        assert_eq!(
            of_one["regularCount"],
            count(&["WEEKLY", "AT_LEAST_MONTHLY"]),
            "{name}"
        );
        assert_eq!(of_one["unknownCount"], count(&["UNKNOWN"]), "{name}");
        total += of_one["placeCount"].as_u64().unwrap();
    }
    total
}

on_both! {
    async fn wards_and_school_districts_have_the_places_of_a_join_by_hand(backend) {
        let (Some(wards), Some(schools), Some(list)) = (
            shared("boundaries/N03-21_13_210101.geojson"),
            shared("school_districts/tokyo23_MiddleSchool.geojson"),
            shared("tokyo23/tokyo_kodomoshokudo_final.csv"),
        ) else { return };
        let database = tests::TestDatabase::new(backend);
        for file in [&wards, &schools, &list] {
            import(&database, file).await;
        }
        let server = Server::on(database).await;
        let key = tests::key(&server.database).await;
        let client = server.client.with_key(&key);
        for (place, rule) in places(&server.client).await.iter().zip(["Sa 10:00-12:00", "Su[2] 10:00-12:00", "Dec 24 10:00-12:00"].iter().cycle()).take(40) {
            let update = "mutation($input: PlaceUpdateInput!) { placeUpdate(input: $input) { userErrors { message } } }";
            let input = json!({ "id": place["id"], "expectedVersion": 1, "place": { "schedules": [{ "rule": rule }] } });
            let done = client.data(update, json!({ "input": input })).await;
            assert_eq!(done["placeUpdate"]["userErrors"], json!([]));
        }
        let all = places(&server.client).await;
        let tokyo = district(&server.client, "PREFECTURE", "130001").await;
        let ask = |level: &str| {
            let (client, variables) = (server.client.clone(), json!({ "parent": tokyo, "level": level }));
            async move { client.data(COVERAGE, variables).await["coverage"].clone() }
        };

        let by_code = polygons(&wards, |properties| properties["N03_007"].as_str().map(str::to_owned));
        let stated = |place: &Value| place["address"]["municipalityCode"].as_str().map(|code| code[..5].to_owned());
        let expected = joined(&all, &by_code, stated);
        let expected: BTreeMap<String, Vec<Value>> = expected.into_iter().map(|(code, places)| (with_check_digit(&code), places)).collect();
        let municipalities = ask("MUNICIPALITY").await;
        assert!(municipalities.as_array().unwrap().len() > 60);
        let counted = check(&municipalities, &expected, "officialCode");
        assert_eq!(counted as usize, expected.values().map(Vec::len).sum::<usize>());
        assert!(municipalities.as_array().unwrap().iter().any(|of_one| of_one["placeCount"] == 0));

        let coverage = ask("JUNIOR_HIGH_SCHOOL_DISTRICT").await;
        let by_name = school_districts(&schools);
        let expected = joined(&all, &by_name, |_| None);
        let found: BTreeMap<String, u64> = coverage.as_array().unwrap().iter().fold(BTreeMap::new(), |mut sums, of_one| {
            *sums.entry(of_one["district"]["name"].as_str().unwrap().to_owned()).or_default() += of_one["placeCount"].as_u64().unwrap();
            sums
        });
        for (name, count) in &found {
            assert_eq!(*count as usize, expected.get(name).map_or(0, Vec::len), "{name}");
        }
        assert!(found.values().sum::<u64>() > 50);

        let rest = server.client.get("/coverage.geojson?parent=PREFECTURE:130001&level=municipality").await.json();
        let features = rest["features"].as_array().unwrap();
        assert_eq!(features.len(), municipalities.as_array().unwrap().len());
        for (feature, of_one) in features.iter().zip(municipalities.as_array().unwrap()) {
            assert_eq!(feature["id"], of_one["district"]["id"]);
            for (property, field) in [("placeCount", "placeCount"), ("regularCount", "regularCount"), ("unknownCount", "unknownCount")] {
                assert_eq!(feature["properties"][property], of_one[field]);
            }
            assert_eq!(feature["properties"]["nextOpening"], of_one["nextOpening"]["startsAt"]);
            assert!(feature["geometry"]["type"].as_str().unwrap().ends_with("Polygon"));
        }
    }
}

/// The school codes and names repeat between features of one district.
fn school_districts(file: &Path) -> BTreeMap<String, Vec<Vec<Ring>>> {
    polygons(file, |properties| {
        properties["A32_003"].as_str().map(|name| name.trim().to_owned())
    })
}

/// 総務省「全国地方公共団体コード」: weights 6 to 2, modulo 11.
fn with_check_digit(code: &str) -> String {
    let sum: u32 = code
        .chars()
        .zip((2..=6).rev())
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    format!("{code}{}", (11 - sum % 11) % 10)
}

on_both! {
    async fn tables_are_safe_to_open_and_questions_are_checked(backend) {
        let boundary = json!({ "type": "FeatureCollection", "features": [
            { "type": "Feature", "properties": { "N03_001": "東京都", "N03_002": null, "N03_003": null, "N03_004": "千代田区", "N03_007": "13101" },
              "geometry": { "type": "Polygon", "coordinates": [[[139.0, 35.0], [139.1, 35.0], [139.1, 35.1], [139.0, 35.1], [139.0, 35.0]]] } },
            { "type": "Feature", "properties": { "N03_001": "東京都", "N03_002": null, "N03_003": null, "N03_004": "=中央区", "N03_007": "13102" },
              "geometry": { "type": "Polygon", "coordinates": [[[139.1, 35.0], [139.2, 35.0], [139.2, 35.1], [139.1, 35.1], [139.1, 35.0]]] } }
        ] });
        let (_folder, file) = made_up_file("n03.geojson", boundary.to_string());
        let database = tests::TestDatabase::new(backend);
        import(&database, &file).await;
        let server = Server::on(database).await;
        let client = server.client.with_key(&tests::key(&server.database).await);
        let at = |longitude: f64| json!({ "latitude": 35.05, "longitude": longitude });
        let id = create(&client, "a", json!({ "location": at(139.05), "schedules": [{ "rule": "Su[1] 10:00-12:00" }] })).await;
        create(&client, "b", json!({ "location": at(139.05) })).await;
        let tokyo = district(&server.client, "PREFECTURE", "130001").await;
        let asked = json!({ "parent": tokyo, "level": "MUNICIPALITY", "regularity": "WEEKLY" });
        let coverage = server.client.data(COVERAGE, asked).await["coverage"].clone();
        assert_eq!(coverage[0]["nextOpening"], json!({ "startsAt": "2026-12-06T01:00:00Z", "place": { "id": id } }));
        assert_eq!((&coverage[0]["regularCount"], &coverage[1]["placeCount"], &coverage[1]["nextOpening"]), (&json!(0), &json!(0), &Value::Null));
        let answer = server.client.get("/coverage.csv?parent=PREFECTURE:130001&level=MUNICIPALITY").await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(answer.body.trim_start_matches('\u{feff}'),
            "officialCode,name,level,placeCount,regularCount,unknownCount,nextOpening\r\n\
             131016,千代田区,MUNICIPALITY,2,1,1,2026-12-06T01:00:00Z\r\n\
             131024,'=中央区,MUNICIPALITY,0,0,0,\r\n");
        for (query, parameter) in [
            ("level=MUNICIPALITY", "parent"), ("parent=PREFECTURE:130001", "level"), ("parent=PREFECTURE:99&level=MUNICIPALITY", "parent"),
            ("parent=PREFECTURE:130001&level=X", "level"), ("parent=PREFECTURE:130001&level=TOWN&regularity=often", "regularity"),
            ("parent=PREFECTURE:130001&level=TOWN&limit=3", "limit"),
        ] {
            let answer = server.client.get(&format!("/coverage.geojson?{query}")).await;
            assert_eq!((answer.status, &answer.json()["parameter"]), (400, &json!(parameter)), "{query}");
        }
    }
}
