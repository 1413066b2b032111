//! From text, sheet or features to header and rows: tables as they are met, ragged, with blank lines and titles.
//!
//! Knows no column's meaning: who opens a table says what a header looks like. Cells are kept as they stand; a row
//! shorter than the header has empty cells, a longer one keeps its cells under a made-up name. Line numbers are
//! those an editor shows. Next: [`crate::fit`] tells which columns these are.

use std::collections::HashSet;

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::refusal::{MAX_COLUMNS, MAX_ROWS, Refusal, check_cell, too_many_columns};

/// Titles, notes and preambles above a header end within so many lines that are not blank.
const HEADER_WITHIN: usize = 20;

/// Where rows come from.
#[derive(Debug)]
pub enum Rows<'a> {
    Text(Box<Reader<&'a [u8]>>, Lines<'a>),
    /// Rows with their line numbers.
    Ready(std::vec::IntoIter<(u64, StringRecord)>),
}

/// A table, read row by row.
#[derive(Debug)]
pub struct Table<'a> {
    source: Rows<'a>,
    record: StringRecord,
    /// Column names: trimmed, none empty, no two equal.
    pub header: Vec<String>,
    /// Where the header stands.
    pub header_line: u64,
    /// Names that the file gives to several columns.
    pub repeated: Vec<String>,
    /// The rows above the header.
    pub above: Vec<StringRecord>,
    /// Data rows so far.
    pub rows: usize,
    /// Rows that begin with `#` are no data, as the header itself does.
    has_comments: bool,
}

/// What opening found.
#[derive(Debug)]
pub enum Opened<'a> {
    Table(Box<Table<'a>>),
    /// No row is a header; the fullest of the first rows, for the message.
    Unknown(Vec<String>),
}

/// One data row.
#[derive(Debug, Clone, Copy)]
pub struct Record<'t> {
    pub line: u64,
    pub cells: &'t StringRecord,
    pub header: &'t [String],
}

impl<'a> Rows<'a> {
    /// Values separated by `delimiter`.
    pub fn text(text: &'a str, delimiter: u8) -> Rows<'a> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let lines = Lines {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        };
        Rows::Text(Box::new(reader), lines)
    }

    pub fn ready(rows: Vec<(u64, StringRecord)>) -> Rows<'a> {
        Rows::Ready(rows.into_iter())
    }

    /// Reads the next record that is not blank into `record`, and tells its line.
    fn advance(&mut self, record: &mut StringRecord) -> Result<Option<u64>, Refusal> {
        loop {
            let line = match self {
                Rows::Text(reader, lines) => {
                    let start = reader.position().byte();
                    let more = reader.read_record(record).map_err(|error| {
                        Refusal::new("not-a-table", format!("The table cannot be read: {error}."))
                    })?;
                    if !more {
                        return Ok(None);
                    }
                    lines.of_record(start)
                }
                Rows::Ready(rows) => {
                    let Some((line, row)) = rows.next() else {
                        return Ok(None);
                    };
                    *record = row;
                    line
                }
            };
            if record.len() > MAX_COLUMNS {
                return Err(too_many_columns(line, record.len()));
            }
            for (column, cell) in record.iter().enumerate() {
                check_cell(line, column, cell)?;
            }
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(line));
            }
        }
    }
}

impl<'a> Table<'a> {
    /// Reads up to the first row that is a header.
    pub fn open(mut source: Rows<'a>, is_header: &dyn Fn(&[String]) -> bool) -> Result<Opened<'a>, Refusal> {
        let mut record = StringRecord::new();
        let mut above: Vec<StringRecord> = Vec::new();
        while above.len() < HEADER_WITHIN {
            let Some(line) = source.advance(&mut record)? else {
                break;
            };
            let (header, repeated) = header(&record);
            if is_header(&header) {
                let has_comments = header.first().is_some_and(|first| first.starts_with('#'));
                return Ok(Opened::Table(Box::new(Table {
                    source,
                    record,
                    header,
                    header_line: line,
                    repeated,
                    above,
                    rows: 0,
                    has_comments,
                })));
            }
            above.push(std::mem::take(&mut record));
        }
        let filled = |row: &&StringRecord| row.iter().filter(|cell| !cell.trim().is_empty()).count();
        // Of equally full ones the first.
        match above.iter().rev().max_by_key(filled) {
            Some(fullest) => Ok(Opened::Unknown(header(fullest).0)),
            None => Err(Refusal::new(
                "empty-file",
                "The file holds nothing but commas and blank lines.",
            )),
        }
    }

    /// The next row that says anything.
    pub fn next(&mut self) -> Result<Option<Record<'_>>, Refusal> {
        let line = loop {
            let Some(line) = self.source.advance(&mut self.record)? else {
                return Ok(None);
            };
            let is_comment =
                self.has_comments && self.record.get(0).is_some_and(|first| first.starts_with('#'));
            if !is_comment {
                break line;
            }
        };
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(Refusal::new(
                "too-many-rows",
                format!("The table has more than {MAX_ROWS} rows (line {line}). Split it."),
            ));
        }
        Ok(Some(Record {
            line,
            cells: &self.record,
            header: &self.header,
        }))
    }
}

/// The names of the columns, made unique, and those that were not.
fn header(record: &StringRecord) -> (Vec<String>, Vec<String>) {
    let mut taken: HashSet<String> = HashSet::new();
    let (mut header, mut repeated) = (Vec::new(), Vec::new());
    for (index, title) in record.iter().enumerate() {
        let title = title.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let title: String = title
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let title = if title.is_empty() { unnamed(index) } else { title };
        let mut name = title.clone();
        for number in 2.. {
            if taken.insert(name.clone()) {
                break;
            }
            name = format!("{title} ({number})");
        }
        if name != title {
            repeated.push(title);
        }
        header.push(name);
    }
    (header, repeated)
}

/// What a column without a name is called.
pub fn unnamed(index: usize) -> String {
    format!("column {}", index + 1)
}

impl<'t> Record<'t> {
    /// The row as a JSON object of its cells that hold anything, in the file's order.
    pub fn raw(&self) -> String {
        let mut raw = String::with_capacity(self.cells.as_slice().len() * 2);
        for (index, cell) in self
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.trim().is_empty())
        {
            raw.push(if raw.is_empty() { '{' } else { ',' });
            match self.header.get(index) {
                Some(name) => push_json(&mut raw, name),
                None => push_json(&mut raw, &self.beyond(index)),
            }
            raw.push(':');
            push_json(&mut raw, cell);
        }
        if raw.is_empty() {
            raw.push('{');
        }
        raw.push('}');
        raw
    }

    /// A name for a cell beyond the header, which the header must not hold.
    fn beyond(&self, index: usize) -> String {
        let mut name = unnamed(index);
        while self.header.contains(&name) {
            name.push('+');
        }
        name
    }
}

fn push_json(raw: &mut String, text: &str) {
    raw.push('"');
    // Whole runs at a time: most cells have nothing to escape.
    let mut rest = text;
    while let Some((before, after)) = rest
        .find(|c: char| c < ' ' || c == '"' || c == '\\')
        .and_then(|at| rest.split_at_checked(at))
    {
        raw.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('\n') => raw.push_str("\\n"),
            Some('\r') => raw.push_str("\\r"),
            Some('\t') => raw.push_str("\\t"),
            Some(c @ ('"' | '\\')) => raw.extend(['\\', c]),
            // JSON wants the other control characters as numbers.
            Some(c) => raw.push_str(&format!("\\u{:04x}", u32::from(c))),
            None => {}
        }
        rest = chars.as_str();
    }
    raw.push_str(rest);
    raw.push('"');
}

/// Counts lines by the bytes passed: the reader's own count is that of the previous record's end, which is
/// wrong after blank lines and after CRLF.
#[derive(Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of_record(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.at += 1;
            // CR ends a line of its own only where no LF follows.
            if *byte == b'\n' || *byte == b'\r' && self.bytes.get(self.at) != Some(&b'\n') {
                self.line += 1;
            }
        }
        self.line
    }
}

#[cfg(test)]
mod tests;
