//! 01 公共施設, one row a facility.

use domain::place::{AccessibilityFeature, PlaceKind};

use super::{columns, kept};
use crate::profile::{PLAIN, Part, TableProfile};

pub static PROFILE: TableProfile = TableProfile {
    name: "public_facility",
    title: "公共施設",
    dataset: "public_facility",
    columns: columns![
        column(Means::Name, &["名称", "施設名"]),
        column(Means::NameKana, &["名称_カナ"]),
        column(Means::Summary, &["説明"]),
        column(Means::Hours("利用可能曜日", Some(Part::Days)), &["利用可能曜日"]),
        column(Means::Hours("開始時間", Some(Part::Opens)), &["開始時間"]),
        column(Means::Hours("終了時間", Some(Part::Closes)), &["終了時間"]),
        column(
            Means::Hours("特記事項", Some(Part::Notes)),
            &["利用可能日時特記事項", "利用可能時間特記事項"]
        ),
        column(Means::Access(AccessibilityFeature::Wheelchair), &["車椅子可"]),
        column(
            Means::Access(AccessibilityFeature::WheelchairLoan),
            &["車椅子貸出"]
        ),
        column(
            Means::Access(AccessibilityFeature::AccessibleToilet),
            &["バリアフリートイレ", "多目的トイレ"]
        ),
        column(
            Means::Access(AccessibilityFeature::ElevatorOrRamp),
            &["スロープ、エレベータ、エスカレータ"]
        ),
        column(
            Means::Access(AccessibilityFeature::TactilePaving),
            &["点字ブロック等の移動支援"]
        ),
        column(
            Means::Access(AccessibilityFeature::BrailleOrReading),
            &["点字や読上による支援"]
        ),
        column(
            Means::Access(AccessibilityFeature::AssistanceDog),
            &["盲導犬・介助犬、聴導犬同伴"]
        ),
        column(Means::Access(AccessibilityFeature::Captions), &["字幕"]),
        column(Means::Access(AccessibilityFeature::WritingSupport), &["筆談対応"]),
        column(
            Means::Access(AccessibilityFeature::PriorityParking),
            &["優先駐車場"]
        ),
        column(
            Means::Access(AccessibilityFeature::OstomateToilet),
            &["オストメイト対応トイレ"]
        ),
        column(Means::Access(AccessibilityFeature::NursingRoom), &["授乳室"]),
        column(
            Means::Access(AccessibilityFeature::DiaperChanging),
            &["おむつ替えコーナー"]
        ),
        column(Means::Access(AccessibilityFeature::Stroller), &["ベビーカー利用"]),
    ],
    kept: kept![
        "名称_通称",
        "POIコード",
        "アクセス方法",
        "駐車場情報",
        "バリアフリー情報",
        "ツエ貸出",
        "飲食可否",
        "ベビーカー貸出",
    ],
    required: &["名称"],
    any_of: &[&[
        "POIコード",
        "名称_通称",
        "バリアフリー情報",
        "車椅子可",
        "利用可能曜日",
        "利用可能日時特記事項",
    ]],
    slug: "public_facility",
    kinds: &[PlaceKind::PublicFacility],
    ..PLAIN
};
