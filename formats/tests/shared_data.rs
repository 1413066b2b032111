//! The real files of the shared folder hold exactly the facts that an independent script counted.
//!
//! The folder lies beside the repository and is not part of it; where it is absent these tests say so on the
//! error stream and pass. Timing is measured in a release build only: `cargo test -p formats --release`.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests: a missing file or a wrong type of record fails the test, a skip is said loudly"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use chrono::DateTime;
use domain::import::{DistrictDraft, PlaceDraft};
use formats::{FileContent, ReadOptions, Records, read};
use serde_json::Value;

fn shared(file: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there, {file} was not read", folder.display());
        return None;
    }
    Some(std::fs::read(folder.join(file)).unwrap())
}

fn import(file: &str) -> Option<(FileContent, Value)> {
    let expected: Value = serde_json::from_slice(&shared("expected.json")?).unwrap();
    let options = ReadOptions {
        profile: None,
        dataset: None,
        license: None,
        source_url: None,
        publisher: None,
        retrieved_at: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
    };
    let bytes = shared(file)?;
    let start = Instant::now();
    let content = read(bytes, &options).unwrap();
    eprintln!("{file}: {} rows in {:?}", content.rows, start.elapsed());
    Some((content, expected[file].clone()))
}

fn places(content: &FileContent) -> &[PlaceDraft] {
    match &content.records {
        Records::Places(drafts) => drafts,
        _ => panic!("districts"),
    }
}

fn districts(content: &FileContent) -> &[DistrictDraft] {
    match &content.records {
        Records::Districts(drafts) => drafts,
        _ => panic!("places"),
    }
}

fn by_rule(content: &FileContent) -> BTreeMap<&'static str, usize> {
    let mut count = BTreeMap::new();
    for issue in &content.issues {
        *count.entry(issue.rule).or_default() += 1;
    }
    count
}

fn keys_are_unique(drafts: &[PlaceDraft]) {
    let keys: std::collections::HashSet<_> = drafts.iter().map(|draft| draft.provenance.key()).collect();
    assert_eq!(keys.len(), drafts.len());
}

#[test]
fn evacuation_sites_of_nanao() {
    let Some((content, expected)) = import("nanao/reference_data.csv") else {
        return;
    };
    let drafts = places(&content);
    assert_eq!((content.profile, content.encoding), ("evacuation_space", "UTF-8"));
    assert_eq!(content.rows, expected["rows"]);
    assert_eq!(
        drafts.len() - content.unlocated,
        expected["rows_with_usable_coordinates"]
    );
    assert_eq!(
        (content.rejected, content.unlocated, content.duplicates),
        (0, 0, 0)
    );
    let codes = [
        "flood",
        "landslide",
        "storm_surge",
        "earthquake",
        "tsunami",
        "large_fire",
        "inland_flooding",
        "volcano",
    ];
    let columns = [
        "災害種別_洪水",
        "災害種別_崖崩れ、土石流及び地滑り",
        "災害種別_高潮",
        "災害種別_地震",
        "災害種別_津波",
        "災害種別_大規模な火事",
        "災害種別_内水氾濫",
        "災害種別_火山現象",
    ];
    for (code, column) in codes.into_iter().zip(columns) {
        let count = drafts
            .iter()
            .flat_map(|draft| &draft.terms)
            .filter(|term| term.code == code)
            .count();
        assert_eq!(count, expected["hazard_true"][column], "{column}");
    }
    assert_eq!(by_rule(&content), BTreeMap::from([("license-unstated", 1)]));
    keys_are_unique(drafts);
}

#[test]
fn childrens_cafeterias_of_tokyo() {
    let Some((content, expected)) = import("tokyo23/tokyo_kodomoshokudo_final.csv") else {
        return;
    };
    let drafts = places(&content);
    let import = &expected["import"];
    assert_eq!(
        (content.profile, content.encoding),
        ("childrens_cafeteria", "UTF-8 with BOM")
    );
    assert_eq!(content.dataset, "子ども食堂一覧; 子供食堂推進事業(R4実績)");
    assert_eq!(content.license, "クリエイティブ・コモンズ 表示（CC BY）");
    assert_eq!(content.rows, import["rows"]);
    assert_eq!(drafts.len(), import["created"]);
    assert_eq!(content.rejected, import["rejected"]);
    assert_eq!(content.unlocated, import["unlocated"]);
    assert_eq!(drafts.len() - content.unlocated, import["located"]);
    assert_eq!(content.duplicates, 13);
    let split = drafts
        .iter()
        .filter(|draft| draft.provenance.record_key.contains('#'))
        .count();
    assert_eq!(split, 13, "N29600000021 twice, N29600000024 eleven times");
    assert!(
        drafts
            .iter()
            .any(|draft| draft.provenance.record_key == "id:AA0100000052")
    );
    eprintln!(
        "{:?}, {} schedules",
        by_rule(&content),
        content.schedules_original
    );
    keys_are_unique(drafts);
}

#[test]
fn shelters_of_the_whole_country() {
    let Some((content, expected)) = import("perf/gsi_shelters_national.csv.gz") else {
        return;
    };
    let drafts = places(&content);
    assert_eq!(
        (content.profile, content.encoding),
        ("gsi_shelters", "UTF-8, gzip")
    );
    assert_eq!(content.rows, expected["rows"]);
    assert_eq!(
        drafts.len() - content.unlocated,
        expected["rows_with_usable_coordinates"]
    );
    for kind in ["emergency", "evacuation"] {
        let dataset = format!("gsi_{kind}");
        let count = drafts
            .iter()
            .filter(|draft| draft.provenance.source.dataset.as_deref() == Some(dataset.as_str()))
            .count();
        assert_eq!(count, expected["kinds"][kind], "{kind}");
    }
    eprintln!("{:?}", by_rule(&content));
    keys_are_unique(drafts);
}

#[test]
fn boundaries_of_five_prefectures() {
    // By prefecture: municipalities, wards and cities made, besides the prefecture itself.
    for (code, made) in [("01", 195), ("13", 62), ("17", 19), ("30", 30), ("37", 17)] {
        let file = format!("boundaries/N03-21_{code}_210101.geojson");
        let Some((content, expected)) = import(&file) else {
            return;
        };
        let districts = districts(&content);
        assert_eq!(content.profile, "n03");
        assert_eq!(content.rows, expected["features"]);
        assert_eq!(content.rejected, 0);
        let without_code = by_rule(&content)
            .get("district-without-code")
            .copied()
            .unwrap_or(0);
        assert_eq!(without_code, expected["without_code"]);
        assert_eq!(districts.len(), made + 1, "{code}");
        let parts = districts[0].polygons.as_ref().map_or(0, Vec::len);
        assert_eq!(
            parts > 0,
            without_code > 0,
            "only land without code belongs to the prefecture itself"
        );
        for district in &districts[1..] {
            let parent = district.parent_code.as_ref();
            let above = districts
                .iter()
                .position(|other| other.official_code.as_ref() == parent);
            assert!(
                above < districts.iter().position(|other| other == district),
                "{}",
                district.name
            );
        }
    }
}
