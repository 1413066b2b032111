//! 09 介護サービス事業所, and 介護サービス情報公表 of the ministry, which has nearly the same columns. A row is a service
//! of an office.

use domain::place::PlaceKind;

use super::{columns, kept};
use crate::profile::{PLAIN, Part, TableProfile};

pub static PROFILE: TableProfile = TableProfile {
    name: "care_service",
    title: "介護サービス事業所",
    dataset: "care_service",
    columns: columns![
        column(
            Means::Name,
            &["介護サービス事業所名称", "事業所名称", "事業所名", "名称"]
        ),
        column(
            Means::NameKana,
            &[
                "介護サービス事業所名称_カナ",
                "事業所名称_カナ",
                "事業所名カナ",
                "名称_カナ"
            ]
        ),
        column(
            Means::NameEnglish,
            &["介護サービス事業所名称_英字", "介護サービス事業所名称_英語"]
        ),
        column(Means::Service, &["実施サービス", "サービスの種類"]),
        column(Means::Organization, &["法人の名称"]),
        column(Means::Hours("利用可能曜日", Some(Part::Days)), &["利用可能曜日"]),
        column(
            Means::Hours("特記事項", Some(Part::Notes)),
            &["利用可能曜日特記事項"]
        ),
    ],
    kept: kept!["事業所番号", "定員"],
    required: &["介護サービス事業所名称"],
    any_of: &[&["実施サービス", "事業所番号"]],
    slug: "care_service",
    joins: true,
    kinds: &[PlaceKind::ElderlyCare],
    ..PLAIN
};
