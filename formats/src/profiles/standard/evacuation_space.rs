//! 03 指定緊急避難場所, one row a site. Files in the wild lack some columns and move others.

use domain::place::PlaceKind;

use super::{columns, kept};
use crate::profile::{HAZARD_TERMS, PLAIN, TableProfile};

pub static PROFILE: TableProfile = TableProfile {
    name: "evacuation_space",
    title: "指定緊急避難場所",
    dataset: "evacuation_space",
    columns: columns![
        column(Means::Name, &["名称", "施設名"]),
        column(Means::NameKana, &["名称_カナ"]),
        column(Means::Term("hazard", "flood"), &["災害種別_洪水"]),
        column(
            Means::Term("hazard", "landslide"),
            &["災害種別_崖崩れ、土石流及び地滑り"]
        ),
        column(Means::Term("hazard", "storm_surge"), &["災害種別_高潮"]),
        column(Means::Term("hazard", "earthquake"), &["災害種別_地震"]),
        column(Means::Term("hazard", "tsunami"), &["災害種別_津波"]),
        column(Means::Term("hazard", "large_fire"), &["災害種別_大規模な火事"]),
        column(Means::Term("hazard", "inland_flooding"), &["災害種別_内水氾濫"]),
        column(Means::Term("hazard", "volcano"), &["災害種別_火山現象"]),
    ],
    kept: kept!["指定避難所との重複", "想定収容人数", "対象となる町会・自治会"],
    required: &["名称"],
    any_of: &[&[
        "災害種別_洪水",
        "災害種別_崖崩れ、土石流及び地滑り",
        "災害種別_高潮",
        "災害種別_地震",
        "災害種別_津波",
        "災害種別_大規模な火事",
        "災害種別_内水氾濫",
        "災害種別_火山現象",
    ]],
    kinds: &[PlaceKind::EvacuationSite],
    vocabulary: HAZARD_TERMS,
    ..PLAIN
};

#[cfg(test)]
mod tests;
