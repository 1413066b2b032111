//! Lines, ragged rows, names of columns, limits.

use super::*;
use crate::refusal::MAX_CELL_BYTES;

/// The first row is the header.
fn open(text: &str) -> Result<Table<'_>, Refusal> {
    match Table::open(Rows::text(text, b','), &|_| true)? {
        Opened::Table(table) => Ok(*table),
        Opened::Unknown(header) => panic!("{header:?}"),
    }
}

fn rows(text: &str) -> Vec<(u64, String)> {
    let mut table = open(text).unwrap();
    let mut rows = Vec::new();
    while let Some(record) = table.next().unwrap() {
        rows.push((record.line, record.raw()));
    }
    rows
}

#[test]
fn lines_are_those_of_an_editor() {
    for (end, text) in [("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")] {
        let file = format!("{text}ID,x{text}1,\"a{text}b\"{text}{text},, {text}2,c{text}3,d");
        let lines: Vec<u64> = rows(&file).into_iter().map(|row| row.0).collect();
        assert_eq!(lines, [3, 7, 8], "{end}");
        assert_eq!(open(&file).unwrap().header_line, 2, "{end}");
    }
}

#[test]
fn ragged_rows_lose_nothing() {
    assert_eq!(
        rows("a,b\n1\n1,2,3,,5\n"),
        [
            (2, r#"{"a":"1"}"#.to_owned()),
            (3, r#"{"a":"1","b":"2","column 3":"3","column 5":"5"}"#.to_owned())
        ]
    );
}

#[test]
fn raw_rows_are_json() {
    let cell = "q\"uo\\te\ttab\nline\u{1}";
    let row = rows(&format!("a\n\"{}\"\n", cell.replace('"', "\"\"")))
        .remove(0)
        .1;
    let value: serde_json::Value = serde_json::from_str(&row).unwrap();
    assert_eq!(value["a"], cell);
}

#[test]
fn names_of_columns_are_made_unique() {
    let table = open(" a ,,a,a,\"a (2)\",\u{feff}b\n1\n").unwrap();
    assert_eq!(
        table.header,
        ["a", "column 2", "a (2)", "a (3)", "a (2) (2)", "b"]
    );
    assert_eq!(table.repeated, ["a", "a", "a (2)"]);
}

#[test]
fn limits_are_named() {
    let rule = |text: &str| match open(text) {
        Err(refusal) => refusal.rule,
        Ok(mut table) => loop {
            match table.next() {
                Ok(Some(_)) => {}
                Ok(None) => break "",
                Err(refusal) => break refusal.rule,
            }
        },
    };
    assert_eq!(rule(" , ,\n,,\n"), "empty-file");
    assert_eq!(rule(&format!("a\n{}\n", "x".repeat(MAX_CELL_BYTES))), "");
    assert_eq!(
        rule(&format!("a\n{}\n", "x".repeat(MAX_CELL_BYTES + 1))),
        "cell-too-large"
    );
    assert_eq!(rule(&format!("x{}\n", ",x".repeat(MAX_COLUMNS - 1))), "");
    assert_eq!(
        rule(&format!("x{}\n", ",x".repeat(MAX_COLUMNS))),
        "too-many-columns"
    );
    assert_eq!(
        rule(&format!("a\nx{}\n", ",x".repeat(MAX_COLUMNS))),
        "too-many-columns"
    );
    assert_eq!(rule(&"1\n".repeat(MAX_ROWS + 1)), "");
    assert_eq!(rule(&"1\n".repeat(MAX_ROWS + 2)), "too-many-rows");
}

#[test]
fn titles_above_the_header_are_kept_apart() {
    let text = "一覧表,,\n\n令和6年4月,,\n名称,住所\na,x\n";
    let is_header = |header: &[String]| header.iter().any(|title| title == "名称");
    let Opened::Table(table) = Table::open(Rows::text(text, b','), &is_header).unwrap() else {
        panic!()
    };
    assert_eq!((table.header_line, table.above.len()), (4, 2));
    let Opened::Unknown(header) = Table::open(Rows::text(text, b','), &|_| false).unwrap() else {
        panic!()
    };
    assert_eq!(header, ["名称", "住所"], "the fullest row is shown");
    let deep = format!("{}名称\n", "x\n".repeat(HEADER_WITHIN));
    assert!(matches!(
        Table::open(Rows::text(&deep, b','), &is_header).unwrap(),
        Opened::Unknown(_)
    ));
}

#[test]
fn rows_of_types_below_such_a_header_are_no_data() {
    let file = "#property,名称\n#object_type_xsd,string\n1,#a\n#property_context,Assertion\n2,b\n";
    let names: Vec<u64> = rows(file).into_iter().map(|row| row.0).collect();
    assert_eq!(names, [3, 5]);
    assert_eq!(rows("名称,x\n#a,1\n").len(), 1, "elsewhere it is a name");
}

#[test]
fn sheets_and_tabs_are_tables_too() {
    let row = |cells: &[&str]| StringRecord::from(cells.to_vec());
    let ready = vec![(1, row(&["a", "b"])), (3, row(&["", " "])), (4, row(&["1", "2"]))];
    let Opened::Table(mut table) = Table::open(Rows::ready(ready), &|_| true).unwrap() else {
        panic!()
    };
    let record = table.next().unwrap().unwrap();
    assert_eq!((record.line, record.raw().as_str()), (4, r#"{"a":"1","b":"2"}"#));
    assert!(table.next().unwrap().is_none());
    let Opened::Table(table) = Table::open(Rows::text("a\tb,c\n", b'\t'), &|_| true).unwrap() else {
        panic!()
    };
    assert_eq!(table.header, ["a", "b,c"]);
}
