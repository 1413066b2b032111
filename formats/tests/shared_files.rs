//! Every file of the shared folder is imported or refused for a reason, with these very numbers.
//!
//! The numbers were counted by a script of its own, in another language, from the files themselves. Where the folder
//! is absent the tests say so on the error stream and pass.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests: a missing file or a wrong number fails the test, a skip is said loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use domain::import::{PlaceDraft, RowAction};
use formats::{FileContent, ReadOptions, Records, Refusal, read};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn import(folder: &Path, file: &str, profile: Option<&str>) -> Result<FileContent, Refusal> {
    let options = ReadOptions {
        profile,
        dataset: None,
        license: None,
        source_url: None,
        publisher: None,
        retrieved_at: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
    };
    read(std::fs::read(folder.join(file)).unwrap(), &options)
}

/// File; its profile, with a `!` where the editor has to say it; encoding; rows; rejected; without position.
type Expected = (
    &'static str,
    &'static str,
    &'static str,
    [usize; 3],
    &'static [(&'static str, usize)],
);

const LICENSE: (&str, usize) = ("license-unstated", 1);

/// With the issues by rule.
#[rustfmt::skip]
const PLACES: &[Expected] = &[
    ("nanao/open_shelter_Nanao-shi.geojson", "evacuation_space", "UTF-8", [1, 0, 0], &[("column-unknown", 3), ("coordinate-system-foreign", 1), LICENSE]),
    ("nanao/open_shelter_Nanao-shi_2024-01-09-1800.csv", "evacuation_space", "UTF-8", [29, 0, 0], &[("column-unknown", 2), LICENSE]),
    ("nanao/open_shelter_Nanao-shi_2024-02-26-0600.csv", "evacuation_space", "UTF-8", [19, 0, 0], &[("column-unknown", 3), LICENSE]),
    ("nanao/open_shelter_Nanao-shi_2024-04-08-0600.csv", "evacuation_space", "UTF-8", [7, 0, 0], &[("column-unknown", 3), LICENSE]),
    ("nanao/reference_data.csv", "evacuation_space", "UTF-8", [112, 0, 0], &[LICENSE]),
    ("perf/gsi_shelters_national.csv.gz", "gsi_shelters", "UTF-8, gzip", [197_210, 0, 0], &[("same-name-and-address", 1668), LICENSE]),
    ("sapporo/nurseryFacilities.geojson", "sapporo_nursery", "UTF-8", [528, 0, 0], &[LICENSE, ("private-person", 43)]),
    ("shelters_geojson/emergency_131067.geojson", "gsi_emergency", "UTF-8", [17, 0, 0], &[LICENSE]),
    ("shelters_geojson/emergency_172022.geojson", "gsi_emergency", "UTF-8", [109, 0, 0], &[LICENSE]),
    ("shelters_geojson/emergency_302015.geojson", "gsi_emergency", "UTF-8", [273, 0, 0], &[LICENSE]),
    ("shelters_geojson/emergency_372013.geojson", "gsi_emergency", "UTF-8", [196, 0, 0], &[LICENSE]),
    ("shelters_geojson/evacuation_131067.geojson", "gsi_evacuation", "UTF-8", [53, 0, 0], &[LICENSE]),
    ("shelters_geojson/evacuation_172022.geojson", "gsi_evacuation", "UTF-8", [82, 0, 0], &[LICENSE]),
    ("shelters_geojson/evacuation_302015.geojson", "gsi_evacuation", "UTF-8", [172, 0, 0], &[("same-name-and-address", 2), LICENSE]),
    ("shelters_geojson/evacuation_372013.geojson", "gsi_evacuation", "UTF-8", [159, 0, 0], &[LICENSE]),
    ("takamatsu/aed_location.xlsx", "takamatsu_aed", "xlsx", [450, 0, 0], &[("same-name-and-address", 2), LICENSE]),
    ("takamatsu/childrens_hall.xlsx", "takamatsu_childrens_hall!", "xlsx", [8, 0, 0], &[LICENSE]),
    ("takamatsu/community_center.xlsx", "takamatsu_community_center", "xlsx", [52, 0, 0], &[LICENSE]),
    ("takamatsu/disabled_welfare_facility.xlsx", "takamatsu_disabled_welfare!", "xlsx", [8, 0, 0], &[LICENSE]),
    ("takamatsu/elderly_welfare_center.xlsx", "takamatsu_elderly_welfare_center!", "xlsx", [2, 0, 0], &[LICENSE]),
    ("takamatsu/elderly_welfare_facility.csv", "takamatsu_elderly_welfare_facility!", "UTF-8", [47, 0, 0], &[LICENSE]),
    ("takamatsu/evacuation_space.xlsx", "takamatsu_evacuation_space", "xlsx", [195, 1, 0],
        &[("dash-means-nothing", 24), ("flag-unclear", 193), LICENSE, ("name-placeholder", 1)]),
    ("takamatsu/group_home.xlsx", "takamatsu_group_home!", "xlsx", [49, 0, 0], &[LICENSE]),
    ("takamatsu/hospital.csv", "takamatsu_hospital", "UTF-8", [628, 0, 1], &[("same-name-and-address", 1), LICENSE, ("private-person", 285), ("private-phone", 2)]),
    ("takamatsu/legacy_0002_aed.csv", "takamatsu_aed", "UTF-8 with BOM", [514, 0, 0], &[("same-name-and-address", 23), ("phone-unclear", 1), ("position-in-one-cell", 514)]),
    ("takamatsu/legacy_0004_community_center.csv", "takamatsu_community_center", "UTF-8 with BOM", [52, 0, 0], &[("position-in-one-cell", 52)]),
    ("takamatsu/legacy_0012_kindergarten.csv", "takamatsu_kindergarten", "UTF-8 with BOM", [70, 0, 0], &[("position-in-one-cell", 70)]),
    ("takamatsu/legacy_0013_nursery_school.csv", "takamatsu_nursery_school", "UTF-8 with BOM", [117, 2, 0], &[("name-required", 2), ("position-in-one-cell", 115)]),
    ("takamatsu/legacy_0049_elderly_welfare.csv", "takamatsu_elderly_welfare_facility", "UTF-8 with BOM", [45, 0, 0], &[("position-in-one-cell", 45)]),
    ("takamatsu/legacy_0060_evacuation.csv", "takamatsu_evacuation_space", "UTF-8 with BOM", [193, 0, 0],
        &[("dash-means-nothing", 27), ("flag-unclear", 166), ("position-in-one-cell", 193)]),
    ("takamatsu/legacy_0075_polling_place.csv", "takamatsu_polling_place", "UTF-8 with BOM", [70, 0, 0], &[("position-in-one-cell", 70)]),
    ("takamatsu/nursery_school.xlsx", "takamatsu_nursery_school", "xlsx", [118, 0, 0], &[LICENSE, ("private-phone", 1)]),
    ("takamatsu/nursing_home.xlsx", "takamatsu_nursing_home!", "xlsx", [11, 0, 0], &[LICENSE]),
    ("takamatsu/public_toilet.csv", "takamatsu_public_toilet", "UTF-8", [169, 0, 0], &[("same-name-and-address", 13), LICENSE, ("municipality-code-completed", 169)]),
    ("takamatsu/regional_child_rearing_support_base.xlsx", "takamatsu_child_rearing_support!", "xlsx", [15, 0, 0], &[LICENSE, ("private-phone", 6)]),
    ("takamatsu/regional_comprehensive_support_center.xlsx", "takamatsu_comprehensive_support!", "xlsx", [7, 0, 0], &[LICENSE]),
    ("takamatsu/sandbag_creation_location.csv", "takamatsu_sandbags", "UTF-8", [9, 0, 0], &[("column-unknown", 1), LICENSE]),
    ("takamatsu/tsunami_evacuation_building.csv", "takamatsu_tsunami_building", "UTF-8", [113, 0, 0], &[LICENSE]),
    ("takamatsu/unapproved_childcare_facilities.xlsx", "takamatsu_unapproved_childcare", "xlsx", [32, 0, 0],
        &[("dash-means-nothing", 9), LICENSE, ("postal-code-in-address", 32), ("private-person", 32), ("private-phone", 2)]),
    ("takamatsu/welfare_hall.xlsx", "takamatsu_welfare_hall!", "xlsx", [7, 0, 0], &[LICENSE]),
    ("tokyo23/koumin_facilities.csv", "hireable_place", "UTF-8 with BOM", [367, 0, 0], &[]),
    ("tokyo23/tokyo_kodomoshokudo_final.csv", "childrens_cafeteria", "UTF-8 with BOM", [539, 2, 109],
        &[("duplicate-id", 13), ("municipality-code-check-digit", 2), ("name-required", 2), ("private-in-text", 2)]),
    ("wakayama/kitayamamura.csv", "wakayama_shelters", "UTF-8 with BOM", [7, 0, 0], &[("address-branch-zero", 6), LICENSE]),
    ("wakayama/tanabeshi.csv", "wakayama_shelters", "UTF-8 with BOM", [276, 0, 0], &[("address-branch-zero", 97), LICENSE]),
    ("wakayama/wakayamashi.csv", "wakayama_shelters", "UTF-8 with BOM", [332, 0, 0], &[("address-branch-zero", 145), ("duplicate-row", 4), LICENSE]),
    ("wakayama/wakayamazeniki.csv", "wakayama_shelters", "UTF-8 with BOM", [3301, 0, 0], &[("address-branch-zero", 1909), ("duplicate-row", 63), LICENSE]),
];

/// With the number of districts that come of them.
#[rustfmt::skip]
const DISTRICTS: &[(&str, &str, [usize; 3])] = &[
    ("boundaries/N03-21_01_210101.geojson", "n03", [194, 0, 196]),
    ("boundaries/N03-21_13_210101.geojson", "n03", [63, 0, 63]),
    ("boundaries/N03-21_17_210101.geojson", "n03", [19, 0, 20]),
    ("boundaries/N03-21_30_210101.geojson", "n03", [30, 0, 31]),
    ("boundaries/N03-21_37_210101.geojson", "n03", [17, 0, 18]),
    ("codes/localgovjp-utf8.csv", "municipality_list", [1916, 0, 1963]),
    ("codes/prefjp-utf8.csv", "municipality_list", [47, 0, 47]),
    ("school_districts/tokyo23_MiddleSchool.geojson", "a32", [401, 0, 382]),
];

/// With the rule that refuses each, and a word of the reason.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "boundaries/N03-21_37_210101.topojson",
        "not-a-feature-collection",
        "TopoJSON",
    ),
    (
        "takamatsu/legacy_0066_202303_population_202303.csv",
        "not-places",
        "人口",
    ),
    ("takamatsu/legacy_0081_events.csv", "not-places", "イベント"),
];

/// Not data of a council: another standard's examples, and this project's own facts.
const OTHERS: [&str; 2] = ["hsds", "expected.json"];

fn places(content: &FileContent) -> &[PlaceDraft] {
    match &content.records {
        Records::Places(drafts) => drafts,
        _ => panic!("districts"),
    }
}

#[test]
fn lists_of_places_hold_what_was_counted() {
    let Some(folder) = folder() else { return };
    for (file, profile, encoding, [rows, rejected, unlocated], issues) in PLACES {
        let asked = profile.strip_suffix('!');
        if let Some(profile) = asked {
            let refusal = import(&folder, file, None).unwrap_err();
            assert_eq!(refusal.rule, "ambiguous-header", "{file}");
            assert!(
                refusal.message.contains(profile) && refusal.message.contains("--profile"),
                "{file}: {refusal}"
            );
        }
        let content = import(&folder, file, asked).unwrap_or_else(|refusal| panic!("{file}: {refusal}"));
        let profile = asked.unwrap_or(profile);
        assert_eq!(
            (content.profile, content.encoding),
            (profile, *encoding),
            "{file}"
        );
        let drafts = places(&content);
        let counts = [content.rows, content.rejected, content.unlocated];
        assert_eq!(counts, [*rows, *rejected, *unlocated], "{file}");
        assert_eq!(drafts.len(), rows - rejected, "{file}");
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        // Which hours stay in words is held by shared_hours.rs, row by row.
        for issue in content
            .issues
            .iter()
            .filter(|issue| issue.rule != "hours-in-words")
        {
            *found.entry(issue.rule).or_default() += 1;
        }
        assert_eq!(found, issues.iter().copied().collect(), "{file}");
        let keys: BTreeSet<_> = drafts.iter().map(|draft| draft.provenance.key()).collect();
        assert_eq!(keys.len(), drafts.len(), "{file}: each row has a key of its own");
    }
}

#[test]
fn areas_hold_what_was_counted() {
    let Some(folder) = folder() else { return };
    for (file, profile, [rows, rejected, districts]) in DISTRICTS {
        let content = import(&folder, file, None).unwrap_or_else(|refusal| panic!("{file}: {refusal}"));
        let Records::Districts(drafts) = &content.records else {
            panic!("{file}: places")
        };
        assert_eq!(content.profile, *profile, "{file}");
        assert_eq!(
            [content.rows, content.rejected, drafts.len()],
            [*rows, *rejected, *districts],
            "{file}"
        );
    }
    let content = import(&folder, "codes/localgovjp-utf8.csv", None).unwrap();
    let Records::Districts(drafts) = &content.records else {
        panic!("places")
    };
    let sakai: Vec<&str> = drafts
        .iter()
        .filter(|draft| draft.name_kana.as_deref() == Some("さかいし"))
        .map(|draft| draft.name.as_str())
        .collect();
    assert_eq!(sakai, ["坂井市", "堺市"]);
}

#[test]
fn what_is_refused_says_why() {
    let Some(folder) = folder() else { return };
    for (file, rule, words) in REFUSED {
        let refusal = import(&folder, file, None).unwrap_err();
        assert_eq!(refusal.rule, *rule, "{file}: {refusal}");
        assert!(refusal.message.contains(words), "{file}: {refusal}");
    }
}

#[test]
fn no_file_is_forgotten() {
    let Some(folder) = folder() else { return };
    let known: BTreeSet<&str> = PLACES
        .iter()
        .map(|expected| expected.0)
        .chain(DISTRICTS.iter().map(|expected| expected.0))
        .chain(REFUSED.iter().map(|expected| expected.0))
        .collect();
    let mut pending = vec![folder.clone()];
    let mut seen = 0;
    while let Some(next) = pending.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            if OTHERS.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                pending.push(path);
            } else if !["md", "txt"].iter().any(|ending| name.ends_with(ending)) {
                assert!(known.contains(name.as_str()), "{name} is not in any table above");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, known.len());
}

#[test]
fn hazards_and_persons_are_those_of_the_files() {
    let Some(folder) = folder() else { return };
    let hazards = |file: &str| -> BTreeMap<String, usize> {
        let content = import(&folder, file, None).unwrap();
        let mut count = BTreeMap::new();
        for term in places(&content).iter().flat_map(|draft| &draft.terms) {
            *count.entry(term.code.to_string()).or_default() += 1;
        }
        count
    };
    let expected = |counts: &[(&str, usize)]| {
        counts
            .iter()
            .map(|(code, count)| ((*code).to_owned(), *count))
            .collect()
    };
    let prefecture: BTreeMap<String, usize> = expected(&[
        ("tsunami", 1972),
        ("large_fire", 1659),
        ("earthquake", 1590),
        ("flood", 1566),
        ("landslide", 1150),
        ("inland_flooding", 856),
        ("storm_surge", 385),
    ]);
    assert_eq!(hazards("wakayama/wakayamazeniki.csv"), prefecture);
    let city: BTreeMap<String, usize> = expected(&[
        ("flood", 108),
        ("inland_flooding", 157),
        ("landslide", 175),
        ("storm_surge", 137),
        ("tsunami", 163),
        ("large_fire", 89),
        ("earthquake", 192),
    ]);
    assert_eq!(hazards("takamatsu/evacuation_space.xlsx"), city);
    // Founders of nurseries are bodies or nobody: no title of a person is left.
    let content = import(&folder, "takamatsu/unapproved_childcare_facilities.xlsx", None).unwrap();
    let shown: Vec<&str> = places(&content)
        .iter()
        .filter_map(|draft| draft.organization.as_deref())
        .collect();
    assert_eq!(shown.len(), 25);
    assert!(
        shown
            .iter()
            .all(|name| !name.contains("長") && !name.contains("代表") && !name.contains("取締役")),
        "{shown:?}"
    );
    assert_eq!(
        content
            .issues
            .iter()
            .filter(|issue| issue.action == RowAction::LeftOut)
            .count(),
        7
    );
}
