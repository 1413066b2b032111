//! What a GraphQL document must pass before it runs: limits on its form, full validation, limits on its meaning.
//!
//! The work is linear in the document, whatever its fragments expand to, on a small stack. The gate knows the public
//! schema and nothing else: no executor, no HTTP, no clock. Begin with [`Gate::admit`]; the limits are in `limits.rs`,
//! the walks in `text.rs` (as written), `shape.rs` (as expanded) and `cost.rs` (what it may return).

mod cost;
mod document;
mod limits;
mod refusal;
mod shape;
mod text;

use std::collections::BTreeMap;

use apollo_compiler::ast;
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};

pub use apollo_compiler::response::{JsonMap, JsonValue};
pub use document::{Admitted, Kind, Operation, Weighed};
pub use limits::Limits;
pub use refusal::{Code, Refusal, Refused};

/// Judges documents against one schema.
#[derive(Debug)]
pub struct Gate {
    schema: Valid<Schema>,
    /// Object types by the interface or union that they belong to.
    members: BTreeMap<Name, Vec<Name>>,
    limits: Limits,
}

impl Gate {
    /// For a schema in its definition language; an error says what is wrong with that.
    pub fn new(sdl: &str, limits: Limits) -> Result<Gate, String> {
        let schema = Schema::parse_and_validate(sdl, "schema.graphql").map_err(|error| error.to_string())?;
        let members = cost::members(&schema);
        Ok(Gate {
            schema,
            members,
            limits,
        })
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads and judges a document, but for what hangs on the variables and on the operation that is chosen; that
    /// is for [`Gate::choose`] and [`Gate::weigh`].
    pub fn admit(&self, text: &str) -> Result<Admitted, Refused> {
        let written = self.parse(text)?;
        text::check(&written, &self.limits)?;
        let valid = written
            .to_executable_validate(&self.schema)
            .map_err(|invalid| Refused::invalid(&invalid.errors))?;
        let shapes = shape::shapes(&valid);
        Admitted::new(valid, shapes, &self.limits)
    }

    fn parse(&self, text: &str) -> Result<ast::Document, Refused> {
        let limits = &self.limits;
        if text.len() > limits.document_bytes {
            return Err(Refused::limit(
                Code::DocumentTooLarge,
                format!(
                    "a document may have at most {} bytes; send long polygons as variables",
                    limits.document_bytes
                ),
            ));
        }
        let mut parser = Parser::new()
            .token_limit(limits.tokens)
            .recursion_limit(limits.nesting);
        let errors = match parser.parse_ast(text, "document") {
            Ok(parsed) => return Ok(parsed),
            Err(errors) => errors,
        };
        if parser.recursion_reached() > limits.nesting {
            let message = format!("a document may nest at most {} levels", limits.nesting);
            return Err(Refused::limit(Code::NestingLimit, message));
        }
        if parser.tokens_reached() > limits.tokens {
            let message = format!(
                "a document may have at most {} tokens; send long polygons as variables",
                limits.tokens
            );
            return Err(Refused::limit(Code::TokenLimit, message));
        }
        Err(Refused::unreadable(&errors.errors))
    }
}

#[cfg(test)]
mod tests;
