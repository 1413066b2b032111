//! Places and areas as GeoJSON (RFC 7946): longitude before latitude, WGS 84.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::{DistrictId, NodeId, Place, Point};
use geo::SimplifyVwPreserve;
use serde::Serialize;

use crate::snapshot::{Row, Snapshot};
use crate::tables::Tables;

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<PointGeometry>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct PointGeometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    id: &'a str,
    name: &'a str,
    name_kana: Option<&'a str>,
    kinds: Vec<&'static str>,
    status: &'static str,
    terms: Vec<String>,
    districts: Vec<&'a str>,
    location_precision: &'static str,
    verified_at: Option<String>,
    updated_at: String,
    source: Option<SourceProperty<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceProperty<'a> {
    dataset: Option<&'a str>,
    external_id: Option<&'a str>,
    license: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<&'a str>,
}

/// RFC 3339, UTC, whole seconds: how every output writes a time.
pub fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The feature of a place without a distance; its last two bytes end the properties and the feature.
pub(crate) fn feature(place: &Place, districts: &[u32], tables: &Tables) -> Box<[u8]> {
    let id = NodeId::Place(place.id).encode();
    let terms = place.terms.iter().filter_map(|id| tables.vocabulary.get(*id));
    let districts = districts
        .iter()
        .filter_map(|slot| tables.districts.table.at(*slot));
    let feature = Feature {
        r#type: "Feature",
        id: &id,
        geometry: place.location.map(|Point { lon, lat }| PointGeometry {
            r#type: "Point",
            coordinates: [lon, lat],
        }),
        properties: Properties {
            id: &id,
            name: &place.name,
            name_kana: place.name_kana.as_deref(),
            kinds: place.kinds.iter().map(|kind| kind.code()).collect(),
            status: place.status.code(),
            terms: terms
                .map(|term| format!("{}:{}", term.scheme, term.code))
                .collect(),
            districts: districts
                .filter_map(|entry| entry.district.official_code.as_deref())
                .collect(),
            location_precision: place.location_precision.code(),
            verified_at: place.verification.verified_at.map(time),
            updated_at: time(place.updated_at),
            source: place.sources.first().map(|source| SourceProperty {
                dataset: source.dataset.as_deref(),
                external_id: source.external_id.as_deref(),
                license: source.license.as_deref(),
                attribution: source.attribution.as_deref(),
            }),
        },
    };
    // Writing to memory cannot fail, and no key here is anything but a string.
    serde_json::to_vec(&feature)
        .unwrap_or_default()
        .into_boxed_slice()
}

/// Appends the feature of one place; nothing for a row that is not there.
pub fn write_feature(out: &mut Vec<u8>, snapshot: &Snapshot, row: Row, distance_m: Option<f64>) {
    let Some(entry) = snapshot.entry(row) else { return };
    match (distance_m, entry.feature.split_last_chunk::<2>()) {
        (Some(meters), Some((open, close))) => {
            out.extend_from_slice(open);
            out.extend_from_slice(b",\"distanceMeters\":");
            let _ = serde_json::to_writer(&mut *out, &meters);
            out.extend_from_slice(close);
        }
        _ => out.extend_from_slice(&entry.feature),
    }
}

/// Meters of latitude in a degree, for tolerances.
const METERS_A_DEGREE: f64 = 111_195.0;

/// The tolerance of areas on a map, in meters.
const DRAWN_TOLERANCE_M: f64 = 10.0;

/// The area of a district as a GeoJSON geometry for maps, made once; `None` when no polygon is known.
pub fn drawn(snapshot: &Snapshot, id: DistrictId) -> Option<&str> {
    let districts = &snapshot.tables.districts;
    let draw = || boundary(snapshot, id, DRAWN_TOLERANCE_M).map(|geometry| geometry.to_string());
    districts.drawn(districts.table.slot(&id)?, draw)
}

/// The area of a district as a GeoJSON geometry: what it is made of is joined, and corners that move the outline
/// less than about the tolerance are left out (Visvalingam-Whyatt, keeping rings simple). `None` when no polygon
/// is known.
pub fn boundary(snapshot: &Snapshot, id: DistrictId, tolerance_m: f64) -> Option<serde_json::Value> {
    let districts = &snapshot.tables.districts;
    let outline = districts.outline(districts.table.slot(&id)?)?;
    let shape = if tolerance_m > 0.0 {
        // The algorithm's measure is the area of the triangle that a corner makes.
        let tolerance = tolerance_m / METERS_A_DEGREE;
        outline.simplify_vw_preserve(tolerance * tolerance / 2.0)
    } else {
        outline.clone()
    };
    let ring = |line: &geo::LineString| line.0.iter().map(|c| [c.x, c.y]).collect::<Vec<_>>();
    let polygons: Vec<Vec<Vec<[f64; 2]>>> = shape
        .iter()
        .map(|polygon| {
            std::iter::once(polygon.exterior())
                .chain(polygon.interiors())
                .map(ring)
                .collect()
        })
        .collect();
    match polygons.as_slice() {
        [] => None,
        [one] => Some(serde_json::json!({ "type": "Polygon", "coordinates": one })),
        many => Some(serde_json::json!({ "type": "MultiPolygon", "coordinates": many })),
    }
}
