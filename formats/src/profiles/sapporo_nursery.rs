//! Nurseries as the maps of Code for Sapporo keep them (papamama), GeoJSON with English property names.

use domain::place::PlaceKind;

use crate::cell::Cells;
use crate::profile::{Means, PLAIN, Part, Reading, TableProfile, column};

pub static PROFILE: TableProfile = TableProfile {
    name: "sapporo_nursery",
    title: "保育施設 (papamama)",
    dataset: "sapporo_nursery",
    columns: &[
        column(Means::Id, &["HID"]),
        column(Means::Name, &["Name"]),
        column(Means::City, &["Add1"]),
        column(Means::Block, &["Add2"]),
        column(Means::Phone, &["TEL"]),
        column(Means::Fax, &["FAX"]),
        column(Means::Web, &["url"]),
        column(Means::Latitude, &["Y"]),
        column(Means::Longitude, &["X"]),
        column(Means::Establisher, &["Owner"]),
        column(Means::Hours("開所", Some(Part::Opens)), &["Open"]),
        column(Means::Hours("閉所", Some(Part::Closes)), &["Close"]),
        column(Means::Hours("備考", Some(Part::Notes)), &["Memo"]),
    ],
    kept: &[
        "Type",
        "Kodomo",
        "Label",
        "AgeS",
        "AgeE",
        "Full",
        "H24",
        "Extra",
        "Temp",
        "Holiday",
        "Night",
        "Ownership",
        "Proof",
        "Shanai",
        "Vacancy",
        "VacancyDate",
    ],
    required: &["HID", "Name", "Add1"],
    kinds: &[PlaceKind::Childcare],
    read,
    ..PLAIN
};

/// The ward of the address numbers no rows: the list does.
fn read(profile: &TableProfile, cells: &mut Cells) -> Option<Reading> {
    let reading = crate::reading::read(profile, cells)?;
    Some(Reading {
        publisher: None,
        ..reading
    })
}
