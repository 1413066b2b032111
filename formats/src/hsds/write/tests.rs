//! Archives against the standard's own description, where it is at hand; and documents read back by our reader.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read as _};

use domain::contents::Contents;
use domain::{OrganizationId, PlaceId, ServiceId};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::own::Lookup;
use crate::own::tests::{at, invented::register};
use crate::tests::options;

type Row = BTreeMap<String, String>;

fn selection(contents: &Contents) -> Selection {
    let listed = contents.places.iter().map(|place| place.id);
    let places: Vec<PlaceId> = listed.collect();
    let services: Vec<ServiceId> = contents.services.iter().map(|one| one.id).collect();
    let organizations: Vec<OrganizationId> = contents.organizations.iter().map(|one| one.id).collect();
    Selection::of(&Lookup::new(contents), places, (services, organizations))
}

fn archive(contents: &Contents) -> Vec<u8> {
    let (lookup, mut bytes) = (Lookup::new(contents), Vec::new());
    let mut archive = Archive::new(selection(contents), at());
    while let Some(part) = archive.next_part(&lookup).unwrap() {
        bytes.extend(part);
    }
    bytes
}

fn document(contents: &Contents) -> Vec<u8> {
    let (lookup, mut bytes) = (Lookup::new(contents), Vec::new());
    let mut nested = Nested::new(selection(contents), &lookup, at());
    while let Some(part) = nested.next_part(&lookup) {
        bytes.extend(part);
    }
    bytes
}

/// The description of the standard; `None`, said aloud, where it is absent.
fn description() -> Option<Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/hsds/hsds-3.0-datapackage.json"
    );
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {path} is not here; that archives fit the standard is not proven");
    }
    Some(serde_json::from_str(&text?).unwrap())
}

fn is_of_type(kind: &str, format: &str, cell: &str) -> bool {
    match (kind, format) {
        ("number", _) => cell.parse::<f64>().is_ok_and(f64::is_finite),
        ("date", _) => chrono::NaiveDate::parse_from_str(cell, "%Y-%m-%d").is_ok(),
        ("datetime", _) => chrono::DateTime::parse_from_rfc3339(cell).is_ok(),
        ("time", _) => chrono::NaiveTime::parse_from_str(cell, "%H:%M:%S").is_ok(),
        ("string", "uuid") => Uuid::parse_str(cell).is_ok(),
        ("string", "uri") => {
            cell.is_ascii() && cell.starts_with("http") && !cell.contains([' ', '"', '<', '\\'])
        }
        ("string", "email") => cell.is_ascii() && cell.contains('@') && !cell.contains(' '),
        ("string", _) => true,
        other => panic!("no such type is known here: {other:?}"),
    }
}

/// All that the description demands, looked at cell by cell.
fn assert_valid(bytes: Vec<u8>, description: &Value) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut tables: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let resources = description["resources"].as_array().unwrap();
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let mut text = String::new();
        archive.by_name(path).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let expected: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(header, expected, "{path}");
        let mut rows = Vec::new();
        let mut seen: HashSet<(String, String)> = HashSet::new();
        for record in reader.records() {
            let record = record.unwrap();
            for (field, cell) in fields.iter().zip(&record) {
                let (name, rules) = (field["name"].as_str().unwrap(), &field["constraints"]);
                assert!(
                    !cell.is_empty() || rules["required"] != true,
                    "{path}: {name} is missing: {record:?}"
                );
                if cell.is_empty() {
                    continue;
                }
                let kind = (
                    field["type"].as_str().unwrap(),
                    field["format"].as_str().unwrap_or_default(),
                );
                assert!(
                    is_of_type(kind.0, kind.1, cell),
                    "{path}: {name} is no {kind:?}: {cell:?}"
                );
                if let Some(allowed) = rules["enum"].as_array() {
                    assert!(
                        allowed.iter().any(|one| one == cell),
                        "{path}: {name} is none of {allowed:?}: {cell}"
                    );
                }
                if rules["unique"] == true {
                    assert!(
                        seen.insert((name.to_owned(), cell.to_owned())),
                        "{path}: {name} stands twice: {cell}"
                    );
                }
                let formula = cell
                    .trim_start()
                    .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                assert!(
                    !formula || kind.0 == "number",
                    "{path}: {name} is a formula: {cell:?}"
                );
            }
            rows.push(
                header
                    .iter()
                    .cloned()
                    .zip(record.iter().map(str::to_owned))
                    .collect(),
            );
        }
        tables.insert(resource["name"].as_str().unwrap().to_owned(), rows);
    }
    for resource in resources {
        let name = resource["name"].as_str().unwrap();
        for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let (field, other) = (
                key["fields"].as_str().unwrap(),
                key["reference"]["resource"].as_str().unwrap(),
            );
            let ids: HashSet<&str> = tables[other].iter().map(|row| row["id"].as_str()).collect();
            for row in tables[name].iter().filter(|row| !row[field].is_empty()) {
                assert!(
                    ids.contains(row[field].as_str()),
                    "{name}: {field} names nobody: {}",
                    row[field]
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn an_archive_is_what_the_standard_describes(contents in register()) {
        if let Some(description) = description() {
            assert_valid(archive(&contents), &description);
        }
    }

    #[test]
    fn archive_and_document_hold_the_same_records(contents in register()) {
        let ids = |content: crate::FileContent| {
            let crate::Records::Places(places) = content.records else { panic!("places") };
            let places: Vec<String> = places.into_iter().filter_map(|draft| draft.provenance.source.external_id).collect();
            let services: Vec<String> = content.numbered.services.into_iter().filter_map(|one| one.provenance.source.external_id).collect();
            let mut all = [places, services].concat();
            all.sort();
            all
        };
        // A name of blanks alone is none: the reader may take that of the organization, or leave the record out.
        let is_named = |name: &str| !crate::cell::text::one_line(name).is_empty();
        let places = contents.places.iter().map(|one| (one.id.to_string(), is_named(&one.name)));
        let services = contents.services.iter().map(|one| (one.id.to_string(), is_named(&one.name)));
        let known: BTreeMap<String, bool> = places.chain(services).collect();
        if !contents.places.is_empty() {
            let tables = ids(crate::read(archive(&contents), &options()).unwrap());
            let nested = ids(crate::read(document(&contents), &options()).unwrap());
            prop_assert_eq!(&tables, &nested);
            prop_assert!(tables.iter().all(|id| known.contains_key(id)));
            prop_assert!(known.iter().all(|(id, is_named)| !is_named || tables.contains(id)));
        }
    }
}

#[test]
fn an_empty_register_is_an_empty_archive_and_an_empty_page() {
    let contents = Contents::default();
    if let Some(description) = description() {
        assert_valid(archive(&contents), &description);
    }
    let page: Value = serde_json::from_slice(&document(&contents)).unwrap();
    assert_eq!(
        (&page["empty"], &page["contents"]),
        (&Value::from(true), &serde_json::json!([]))
    );
}

#[test]
fn web_and_mail_addresses_are_those_of_the_standard_or_none() {
    for (text, expected) in [
        ("https://a.example/x?y=1#z", Some("https://a.example/x?y=1#z")),
        (
            "http://a.example/食堂 1%zz",
            Some("http://a.example/%E9%A3%9F%E5%A0%82%201%25zz"),
        ),
        ("https://a.example/a#b#c", Some("https://a.example/a#b%23c")),
        ("https://食堂.example/", None),
        ("https://user:pw@a.example/", None),
        ("javascript:alert(1)", None),
        ("https://", None),
    ] {
        assert_eq!(uri(text).as_deref(), expected, "{text}");
    }
    for (text, fine) in [
        ("desk@city.example.jp", true),
        ("a.b+c@example.jp", true),
        (".a@example.jp", false),
        ("a@b", false),
        ("a b@example.jp", false),
        ("a@-b.jp", false),
    ] {
        assert_eq!(mail(text).is_some(), fine, "{text}");
    }
}
