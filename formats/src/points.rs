//! From GeoJSON features with points to rows of a table: each property a column, the position two more.
//!
//! So that one profile reads a list whether it comes as CSV or as GeoJSON. A position in another coordinate system
//! than degrees is not taken; properties that tell it in degrees are. The line of a row is the number of its
//! feature.

use csv::StringRecord;
use domain::import::{RowAction, RowIssue};
use serde_json::Value;

use crate::feature::{Collection, Shape, property_names};
use crate::fit::GEOMETRY;
use crate::refusal::Refusal;
use crate::table::Rows;
use crate::tables;
use crate::{FileContent, ReadOptions};

/// Coordinate systems in degrees that are the same as WGS 84 to within a meter.
const DEGREES: [&str; 6] = ["CRS84", "4326", "6668", "4612", "4979", "6697"];

pub fn read(
    collection: Collection,
    encoding: &'static str,
    options: &ReadOptions,
) -> Result<FileContent, Refusal> {
    let issue = foreign_system(collection.crs.as_deref());
    let names = property_names(&collection.features);
    let mut header: Vec<&str> = names.iter().map(String::as_str).collect();
    if issue.is_none() {
        header.extend(GEOMETRY);
    }
    let mut rows = vec![(0, StringRecord::from(header))];
    for (number, feature) in (1..).zip(&collection.features) {
        let mut cells: Vec<String> = names
            .iter()
            .map(|name| cell(feature.properties.get(name)))
            .collect();
        if issue.is_none() {
            cells.extend(match feature.geometry {
                Shape::Point([lon, lat]) => [lat.to_string(), lon.to_string()],
                _ => [String::new(), String::new()],
            });
        }
        rows.push((number, StringRecord::from(cells)));
    }
    tables::read_rows(Rows::ready(rows), encoding, options, issue)
}

fn foreign_system(crs: Option<&str>) -> Option<RowIssue> {
    let crs = crs?;
    let code = crs.rsplit([':', '/']).next().unwrap_or(crs);
    (!DEGREES.contains(&code)).then(|| RowIssue {
        line: 0,
        column: "crs".to_owned(),
        value: crate::cell::text::excerpt(crs),
        rule: "coordinate-system-foreign",
        action: RowAction::LeftOut,
        detail: "The geometries are in a coordinate system of their own, not in degrees: positions are taken from the properties alone."
            .to_owned(),
    })
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
