//! 自治体標準オープンデータセット: the columns that all its lists share, with their names of 2017
//! (推奨データセット). Each list is a file of its own under `standard/`.

pub mod care_service;
pub mod childcare;
pub mod evacuation_space;
pub mod medical;
pub mod public_facility;

/// The shared columns, then those of the list.
macro_rules! columns {
    ($($column:expr),* $(,)?) => {{
        use $crate::profile::{Column, Means, column};
        const COLUMNS: &[Column] = &[
            column(Means::Id, &["ID", "NO", "No", "番号"]),
            column(Means::NameEnglish, &["名称_英字", "名称_英語"]),
            column(Means::PublisherCode, &[
                "全国地方公共団体コード",
                "都道府県コード又は市区町村コード",
                "都道府県コード又は市町村コード",
            ]),
            column(Means::Publisher, &["地方公共団体名"]),
            column(Means::MunicipalityCode, &["所在地_全国地方公共団体コード"]),
            column(Means::MunicipalityCode, &["市区町村コード"]),
            column(Means::Address, &["所在地_連結表記", "所在地_連結標記", "住所"]),
            column(Means::Prefecture, &["所在地_都道府県", "都道府県名", "都道府県"]),
            column(Means::City, &["所在地_市区町村", "市区町村名", "市区町村"]),
            column(Means::Town, &["所在地_町字"]),
            column(Means::Block, &["所在地_番地以下"]),
            column(Means::Building, &["建物名等(方書)", "方書", "方書(ビル名等)"]),
            column(Means::PostalCode, &["郵便番号"]),
            column(Means::Latitude, &["緯度"]),
            column(Means::Longitude, &["経度"]),
            column(Means::Phone, &["電話番号"]),
            column(Means::Fax, &["FAX番号", "ファックス番号"]),
            column(Means::Email, &["連絡先メールアドレス", "メールアドレス"]),
            column(Means::Web, &["URL"]),
            column(Means::Web, &["連絡先FormURL"]),
            column(Means::CorporateNumber, &["法人番号"]),
            column(Means::SurveyDate, &["調査年月日", "調査日", "確認日", "最終確認日"]),
            $($column),*
        ];
        COLUMNS
    }};
}
pub(crate) use columns;

/// Shared columns that the register has no field for, then those of the list.
macro_rules! kept {
    ($($name:literal),* $(,)?) => {
        &[
            "町字ID", "町字コード", "標高", "高度の種別", "高度の値", "高度の域", "内線番号", "連絡先備考(その他、SNSなど)",
            "連絡先備考", "団体名", "画像", "画像_ライセンス", "画像ライセンス", "備考", $($name),*
        ]
    };
}
pub(crate) use kept;
