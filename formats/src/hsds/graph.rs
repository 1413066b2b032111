//! Records and what they name: one form for nested JSON and for tables, so that the rest reads only this.
//!
//! A record that is met again is the same one: what was missing is added, nothing is overwritten. Next:
//! [`super::places`] and [`super::services`].

use std::collections::{BTreeMap, BTreeSet};

use domain::text::content_digest;
use serde_json::{Map, Value};

use super::tables::{ANY, LINKS, Table, by_list, by_member};
use crate::cell::text::{lines, one_line};

/// One record of one table.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Line of its table, or its number among the objects.
    pub line: u64,
    pub fields: Map<String, Value>,
    links: BTreeSet<(Table, String)>,
}

/// All records of a file.
#[derive(Debug, Default)]
pub struct Graph {
    tables: BTreeMap<Table, BTreeMap<String, Record>>,
    /// Who names each record, filled by [`Graph::connect`].
    naming: BTreeMap<(Table, String), BTreeSet<(Table, String)>>,
    objects: u64,
    /// Main records without the id that the standard demands: table and line.
    pub without_id: Vec<(Table, u64)>,
}

impl Record {
    /// The text of a field as one line.
    pub fn line_of(&self, field: &str) -> Option<String> {
        let text = one_line(&self.raw(field)?).into_owned();
        (!text.is_empty()).then_some(text)
    }

    /// The text of a field with its lines.
    pub fn lines_of(&self, field: &str) -> Option<String> {
        let text = lines(&self.raw(field)?);
        (!text.is_empty()).then_some(text)
    }

    pub fn number(&self, field: &str) -> Option<f64> {
        let number: f64 = self.line_of(field)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    fn raw(&self, field: &str) -> Option<String> {
        match self.fields.get(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// The records of a table that this one names, by id.
    pub fn named(&self, table: Table) -> impl Iterator<Item = &str> {
        let links = self.links.iter();
        links
            .filter(move |(named, _)| *named == table)
            .map(|(_, id)| id.as_str())
    }
}

impl Graph {
    /// Adds an object with everything nested in it; answers its id.
    pub fn add_object(
        &mut self,
        table: Table,
        object: Map<String, Value>,
        owner: Option<(Table, &str)>,
    ) -> Option<String> {
        self.objects += 1;
        let line = self.objects;
        let (nested, fields): (Vec<_>, Vec<_>) = object
            .into_iter()
            .partition(|(name, value)| is_nested(name, value));
        let id = self.add(table, fields.into_iter().collect(), line, owner)?;
        for (name, value) in nested {
            match value {
                Value::Array(items) => {
                    let Some(child) = by_list(&name) else { continue };
                    for item in items {
                        if let Value::Object(item) = item {
                            self.add_object(child, item, Some((table, &id)));
                        }
                    }
                }
                Value::Object(item) => {
                    let Some(named) = by_member(&name) else { continue };
                    if let Some(named_id) = self.add_object(named, item, None)
                        && let Some(record) = self.tables.get_mut(&table).and_then(|all| all.get_mut(&id))
                    {
                        record.links.insert((named, named_id));
                    }
                }
                _ => {}
            }
        }
        Some(id)
    }

    /// Adds the fields of one record; answers its id.
    pub fn add(
        &mut self,
        table: Table,
        fields: Map<String, Value>,
        line: u64,
        owner: Option<(Table, &str)>,
    ) -> Option<String> {
        let mut record = Record {
            line,
            fields,
            links: BTreeSet::new(),
        };
        let id = match record.line_of("id") {
            Some(id) => id,
            None if table.is_main() && table != Table::ServiceAtLocation => {
                self.without_id.push((table, line));
                return None;
            }
            // The same words under the same owner are the same record.
            None => {
                let content =
                    serde_json::to_vec(&(&record.fields, owner.map(|(_, id)| id))).unwrap_or_default();
                content_digest(&content)
            }
        };
        for (field, named) in LINKS {
            let Some(other) = record.line_of(field) else {
                continue;
            };
            match named {
                Table::Attribute | Table::Metadata => {
                    record.links.extend(ANY.map(|table| (table, other.clone())));
                }
                named => {
                    record.links.insert((named, other));
                }
            }
        }
        record
            .links
            .extend(owner.map(|(table, id)| (table, id.to_owned())));
        let all = self.tables.entry(table).or_default();
        match all.get_mut(&id) {
            None => {
                all.insert(id.clone(), record);
            }
            Some(standing) => {
                for (name, value) in record.fields {
                    let slot = standing.fields.entry(name).or_insert(Value::Null);
                    if slot.is_null() {
                        *slot = value;
                    }
                }
                standing.links.extend(record.links);
            }
        }
        Some(id)
    }

    /// Forgets a record.
    pub fn remove(&mut self, table: Table, id: &str) {
        if let Some(all) = self.tables.get_mut(&table) {
            all.remove(id);
        }
    }

    /// Once all are there: who names whom.
    pub fn connect(&mut self) {
        for (table, records) in &self.tables {
            for (id, record) in records {
                for link in &record.links {
                    self.naming
                        .entry(link.clone())
                        .or_default()
                        .insert((*table, id.clone()));
                }
            }
        }
    }

    pub fn all(&self, table: Table) -> impl Iterator<Item = (&str, &Record)> {
        let records = self.tables.get(&table).into_iter().flatten();
        records.map(|(id, record)| (id.as_str(), record))
    }

    pub fn get(&self, table: Table, id: &str) -> Option<&Record> {
        self.tables.get(&table)?.get(id)
    }

    /// The records of `table` that name this one.
    pub fn of(&self, table: Table, owner: (Table, &str)) -> impl Iterator<Item = (&str, &Record)> {
        let ids = self.naming.get(&(owner.0, owner.1.to_owned()));
        let ids = ids.into_iter().flatten();
        ids.filter(move |(other, _)| *other == table)
            .filter_map(move |(_, id)| Some((id.as_str(), self.get(table, id)?)))
    }

    /// The record with everything that hangs on it and is no record of its own, for keeping.
    pub fn whole(&self, table: Table, id: &str) -> Value {
        let Some(record) = self.get(table, id) else {
            return Value::Null;
        };
        let mut whole = record.fields.clone();
        for (named, other) in &record.links {
            if named.is_main() {
                let named = whole
                    .entry(format!("of {}", named.name()))
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(named) = named {
                    named.push(Value::from(other.as_str()));
                }
            } else if let Some(named_record) = self.get(*named, other) {
                whole.insert(
                    named.name().to_owned(),
                    Value::Object(named_record.fields.clone()),
                );
            }
        }
        let mut parts: BTreeMap<Table, Vec<Value>> = BTreeMap::new();
        let naming = self.naming.get(&(table, id.to_owned()));
        for (other, other_id) in naming.into_iter().flatten() {
            // Contacts have phones, a service has places; no record hangs on itself.
            let hangs = !other.is_main() || table == Table::Service && *other == Table::ServiceAtLocation;
            if hangs && *other > table {
                parts.entry(*other).or_default().push(self.part(*other, other_id));
            }
        }
        for (other, parts) in parts {
            whole.insert(other.name().to_owned(), Value::Array(parts));
        }
        Value::Object(whole)
    }

    fn part(&self, table: Table, id: &str) -> Value {
        match table {
            Table::ServiceAtLocation | Table::Contact => self.whole(table, id),
            Table::Attribute => {
                let Some(record) = self.get(table, id) else {
                    return Value::Null;
                };
                let mut fields = record.fields.clone();
                for term in record.named(Table::TaxonomyTerm) {
                    fields.insert("taxonomy_term".to_owned(), self.whole(Table::TaxonomyTerm, term));
                }
                Value::Object(fields)
            }
            _ => self
                .get(table, id)
                .map_or(Value::Null, |record| Value::Object(record.fields.clone())),
        }
    }
}

fn is_nested(name: &str, value: &Value) -> bool {
    match value {
        Value::Array(items) => by_list(name).is_some() && items.iter().all(Value::is_object),
        Value::Object(_) => by_member(name).is_some(),
        _ => false,
    }
}
