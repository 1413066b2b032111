//! Tests of the crate's one entrance, and what the tests of its rooms share.
//!
//! Rules of single cells are tested beside them; here: what a file is found to be, what the options change,
//! what an import depends on, and that no bytes at all make it panic.

use chrono::DateTime;
use domain::import::{DistrictDraft, PlaceDraft};
use proptest::prelude::*;

use super::*;

pub fn options<'a>() -> ReadOptions<'a> {
    ReadOptions {
        profile: None,
        dataset: None,
        license: None,
        source_url: None,
        publisher: None,
        retrieved_at: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
    }
}

pub fn places(file: &str) -> (Vec<PlaceDraft>, FileContent) {
    let content = read(file.as_bytes().to_vec(), &options()).unwrap();
    match &content.records {
        Records::Places(drafts) => (drafts.clone(), content),
        _ => panic!("districts"),
    }
}

pub fn districts(file: &str) -> (Vec<DistrictDraft>, FileContent) {
    let content = read(file.as_bytes().to_vec(), &options()).unwrap();
    match &content.records {
        Records::Districts(drafts) => (drafts.clone(), content),
        _ => panic!("places"),
    }
}

pub fn rules(content: &FileContent) -> Vec<&'static str> {
    content.issues.iter().map(|issue| issue.rule).collect()
}

fn refusal(file: &str, options: &ReadOptions) -> Refusal {
    read(file.as_bytes().to_vec(), options).unwrap_err()
}

const SITES: &str = "ID,名称,緯度,経度,災害種別_洪水\n1,七尾中学校,37.0,136.9,1\n";
const BOUNDARY: &str = r#" {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"N03_001":"石川県","N03_004":"七尾市","N03_007":"17202"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#;

#[test]
fn the_content_decides_the_profile() {
    for (file, profile) in [
        (SITES, "evacuation_space"),
        ("名称,開催日\na,1\n", "childrens_cafeteria"),
        (
            "kind,common_id,name,lat,lon\nemergency,1,a,37,137\n",
            "gsi_shelters",
        ),
        (BOUNDARY, "n03"),
    ] {
        let content = read(file.as_bytes().to_vec(), &options()).unwrap();
        assert_eq!((content.profile, content.rows, content.rejected), (profile, 1, 0));
        assert!(profiles().contains(&profile));
        let named = ReadOptions {
            profile: Some(profile),
            ..options()
        };
        assert!(read(file.as_bytes().to_vec(), &named).is_ok());
    }
}

#[test]
fn what_is_not_known_is_refused_with_what_was_found() {
    let named = |profile| ReadOptions {
        profile: Some(profile),
        ..options()
    };
    for (file, options, rule, words) in [
        ("a,b\n1,2\n", options(), "unknown-header", "a, b"),
        (
            SITES,
            named("nothing"),
            "unknown-profile",
            "evacuation_space, public_facility",
        ),
        (SITES, named("n03"), "profile-kind", "n03"),
        (SITES, named("gsi_shelters"), "column-missing", "common_id"),
        (BOUNDARY, named("gsi_shelters"), "profile-kind", "n03"),
        (
            &BOUNDARY.replace("N03_", "X_"),
            options(),
            "unknown-properties",
            "X_001, X_004, X_007",
        ),
        (
            &BOUNDARY.replace("\"17202\"", "null"),
            options(),
            "no-codes",
            "N03_007",
        ),
        ("ID,名称,災害種別_洪水\n,,\n", options(), "no-rows", "no rows"),
        (
            "名称,開催日,開催頻度,災害種別_洪水\na,,,\n",
            ReadOptions {
                profile: Some("x"),
                ..options()
            },
            "unknown-profile",
            "\"x\"",
        ),
    ] {
        let refusal = refusal(file, &options);
        assert_eq!(refusal.rule, rule, "{refusal}");
        assert!(refusal.message.contains(words), "{refusal}");
    }
}

#[test]
fn the_editor_wins_over_the_rows_and_the_rows_over_the_profile() {
    let file =
        "名称,開催日,_データセット名,_ライセンス,_取得元URL\na,1,一覧,CC BY,https://a.example\nb,2,,,\n";
    let (drafts, content) = places(file);
    assert_eq!(
        (content.dataset.as_str(), content.license.as_str()),
        ("一覧; childrens_cafeteria", "CC BY; unstated")
    );
    assert_eq!(
        rules(&content),
        ["license-unstated", "hours-in-words", "hours-in-words"]
    );
    assert_eq!(content.issues[0].line, 0);
    let source = &drafts[0].provenance.source;
    assert_eq!(
        (&*source.name, source.url.as_deref()),
        ("一覧", Some("https://a.example"))
    );
    assert_eq!(drafts[1].provenance.source.url, None);

    let given = ReadOptions {
        dataset: Some("mine"),
        license: Some("CC0"),
        source_url: Some("https://b.example"),
        ..options()
    };
    let content = read(file.as_bytes().to_vec(), &given).unwrap();
    assert_eq!(
        (content.dataset.as_str(), content.license.as_str()),
        ("mine", "CC0")
    );
    assert!(rules(&content).iter().all(|rule| *rule == "hours-in-words"));
    let Records::Places(drafts) = content.records else {
        panic!()
    };
    let urls: Vec<&str> = drafts
        .iter()
        .filter_map(|draft| draft.provenance.source.url.as_deref())
        .collect();
    assert_eq!(urls, ["https://a.example", "https://b.example"]);
}

#[test]
fn the_digest_follows_every_cell_and_nothing_else() {
    let digest = |file: &str, options: &ReadOptions| {
        let Records::Places(drafts) = read(file.as_bytes().to_vec(), options).unwrap().records else {
            panic!()
        };
        drafts[0].provenance.digest.clone()
    };
    let plain = digest(SITES, &options());
    let later = ReadOptions {
        retrieved_at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        ..options()
    };
    assert_eq!(digest(SITES, &later), plain);
    assert_eq!(digest(&SITES.replace("\n1,", "\n\n\n1,"), &options()), plain);
    for changed in [
        SITES.replace("37.0", "37.1"),
        SITES.replace(",1\n", ",0\n"),
        SITES.replace("中学校", "小学校"),
        // A column that nobody reads is kept with the source, and so is its change.
        SITES
            .replace("災害種別_洪水", "災害種別_洪水,独自の列")
            .replace(",1\n", ",1,値\n"),
    ] {
        assert_ne!(digest(&changed, &options()), plain);
    }
    assert_ne!(
        digest(
            SITES,
            &ReadOptions {
                license: Some("CC0"),
                ..options()
            }
        ),
        plain
    );
    assert_ne!(
        digest(
            SITES,
            &ReadOptions {
                source_url: Some("https://a.example"),
                ..options()
            }
        ),
        plain
    );
}

#[test]
fn odd_tables_are_noted() {
    let file = "ID,名称,緯度,経度,緯度,災害種別_洪水\n1,a,37,137,,1,extra\n2,\"b,37,137,,1\n";
    let (drafts, content) = places(file);
    let expected = [
        "quotes-unbalanced",
        "license-unstated",
        "column-repeated",
        "cells-beyond-header",
    ];
    assert_eq!(rules(&content), expected);
    assert_eq!(drafts.len(), 2);
    assert!(drafts[0].provenance.raw.contains("\"column 7\":\"extra\""));
}

/// Cells that the readers of cells have rules for.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9.\\-]{0,8}",
        "\\PC{0,6}",
        "[a-zあ-ん\"\n\r,\u{0}-\u{1f}（）０-９ー:/@.]{0,10}",
        Just("37.05".to_owned()),
        Just("136.9".to_owned()),
        Just("１".to_owned()),
        Just("172022".to_owned()),
        Just("090-1234-5678".to_owned()),
        Just("https://a.example 公式".to_owned()),
        Just("emergency".to_owned()),
        Just("洪水;地震".to_owned()),
    ]
}

const HEADERS: [&[&str]; 3] = [
    &[
        "ID",
        "名称",
        "緯度",
        "経度",
        "所在地_連結表記",
        "全国地方公共団体コード",
        "電話番号",
        "URL",
        "災害種別_洪水",
    ],
    &[
        "ID",
        "名称",
        "緯度",
        "経度",
        "住所",
        "方書",
        "URL",
        "開催日",
        "参加費_幼児",
        "テイクアウト実施",
        "_自治体名",
    ],
    &[
        "kind",
        "lg_code",
        "common_id",
        "name",
        "address",
        "lat",
        "lon",
        "hazards",
    ],
];

fn csv(header: &[&str], rows: &[Vec<String>], order: &[usize]) -> String {
    let quote = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |cell: &dyn Fn(usize) -> String| {
        order
            .iter()
            .map(|index| cell(*index))
            .collect::<Vec<_>>()
            .join(",")
    };
    let mut file = line(&|index| quote(header[index]));
    for row in rows {
        file.push('\n');
        file.push_str(&line(&|index| quote(row.get(index).map_or("", String::as_str))));
    }
    file
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(bytes, &options());
    }

    #[test]
    fn no_text_makes_it_panic(
        start in prop::sample::select(vec!["", "{", "[", "\u{feff}", "ID,名称,災害種別_洪水\n", "名称,開催日\n"]),
        text in "[\\PC\n\r\",{}:\\[\\]]{0,200}",
    ) {
        let _ = read(format!("{start}{text}").into_bytes(), &options());
    }

    #[test]
    fn no_bytes_within_gzip_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let _ = read([&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], bytes.as_slice()].concat(), &options());
    }

    #[test]
    fn no_geometry_makes_it_panic(
        numbers in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), Just(2.0), -200.0..200.0, any::<f64>()], 8..24),
        holes in any::<bool>(),
    ) {
        let mut ring: Vec<String> = numbers.chunks(2).map(|pair| format!("[{:e},{:e}]", pair[0], pair[pair.len() - 1])).collect();
        ring.push(ring[0].clone());
        let ring = format!("[{}]", ring.join(","));
        let rings = if holes { format!("[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]],{ring}]") } else { format!("[{ring}]") };
        let _ = read(BOUNDARY.replace("[[[0,0],[1,0],[1,1],[0,0]]]", &rings).into_bytes(), &options());
    }

    #[test]
    fn the_order_of_columns_means_nothing(
        (header, rows, order) in (0..HEADERS.len()).prop_flat_map(|header| {
            let width = HEADERS[header].len();
            let rows = prop::collection::vec(prop::collection::vec(cell(), width), 1..6);
            (Just(header), rows, Just((0..width).collect::<Vec<_>>()).prop_shuffle())
        })
    ) {
        let header = HEADERS[header];
        let straight: Vec<usize> = (0..header.len()).collect();
        let one = read(csv(header, &rows, &straight).into_bytes(), &options());
        let other = read(csv(header, &rows, &order).into_bytes(), &options());
        let (one, other) = match (one, other) {
            (Ok(one), Ok(other)) => (one, other),
            (one, other) => {
                prop_assert_eq!(one.map(drop), other.map(drop));
                return Ok(());
            }
        };
        let (Records::Places(mut ones), Records::Places(mut others)) = (one.records, other.records) else { panic!() };
        for draft in ones.iter_mut().chain(&mut others) {
            let raw: serde_json::Value = serde_json::from_str(&draft.provenance.raw).unwrap();
            prop_assert!(raw.is_object());
            draft.provenance.raw = raw.to_string();
            // A newline within a cell moves with its column.
            draft.line = 0;
        }
        prop_assert_eq!(ones, others);
        prop_assert_eq!((one.rows, one.rejected, one.duplicates), (other.rows, other.rejected, other.duplicates));
        prop_assert_eq!(one.issues.len(), other.issues.len());
    }
}
