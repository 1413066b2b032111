//! Yes, no and unknown, in all the ways that files write them.
//!
//! Blank is unknown and never no. A sign whose meaning hangs on a legend (△, ※1) is unknown, and reported.

use domain::import::RowAction;
use domain::place::{Accessibility, AccessibilityFeature};

use super::{Cells, Col, text::narrow};

impl Cells<'_> {
    /// Yes, no, or unknown.
    pub fn flag(&mut self, column: Col) -> Option<bool> {
        let known = flag(self.raw(column)?);
        if known.is_none() {
            let detail = "Neither yes (1, ○, 有, 可) nor no (0, ×, 無): taken as unknown.";
            self.note(column, "flag-unclear", RowAction::LeftOut, detail);
        }
        known
    }

    /// What the cell says of a feature of the place; words that are neither yes nor no stay as its note.
    pub fn accessibility(&mut self, column: Col, feature: AccessibilityFeature) -> Option<Accessibility> {
        let line = self.line(column)?;
        let available = flag(&line);
        let note = available.is_none().then(|| line.into_owned());
        if note.is_some() {
            let detail = "Neither yes nor no: unknown, with these words beside it.";
            self.note(column, "flag-unclear", RowAction::Noted, detail);
        }
        Some(Accessibility {
            feature,
            available,
            note,
        })
    }
}

/// Yes, no, or neither.
fn flag(text: &str) -> Option<bool> {
    match narrow(text.trim()).trim().to_ascii_lowercase().as_str() {
        "1" | "1.0" | "○" | "〇" | "◯" | "◎" | "●" | "✓" | "✔" | "有" | "有り" | "有る" | "あり" | "可"
        | "可能" | "true" | "t" | "yes" | "y" | "はい" => Some(true),
        "0" | "0.0" | "×" | "✕" | "✗" | "x" | "無" | "無し" | "無い" | "なし" | "不可" | "否" | "false"
        | "f" | "no" | "n" | "いいえ" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Nth, with_cells};
    use super::*;

    #[test]
    fn flags_are_yes_no_or_unknown() {
        let read = |text: &str| with_cells(&[text], |cells| cells.flag(Nth(0)));
        for text in [
            "1", "1.0", "○", "〇", "◯", "有", "可", "TRUE", "true", "あり", " 1 ", "１", "Ｙ", "t",
        ] {
            assert_eq!(read(text), (Some(true), vec![]), "{text}");
        }
        for text in ["0", "0.0", "×", "無", "FALSE", "なし", "ｎ", "不可", "x"] {
            assert_eq!(read(text), (Some(false), vec![]), "{text}");
        }
        for text in ["", " ", "ー", "−", "-"] {
            assert_eq!(read(text), (None, vec![]), "{text}");
        }
        for text in ["※1", "△", "2", "要確認"] {
            assert_eq!(read(text), (None, vec![("flag-unclear", "left out")]), "{text}");
        }
    }

    #[test]
    fn words_about_a_feature_are_kept() {
        let read = |text: &str| {
            with_cells(&[text], |cells| {
                cells.accessibility(Nth(0), AccessibilityFeature::Wheelchair)
            })
        };
        let plain = |available| Accessibility {
            feature: AccessibilityFeature::Wheelchair,
            available,
            note: None,
        };
        assert_eq!(read("可"), (Some(plain(Some(true))), vec![]));
        assert_eq!(read("不可"), (Some(plain(Some(false))), vec![]));
        assert_eq!(read(""), (None, vec![]));
        let words = Accessibility {
            note: Some("1階のみ".to_owned()),
            ..plain(None)
        };
        assert_eq!(read("1階のみ"), (Some(words), vec![("flag-unclear", "noted")]));
    }
}
