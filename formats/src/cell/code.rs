//! Codes of a cell: municipality, postal code, corporate number.
//!
//! Missing check digits and lost leading zeros are restored, since the check digit leaves one answer; a number
//! that a spreadsheet ruined is left out.

use domain::codes;
use domain::import::RowAction;

use super::{Cells, Col, text::narrow};

impl Cells<'_> {
    /// The six-digit code of a municipality.
    pub fn municipality_code(&mut self, column: Col) -> Option<String> {
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
    pub fn publisher_code(&self, column: Col) -> Option<String> {
        let line = self.line(column)?;
        let text = narrow(&line);
        let text = text.trim();
        Some(
            codes::municipality_code(text.strip_suffix(".0").unwrap_or(text))
                .unwrap_or_else(|| line.to_string()),
        )
    }

    /// A 法人番号, of which the register has no field: it tells one place from another. One that is no number is
    /// reported.
    pub fn corporate_number(&mut self, column: Col) -> Option<String> {
        let text = self.number_text(column)?;
        let text = text.strip_suffix(".0").unwrap_or(&text);
        let exponent = |(digits, power): (&str, &str)| {
            digits.chars().all(|c| c.is_ascii_digit() || c == '.')
                && power.trim_start_matches('+').parse::<u8>().is_ok()
        };
        if text.split_once(['E', 'e']).is_some_and(exponent) {
            let detail = "A spreadsheet rounded the corporate number: its digits are lost.";
            self.note(column, "corporate-number-ruined", RowAction::LeftOut, detail);
            return None;
        }
        if !codes::is_corporate_number(text) {
            let detail = "A corporate number has thirteen digits, the first of which checks the others.";
            self.note(column, "corporate-number-check-digit", RowAction::LeftOut, detail);
            return None;
        }
        Some(text.to_owned())
    }

    /// The postal code as `NNN-NNNN`.
    pub fn postal_code(&mut self, column: Col) -> Option<String> {
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

/// The code of a prefecture, and the name of the repair that it took.
pub fn prefecture_code(text: &str) -> Result<(String, Option<&'static str>), Unreadable> {
    let is_prefecture = |code: &String| {
        let number = code.get(..2).and_then(|two| two.parse::<u8>().ok()).unwrap_or(0);
        (1..=47).contains(&number) && code.get(2..5) == Some("000")
    };
    if let Some(code) = codes::municipality_code(text).filter(is_prefecture) {
        return Ok((code, (text.len() != 6).then_some("municipality-code-completed")));
    }
    codes::municipality_code(&format!("0{text}"))
        .filter(|code| is_prefecture(code) && text.len() == 5)
        .map(|code| (code, Some("leading-zero-restored")))
        .ok_or((
            "municipality-code-check-digit",
            "Not the code of a prefecture with its check digit.",
        ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Nth, with_cells};

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

    #[test]
    fn corporate_numbers_are_right_or_reported() {
        let check = |text: &str| with_cells(&["a", text], |cells| cells.corporate_number(Nth(1))).1;
        // The cities of Takamatsu and Nanao, by the list of 国税庁.
        for text in ["1000020372013", "4000020172022", "", "4000020172022.0"] {
            assert_eq!(check(text), [], "{text}");
        }
        for text in ["4.00E+12", "4E+12"] {
            assert_eq!(check(text), [("corporate-number-ruined", "left out")], "{text}");
        }
        for text in ["1000020372014", "100002037201", "なし"] {
            assert_eq!(
                check(text),
                [("corporate-number-check-digit", "left out")],
                "{text}"
            );
        }
    }
}
