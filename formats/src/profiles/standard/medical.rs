//! 10 医療機関, one row an institution.

use domain::place::PlaceKind;

use super::{columns, kept};
use crate::profile::{PLAIN, Part, TableProfile};

pub static PROFILE: TableProfile = TableProfile {
    name: "medical",
    title: "医療機関",
    dataset: "hospital",
    columns: columns![
        column(Means::Name, &["名称", "施設名"]),
        column(Means::NameKana, &["名称_カナ"]),
        column(Means::Summary, &["診療科目"]),
        column(Means::Hours("診療曜日", Some(Part::Days)), &["診療曜日"]),
        column(Means::Hours("診療開始時間", Some(Part::Opens)), &["診療開始時間"]),
        column(
            Means::Hours("診療終了時間", Some(Part::Closes)),
            &["診療終了時間"]
        ),
        column(Means::Hours("特記事項", Some(Part::Notes)), &["診療日時特記事項"]),
        column(Means::Hours("時間外における対応", None), &["時間外における対応"]),
    ],
    kept: kept![
        "医療機関の種類",
        "医療機関コード",
        "病床数",
        "災害拠点分類",
        "状況",
        "法人の名称",
    ],
    required: &["名称"],
    any_of: &[&["医療機関の種類", "医療機関コード", "診療曜日", "診療科目"]],
    slug: "hospital",
    kinds: &[PlaceKind::Medical],
    ..PLAIN
};
