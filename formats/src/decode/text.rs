//! Encodings of text: byte order marks first, then UTF-8, then CP932 (what Windows calls Shift_JIS).
//!
//! UTF-8 is tried before CP932, which accepts it by mistake. A file that is UTF-8 but for some broken characters
//! is refused, and not taken for CP932: its names would come out as other letters.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_16BE, UTF_16LE};

use crate::refusal::Refusal;

/// What a text was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoded {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
    Cp932,
}

impl Encoded {
    /// For the report.
    pub fn name(self, gzip: bool) -> &'static str {
        match (self, gzip) {
            (Encoded::Utf8, false) => "UTF-8",
            (Encoded::Utf8, true) => "UTF-8, gzip",
            (Encoded::Utf8WithMark, false) => "UTF-8 with BOM",
            (Encoded::Utf8WithMark, true) => "UTF-8 with BOM, gzip",
            (Encoded::Utf16Le, false) => "UTF-16LE",
            (Encoded::Utf16Le, true) => "UTF-16LE, gzip",
            (Encoded::Utf16Be, false) => "UTF-16BE",
            (Encoded::Utf16Be, true) => "UTF-16BE, gzip",
            (Encoded::Cp932, false) => "CP932",
            (Encoded::Cp932, true) => "CP932, gzip",
        }
    }
}

const MARKS: [(&[u8], Encoded); 3] = [
    (b"\xef\xbb\xbf", Encoded::Utf8WithMark),
    (b"\xff\xfe", Encoded::Utf16Le),
    (b"\xfe\xff", Encoded::Utf16Be),
];

/// The text without its byte order mark, and what it was written in.
pub fn decode(mut bytes: Vec<u8>) -> Result<(String, Encoded), Refusal> {
    let mark = MARKS.into_iter().find(|(mark, _)| bytes.starts_with(mark));
    if let Some((mark, _)) = mark {
        bytes.drain(..mark.len());
    }
    let (text, encoded) = match mark.map(|(_, encoded)| encoded) {
        Some(encoded @ Encoded::Utf16Le) => (whole(UTF_16LE, &bytes, "UTF-16")?, encoded),
        Some(encoded @ Encoded::Utf16Be) => (whole(UTF_16BE, &bytes, "UTF-16")?, encoded),
        marked => match String::from_utf8(bytes) {
            Ok(text) => (text, marked.unwrap_or(Encoded::Utf8)),
            Err(error) if marked.is_some() || is_mostly_utf8(error.as_bytes()) => {
                return Err(broken_utf8(&error));
            }
            Err(error) => (
                whole(SHIFT_JIS, error.as_bytes(), "UTF-8 or CP932 (Shift_JIS)")?,
                Encoded::Cp932,
            ),
        },
    };
    if text.contains('\0') {
        return Err(binary());
    }
    Ok((text, encoded))
}

/// All of the bytes or nothing.
fn whole(encoding: &'static Encoding, bytes: &[u8], name: &str) -> Result<String, Refusal> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| {
            if bytes.contains(&0) && encoding == SHIFT_JIS {
                return binary();
            }
            Refusal::new(
                "encoding-unknown",
                format!("The text is not {name} from beginning to end. Save it as \"CSV UTF-8\"."),
            )
        })
}

/// Whether more characters of several bytes are whole than broken.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

fn broken_utf8(error: &std::string::FromUtf8Error) -> Refusal {
    let at = error.utf8_error().valid_up_to();
    let line = error
        .as_bytes()
        .iter()
        .take(at)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1;
    Refusal::new(
        "not-utf-8",
        format!(
            "The text is UTF-8 but for some broken characters, the first at line {line}: it was cut or damaged. Save it as \"CSV UTF-8\" again."
        ),
    )
}

fn binary() -> Refusal {
    Refusal::new(
        "binary",
        "The file holds zero bytes: it is no text, and so no CSV and no GeoJSON.",
    )
}
