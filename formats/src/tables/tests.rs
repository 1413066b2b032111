//! Sheets, delimiters, preambles and lists that are alike.

use rust_xlsxwriter::Workbook;

use crate::tests::{options, places, rules};
use crate::{FileContent, ReadOptions, Refusal, read};

/// A workbook of sheets with rows of cells.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn import(bytes: Vec<u8>, profile: Option<&str>) -> Result<FileContent, Refusal> {
    read(bytes, &ReadOptions { profile, ..options() })
}

const SITES: &[&[&str]] = &[
    &["避難場所一覧"],
    &[],
    &["ID", "名称", "災害種別_洪水"],
    &["1", "公園", "○"],
    &["2", "", "○"],
];
const MORE_SITES: &[&[&str]] = &[&["ID", "名称", "災害種別_洪水"], &["3", "広場", "△"]];
const CAFETERIAS: &[&[&str]] = &[&["ID", "名称", "開催日"], &["1", "食堂", "土"]];
const LEGEND: &[&[&str]] = &[&["凡例"], &["○", "可"]];

#[test]
fn sheets_that_a_profile_recognizes_are_read_and_others_named() {
    let content = import(
        workbook(&[("説明", LEGEND), ("市内", SITES), ("市外", MORE_SITES)]),
        None,
    )
    .unwrap();
    assert_eq!(
        (content.profile, content.encoding, content.rows, content.rejected),
        ("evacuation_space", "xlsx", 3, 1)
    );
    let found: Vec<(u64, &str, &str)> = content
        .issues
        .iter()
        .map(|issue| (issue.line, issue.column.as_str(), issue.rule))
        .collect();
    let expected = [
        (0, "説明", "sheet-unknown"),
        (0, "", "license-unstated"),
        (2, "市外: 災害種別_洪水", "flag-unclear"),
        (5, "市内: 名称", "name-required"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn sheets_of_two_kinds_are_asked_about() {
    let two = || workbook(&[("避難", SITES), ("食堂", CAFETERIAS)]);
    let refusal = import(two(), None).unwrap_err();
    assert_eq!(refusal.rule, "several-profiles");
    assert!(
        refusal.message.contains("--profile") && refusal.message.contains("食堂"),
        "{refusal}"
    );
    let content = import(two(), Some("childrens_cafeteria")).unwrap();
    assert_eq!(
        (content.rows, rules(&content)),
        (1, vec!["sheet-unknown", "license-unstated"])
    );
    let refusal = import(workbook(&[("説明", LEGEND)]), None).unwrap_err();
    assert!(
        refusal.rule == "unknown-header" && refusal.message.contains("説明 ("),
        "{refusal}"
    );
}

#[test]
fn tabs_and_semicolons_separate_too() {
    for delimiter in ["\t", ";"] {
        let file = format!("ID{delimiter}名称{delimiter}災害種別_洪水\n1{delimiter}公園、池{delimiter}1\n");
        let (drafts, _) = places(&file);
        assert_eq!(
            (drafts[0].name.as_str(), drafts[0].terms.len()),
            ("公園、池", 1),
            "{delimiter:?}"
        );
    }
}

const PREAMBLE: &str = "\
#LINK,,\n#lang,ja,\n#attribution_name,例の市,\n#license,https://creativecommons.org/licenses/by/3.0/,\n#file_name,0012,\n\
#download_from,https://data.example.jp/dataset/kindergarten,\n#property,name,address,location\n\
#object_type_xsd,string,string,string\n#property_context,Assertion,Assertion,Assertion\n\
1,幼稚園,例の市1,\"34.3,134.0\"\n,,,\n3,第二幼稚園,例の市2,\n";

#[test]
fn a_preamble_tells_list_license_and_publisher() {
    let (drafts, content) = places(PREAMBLE);
    assert_eq!(
        (content.profile, content.rows, content.unlocated),
        ("takamatsu_kindergarten", 2, 1)
    );
    assert_eq!(content.license, "https://creativecommons.org/licenses/by/3.0/");
    let source = &drafts[0].provenance.source;
    assert_eq!(source.publisher.as_deref(), Some("例の市"));
    assert_eq!(
        source.url.as_deref(),
        Some("https://data.example.jp/dataset/kindergarten")
    );
    assert_eq!((drafts[0].line, drafts[1].line), (10, 12));
    assert_eq!(rules(&content), ["position-in-one-cell"]);
}

#[test]
fn lists_that_are_alike_are_asked_about() {
    let header =
        "#property,latitude,longitude,name,address,telephoneNumber,referenceObject,note,availableDate";
    let file = format!("{header}\n1,34.3,134.0,館,高松市1,,,,月\n").into_bytes();
    let refusal = import(file.clone(), None).unwrap_err();
    assert_eq!(refusal.rule, "ambiguous-header");
    for words in [
        "takamatsu_childrens_hall (児童館)",
        "takamatsu_welfare_hall",
        "--profile NAME",
    ] {
        assert!(refusal.message.contains(words), "{refusal}");
    }
    assert_eq!(import(file, Some("takamatsu_childrens_hall")).unwrap().rows, 1);
}

#[test]
fn the_editor_says_who_numbers_the_rows() {
    let given = ReadOptions {
        publisher: Some("例の市"),
        ..options()
    };
    let content = read("ID,名称,災害種別_洪水\n1,公園,1\n".as_bytes().to_vec(), &given).unwrap();
    let crate::Records::Places(drafts) = content.records else {
        panic!()
    };
    assert_eq!(drafts[0].provenance.source.publisher.as_deref(), Some("例の市"));
}

#[test]
fn lists_that_are_none_of_places_say_so() {
    for header in [
        "イベント名,開始日,終了日",
        "地域名,総人口,世帯数",
        "#property,eventName,startDate",
    ] {
        let refusal = import(format!("{header}\na,b,c\n").into_bytes(), None).unwrap_err();
        assert_eq!(refusal.rule, "not-places", "{header}");
    }
}
