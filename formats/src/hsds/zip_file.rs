//! An archive of HSDS tables: each CSV by the name of its table, and JSON documents beside them.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use csv::ReaderBuilder;
use domain::import::{RowAction, RowIssue};
use serde_json::{Map, Value};
use zip::ZipArchive;

use super::graph::Graph;
use super::json;
use super::tables::Table;
use crate::decode::decode_text;
use crate::own::arm;
use crate::places::about_columns;
use crate::refusal::{MAX_COLUMNS, MAX_RATIO, MAX_ROWS, Refusal, allowed_size, check_cell, too_many_columns};

/// Parts of an archive; the standard has two dozen tables.
const MAX_PARTS: usize = 1_000;

/// Whether this is an archive with at least one table of the standard, or a JSON document; no workbook.
pub fn is_archive(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return false;
    }
    let names: Vec<Cow<str>> = archive.file_names().flatten().collect();
    names
        .iter()
        .any(|name| table(name).is_some_and(Table::is_main) || name.ends_with(".json"))
}

fn table(name: &str) -> Option<Table> {
    json::by_file(name).filter(|_| !name.to_lowercase().ends_with(".json"))
}

/// Adds all tables and documents.
pub fn add(graph: &mut Graph, bytes: &[u8], issues: &mut Vec<RowIssue>) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        let message = format!("The archive has more than {MAX_PARTS} parts.");
        return Err(Refusal::new("zip-archive", message));
    }
    let mut left = allowed_size(bytes.len()) as u64;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(damaged)?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        if file.is_dir() || name.starts_with("__MACOSX/") {
            continue;
        }
        let mut part = Vec::new();
        let size = file.take(left + 1).read_to_end(&mut part).map_err(damaged)? as u64;
        left = left.checked_sub(size).ok_or_else(|| {
            Refusal::new(
                "compression-ratio",
                format!(
                    "The archive unpacks to more than {MAX_RATIO} times its size: this is no ordinary table."
                ),
            )
        })?;
        parts.push((name, part));
    }
    // The order in the archive means nothing.
    parts.sort();
    for (name, part) in parts {
        let text = match decode_text(part) {
            Ok(text) => text,
            // An example of the standard has an empty table.
            Err(_) if table(&name).is_none() => {
                issues.push(left_out(&name, "No text: it was not read."));
                continue;
            }
            Err(refusal) => {
                return Err(Refusal::new(refusal.rule, format!("{name}: {}", refusal.message)));
            }
        };
        if text.trim().is_empty() {
            continue;
        }
        if text.trim_start().starts_with(['{', '[']) {
            let document = serde_json::from_str::<Value>(&text);
            match document.map(|document| json::add(graph, document, issues)) {
                Ok(Ok(_)) => {}
                Ok(Err(refusal)) => issues.push(left_out(&name, &refusal.message)),
                Err(error) => issues.push(left_out(&name, &format!("The JSON is broken: {error}."))),
            }
            continue;
        }
        match table(&name) {
            Some(table) => add_table(graph, table, &name, &text, issues)?,
            None => issues.push(left_out(
                &name,
                "No table of HSDS has this name: it was not read.",
            )),
        }
    }
    Ok(())
}

fn add_table(
    graph: &mut Graph,
    table: Table,
    name: &str,
    text: &str,
    issues: &mut Vec<RowIssue>,
) -> Result<(), Refusal> {
    let broken = |error: csv::Error| Refusal::new("not-a-table", format!("{name} cannot be read: {error}."));
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map_err(broken)?
        .iter()
        .map(|title| title.trim().to_owned())
        .collect();
    let known = table
        .declared()
        .map(|declared| declared.fields)
        .unwrap_or_default();
    for title in header
        .iter()
        .filter(|title| *title != "id" && !known.contains(&title.as_str()))
    {
        let detail =
            "The standard does not know this column: its cells are kept with the source and not shown.";
        let column = format!("{}.{title}", table.name());
        issues.push(about_columns(1, &column, "column-unknown", detail));
    }
    for (number, record) in (1..).zip(reader.records()) {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() > MAX_COLUMNS {
            return Err(too_many_columns(line, record.len()));
        }
        if number > MAX_ROWS {
            let message = format!("{name} has more than {MAX_ROWS} rows.");
            return Err(Refusal::new("too-many-rows", message));
        }
        let mut fields = Map::new();
        for (column, cell) in record.iter().enumerate() {
            check_cell(line, column, cell)?;
            let title = header.get(column).cloned();
            let title = title.unwrap_or_else(|| crate::table::unnamed(column));
            if !cell.trim().is_empty() {
                fields.insert(title, Value::from(arm(cell)));
            }
        }
        if !fields.is_empty() {
            graph.add(table, fields, line, None);
        }
    }
    Ok(())
}

fn left_out(name: &str, detail: &str) -> RowIssue {
    RowIssue {
        action: RowAction::LeftOut,
        ..about_columns(0, name, "part-not-read", detail)
    }
}

fn damaged(error: impl std::fmt::Display) -> Refusal {
    let message = format!("The archive is damaged ({error}). Download it again.");
    Refusal::new("zip-archive", message)
}
