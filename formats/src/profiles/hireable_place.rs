//! Places that residents can hire (公民館, 区民館, 集会所 ...), gathered from many cities' lists of public
//! facilities; each row names the list that it comes from, with its license.

use domain::place::PlaceKind;

use crate::profile::{Means, PLAIN, TableProfile, column};

pub static PROFILE: TableProfile = TableProfile {
    name: "hireable_place",
    title: "市民が借りられる公共の場所",
    dataset: "hireable_place",
    columns: &[
        column(Means::Name, &["名称", "施設名"]),
        column(Means::Address, &["住所"]),
        column(Means::Latitude, &["緯度"]),
        column(Means::Longitude, &["経度"]),
        column(Means::City, &["市区町村名"]),
        column(Means::Prefecture, &["都道府県"]),
        column(Means::Publisher, &["_自治体名"]),
        column(Means::Dataset, &["_データセット名"]),
        column(Means::SourceUrl, &["_取得元URL"]),
        column(Means::License, &["_ライセンス"]),
    ],
    required: &["名称", "住所", "_データセット名"],
    kinds: &[PlaceKind::PublicFacility],
    ..PLAIN
};
