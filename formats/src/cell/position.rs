//! Where a row says it is: coordinates, municipality code, postal code.
//!
//! A position that cannot be right is unknown; nothing is moved, swapped or looked up. Missing check digits
//! and lost leading zeros are restored, since the check digit leaves one answer.

use domain::codes;
use domain::import::RowAction;
use domain::location::Point;

use super::{Cells, text::narrow};
use crate::profile::Column;

/// Japan with its outermost islands, with room.
const LATITUDES: std::ops::RangeInclusive<f64> = 20.0..=46.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = 122.0..=154.0;

impl Cells<'_> {
    /// The point, in degrees of WGS 84 (JGD2011 differs by less than anyone can measure with a phone).
    pub fn point(&mut self, latitude: impl Column, longitude: impl Column) -> Option<Point> {
        match (self.raw(latitude).is_some(), self.raw(longitude).is_some()) {
            (false, false) => return None,
            (true, true) => {}
            (only_latitude, _) => {
                let rule = "coordinates-incomplete";
                if only_latitude {
                    self.note(
                        latitude,
                        rule,
                        RowAction::LeftOut,
                        "There is a latitude but no longitude.",
                    );
                } else {
                    self.note(
                        longitude,
                        rule,
                        RowAction::LeftOut,
                        "There is a longitude but no latitude.",
                    );
                }
                return None;
            }
        }
        let lat = self.degrees(latitude, LATITUDES);
        let lon = self.degrees(longitude, LONGITUDES);
        Point::new(lon?, lat?).ok()
    }

    fn degrees(&mut self, column: impl Column, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        let text = self.number_text(column)?;
        // The parser alone would take "inf", "nan" and "1e2" too.
        let plain = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        let Some(degrees) = text
            .parse::<f64>()
            .ok()
            .filter(|degrees| plain && degrees.is_finite())
        else {
            let detail = "Not a number of decimal degrees: the position is taken as unknown.";
            self.note(column, "coordinates-not-a-number", RowAction::LeftOut, detail);
            return None;
        };
        if !range.contains(&degrees) {
            let detail = format!(
                "Outside Japan ({} to {} degrees): the position is taken as unknown.",
                range.start(),
                range.end()
            );
            self.note(column, "coordinates-out-of-range", RowAction::LeftOut, detail);
            return None;
        }
        Some(degrees)
    }

    /// The six-digit code of a municipality.
    pub fn municipality_code(&mut self, column: impl Column) -> Option<String> {
        let text = self.number_text(column)?;
        // Tools that take codes for numbers write 172022.0.
        let text = text.strip_suffix(".0").unwrap_or(&text);
        match municipality(text) {
            Ok((code, None)) => Some(code),
            Ok((code, Some(repair))) => {
                let detail = format!("Read as {code}; the check digit leaves no other reading.");
                self.note(column, repair, RowAction::Repaired, detail);
                Some(code)
            }
            Err((rule, detail)) => {
                self.note(column, rule, RowAction::LeftOut, detail);
                None
            }
        }
    }

    /// A code that names a publisher: in its six-digit form where it is one, else as it stands.
    pub fn publisher_code(&self, column: impl Column) -> Option<String> {
        let line = self.line(column)?;
        let text = narrow(&line);
        let text = text.trim();
        Some(
            codes::municipality_code(text.strip_suffix(".0").unwrap_or(text))
                .unwrap_or_else(|| line.to_string()),
        )
    }

    /// The postal code as `NNN-NNNN`.
    pub fn postal_code(&mut self, column: impl Column) -> Option<String> {
        let line = self.line(column)?;
        let text = narrow(&line);
        let digits: String = text
            .trim_start_matches('〒')
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .collect();
        if digits.is_empty() {
            return None;
        }
        match (digits.get(..3), digits.get(3..)) {
            (Some(area), Some(town)) if digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Some(format!("{area}-{town}"))
            }
            _ => {
                let detail = "A postal code has seven digits.";
                self.note(column, "postal-code-unclear", RowAction::LeftOut, detail);
                None
            }
        }
    }
}

/// A rule and a sentence.
pub type Unreadable = (&'static str, &'static str);

/// The code, and the name of the repair that it took.
pub fn municipality(text: &str) -> Result<(String, Option<&'static str>), Unreadable> {
    const WRONG: Unreadable = (
        "municipality-code-check-digit",
        "Not the code of a municipality: five digits and a right check digit.",
    );
    let prefecture = |code: &str| code.get(..2).and_then(|two| two.parse::<u8>().ok()).unwrap_or(0);
    let number = |code: &str| {
        code.get(2..5)
            .and_then(|three| three.parse::<u16>().ok())
            .unwrap_or(0)
    };
    let fits = |code: &String| (1..=47).contains(&prefecture(code)) && number(code) >= 100;
    if let Some(code) = codes::municipality_code(text) {
        if (1..=47).contains(&prefecture(&code)) && number(&code) == 0 {
            return Err((
                "municipality-code-is-prefecture",
                "This is the code of a prefecture: the municipality is unknown.",
            ));
        }
        if fits(&code) {
            return Ok((code, (text.len() != 6).then_some("municipality-code-completed")));
        }
    }
    // Municipalities are numbered from 100, so five digits below that are six that lost their zero.
    let with_zero = if text.len() == 5 {
        codes::municipality_code(&format!("0{text}"))
    } else {
        None
    };
    with_zero
        .filter(fits)
        .map(|code| (code, Some("leading-zero-restored")))
        .ok_or(WRONG)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Nth, with_cells};
    use super::*;

    #[test]
    fn points_are_numbers_within_japan_or_unknown() {
        let point = |lat: &str, lon: &str| with_cells(&[lat, lon], |cells| cells.point(Nth(0), Nth(1)));
        let nanao = Some(Point {
            lon: 136.96136,
            lat: 37.04826,
        });
        assert_eq!(point("37.04826", " 136.96136 "), (nanao, vec![]));
        assert_eq!(point("", ""), (None, vec![]));
        let repaired = ("full-width-digits", "repaired");
        assert_eq!(
            point("３７．０４８２６", "１３６．９６１３６"),
            (nanao, vec![repaired, repaired])
        );
        for (lat, lon, rule, count) in [
            ("37", "", "coordinates-incomplete", 1),
            ("", "136", "coordinates-incomplete", 1),
            ("北緯37度", "136", "coordinates-not-a-number", 1),
            ("NaN", "inf", "coordinates-not-a-number", 2),
            ("37e0", "136", "coordinates-not-a-number", 1),
            ("0", "0", "coordinates-out-of-range", 2),
            ("136.9", "37.0", "coordinates-out-of-range", 2),
            ("46.01", "122", "coordinates-out-of-range", 1),
            ("20", "154.01", "coordinates-out-of-range", 1),
            ("37", "-223.04", "coordinates-out-of-range", 1),
        ] {
            assert_eq!(
                point(lat, lon),
                (None, vec![(rule, "left out"); count]),
                "{lat} {lon}"
            );
        }
    }

    #[test]
    fn codes_are_completed_only_where_that_is_certain() {
        let code = |text: &str| with_cells(&[text], |cells| cells.municipality_code(Nth(0)));
        let read = |code: &str| Some(code.to_owned());
        assert_eq!(code("172022"), (read("172022"), vec![]));
        assert_eq!(code("172022.0"), (read("172022"), vec![]));
        assert_eq!(
            code("17202"),
            (read("172022"), vec![("municipality-code-completed", "repaired")])
        );
        assert_eq!(
            code("１７２０２２"),
            (read("172022"), vec![("full-width-digits", "repaired")])
        );
        // Sapporo, 011002, as a spreadsheet writes it.
        assert_eq!(
            code("11002"),
            (read("011002"), vec![("leading-zero-restored", "repaired")])
        );
        for text in ["172023", "1720222", "1720", "nanao", "99999", "11003", "00100"] {
            assert_eq!(
                code(text),
                (None, vec![("municipality-code-check-digit", "left out")]),
                "{text}"
            );
        }
        for text in ["17", "170003", "17000"] {
            assert_eq!(
                code(text),
                (None, vec![("municipality-code-is-prefecture", "left out")]),
                "{text}"
            );
        }
        assert_eq!(code(" "), (None, vec![]));
    }

    #[test]
    fn postal_codes_have_one_form() {
        let code = |text: &str| with_cells(&[text], |cells| cells.postal_code(Nth(0)));
        for text in ["9260811", "926-0811", "〒926-0811", "９２６－０８１１"] {
            assert_eq!(code(text), (Some("926-0811".to_owned()), vec![]), "{text}");
        }
        assert_eq!(code("926"), (None, vec![("postal-code-unclear", "left out")]));
        assert_eq!(code("-"), (None, vec![]));
    }
}
