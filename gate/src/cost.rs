//! How many objects an operation may return at most, by the page sizes that it asks for.
//!
//! A scalar counts 0 and an object 1; a list counts its items: as many as its `first`, in a page as many as the `first` of
//! the connection, 5 where nothing says it. An interface counts as the dearest of its types. Introspection is free,
//! a field under `@skip` is not. A page size that the field will refuse counts as the largest that it takes.

use std::collections::BTreeMap;

use apollo_compiler::executable::{ExecutableDocument, Field, Selection, SelectionSet};
use apollo_compiler::schema::{ExtendedType, Value};
use apollo_compiler::{Name, Node, Schema};

use crate::{JsonMap, JsonValue};

/// Items of a list that has no `first`.
const UNSAID: u64 = 5;
/// Items of the lists that are longer than that.
const LONG_LISTS: [(&str, u64); 2] = [("coverage", 50), ("clusters", 50)];
/// The largest page, and the most ids.
const LARGEST_PAGE: u64 = 100;
/// Lists of a connection that hold its page.
const PAGE_LISTS: [&str; 2] = ["edges", "nodes"];

/// Objects by the interface or union that they belong to.
pub fn members(schema: &Schema) -> BTreeMap<Name, Vec<Name>> {
    let mut members: BTreeMap<Name, Vec<Name>> = schema
        .implementers_map()
        .into_iter()
        .map(|(interface, types)| (interface, types.objects.into_iter().collect()))
        .collect();
    for (name, definition) in &schema.types {
        if let ExtendedType::Union(union) = definition {
            let types = union.members.iter().map(|member| (**member).clone());
            members.insert(name.clone(), types.collect());
        }
    }
    members
}

/// What a selection set costs: for each object itself, and for each item of the page that the object is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    own: u64,
    per_item: u64,
}

impl Weight {
    fn with_page(self, size: u64) -> u64 {
        self.own.saturating_add(self.per_item.saturating_mul(size))
    }
}

/// Weighs the operations of one document with one set of variables.
pub struct Scales<'a> {
    schema: &'a Schema,
    members: &'a BTreeMap<Name, Vec<Name>>,
    document: &'a ExecutableDocument,
    variables: &'a JsonMap,
    /// By the address of a selection set and the object type that it meets, so that each pair is weighed once,
    /// however often it is spread.
    weighed: BTreeMap<(usize, &'a Name), Weight>,
    asked_variables: bool,
}

impl<'a> Scales<'a> {
    pub fn new(
        schema: &'a Schema,
        members: &'a BTreeMap<Name, Vec<Name>>,
        document: &'a ExecutableDocument,
        variables: &'a JsonMap,
    ) -> Scales<'a> {
        Scales {
            schema,
            members,
            document,
            variables,
            weighed: BTreeMap::new(),
            asked_variables: false,
        }
    }

    /// The cost of an operation by its selection set.
    pub fn cost(&mut self, set: &'a SelectionSet) -> u64 {
        self.set(set, &set.ty).with_page(UNSAID)
    }

    /// Whether another set of variables may cost something else.
    pub fn asked_variables(&self) -> bool {
        self.asked_variables
    }

    fn set(&mut self, set: &'a SelectionSet, object: &'a Name) -> Weight {
        let key = (std::ptr::from_ref(set).addr(), object);
        if let Some(weight) = self.weighed.get(&key) {
            return *weight;
        }
        let mut whole = Weight::default();
        for selection in &set.selections {
            let weight = self.selection(selection, object);
            whole.own = whole.own.saturating_add(weight.own);
            whole.per_item = whole.per_item.saturating_add(weight.per_item);
        }
        self.weighed.insert(key, whole);
        whole
    }

    fn selection(&mut self, selection: &'a Selection, object: &'a Name) -> Weight {
        match selection {
            Selection::Field(field) => self.field(field, object),
            Selection::InlineFragment(inline) => {
                let condition = inline.type_condition.as_ref();
                if condition.is_none_or(|condition| self.is_a(object, condition)) {
                    self.set(&inline.selection_set, object)
                } else {
                    Weight::default()
                }
            }
            Selection::FragmentSpread(spread) => match self.document.fragments.get(&spread.fragment_name) {
                Some(fragment) if self.is_a(object, fragment.type_condition()) => {
                    self.set(&fragment.selection_set, object)
                }
                _ => Weight::default(),
            },
        }
    }

    fn field(&mut self, field: &'a Node<Field>, parent: &Name) -> Weight {
        let Some(below) = &field.selection_set else {
            return Weight::default();
        };
        if field.name.starts_with("__") {
            return Weight::default();
        }
        let weight = self.dearest(below);
        let page = self.page_size(field);
        if !field.ty().is_list() {
            return Weight {
                own: weight.with_page(page.unwrap_or(UNSAID)).saturating_add(1),
                per_item: 0,
            };
        }
        let item = weight.with_page(UNSAID).saturating_add(1);
        let name = field.name.as_str();
        if page.is_none() && parent.ends_with("Connection") && PAGE_LISTS.contains(&name) {
            return Weight {
                own: 0,
                per_item: item,
            };
        }
        let long = LONG_LISTS.iter().find(|(list, _)| *list == name);
        let items = page
            .or_else(|| self.ids(field))
            .or(long.map(|(_, items)| *items))
            .unwrap_or(UNSAID);
        Weight {
            own: item.saturating_mul(items),
            per_item: 0,
        }
    }

    /// Of the object types that a selection set may meet, the one that costs most.
    fn dearest(&mut self, set: &'a SelectionSet) -> Weight {
        let members = self.members;
        match members.get(&set.ty) {
            None => self.set(set, &set.ty),
            Some(objects) => {
                let weights = objects.iter().map(|object| self.set(set, object));
                let dearest = weights.max_by_key(|weight| weight.with_page(LARGEST_PAGE));
                dearest.unwrap_or_default()
            }
        }
    }

    fn is_a(&self, object: &Name, condition: &Name) -> bool {
        object == condition || self.schema.is_subtype(condition, object)
    }

    /// The value of `first`, when the field has that argument.
    fn page_size(&mut self, field: &Field) -> Option<u64> {
        let argument = field.definition.argument_by_name("first")?;
        let size = match field.specified_argument_by_name("first").map(|given| &**given) {
            Some(Value::Int(number)) => Some(number.try_to_i32().map_or(LARGEST_PAGE, clamped)),
            Some(Value::Variable(name)) => {
                self.asked_variables = true;
                let value = self.variables.get(name.as_str());
                value.and_then(JsonValue::as_i64).map(clamped)
            }
            _ => None,
        };
        // A null or an omitted value is the default.
        let default = || match argument.default_value.as_deref() {
            Some(Value::Int(number)) => number.try_to_i32().ok().map(clamped),
            _ => None,
        };
        Some(size.or_else(default).unwrap_or(UNSAID))
    }

    /// The number of `ids`, when the field has that argument.
    fn ids(&mut self, field: &Field) -> Option<u64> {
        match &**field.specified_argument_by_name("ids")? {
            Value::List(ids) => Some(clamped(ids.len())),
            Value::Variable(name) => {
                self.asked_variables = true;
                let value = self.variables.get(name.as_str())?;
                Some(value.as_array().map_or(1, |ids| clamped(ids.len())))
            }
            _ => Some(1),
        }
    }
}

/// A number of items that a field takes.
fn clamped(number: impl TryInto<i64>) -> u64 {
    let number = number.try_into().unwrap_or(i64::MAX);
    u64::try_from(number).unwrap_or(0).min(LARGEST_PAGE)
}
