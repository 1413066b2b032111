//! Sizes that trade one cost for another. No answer depends on them, which is why tests turn them small.

/// When segments are made and what is indexed in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// The newest segment is made anew with each change while it has at most so many rows.
    pub fresh: u32,
    /// Segments of so many rows have their words indexed; in smaller ones each row is read.
    pub worded: u32,
    /// So many places may change at once before loading the register anew is the better way; in large registers
    /// one place in eight.
    pub pending: usize,
}

impl Default for Tuning {
    fn default() -> Tuning {
        Tuning {
            fresh: 256,
            worded: 1_024,
            pending: 4_000,
        }
    }
}
