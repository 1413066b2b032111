//! A document that was let in, and what is judged once an operation is chosen and its variables are known.

use std::sync::OnceLock;

use apollo_compiler::Node;
use apollo_compiler::ast::OperationType;
use apollo_compiler::executable::{self, ExecutableDocument};
use apollo_compiler::introspection::check_max_depth;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::validation::Valid;

use crate::cost::Scales;
use crate::shape::Shape;
use crate::{Code, Gate, JsonMap, Limits, Refused};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Query,
    Mutation,
    Subscription,
}

/// A document that passed [`Gate::admit`]; it can be kept and used again.
#[derive(Debug)]
pub struct Admitted {
    document: Valid<ExecutableDocument>,
    /// One for each operation, in the order of the document.
    measures: Vec<Measure>,
}

#[derive(Debug)]
struct Measure {
    shape: Shape,
    /// Set where the variables have no say in it.
    cost: OnceLock<u64>,
}

/// What an operation with its variables comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// Objects that may come back.
    pub cost: u64,
    /// All variables that have a value, those left out with their defaults.
    pub variables: JsonMap,
}

/// The operation that a request means.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    operation: &'a Node<executable::Operation>,
    document: &'a Valid<ExecutableDocument>,
    measure: &'a Measure,
}

impl Admitted {
    pub(crate) fn new(
        document: Valid<ExecutableDocument>,
        shapes: Vec<Shape>,
        limits: &Limits,
    ) -> Result<Admitted, Refused> {
        // The executor walks operations that are not chosen, too.
        let size = shapes
            .iter()
            .fold(0_u64, |size, shape| size.saturating_add(shape.size));
        if size > limits.size {
            let message = format!(
                "a document may select at most {} fields, each fragment counted wherever it is spread",
                limits.size
            );
            return Err(Refused::limit(Code::SizeLimit, message));
        }
        let nesting = shapes.iter().map(|shape| shape.nesting).max().unwrap_or_default();
        if nesting > limits.nesting as u64 {
            let message = format!(
                "a document may nest at most {} levels, fragments included",
                limits.nesting
            );
            return Err(Refused::limit(Code::NestingLimit, message));
        }
        let measures = shapes.into_iter().map(|shape| Measure {
            shape,
            cost: OnceLock::new(),
        });
        Ok(Admitted {
            document,
            measures: measures.collect(),
        })
    }
}

impl Operation<'_> {
    pub fn kind(&self) -> Kind {
        match self.operation.operation_type {
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            OperationType::Subscription => Kind::Subscription,
        }
    }
}

impl Gate {
    /// The operation of this name, or the only one, within the limits on its form.
    pub fn choose<'a>(&self, admitted: &'a Admitted, name: Option<&str>) -> Result<Operation<'a>, Refused> {
        let operations = &admitted.document.operations;
        let unresolved = |error: &dyn std::fmt::Display| {
            Refused::limit(Code::OperationResolutionFailure, error.to_string())
        };
        let operation = operations
            .get(name)
            .map_err(|error| unresolved(&error.message()))?;
        let measure = operations
            .iter()
            .position(|other| std::ptr::eq(other, operation))
            .and_then(|position| admitted.measures.get(position))
            .ok_or_else(|| unresolved(&"the document has no operation"))?;
        let (shape, limits) = (&measure.shape, self.limits());
        if shape.fields > limits.root_fields {
            let message = format!(
                "an operation may have at most {} fields at its root, not {}",
                limits.root_fields, shape.fields
            );
            return Err(Refused::limit(Code::RootFieldLimit, message));
        }
        let depths = [
            (shape.depth, limits.depth, "an operation"),
            (
                shape.introspection_depth,
                limits.introspection_depth,
                "introspection",
            ),
        ];
        for (depth, limit, what) in depths {
            if depth > limit {
                let message = format!("{what} may have at most {limit} levels of fields, not {depth}");
                return Err(Refused::limit(Code::DepthLimit, message));
            }
        }
        // Fields of types of fields multiply, without any cost.
        check_max_depth(&admitted.document, operation)
            .map_err(|error| Refused::limit(Code::DepthLimit, error.message().to_string()))?;
        Ok(Operation {
            operation,
            document: &admitted.document,
            measure,
        })
    }

    /// What the operation costs with these variables. Variables that do not fit their types are refused.
    pub fn weigh(&self, operation: Operation<'_>, variables: &JsonMap) -> Result<Weighed, Refused> {
        let Operation {
            operation,
            document,
            measure,
        } = operation;
        let variables = coerce_variable_values(&self.schema, operation, variables)
            .map_err(|error| Refused::limit(Code::BadUserInput, error.message().to_string()))?;
        let cost = match measure.cost.get() {
            Some(cost) => *cost,
            None => {
                let mut scales = Scales::new(&self.schema, &self.members, document, &variables);
                let cost = scales.cost(&operation.selection_set);
                if !scales.asked_variables() {
                    measure.cost.get_or_init(|| cost);
                }
                cost
            }
        };
        if cost > self.limits.cost {
            let message = format!(
                "this asks for up to {cost} objects at once, more than {}; ask for smaller pages, or in several \
                 requests",
                self.limits.cost
            );
            return Err(Refused::limit(Code::CostLimit, message));
        }
        Ok(Weighed {
            cost,
            variables: variables.into_inner(),
        })
    }
}
