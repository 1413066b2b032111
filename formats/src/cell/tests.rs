//! Names, dashes and what the tests of the other cells share.

use super::*;
use crate::fit::by_name;
use crate::profile::{Column, PLAIN, TableProfile, column};
use crate::table::{Opened, Rows, Table};

pub use super::Col as Nth;

static COLUMNS: [Column; 4] = [
    column(Means::Name, &["c0"]),
    column(Means::Own, &["c1"]),
    column(Means::Own, &["c2"]),
    column(Means::Own, &["c3"]),
];
static PROFILE: TableProfile = TableProfile {
    name: "test",
    columns: &COLUMNS,
    ..PLAIN
};

static POSITION_COLUMNS: [Column; 4] = [
    column(Means::Name, &["c0"]),
    column(Means::Latitude, &["c1"]),
    column(Means::Longitude, &["c2"]),
    column(Means::LatLng, &["c3"]),
];
static POSITION: TableProfile = TableProfile {
    name: "position",
    columns: &POSITION_COLUMNS,
    ..PLAIN
};
static PROFILES: &[&TableProfile] = &[&PROFILE, &POSITION];

type Found<T> = (T, Vec<(&'static str, &'static str)>);

/// What `read` makes of a row with these cells, and the issues as rule and action.
pub fn with_cells<T>(cells: &[&str], read: impl FnOnce(&mut Cells) -> T) -> Found<T> {
    with(cells, "test", read)
}

/// The same with a name, a latitude, a longitude and both in one cell.
pub fn with_position<T>(cells: &[&str], read: impl FnOnce(&mut Cells) -> T) -> Found<T> {
    with(cells, "position", read)
}

fn with<T>(cells: &[&str], profile: &str, read: impl FnOnce(&mut Cells) -> T) -> Found<T> {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
        .collect();
    let header: Vec<String> = (0..cells.len()).map(|index| format!("c{index}")).collect();
    let file = format!("{}\n{},x\n", header.join(","), quoted.join(","));
    let Opened::Table(mut table) = Table::open(Rows::text(&file, b','), &|_| true).unwrap() else {
        panic!("no table")
    };
    let fit = by_name(PROFILES, profile, &table.header).unwrap();
    let mut issues = Vec::new();
    let record = table.next().unwrap().unwrap();
    let read = read(&mut Cells::new(record, &fit, &mut issues));
    for issue in &issues {
        assert_eq!(issue.line, 2);
        assert!(
            issue.column.starts_with('c') && !issue.detail.is_empty() && issue.value.chars().count() <= 200,
            "{issue:?}"
        );
    }
    (
        read,
        issues
            .into_iter()
            .map(|issue| (issue.rule, issue.action.code()))
            .collect(),
    )
}

#[test]
fn names_are_required_and_long_ones_kept() {
    let name = |text: &str| with_cells(&[text], |cells| cells.name());
    assert_eq!(name(" 七尾\n中学校 "), (Some("七尾 中学校".to_owned()), vec![]));
    for nothing in ["\u{3000}", "ー", "#N/A"] {
        assert_eq!(name(nothing), (None, vec![("name-required", "rejected")]));
    }
    assert_eq!(
        name("新規マップピン"),
        (None, vec![("name-placeholder", "rejected")])
    );
    let long = "名".repeat(201);
    assert_eq!(name(&long), (Some(long.clone()), vec![("name-long", "noted")]));
}

#[test]
fn what_says_nothing_is_reported() {
    let (_, issues) = with_cells(&["a", "#REF!", "#5", " ー "], |cells| cells.note_nothings());
    assert_eq!(
        issues,
        [
            ("spreadsheet-error", "left out"),
            ("dash-means-nothing", "repaired")
        ]
    );
}
