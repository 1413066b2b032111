//! From the rows of a table to place drafts: source, license, key and digest, the same for every profile.
//!
//! Knows no column. What the editor says on the command line wins over what the rows say, and that over the
//! profile's own names. Next: [`crate::keys`] for rows that share an id, [`crate::plan`] for the drafts.

use domain::import::{PlaceDraft, Provenance, RowAction, RowIssue};
use domain::source::{Source, SourceKind};
use domain::text::content_digest;

use crate::cell::{Cells, text::excerpt};
use crate::keys::{plain_key, tell_apart};
use crate::profile::{Fit, Reading, by_header, by_name};
use crate::profiles::TABLES;
use crate::refusal::Refusal;
use crate::table::{Record, Table};
use crate::{FileContent, ReadOptions, Records};

/// What stands for a license that nobody stated.
pub const UNSTATED: &str = "unstated";

/// Reads a text as a table of places.
pub fn read(text: &str, encoding: &'static str, options: &ReadOptions) -> Result<FileContent, Refusal> {
    let mut table = Table::open(text)?;
    let Fit { profile, places } = match options.profile {
        Some(name) => by_name(TABLES, name, &table.header)?,
        None => by_header(TABLES, &table.header)?,
    };
    let mut issues = header_issues(&table, text);
    let mut drafts: Vec<PlaceDraft> = Vec::new();
    let (mut datasets, mut licenses) = (Distinct::default(), Distinct::default());
    while let Some(record) = table.next()? {
        extra_cells(record, &mut issues);
        let Some(reading) = (profile.read)(&mut Cells::new(record, &places, &mut issues)) else {
            continue;
        };
        let draft = draft(reading, record, profile.dataset, options);
        datasets.add(draft.provenance.source.dataset.as_deref());
        licenses.add(draft.provenance.source.license.as_deref());
        drafts.push(draft);
    }
    if table.rows == 0 {
        return Err(Refusal::new("no-rows", "The file has a header but no rows."));
    }
    let id_column = profile
        .columns
        .iter()
        .zip(&places)
        .find(|(titles, _)| titles.contains(&profile.id));
    let id_column = id_column
        .and_then(|(_, place)| table.header.get((*place)?))
        .map_or("", String::as_str);
    let duplicates = tell_apart(&mut drafts, id_column, &mut issues);
    if drafts
        .iter()
        .any(|draft| draft.provenance.source.license.as_deref() == Some(UNSTATED))
    {
        issues.push(license_unstated());
    }
    // In the order of the file; what concerns the whole file first.
    issues.sort_by_key(|issue| issue.line);
    Ok(FileContent {
        profile: profile.name,
        encoding,
        dataset: datasets.join(options.dataset.unwrap_or(profile.dataset)),
        license: licenses.join(options.license.unwrap_or(UNSTATED)),
        rows: table.rows,
        rejected: table.rows - drafts.len(),
        unlocated: drafts.iter().filter(|draft| draft.point.is_none()).count(),
        duplicates,
        schedules_original: drafts
            .iter()
            .flat_map(|draft| &draft.schedules)
            .filter(|schedule| schedule.rule.is_none() && schedule.rrule.is_none())
            .count(),
        records: Records::Places(drafts),
        issues,
    })
}

fn draft(reading: Reading, record: Record, default_dataset: &str, options: &ReadOptions) -> PlaceDraft {
    let owned = |given: Option<&str>, read: Option<String>| given.map(str::to_owned).or(read);
    let dataset = owned(options.dataset, reading.dataset).unwrap_or_else(|| default_dataset.to_owned());
    let source = Source {
        kind: SourceKind::File,
        name: dataset.clone(),
        dataset: Some(dataset),
        publisher: reading.publisher,
        external_id: reading.external_id,
        url: reading
            .source_url
            .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
            .or_else(|| options.source_url.map(str::to_owned)),
        license: owned(options.license, reading.license).or_else(|| Some(UNSTATED.to_owned())),
        attribution: reading.attribution.map(str::to_owned),
        retrieved_at: options.retrieved_at,
        fields: Vec::new(),
    };
    let record_key = plain_key(source.external_id.as_deref(), &reading.name, &reading.key_address);
    let mut draft = PlaceDraft {
        line: record.line,
        provenance: Provenance {
            source,
            record_key,
            digest: String::new(),
            raw: record.raw(),
        },
        kinds: reading.kinds,
        name: reading.name,
        name_kana: reading.name_kana,
        summary: reading.summary,
        translations: reading.translations,
        terms: reading.terms,
        vocabulary: reading.vocabulary,
        point: reading.point,
        address: reading.address,
        organization: reading.organization,
        schedules: reading.schedules,
        contacts: reading.contacts,
        accessibility: reading.accessibility,
        verified_at: reading.verified_at,
    };
    draft.provenance.digest = digest(&draft);
    draft
}

/// Of all that was read; not of the line, nor of when, nor of cells that nobody reads.
fn digest(draft: &PlaceDraft) -> String {
    let terms: Vec<(&str, &str)> = draft
        .terms
        .iter()
        .map(|term| (term.scheme.as_str(), term.code.as_str()))
        .collect();
    let source = &draft.provenance.source;
    let content = (
        (
            &draft.kinds,
            &draft.name,
            &draft.name_kana,
            &draft.summary,
            &draft.translations,
            terms,
        ),
        (
            draft.point,
            &draft.address,
            &draft.organization,
            &draft.schedules,
            &draft.contacts,
        ),
        (&draft.accessibility, draft.verified_at),
        (&source.license, &source.url, &source.attribution),
    );
    // These types always serialize; the other branch only keeps two rows from looking equal.
    let bytes = serde_json::to_vec(&content).unwrap_or_else(|_| format!("{content:?}").into_bytes());
    content_digest(&bytes)
}

/// What is odd about the table as a whole.
fn header_issues(table: &Table, text: &str) -> Vec<RowIssue> {
    let note = |column: &str, rule, detail: &str| RowIssue {
        line: table.header_line,
        column: column.to_owned(),
        value: String::new(),
        rule,
        action: RowAction::Noted,
        detail: detail.to_owned(),
    };
    let mut issues: Vec<RowIssue> = table
        .repeated
        .iter()
        .map(|title| {
            note(
                title,
                "column-repeated",
                "Several columns have this name; the first one is read.",
            )
        })
        .collect();
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        let detail =
            "The file has an odd number of quotation marks: if one is not closed, rows after it are missing.";
        issues.push(note("", "quotes-unbalanced", detail));
    }
    issues
}

/// A row that is longer than the header often has a comma too many, and cells under the wrong names.
fn extra_cells(record: Record, issues: &mut Vec<RowIssue>) {
    let extra = record.cells.iter().enumerate().skip(record.header.len());
    if let Some((index, cell)) = extra.into_iter().find(|(_, cell)| !cell.trim().is_empty()) {
        issues.push(RowIssue {
            line: record.line,
            column: format!("column {}", index + 1),
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
    RowIssue {
        line: 0,
        column: String::new(),
        value: String::new(),
        rule: "license-unstated",
        action: RowAction::Noted,
        detail: "Nobody says under which license these data may be used; give it with --license.".to_owned(),
    }
}

/// The different texts of many rows, in the order of their first row.
#[derive(Debug, Default)]
struct Distinct {
    shown: Vec<String>,
    more: bool,
}

impl Distinct {
    /// More are of no use in a report.
    const SHOWN: usize = 50;

    fn add(&mut self, text: Option<&str>) {
        let Some(text) = text else { return };
        if self.shown.iter().any(|seen| seen == text) {
            return;
        }
        match self.shown.len() < Distinct::SHOWN {
            true => self.shown.push(text.to_owned()),
            false => self.more = true,
        }
    }

    fn join(mut self, none: &str) -> String {
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
