//! Where to go in a disaster, and where to fill sandbags before one.

use domain::place::PlaceKind;

use super::{LIST, columns};
use crate::profile::{HAZARD_TERMS, Means, PLAIN, Part, TableProfile, column};

/// ○ is safe, △ depends on the floor and so stays unknown. Of the two floods the larger one counts, the largest
/// that is assumed (L2): who is safe then is safe in the other.
pub static EVACUATION_SPACE: TableProfile = TableProfile {
    name: "takamatsu_evacuation_space",
    title: "指定緊急避難場所 (高松市)",
    dataset: "takamatsu_evacuation_space",
    columns: columns![
        column(Means::Term("hazard", "flood"), &["flood_L2"]),
        column(Means::Term("hazard", "inland_flooding"), &["inundation"]),
        column(Means::Term("hazard", "landslide"), &["sedimentDisaster"]),
        column(Means::Term("hazard", "storm_surge"), &["stormSurge"]),
        column(Means::Term("hazard", "tsunami"), &["tunami"]),
        column(Means::Term("hazard", "large_fire"), &["fire"]),
        column(Means::Term("hazard", "earthquake"), &["earthquake"]),
    ],
    kept: &[
        "note",
        "flood_L1",
        "evacuationSpace",
        "jurisdiction",
        "elevation",
        "capacity",
        "residentsAssociation",
    ],
    required: &["name", "sedimentDisaster"],
    slug: "evacuation_space",
    kinds: &[PlaceKind::EvacuationSite],
    vocabulary: HAZARD_TERMS,
    ..LIST
};

pub static TSUNAMI_BUILDING: TableProfile = TableProfile {
    name: "takamatsu_tsunami_building",
    title: "津波避難ビル",
    dataset: "takamatsu_tsunami_building",
    columns: columns![column(Means::Summary, &["shelter"])],
    kept: &["note", "capacity", "district"],
    required: &["name", "shelter"],
    slug: "tsunami_evacuation_building",
    kinds: &[PlaceKind::EvacuationSite],
    terms: &[("hazard", "tsunami")],
    vocabulary: HAZARD_TERMS,
    ..LIST
};

/// The one list of the city with Japanese names.
pub static SANDBAGS: TableProfile = TableProfile {
    name: "takamatsu_sandbags",
    title: "土のう作製場所",
    dataset: "takamatsu_sandbags",
    columns: &[
        column(Means::Id, &["#property"]),
        column(Means::Name, &["名称"]),
        column(Means::NameKana, &["名称_カナ"]),
        column(Means::Address, &["住所"]),
        column(Means::Latitude, &["緯度"]),
        column(Means::Longitude, &["経度"]),
        column(Means::Organization, &["管理者"]),
        column(Means::Phone, &["電話番号"]),
        column(Means::Hours("開始時間", Some(Part::Opens)), &["開始時間"]),
        column(Means::Hours("終了時間", Some(Part::Closes)), &["終了時間"]),
        column(Means::Summary, &["特記事項"]),
        column(Means::Web, &["URL"]),
    ],
    required: &["#property", "名称", "管理者"],
    slug: "sandbag_creation_location",
    kinds: &[PlaceKind::Other],
    ..PLAIN
};
