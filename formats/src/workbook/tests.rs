//! Workbooks made for the purpose: kinds of cells, sheets, limits and damage.

use rust_xlsxwriter::{Format, Formula, Workbook};

use super::*;

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

/// The cells of the first sheet, by row.
fn cells(bytes: Vec<u8>) -> Vec<(u64, Vec<String>)> {
    let mut sheets = read(bytes).unwrap();
    sheets
        .remove(0)
        .rows
        .into_iter()
        .map(|(line, cells)| (line, cells.iter().map(str::to_owned).collect()))
        .collect()
}

#[test]
fn cells_of_every_kind_are_text() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        let format = |text: &str| Format::new().set_num_format(text);
        sheet.write_string(1, 0, "七尾\n中学校\r\n").unwrap();
        sheet.write_number(1, 1, 34.340_928_075_142_13).unwrap();
        sheet.write_number(1, 2, 1530.0).unwrap();
        sheet.write_boolean(1, 3, true).unwrap();
        sheet
            .write_number_with_format(1, 4, 44_698.0, &format("yyyy/m/d"))
            .unwrap();
        sheet
            .write_number_with_format(1, 5, 0.375, &format("h:mm"))
            .unwrap();
        // 8:00, as a third of a day with too few digits.
        sheet
            .write_number_with_format(1, 6, 0.333_333_33, &format("h:mm"))
            .unwrap();
        sheet
            .write_number_with_format(1, 7, 44_698.5, &format("yyyy/m/d h:mm"))
            .unwrap();
        sheet
            .write_number_with_format(1, 8, 1.0, &format("[h]:mm"))
            .unwrap();
        sheet
            .write_formula(1, 9, Formula::new("=1+1").set_result("2"))
            .unwrap();
        sheet.write_number(1, 11, 4_000_020_172_022.0).unwrap();
    });
    let expected = [
        "七尾\n中学校\r\n",
        "34.34092807514213",
        "1530",
        "TRUE",
        "2022-05-17",
        "09:00",
        "08:00",
        "2022-05-17 12:00",
        "24:00",
        "2",
        "",
        "4000020172022",
    ];
    assert_eq!(cells(bytes), [(2, expected.map(str::to_owned).to_vec())]);
}

#[test]
fn hidden_sheets_are_named_and_empty_ones_are_not() {
    let bytes = workbook(|workbook| {
        workbook
            .add_worksheet()
            .set_name("一覧")
            .unwrap()
            .write_string(0, 0, "a")
            .unwrap();
        workbook.add_worksheet().set_name("空").unwrap();
        workbook
            .add_worksheet()
            .set_name("内部")
            .unwrap()
            .set_hidden(true)
            .write_string(0, 0, "秘")
            .unwrap();
    });
    let sheets: Vec<(String, bool, usize)> = read(bytes)
        .unwrap()
        .into_iter()
        .map(|sheet| (sheet.name, sheet.hidden, sheet.rows.len()))
        .collect();
    assert_eq!(
        sheets,
        [("一覧".to_owned(), false, 1), ("内部".to_owned(), true, 0)]
    );
}

#[test]
fn far_away_cells_cost_nothing_and_limits_are_named() {
    let far = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "a").unwrap();
        sheet.write_string(1_048_575, 199, "b").unwrap();
        sheet.write_blank(5, 16_383, &Format::new().set_bold()).unwrap();
    });
    assert_eq!(cells(far).len(), 2);
    let wide = workbook(|workbook| {
        workbook.add_worksheet().write_string(6, 200, "a").unwrap();
    });
    let refusal = read(wide).unwrap_err();
    assert!(
        refusal.rule == "too-many-columns" && refusal.message.contains("Line 7"),
        "{refusal}"
    );
    let long = workbook(|workbook| {
        workbook
            .add_worksheet()
            .write_string(0, 0, "あ".repeat(30_000))
            .unwrap();
    });
    assert_eq!(read(long).unwrap_err().rule, "cell-too-large");
}

#[test]
fn what_is_no_workbook_is_refused() {
    let whole = workbook(|workbook| {
        workbook.add_worksheet().write_string(0, 0, "a").unwrap();
    });
    for length in [10, 100, whole.len() / 2, whole.len() - 1] {
        assert_eq!(
            read(whole[..length].to_vec()).unwrap_err().rule,
            "spreadsheet-damaged"
        );
    }
    assert_eq!(
        read(archive(&[("一覧.csv", b"a")])).unwrap_err().rule,
        "zip-archive"
    );
    let message = read(archive(&[("一覧.csv", b"a")])).unwrap_err().message;
    assert!(message.contains("一覧.csv"), "{message}");
    let greedy = br#"<sst uniqueCount="999999999999">"#;
    let parts: &[(&str, &[u8])] = &[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", greedy),
    ];
    assert_eq!(read(archive(parts)).unwrap_err().rule, "spreadsheet-damaged");
    let bomb = vec![b' '; crate::refusal::RATIO_FREE_BYTES + 1];
    let parts: &[(&str, &[u8])] = &[("xl/workbook.xml", &bomb)];
    assert_eq!(read(archive(parts)).unwrap_err().rule, "compression-ratio");
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
