//! The features of the collections as GeoJSON. Places are those of `/places.geojson`.

use domain::{District, NodeId, Service, Source};
use readmodel::encode::geojson::{drawn, time, write_feature};
use readmodel::{Row, Snapshot};
use serde_json::{Value, json};

pub(super) fn place(snapshot: &Snapshot, row: Row, distance_m: Option<f64>) -> Value {
    let mut bytes = Vec::new();
    write_feature(&mut bytes, snapshot, row, distance_m);
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// At all the places that offer it.
pub(super) fn service(snapshot: &Snapshot, service: &Service) -> Value {
    let points: Vec<[f64; 2]> = snapshot
        .points_of(service)
        .map(|point| [point.lon, point.lat])
        .collect();
    let geometry = match points.as_slice() {
        [] => Value::Null,
        points => json!({ "type": "MultiPoint", "coordinates": points }),
    };
    let terms = service.terms.iter().filter_map(|id| snapshot.term(*id));
    let terms: Vec<String> = terms
        .map(|term| format!("{}:{}", term.scheme, term.code))
        .collect();
    let modes: Vec<&str> = service.modes.iter().map(|mode| mode.code()).collect();
    let organization = service.organization.and_then(|id| snapshot.organization(id));
    let places = service.places.iter();
    let places: Vec<String> = places.map(|here| NodeId::Place(here.place).encode()).collect();
    let id = NodeId::Service(service.id).encode();
    json!({
        "type": "Feature",
        "id": id,
        "geometry": geometry,
        "properties": {
            "id": id,
            "name": service.name,
            "summary": service.summary,
            "organization": organization.map(|one| &one.name),
            "modes": modes,
            "terms": terms,
            "places": places,
            "isFree": service.is_free,
            "fee": service.fee,
            "eligibility": service.eligibility,
            "minimumAge": service.minimum_age,
            "maximumAge": service.maximum_age,
            "requiredDocuments": service.required_documents,
            "idRequired": service.id_required,
            "reservationRequired": service.reservation_required,
            "verifiedAt": service.verification.verified_at.map(time),
            "updatedAt": time(service.updated_at),
            "source": source(&service.sources),
        },
    })
}

pub(super) fn district(snapshot: &Snapshot, district: &District) -> Value {
    let geometry: Value = drawn(snapshot, district.id)
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let parent = district.parent.map(|id| NodeId::District(id).encode());
    let id = NodeId::District(district.id).encode();
    json!({
        "type": "Feature",
        "id": id,
        "geometry": geometry,
        "properties": {
            "id": id,
            "name": district.name,
            "nameKana": district.name_kana,
            "level": district.level.code(),
            "officialCode": district.official_code,
            "parent": parent,
            "source": source(&district.sources),
        },
    })
}

fn source(sources: &[Source]) -> Value {
    sources.first().map_or(Value::Null, |source| {
        json!({
            "dataset": source.dataset,
            "externalId": source.external_id,
            "license": source.license,
            "attribution": source.attribution,
        })
    })
}
