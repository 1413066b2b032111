//! The flattened table of the whole country, and the lists it was made of.

use crate::tests::{places, rules};
use crate::{Records, read, tests::options};

const FILE: &str = "\
kind,lg_code,common_id,name,address,lat,lon,hazards
emergency,172022,E1,七尾中学校,石川県七尾市藤橋町52-1,37.03,136.95,洪水;崖崩れ、土石流及び地滑り;竜巻;洪水
evacuation,172022,H1,七尾中学校,石川県七尾市藤橋町52-1,37.03,136.95,
other,172022,X1,なにか,,37,136,
emergency,172022,E2,,,37,136,
";

#[test]
fn the_kind_names_the_data_set() {
    let (drafts, content) = places(FILE);
    let datasets: Vec<Option<&str>> = drafts
        .iter()
        .map(|draft| draft.provenance.source.dataset.as_deref())
        .collect();
    assert_eq!(datasets, [Some("gsi_emergency"), Some("gsi_evacuation")]);
    assert_eq!(content.dataset, "gsi_emergency; gsi_evacuation");
    assert_eq!(
        drafts[0].terms,
        [
            crate::profile::term("hazard", "flood"),
            crate::profile::term("hazard", "landslide")
        ]
    );
    assert_eq!(
        drafts[0].address.as_ref().unwrap().municipality_code.as_deref(),
        Some("172022")
    );
    assert_eq!(
        drafts[0].provenance.source.publisher.as_deref(),
        Some("国土地理院")
    );
    assert_eq!(drafts[0].provenance.record_key, "id:E1");
    assert_eq!((content.rows, content.rejected), (4, 2));
    assert_eq!(
        rules(&content),
        [
            "license-unstated",
            "word-unknown",
            "kind-unknown",
            "name-required"
        ]
    );
}

#[test]
fn a_given_data_set_holds_both_kinds() {
    let given = crate::ReadOptions {
        dataset: Some("gsi"),
        ..options()
    };
    let content = read(FILE.as_bytes().to_vec(), &given).unwrap();
    let Records::Places(drafts) = content.records else {
        panic!()
    };
    assert!(
        drafts
            .iter()
            .all(|draft| draft.provenance.source.dataset.as_deref() == Some("gsi"))
    );
}

const LIST: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[136.95,37.03]},
 "properties":{"NO":1,"共通ID":"E1","都道府県名及び市町村名":"石川県七尾市","施設・場所名":"七尾中学校","住所":"石川県七尾市藤橋町52-1",
 "洪水":"1","崖崩れ、土石流及び地滑り":"","地震":null,"備考":""}}]}"#;

#[test]
fn the_same_site_has_the_same_key_in_each_form() {
    let (table, _) = places(FILE);
    let (features, content) = places(LIST);
    assert_eq!(
        (content.profile, content.rows, content.unlocated),
        ("gsi_emergency", 1, 0)
    );
    assert_eq!(features[0].provenance.key(), table[0].provenance.key());
    assert_eq!(
        (features[0].point, &features[0].name),
        (table[0].point, &table[0].name)
    );
    assert_eq!(features[0].terms, [crate::profile::term("hazard", "flood")]);
    assert_eq!(rules(&content), ["license-unstated"]);
}

#[test]
fn positions_in_meters_are_not_taken_for_degrees() {
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::6675"}},"features""#;
    let (drafts, content) = places(&LIST.replace("\"features\"", crs));
    assert_eq!((drafts[0].point, content.unlocated), (None, 1));
    assert_eq!(rules(&content), ["coordinate-system-foreign", "license-unstated"]);
    let degrees = crs.replace("EPSG::6675", "OGC:1.3:CRS84");
    assert!(
        places(&LIST.replace("\"features\"", &degrees)).0[0]
            .point
            .is_some()
    );
}
