//! What a document is once its fragments are expanded, without expanding them: each fragment is measured once.

use std::collections::BTreeMap;

use apollo_compiler::executable::{ExecutableDocument, Operation, Selection, SelectionSet};
use apollo_compiler::{Name, Node};

/// Measures of an expanded selection set. They saturate, so that no bomb overflows them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shape {
    /// Selections, at every level.
    pub size: u64,
    /// Fields of the outermost level.
    pub fields: u64,
    /// Levels of selection sets, `__schema` and `__type` left out.
    pub depth: u64,
    /// Levels of selection sets through `__schema` and `__type`; 0 without them.
    pub introspection_depth: u64,
    /// Levels with those that fragments add.
    pub nesting: u64,
}

impl Shape {
    fn beside(&mut self, other: Shape) {
        self.size = self.size.saturating_add(other.size);
        self.fields = self.fields.saturating_add(other.fields);
        self.depth = self.depth.max(other.depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
        self.nesting = self.nesting.max(other.nesting);
    }
}

/// The shapes of the operations of a valid document, in its order.
pub fn shapes(document: &ExecutableDocument) -> Vec<Shape> {
    let mut measured = Measured {
        document,
        fragments: BTreeMap::new(),
    };
    let operations: Vec<&Node<Operation>> = document.operations.iter().collect();
    operations
        .into_iter()
        .map(|operation| measured.set(&operation.selection_set))
        .collect()
}

struct Measured<'a> {
    document: &'a ExecutableDocument,
    fragments: BTreeMap<&'a Name, Shape>,
}

impl<'a> Measured<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Shape {
        let mut whole = Shape {
            depth: 1,
            nesting: 1,
            ..Shape::default()
        };
        for selection in &set.selections {
            whole.beside(self.selection(selection));
        }
        whole
    }

    fn selection(&mut self, selection: &'a Selection) -> Shape {
        match selection {
            Selection::Field(field) => {
                let mut shape = Shape {
                    size: 1,
                    fields: 1,
                    ..Shape::default()
                };
                let Some(set) = &field.selection_set else {
                    return shape;
                };
                let below = self.set(set);
                shape.size = below.size.saturating_add(1);
                shape.nesting = below.nesting + 1;
                let is_introspection = matches!(field.name.as_str(), "__schema" | "__type");
                let depth = below.depth + 1;
                (shape.depth, shape.introspection_depth) = match below.introspection_depth {
                    _ if is_introspection => (0, depth),
                    0 => (depth, 0),
                    introspected => (depth, introspected + 1),
                };
                shape
            }
            Selection::InlineFragment(inline) => {
                let inside = self.set(&inline.selection_set);
                spread(inside)
            }
            Selection::FragmentSpread(named) => {
                // Validation has refused cycles and unknown names.
                let name = &named.fragment_name;
                if let Some(shape) = self.fragments.get(name) {
                    return *shape;
                }
                let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
                    return Shape::default();
                };
                let shape = spread(self.set(&fragment.selection_set));
                self.fragments.insert(name, shape);
                shape
            }
        }
    }
}

/// A fragment stands on the level where it is spread, but is one more step for whoever walks it.
fn spread(inside: Shape) -> Shape {
    Shape {
        size: inside.size.saturating_add(1),
        nesting: inside.nesting + 1,
        ..inside
    }
}
