//! Answers as bytes, one format a file.

pub mod calendar;
mod content_lines;
pub mod geojson;
pub mod jsonld;
pub mod mvt;
