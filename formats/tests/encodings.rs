//! One table in any encoding, with any delimiter and as a workbook gives the same drafts and the same report.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: what cannot be made fails the test, a skip is said loudly"
)]

use std::io::Write as _;

use chrono::DateTime;
use domain::import::PlaceDraft;
use encoding_rs::SHIFT_JIS;
use flate2::{Compression, write::GzEncoder};
use formats::{FileContent, ReadOptions, Records, read};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

type Rows = Vec<Vec<String>>;

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
        "独自の列",
    ],
    &[
        "ID",
        "名称",
        "緯度",
        "経度",
        "住所",
        "方書",
        "担当者名",
        "設置目的",
        "開催日",
        "参加費_幼児",
    ],
    &[
        "#property",
        "name",
        "address",
        "location",
        "telephoneNumber",
        "referenceObject",
        "certifiedType",
        "startTime",
    ],
];

/// Of letters that every encoding here can write; some that the readers have rules for.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => "[a-zあ-んア-ン市町食堂学校髙﨑①㈱、。・（）ー０-９0-9,;\"@.:/ \n\\-]{0,10}",
        1 => Just("37.05".to_owned()),
        1 => Just("136.9".to_owned()),
        1 => Just("34.3,134.0".to_owned()),
        1 => Just("１７２０２".to_owned()),
        1 => Just("０９０ー1234-5678".to_owned()),
        1 => Just("https://a.example 公式".to_owned()),
        1 => Just("ー".to_owned()),
        1 => Just("4.00E+12".to_owned()),
    ]
}

fn tables() -> impl Strategy<Value = Rows> {
    (0..HEADERS.len()).prop_flat_map(|header| {
        let titles: Vec<String> = HEADERS[header].iter().map(|title| (*title).to_owned()).collect();
        prop::collection::vec(prop::collection::vec(cell(), titles.len()), 1..6)
            .prop_map(move |rows| std::iter::once(titles.clone()).chain(rows).collect())
    })
}

fn text(rows: &Rows, delimiter: &str, end: &str) -> String {
    let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.iter()
        .map(|row| row.iter().map(quote).collect::<Vec<_>>().join(delimiter) + end)
        .collect()
}

fn workbook(rows: &Rows) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
}

/// The file in every form, with what the report calls the form.
fn forms(rows: &Rows) -> Vec<(&'static str, Vec<u8>)> {
    let csv = text(rows, ",", "\r\n");
    let (cp932, _, lost) = SHIFT_JIS.encode(&csv);
    assert!(!lost, "every letter exists in CP932");
    // Nothing tells the two apart where all is ASCII.
    let (japanese, japanese_gzip) = match csv.is_ascii() {
        true => ("UTF-8", "UTF-8, gzip"),
        false => ("CP932", "CP932, gzip"),
    };
    vec![
        ("UTF-8 with BOM", format!("\u{feff}{csv}").into_bytes()),
        ("UTF-16LE", utf_16(&csv, u16::to_le_bytes)),
        ("UTF-16BE", utf_16(&csv, u16::to_be_bytes)),
        (japanese, cp932.clone().into_owned()),
        (japanese_gzip, gzip(&cp932)),
        ("UTF-8", text(rows, "\t", "\n").into_bytes()),
        (
            "UTF-8",
            format!("一覧表\n\n令和6年4月1日現在,,\n{csv}").into_bytes(),
        ),
        ("xlsx", workbook(rows)),
        ("xlsx, gzip", gzip(&workbook(rows))),
    ]
}

fn import(bytes: Vec<u8>) -> Result<FileContent, formats::Refusal> {
    let options = ReadOptions {
        profile: None,
        dataset: None,
        license: None,
        source_url: None,
        publisher: None,
        retrieved_at: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
    };
    read(bytes, &options)
}

/// All but lines, which are those of each form.
fn said(content: FileContent) -> (Vec<PlaceDraft>, Vec<String>, [usize; 5]) {
    let counts = [
        content.rows,
        content.rejected,
        content.unlocated,
        content.duplicates,
        content.private,
    ];
    let issues = content.issues.iter();
    let issues = issues.map(|issue| {
        format!(
            "{} {} {:?} {}",
            issue.column,
            issue.rule,
            issue.value,
            issue.action.code()
        )
    });
    let mut issues: Vec<String> = issues.collect();
    issues.sort();
    let Records::Places(mut drafts) = content.records else {
        panic!("districts")
    };
    for draft in &mut drafts {
        draft.line = 0;
    }
    (drafts, issues, counts)
}

fn compare(rows: &Rows) {
    let plain = import(text(rows, ",", "\n").into_bytes());
    for (form, bytes) in forms(rows) {
        match (&plain, import(bytes)) {
            (Ok(plain), Ok(content)) => {
                assert_eq!((content.profile, content.encoding), (plain.profile, form));
                assert_eq!(said(content), said(plain.clone()), "{form}");
            }
            (plain, other) => {
                let rule =
                    |read: Result<&FileContent, &formats::Refusal>| read.err().map(|refusal| refusal.rule);
                assert_eq!(rule(other.as_ref()), rule(plain.as_ref()), "{form}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_form_says_the_same(rows in tables()) {
        compare(&rows);
    }

    #[test]
    fn no_workbook_makes_it_panic(
        rows in tables(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = workbook(&rows);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = import(bytes);
    }
}

#[test]
fn real_files_say_the_same_in_every_form() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    if !std::path::Path::new(folder).is_dir() {
        eprintln!("SKIPPED: {folder} is not there");
        return;
    }
    for file in [
        "tokyo23/koumin_facilities.csv",
        "wakayama/tanabeshi.csv",
        "nanao/reference_data.csv",
        "takamatsu/public_toilet.csv",
        "takamatsu/legacy_0013_nursery_school.csv",
    ] {
        let bytes = std::fs::read(format!("{folder}/{file}")).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes.as_slice());
        // Letters that CP932 lacks, or writes as another, become ones that it has.
        let plain = |cell: &str| -> String {
            let cell = cell
                .trim_start_matches('\u{feff}')
                .replace(['\r', '−', '～', '‐', '–'], "-");
            let keeps = |c: &char| {
                let text = c.to_string();
                let (bytes, _, lost) = SHIFT_JIS.encode(&text);
                !lost && SHIFT_JIS.decode(&bytes).0 == text
            };
            cell.chars().map(|c| if keeps(&c) { c } else { '〓' }).collect()
        };
        let rows: Rows = reader
            .records()
            .map(|record| record.unwrap().iter().map(plain).collect())
            .collect();
        compare(&rows);
    }
}
