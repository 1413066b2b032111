//! The days and hours of the shared files, against what a person read in each distinct row.
//!
//! `shared_hours.tsv` has a line for each file and distinct row of days and hours, by the digest of its words: the rule,
//! `-` where no rule can be determined, `?` where a person can and the program does not. The files are not part of the
//! repository; where they are absent this says SKIPPED.

#![expect(
    clippy::indexing_slicing,
    reason = "helpers of tests: what is missing fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::DateTime;
use domain::text::content_digest;
use formats::{ReadOptions, Records, read};
use hours::japanese::{Part, read_days};

/// File, and the profile where the header alone does not tell.
const FILES: [(&str, Option<&str>); 19] = [
    ("tokyo23/tokyo_kodomoshokudo_final.csv", None),
    ("sapporo/nurseryFacilities.geojson", None),
    ("takamatsu/aed_location.xlsx", None),
    ("takamatsu/legacy_0002_aed.csv", None),
    ("takamatsu/nursery_school.xlsx", None),
    ("takamatsu/legacy_0013_nursery_school.csv", None),
    ("takamatsu/legacy_0049_elderly_welfare.csv", None),
    ("takamatsu/public_toilet.csv", None),
    ("takamatsu/sandbag_creation_location.csv", None),
    ("takamatsu/unapproved_childcare_facilities.xlsx", None),
    ("takamatsu/childrens_hall.xlsx", Some("takamatsu_childrens_hall")),
    ("takamatsu/welfare_hall.xlsx", Some("takamatsu_welfare_hall")),
    (
        "takamatsu/regional_comprehensive_support_center.xlsx",
        Some("takamatsu_comprehensive_support"),
    ),
    (
        "takamatsu/regional_child_rearing_support_base.xlsx",
        Some("takamatsu_child_rearing_support"),
    ),
    (
        "takamatsu/disabled_welfare_facility.xlsx",
        Some("takamatsu_disabled_welfare"),
    ),
    (
        "takamatsu/elderly_welfare_center.xlsx",
        Some("takamatsu_elderly_welfare_center"),
    ),
    (
        "takamatsu/elderly_welfare_facility.csv",
        Some("takamatsu_elderly_welfare_facility"),
    ),
    ("takamatsu/group_home.xlsx", Some("takamatsu_group_home")),
    ("takamatsu/nursing_home.xlsx", Some("takamatsu_nursing_home")),
];

/// File and digest, with what a person read there.
fn checked() -> BTreeMap<(String, String), String> {
    include_str!("shared_hours.tsv")
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            ((cells[0].to_owned(), cells[1].to_owned()), cells[2].to_owned())
        })
        .collect()
}

/// The cells of days of the wards' children's cafeterias, each of them in the list that a person made.
#[test]
fn day_cells_of_cafeterias_are_read() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let checked: BTreeMap<(&str, String), &str> = include_str!("../../hours/src/japanese/cells.tsv")
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            ((cells[0], cells[1].replace("\\n", "\n")), cells[2])
        })
        .collect();
    let bytes = std::fs::read(folder.join(FILES[0].0)).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let header = reader.headers().unwrap().clone();
    let (mut cells, mut carry, mut read) = ([0, 0], 0, 0);
    for row in reader.records().map(Result::unwrap) {
        for (index, (column, part)) in [("開催日", Part::Dates), ("開催頻度", Part::Frequency)]
            .iter()
            .enumerate()
        {
            let place = header.iter().position(|title| title == *column).unwrap();
            let cell = row[place].trim();
            if cell.is_empty() {
                continue;
            }
            cells[index] += 1;
            let expected = checked[&(*column, cell.replace("\r\n", "\n"))];
            let found = read_days(*part, cell);
            assert_eq!(found.as_deref().unwrap_or("-"), expected, "{cell}");
            carry += usize::from(expected != "-");
            read += usize::from(found.is_ok());
        }
    }
    assert_eq!(cells, [69, 224]);
    eprintln!("{read} of {carry} cells of days that carry a rule were read");
    assert_eq!(read, carry);
}

#[test]
fn hours_of_real_files_are_read_as_a_person_reads_them() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let checked = checked();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    let (mut converted, mut missed) = (0, 0);
    for (file, profile) in FILES {
        let options = ReadOptions {
            profile,
            dataset: None,
            license: None,
            source_url: None,
            publisher: None,
            retrieved_at: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
        };
        let content = read(std::fs::read(folder.join(file)).unwrap(), &options).unwrap();
        let Records::Places(drafts) = &content.records else {
            continue;
        };
        for schedule in drafts.iter().flat_map(|draft| &draft.schedules) {
            let words = schedule.original.as_deref().unwrap();
            let digest = content_digest(words.as_bytes())[..12].to_owned();
            let found = schedule.rule.as_deref().unwrap_or("-");
            let key = (file.to_owned(), digest);
            let expected = checked.get(&key).map(String::as_str);
            match expected {
                Some("?") if found == "-" => missed += 1,
                Some(expected) if expected == found => converted += usize::from(found != "-"),
                // A line for the list, once a person has read it.
                _ => wrong.push(format!("{file}\t{}\t{found}\t{words}, not {expected:?}", key.1)),
            }
            seen.insert(key);
        }
        eprintln!(
            "{file}: {} converted, {} in words",
            content.schedules_converted, content.schedules_original
        );
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(seen.len(), checked.len(), "the list holds rows that no file has");
    let share = f64::from(converted as u32) / f64::from((converted + missed) as u32);
    eprintln!(
        "{converted} of {} rows that carry a rule were converted",
        converted + missed
    );
    assert!(share >= 0.95, "{share}");
}
