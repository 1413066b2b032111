//! From the bytes of a file to its text or its workbook: what the file is by its first bytes.
//!
//! Never looks at the file's name and never replaces a broken character: what cannot be read for certain is
//! refused with advice. [`text`] tells encodings apart. Next: [`crate::table`] and [`crate::feature`] take a text
//! apart, [`crate::workbook`] the sheets.

mod text;

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::refusal::{MAX_BYTES, MAX_RATIO, RATIO_FREE_BYTES, Refusal, allowed_size};

/// A file, unpacked.
#[derive(Debug)]
pub struct Decoded {
    pub content: Content,
    pub encoding: &'static str,
}

/// What was in it.
#[derive(Debug)]
pub enum Content {
    /// Without byte order mark.
    Text(String),
    /// A zip archive that should be an .xlsx workbook.
    Workbook(Vec<u8>),
}

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";

/// First bytes of files that nobody here reads, the rule that refuses each, and what to do instead.
const MAGICS: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x05\x06",
        "spreadsheet",
        "This is an empty zip archive, not a workbook.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "spreadsheet",
        "This is an old Office file (.xls) or one with a password: save it as .xlsx or as \"CSV UTF-8\".",
    ),
    (
        b"%PDF",
        "binary",
        "This is a PDF document, not a table. Ask its publisher for the CSV.",
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
    let bytes = if gzip { gunzip(&bytes)? } else { bytes };
    if let Some((_, rule, message)) = MAGICS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Refusal::new(rule, *message));
    }
    if bytes.starts_with(ZIP) {
        return Ok(Decoded {
            content: Content::Workbook(bytes),
            encoding: if gzip { "xlsx, gzip" } else { "xlsx" },
        });
    }
    let (text, encoding) = text::decode(bytes)?;
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
    Ok(Decoded {
        content: Content::Text(text),
        encoding: encoding.name(gzip),
    })
}

/// The text of a part of an archive.
pub fn decode_text(bytes: Vec<u8>) -> Result<String, Refusal> {
    Ok(text::decode(bytes)?.0)
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, Refusal> {
    let allowed = allowed_size(packed.len());
    let mut bytes = Vec::new();
    // One byte more than allowed tells "too large" from "just fits".
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
        size => Err(Refusal::new(
            "compression-ratio",
            format!(
                "The gzip file unpacks to more than {MAX_RATIO} times its size ({size} bytes and more; any ratio is fine up to {RATIO_FREE_BYTES}): this is no ordinary table."
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

#[cfg(test)]
mod tests;
