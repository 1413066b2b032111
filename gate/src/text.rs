//! What is counted in the text as it stands, before any fragment is expanded, and two rules that the compiler lacks.
//!
//! Recursion here is as deep as the parser allows, see [`Limits::nesting`].

use std::collections::BTreeSet;

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, Definition, Directive, Document, Selection, Value, VariableDefinition};

use crate::{Code, Limits, Refused};

/// Counts and checks the whole document, operations that are not chosen included.
pub fn check(document: &Document, limits: &Limits) -> Result<(), Refused> {
    let mut counted = Counted::default();
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => {
                counted.variables(&operation.variables)?;
                counted.directives(&operation.directives)?;
                counted.selections(&operation.selection_set)?;
            }
            Definition::FragmentDefinition(fragment) => {
                counted.directives(&fragment.directives)?;
                counted.selections(&fragment.selection_set)?;
            }
            // Type definitions do not belong into a request; validation says so.
            _ => {}
        }
    }
    let within = |number: usize, limit: usize, code: Code, what: &str| {
        if number <= limit {
            return Ok(());
        }
        let message = format!("a document may have at most {limit} {what}, not {number}");
        Err(Refused::limit(code, message))
    };
    within(counted.aliases, limits.aliases, Code::AliasLimit, "aliases")?;
    within(
        counted.directives,
        limits.directives,
        Code::DirectiveLimit,
        "directives",
    )?;
    within(
        counted.repetitions,
        limits.repetitions,
        Code::SizeLimit,
        "fields that stand beside themselves",
    )
}

#[derive(Debug, Default)]
struct Counted {
    aliases: usize,
    directives: usize,
    repetitions: usize,
}

impl Counted {
    fn selections(&mut self, selections: &[Selection]) -> Result<(), Refused> {
        if selections.is_empty() {
            return Err(Refused::limit(
                Code::ParseFailed,
                "a selection set must select something",
            ));
        }
        let mut seen = BTreeSet::new();
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.alias.is_some());
                    let key = field.alias.as_ref().unwrap_or(&field.name);
                    self.repetitions += usize::from(!seen.insert(key));
                    self.arguments(&field.arguments)?;
                    self.directives(&field.directives)?;
                    if let Some(selections) = &field.selection_set {
                        self.selections(selections)?;
                    }
                }
                Selection::FragmentSpread(spread) => self.directives(&spread.directives)?,
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.directives)?;
                    self.selections(&inline.selection_set)?;
                }
            }
        }
        Ok(())
    }

    fn variables(&mut self, variables: &[Node<VariableDefinition>]) -> Result<(), Refused> {
        for variable in variables {
            self.directives(&variable.directives)?;
            if let Some(value) = &variable.default_value {
                unique_fields(value)?;
            }
        }
        Ok(())
    }

    fn directives(&mut self, directives: &[Node<Directive>]) -> Result<(), Refused> {
        self.directives += directives.len();
        for directive in directives {
            self.arguments(&directive.arguments)?;
        }
        Ok(())
    }

    fn arguments(&mut self, arguments: &[Node<Argument>]) -> Result<(), Refused> {
        arguments
            .iter()
            .try_for_each(|argument| unique_fields(&argument.value))
    }
}

/// `{a: 1, a: 2}` would be read as either.
fn unique_fields(value: &Value) -> Result<(), Refused> {
    match value {
        Value::List(items) => items.iter().try_for_each(|item| unique_fields(item)),
        Value::Object(fields) => {
            let mut seen = BTreeSet::new();
            for (name, value) in fields {
                if !seen.insert(name) {
                    let message = format!("the input field {name} is given twice");
                    return Err(Refused::limit(Code::ValidationFailed, message));
                }
                unique_fields(value)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
