//! Errors as clients see them: a code, a sentence, and the argument that broke a rule.

use async_graphql::{Error, ErrorExtensions};
use domain::{Actor, Role, Violation};
use store::StoreError;

/// What a nullable field that may fail answers: the value, or null with an error beside it.
pub type Nullable<T> = Option<async_graphql::Result<T>>;

/// An argument broke a rule; `extensions.argument` says which.
pub fn bad_user_input(violations: &[Violation]) -> Error {
    let message: Vec<String> = violations.iter().map(message_of).collect();
    let argument = violations
        .first()
        .map(|violation| violation.path.join("."))
        .unwrap_or_default();
    Error::new(message.join("; ")).extend_with(|_, extensions| {
        extensions.set("code", "BAD_USER_INPUT");
        extensions.set("argument", argument);
    })
}

fn message_of(violation: &Violation) -> String {
    let path = violation.path.join(".");
    if path.is_empty() {
        violation.message.clone()
    } else {
        format!("{path}: {}", violation.message)
    }
}

impl From<Rejected> for Error {
    fn from(rejected: Rejected) -> Error {
        bad_user_input(&rejected.0)
    }
}

/// Who asks may not do this; without a key the answer is to bring one.
pub fn forbidden(actor: &Actor) -> Error {
    let (code, message) = match actor.role {
        Role::Anonymous => ("UNAUTHENTICATED", "this needs a key: Authorization: Bearer ..."),
        Role::Operator => ("FORBIDDEN", "your key does not allow this"),
    };
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// The store failed; what it said is for the log only.
pub fn failed(error: &StoreError) -> Error {
    tracing::error!(%error, "a write failed");
    Error::new("the register cannot be written just now; nothing was lost, please try again")
        .extend_with(|_, extensions| extensions.set("code", "INTERNAL"))
}

/// The log, which is not kept in memory, cannot be read; what the store said is for the log of the server only.
pub fn unreadable(error: &StoreError) -> Error {
    tracing::error!(%error, "the change log cannot be read");
    Error::new("changes cannot be read just now; please try again")
        .extend_with(|_, extensions| extensions.set("code", "INTERNAL"))
}

/// The document asks for more of the log than one request may read.
pub fn too_costly() -> Error {
    Error::new("this asks for too many pages of changes at once; ask for them in several requests")
        .extend_with(|_, extensions| extensions.set("code", "COST_LIMIT"))
}

/// Arguments that were refused, all of them.
#[derive(Debug, Clone)]
pub struct Rejected(pub Vec<Violation>);

impl From<Violation> for Rejected {
    fn from(violation: Violation) -> Rejected {
        Rejected(vec![violation])
    }
}
