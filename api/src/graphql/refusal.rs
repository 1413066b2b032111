//! Why a request as a whole is not carried out: the code and the sentences, and what HTTP makes its status of.

use std::time::Duration;

use serde_json::{Value, json};

/// What is wrong, as far as the transport minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The request is not one: no JSON, no document, members of the wrong type.
    Malformed,
    /// It came in a form that is not read.
    MediaType,
    /// No form that is written is wanted.
    NotAcceptable,
    /// Its body did not come in time.
    TooSlow,
    TooLarge,
    AddressTooLong,
    /// The operation may not run by this method.
    Method,
    /// The document or its variables do not fit the language or the schema.
    Document,
    /// The document asks for too much.
    Limit,
    /// Nothing says which operation is meant, or it cannot run here.
    Operation,
    Unauthenticated,
    Forbidden,
    RateLimited,
    Overloaded,
    /// Our fault.
    Internal,
}

/// Why nothing was executed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) fault: Fault,
    /// As in `extensions.code`.
    pub(crate) code: &'static str,
    pub(crate) reasons: Vec<gate::Refusal>,
    /// When to try again.
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn new(fault: Fault, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal {
            fault,
            code,
            reasons: vec![gate::Refusal {
                message: message.into(),
                location: None,
            }],
            retry_after: None,
        }
    }

    pub(crate) fn malformed(message: impl Into<String>) -> Refusal {
        Refusal::new(Fault::Malformed, "BAD_USER_INPUT", message)
    }

    /// A mistake of ours; what it was is for the log.
    pub(crate) fn internal() -> Refusal {
        let message = "the server made a mistake; it has been logged";
        Refusal::new(Fault::Internal, "INTERNAL", message)
    }

    pub(crate) fn too_many(message: impl Into<String>) -> Refusal {
        Refusal::new(Fault::RateLimited, "RATE_LIMITED", message)
    }

    pub(crate) fn rate_limited(wait: Duration) -> Refusal {
        Refusal {
            retry_after: Some(wait),
            ..Refusal::new(
                Fault::RateLimited,
                "RATE_LIMITED",
                "too much was asked for in too short a time; see Retry-After",
            )
        }
    }

    /// The `errors` of the answer.
    pub(crate) fn errors(&self) -> Vec<Value> {
        let error = |reason: &gate::Refusal| {
            let extensions = json!({ "code": self.code });
            match reason.location {
                None => json!({ "message": reason.message, "extensions": extensions }),
                Some((line, column)) => json!({
                    "message": reason.message,
                    "locations": [{ "line": line, "column": column }],
                    "extensions": extensions,
                }),
            }
        };
        self.reasons.iter().map(error).collect()
    }
}

impl From<gate::Refused> for Refusal {
    fn from(refused: gate::Refused) -> Refusal {
        use gate::Code;
        let fault = match refused.code {
            Code::ParseFailed | Code::ValidationFailed | Code::BadUserInput => Fault::Document,
            Code::OperationResolutionFailure => Fault::Operation,
            Code::DocumentTooLarge
            | Code::TokenLimit
            | Code::NestingLimit
            | Code::DepthLimit
            | Code::AliasLimit
            | Code::DirectiveLimit
            | Code::RootFieldLimit
            | Code::SizeLimit
            | Code::CostLimit => Fault::Limit,
        };
        Refusal {
            fault,
            code: refused.code.as_str(),
            reasons: refused.reasons,
            retry_after: None,
        }
    }
}
