//! Why a document does not pass, in words for whoever wrote it.

use apollo_compiler::validation::DiagnosticList;

/// Refusals that one answer names; a hostile document must not be answered with more than it sent.
const MOST: usize = 20;
/// Characters of a message, for the same reason: the compiler quotes names and values.
const LONGEST: usize = 200;

/// What the compiler says when fragments lead on to each other for too long.
const TOO_DEEP: [&str; 2] = ["contains too much nesting", "too much recursion"];

/// As in `extensions.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    ParseFailed,
    ValidationFailed,
    BadUserInput,
    DocumentTooLarge,
    TokenLimit,
    NestingLimit,
    DepthLimit,
    AliasLimit,
    DirectiveLimit,
    RootFieldLimit,
    SizeLimit,
    CostLimit,
    OperationResolutionFailure,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Code::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Code::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Code::BadUserInput => "BAD_USER_INPUT",
            Code::DocumentTooLarge => "DOCUMENT_TOO_LARGE",
            Code::TokenLimit => "TOKEN_LIMIT",
            Code::NestingLimit => "NESTING_LIMIT",
            Code::DepthLimit => "DEPTH_LIMIT",
            Code::AliasLimit => "ALIAS_LIMIT",
            Code::DirectiveLimit => "DIRECTIVE_LIMIT",
            Code::RootFieldLimit => "ROOT_FIELD_LIMIT",
            Code::SizeLimit => "SIZE_LIMIT",
            Code::CostLimit => "COST_LIMIT",
            Code::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
        }
    }
}

/// One reason, at most 200 characters long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    /// Line and column, from 1.
    pub location: Option<(usize, usize)>,
}

/// At least one and at most 20 reasons, under one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub code: Code,
    pub reasons: Vec<Refusal>,
}

impl Refused {
    /// A limit was passed, or the request as a whole is wrong.
    pub fn limit(code: Code, message: impl Into<String>) -> Refused {
        let reasons = vec![Refusal {
            message: shortened(message.into()),
            location: None,
        }];
        Refused { code, reasons }
    }

    /// The text is not GraphQL. The parser goes on after its first error, but only that one is worth reading.
    pub(crate) fn unreadable(errors: &DiagnosticList) -> Refused {
        Refused::listed(Code::ParseFailed, errors, 1)
    }

    /// The document does not fit the schema.
    pub(crate) fn invalid(errors: &DiagnosticList) -> Refused {
        // The compiler has a limit of its own on chains of fragments, and tells it as one error among others.
        let is_too_deep = |message: String| TOO_DEEP.iter().any(|words| message.contains(words));
        if errors.iter().any(|error| is_too_deep(error.error.to_string())) {
            return Refused::listed(Code::NestingLimit, errors, 1);
        }
        Refused::listed(Code::ValidationFailed, errors, MOST)
    }

    fn listed(code: Code, errors: &DiagnosticList, most: usize) -> Refused {
        let mut reasons: Vec<Refusal> = errors
            .iter()
            .take(most)
            .map(|error| Refusal {
                message: shortened(error.error.to_string()),
                location: error
                    .line_column_range()
                    .map(|range| (range.start.line, range.start.column)),
            })
            .collect();
        if reasons.is_empty() {
            reasons.push(Refusal {
                message: "the document cannot be read".to_owned(),
                location: None,
            });
        }
        Refused { code, reasons }
    }
}

fn shortened(message: String) -> String {
    if message.chars().count() <= LONGEST {
        return message;
    }
    let kept: String = message.chars().take(LONGEST - 1).collect();
    kept + "…"
}
