//! An invented register in both forms of the standard: JSON and tables.

use std::io::{Cursor, Write};

use domain::contact::Visibility;
use domain::import::{Numbered, PlaceDraft};
use domain::place::PlaceKind;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::tests::options;
use crate::{FileContent, Records, read};

fn parts(content: &FileContent) -> (&[PlaceDraft], &Numbered) {
    let Records::Places(places) = &content.records else {
        panic!("places")
    };
    (places, &content.numbered)
}

fn rules(content: &FileContent) -> Vec<&'static str> {
    let mut rules: Vec<&str> = content.issues.iter().map(|issue| issue.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// An organization that runs a hall and teaches there and elsewhere.
fn organization() -> serde_json::Value {
    json!({
        "id": "o1", "name": "NPO法人ひだまり", "description": "学習支援をする団体", "website": "https://hidamari.example/",
        "email": "desk@hidamari.example",
        "contacts": [{ "id": "c1", "name": "架空 花子", "title": "担当", "email": "hanako@hidamari.example",
            "phones": [{ "id": "p1", "number": "090-0000-0001" }] }],
        "phones": [{ "id": "p2", "number": "０７６７−５３−０００１", "type": "voice", "extension": 12 }],
        "locations": [{ "id": "l1", "location_type": "physical", "name": "ひだまり館", "latitude": 37.04, "longitude": 136.96,
            "description": "問合せは080-0000-0002まで",
            "addresses": [
                { "id": "a1", "address_1": "私書箱1", "address_type": "postal", "city": "七尾市", "country": "JP" },
                { "id": "a2", "address_1": "本府中町1-1", "city": "七尾市", "state_province": "石川県", "postal_code": "926-0811",
                  "country": "JP", "address_type": "physical" }],
            "accessibility": [{ "id": "x1", "description": "WHEELCHAIR", "details": "正面から" }, { "id": "x2", "description": "段差があります" }],
            "languages": [{ "id": "g1", "code": "EN" }],
            "attributes": [{ "id": "t1", "taxonomy_term": { "id": "k1", "code": "GATHERING_PLACE", "name": "居場所", "description": "",
                "taxonomy_detail": { "id": "y1", "name": "kind", "description": "" } } }] }],
        "services": [{ "id": "s1", "name": "学習支援", "status": "active", "description": "宿題を見ます", "minimum_age": 6, "maximum_age": 15,
            "fees_description": "無料", "cost_options": [{ "id": "f1", "option": "小学生", "amount": 0, "currency": "jpy" }],
            "required_documents": [{ "id": "d1", "document": "学生証" }],
            "service_areas": [{ "id": "r1", "name": "172022" }, { "id": "r2", "name": "市内どこでも" }],
            "attributes": [{ "id": "t2", "taxonomy_term": { "id": "k2", "code": "activity:study", "name": "学習", "description": "" } }],
            "schedules": [{ "id": "h1", "freq": "WEEKLY", "byday": "WE", "opens_at": "16:00", "closes_at": "18:00", "attending_type": "in-person" }],
            "service_at_locations": [
                { "id": "z1", "description": "二階", "location": { "id": "l1" },
                  "schedules": [{ "id": "h2", "freq": "WEEKLY", "interval": 2, "byday": "SA", "dtstart": "2026-11-07", "opens_at": "10:00", "closes_at": "12:00" }] },
                { "id": "z2", "location": { "id": "l2", "location_type": "physical", "name": "公民館" } },
                { "id": "z3", "location": { "id": "l3", "location_type": "virtual", "name": "ビデオ通話" } }] },
            { "id": "s2", "name": "昔の教室", "status": "defunct" }]
    })
}

#[test]
fn nested_objects_become_places_services_and_organizations() {
    let content = read(organization().to_string().into_bytes(), &options()).unwrap();
    assert_eq!((content.profile, content.dataset.as_str()), ("hsds", "hsds"));
    // One organization, two services, three locations; the old service and the call are no records of ours.
    assert_eq!((content.rows, content.rejected, content.unlocated), (6, 2, 1));
    let (places, numbered) = parts(&content);
    assert!(numbered.is_part);
    let keys: Vec<&str> = places
        .iter()
        .map(|place| place.provenance.record_key.as_str())
        .collect();
    assert_eq!(keys, ["id:l1", "id:l2"]);
    let hall = &places[0];
    assert_eq!(
        (hall.kinds.as_slice(), hall.organization_number.as_deref()),
        (&[PlaceKind::GatheringPlace][..], Some("o1"))
    );
    assert_eq!(hall.summary.as_deref(), Some("問合せは（非公開）まで"));
    let address = hall.address.as_ref().unwrap();
    assert_eq!(address.formatted, "石川県七尾市本府中町1-1");
    assert_eq!(
        (address.postal_code.as_deref(), address.municipality.as_deref()),
        (Some("926-0811"), Some("七尾市"))
    );
    assert_eq!(hall.accessibility.len(), 1);
    assert_eq!((&*hall.terms[0].scheme, &*hall.terms[0].code), ("language", "en"));
    let [organization] = numbered.organizations.as_slice() else {
        panic!("one organization")
    };
    assert_eq!(organization.url.as_deref(), Some("https://hidamari.example/"));
    let shown: Vec<(&str, bool)> = organization
        .contacts
        .iter()
        .map(|contact| (contact.value.as_str(), contact.visibility == Visibility::Public))
        .collect();
    let expected = [
        ("0767-53-0001", true),
        ("090-0000-0001", false),
        ("hanako@hidamari.example", false),
        ("desk@hidamari.example", true),
    ];
    assert_eq!(shown, expected);
    assert_eq!(organization.contacts[1].note.as_deref(), Some("架空 花子 (担当)"));
    let [service] = numbered.services.as_slice() else {
        panic!("one service")
    };
    assert_eq!(service.organization.as_deref(), Some("o1"));
    let said = &service.service;
    assert_eq!(
        (said.is_free, said.fee.as_deref()),
        (Some(true), Some("無料\n小学生: 0 JPY"))
    );
    assert_eq!((said.minimum_age, said.maximum_age), (Some(6), Some(15)));
    assert_eq!(
        (said.serves.as_slice(), said.required_documents.as_slice()),
        (&["172022".to_owned()][..], &["学生証".to_owned()][..])
    );
    assert_eq!(said.schedules[0].rule.as_deref(), Some("We 16:00-18:00"));
    assert_eq!(
        said.modes.iter().map(|mode| mode.code()).collect::<Vec<_>>(),
        ["AT_PLACE", "ONLINE"]
    );
    let places: Vec<&str> = service.places.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["l1", "l2", "l3"]);
    let here = &service.places[0].1;
    assert_eq!(
        (here.note.as_deref(), here.schedules[0].rrule.as_deref()),
        (Some("二階"), Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"))
    );
    let expected = [
        "accessibility-in-words",
        "license-unstated",
        "location-not-a-place",
        "phone-form",
        "private-in-text",
        "private-person",
        "private-phone",
        "service-area-in-words",
        "service-inactive",
        "several-addresses",
    ];
    assert_eq!(rules(&content), expected);
    assert_eq!(content.private, 3);
}

/// The same as tables.
fn package(extra: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let tables = [
        (
            "data/organizations.csv",
            "id,name,description,website\no1,NPO法人ひだまり,x,https://hidamari.example/\n",
        ),
        (
            "data/locations.csv",
            "id,location_type,organization_id,name,latitude,longitude,colour\nl1,physical,o1,ひだまり館,136.96,37.04,青\nl2,physical,,,0,0,\n,physical,,公園,,,\n",
        ),
        (
            "data/services.csv",
            "id,organization_id,name,status,minimum_age,maximum_age\ns1,o1,学習支援,active,20,10\n",
        ),
        (
            "data/service_at_location.csv",
            "id,service_id,location_id,description\nz1,s1,l1,二階\n",
        ),
        (
            "data/phones.csv",
            "id,location_id,number,type,contact_id\np1,l1,なし,voice,\np2,l1,+82 2 1234 5678,fax,\n",
        ),
        (
            "data/contacts.csv",
            "id,location_id,name,department,email\nc1,l1,,受付,uketsuke@hidamari.example\n",
        ),
        ("data/datapackage.json", "{\"resources\":[{\"schema\":{}}]}"),
    ];
    for (name, text) in tables.iter().chain(extra) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn tables_of_an_archive_are_the_same_records() {
    let content = read(package(&[]), &options()).unwrap();
    assert_eq!((content.profile, content.encoding), ("hsds", "zip"));
    assert_eq!((content.rows, content.rejected, content.unlocated), (5, 2, 0));
    let (places, numbered) = parts(&content);
    assert!(!numbered.is_part);
    let [hall] = places else { panic!("one place") };
    assert_eq!(
        hall.point.map(|point| (point.lat, point.lon)),
        Some((37.04, 136.96))
    );
    assert_eq!(hall.organization_number.as_deref(), Some("o1"));
    let contacts: Vec<(&str, &str)> = hall
        .contacts
        .iter()
        .map(|c| (c.kind.code(), c.value.as_str()))
        .collect();
    assert_eq!(
        contacts,
        [("FAX", "+82-2-1234-5678"), ("EMAIL", "uketsuke@hidamari.example")]
    );
    assert_eq!(hall.contacts[1].note.as_deref(), Some("受付"));
    assert!(hall.provenance.raw.contains("青"), "nothing is lost");
    assert_eq!(
        (
            numbered.services[0].places[0].0.as_str(),
            numbered.services[0].service.minimum_age
        ),
        ("l1", None)
    );
    let expected = [
        "ages-contradict",
        "column-unknown",
        "coordinates-swapped",
        "id-required",
        "license-unstated",
        "name-required",
        "part-not-read",
        "phone-form",
        "phone-unclear",
    ];
    assert_eq!(rules(&content), expected);
    let line = |rule: &str| {
        content
            .issues
            .iter()
            .find(|issue| issue.rule == rule)
            .map(|issue| issue.line)
    };
    assert_eq!(
        (line("name-required"), line("id-required"), line("phone-unclear")),
        (Some(3), Some(4), Some(2))
    );
}

#[test]
fn every_part_counts_for_the_digest() {
    let digest = |extra: &[(&str, &str)]| {
        let content = read(package(extra), &options()).unwrap();
        parts(&content).0[0].provenance.digest.clone()
    };
    assert_eq!(digest(&[]), digest(&[("data/programs.csv", "id,name\nq,x\n")]));
    assert_ne!(
        digest(&[]),
        digest(&[("data/schedules.csv", "id,location_id,description\nh,l1,月曜\n")])
    );
}

#[test]
fn documents_without_records_and_other_json_are_refused() {
    for (text, rule) in [
        (
            r#"{"id":"k","code":"a","name":"b","taxonomy":"c"}"#,
            "hsds-no-records",
        ),
        (
            r#"{"version":"3.0","profile":"https://a.example","openapi_url":"https://b.example"}"#,
            "hsds-no-records",
        ),
        (r#"{"resources":[{"name":"x","schema":{}}]}"#, "hsds-no-records"),
        (r#"[{"name":"x","status":"open"}]"#, "not-a-feature-collection"),
        (
            r#"{"id":1,"name":"x","type":"Topology"}"#,
            "not-a-feature-collection",
        ),
    ] {
        assert_eq!(
            read(text.as_bytes().to_vec(), &options()).unwrap_err().rule,
            rule,
            "{text}"
        );
    }
}

#[test]
fn a_page_of_a_list_says_so() {
    let list = json!({ "total_pages": 3, "page_number": 1, "contents": [{ "id": "o", "name": "a", "description": "b" }] });
    let content = read(list.to_string().into_bytes(), &options()).unwrap();
    assert_eq!(rules(&content), ["license-unstated", "one-page-of-many"]);
    assert_eq!(parts(&content).1.organizations.len(), 1);
}
