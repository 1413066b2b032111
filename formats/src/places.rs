//! From the rows of tables to place drafts and to what the report says of the whole file.
//!
//! Knows no column. A workbook brings several tables of one profile, every other file one. Next: [`crate::reading`]
//! for a row, [`crate::keys`] for rows that share an id, [`crate::plan`] for the drafts.

use domain::import::{Numbered, PlaceDraft, RowAction, RowIssue};
use domain::source::Shared;

use crate::cell::{Cells, text::excerpt};
use crate::draft::{Context, UNSTATED, draft};
use crate::fit::Fit;
use crate::join::join;
use crate::keys::{note_alike, tell_apart};
use crate::preamble::Preamble;
use crate::privacy;
use crate::profile::{Means, TableProfile};
use crate::refusal::Refusal;
use crate::table::{Record, Table, unnamed};
use crate::{FileContent, ReadOptions, Records};

/// What has been read so far.
#[derive(Debug)]
pub struct Harvest<'a> {
    profile: &'static TableProfile,
    options: &'a ReadOptions<'a>,
    drafts: Vec<PlaceDraft>,
    issues: Vec<RowIssue>,
    datasets: Distinct,
    licenses: Distinct,
    id_column: String,
    shared: Shared,
    rows: usize,
}

impl<'a> Harvest<'a> {
    pub fn new(profile: &'static TableProfile, options: &'a ReadOptions<'a>) -> Harvest<'a> {
        Harvest {
            profile,
            options,
            drafts: Vec::new(),
            issues: Vec::new(),
            datasets: Distinct::default(),
            licenses: Distinct::default(),
            id_column: String::new(),
            shared: Shared::default(),
            rows: 0,
        }
    }

    /// Reads all rows of a table; `sheet` names it where there are several.
    pub fn add(&mut self, mut table: Table, fit: &Fit, sheet: Option<&str>) -> Result<(), Refusal> {
        let first_issue = self.issues.len();
        let preamble = Preamble::read(&table.above);
        self.issues.extend(repeated_columns(&table));
        let mut sorted: Vec<usize> = (0..table.header.len()).collect();
        sorted.sort_by_key(|index| table.header.get(*index));
        let mut filled = vec![false; table.header.len()];
        while let Some(record) = table.next()? {
            extra_cells(record, &mut self.issues);
            for (seen, cell) in filled.iter_mut().zip(record.cells) {
                *seen |= !cell.trim().is_empty();
            }
            let mut cells = Cells::new(record, fit, &mut self.issues);
            cells.note_nothings();
            let Some(mut reading) = (fit.profile.read)(fit.profile, &mut cells) else {
                continue;
            };
            privacy::protect(&mut reading, &mut cells);
            let context = Context {
                profile: fit.profile,
                preamble: &preamble,
                options: self.options,
                sorted: &sorted,
            };
            let draft = draft(reading, record, context, &mut self.shared);
            self.datasets.add(draft.provenance.source.dataset.as_deref());
            self.licenses.add(draft.provenance.source.license.as_deref());
            self.drafts.push(draft);
        }
        self.rows += table.rows;
        let id = fit
            .profile
            .columns
            .iter()
            .zip(&fit.places)
            .find(|(column, _)| column.means == Means::Id);
        if let Some(title) = id.and_then(|(_, place)| table.header.get((*place)?)) {
            self.id_column.clone_from(title);
        }
        self.issues.extend(unknown_columns(&table, fit, &filled));
        if let Some(sheet) = sheet {
            for issue in self.issues.iter_mut().skip(first_issue) {
                issue.column = format!("{sheet}: {}", issue.column);
            }
        }
        Ok(())
    }

    /// What is odd about the file besides its tables.
    pub fn note(&mut self, issue: RowIssue) {
        self.issues.push(issue);
    }

    pub fn finish(mut self, encoding: &'static str) -> Result<FileContent, Refusal> {
        if self.rows == 0 {
            return Err(Refusal::new("no-rows", "The file has a header but no rows."));
        }
        let read = self.drafts.len();
        if self.profile.joins {
            join(&mut self.drafts, &mut self.issues);
        }
        let duplicates = tell_apart(&mut self.drafts, &self.id_column, &mut self.issues);
        note_alike(&self.drafts, &mut self.issues);
        let license = |draft: &PlaceDraft| draft.provenance.source.license.as_deref() == Some(UNSTATED);
        if self.drafts.iter().any(license) {
            self.issues.push(license_unstated());
        }
        // In the order of the file; what concerns the whole file first.
        self.issues.sort_by_key(|issue| issue.line);
        let Harvest {
            profile,
            options,
            drafts,
            issues,
            datasets,
            licenses,
            id_column: _,
            shared: _,
            rows,
        } = self;
        let schedules = || drafts.iter().flat_map(|draft| &draft.schedules).count();
        let in_words = drafts
            .iter()
            .flat_map(|draft| &draft.schedules)
            .filter(|schedule| schedule.rule.is_none() && schedule.rrule.is_none())
            .count();
        Ok(FileContent {
            profile: profile.name,
            encoding,
            dataset: datasets.join(options.dataset.unwrap_or(profile.dataset)),
            license: licenses.join(options.license.unwrap_or(UNSTATED)),
            rows,
            rejected: rows - read,
            unlocated: drafts.iter().filter(|draft| draft.point.is_none()).count(),
            duplicates,
            private: privacy::count(&issues),
            schedules_converted: schedules() - in_words,
            schedules_original: in_words,
            records: Records::Places(drafts),
            numbered: Numbered::default(),
            issues,
        })
    }
}

pub fn about_columns(line: u64, column: &str, rule: &'static str, detail: &str) -> RowIssue {
    RowIssue {
        line,
        column: column.to_owned(),
        value: String::new(),
        rule,
        action: RowAction::Noted,
        detail: detail.to_owned(),
    }
}

fn repeated_columns(table: &Table) -> Vec<RowIssue> {
    let detail = "Several columns have this name; the first one is read.";
    let repeated = table.repeated.iter();
    repeated
        .map(|title| about_columns(table.header_line, title, "column-repeated", detail))
        .collect()
}

/// Columns that hold something and that the profile does not know.
fn unknown_columns(table: &Table, fit: &Fit, filled: &[bool]) -> Vec<RowIssue> {
    let detail = "The profile does not know this column: its cells are kept with the source and not shown.";
    let filled = fit
        .unknown
        .iter()
        .filter(|place| filled.get(**place) == Some(&true));
    let is_repeated = |title: &String| {
        table
            .repeated
            .iter()
            .any(|first| title.starts_with(&format!("{first} (")))
    };
    filled
        .map(|place| {
            table
                .header
                .get(*place)
                .cloned()
                .unwrap_or_else(|| unnamed(*place))
        })
        .filter(|title| !is_repeated(title))
        .map(|title| about_columns(table.header_line, &title, "column-unknown", detail))
        .collect()
}

/// For a file of text: one quotation mark that is not closed swallows rows.
pub fn unbalanced_quotes(text: &str) -> Option<RowIssue> {
    let odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    odd.then(|| {
        let detail =
            "The file has an odd number of quotation marks: if one is not closed, rows after it are missing.";
        about_columns(0, "", "quotes-unbalanced", detail)
    })
}

/// A row that is longer than the header often has a comma too many, and cells under the wrong names.
fn extra_cells(record: Record, issues: &mut Vec<RowIssue>) {
    let mut extra = record.cells.iter().enumerate().skip(record.header.len());
    if let Some((index, cell)) = extra.find(|(_, cell)| !cell.trim().is_empty()) {
        issues.push(RowIssue {
            line: record.line,
            column: unnamed(index),
            value: excerpt(cell),
            rule: "cells-beyond-header",
            action: RowAction::Noted,
            detail: "The row has more cells than the header; its cells may stand in the wrong columns."
                .to_owned(),
        });
    }
}

/// One warning for the file.
pub fn license_unstated() -> RowIssue {
    let detail = "Nobody says under which license these data may be used; give it with --license.";
    about_columns(0, "", "license-unstated", detail)
}

/// The different texts of many rows, in the order of their first row.
#[derive(Debug, Default)]
pub struct Distinct {
    shown: Vec<String>,
    more: bool,
}

impl Distinct {
    /// More are of no use in a report.
    const SHOWN: usize = 50;

    pub fn add(&mut self, text: Option<&str>) {
        let Some(text) = text else { return };
        if self.shown.iter().any(|seen| seen == text) {
            return;
        }
        match self.shown.len() < Distinct::SHOWN {
            true => self.shown.push(text.to_owned()),
            false => self.more = true,
        }
    }

    pub fn join(mut self, none: &str) -> String {
        if self.more {
            self.shown.push("…".to_owned());
        }
        if self.shown.is_empty() {
            none.to_owned()
        } else {
            self.shown.join("; ")
        }
    }
}
