//! ibasho's own CSV: every listed place with all that is public of it, written and read by one list of columns.
//!
//! Exporting, importing into an empty register and exporting again gives the same bytes; importing an unchanged
//! export into its own register changes nothing. A blank cell says nothing, so nothing is erased by it. Exact points
//! and private contacts are not in the file, and an import leaves them alone. [`columns`] declares the columns,
//! [`write`] and [`read`] go through them, [`crate::plan`] compares rows with the register.

mod cells;
mod columns;
mod read;
pub(crate) mod record;
mod write;

pub use read::{ExportedRow, Fit, fit};
pub(crate) use write::Lookup;
pub use write::write;

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
