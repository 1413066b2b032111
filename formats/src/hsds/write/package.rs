//! The description of an archive of tables (Data Package): its tables with their columns, the licenses and the sources.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::tables::{LINKS, Table};
use super::tabular::tables;
use super::{Selection, SourceLine};

const NUMBERS: [&str; 10] = [
    "year_incorporated",
    "minimum_age",
    "maximum_age",
    "latitude",
    "longitude",
    "extension",
    "timezone",
    "count",
    "interval",
    "amount",
];
const DATES: [&str; 6] = [
    "valid_from",
    "valid_to",
    "dtstart",
    "until",
    "assured_date",
    "last_action_date",
];

pub fn package(selection: &Selection, now: DateTime<Utc>) -> Value {
    let resources = tables().map(|(table, path, columns)| {
        let fields: Vec<Value> = columns.iter().map(|column| field(column)).collect();
        let links = LINKS.iter().filter(|(column, named)| {
            columns.contains(column) && !matches!(named, Table::Attribute | Table::Metadata)
        });
        let keys = links.map(|(column, named)| {
            json!({ "fields": column, "reference": { "resource": name(*named), "fields": "id" } })
        });
        json!({
            "name": name(table),
            "path": path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": { "fields": fields, "primaryKey": "id", "foreignKeys": keys.collect::<Vec<Value>>() },
        })
    });
    let resources: Vec<Value> = resources.collect();
    json!({
        "name": "ibasho",
        "title": "Places and services as HSDS 3.0",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "created": now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "licenses": licenses(selection),
        "sources": sources(selection),
        "resources": resources,
    })
}

fn name(table: Table) -> String {
    match table {
        Table::ServiceAtLocation => "service_at_location".to_owned(),
        table => table
            .declared()
            .and_then(|declared| declared.one.first())
            .map_or_else(
                || table.name().trim_end_matches('s').to_owned(),
                |one| (*one).to_owned(),
            ),
    }
}

fn field(column: &str) -> Value {
    let is_id = column == "id" || column.ends_with("_id") && column != "tax_id";
    if is_id {
        return json!({ "name": column, "type": "string", "format": "uuid" });
    }
    let kind = match column {
        column if NUMBERS.contains(&column) => "number",
        column if DATES.contains(&column) => "date",
        "opens_at" | "closes_at" => "time",
        "last_modified" => "datetime",
        _ => "string",
    };
    json!({ "name": column, "type": kind })
}

/// Each license once, as its publishers call it.
fn licenses(selection: &Selection) -> Vec<Value> {
    let mut named: Vec<&str> = selection
        .sources
        .keys()
        .filter_map(|source| source.license.as_deref())
        .collect();
    named.sort_unstable();
    named.dedup();
    let license = |text: &&str| {
        if text.starts_with("https://") || text.starts_with("http://") {
            json!({ "path": text, "title": text })
        } else {
            let name: Vec<&str> = text.split_whitespace().collect();
            json!({ "name": name.join("-"), "title": text })
        }
    };
    named.iter().map(license).collect()
}

/// The data sets from which the records are, each with its license and what to print.
pub fn sources(selection: &Selection) -> Vec<Value> {
    let source = |source: &SourceLine| {
        let SourceLine {
            name,
            publisher,
            url,
            license,
            attribution,
        } = source;
        let mut told = json!({ "title": name });
        let members = [
            ("publisher", publisher),
            ("path", url),
            ("license", license),
            ("attribution", attribution),
        ];
        for (member, text) in members {
            if let (Some(text), Some(told)) = (text, told.as_object_mut()) {
                told.insert(member.to_owned(), Value::from(text.as_str()));
            }
        }
        told
    };
    selection.sources.keys().map(source).collect()
}
