//! From the bytes of an .xlsx workbook to the rows of its visible sheets, cells as text.
//!
//! Knows no column's meaning. The archive is measured before it is read, cells are read one by one and never
//! spread over the rectangle that a sheet claims to fill. Formulas count by the value that was saved with them.
//! Next: [`crate::table`], for which a sheet is a table like any other.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use csv::StringRecord;
use zip::ZipArchive;

use crate::refusal::{MAX_COLUMNS, MAX_RATIO, MAX_ROWS, Refusal, allowed_size, check_cell, too_many_columns};

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    /// Hidden ones are named, never read: their publisher does not show them.
    pub hidden: bool,
    /// Row number as the spreadsheet shows it, and cells from column A on.
    pub rows: Vec<(u64, StringRecord)>,
}

/// The sheets that hold cells, in the order of the workbook.
pub fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Refusal> {
    measure(&bytes)?;
    // The library promises no panic, but nobody has tried all bytes on it.
    match catch_unwind(AssertUnwindSafe(|| sheets(bytes))) {
        Ok(read) => read,
        Err(_) => Err(damaged("its parts contradict each other")),
    }
}

/// Unpacks every part once and counts: what the archive says of its sizes may be a lie.
fn measure(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        let names: Vec<String> = archive
            .file_names()
            .flatten()
            .take(10)
            .map(Cow::into_owned)
            .collect();
        let message = format!(
            "This is a zip archive, but no .xlsx workbook; it holds: {}. Unpack it and import the files within; save other spreadsheets as .xlsx or \"CSV UTF-8\".",
            names.join(", ")
        );
        return Err(Refusal::new("zip-archive", message));
    }
    let allowed = allowed_size(bytes.len());
    let mut left = allowed as u64;
    for index in 0..archive.len() {
        let mut part = Vec::new();
        let file = archive.by_index(index).map_err(damaged)?;
        let size = file.take(left + 1).read_to_end(&mut part).map_err(damaged)? as u64;
        left = left.checked_sub(size).ok_or_else(|| {
            Refusal::new(
                "compression-ratio",
                format!(
                    "The workbook unpacks to more than {MAX_RATIO} times its size: this is no ordinary table."
                ),
            )
        })?;
        if promises_too_much(&part) {
            return Err(damaged("it promises more texts than it holds"));
        }
    }
    Ok(())
}

/// The library makes room for as many texts as a part announces, before it reads the first.
fn promises_too_much(part: &[u8]) -> bool {
    let announced = String::from_utf8_lossy(part.get(..100_000).unwrap_or(part))
        .split("uniqueCount")
        .skip(1)
        .filter_map(|rest| {
            let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
            digits
                .split(|c: char| !c.is_ascii_digit())
                .next()?
                .parse::<u64>()
                .ok()
        })
        .max();
    announced.unwrap_or(0) > part.len() as u64
}

fn sheets(bytes: Vec<u8>) -> Result<Vec<Sheet>, Refusal> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => {
            Refusal::new("spreadsheet", "The workbook has a password: save it without one.")
        }
        error => damaged(error),
    })?;
    let is_1904 = workbook.has_1904_epoch();
    let known = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for sheet in known
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let hidden = sheet.visible != SheetVisible::Visible;
        let rows = if hidden {
            Vec::new()
        } else {
            rows(&mut workbook, &sheet.name, is_1904)?
        };
        if hidden || !rows.is_empty() {
            sheets.push(Sheet {
                name: sheet.name,
                hidden,
                rows,
            });
        }
    }
    Ok(sheets)
}

fn rows(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    is_1904: bool,
) -> Result<Vec<(u64, StringRecord)>, Refusal> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value(), is_1904);
        if text.is_empty() {
            continue;
        }
        let (line, column) = (u64::from(row) + 1, column as usize);
        if column >= MAX_COLUMNS {
            return Err(too_many_columns(line, column + 1));
        }
        check_cell(line, column, &text)?;
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(place) = cells.get_mut(column) {
            *place = text;
        }
        // The header and what stands above it come on top; the table itself counts exactly.
        if rows.len() > MAX_ROWS + 100 {
            let message = format!("The sheet {sheet} has more than {MAX_ROWS} rows. Split it.");
            return Err(Refusal::new("too-many-rows", message));
        }
    }
    Ok(rows
        .into_iter()
        .map(|(row, cells)| (u64::from(row) + 1, StringRecord::from(cells)))
        .collect())
}

fn text(value: &DataRef, is_1904: bool) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // The shortest form that is the same number; without a fraction there is no point.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => returns(text),
        DataRef::SharedString(text) => returns(text),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => moment_text(*moment, is_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Workbooks write a carriage return so.
fn returns(text: &str) -> String {
    text.replace("_x000D_", "\r")
}

/// A day, a time of day or both: a serial number counts days, its fraction is the time.
fn moment_text(moment: ExcelDateTime, is_1904: bool) -> String {
    let serial = moment.as_f64();
    let (mut days, mut seconds) = (serial.floor(), (serial.fract() * 86_400.0).round());
    if seconds >= 86_400.0 {
        (days, seconds) = (days + 1.0, 0.0);
    }
    if !(0.0..=2_958_465.0).contains(&days) {
        return serial.to_string();
    }
    let (hours, minutes, seconds) = (
        (seconds / 3600.0).floor(),
        (seconds / 60.0).floor() % 60.0,
        seconds % 60.0,
    );
    let clock = |hours: f64| match seconds {
        0.0 => format!("{hours:02}:{minutes:02}"),
        seconds => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    };
    if moment.is_duration() || days == 0.0 {
        return clock(days * 24.0 + hours);
    }
    let day = ExcelDateTime::new(days, ExcelDateTimeType::DateTime, is_1904);
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if hours == 0.0 && minutes == 0.0 && seconds == 0.0 {
        date
    } else {
        format!("{date} {}", clock(hours))
    }
}

fn damaged(reason: impl std::fmt::Display) -> Refusal {
    Refusal::new(
        "spreadsheet-damaged",
        format!(
            "The workbook cannot be read ({reason}). Open it, save it again as .xlsx or as \"CSV UTF-8\"."
        ),
    )
}

#[cfg(test)]
mod tests;
