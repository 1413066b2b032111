//! What a document must pass before the executor's own parser, which has no bound on nested values, sees it.
//!
//! Size, tokens and nesting only, by apollo-compiler's parser, which is safe on a small stack. Limits on the
//! meaning of a document (cost, aliases, validation in full) have their room here.

use apollo_compiler::ast::{Definition, Document};
use apollo_compiler::parser::Parser;
use async_graphql::Variables;

/// Bytes of a document.
const LARGEST: usize = 16 * 1024;
const MOST_TOKENS: usize = 4_000;
/// Levels of selection sets and of nested values.
const DEEPEST: usize = 64;

/// Why a document does not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// As in `extensions.code`.
    pub code: &'static str,
    pub message: String,
}

/// Checks a document, and that the operation gets the variables it requires.
pub fn check(document: &str, operation: Option<&str>, variables: &Variables) -> Result<(), Refused> {
    let refused = |code, message| Err(Refused { code, message });
    if document.len() > LARGEST {
        return refused(
            "DOCUMENT_TOO_LARGE",
            format!("a document may have at most {LARGEST} bytes; send long polygons as variables"),
        );
    }
    let mut parser = Parser::new().token_limit(MOST_TOKENS).recursion_limit(DEEPEST);
    let errors = match parser.parse_ast(document, "document") {
        Ok(parsed) => return check_variables(&parsed, operation, variables),
        Err(errors) => errors,
    };
    if parser.recursion_reached() > DEEPEST {
        return refused(
            "NESTING_LIMIT",
            format!("a document may nest at most {DEEPEST} levels"),
        );
    }
    if parser.tokens_reached() > MOST_TOKENS {
        return refused(
            "TOKEN_LIMIT",
            format!("a document may have at most {MOST_TOKENS} tokens"),
        );
    }
    let first = errors.errors.iter().next().map(|error| error.to_json().message);
    refused(
        "GRAPHQL_PARSE_FAILED",
        first.unwrap_or_else(|| "the document cannot be read".to_owned()),
    )
}

/// A required variable without a value is an error of the request, before any field is looked at.
fn check_variables(
    document: &Document,
    operation: Option<&str>,
    variables: &Variables,
) -> Result<(), Refused> {
    let chosen = document
        .definitions
        .iter()
        .find_map(|definition| match definition {
            Definition::OperationDefinition(found) => {
                let name = found.name.as_ref().map(|name| name.as_str());
                (operation.is_none() || operation == name).then_some(found)
            }
            _ => None,
        });
    let missing = chosen
        .into_iter()
        .flat_map(|operation| &operation.variables)
        .find(|variable| {
            let given = variables.get(&async_graphql::Name::new(variable.name.as_str()));
            variable.ty.is_non_null()
                && variable.default_value.is_none()
                && given.is_none_or(|value| *value == async_graphql::Value::Null)
        });
    match missing {
        None => Ok(()),
        Some(variable) => Err(Refused {
            code: "GRAPHQL_VALIDATION_FAILED",
            message: format!("the variable ${} is required: {}", variable.name, variable.ty),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(document: &str) -> Option<&'static str> {
        check(document, None, &Variables::default())
            .err()
            .map(|refused| refused.code)
    }

    #[test]
    fn documents_are_bounded_before_they_are_executed() {
        for depth in [100, 500, 3_000] {
            let nested = format!("{{ f(a: {}1{}) }}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(code(&nested), Some("NESTING_LIMIT"), "{depth}");
            let objects = format!("{{ f(a: {}1{}) }}", "{a:".repeat(depth), "}".repeat(depth));
            assert_eq!(code(&objects), Some("NESTING_LIMIT"), "{depth}");
        }
        assert_eq!(code(&"{ a }".repeat(1_500)), Some("TOKEN_LIMIT"));
        assert_eq!(code(&" ".repeat(17_000)), Some("DOCUMENT_TOO_LARGE"));
        for broken in ["", "{", "{ f(a: }", "\u{0}", "query { a } }"] {
            assert_eq!(code(broken), Some("GRAPHQL_PARSE_FAILED"), "{broken:?}");
        }
    }

    #[test]
    fn a_required_variable_must_be_given() {
        let document = "query A($f: Int!) { places(first: $f) { seq } } query B($f: Int! = 3, $g: Int) { a }";
        let code = |operation, variables: serde_json::Value| {
            let variables = Variables::from_json(variables);
            check(document, Some(operation), &variables)
                .err()
                .map(|refused| refused.code)
        };
        assert_eq!(
            code("A", serde_json::json!({})),
            Some("GRAPHQL_VALIDATION_FAILED")
        );
        assert_eq!(
            code("A", serde_json::json!({ "f": null })),
            Some("GRAPHQL_VALIDATION_FAILED")
        );
        assert_eq!(code("A", serde_json::json!({ "f": 1 })), None);
        assert_eq!(code("B", serde_json::json!({})), None);
    }

    #[test]
    fn a_polygon_of_400_vertices_fits() {
        let vertices = "[137.1234567,34.1234567],".repeat(400);
        assert_eq!(
            code(&format!(
                "{{ places(within: {{ area: {{ coordinates: [[{vertices}]] }} }}) {{ seq }} }}"
            )),
            None
        );
    }
}
