//! The examples of HSDS 3.0 in the shared folder, each with what an independent script counted in it.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a missing file or a wrong number fails the test, a skip is said loudly"
)]

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use formats::{FileContent, ReadOptions, Records, Refusal, read};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/hsds");
    if folder.is_dir() {
        return Some(folder);
    }
    let text = format!(
        "SKIPPED: {} is not here; what it would prove is not proven\n",
        folder.display()
    );
    std::io::stderr().write_all(text.as_bytes()).unwrap();
    None
}

fn import(bytes: Vec<u8>) -> Result<FileContent, Refusal> {
    let (profile, dataset, license, source_url, publisher) = (None, None, None, None, None);
    let options = ReadOptions {
        profile,
        dataset,
        license,
        source_url,
        publisher,
        retrieved_at: DateTime::UNIX_EPOCH,
    };
    read(bytes, &options)
}

/// Organizations, services and locations with different ids, counted by a script that walks the JSON.
const COUNTS: [(&str, [usize; 3]); 8] = [
    ("location.json", [0, 0, 1]),
    ("organization_full.json", [1, 1, 1]),
    ("organization_list.json", [1, 0, 0]),
    ("service_at_location_full.json", [1, 1, 1]),
    ("service_at_location_list.json", [1, 1, 1]),
    ("service_full.json", [1, 1, 1]),
    ("service_list.json", [1, 1, 0]),
    ("tabular.json", [1, 1, 1]),
];

fn counts(content: &FileContent) -> [usize; 3] {
    let Records::Places(places) = &content.records else {
        panic!("places")
    };
    [
        content.numbered.organizations.len(),
        content.numbered.services.len(),
        places.len(),
    ]
}

#[test]
fn the_examples_hold_what_was_counted() {
    let Some(folder) = folder() else { return };
    let examples = folder.join("hsds-3.0-examples");
    for (name, expected) in COUNTS {
        let content = import(std::fs::read(examples.join(name)).unwrap())
            .unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!(counts(&content), expected, "{name}");
        assert_eq!(
            (content.rows, content.rejected),
            (expected.iter().sum(), 0),
            "{name}"
        );
        let offered = content
            .numbered
            .services
            .iter()
            .map(|service| service.places.len())
            .sum::<usize>();
        // Latitude 100 is nowhere; the schedule contradicts itself and stays in words.
        assert_eq!(content.unlocated, expected[2], "{name}");
        assert_eq!(offered > 0, expected[1] > 0 && expected[2] > 0, "{name}");
    }
    let vocabulary = [
        "taxonomy.json",
        "taxonomy_list.json",
        "taxonomy_term.json",
        "taxonomy_term_list.json",
        "base.json",
    ];
    for name in vocabulary {
        let refusal = import(std::fs::read(examples.join(name)).unwrap()).unwrap_err();
        assert_eq!(refusal.rule, "hsds-no-records", "{name}");
    }
    let package = import(std::fs::read(folder.join("hsds-3.0-datapackage.json")).unwrap()).unwrap_err();
    assert_eq!(package.rule, "hsds-no-records");
}

#[test]
fn the_tables_in_one_archive_hold_the_same_records() {
    let Some(folder) = folder() else { return };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in std::fs::read_dir(folder.join("hsds-3.0-examples/csv")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&std::fs::read(&path).unwrap()).unwrap();
    }
    let content = import(zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(
        (counts(&content), content.rows, content.rejected),
        ([1, 1, 1], 3, 0)
    );
    let service = &content.numbered.services[0];
    let [(place, offer)] = service.places.as_slice() else {
        panic!("offered at one place")
    };
    assert_eq!(place, "3a19ff88-4620-4d17-9830-ac1d859eb5d5");
    assert_eq!((offer.schedules.len(), offer.contacts.len()), (1, 1));
    let said = &service.service;
    assert_eq!(
        (said.minimum_age, said.maximum_age, said.is_free),
        (Some(12), Some(100), Some(false))
    );
    assert!(
        said.schedules
            .iter()
            .all(|schedule| schedule.rrule.is_none() && schedule.original.is_some())
    );
    let shown = said
        .contacts
        .iter()
        .filter(|contact| contact.visibility == domain::Visibility::Public);
    assert!(
        shown
            .filter_map(|contact| contact.note.as_deref())
            .all(|note| !note.contains("Persona")),
        "persons are private"
    );
    assert!(content.issues.iter().all(|issue| issue.rule != "column-unknown"));
}
