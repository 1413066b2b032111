//! The columns of ibasho's own CSV, declared once: the order of the file, how each is written and how it is read.
//!
//! A blank cell says nothing. Names are those of the glossary; docs/own-csv.md tells people what each holds, and a
//! test compares the two.

use std::sync::LazyLock;

use domain::import::TermCode;
use domain::place::{PlaceKind, PlaceStatus};
use domain::{LocationPrecision, NodeId, Texts};

use super::cells::{Fault, join, read_json, split, write_json};
use super::record::{Row, place_id, sorted, sound};

/// A column: its name, how a row writes it, and how a cell that is not blank is read into a row.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub write: fn(&Row) -> String,
    pub read: fn(&mut Row, &str) -> Result<(), Fault>,
}

/// A cell of plain text, at a path from the row; `or` makes what holds it.
macro_rules! text {
    ($name:literal, $($field:ident).+) => {
        Column {
            name: $name,
            write: |row| row.$($field).+.clone().unwrap_or_default(),
            read: |row, cell| {
                row.$($field).+ = Some(cell.to_owned());
                Ok(())
            },
        }
    };
    ($name:literal, $($field:ident).+ or $part:ident) => {
        Column {
            name: $name,
            write: |row| row.$($field).+.as_ref().and_then(|whole| whole.$part.clone()).unwrap_or_default(),
            read: |row, cell| {
                row.$($field).+.get_or_insert_default().$part = Some(cell.to_owned());
                Ok(())
            },
        }
    };
}

/// A value of a closed set, by its code.
macro_rules! code {
    ($name:literal, $type:ident, $get:expr, $set:expr) => {
        Column {
            name: $name,
            write: |row| {
                let get: fn(&Row) -> Option<$type> = $get;
                get(row).map($type::code).unwrap_or_default().to_owned()
            },
            read: |row, cell| {
                let set: fn(&mut Row, $type) = $set;
                let codes = || {
                    $type::ALL
                        .iter()
                        .map(|value| value.code())
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                let value =
                    $type::parse(cell.trim()).ok_or_else(|| format!("One of {} is wanted.", codes()))?;
                set(row, value);
                Ok(())
            },
        }
    };
}

macro_rules! terms {
    ($name:literal, $scheme:literal) => {
        Column {
            name: $name,
            write: |row| {
                let own = row.terms.iter().filter(|term| term.scheme == $scheme);
                join(own.map(|term| &term.code), ';')
            },
            read: |row, cell| {
                let codes = split(cell, ';')
                    .into_iter()
                    .filter(|code| !code.trim().is_empty());
                row.terms.retain(|term| term.scheme != $scheme);
                row.terms.extend(codes.map(|code| TermCode {
                    scheme: $scheme.into(),
                    code: code.trim().to_owned().into(),
                }));
                Ok(())
            },
        }
    };
}

/// Vocabularies with a column of their own; terms of others stand together, each with its scheme.
pub const SCHEMES: [&str; 7] = [
    "audience",
    "activity",
    "need",
    "cost",
    "language",
    "hazard",
    "support_function",
];

fn degrees(cell: &str) -> Result<f64, Fault> {
    let number = cell
        .trim()
        .parse()
        .ok()
        .filter(|degrees: &f64| degrees.is_finite());
    number.ok_or_else(|| "Not a number of decimal degrees.".to_owned())
}

mod further;

/// All, in the order of the file.
pub static COLUMNS: LazyLock<Vec<&'static Column>> =
    LazyLock::new(|| PLACE.iter().chain(&further::COLUMNS).collect());

/// Who, what and where.
static PLACE: [Column; 24] = [
    Column {
        name: "id",
        write: |row| NodeId::Place(row.place.id).encode(),
        read: |row, cell| {
            row.place.id = place_id(cell.trim())?;
            row.has_id = true;
            Ok(())
        },
    },
    code!(
        "status",
        PlaceStatus,
        |row| Some(row.place.status),
        |row, status| row.place.status = status
    ),
    Column {
        name: "kinds",
        write: |row| join(row.place.kinds.iter().map(|kind| kind.code()), ';'),
        read: |row, cell| {
            let mut kinds = Vec::new();
            for code in split(cell, ';')
                .iter()
                .map(|code| code.trim())
                .filter(|code| !code.is_empty())
            {
                let kind = PlaceKind::parse(code).ok_or_else(|| format!("{code} is no kind of place."))?;
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            row.place.kinds = kinds;
            Ok(())
        },
    },
    Column {
        name: "name",
        write: |row| row.place.name.clone(),
        read: |row, cell| {
            cell.clone_into(&mut row.place.name);
            Ok(())
        },
    },
    text!("name_kana", place.name_kana),
    text!("summary", place.summary),
    Column {
        name: "translations",
        write: |row| write_json(&sorted(&row.place.translations.0)),
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::translations(&list)?;
            row.place.translations = Texts(sorted(&list));
            Ok(())
        },
    },
    terms!("terms_audience", "audience"),
    terms!("terms_activity", "activity"),
    terms!("terms_need", "need"),
    terms!("terms_cost", "cost"),
    terms!("terms_language", "language"),
    terms!("terms_hazard", "hazard"),
    terms!("terms_support_function", "support_function"),
    Column {
        name: "terms_other",
        write: |row| {
            let others = row.terms.iter().filter(|term| !SCHEMES.contains(&&*term.scheme));
            join(others.map(|term| format!("{}:{}", term.scheme, term.code)), ';')
        },
        read: |row, cell| {
            row.terms.retain(|term| SCHEMES.contains(&&*term.scheme));
            for item in split(cell, ';').iter().filter(|item| !item.trim().is_empty()) {
                let (scheme, code) = item
                    .split_once(':')
                    .ok_or_else(|| format!("{item} is not a scheme, a colon and a code."))?;
                row.terms.push(TermCode {
                    scheme: scheme.trim().to_owned().into(),
                    code: code.trim().to_owned().into(),
                });
            }
            Ok(())
        },
    },
    Column {
        name: "address",
        write: |row| {
            row.place
                .address
                .as_ref()
                .map(|address| address.formatted.clone())
                .unwrap_or_default()
        },
        read: |row, cell| {
            cell.clone_into(&mut row.place.address.get_or_insert_default().formatted);
            Ok(())
        },
    },
    text!("postal_code", place.address or postal_code),
    text!("prefecture", place.address or prefecture),
    text!("municipality", place.address or municipality),
    text!("town", place.address or town),
    Column {
        name: "municipality_code",
        write: |row| {
            let code = row
                .place
                .address
                .as_ref()
                .and_then(|address| address.municipality_code.clone());
            code.unwrap_or_default()
        },
        read: |row, cell| {
            // A spreadsheet takes 011002 for a number and drops the zero.
            let cell = format!("{:0>6}", cell.trim());
            let right = domain::codes::municipality_code(&cell).is_some();
            if !right
                && row
                    .place
                    .address
                    .as_ref()
                    .and_then(|a| a.municipality_code.as_ref())
                    != Some(&cell)
            {
                return Err("Not a code of a municipality with its check digit.".to_owned());
            }
            row.place.address.get_or_insert_default().municipality_code = Some(cell);
            Ok(())
        },
    },
    Column {
        name: "latitude",
        write: |row| {
            row.latitude
                .map(|degrees| degrees.to_string())
                .unwrap_or_default()
        },
        read: |row, cell| {
            let latitude = degrees(cell)?;
            if !(-90.0..=90.0).contains(&latitude) {
                return Err("A latitude lies between -90 and 90 degrees.".to_owned());
            }
            row.latitude = Some(latitude);
            Ok(())
        },
    },
    Column {
        name: "longitude",
        write: |row| {
            row.longitude
                .map(|degrees| degrees.to_string())
                .unwrap_or_default()
        },
        read: |row, cell| {
            let longitude = degrees(cell)?;
            if !(-180.0..=180.0).contains(&longitude) {
                return Err("A longitude lies between -180 and 180 degrees.".to_owned());
            }
            row.longitude = Some(longitude);
            Ok(())
        },
    },
    code!(
        "location_precision",
        LocationPrecision,
        |row| Some(row.place.location_precision),
        |row, precision| row.place.location_precision = precision
    ),
];
