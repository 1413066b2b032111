//! 和歌山県「避難先情報」 and its municipalities' own files of the same columns, longitude before latitude.

use domain::import::RowAction;
use domain::place::PlaceKind;

use crate::cell::Cells;
use crate::profile::{HAZARD_TERMS, HAZARD_WORDS, Means, PLAIN, Reading, TableProfile, column};

pub static PROFILE: TableProfile = TableProfile {
    name: "wakayama_shelters",
    title: "和歌山県 避難先情報",
    dataset: "wakayama_shelters",
    columns: &[
        column(Means::Name, &["避難先名称"]),
        column(Means::City, &["管轄市町村名"]),
        column(HAZARD_WORDS, &["災害区分"]),
        column(Means::Longitude, &["経度:東経(世界測地系10進法)"]),
        column(Means::Latitude, &["緯度:北緯(世界測地系10進法)"]),
        column(Means::Address, &["所在地"]),
    ],
    kept: &[
        "避難が予想される住民の地区名",
        "指定場所",
        "避難種別",
        "土砂災害・浸水・津波浸水予測地域",
        "緊急避難場所レベル(風水害)",
        "緊急避難場所レベル(津波)",
        "耐震性",
        "備蓄の有無",
        "備蓄品目(備蓄の有無)",
        "備蓄品目(食料の有無)",
        "備蓄品目(備蓄品目)",
        "標高(メートル)",
        "発電機(発電機の有無)",
        "発電機(発動発電機(可搬型))",
        "発電機(自家発電機)",
        "施設面積(平米)屋内",
        "施設面積(平米)屋外",
        "収容人数",
        "収容人数(一時)",
        "備考1",
        "備考2-1",
        "備考2-2",
    ],
    required: &["避難先名称", "避難種別"],
    any_of: &[&["災害区分", "所在地"]],
    kinds: &[PlaceKind::EvacuationSite],
    vocabulary: HAZARD_TERMS,
    read,
    ..PLAIN
};

/// Where an address has no branch number, these files write `-0`.
fn read(profile: &TableProfile, cells: &mut Cells) -> Option<Reading> {
    let mut reading = crate::reading::read(profile, cells)?;
    if let (Some(address), Some(column)) = (&mut reading.address, cells.first(Means::Address))
        && let Some(real) = address
            .formatted
            .strip_suffix("-0")
            .filter(|real| real.ends_with(|c: char| c.is_ascii_digit()))
    {
        let detail = format!("There is no branch number 0: read as {real}.");
        address.formatted = real.to_owned();
        cells.note(column, "address-branch-zero", RowAction::Repaired, detail);
    }
    Some(reading)
}
