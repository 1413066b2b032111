//! Open Referral HSDS 3.0: nested JSON, lists of it, and tables, into drafts of places, services and organizations.
//!
//! Objects and tables become one graph of records ([`graph`]), whatever form they came in; [`places`] and
//! [`services`] read drafts off it; [`write`] goes the other way. Locations are places, services and organizations keep their numbers. What the
//! register has no field for stays with the source. Never guesses: a term of another vocabulary is no term of ours.

mod contacts;
mod graph;
mod json;
mod places;
mod schedule;
mod services;
mod tables;
pub mod write;
mod zip_file;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::Contact;
use domain::import::{Numbered, PlaceDraft, Provenance, RowAction, RowIssue, TermCode};
use domain::source::{Source, SourceKind};
use domain::text::content_digest;
use serde_json::Value;

use crate::cell::text::excerpt;
use crate::draft::UNSTATED;
use crate::places::license_unstated;
use crate::refusal::Refusal;
use crate::{FileContent, ReadOptions, Records, privacy};
use graph::{Graph, Record};
pub use json::is_document;
use tables::Table;
pub use zip_file::is_archive;

/// What `--profile` takes, and the data set's name where nobody says another.
pub const NAME: &str = "hsds";

/// Reads a text that [`is_document`] recognized, or that the editor calls HSDS.
pub fn read_text(text: &str, encoding: &'static str, options: &ReadOptions) -> Result<FileContent, Refusal> {
    let document: Value = serde_json::from_str(text)
        .map_err(|error| Refusal::new("broken-json", format!("The JSON is broken or cut off: {error}.")))?;
    let mut graph = Graph::default();
    let mut issues = Vec::new();
    let part = json::add(&mut graph, document, &mut issues)?;
    finish(graph, issues, part, encoding, options)
}

/// Reads an archive that [`is_archive`] recognized.
pub fn read_zip(bytes: &[u8], options: &ReadOptions) -> Result<FileContent, Refusal> {
    let mut graph = Graph::default();
    let mut issues = Vec::new();
    zip_file::add(&mut graph, bytes, &mut issues)?;
    finish(graph, issues, false, "zip", options)
}

/// Notes what is odd, record by record.
struct Reader<'a> {
    graph: &'a Graph,
    options: &'a ReadOptions<'a>,
    issues: Vec<RowIssue>,
    rejected: usize,
}

impl Reader<'_> {
    fn note(
        &mut self,
        (table, record): (Table, &Record),
        field: &str,
        rule: &'static str,
        action: RowAction,
        detail: impl Into<String>,
    ) {
        self.rejected += usize::from(action == RowAction::Rejected);
        self.issues.push(RowIssue {
            line: record.line,
            column: format!("{}.{field}", table.name()),
            value: excerpt(&record.line_of(field).unwrap_or_default()),
            rule,
            action,
            detail: detail.into(),
        });
    }

    /// Where the record came from; its digest is that of all that hangs on it.
    fn provenance(&self, table: Table, id: &str, key: &str) -> Provenance {
        let dataset: Arc<str> = self.options.dataset.unwrap_or(NAME).into();
        let source = Source {
            kind: SourceKind::File,
            name: dataset.clone(),
            dataset: Some(dataset),
            publisher: self.options.publisher.map(Into::into),
            external_id: Some(id.to_owned()),
            url: self.options.source_url.map(Into::into),
            license: Some(self.options.license.unwrap_or(UNSTATED).into()),
            attribution: None,
            retrieved_at: self.options.retrieved_at,
            fields: Vec::new(),
        };
        let raw = self.graph.whole(table, id).to_string();
        let content = [raw.as_str(), self.options.license.unwrap_or_default()].join("\n");
        Provenance {
            digest: content_digest(content.as_bytes()),
            record_key: format!("{key}{id}"),
            source,
            raw,
        }
    }

    /// Texts that everybody reads hold no numbers of persons: they are taken out and kept private.
    fn protect(&mut self, at: (Table, &Record), texts: &mut [&mut String], contacts: &mut Vec<Contact>) {
        for text in texts {
            for contact in privacy::mask(text) {
                let detail = "A person's number or address within a text: taken out of it and kept private.";
                self.note(at, "", "private-in-text", RowAction::Repaired, detail);
                contacts.push(contact);
            }
        }
    }

    /// The terms of a record: of its attributes, and its languages.
    fn terms(&self, owner: (Table, &str)) -> Vec<TermCode> {
        let mut terms: Vec<TermCode> = Vec::new();
        for (_, attribute) in self.graph.of(Table::Attribute, owner) {
            for id in attribute.named(Table::TaxonomyTerm) {
                terms.extend(
                    self.graph
                        .get(Table::TaxonomyTerm, id)
                        .and_then(|term| self.term(term)),
                );
            }
        }
        for (_, language) in self.graph.of(Table::Language, owner) {
            terms.extend(language.line_of("code").map(|code| TermCode {
                scheme: "language".into(),
                code: code.to_lowercase().into(),
            }));
        }
        terms.sort();
        terms.dedup();
        terms
    }

    /// `scheme:code` in one, else the name of its taxonomy and its code.
    fn term(&self, term: &Record) -> Option<TermCode> {
        let code = term.line_of("code")?;
        if let Some((scheme, code)) = code.split_once(':') {
            let (scheme, code) = (scheme.trim().to_lowercase(), code.trim().to_lowercase());
            return Some(TermCode {
                scheme: scheme.into(),
                code: code.into(),
            });
        }
        let mut taxonomies = term.named(Table::Taxonomy);
        let named = taxonomies.find_map(|id| self.graph.get(Table::Taxonomy, id)?.line_of("name"));
        Some(TermCode {
            scheme: named.or_else(|| term.line_of("taxonomy"))?.to_lowercase().into(),
            code: code.to_lowercase().into(),
        })
    }
}

/// The start of the day, in Japan.
fn day(text: &str) -> Option<DateTime<Utc>> {
    let date = NaiveDate::parse_from_str(text.split('T').next()?, "%Y-%m-%d").ok()?;
    let midnight = chrono_tz::Asia::Tokyo.from_local_datetime(&date.and_hms_opt(0, 0, 0)?);
    Some(midnight.single()?.with_timezone(&Utc))
}

fn finish(
    mut graph: Graph,
    issues: Vec<RowIssue>,
    is_part: bool,
    encoding: &'static str,
    options: &ReadOptions,
) -> Result<FileContent, Refusal> {
    // What our own exports say where nobody is known.
    graph.remove(Table::Organization, &write::UNSTATED_ORGANIZATION.to_string());
    graph.connect();
    let mut reader = Reader {
        graph: &graph,
        options,
        issues,
        rejected: 0,
    };
    let rows: usize = [Table::Organization, Table::Service, Table::Location]
        .iter()
        .map(|table| graph.all(*table).count())
        .sum::<usize>()
        + graph.without_id.len();
    if rows == 0 {
        let message = "The file holds no organizations, services or locations, only what belongs to them: there is nothing to import.";
        return Err(Refusal::new("hsds-no-records", message));
    }
    for (table, line) in &graph.without_id {
        reader.rejected += 1;
        reader.issues.push(RowIssue {
            line: *line,
            column: format!("{}.id", table.name()),
            value: String::new(),
            rule: "id-required",
            action: RowAction::Rejected,
            detail: "The standard wants an id here, and a later import needs it.".to_owned(),
        });
    }
    let places = places::places(&mut reader);
    let organizations = services::organizations(&mut reader);
    let services = services::services(&mut reader);
    let Reader {
        mut issues, rejected, ..
    } = reader;
    if options.license.is_none() {
        issues.push(license_unstated());
    }
    issues.sort_by_key(|issue| issue.line);
    let schedules = places.iter().flat_map(|place| &place.schedules);
    let of_services = services.iter().flat_map(|numbered| {
        let here = numbered.places.iter().flat_map(|(_, offer)| &offer.schedules);
        numbered.service.schedules.iter().chain(here)
    });
    let (in_words, in_rules): (Vec<_>, Vec<_>) = schedules
        .chain(of_services)
        .partition(|schedule| schedule.rule.is_none() && schedule.rrule.is_none());
    let (schedules_original, schedules_converted) = (in_words.len(), in_rules.len());
    let unlocated = |draft: &&PlaceDraft| draft.point.is_none();
    Ok(FileContent {
        profile: NAME,
        encoding,
        dataset: options.dataset.unwrap_or(NAME).to_owned(),
        license: options.license.unwrap_or(UNSTATED).to_owned(),
        rows,
        rejected,
        unlocated: places.iter().filter(unlocated).count(),
        duplicates: 0,
        private: privacy::count(&issues),
        schedules_converted,
        schedules_original,
        records: Records::Places(places),
        numbered: Numbered {
            organizations,
            services,
            is_part,
        },
        issues,
    })
}

#[cfg(test)]
mod tests;
