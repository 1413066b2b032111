//! From text to header and rows: comma-separated values as they are met, ragged and with blank lines.
//!
//! Knows no column's meaning. Cells are kept as they stand; a row shorter than the header has empty cells, a
//! longer one keeps its cells under a made-up name. Line numbers are those an editor shows. Next:
//! [`crate::profile`] tells what the columns mean.

use std::collections::HashSet;

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::refusal::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS, Refusal};

/// A table, read row by row.
#[derive(Debug)]
pub struct Table<'a> {
    reader: Reader<&'a [u8]>,
    lines: Lines<'a>,
    record: StringRecord,
    /// Column names: trimmed, none empty, no two equal.
    pub header: Vec<String>,
    /// Where the header stands.
    pub header_line: u64,
    /// Names that the file gives to several columns.
    pub repeated: Vec<String>,
    /// Data rows so far.
    pub rows: usize,
}

/// One data row.
#[derive(Debug, Clone, Copy)]
pub struct Record<'t> {
    pub line: u64,
    pub cells: &'t StringRecord,
    pub header: &'t [String],
}

impl<'a> Table<'a> {
    /// Reads the header.
    pub fn open(text: &'a str) -> Result<Table<'a>, Refusal> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut table = Table {
            reader,
            lines: Lines {
                bytes: text.as_bytes(),
                at: 0,
                line: 1,
            },
            record: StringRecord::new(),
            header: Vec::new(),
            header_line: 0,
            repeated: Vec::new(),
            rows: 0,
        };
        let Some(line) = table.advance()? else {
            return Err(Refusal::new(
                "empty-file",
                "The file holds nothing but commas and blank lines.",
            ));
        };
        table.header_line = line;
        let mut taken: HashSet<String> = HashSet::new();
        for (index, title) in table.record.iter().enumerate() {
            let title = title.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let title: String = title
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            let title = if title.is_empty() {
                format!("column {}", index + 1)
            } else {
                title
            };
            let mut name = title.clone();
            for number in 2.. {
                if taken.insert(name.clone()) {
                    break;
                }
                name = format!("{title} ({number})");
            }
            if name != title {
                table.repeated.push(title);
            }
            table.header.push(name);
        }
        Ok(table)
    }

    /// The next row that says anything.
    pub fn next(&mut self) -> Result<Option<Record<'_>>, Refusal> {
        let Some(line) = self.advance()? else {
            return Ok(None);
        };
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(Refusal::new(
                "too-many-rows",
                format!("The table has more than {MAX_ROWS} rows. Split it."),
            ));
        }
        Ok(Some(Record {
            line,
            cells: &self.record,
            header: &self.header,
        }))
    }

    /// Reads the next record that is not blank, and tells its line.
    fn advance(&mut self) -> Result<Option<u64>, Refusal> {
        loop {
            let start = self.reader.position().byte();
            let more = self.reader.read_record(&mut self.record).map_err(|error| {
                Refusal::new("not-a-table", format!("The table cannot be read: {error}."))
            })?;
            if !more {
                return Ok(None);
            }
            let line = self.lines.of_record(start);
            if self.record.len() > MAX_COLUMNS {
                return Err(Refusal::new(
                    "too-many-columns",
                    format!(
                        "Line {line} has {} cells; at most {MAX_COLUMNS} are read.",
                        self.record.len()
                    ),
                ));
            }
            if let Some(cell) = self.record.iter().position(|cell| cell.len() > MAX_CELL_BYTES) {
                return Err(Refusal::new(
                    "cell-too-large",
                    format!(
                        "Cell {} of the row at line {line} is larger than 64 KiB; perhaps a quotation mark is not closed.",
                        cell + 1
                    ),
                ));
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(line));
            }
        }
    }
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
        let mut name = format!("column {}", index + 1);
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
struct Lines<'a> {
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
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, String)> {
        let mut table = Table::open(text).unwrap();
        let mut rows = Vec::new();
        while let Some(record) = table.next().unwrap() {
            rows.push((record.line, record.raw()));
        }
        rows
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        for (end, text) in [("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")] {
            let file = format!("{text}ID,x{text}1,\"a{text}b\"{text}{text},, {text}2,c{text}3,d");
            let lines: Vec<u64> = rows(&file).into_iter().map(|row| row.0).collect();
            assert_eq!(lines, [3, 7, 8], "{end}");
            assert_eq!(Table::open(&file).unwrap().header_line, 2, "{end}");
        }
    }

    #[test]
    fn ragged_rows_lose_nothing() {
        assert_eq!(
            rows("a,b\n1\n1,2,3,,5\n"),
            [
                (2, r#"{"a":"1"}"#.to_owned()),
                (3, r#"{"a":"1","b":"2","column 3":"3","column 5":"5"}"#.to_owned())
            ]
        );
    }

    #[test]
    fn raw_rows_are_json() {
        let cell = "q\"uo\\te\ttab\nline\u{1}";
        let row = rows(&format!("a\n\"{}\"\n", cell.replace('"', "\"\"")))
            .remove(0)
            .1;
        let value: serde_json::Value = serde_json::from_str(&row).unwrap();
        assert_eq!(value["a"], cell);
    }

    #[test]
    fn names_of_columns_are_made_unique() {
        let table = Table::open(" a ,,a,a,\"a (2)\",\u{feff}b\n1\n").unwrap();
        assert_eq!(
            table.header,
            ["a", "column 2", "a (2)", "a (3)", "a (2) (2)", "b"]
        );
        assert_eq!(table.repeated, ["a", "a", "a (2)"]);
    }

    #[test]
    fn limits_are_named() {
        let rule = |text: &str| match Table::open(text) {
            Err(refusal) => refusal.rule,
            Ok(mut table) => loop {
                match table.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => break "",
                    Err(refusal) => break refusal.rule,
                }
            },
        };
        assert_eq!(rule(" , ,\n,,\n"), "empty-file");
        assert_eq!(rule(&format!("a\n{}\n", "x".repeat(MAX_CELL_BYTES))), "");
        assert_eq!(
            rule(&format!("a\n{}\n", "x".repeat(MAX_CELL_BYTES + 1))),
            "cell-too-large"
        );
        assert_eq!(rule(&format!("x{}\n", ",x".repeat(MAX_COLUMNS - 1))), "");
        assert_eq!(
            rule(&format!("x{}\n", ",x".repeat(MAX_COLUMNS))),
            "too-many-columns"
        );
        assert_eq!(
            rule(&format!("a\nx{}\n", ",x".repeat(MAX_COLUMNS))),
            "too-many-columns"
        );
        assert_eq!(rule(&"1\n".repeat(MAX_ROWS + 1)), "");
        assert_eq!(rule(&"1\n".repeat(MAX_ROWS + 2)), "too-many-rows");
    }
}
