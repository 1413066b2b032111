//! Tables of any kind of file: finds the header and its profile, and hands the rows to who reads them.
//!
//! Content decides: the delimiter is the one with which a profile recognizes a header, and of a workbook the sheets
//! are read that one recognizes; the others are named in the report. Next: [`crate::places`].

use domain::import::{RowAction, RowIssue};

use crate::fit::{Fit, by_header, by_name, list};
use crate::own;
use crate::places::{Harvest, unbalanced_quotes};
use crate::preamble::Preamble;
use crate::profiles::{TABLES, municipality_list, not_places};
use crate::refusal::Refusal;
use crate::table::{Opened, Rows, Table};
use crate::workbook::{self, Sheet};
use crate::{FileContent, ReadOptions};

/// What a header is that of.
#[derive(Debug)]
enum Kind {
    Places(Fit),
    Municipalities(municipality_list::Fit),
    Exported(own::Fit),
}

/// Reads a text as a table.
pub fn read_text(text: &str, encoding: &'static str, options: &ReadOptions) -> Result<FileContent, Refusal> {
    let mut first_look = None;
    for delimiter in [b',', b'\t', b';'] {
        match open(Rows::text(text, delimiter), options)? {
            Opened::Table(table) => return read_one(*table, encoding, options, unbalanced_quotes(text)),
            Opened::Unknown(header) => first_look = first_look.or(Some(header)),
        }
    }
    Err(unknown(&first_look.unwrap_or_default(), options))
}

/// Reads rows that were taken out of another kind of file.
pub fn read_rows(
    rows: Rows,
    encoding: &'static str,
    options: &ReadOptions,
    issue: Option<RowIssue>,
) -> Result<FileContent, Refusal> {
    match open(rows, options)? {
        Opened::Table(table) => read_one(*table, encoding, options, issue),
        Opened::Unknown(header) => Err(unknown(&header, options)),
    }
}

/// Reads the sheets of a workbook that a profile recognizes.
pub fn read_workbook(
    bytes: Vec<u8>,
    encoding: &'static str,
    options: &ReadOptions,
) -> Result<FileContent, Refusal> {
    let mut tables: Vec<(String, Box<Table>, Fit)> = Vec::new();
    let mut others = Vec::new();
    let mut headers: Vec<String> = Vec::new();
    for Sheet { name, hidden, rows } in workbook::read(bytes)? {
        if hidden {
            others.push(left_out(
                &name,
                "sheet-hidden",
                "The sheet is hidden in the workbook: it was not read.",
            ));
            continue;
        }
        match open(Rows::ready(rows), options)? {
            Opened::Table(table) => match kind(&table.header, &Preamble::read(&table.above), options)? {
                Kind::Municipalities(fit) => return fit.read(*table, encoding, options),
                Kind::Exported(fit) => return fit.read(*table, encoding, options),
                Kind::Places(fit) => tables.push((name, table, fit)),
            },
            Opened::Unknown(header) => {
                let detail = format!(
                    "No profile recognizes the sheet: it was not read. Its header: {}.",
                    list(&header)
                );
                others.push(left_out(&name, "sheet-unknown", &detail));
                headers.push(format!("{name} ({})", list(&header)));
            }
        }
    }
    // A profile that the editor names fits much; of several sheets it means those that are like it.
    if tables.iter().any(|(.., fit)| fit.is_typical) {
        tables.retain(|(name, table, fit)| {
            if !fit.is_typical {
                let detail = format!(
                    "The sheet is not like others of the profile: it was not read. Its header: {}.",
                    list(&table.header)
                );
                others.push(left_out(name, "sheet-unknown", &detail));
            }
            fit.is_typical
        });
    }
    let Some(profile) = tables.first().map(|(.., fit)| fit.profile) else {
        return Err(unknown(&headers, options));
    };
    if let Some((name, _, other)) = tables.iter().find(|(.., fit)| fit.profile.name != profile.name) {
        let message = format!(
            "The sheets are of different kinds, {} and {} (sheet {name}): name one with --profile and import the file once for each.",
            profile.name, other.profile.name
        );
        return Err(Refusal::new("several-profiles", message));
    }
    let mut harvest = Harvest::new(profile, options);
    let several = tables.len() > 1;
    for (name, table, fit) in tables {
        harvest.add(*table, &fit, several.then_some(name.as_str()))?;
    }
    for issue in others {
        harvest.note(issue);
    }
    harvest.finish(encoding)
}

fn open<'a>(rows: Rows<'a>, options: &ReadOptions) -> Result<Opened<'a>, Refusal> {
    Table::open(
        rows,
        &|header| match kind(header, &Preamble::default(), options) {
            Ok(_) => true,
            // A header all the same, of which the reader must be told.
            Err(refusal) => matches!(refusal.rule, "ambiguous-header" | "not-places"),
        },
    )
}

fn read_one(
    table: Table,
    encoding: &'static str,
    options: &ReadOptions,
    issue: Option<RowIssue>,
) -> Result<FileContent, Refusal> {
    match kind(&table.header, &Preamble::read(&table.above), options)? {
        Kind::Municipalities(fit) => fit.read(table, encoding, options),
        Kind::Exported(fit) => fit.read(table, encoding, options),
        Kind::Places(fit) => {
            let mut harvest = Harvest::new(fit.profile, options);
            harvest.add(table, &fit, None)?;
            if let Some(issue) = issue {
                harvest.note(issue);
            }
            harvest.finish(encoding)
        }
    }
}

fn kind(header: &[String], preamble: &Preamble, options: &ReadOptions) -> Result<Kind, Refusal> {
    let is_named = options.profile == Some(own::NAME);
    if (is_named || options.profile.is_none())
        && let Some(fit) = own::fit(header, is_named)
    {
        return Ok(Kind::Exported(fit));
    }
    if options.profile.is_none_or(|name| name == municipality_list::NAME)
        && let Some(fit) = municipality_list::fit(header)
    {
        return Ok(Kind::Municipalities(fit));
    }
    if let Some(name) = options.profile {
        return by_name(&TABLES, name, header).map(Kind::Places);
    }
    not_places::check(header)?;
    by_header(&TABLES, header, preamble.slug()).map(Kind::Places)
}

/// Why no row is a header: as the fullest row would be refused.
fn unknown(header: &[String], options: &ReadOptions) -> Refusal {
    match kind(header, &Preamble::default(), options) {
        Err(refusal) => refusal,
        Ok(_) => Refusal::new("unknown-header", "The header stands too far down."),
    }
}

fn left_out(sheet: &str, rule: &'static str, detail: &str) -> RowIssue {
    RowIssue {
        line: 0,
        column: sheet.to_owned(),
        value: String::new(),
        rule,
        action: RowAction::LeftOut,
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests;
