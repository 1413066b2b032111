//! GeoJSON features (RFC 7946) one by one: properties and, where they are polygons, their rings.
//!
//! Knows no property's meaning. Coordinates are kept to the last digit, nothing is closed, turned or mended:
//! a polygon that is not valid is told, with the reason. Next: [`crate::json`].

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::district::PolygonRings;
use geo::{Coord, LineString, Polygon, Validation};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::cell::position::{LATITUDES, LONGITUDES};
use crate::refusal::{MAX_POSITIONS, MAX_ROWS, Refusal};

/// One feature.
#[derive(Debug, Deserialize)]
pub struct Feature {
    #[serde(default, deserialize_with = "null_as_empty")]
    pub properties: Map<String, Value>,
    #[serde(default, deserialize_with = "shape")]
    pub geometry: Shape,
}

/// The geometry, as far as a district needs it.
#[derive(Debug, Default, PartialEq)]
pub enum Shape {
    /// The parts of a polygon or multipolygon, checked.
    Polygons(Vec<PolygonRings>),
    /// The same, from positions that had latitude first.
    Turned(Vec<PolygonRings>),
    /// Longitude and latitude, whatever they are.
    Point([f64; 2]),
    /// Polygons, but not valid ones: what is wrong.
    Invalid(String),
    /// Another type of geometry: its name.
    Other(String),
    #[default]
    None,
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    features: Option<Vec<Feature>>,
    #[serde(default)]
    crs: Value,
}

/// At least one feature.
#[derive(Debug)]
pub struct Collection {
    pub features: Vec<Feature>,
    /// The name of the coordinate system, where the file states one; RFC 7946 knows none but degrees.
    pub crs: Option<String>,
}

/// Reads a collection.
pub fn collection(text: &str) -> Result<Collection, Refusal> {
    const RULE: &str = "not-a-feature-collection";
    // Derived readers take a list for an object with its members in order.
    if !text.trim_start().starts_with('{') {
        let message = "This is JSON, but a list: only a GeoJSON FeatureCollection is read.";
        return Err(Refusal::new(RULE, message));
    }
    let document: Document = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            Refusal::new(
                RULE,
                format!("This is JSON, but not a GeoJSON FeatureCollection: {error}."),
            )
        } else {
            Refusal::new("broken-json", format!("The JSON is broken or cut off: {error}."))
        }
    })?;
    let crs = document
        .crs
        .pointer("/properties/name")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let features = match (document.kind.as_deref(), document.features) {
        (Some("FeatureCollection"), Some(features)) => features,
        (Some("FeatureCollection"), None) => {
            return Err(Refusal::new(
                RULE,
                "The FeatureCollection has no member \"features\".",
            ));
        }
        (Some(kind), _) => {
            let kind: String = kind.chars().take(60).collect();
            let advice = match kind.as_str() {
                "Topology" => " This is TopoJSON: ask for the GeoJSON of the same data, or convert it.",
                "unavailable" => " The publisher says that there are no data.",
                _ => "",
            };
            let message =
                format!("This is JSON of type \"{kind}\"; only a GeoJSON FeatureCollection is read.{advice}");
            return Err(Refusal::new(RULE, message));
        }
        (None, _) => {
            let message = "This is JSON without a \"type\"; only a GeoJSON FeatureCollection is read.";
            return Err(Refusal::new(RULE, message));
        }
    };
    match features.len() {
        0 => Err(Refusal::new(
            "no-features",
            "The FeatureCollection holds 0 features.",
        )),
        count if count > MAX_ROWS => Err(Refusal::new(
            "too-many-rows",
            format!("The collection has more than {MAX_ROWS} features. Split it."),
        )),
        _ => Ok(Collection { features, crs }),
    }
}

/// The names of all properties, sorted.
pub fn property_names(features: &[Feature]) -> Vec<String> {
    let names: BTreeSet<&String> = features
        .iter()
        .flat_map(|feature| feature.properties.keys())
        .collect();
    names.into_iter().cloned().collect()
}

impl Feature {
    /// A property as text: trimmed, `None` when blank or no text. Numbers are text too.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = match self.properties.get(name)? {
            Value::String(text) => crate::cell::text::one_line(text).into_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

/// The value that was found, the rule that it breaks, and a sentence.
pub type NoArea = (String, &'static str, String);

impl Feature {
    /// The polygons, and whether their positions had latitude first.
    pub fn take_polygons(&mut self) -> Result<(Vec<PolygonRings>, bool), NoArea> {
        let not_a_polygon = "geometry-not-a-polygon";
        match std::mem::take(&mut self.geometry) {
            Shape::Polygons(polygons) => Ok((polygons, false)),
            Shape::Turned(polygons) => Ok((polygons, true)),
            Shape::Invalid(reason) => Err((
                String::new(),
                "polygon-invalid",
                format!("The polygon is not valid: {reason}."),
            )),
            Shape::Other(kind) => Err((kind, not_a_polygon, "A district needs a polygon.".to_owned())),
            Shape::Point(_) => Err((
                "Point".to_owned(),
                not_a_polygon,
                "A district needs a polygon.".to_owned(),
            )),
            Shape::None => Err((
                String::new(),
                not_a_polygon,
                "The feature has no geometry; a district needs a polygon.".to_owned(),
            )),
        }
    }
}

fn null_as_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads each geometry as soon as it is there, so that a large file stands in memory as numbers, not as JSON.
fn shape<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Shape, D::Error> {
    let Value::Object(mut geometry) = Value::deserialize(deserializer)? else {
        return Ok(Shape::None);
    };
    let kind = geometry
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("unknown")
        .to_owned();
    let coordinates = geometry.remove("coordinates").unwrap_or_default();
    if kind == "Point"
        && let Ok([lon, lat, ..]) = serde_json::from_value::<Vec<f64>>(coordinates.clone()).as_deref()
    {
        return Ok(Shape::Point([*lon, *lat]));
    }
    let parts: Result<Vec<Vec<Vec<Vec<f64>>>>, _> = match kind.as_str() {
        "Polygon" => serde_json::from_value(coordinates).map(|rings| vec![rings]),
        "MultiPolygon" => serde_json::from_value(coordinates),
        _ => return Ok(Shape::Other(kind)),
    };
    Ok(
        match parts
            .map_err(|error| format!("the coordinates are not those of a {kind}: {error}"))
            .and_then(polygons)
        {
            Ok((polygons, false)) => Shape::Polygons(polygons),
            Ok((polygons, true)) => Shape::Turned(polygons),
            Err(reason) => Shape::Invalid(reason),
        },
    )
}

/// The polygons, and whether their positions had to be turned around.
fn polygons(mut parts: Vec<Vec<Vec<Vec<f64>>>>) -> Result<(Vec<PolygonRings>, bool), String> {
    if parts.is_empty() {
        return Err("there is no polygon in it".to_owned());
    }
    let turned = latitude_first(&parts);
    if turned {
        for position in parts.iter_mut().flatten().flatten() {
            position.swap(0, 1);
        }
    }
    let polygons = parts.into_iter().map(polygon).collect::<Result<_, _>>()?;
    Ok((polygons, turned))
}

/// Nothing in Japan has a longitude of 20 to 46 degrees: where all first numbers lie there and all second ones
/// where longitudes do, there is no other reading.
fn latitude_first(parts: &[Vec<Vec<Vec<f64>>>]) -> bool {
    let mut positions = parts.iter().flatten().flatten().peekable();
    positions.peek().is_some()
        && positions.all(|position| match position.as_slice() {
            [first, second, ..] => LATITUDES.contains(first) && LONGITUDES.contains(second),
            _ => false,
        })
}

fn polygon(rings: Vec<Vec<Vec<f64>>>) -> Result<PolygonRings, String> {
    let rings: PolygonRings = rings
        .into_iter()
        .map(|ring| ring.into_iter().map(position).collect())
        .collect::<Result<_, String>>()?;
    if rings.is_empty() {
        return Err("a polygon has no ring".to_owned());
    }
    for ring in &rings {
        if ring.len() < 4 {
            return Err(format!(
                "a ring has {} positions; it needs at least 4",
                ring.len()
            ));
        }
        if ring.first() != ring.last() {
            return Err("a ring is open: its last position is not its first".to_owned());
        }
    }
    let positions: usize = rings.iter().map(Vec::len).sum();
    if positions > MAX_POSITIONS {
        return Err(format!(
            "it has {positions} positions; at most {MAX_POSITIONS} are read"
        ));
    }
    let mut lines = rings.iter().map(|ring| {
        ring.iter()
            .map(|[lon, lat]| Coord { x: *lon, y: *lat })
            .collect::<LineString>()
    });
    let outer = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
    match Polygon::new(outer, lines.collect()).check_validation() {
        Ok(()) => Ok(rings),
        Err(reason) => Err(reason.to_string()),
    }
}

fn position(numbers: Vec<f64>) -> Result<[f64; 2], String> {
    // A third number is an altitude.
    let [lon, lat, ..] = numbers.as_slice() else {
        return Err("a position has fewer than two numbers".to_owned());
    };
    if !lon.is_finite() || !lat.is_finite() || lon.abs() > 180.0 || lat.abs() > 90.0 {
        return Err(format!(
            "the position {lon}, {lat} is outside ±180, ±90 (longitude comes first)"
        ));
    }
    Ok([*lon, *lat])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn geometry(json: &str) -> Shape {
        let text =
            format!(r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{json}}}]}}"#);
        collection(&text).unwrap().features.remove(0).geometry
    }

    fn reason(json: &str) -> String {
        match geometry(json) {
            Shape::Invalid(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn coordinates_are_kept_to_the_last_digit() {
        // A number that a fast parser misses by one unit in the last place.
        let text = "141.35520082975461";
        let ring = format!("[[{text},43.1,12.5],[141,43],[141,43.2],[{text},43.1]]");
        let shape = geometry(&format!(r#"{{"type":"MultiPolygon","coordinates":[[{ring}]]}}"#));
        let first = [text.parse().unwrap(), 43.1];
        assert_eq!(
            shape,
            Shape::Polygons(vec![vec![vec![first, [141.0, 43.0], [141.0, 43.2], first]]])
        );
    }

    #[test]
    fn latitude_may_come_first_where_that_is_certain() {
        let ring = "[[35,139],[36,139],[36,140],[35,139]]";
        let turned = vec![vec![[139.0, 35.0], [139.0, 36.0], [140.0, 36.0], [139.0, 35.0]]];
        assert_eq!(
            geometry(&format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#)),
            Shape::Turned(vec![turned])
        );
    }

    #[test]
    fn holes_may_touch_and_rings_may_turn_either_way() {
        for hole in [
            "[1,1],[1,2],[2,2],[1,1]",
            "[1,1],[2,2],[1,2],[1,1]",
            "[0,1],[1,2],[1,1],[0,1]",
        ] {
            let json =
                format!(r#"{{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[{hole}]]}}"#);
            assert!(matches!(geometry(&json), Shape::Polygons(_)), "{hole}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_polygon_is_said() {
        for (rings, expected) in [
            ("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]", "self-intersection"),
            ("[[[0,0],[1,1],[1,0],[0.5,0]]]", "open"),
            ("[[[0,0],[1,1],[0,0]]]", "at least 4"),
            ("[[[0,0],[0,0],[0,0],[0,0]]]", "3 distinct"),
            ("[[[35,139],[36,139],[6,140],[35,139]]]", "longitude comes first"),
            ("[[[0,0],[1],[1,0],[0,0]]]", "two numbers"),
            ("[[[0,0],[1,\"1\"],[1,0],[0,0]]]", "not those of a Polygon"),
            (
                "[[[0,0],[9,0],[9,9],[0,0]],[[20,20],[21,20],[21,21],[20,20]]]",
                "not contained",
            ),
            ("[]", "no ring"),
            ("null", "not those of a Polygon"),
        ] {
            let reason = reason(&format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#));
            assert!(reason.contains(expected), "{rings}: {reason}");
        }
        assert!(reason(r#"{"type":"MultiPolygon","coordinates":[]}"#).contains("no polygon"));
    }

    #[test]
    fn polygons_have_a_limit_that_is_named() {
        let ring = vec!["[0,0]"; MAX_POSITIONS + 1].join(",");
        let reason = reason(&format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#));
        assert!(reason.contains("at most 250000"), "{reason}");
    }

    #[test]
    fn other_geometries_are_named() {
        assert_eq!(
            geometry(r#"{"type":"LineString","coordinates":[[1,2]]}"#),
            Shape::Other("LineString".to_owned())
        );
        assert_eq!(
            geometry(r#"{"type":"Point","coordinates":[1,2,3]}"#),
            Shape::Point([1.0, 2.0])
        );
        assert_eq!(
            geometry(r#"{"type":"Point","coordinates":[]}"#),
            Shape::Other("Point".to_owned())
        );
        assert_eq!(
            geometry(r#"{"coordinates":[1,2]}"#),
            Shape::Other("unknown".to_owned())
        );
        assert_eq!(geometry("null"), Shape::None);
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        for (text, rule) in [
            ("{\"type\":\"unavailable\"}", "not-a-feature-collection"),
            (
                "{\"type\":\"GeometryCollection\",\"geometries\":[]}",
                "not-a-feature-collection",
            ),
            ("{\"type\":\"FeatureCollection\"}", "not-a-feature-collection"),
            (
                "{\"type\":\"FeatureCollection\",\"features\":{}}",
                "not-a-feature-collection",
            ),
            (
                "{\"type\":\"FeatureCollection\",\"features\":[1]}",
                "not-a-feature-collection",
            ),
            ("{\"type\":\"FeatureCollection\",\"features\":[]}", "no-features"),
            ("[\"FeatureCollection\",[]]", "not-a-feature-collection"),
            ("{}", "not-a-feature-collection"),
            ("{\"type\":\"FeatureCollection\",\"features\":[", "broken-json"),
            ("{\"type\":", "broken-json"),
            ("{} x", "broken-json"),
        ] {
            let refusal = collection(text).unwrap_err();
            assert_eq!(refusal.rule, rule, "{text}: {refusal}");
        }
    }
}
