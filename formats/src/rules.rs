//! What each rule of the report means, in Japanese: for the people who keep the files.
//!
//! The English sentence of an issue says more of the single cell; this one stands for the rule as such. A rule without
//! a sentence here fails a test.

/// A sentence for an editor; `None` for a rule that is none of a file's.
pub fn in_japanese(rule: &str) -> Option<&'static str> {
    RULES
        .iter()
        .find(|(name, _)| *name == rule)
        .map(|(_, sentence)| *sentence)
}

const RULES: &[(&str, &str)] = &[
    (
        "accessibility-in-words",
        "バリアフリー情報の文章は、決められた項目に当てはまらないため出典に残しました。",
    ),
    (
        "address-branch-zero",
        "番地の末尾の「-0」は枝番ではないため除きました。",
    ),
    ("age-out-of-range", "年齢として読めません。"),
    ("ages-contradict", "対象年齢の下限が上限より上です。"),
    (
        "ambiguous-header",
        "見出しが複数の様式に当てはまります。--profile で様式を指定してください。",
    ),
    ("broken-json", "JSON として読めません。"),
    ("cell-too-large", "セルが大きすぎます（上限 64 KiB）。"),
    ("cell-unclear", "この列の値として読めません。"),
    (
        "cells-beyond-header",
        "見出しより列の多い行です。列がずれていないか確認してください。",
    ),
    ("city-holds-address", "市区町村の欄に住所全体が入っています。"),
    ("column-missing", "必要な列がありません。"),
    (
        "column-repeated",
        "同じ名前の列が複数あります。最初の列を読みました。",
    ),
    (
        "column-unknown",
        "様式にない列です。値は出典とともに保存しますが、表示しません。",
    ),
    ("compression-ratio", "圧縮ファイルの展開後の大きさが異常です。"),
    (
        "coordinate-system-foreign",
        "世界測地系（WGS 84）以外の座標系です。",
    ),
    (
        "coordinates-alike",
        "緯度と経度が同じ数字です。位置を登録しませんでした。",
    ),
    ("coordinates-incomplete", "緯度と経度の片方しかありません。"),
    ("coordinates-not-a-number", "緯度・経度が数値ではありません。"),
    ("coordinates-out-of-range", "緯度・経度が範囲の外です。"),
    ("coordinates-sexagesimal", "度分秒の座標を十進の度に直しました。"),
    ("coordinates-swapped", "緯度と経度が逆だったので入れ替えました。"),
    ("corporate-number-check-digit", "法人番号の検査数字が合いません。"),
    (
        "corporate-number-ruined",
        "表計算ソフトで法人番号の桁が失われています。",
    ),
    ("damaged-gzip", "gzip ファイルが壊れています。"),
    ("dash-means-nothing", "「-」だけのセルは空欄として扱いました。"),
    ("date-era", "和暦の日付を西暦に直しました。"),
    ("date-month-first", "月/日/年の順の日付として読みました。"),
    ("date-serial", "表計算ソフトの通し番号を日付に直しました。"),
    ("date-unclear", "日付として読めません。"),
    ("district-name-differs", "同じコードの区域に別の名前があります。"),
    ("district-without-code", "コードのない区域です。"),
    (
        "duplicate-id",
        "名前の異なる行が同じ ID を使っています。それぞれ別の場所として扱いました。",
    ),
    (
        "duplicate-row",
        "前の行と ID、または名前と住所が同じです。両方を残しました。",
    ),
    (
        "edited-field-kept",
        "編集者が直した項目なので、ファイルの値では上書きしませんでした。",
    ),
    ("email-unclear", "メールアドレスとして読めません。"),
    ("empty-file", "ファイルが空です。"),
    (
        "encoding-unknown",
        "文字コードがわかりません。UTF-8 か Shift_JIS（CP932）で保存してください。",
    ),
    ("file-too-large", "ファイルが大きすぎます。"),
    ("flag-unclear", "有無の欄を読み取れません。不明として扱いました。"),
    ("full-width-digits", "全角の数字を半角に直しました。"),
    (
        "geometry-not-a-polygon",
        "区域の形が面（Polygon）ではありません。",
    ),
    (
        "gone-from-file",
        "以前のファイルにはあり、今回はない記録です。残してあります。閉じた場所なら掲載を終えてください。",
    ),
    (
        "hours-in-words",
        "曜日や時間を規則として読み切れません。文言のまま載せ、開所中かどうかは不明になります。",
    ),
    ("hsds-no-records", "HSDS の記録が見つかりません。"),
    ("id-required", "ID がない記録は取り込めません。"),
    (
        "import-repeated",
        "このキーの取り込みは済んでいます。もう一度は行いませんでした。",
    ),
    (
        "joined-rows-differ",
        "同じ事業所の行どうしで内容が異なります。最初の行を採りました。",
    ),
    ("kind-unknown", "種別がわからないため取り込みませんでした。"),
    ("latitude-first", "緯度・経度の順に書かれた座標を並べ替えました。"),
    ("leading-zero-restored", "失われていた先頭の 0 を補いました。"),
    (
        "license-unstated",
        "利用条件（ライセンス）が示されていません。--license で指定してください。",
    ),
    (
        "location-not-a-place",
        "郵送先やオンラインだけの所在地で、場所ではありません。",
    ),
    ("longitude-wrapped", "360 度ずれた経度を直しました。"),
    (
        "municipality-code-check-digit",
        "市区町村コードの検査数字が合いません。",
    ),
    (
        "municipality-code-completed",
        "5 桁の市区町村コードに検査数字を補いました。",
    ),
    (
        "municipality-code-is-prefecture",
        "市区町村コードの欄に都道府県コードが入っています。",
    ),
    ("name-letter-lost", "名前に文字化けした文字があります。"),
    ("name-long", "名前が長すぎます。"),
    ("name-of-organization", "名前のない場所に団体の名前を付けました。"),
    (
        "name-placeholder",
        "地図ソフトの仮の名前なので取り込みませんでした。",
    ),
    ("name-required", "名前がない行は取り込めません。"),
    ("nested-gzip", "gzip の中に gzip があります。"),
    ("no-codes", "市区町村コードがない一覧です。"),
    ("no-features", "地物が一つもない GeoJSON です。"),
    ("no-rows", "見出しだけで行がありません。"),
    (
        "not-a-feature-collection",
        "GeoJSON の FeatureCollection ではありません。",
    ),
    ("not-a-table", "表として読めません。"),
    ("not-imported", "取り込めませんでした。何も書き込んでいません。"),
    ("not-places", "場所の一覧ではありません。"),
    ("not-utf-8", "UTF-8 として読めない文字があります。"),
    (
        "number-changed",
        "一覧の番号が変わった行です。名前と住所（位置）から前回と同じ場所として扱いました。",
    ),
    (
        "object-unknown",
        "HSDS にない種類の記録です。値は出典に残しました。",
    ),
    (
        "one-page-of-many",
        "一覧の一部のページです。ほかのページの記録は消えたものとして扱いません。",
    ),
    (
        "outside-municipality",
        "書かれている市区町村から 5 km 以上離れた位置です。",
    ),
    (
        "part-not-read",
        "この部分は登録できる欄がないため、出典に残しました。",
    ),
    ("phone-form", "電話番号の書き方を揃えました。"),
    ("phone-unclear", "電話番号として読めません。"),
    ("polygon-invalid", "区域の形に誤りがあります。"),
    (
        "position-in-one-cell",
        "一つのセルの「緯度,経度」を分けて読みました。",
    ),
    (
        "possible-match",
        "すでに登録されている場所と同じかもしれません。決まるまで取り込みません。",
    ),
    ("postal-code-in-address", "住所の中の郵便番号を分けました。"),
    ("postal-code-unclear", "郵便番号として読めません。"),
    (
        "private-email",
        "個人のメールアドレスと思われるため非公開にしました。",
    ),
    ("private-in-text", "文章の中の個人の連絡先を非公開にしました。"),
    ("private-person", "個人の名前は非公開にしました。"),
    ("private-phone", "携帯電話の番号は非公開にしました。"),
    (
        "quotes-unbalanced",
        "引用符の数が奇数です。行が失われていないか確認してください。",
    ),
    (
        "row-joined",
        "同じ事業所の別のサービスの行です。一つの場所にまとめました。",
    ),
    (
        "rows-disagree",
        "同じ団体またはサービスについて、前の行と異なります。前の行に従いました。",
    ),
    (
        "same-name-and-address",
        "前の行と名前と住所が同じです。両方を残しました。",
    ),
    ("self-intersection", "区域の境界が交差しています。"),
    (
        "service-area-in-words",
        "サービスの対象地域が文章で書かれています。出典に残しました。",
    ),
    ("service-inactive", "終了したサービスは取り込みませんでした。"),
    ("service-temporarily-closed", "休止中のサービスです。"),
    (
        "several-addresses",
        "住所が複数あります。最初の住所を採りました。",
    ),
    ("several-profiles", "一つのファイルに複数の様式の表があります。"),
    ("sheet-hidden", "非表示のシートは読みませんでした。"),
    ("sheet-unknown", "知らない様式のシートは読みませんでした。"),
    ("spreadsheet-damaged", "表計算ファイルが壊れています。"),
    ("spreadsheet-error", "セルが表計算ソフトのエラー値です。"),
    ("term-unknown", "登録簿にない分類の語です。出典に残しました。"),
    ("too-many-columns", "列が多すぎます（上限 200 列）。"),
    ("too-many-rows", "行が多すぎます（上限 100 万行）。"),
    ("truncated-gzip", "gzip ファイルが途中で切れています。"),
    ("unknown-header", "知っている様式の見出しが見つかりません。"),
    ("unknown-profile", "その名前の様式はありません。"),
    ("unknown-properties", "知っている様式の属性名が見つかりません。"),
    ("url-unclear", "URL として読めません。"),
    ("web-page", "データではなくウェブページ（HTML）です。"),
    ("word-unknown", "決められた語ではありません。"),
    ("zero-means-unknown", "0 は不明の意味なので空欄として扱いました。"),
    (
        "zip-archive",
        "zip ファイルです。中のファイルを取り出してください。",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Words with a dash that are no rules.
    const NO_RULES: &[&str] = &["in-person", "profile-kind"];

    fn words_with_a_dash(source: &str) -> impl Iterator<Item = &str> {
        let literals = source.split('"').skip(1).step_by(2);
        literals.filter(|text| {
            text.contains('-')
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
                && text
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
    }

    #[test]
    fn every_rule_of_this_crate_has_a_sentence() {
        let mut folders = vec![std::path::PathBuf::from("src")];
        let mut missing = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                // What is written breaks no rule.
                if path.is_dir() && name != "write" {
                    folders.push(path);
                } else if path.is_dir() {
                    continue;
                } else if name.ends_with(".rs") && name != "tests.rs" {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                    let unknown = lines
                        .flat_map(words_with_a_dash)
                        .filter(|word| in_japanese(word).is_none() && !NO_RULES.contains(word));
                    missing.extend(unknown.map(str::to_owned));
                }
            }
        }
        assert!(missing.is_empty(), "rules without a sentence: {missing:?}");
    }

    #[test]
    fn each_rule_stands_once_and_in_order() {
        assert!(RULES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
