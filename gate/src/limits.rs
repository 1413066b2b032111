//! How much one document may ask for.

/// Limits on a document; the defaults let the standard introspection query and the documents of Relay and of code
/// generators pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text.
    pub document_bytes: usize,
    /// Tokens of its text.
    pub tokens: usize,
    /// Levels of selection sets and of nested values in the text, and of selection sets after expansion, fragments
    /// counted as levels.
    pub nesting: usize,
    /// Aliases in the text.
    pub aliases: usize,
    /// Directives in the text.
    pub directives: usize,
    /// Fields in the text that their own selection set has already.
    pub repetitions: usize,
    /// Selections of the chosen operation, each fragment expanded wherever it is spread.
    pub size: u64,
    /// Fields at the root of the chosen operation.
    pub root_fields: u64,
    /// Levels of selection sets of the chosen operation; fragments add none.
    pub depth: u64,
    /// The same below `__schema` and `__type`.
    pub introspection_depth: u64,
    /// Objects that the chosen operation may return.
    pub cost: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            document_bytes: 16 * 1024,
            tokens: 4_000,
            nesting: 64,
            aliases: 30,
            directives: 50,
            repetitions: 100,
            size: 5_000,
            root_fields: 10,
            depth: 12,
            introspection_depth: 15,
            cost: 5_000,
        }
    }
}
