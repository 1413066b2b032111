//! Open vocabulary: what councils extend without a release.

use serde::{Deserialize, Serialize};

use crate::ids::TermId;
use crate::translation::Texts;

/// A vocabulary, for example `hazard` or `audience`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    pub code: String,
    pub name: String,
    pub translations: Texts,
}

/// One concept in a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub version: i32,
    pub scheme: String,
    pub code: String,
    /// The label in Japanese; other languages stand in `translations`.
    pub label: String,
    pub translations: Texts,
    pub synonyms: Vec<String>,
    pub parent: Option<TermId>,
    /// Position in the scheme.
    pub ordinal: i32,
}
