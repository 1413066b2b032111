//! Documents by their text or by their registered id, judged once and kept in the form that runs.
//!
//! Nothing that the gate refused is kept, the memory is bounded, and no lock is held while a document is judged.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use gate::{Admitted, Code, Gate, Refused};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::refusal::{Fault, Refusal};
use crate::config;

/// Memory of a judged document, as a multiple of its text; measured on documents of 0.2 to 16 KB.
const TREES_PER_TEXT: u64 = 60;
/// How long a typical document is, which is what the cache has room for at first.
const TYPICAL_BYTES: u64 = 1_000;

/// A document that may run.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) admitted: Admitted,
    /// The same for the executor.
    pub(crate) executable: ExecutableDocument,
}

/// All documents that were seen, and those that are registered.
pub(crate) struct Documents {
    gate: Gate,
    seen: Cache<Arc<str>, Arc<Known>, Trees>,
    trusted: BTreeMap<String, Result<Arc<Known>, Refusal>>,
    only_trusted: bool,
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").finish_non_exhaustive()
    }
}

#[derive(Debug, Clone)]
struct Trees;

impl Weighter<Arc<str>, Arc<Known>> for Trees {
    fn weight(&self, text: &Arc<str>, _: &Arc<Known>) -> u64 {
        weight_of(text.len() as u64)
    }
}

fn weight_of(bytes: u64) -> u64 {
    2_000 + bytes * TREES_PER_TEXT
}

impl Documents {
    pub(crate) fn new(config: &config::Graphql, sdl: &str) -> anyhow::Result<Documents> {
        let gate = Gate::new(sdl, config.gate()).map_err(anyhow::Error::msg)?;
        let room = config.cache_megabytes * 1_000_000;
        let mut documents = Documents {
            gate,
            seen: Cache::with_weighter(
                usize::try_from(room / weight_of(TYPICAL_BYTES)).unwrap_or_default(),
                room,
                Trees,
            ),
            trusted: BTreeMap::new(),
            only_trusted: config.only_trusted_documents,
        };
        if !config.trusted_documents.is_empty() {
            let texts = read_manifest(Path::new(&config.trusted_documents))?;
            for (id, text) in texts {
                let judged = documents.judge(&text);
                if let Err(refusal) = &judged {
                    // The schema may have moved on; the other documents still run.
                    tracing::warn!(id, code = refusal.code, reasons = ?refusal.reasons, "a trusted document is refused");
                }
                documents.trusted.insert(id, judged);
            }
        }
        Ok(documents)
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// How many documents are kept.
    pub(crate) fn kept(&self) -> usize {
        self.seen.len()
    }

    /// A document that a client wrote.
    pub(crate) fn written(&self, text: &str) -> Result<Arc<Known>, Refusal> {
        if self.only_trusted {
            let message = "only registered documents are answered here; send a documentId";
            return Err(Refusal::new(Fault::Forbidden, "FORBIDDEN", message));
        }
        if let Some(known) = self.seen.get(text) {
            return Ok(known);
        }
        let known = self.judge(text)?;
        self.seen.insert(text.into(), known.clone());
        Ok(known)
    }

    /// A registered document.
    pub(crate) fn trusted(&self, id: &str) -> Result<Arc<Known>, Refusal> {
        match self.trusted.get(id) {
            Some(judged) => judged.clone(),
            None => Err(not_found()),
        }
    }

    fn judge(&self, text: &str) -> Result<Arc<Known>, Refusal> {
        let admitted = self.gate.admit(text)?;
        // Both read the same language, but for its newest corners.
        let executable =
            parse_query(text).map_err(|error| Refused::limit(Code::ParseFailed, error.to_string()))?;
        Ok(Arc::new(Known { admitted, executable }))
    }
}

/// No document is stored under this id; nothing that clients send ever is.
pub(crate) fn not_found() -> Refusal {
    let message = "PersistedQueryNotFound: no document is registered under this id; send its text";
    Refusal::new(Fault::Malformed, "PERSISTED_QUERY_NOT_FOUND", message)
}

/// Texts by id, or what Apollo's tools write.
#[derive(Deserialize)]
#[serde(untagged)]
enum Manifest {
    Apollo { operations: Vec<ApolloOperation> },
    Plain(BTreeMap<String, String>),
}

#[derive(Deserialize)]
struct ApolloOperation {
    id: String,
    body: String,
}

fn read_manifest(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let context = || format!("trusted documents: {}", path.display());
    let text = std::fs::read_to_string(path).with_context(context)?;
    let manifest: Manifest = serde_json::from_str(&text).with_context(context)?;
    let texts: Vec<(String, String)> = match manifest {
        Manifest::Plain(texts) => texts.into_iter().collect(),
        Manifest::Apollo { operations } => {
            let named = |operation: ApolloOperation| (operation.id, operation.body);
            operations.into_iter().map(named).collect()
        }
    };
    texts
        .into_iter()
        .map(|(id, text)| Ok((full_id(&id, &text).with_context(context)?, text)))
        .collect()
}

/// `sha256:<hex>` where the id is the hash of its text, with or without that word; an id of another kind stays.
fn full_id(id: &str, text: &str) -> anyhow::Result<String> {
    let hex = id.strip_prefix("sha256:").unwrap_or(id);
    let is_hash = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let found = Sha256::digest(text.as_bytes());
    let found: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
    match (
        id.starts_with("sha256:"),
        is_hash && hex.eq_ignore_ascii_case(&found),
    ) {
        (_, true) => Ok(format!("sha256:{found}")),
        (true, false) => bail!("{id} is not the hash of its document, sha256:{found} is"),
        (false, false) => Ok(id.to_owned()),
    }
}

#[cfg(test)]
mod tests;
