//! What a person can mend: which field, which rule, in words an editor understands.

use crate::closed_set;

closed_set! {
    /// The kind of rule that was broken; the same codes as GraphQL's `UserErrorCode`.
    ViolationCode {
        Invalid = "INVALID",
        Required = "REQUIRED",
        TooLong = "TOO_LONG",
        OutOfRange = "OUT_OF_RANGE",
        NotFound = "NOT_FOUND",
        Conflict = "CONFLICT",
        Duplicate = "DUPLICATE",
        Forbidden = "FORBIDDEN",
    }
}

/// One broken rule. All of them are found at once, never only the first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", path.join("."))]
pub struct Violation {
    /// The way to the field, for example `["near", "radiusMeters"]`.
    pub path: Vec<String>,
    pub code: ViolationCode,
    /// A sentence that names the rule and its limits.
    pub message: String,
}

impl Violation {
    pub fn new(path: &[&str], code: ViolationCode, message: impl Into<String>) -> Violation {
        Violation {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            code,
            message: message.into(),
        }
    }

    pub fn out_of_range(path: &[&str], message: impl Into<String>) -> Violation {
        Violation::new(path, ViolationCode::OutOfRange, message)
    }

    pub fn invalid(path: &[&str], message: impl Into<String>) -> Violation {
        Violation::new(path, ViolationCode::Invalid, message)
    }

    /// The same violation seen from further outside.
    pub fn within(mut self, outer: &str) -> Violation {
        self.path.insert(0, outer.to_owned());
        self
    }
}
