//! What the executor answered, made ready to be sent: every error has a code, and there are not too many of them.

use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

use super::refusal::{Fault, Refusal};

/// Errors that an answer lists; a page whose every item fails would only say it a hundred times.
const MOST_ERRORS: usize = 20;

/// The members of an answer.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) data: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ServerError>,
}

impl Outcome {
    /// A refusal when nothing was executed after all.
    pub(crate) fn of(response: Response) -> Result<Outcome, Refusal> {
        let Response { data, mut errors, .. } = response;
        errors.truncate(MOST_ERRORS);
        if data == Value::Null && !errors.is_empty() && errors.iter().all(|error| error.path.is_empty()) {
            // The executor found what the gate did not.
            return Err(Refusal {
                reasons: errors.iter().map(reason).collect(),
                ..Refusal::new(Fault::Document, "GRAPHQL_VALIDATION_FAILED", "")
            });
        }
        for error in &mut errors {
            let extensions = error.extensions.get_or_insert_default();
            if extensions.get("code").is_none() {
                // Our resolvers say theirs; what has none is an argument that could not be read.
                extensions.set("code", "BAD_USER_INPUT");
            }
        }
        Ok(Outcome { data, errors })
    }

    pub(crate) fn has_data(&self) -> bool {
        self.data != Value::Null
    }
}

fn reason(error: &ServerError) -> gate::Refusal {
    gate::Refusal {
        message: error.message.clone(),
        location: error.locations.first().map(|at| (at.line, at.column)),
    }
}
