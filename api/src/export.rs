//! What somebody sees, as a file: made part by part of one snapshot, for an answer over HTTP and for a file alike.
//!
//! A part is some ten kilobytes. Between two parts nothing is held but the snapshot, which places are written, and how
//! far; so whoever reads slowly costs no memory, and no thread. Next: `http/exports.rs`, `commands/export.rs`.

use std::io;
use std::sync::Arc;

use domain::PlaceId;
use formats::hsds::write::{Archive, Nested, Selection};
use formats::own::{write_standard_header, write_standard_row};
use readmodel::Hit;
use readmodel::encode::geojson::write_feature;

use crate::graphql::context::Read;
use crate::public::Public;

/// Bytes of a part, about.
const PART: usize = 64 * 1024;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table under the titles of the municipal standard.
    Csv,
    /// One feature of GeoJSON a line.
    GeoJsonLines,
    /// One FeatureCollection.
    GeoJson,
    /// The tables of HSDS 3.0.
    HsdsArchive,
    /// HSDS 3.0 as JSON.
    HsdsDocument,
}

impl Format {
    pub(crate) fn media(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            // Not application/geo+json-seq, which wants a record separator before each text (RFC 8142) that most
            // programs for lines of JSON refuse.
            Format::GeoJsonLines => "application/x-ndjson",
            Format::GeoJson => "application/geo+json",
            Format::HsdsArchive => "application/zip",
            Format::HsdsDocument => "application/json",
        }
    }

    /// The end of the file's name, and the name of the format.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::GeoJsonLines => "geojsonl",
            Format::GeoJson => "geojson",
            Format::HsdsArchive => "zip",
            Format::HsdsDocument => "json",
        }
    }

    /// The beginning of the file's name.
    pub(crate) fn stem(self) -> &'static str {
        match self {
            Format::Csv | Format::GeoJsonLines | Format::GeoJson => "places",
            Format::HsdsArchive | Format::HsdsDocument => "hsds",
        }
    }
}

/// A file on its way.
#[derive(Debug)]
pub struct Export {
    read: Arc<Read>,
    hits: Vec<Hit>,
    written: usize,
    writer: Writer,
}

#[derive(Debug)]
enum Writer {
    Csv { has_header: bool },
    GeoJsonLines,
    GeoJson { is_closed: bool },
    HsdsArchive(Box<Archive>),
    HsdsDocument(Box<Nested>),
}

impl Export {
    /// Of these places. `everything` adds what is at none of them: services without a place, organizations that run
    /// nothing.
    pub fn new(read: Arc<Read>, format: Format, hits: Vec<Hit>, everything: bool) -> Export {
        let register = Public(&read.snapshot);
        let selection = || {
            let places = hits.iter().filter_map(|hit| read.snapshot.place(hit.row));
            let places: Vec<PlaceId> = places.map(|place| place.id).collect();
            let beside = if everything {
                let snapshot = &read.snapshot;
                (
                    snapshot.service_ids().collect(),
                    snapshot.organization_ids().collect(),
                )
            } else {
                Default::default()
            };
            Selection::of(&register, places, beside)
        };
        let writer = match format {
            Format::Csv => Writer::Csv { has_header: false },
            Format::GeoJsonLines => Writer::GeoJsonLines,
            Format::GeoJson => Writer::GeoJson { is_closed: false },
            Format::HsdsArchive => Writer::HsdsArchive(Box::new(Archive::new(selection(), read.now))),
            Format::HsdsDocument => {
                Writer::HsdsDocument(Box::new(Nested::new(selection(), &register, read.now)))
            }
        };
        Export {
            read,
            hits,
            written: 0,
            writer,
        }
    }

    /// The next bytes; `None` after the last.
    pub fn next_part(&mut self) -> io::Result<Option<Vec<u8>>> {
        let snapshot = &self.read.snapshot;
        let register = Public(snapshot);
        let mut out = Vec::new();
        match &mut self.writer {
            Writer::HsdsArchive(archive) => return archive.next_part(&register),
            Writer::HsdsDocument(document) => return Ok(document.next_part(&register)),
            Writer::Csv { has_header: true } | Writer::GeoJsonLines => {}
            Writer::GeoJson { .. } => {
                if self.written == 0 {
                    out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[");
                }
            }
            Writer::Csv { has_header } => {
                write_standard_header(&mut out);
                *has_header = true;
            }
        }
        while out.len() < PART
            && let Some(hit) = self.hits.get(self.written)
        {
            self.written += 1;
            match self.writer {
                Writer::GeoJsonLines => {
                    write_feature(&mut out, snapshot, hit.row, hit.distance_m);
                    out.push(b'\n');
                }
                Writer::GeoJson { .. } => {
                    if self.written > 1 {
                        out.push(b',');
                    }
                    write_feature(&mut out, snapshot, hit.row, hit.distance_m);
                }
                _ => {
                    if let Some(place) = snapshot.place(hit.row) {
                        write_standard_row(&mut out, &register, place);
                    }
                }
            }
        }
        if let Writer::GeoJson { is_closed } = &mut self.writer
            && self.written == self.hits.len()
        {
            match std::mem::replace(is_closed, true) {
                true => out.clear(),
                false => out.extend_from_slice(b"]}\n"),
            }
        }
        Ok((!out.is_empty()).then_some(out))
    }
}
