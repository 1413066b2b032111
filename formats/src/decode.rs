//! From the bytes of a file to its text: what the file is by its first bytes, gzip, byte order mark, UTF-8.
//!
//! Never looks at the file's name, never guesses an encoding and never replaces a broken character: what is
//! not UTF-8 is refused with advice. Other encodings and spreadsheets will enter here. Next: [`crate::table`]
//! and [`crate::feature`].

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::refusal::{MAX_BYTES, MAX_RATIO, RATIO_FREE_BYTES, Refusal};

/// A file as text, without byte order mark.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
}

const GZIP: &[u8] = &[0x1f, 0x8b];
const BOM: &[u8] = b"\xef\xbb\xbf";

/// First bytes of files that are no text, the rule that refuses each, and what to do instead.
const MAGICS: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "spreadsheet",
        "This is a zip archive or an .xlsx workbook. Spreadsheets are not read yet: export the sheet as CSV UTF-8.",
    ),
    (
        b"PK\x05\x06",
        "spreadsheet",
        "This is an empty zip archive. Spreadsheets are not read yet: export the sheet as CSV UTF-8.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "spreadsheet",
        "This is an old Office file (.xls). Spreadsheets are not read yet: export the sheet as CSV UTF-8.",
    ),
    (
        b"%PDF",
        "binary",
        "This is a PDF document, not a table. Ask its publisher for the CSV.",
    ),
    (
        b"\xff\xfe",
        "not-utf-8",
        "The text is in UTF-16, not in UTF-8. Save it as \"CSV UTF-8\".",
    ),
    (
        b"\xfe\xff",
        "not-utf-8",
        "The text is in UTF-16, not in UTF-8. Save it as \"CSV UTF-8\".",
    ),
    (
        GZIP,
        "nested-gzip",
        "This is a gzip file within a gzip file. Unpack it once.",
    ),
];

/// Unpacks and decodes a whole file.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Refusal> {
    let gzip = bytes.starts_with(GZIP);
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut bytes = if gzip { gunzip(&bytes)? } else { bytes };
    if let Some((_, rule, message)) = MAGICS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Refusal::new(rule, *message));
    }
    let bom = bytes.starts_with(BOM);
    if bom {
        bytes.drain(..BOM.len());
    }
    let text = utf8(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Refusal::new("empty-file", "The file is empty."));
    }
    if start
        .get(..5)
        .is_some_and(|five| five.eq_ignore_ascii_case("<html") || five.eq_ignore_ascii_case("<!doc"))
    {
        let message = "This is a web page, not the file itself: download the file behind its link.";
        return Err(Refusal::new("web-page", message));
    }
    let encoding = match (bom, gzip) {
        (false, false) => "UTF-8",
        (true, false) => "UTF-8 with BOM",
        (false, true) => "UTF-8, gzip",
        (true, true) => "UTF-8 with BOM, gzip",
    };
    Ok(Decoded { text, encoding })
}

fn utf8(bytes: Vec<u8>) -> Result<String, Refusal> {
    let zero = bytes.iter().position(|byte| *byte == 0);
    String::from_utf8(bytes)
        .map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            // A zero byte earlier than the first broken character tells of a binary file.
            if zero.is_some_and(|zero| zero < at) {
                return binary();
            }
            let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            Refusal::new(
                "not-utf-8",
                format!(
                    "The text is not UTF-8 (first at line {line}); it may be in Shift_JIS (CP932). Save it as \"CSV UTF-8\"."
                ),
            )
        })
        .and_then(|text| if zero.is_some() { Err(binary()) } else { Ok(text) })
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, Refusal> {
    // One byte more than allowed tells "too large" from "just fits".
    let allowed = packed
        .len()
        .saturating_mul(MAX_RATIO)
        .clamp(RATIO_FREE_BYTES, MAX_BYTES);
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed)
        .take(allowed as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            if error.kind() == std::io::ErrorKind::UnexpectedEof {
                Refusal::new(
                    "truncated-gzip",
                    "The gzip file ends too early: it was cut off. Download it again.",
                )
            } else {
                Refusal::new(
                    "damaged-gzip",
                    format!("The gzip file is damaged ({error}). Download it again."),
                )
            }
        })?;
    match bytes.len() {
        size if size <= allowed => Ok(bytes),
        size if size > MAX_BYTES => Err(too_large()),
        _ => Err(Refusal::new(
            "compression-ratio",
            format!(
                "The gzip file unpacks to more than {MAX_RATIO} times its size: this is no ordinary table."
            ),
        )),
    }
}

fn too_large() -> Refusal {
    Refusal::new(
        "file-too-large",
        "The file is larger than 1 GiB (unpacked). Split it.",
    )
}

fn binary() -> Refusal {
    Refusal::new(
        "binary",
        "The file holds zero bytes: it is no text, and so no CSV and no GeoJSON.",
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn rule(bytes: &[u8]) -> &'static str {
        decode(bytes.to_vec()).unwrap_err().rule
    }

    #[test]
    fn text_arrives_whole() {
        for (bytes, encoding) in [
            ("名称".as_bytes().to_vec(), "UTF-8"),
            ("\u{feff}名称".as_bytes().to_vec(), "UTF-8 with BOM"),
            (gzip("名称".as_bytes()), "UTF-8, gzip"),
            (gzip("\u{feff}名称".as_bytes()), "UTF-8 with BOM, gzip"),
        ] {
            let decoded = decode(bytes).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), ("名称", encoding));
        }
        let two_members = [gzip("名".as_bytes()), gzip("称".as_bytes())].concat();
        assert_eq!(decode(two_members).unwrap().text, "名称");
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        for (bytes, expected) in [
            (b"".as_slice(), "empty-file"),
            (b"\xef\xbb\xbf \r\n", "empty-file"),
            (b"PK\x03\x04abc", "spreadsheet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheet"),
            (b"%PDF-1.7", "binary"),
            (b"a,b\n\0,1\n", "binary"),
            (b"\0\xff", "binary"),
            (b"\xff\xfea\0", "not-utf-8"),
            // 名称 in CP932.
            (b"\x96\xbc\x8f\xcc,ID\n", "not-utf-8"),
            (b"<!DOCTYPE html><html>", "web-page"),
        ] {
            assert_eq!(rule(bytes), expected);
            assert_eq!(rule(&gzip(bytes)), expected, "within gzip");
        }
        let message = decode(b"ID\n\x96\xbc".to_vec()).unwrap_err().to_string();
        assert!(
            message.contains("line 2") && message.contains("CSV UTF-8"),
            "{message}"
        );
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
            decode(gzip(&vec![b'a'; RATIO_FREE_BYTES])).unwrap().text.len(),
            RATIO_FREE_BYTES
        );
    }
}
