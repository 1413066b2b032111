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
