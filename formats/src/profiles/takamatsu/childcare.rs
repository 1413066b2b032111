//! Nurseries, kindergartens and bases of support for parents.

use domain::place::PlaceKind;

use super::{LIST, columns, columns_with_hours};
use crate::profile::{Part, TableProfile};

pub static NURSERY_SCHOOL: TableProfile = TableProfile {
    name: "takamatsu_nursery_school",
    title: "保育所・認定こども園",
    dataset: "takamatsu_nursery_school",
    columns: columns_with_hours![],
    kept: &[
        "note",
        "certifiedType",
        "access",
        "parkingInformation",
        "capacity",
        "acceptedAge",
        "temporaryKeeping",
    ],
    required: &["name", "certifiedType"],
    slug: "nursery_school",
    kinds: &[PlaceKind::Childcare],
    ..LIST
};

/// Known in its older form only, with both coordinates in one cell.
pub static KINDERGARTEN: TableProfile = TableProfile {
    name: "takamatsu_kindergarten",
    title: "幼稚園",
    dataset: "takamatsu_kindergarten",
    columns: columns![],
    required: &["name", "address", "location"],
    slug: "kindergarten",
    kinds: &[PlaceKind::Childcare],
    ..LIST
};

pub static UNAPPROVED: TableProfile = TableProfile {
    name: "takamatsu_unapproved_childcare",
    title: "認可外保育施設",
    dataset: "takamatsu_unapproved_childcare",
    columns: columns![
        column(Means::Establisher, &["Establisher"]),
        column(Means::Summary, &["serviceContents"]),
        column(Means::Hours("平日", Some(Part::Weekdays)), &["startTimeWeekDays"]),
        column(
            Means::Hours("土曜", Some(Part::Saturdays)),
            &["startTimeSaturday"]
        ),
        column(
            Means::Hours("日曜・祝日", Some(Part::SundaysAndHolidays)),
            &["startTimeSundays"]
        ),
    ],
    kept: &["note", "fiscalYearStartDay", "capacity", "targetAge", "Equipment"],
    required: &["name", "startTimeWeekDays"],
    slug: "unapproved_childcare_facilities",
    kinds: &[PlaceKind::Childcare],
    ..LIST
};

pub static SUPPORT_BASE: TableProfile = TableProfile {
    name: "takamatsu_child_rearing_support",
    title: "地域子育て支援拠点",
    dataset: "takamatsu_child_rearing_support",
    columns: columns_with_hours![],
    slug: "regional_child_rearing_support_base",
    kinds: &[PlaceKind::GatheringPlace, PlaceKind::Childcare],
    ..LIST
};
