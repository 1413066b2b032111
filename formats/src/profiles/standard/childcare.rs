//! 05 子育て施設, one row a facility. Capacity, ages and prices stay with the source.

use domain::place::{AccessibilityFeature, PlaceKind};

use super::{columns, kept};
use crate::profile::{PLAIN, Part, TableProfile};

pub static PROFILE: TableProfile = TableProfile {
    name: "childcare",
    title: "子育て施設",
    dataset: "preschool",
    columns: columns![
        column(Means::Name, &["名称", "施設名"]),
        column(Means::NameKana, &["名称_カナ"]),
        column(Means::Hours("利用可能曜日", Some(Part::Days)), &["利用可能曜日"]),
        column(Means::Hours("開始時間", Some(Part::Opens)), &["開始時間"]),
        column(Means::Hours("終了時間", Some(Part::Closes)), &["終了時間"]),
        column(
            Means::Hours("特記事項", Some(Part::Notes)),
            &["利用可能日時特記事項", "利用可能時間特記事項"]
        ),
        column(Means::Access(AccessibilityFeature::NursingRoom), &["授乳室"]),
        column(
            Means::Access(AccessibilityFeature::DiaperChanging),
            &["おむつ替えコーナー"]
        ),
        column(Means::Access(AccessibilityFeature::Stroller), &["ベビーカー利用"]),
    ],
    kept: kept![
        "種別",
        "アクセス方法",
        "駐車場情報",
        "認可等年月日",
        "収容定員",
        "受入年齢",
        "一時預かりの有無",
        "子供預かり料金種別",
        "子供預かり料金",
        "子供預かり料金備考",
        "子供預かり開所時間",
        "子供預かり閉所時間",
        "病児保育の有無",
        "飲食可否",
        "ベビーカー貸出",
    ],
    required: &["名称"],
    any_of: &[&[
        "認可等年月日",
        "収容定員",
        "受入年齢",
        "一時預かりの有無",
        "病児保育の有無",
    ]],
    slug: "preschool",
    kinds: &[PlaceKind::Childcare],
    ..PLAIN
};
