//! 国土地理院「指定緊急避難場所・指定避難所データ」: its two lists, as CSV or GeoJSON, and the flattened table of
//! the whole country, which names the list in each row.
//!
//! A site is often on both lists and stays two places. Keys are the same from each form.

use domain::import::RowAction;
use domain::place::PlaceKind;

use crate::cell::Cells;
use crate::profile::{Column, HAZARD_TERMS, HAZARD_WORDS, Means, PLAIN, Reading, TableProfile, column};

const GSI: TableProfile = TableProfile {
    kept: &[
        "NO",
        "備考",
        "指定避難所との住所同一",
        "指定緊急避難場所との住所同一",
        "その他市町村長が必要と認める事項",
        "受入対象者",
        "都道府県名及び市町村名",
    ],
    kinds: &[PlaceKind::EvacuationSite],
    publisher: Some("国土地理院"),
    attribution: Some("出典：国土地理院「指定緊急避難場所・指定避難所データ」"),
    ..PLAIN
};

const ID: Column = column(Means::Id, &["共通ID"]);
const NAME: Column = column(Means::Name, &["施設・場所名", "施設・避難所名"]);
const ADDRESS: Column = column(Means::Address, &["住所"]);
const CODE: Column = column(
    Means::MunicipalityCode,
    &["都道府県コード及び市町村コード", "市町村コード"],
);
const LATITUDE: Column = column(Means::Latitude, &["緯度"]);
const LONGITUDE: Column = column(Means::Longitude, &["経度"]);

pub static EMERGENCY: TableProfile = TableProfile {
    name: "gsi_emergency",
    title: "国土地理院 指定緊急避難場所",
    dataset: "gsi_emergency",
    columns: &[
        ID,
        NAME,
        ADDRESS,
        CODE,
        LATITUDE,
        LONGITUDE,
        column(Means::Term("hazard", "flood"), &["洪水"]),
        column(Means::Term("hazard", "landslide"), &["崖崩れ、土石流及び地滑り"]),
        column(Means::Term("hazard", "storm_surge"), &["高潮"]),
        column(Means::Term("hazard", "earthquake"), &["地震"]),
        column(Means::Term("hazard", "tsunami"), &["津波"]),
        column(Means::Term("hazard", "large_fire"), &["大規模な火事"]),
        column(Means::Term("hazard", "inland_flooding"), &["内水氾濫"]),
        column(Means::Term("hazard", "volcano"), &["火山現象"]),
    ],
    required: &["共通ID", "施設・場所名"],
    any_of: &[&["洪水", "地震", "津波", "高潮", "内水氾濫"]],
    vocabulary: HAZARD_TERMS,
    ..GSI
};

pub static EVACUATION: TableProfile = TableProfile {
    name: "gsi_evacuation",
    title: "国土地理院 指定避難所",
    dataset: "gsi_evacuation",
    columns: &[ID, NAME, ADDRESS, CODE, LATITUDE, LONGITUDE],
    required: &["共通ID", "施設・場所名"],
    any_of: &[&["指定緊急避難場所との住所同一", "受入対象者"]],
    vocabulary: HAZARD_TERMS,
    ..GSI
};

pub static WHOLE_COUNTRY: TableProfile = TableProfile {
    name: "gsi_shelters",
    title: "国土地理院 避難場所と避難所 (全国)",
    dataset: "gsi_emergency",
    columns: &[
        column(Means::Own, &["kind"]),
        column(Means::MunicipalityCode, &["lg_code"]),
        column(Means::Id, &["common_id"]),
        column(Means::Name, &["name"]),
        column(Means::Address, &["address"]),
        column(Means::Latitude, &["lat"]),
        column(Means::Longitude, &["lon"]),
        column(HAZARD_WORDS, &["hazards"]),
    ],
    required: &["kind", "common_id", "name", "lat", "lon"],
    vocabulary: HAZARD_TERMS,
    read: by_kind,
    ..GSI
};

fn by_kind(profile: &TableProfile, cells: &mut Cells) -> Option<Reading> {
    let kind = cells.named("kind")?;
    let dataset = match cells.line(kind).as_deref() {
        Some("emergency") => "gsi_emergency",
        Some("evacuation") => "gsi_evacuation",
        _ => {
            let detail = "Neither emergency (指定緊急避難場所) nor evacuation (指定避難所).";
            cells.note(kind, "kind-unknown", RowAction::Rejected, detail);
            return None;
        }
    };
    let reading = crate::reading::read(profile, cells)?;
    Some(Reading {
        dataset: Some(dataset.to_owned()),
        ..reading
    })
}

#[cfg(test)]
mod tests;
