//! Reading one row's cells by column: what every profile asks of a cell, and how it says what is wrong.
//!
//! Nothing is invented: a blank cell is `None`, an unclear one is `None` with an issue, and a repair is made
//! only where there is one reading, and reported. Positions and codes stand in [`position`], phone, web and
//! mail in [`contact`].

pub mod contact;
pub mod position;
pub mod text;

use std::borrow::Cow;

use domain::import::{RowAction, RowIssue};

use crate::profile::Column;
use crate::table::Record;
use text::{excerpt, narrow, one_line};

/// Names longer than this are worth a look.
const LONG_NAME: usize = 200;

/// One row, seen through the columns of a profile.
#[derive(Debug)]
pub struct Cells<'r> {
    record: Record<'r>,
    /// Position in the file of each column of the profile.
    places: &'r [Option<usize>],
    issues: &'r mut Vec<RowIssue>,
}

impl<'r> Cells<'r> {
    pub fn new(record: Record<'r>, places: &'r [Option<usize>], issues: &'r mut Vec<RowIssue>) -> Cells<'r> {
        Cells {
            record,
            places,
            issues,
        }
    }

    /// The cell as it stands, `None` when it holds nothing to see.
    pub fn raw(&self, column: impl Column) -> Option<&'r str> {
        let cell = self.record.cells.get((*self.places.get(column.index())?)?)?;
        (!cell.trim().is_empty()).then_some(cell)
    }

    /// The cell as one line.
    pub fn line(&self, column: impl Column) -> Option<Cow<'r, str>> {
        self.raw(column).map(one_line).filter(|line| !line.is_empty())
    }

    /// The cell as one line of its own.
    pub fn owned(&self, column: impl Column) -> Option<String> {
        self.line(column).map(Cow::into_owned)
    }

    /// The cell as text of several lines.
    pub fn lines(&self, column: impl Column) -> Option<String> {
        self.raw(column)
            .map(text::lines)
            .filter(|lines| !lines.is_empty())
    }

    /// The name, without which a row is rejected.
    pub fn name(&mut self, column: impl Column) -> Option<String> {
        let Some(name) = self.owned(column) else {
            let detail = "A place needs a name.";
            self.note(column, "name-required", RowAction::Rejected, detail);
            return None;
        };
        if name.chars().count() > LONG_NAME {
            let detail = "The name is longer than 200 characters; perhaps the cell holds a description.";
            self.note(column, "name-long", RowAction::Noted, detail);
        }
        Some(name)
    }

    /// The cell narrowed to ASCII where it can be; a change of width is reported.
    pub fn number_text(&mut self, column: impl Column) -> Option<Cow<'r, str>> {
        let line = self.line(column)?;
        let Cow::Owned(changed) = narrow(&line) else {
            return Some(line);
        };
        let text = changed.trim().to_owned();
        if text.is_ascii() && line.chars().any(|c| matches!(c, '０'..='９')) {
            let detail = format!("Full-width digits read as {}.", excerpt(&text));
            self.note(column, "full-width-digits", RowAction::Repaired, detail);
        }
        Some(Cow::Owned(text))
    }

    /// Whether a flag is set. Blank is unknown, which sets nothing.
    pub fn flag(&mut self, column: impl Column) -> bool {
        let Some(text) = self.raw(column) else {
            return false;
        };
        match flag(text) {
            Some(set) => set,
            None => {
                let detail = "Neither yes (1, ○, 有, 可) nor no (0, ×, 無): taken as unknown.";
                self.note(column, "flag-unclear", RowAction::LeftOut, detail);
                false
            }
        }
    }

    /// Puts one finding about a cell into the report.
    pub fn note(
        &mut self,
        column: impl Column,
        rule: &'static str,
        action: RowAction,
        detail: impl Into<String>,
    ) {
        let place = self.places.get(column.index()).copied().flatten();
        let title = place
            .and_then(|place| self.record.header.get(place))
            .map(String::as_str);
        self.issues.push(RowIssue {
            line: self.record.line,
            column: title.unwrap_or(column.title()).to_owned(),
            value: excerpt(
                place
                    .and_then(|place| self.record.cells.get(place))
                    .unwrap_or_default(),
            ),
            rule,
            action,
            detail: detail.into(),
        });
    }
}

/// Yes, no, or neither.
fn flag(text: &str) -> Option<bool> {
    match narrow(text.trim()).trim().to_ascii_lowercase().as_str() {
        "1" | "1.0" | "○" | "〇" | "◯" | "有" | "有り" | "あり" | "可" | "true" | "t" | "yes" | "y" => {
            Some(true)
        }
        "0" | "0.0" | "×" | "✕" | "無" | "無し" | "なし" | "不可" | "false" | "f" | "no" | "n" | "-" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::table::Table;

    /// A column of its own, the first of a table.
    #[derive(Debug, Clone, Copy)]
    pub struct Nth(pub usize);

    impl Column for Nth {
        fn index(self) -> usize {
            self.0
        }
        fn title(self) -> &'static str {
            "missing"
        }
    }

    /// What `read` makes of a row with these cells, and the issues as rule and action.
    pub fn with_cells<T>(
        cells: &[&str],
        read: impl FnOnce(&mut Cells) -> T,
    ) -> (T, Vec<(&'static str, &'static str)>) {
        let quoted: Vec<String> = cells
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        let header: Vec<String> = (0..cells.len()).map(|index| format!("c{index}")).collect();
        let file = format!("{}\n{},x\n", header.join(","), quoted.join(","));
        let mut table = Table::open(&file).unwrap();
        let places: Vec<Option<usize>> = (0..cells.len()).map(Some).collect();
        let mut issues = Vec::new();
        let record = table.next().unwrap().unwrap();
        let read = read(&mut Cells::new(record, &places, &mut issues));
        for issue in &issues {
            assert_eq!(issue.line, 2);
            assert!(
                issue.column.starts_with('c') && !issue.detail.is_empty(),
                "{issue:?}"
            );
        }
        (
            read,
            issues
                .into_iter()
                .map(|issue| (issue.rule, issue.action.code()))
                .collect(),
        )
    }

    #[test]
    fn flags_are_yes_no_or_unclear() {
        for text in [
            "1", "1.0", "○", "〇", "◯", "有", "可", "TRUE", "true", "あり", " 1 ", "１",
        ] {
            assert_eq!(
                with_cells(&[text], |cells| cells.flag(Nth(0))),
                (true, vec![]),
                "{text}"
            );
        }
        for text in ["0", "0.0", "×", "無", "FALSE", "", " ", "ー", "−", "-"] {
            assert_eq!(
                with_cells(&[text], |cells| cells.flag(Nth(0))),
                (false, vec![]),
                "{text}"
            );
        }
        for text in ["※1", "△", "2", "要確認"] {
            let unclear = (false, vec![("flag-unclear", "left out")]);
            assert_eq!(with_cells(&[text], |cells| cells.flag(Nth(0))), unclear, "{text}");
        }
    }

    #[test]
    fn names_are_required_and_long_ones_kept() {
        let name = |text: &str| with_cells(&[text], |cells| cells.name(Nth(0)));
        assert_eq!(name(" 七尾\n中学校 "), (Some("七尾 中学校".to_owned()), vec![]));
        assert_eq!(name("\u{3000}"), (None, vec![("name-required", "rejected")]));
        let long = "名".repeat(201);
        assert_eq!(name(&long), (Some(long.clone()), vec![("name-long", "noted")]));
    }

    #[test]
    fn values_in_the_report_are_short() {
        let mut issues = Vec::new();
        let file = format!("a\n{}\n", "長".repeat(500));
        let mut table = Table::open(&file).unwrap();
        Cells::new(table.next().unwrap().unwrap(), &[Some(0)], &mut issues).flag(Nth(0));
        assert_eq!(issues[0].value.chars().count(), 200);
    }
}
