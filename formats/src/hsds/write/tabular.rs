//! The tables of HSDS 3.0 as CSV in one archive, with the description of the package beside them.
//!
//! Every table of the standard is there, empty ones with their header alone, in the order of columns that the standard
//! declares. UTF-8 without a mark, as programs expect it here; no cell is a formula.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use serde_json::Value;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::super::tables::{TABLES, Table};
use super::package::package;
use super::parts::{Owner, parts};
use super::timing::Timing;
use super::{PART, Record, Selection, records};
use crate::own::defuse;
use crate::register::Register;

/// Tables and columns that came after 3.0.
const LATER_TABLES: [Table; 3] = [Table::Url, Table::Capacity, Table::Unit];
const LATER_COLUMNS: [(Table, &str); 2] = [
    (Table::Attribute, "label"),
    (Table::ServiceArea, "service_at_location_id"),
];

/// The tables of 3.0, each with its file and its columns.
pub fn tables() -> impl Iterator<Item = (Table, String, Vec<&'static str>)> {
    let declared = TABLES
        .iter()
        .filter(|declared| !LATER_TABLES.contains(&declared.table));
    declared.map(|declared| {
        let file = match declared.table {
            Table::ServiceAtLocation => "service_at_location",
            _ => declared.files.first().copied().unwrap_or_default(),
        };
        let later = |column: &&&str| !LATER_COLUMNS.contains(&(declared.table, **column));
        let columns = std::iter::once("id").chain(declared.fields.iter().filter(later).copied());
        (declared.table, format!("{file}.csv"), columns.collect())
    })
}

/// Bytes that the archive has ready.
#[derive(Debug, Clone, Default)]
struct Ready(Arc<Mutex<Vec<u8>>>);

impl Ready {
    fn take(&self) -> Vec<u8> {
        let mut ready = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::take(&mut *ready)
    }

    fn len(&self) -> usize {
        let ready = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        ready.len()
    }
}

impl Write for Ready {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut ready = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        ready.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whose turn it is within a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Package,
    Organizations(usize),
    Services(usize),
    Locations(usize),
    Done,
}

/// An archive on its way.
pub struct Archive {
    selection: Selection,
    organizations: Vec<domain::OrganizationId>,
    services: Vec<domain::ServiceId>,
    timing: Timing,
    now: DateTime<Utc>,
    ready: Ready,
    /// Gone once the end is written.
    zip: Option<ZipWriter<StreamWriter<Ready>>>,
    tables: Vec<(Table, String, Vec<&'static str>)>,
    table: usize,
    turn: Turn,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive")
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// Records that are written between two looks at what is ready.
const STRIDE: usize = 64;

impl Archive {
    pub fn new(selection: Selection, now: DateTime<Utc>) -> Archive {
        let ready = Ready::default();
        Archive {
            organizations: selection.organizations.iter().copied().collect(),
            services: selection.services.iter().map(|(_, id)| *id).collect(),
            selection,
            timing: Timing::new(now),
            now,
            zip: Some(ZipWriter::new_stream(ready.clone())),
            ready,
            tables: tables().collect(),
            table: 0,
            turn: Turn::Package,
        }
    }

    /// The next bytes; `None` after the last.
    pub fn next_part(&mut self, register: &impl Register) -> io::Result<Option<Vec<u8>>> {
        while self.zip.is_some() && self.ready.len() < PART {
            self.step(register)?;
        }
        let bytes = self.ready.take();
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    fn step(&mut self, register: &impl Register) -> io::Result<()> {
        match (self.turn, &mut self.zip) {
            (Turn::Package, Some(zip)) => {
                zip.start_file("datapackage.json", options())?;
                zip.write_all(package(&self.selection, self.now).to_string().as_bytes())?;
                return self.begin(register);
            }
            (Turn::Done, Some(_)) => {
                self.table += 1;
                if self.table < self.tables.len() {
                    return self.begin(register);
                }
                if let Some(zip) = self.zip.take() {
                    zip.finish()?;
                }
                return Ok(());
            }
            _ => {}
        }
        let Some((table, _, columns)) = self.tables.get(self.table) else {
            return Ok(());
        };
        let (table, mut rows) = (*table, Rows::new(columns));
        for _ in 0..STRIDE {
            self.turn = match self.turn {
                Turn::Organizations(n) => match self
                    .organizations
                    .get(n)
                    .and_then(|id| register.organization(*id))
                {
                    Some(one) => {
                        let owner = Owner::Organization(one);
                        rows.add((table == Table::Organization).then(|| records::organization(one)));
                        rows.add(parts(table, owner, &self.selection, register, &mut self.timing));
                        Turn::Organizations(n + 1)
                    }
                    None => Turn::Services(0),
                },
                Turn::Services(n) => match self.services.get(n).and_then(|id| register.service(*id)) {
                    Some(one) => {
                        let owner = Owner::Service(one);
                        rows.add((table == Table::Service).then(|| records::service(one, register)));
                        rows.add(parts(table, owner, &self.selection, register, &mut self.timing));
                        for here in one
                            .places
                            .iter()
                            .filter(|here| self.selection.listed.contains(&here.place))
                        {
                            let owner = Owner::ServiceAtLocation(here);
                            rows.add(parts(table, owner, &self.selection, register, &mut self.timing));
                        }
                        Turn::Services(n + 1)
                    }
                    None => Turn::Locations(0),
                },
                Turn::Locations(n) => match self.selection.places.get(n) {
                    Some(id) => {
                        if let Some(one) = register.place(*id) {
                            rows.add((table == Table::Location).then(|| records::location(one, register)));
                            let owner = Owner::Location(one);
                            rows.add(parts(table, owner, &self.selection, register, &mut self.timing));
                        }
                        Turn::Locations(n + 1)
                    }
                    None => Turn::Done,
                },
                Turn::Package | Turn::Done => break,
            };
        }
        let bytes = rows.into_bytes();
        if let Some(zip) = &mut self.zip {
            zip.write_all(&bytes)?;
        }
        Ok(())
    }

    /// The header of a table, and records that belong to nobody.
    fn begin(&mut self, register: &impl Register) -> io::Result<()> {
        let (Some(zip), Some((table, file, columns))) = (&mut self.zip, self.tables.get(self.table)) else {
            return Ok(());
        };
        zip.start_file(file.as_str(), options())?;
        let mut rows = Rows::new(columns);
        rows.header();
        match table {
            Table::Organization if self.selection.lacks_organization() => rows.add([records::unstated()]),
            Table::Taxonomy => rows.add(records::vocabulary(&self.selection, register).0),
            Table::TaxonomyTerm => rows.add(records::vocabulary(&self.selection, register).1),
            _ => {}
        }
        zip.write_all(&rows.into_bytes())?;
        self.turn = Turn::Organizations(0);
        Ok(())
    }
}

/// Rows of one table.
struct Rows<'a> {
    columns: &'a [&'static str],
    writer: csv::Writer<Vec<u8>>,
}

impl<'a> Rows<'a> {
    fn new(columns: &'a [&'static str]) -> Rows<'a> {
        Rows {
            columns,
            writer: csv::Writer::from_writer(Vec::new()),
        }
    }

    fn header(&mut self) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_record(self.columns);
    }

    fn add(&mut self, records: impl IntoIterator<Item = Record>) {
        for record in records {
            let cells = self.columns.iter().map(|column| cell(record.0.get(*column)));
            let _ = self.writer.write_record(cells);
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

fn cell(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => defuse(text.clone()),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}
