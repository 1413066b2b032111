//! Answers as bytes, one format a file.

pub mod geojson;
