//! Districts against registers: parents first, once, and the same in any order of files.

use chrono::{DateTime, TimeDelta, Utc};
use domain::import::{DistrictDraft, Known};
use domain::{District, DistrictLevel};

use super::plan_districts;
use crate::{Records, read, tests::options};

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn drafts(file: &str) -> Vec<DistrictDraft> {
    match read(file.as_bytes().to_vec(), &options()).unwrap().records {
        Records::Districts(drafts) => drafts,
        _ => panic!("districts expected"),
    }
}

/// What the register holds after these files.
fn register(files: &[&str]) -> Vec<District> {
    let mut held: Vec<District> = Vec::new();
    for file in files {
        let known = Known {
            districts: held.clone(),
            ..Known::default()
        };
        for planned in plan_districts(drafts(file), &known, at()).districts {
            held.retain(|district| district.id != planned.district.id);
            held.push(planned.district);
        }
        let known = Known {
            districts: held.clone(),
            ..Known::default()
        };
        let again = plan_districts(drafts(file), &known, at() + TimeDelta::days(9));
        assert!(again.is_empty(), "the same file again: {:?}", again.districts);
    }
    held
}

/// All of a district but ids and versions.
fn said(districts: &[District]) -> Vec<String> {
    let name = |id| {
        districts
            .iter()
            .find(|district| Some(district.id) == id)
            .map(|district| district.name.as_str())
    };
    let mut said: Vec<String> = districts
        .iter()
        .map(|d| {
            let sources: Vec<_> = d
                .sources
                .iter()
                .map(|source| (&source.dataset, &source.external_id))
                .collect();
            format!(
                "{:?} {:?} {} {:?} in {:?}, {} polygons, {sources:?}",
                d.level,
                d.official_code,
                d.name,
                d.name_kana,
                name(d.parent),
                d.polygons.len()
            )
        })
        .collect();
    said.sort();
    said
}

const WARDS: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[141.3,43.0],[141.4,43.0],[141.4,43.1],[141.3,43.0]]]},
  "properties":{"N03_001":"北海道","N03_002":"石狩振興局","N03_003":"札幌市","N03_004":"中央区","N03_007":"01101"}}]}"#;

#[test]
fn districts_come_after_their_parents_and_only_once() {
    let plan = plan_districts(drafts(WARDS), &Known::default(), at());
    let codes: Vec<Option<&str>> = plan
        .districts
        .iter()
        .map(|planned| planned.district.official_code.as_deref())
        .collect();
    assert_eq!(codes, [Some("010006"), Some("011002"), Some("011011")]);
    assert_eq!(
        plan.districts[1].district.parent,
        Some(plan.districts[0].district.id)
    );
    assert_eq!(
        plan.districts[2].district.parent,
        Some(plan.districts[1].district.id)
    );
    let held = plan
        .districts
        .iter()
        .map(|planned| planned.district.clone())
        .collect();
    let known = Known {
        districts: held,
        ..Known::default()
    };
    let again = plan_districts(drafts(WARDS), &known, at() + TimeDelta::days(9));
    assert!(again.is_empty());
    assert_eq!(again.unchanged, 3);
}

const LIST: &str = "pref,city,citykana,lgcode\n北海道,札幌市,さっぽろし,011002\n北海道,札幌市 中央区,さっぽろし ちゅうおうく,011011\n\
                    北海道,札幌市 北区,さっぽろし きたく,011029\n";
const SCHOOLS: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[141.3,43.0],[141.4,43.0],[141.4,43.1],[141.3,43.0]]]},
  "properties":{"A32_001":"01101","A32_002":"x","A32_003":"第一中学校"}},
 {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[141.3,43.0],[141.4,43.0],[141.4,43.1],[141.3,43.0]]]},
  "properties":{"A32_001":"01102","A32_002":"x","A32_003":"第一中学校"}}]}"#;

#[test]
fn files_in_any_order_give_the_same_register() {
    let files = [WARDS, LIST, SCHOOLS];
    let first = register(&files);
    let expected = said(&first);
    assert_eq!(first.len(), 6, "{expected:#?}");
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(
            said(&register(&order.map(|file| files[file]))),
            expected,
            "{order:?}"
        );
    }
    let ward = first
        .iter()
        .find(|d| d.official_code.as_deref() == Some("011011"))
        .unwrap();
    assert_eq!(
        (ward.name_kana.as_deref(), ward.polygons.len()),
        (Some("さっぽろしちゅうおうく"), 1)
    );
    let schools: Vec<_> = first
        .iter()
        .filter(|d| d.level == DistrictLevel::JuniorHighSchoolDistrict)
        .collect();
    assert_eq!(schools.len(), 2, "one name in two wards");
    assert!(schools.iter().any(|school| school.parent == Some(ward.id)));
}
