//! Hospitals and clinics. Founders of small ones are persons, whose names are not shown.

use domain::place::PlaceKind;

use super::{LIST, columns};
use crate::profile::TableProfile;

pub static HOSPITAL: TableProfile = TableProfile {
    name: "takamatsu_hospital",
    title: "病院・診療所",
    dataset: "takamatsu_hospital",
    columns: columns![
        column(Means::Establisher, &["establisher"]),
        column(Means::Summary, &["medicalSubjects"]),
        column(Means::City, &["city"]),
        column(Means::Prefecture, &["pref"]),
        column(Means::MunicipalityCode, &["prefCode"]),
    ],
    kept: &[
        "note",
        "alternativeName",
        "corporateRepresentative",
        "openingDate",
        "numberOfBeds",
    ],
    required: &["name", "medicalSubjects"],
    slug: "hospital",
    kinds: &[PlaceKind::Medical],
    ..LIST
};
