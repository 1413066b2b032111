//! Custom scalars, each with the specification that it follows.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, NaiveTime, Utc};
use domain::Violation;
use domain::district::PolygonRings;
use readmodel::encode::geojson::time;

/// A moment: RFC 3339 with an offset as input, UTC with `Z` and whole seconds as output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTime {
    At(chrono::DateTime<Utc>),
    /// Input that is none; whoever takes the argument says so.
    Unreadable,
}

/// A moment: RFC 3339 with an offset as input, UTC with `Z` and whole seconds as output.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://scalars.graphql.org/andimarek/date-time"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<DateTime> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let moment = chrono::DateTime::parse_from_rfc3339(text);
        Ok(moment.map_or(DateTime::Unreadable, |moment| DateTime::At(moment.to_utc())))
    }

    fn to_value(&self) -> Value {
        match self {
            DateTime::At(moment) => Value::String(time(*moment)),
            DateTime::Unreadable => Value::Null,
        }
    }
}

impl DateTime {
    /// The moment, or what is wrong with the argument at this path.
    pub fn moment(self, path: &[&str]) -> Result<chrono::DateTime<Utc>, Violation> {
        match self {
            DateTime::At(moment) => Ok(moment),
            DateTime::Unreadable => Err(Violation::invalid(
                path,
                "must be RFC 3339 with an offset, such as 2026-05-06T14:00:00+09:00",
            )),
        }
    }
}

/// A day: `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date {
    On(NaiveDate),
    /// Input that is none; whoever takes the argument says so.
    Unreadable,
}

/// A day: `YYYY-MM-DD`.
#[Scalar(
    name = "Date",
    specified_by_url = "https://scalars.graphql.org/andimarek/local-date"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Date> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| text.len() == 10);
        Ok(day.map_or(Date::Unreadable, Date::On))
    }

    fn to_value(&self) -> Value {
        match self {
            Date::On(day) => Value::String(day.format("%Y-%m-%d").to_string()),
            Date::Unreadable => Value::Null,
        }
    }
}

impl Date {
    /// The day, or what is wrong with the argument at this path.
    pub fn day(self, path: &[&str]) -> Result<NaiveDate, Violation> {
        match self {
            Date::On(day) => Ok(day),
            Date::Unreadable => Err(Violation::invalid(path, "must be YYYY-MM-DD, such as 2026-05-06")),
        }
    }
}

/// A time of day: `HH:MM`; `24:00` as an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalTime {
    At(NaiveTime),
    /// `24:00`, the midnight that ends a day.
    EndOfDay,
    /// Input that is none; whoever takes the argument says so.
    Unreadable,
}

/// A time of day: `HH:MM`; `24:00` as an end.
#[Scalar(
    name = "LocalTime",
    specified_by_url = "https://scalars.graphql.org/dotansimha/local-time"
)]
impl ScalarType for LocalTime {
    fn parse(value: Value) -> InputValueResult<LocalTime> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        if ["24:00", "24:00:00"].contains(&text.as_str()) {
            return Ok(LocalTime::EndOfDay);
        }
        let time =
            NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"));
        Ok(time.map_or(LocalTime::Unreadable, LocalTime::At))
    }

    fn to_value(&self) -> Value {
        match self {
            LocalTime::At(time) => Value::String(time.format("%H:%M").to_string()),
            LocalTime::EndOfDay => Value::String("24:00".to_owned()),
            LocalTime::Unreadable => Value::Null,
        }
    }
}

impl LocalTime {
    /// When something begins, or what is wrong with the argument at this path.
    pub fn start(self, path: &[&str]) -> Result<NaiveTime, Violation> {
        match self {
            LocalTime::At(time) => Ok(time),
            _ => Err(Violation::invalid(path, "must be HH:MM, such as 14:00")),
        }
    }

    /// When something ends: midnight, written either way, is the first moment of the next day.
    pub fn end(self, path: &[&str]) -> Result<NaiveTime, Violation> {
        match self {
            LocalTime::EndOfDay => Ok(NaiveTime::MIN),
            LocalTime::At(_) | LocalTime::Unreadable => self.start(path),
        }
    }
}

/// An address on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url(pub String);

/// An address on the web.
#[Scalar(name = "URL", specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Url> {
        match value {
            Value::String(text) => Ok(Url(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// GeoJSON Polygon or MultiPolygon geometry, WGS 84, longitude before latitude; as input closed, valid, at
/// most 500 vertices.
#[derive(Debug, Clone)]
pub struct GeoJsonArea(pub serde_json::Value);

/// GeoJSON Polygon or MultiPolygon geometry, WGS 84, longitude before latitude; as input closed, valid, at
/// most 500 vertices.
#[Scalar(
    name = "GeoJSONArea",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc7946"
)]
impl ScalarType for GeoJsonArea {
    fn parse(value: Value) -> InputValueResult<GeoJsonArea> {
        Ok(GeoJsonArea(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

impl GeoJsonArea {
    /// The polygons as rings; the text of the error says what was expected.
    pub fn polygons(&self) -> Result<Vec<PolygonRings>, String> {
        let coordinates = self.0.get("coordinates").cloned().unwrap_or_default();
        let expected = |error: serde_json::Error| {
            format!("coordinates: rings of [longitude, latitude] expected: {error}")
        };
        match self.0.get("type").and_then(|name| name.as_str()) {
            Some("Polygon") => serde_json::from_value::<Vec<Vec<Position>>>(coordinates)
                .map(|rings| vec![plain(rings)])
                .map_err(expected),
            Some("MultiPolygon") => serde_json::from_value::<Vec<Vec<Vec<Position>>>>(coordinates)
                .map(|polygons| polygons.into_iter().map(plain).collect())
                .map_err(expected),
            _ => Err("a GeoJSON Polygon or MultiPolygon geometry expected".to_owned()),
        }
    }
}

/// Longitude, latitude and, as RFC 7946 allows, an altitude that means nothing here.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Position {
    Flat([f64; 2]),
    High([f64; 3]),
}

fn plain(rings: Vec<Vec<Position>>) -> PolygonRings {
    let flat = |position| match position {
        Position::Flat(position) => position,
        Position::High([lon, lat, _]) => [lon, lat],
    };
    rings
        .into_iter()
        .map(|ring| ring.into_iter().map(flat).collect())
        .collect()
}
