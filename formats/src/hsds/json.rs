//! Which objects of JSON are HSDS, and of which table: by their members, since the standard names no types.

use domain::import::{RowAction, RowIssue};
use serde_json::{Map, Value};

use super::graph::Graph;
use super::tables::{Table, by_list, by_member};
use crate::places::about_columns;
use crate::refusal::Refusal;

/// Members that only one kind of object has; the first kind that has one of its members is it.
const MARKS: [(Table, &[&str]); 5] = [
    (
        Table::Location,
        &[
            "location_type",
            "addresses",
            "accessibility",
            "external_identifier",
        ],
    ),
    (
        Table::Service,
        &[
            "service_at_locations",
            "service_areas",
            "required_documents",
            "cost_options",
            "application_process",
            "eligibility_description",
            "fees_description",
            "organization",
        ],
    ),
    (
        Table::Organization,
        &[
            "organization_identifiers",
            "services",
            "locations",
            "programs",
            "tax_status",
            "tax_id",
            "year_incorporated",
            "legal_status",
            "parent_organization_id",
        ],
    ),
    (
        Table::TaxonomyTerm,
        &["code", "taxonomy", "taxonomy_detail", "term_uri"],
    ),
    (Table::Taxonomy, &["version"]),
];

/// The states of services, which all have one.
const STATES: [&str; 4] = ["active", "inactive", "defunct", "temporarily closed"];

/// The table of an object that stands alone.
fn table_of(object: &Map<String, Value>) -> Option<Table> {
    let has = |name: &str| object.contains_key(name);
    // GeoJSON has types, HSDS has none.
    if has("type") || has("features") {
        return None;
    }
    let joins = (has("service") || has("service_id")) && (has("location") || has("location_id"));
    if joins && !has("name") {
        return Some(Table::ServiceAtLocation);
    }
    if !has("id") {
        return None;
    }
    let status = object.get("status").and_then(Value::as_str);
    if has("name") && status.is_some_and(|status| STATES.contains(&status.to_lowercase().as_str())) {
        return Some(Table::Service);
    }
    let marked = MARKS
        .iter()
        .find(|(_, members)| members.iter().any(|member| has(member)));
    let bare = has("id") && has("name") && has("description");
    marked
        .map(|(table, _)| *table)
        .or(bare.then_some(Table::Organization))
}

/// The objects of a document, each with its table; tables by name, too.
fn objects(document: Value) -> Vec<(Option<Table>, Value)> {
    match document {
        Value::Array(items) => items.into_iter().map(|item| (None, item)).collect(),
        Value::Object(mut object) => {
            if let Some(Value::Array(items)) = object.remove("contents") {
                return items.into_iter().map(|item| (None, item)).collect();
            }
            let is_tables = !object.is_empty()
                && object
                    .iter()
                    .all(|(name, value)| by_file(name).is_some() && value.is_array());
            if !is_tables {
                return vec![(None, Value::Object(object))];
            }
            let mut all = Vec::new();
            for (name, items) in object {
                if let Value::Array(items) = items {
                    let table = by_file(&name);
                    all.extend(items.into_iter().map(|item| (table, item)));
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

/// `organizations.csv`, `organizations` and `organization` are one table.
pub fn by_file(name: &str) -> Option<Table> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.split('.').next().unwrap_or(stem).to_lowercase();
    by_list(&stem).or_else(|| by_member(&stem))
}

/// Whether a text of JSON is HSDS, or says where one is served.
pub fn is_document(text: &str) -> bool {
    // A large file of features is not read twice.
    if text.contains("\"FeatureCollection\"") || text.contains("\"features\"") {
        return false;
    }
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return false;
    };
    is_root(&document)
        || is_package(&document)
        || objects(document).iter().any(|(table, object)| {
            table.is_some()
                || object
                    .as_object()
                    .is_some_and(|object| table_of(object).is_some())
        })
}

fn is_root(document: &Value) -> bool {
    document.get("openapi_url").is_some() && document.get("profile").is_some()
}

fn is_package(document: &Value) -> bool {
    document
        .get("resources")
        .and_then(Value::as_array)
        .is_some_and(|resources| resources.iter().any(|resource| resource.get("schema").is_some()))
}

/// Adds all objects of a document; answers whether it is a part of a larger whole.
pub fn add(graph: &mut Graph, document: Value, issues: &mut Vec<RowIssue>) -> Result<bool, Refusal> {
    if is_root(&document) {
        let message = "This says where an HSDS service is, and holds no records: download its /organizations or /services.";
        return Err(Refusal::new("hsds-no-records", message));
    }
    if is_package(&document) {
        let message = "This describes the tables of a data package, and holds no records: import the package itself, as one .zip.";
        return Err(Refusal::new("hsds-no-records", message));
    }
    let number = |name: &str| document.get(name).and_then(Value::as_u64);
    if let Some((page, pages)) = number("page_number")
        .zip(number("total_pages"))
        .filter(|(_, pages)| *pages > 1)
    {
        let detail = format!("This is page {page} of {pages}: import the others, too.");
        issues.push(about_columns(0, "", "one-page-of-many", &detail));
    }
    for (number, (table, object)) in (1..).zip(objects(document)) {
        let Value::Object(object) = object else { continue };
        match table.or_else(|| table_of(&object)) {
            Some(table) => {
                graph.add_object(table, object, None);
            }
            None => issues.push(RowIssue {
                action: RowAction::LeftOut,
                ..about_columns(
                    number,
                    "",
                    "object-unknown",
                    "No object of HSDS has these members.",
                )
            }),
        }
    }
    Ok(true)
}
