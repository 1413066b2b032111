//! Reading one row's cells by column: what every profile asks of a cell, and how it says what is wrong.
//!
//! Nothing is invented: a blank cell is `None`, an unclear one is `None` with an issue, and a repair is made
//! only where there is one reading, and reported. Positions stand in [`position`], codes in [`code`], numbers in [`phone`], web and
//! mail in [`contact`], yes and no in [`flag`].

pub mod code;
pub mod contact;
pub mod date;
pub mod flag;
pub mod phone;
pub mod position;
pub mod text;

use std::borrow::Cow;

use domain::import::{RowAction, RowIssue};

use crate::fit::Fit;
use crate::profile::Means;
use crate::table::Record;
use text::{excerpt, is_dash, narrow, one_line};

/// Names longer than this are worth a look.
const LONG_NAME: usize = 200;

/// What a map service writes where nobody typed a name.
const PLACEHOLDERS: [&str; 3] = ["新規マップピン", "無題のピン", "名称未設定"];

/// What spreadsheets show where a formula failed.
const SPREADSHEET_ERRORS: [&str; 8] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!",
];

/// A column of the profile, by its position in the declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Col(pub usize);

/// One row, seen through the columns of a profile.
#[derive(Debug)]
pub struct Cells<'r> {
    record: Record<'r>,
    fit: &'r Fit,
    issues: &'r mut Vec<RowIssue>,
}

impl<'r> Cells<'r> {
    pub fn new(record: Record<'r>, fit: &'r Fit, issues: &'r mut Vec<RowIssue>) -> Cells<'r> {
        Cells { record, fit, issues }
    }

    /// The first column of this meaning whose cell says something.
    pub fn first(&self, means: Means) -> Option<Col> {
        self.all(means).next()
    }

    /// The columns of this meaning whose cells say something.
    pub fn all(&self, means: Means) -> impl Iterator<Item = Col> + use<'r> {
        let (record, fit) = (self.record, self.fit);
        let columns = fit.profile.columns.iter().enumerate();
        let of_meaning = columns.filter(move |(_, column)| column.means == means);
        of_meaning
            .map(|(index, _)| Col(index))
            .filter(move |column| cell(record, fit, *column).is_some())
    }

    /// The column with this first name.
    pub fn named(&self, name: &str) -> Option<Col> {
        let columns = self.fit.profile.columns.iter();
        columns
            .enumerate()
            .find(|(_, column)| column.names.first() == Some(&name))
            .map(|(index, _)| Col(index))
    }

    /// The cell as it stands, `None` when it holds nothing to see.
    pub fn raw(&self, column: Col) -> Option<&'r str> {
        cell(self.record, self.fit, column)
    }

    /// The cell as one line.
    pub fn line(&self, column: Col) -> Option<Cow<'r, str>> {
        self.raw(column).map(one_line).filter(|line| !line.is_empty())
    }

    /// The first cell of this meaning as one line of its own, unless its publisher withholds it.
    pub fn owned(&self, means: Means) -> Option<String> {
        self.all(means).find_map(|column| {
            self.line(column)
                .filter(|line| line != "非公開")
                .map(Cow::into_owned)
        })
    }

    /// The first cell of this meaning as text of several lines.
    pub fn lines(&self, means: Means) -> Option<String> {
        let lines = |column| {
            self.raw(column)
                .map(text::lines)
                .filter(|lines| !lines.is_empty() && lines != "非公開")
        };
        self.all(means).find_map(lines)
    }

    /// The words of a list; every separator that is met in the wild, doubled and trailing ones, too.
    pub fn words(&self, column: Col) -> Vec<String> {
        let line = self.line(column).unwrap_or_default();
        let words = line.split([';', '；', ',', '，', ' ', '\u{3000}']).map(str::trim);
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// The column whose cell has this text in it.
    pub fn holding(&self, text: &str) -> Option<Col> {
        (0..self.fit.places.len())
            .map(Col)
            .find(|column| self.raw(*column).is_some_and(|cell| cell.contains(text)))
    }

    /// The name, without which a row is rejected.
    pub fn name(&mut self) -> Option<String> {
        let Some((column, name)) = self
            .all(Means::Name)
            .find_map(|column| Some((column, self.line(column)?.into_owned())))
        else {
            if let Some(column) = self.column_of(Means::Name) {
                let detail = "A place needs a name.";
                self.note(column, "name-required", RowAction::Rejected, detail);
            }
            return None;
        };
        if PLACEHOLDERS.contains(&name.as_str()) {
            let detail =
                "This is what a map service calls a pin that nobody named: the row says nothing of a place.";
            self.note(column, "name-placeholder", RowAction::Rejected, detail);
            return None;
        }
        if name.contains('\u{fffd}') {
            let detail =
                "A letter of the name was lost before this file was made: it shows as a question mark.";
            self.note(column, "name-letter-lost", RowAction::Noted, detail);
        }
        if name.chars().count() > LONG_NAME {
            let detail = "The name is longer than 200 characters; perhaps the cell holds a description.";
            self.note(column, "name-long", RowAction::Noted, detail);
        }
        Some(name)
    }

    /// The cell narrowed to ASCII where it can be; a change of width is reported.
    pub fn number_text(&mut self, column: Col) -> Option<Cow<'r, str>> {
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

    /// Reports cells that look as if they said something: lone dashes, and what failed formulas leave.
    pub fn note_nothings(&mut self) {
        for index in 0..self.fit.places.len() {
            let place = self.fit.places.get(index).copied().flatten();
            let cell = place
                .and_then(|place| self.record.cells.get(place))
                .map(str::trim);
            if cell.is_some_and(is_spreadsheet_error) {
                let detail = "A formula failed here: taken as unknown.";
                self.note(Col(index), "spreadsheet-error", RowAction::LeftOut, detail);
            } else if cell.is_some_and(is_dash) {
                let detail = "A lone dash says nothing: read as blank, which is unknown.";
                self.note(Col(index), "dash-means-nothing", RowAction::Repaired, detail);
            }
        }
    }

    fn column_of(&self, means: Means) -> Option<Col> {
        self.fit
            .profile
            .columns
            .iter()
            .position(|column| column.means == means)
            .map(Col)
    }

    /// Puts one finding about a cell into the report.
    pub fn note(&mut self, column: Col, rule: &'static str, action: RowAction, detail: impl Into<String>) {
        let place = self.fit.places.get(column.0).copied().flatten();
        let title = place
            .and_then(|place| self.record.header.get(place))
            .map(String::as_str);
        let declared = || self.fit.profile.columns.get(column.0)?.names.first().copied();
        self.issues.push(RowIssue {
            line: self.record.line,
            column: title.or_else(declared).unwrap_or_default().to_owned(),
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

/// A lone dash says nothing, nor does a formula that failed.
fn cell<'r>(record: Record<'r>, fit: &Fit, column: Col) -> Option<&'r str> {
    let cell = record.cells.get((*fit.places.get(column.0)?)?)?;
    let text = cell.trim();
    (!text.is_empty() && !is_dash(text) && !is_spreadsheet_error(text)).then_some(cell)
}

fn is_spreadsheet_error(text: &str) -> bool {
    text.starts_with('#') && SPREADSHEET_ERRORS.contains(&text)
}

#[cfg(test)]
pub(crate) mod tests;
