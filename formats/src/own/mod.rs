//! ibasho's own CSV: every listed place with all that is public of it, written and read by one list of columns.
//!
//! Exporting, importing into an empty register and exporting again gives the same bytes; importing an unchanged
//! export into its own register changes nothing. A blank cell says nothing, so nothing is erased by it. Exact points
//! and private contacts are not in the file, and an import leaves them alone. [`columns`] declares the columns,
//! [`write`] and [`read`] go through them, [`crate::plan`] compares rows with the register. [`standard`] has the same
//! columns under the titles of the municipal standard.

mod cells;
mod columns;
mod read;
pub(crate) mod record;
mod standard;
mod write;

pub use cells::{arm, defuse};
pub use read::{ExportedRow, Fit, fit};
pub use write::{Lookup, write};

use domain::Place;

use crate::register::Register;

/// The beginning of a file for spreadsheets: the mark of UTF-8 and the header under the standard's titles.
pub fn write_standard_header(out: &mut Vec<u8>) {
    out.extend_from_slice(write::BOM);
    write_cells(out, standard::header());
}

/// The row of a place beneath [`write_standard_header`].
pub fn write_standard_row(out: &mut Vec<u8>, register: &impl Register, place: &Place) {
    write_cells(out, standard::cells(&write::row(register, place)));
}

fn write_cells<T: AsRef<[u8]>>(out: &mut Vec<u8>, cells: impl Iterator<Item = T>) {
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(2 * 1024)
        .from_writer(out);
    // Writing to memory cannot fail, and a row is no longer than itself.
    let _ = table.write_record(cells);
    let _ = table.flush();
}

/// What `--profile` takes.
pub const NAME: &str = "ibasho";

/// The data set of rows that somebody added without saying another.
pub const DATASET: &str = "ibasho";

/// The columns in the order of the file.
pub fn column_names() -> impl Iterator<Item = &'static str> {
    columns::COLUMNS.iter().map(|column| column.name)
}

#[cfg(test)]
pub(crate) mod tests;
