//! Archives, encodings and what is no text.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(bytes: Vec<u8>) -> (String, &'static str) {
    let decoded = decode(bytes).unwrap();
    match decoded.content {
        Content::Text(text) => (text, decoded.encoding),
        Content::Workbook(_) => panic!("a workbook"),
    }
}

fn rule(bytes: &[u8]) -> &'static str {
    decode(bytes.to_vec()).unwrap_err().rule
}

#[test]
fn text_arrives_whole() {
    let utf_16 = |big: bool| -> Vec<u8> {
        let units = "\u{feff}名称,𠮷".encode_utf16();
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    for (bytes, expected, encoding) in [
        ("名称".as_bytes().to_vec(), "名称", "UTF-8"),
        ("\u{feff}名称".as_bytes().to_vec(), "名称", "UTF-8 with BOM"),
        (gzip("名称".as_bytes()), "名称", "UTF-8, gzip"),
        (gzip("\u{feff}名称".as_bytes()), "名称", "UTF-8 with BOM, gzip"),
        (utf_16(false), "名称,𠮷", "UTF-16LE"),
        (gzip(&utf_16(true)), "名称,𠮷", "UTF-16BE, gzip"),
        // With letters that CP932 has and Shift_JIS has not.
        (
            b"\x96\xbc\x8f\xcc\r\n\xfb\xfc\x8d\xe8\x87\x40\x87\x8a".to_vec(),
            "名称\r\n髙崎①㈱",
            "CP932",
        ),
        (gzip(b"\x96\xbc\x8f\xcc"), "名称", "CP932, gzip"),
    ] {
        assert_eq!(text(bytes), (expected.to_owned(), encoding));
    }
    let two_members = [gzip("名".as_bytes()), gzip("称".as_bytes())].concat();
    assert_eq!(text(two_members).0, "名称");
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    for (bytes, expected) in [
        (b"".as_slice(), "empty-file"),
        (b"\xef\xbb\xbf \r\n", "empty-file"),
        (b"PK\x05\x06abc", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheet"),
        (b"%PDF-1.7", "binary"),
        (b"a,b\n\0,1\n", "binary"),
        (b"\0\xff", "binary"),
        (b"\xff\xfea\0\0\0", "binary"),
        (b"\xff\xfea", "encoding-unknown"),
        (b"\xff\xfe\x00\xd8a\0", "encoding-unknown"),
        (b"\x96\xbc\x8f\xcc,\xfd\xff", "encoding-unknown"),
        (b"<!DOCTYPE html><html>", "web-page"),
    ] {
        assert_eq!(rule(bytes), expected, "{bytes:?}");
        assert_eq!(rule(&gzip(bytes)), expected, "within gzip");
    }
}

#[test]
fn damaged_utf_8_is_not_taken_for_another_encoding() {
    let mut bytes = "名称\n七尾中学校".as_bytes().to_vec();
    bytes.truncate(bytes.len() - 1);
    let refusal = decode(bytes).unwrap_err();
    assert_eq!(refusal.rule, "not-utf-8");
    assert!(refusal.message.contains("line 2"), "{refusal}");
    assert_eq!(rule(b"\xef\xbb\xbf\x96\xbc"), "not-utf-8");
}

#[test]
fn broken_archives_are_refused_by_name() {
    let whole = gzip("名称,緯度\n".repeat(100).as_bytes());
    for length in 2..whole.len() {
        assert_eq!(rule(&whole[..length]), "truncated-gzip", "{length} bytes");
    }
    let mut damaged = whole.clone();
    let checksum = damaged.len() - 6;
    damaged[checksum] ^= 1;
    assert_eq!(rule(&damaged), "damaged-gzip");
    assert_eq!(rule(&gzip(&whole)), "nested-gzip");
}

#[test]
fn bombs_are_refused_and_small_files_may_be_dense() {
    assert_eq!(
        rule(&gzip(&vec![b'a'; RATIO_FREE_BYTES + 1])),
        "compression-ratio"
    );
    assert_eq!(
        text(gzip(&vec![b'a'; RATIO_FREE_BYTES])).0.len(),
        RATIO_FREE_BYTES
    );
}
