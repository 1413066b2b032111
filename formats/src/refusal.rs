//! Why a whole file is not read: a sentence for the editor, and the name of the rule.
//!
//! Problems of one row are no refusals but [`domain::import::RowIssue`]s. The limits that guard the server
//! against files made to exhaust it stand here too, each next to what it says.

/// Bytes of a file after decompression.
pub const MAX_BYTES: usize = 1 << 30;
/// How much larger than its archive a file may be, once it exceeds [`RATIO_FREE_BYTES`].
pub const MAX_RATIO: usize = 200;
/// Up to this size any compression ratio is harmless.
pub const RATIO_FREE_BYTES: usize = 10 << 20;
/// How large a packed file of this size may be when unpacked.
pub fn allowed_size(packed: usize) -> usize {
    packed
        .saturating_mul(MAX_RATIO)
        .clamp(RATIO_FREE_BYTES, MAX_BYTES)
}

/// Bytes of one cell.
pub const MAX_CELL_BYTES: usize = 64 << 10;
/// Columns of a table, counting the cells of its longest row.
pub const MAX_COLUMNS: usize = 200;
/// Rows of a table, or features of a collection.
pub const MAX_ROWS: usize = 1_000_000;
/// Positions of one polygon: checking it takes time with their square, some minutes at this size.
pub const MAX_POSITIONS: usize = 250_000;

/// A file that is not read at all; nothing of it may be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (rule {rule})")]
pub struct Refusal {
    /// For example `truncated-gzip`.
    pub rule: &'static str,
    /// What is wrong, and what the editor can do.
    pub message: String,
}

impl Refusal {
    pub(crate) fn new(rule: &'static str, message: impl Into<String>) -> Refusal {
        Refusal {
            rule,
            message: message.into(),
        }
    }
}

/// Refuses a cell that is too long; `column` counts from 0.
pub fn check_cell(line: u64, column: usize, cell: &str) -> Result<(), Refusal> {
    if cell.len() <= MAX_CELL_BYTES {
        return Ok(());
    }
    Err(Refusal::new(
        "cell-too-large",
        format!(
            "Cell {} of the row at line {line} is larger than 64 KiB; perhaps a quotation mark is not closed.",
            column + 1
        ),
    ))
}

/// Refuses a row that is too wide.
pub fn too_many_columns(line: u64, cells: usize) -> Refusal {
    Refusal::new(
        "too-many-columns",
        format!("Line {line} has {cells} cells; at most {MAX_COLUMNS} are read."),
    )
}
