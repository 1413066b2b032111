//! Rows of ibasho's own CSV: found by their columns, checked cell by cell, kept as they are until the register is
//! at hand.
//!
//! What a row changes depends on the place that it names, so its cells are read twice: here, to find what is wrong
//! with them, and onto the standing place by the plan.

use std::collections::HashSet;

use domain::PlaceId;
use domain::import::{Numbered, Provenance, RowAction, RowIssue};
use domain::source::Source;
use domain::text::content_digest;

use super::cells::arm;
use super::columns::COLUMNS;
use super::record::{Row, SourceCell};
use super::{DATASET, NAME, standard};
use crate::cell::text::excerpt;
use crate::fit::comparable;
use crate::keys::plain_key;
use crate::places::{Distinct, about_columns, license_unstated};
use crate::refusal::Refusal;
use crate::table::Table;
use crate::{FileContent, ReadOptions, Records};

/// A row whose cells can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedRow {
    /// Line of the file.
    pub line: u64,
    /// `None` in a line that somebody added.
    pub id: Option<PlaceId>,
    /// The cells that say something, by the number of their column.
    says: Vec<(usize, String)>,
    /// Where the row came from, in its own words or those of the editor; the keyed ones are found again.
    pub sources: Vec<Source>,
    pub keys: Vec<Provenance>,
}

/// Where a header has the columns.
#[derive(Debug)]
pub struct Fit {
    places: Vec<Option<usize>>,
    unknown: Vec<usize>,
}

/// Columns that no other list has together.
const MARKS: [&str; 4] = ["id", "name", "kinds", "location_precision"];

/// Whether this is a header of ours, under our names or the standard's; where the editor says so, the name is enough.
pub fn fit(header: &[String], is_named: bool) -> Option<Fit> {
    let titles: Vec<String> = header.iter().map(|title| comparable(title)).collect();
    let is = |known: &str| titles.iter().position(|title| *title == comparable(known));
    let find = |name: &str| is(name).or_else(|| is(standard::title_of(name)?));
    let wanted = if is_named { &["name"][..] } else { &MARKS[..] };
    if wanted.iter().any(|name| find(name).is_none()) {
        return None;
    }
    let places: Vec<Option<usize>> = COLUMNS.iter().map(|column| find(column.name)).collect();
    let is_read_off = |place: usize| {
        titles
            .get(place)
            .is_some_and(|title| standard::is_read_off(title))
    };
    let unknown = (0..header.len()).filter(|place| !places.contains(&Some(*place)) && !is_read_off(*place));
    Some(Fit {
        unknown: unknown.collect(),
        places,
    })
}

impl ExportedRow {
    /// Whether the row says something in this column.
    pub fn says(&self, column: &str) -> bool {
        self.says
            .iter()
            .any(|(number, _)| COLUMNS.get(*number).is_some_and(|known| known.name == column))
    }

    /// Puts what the row says into a record, the cells being sound.
    pub fn apply(&self, row: &mut Row) {
        for (number, cell) in &self.says {
            if let Some(column) = COLUMNS.get(*number) {
                // Told when the file was read.
                let _ = (column.read)(row, cell);
            }
        }
    }
}

impl Fit {
    /// Reads all rows.
    pub fn read(
        self,
        mut table: Table,
        encoding: &'static str,
        options: &ReadOptions,
    ) -> Result<FileContent, Refusal> {
        let mut issues: Vec<RowIssue> = Vec::new();
        for place in &self.unknown {
            let title = table.header.get(*place).cloned().unwrap_or_default();
            let detail = "No column of ours: its cells are not read.";
            issues.push(about_columns(table.header_line, &title, "column-unknown", detail));
        }
        let (mut rows, mut rejected, mut unlocated, mut originals) = (Vec::new(), 0, 0, 0);
        let (mut datasets, mut licenses) = (Distinct::default(), Distinct::default());
        let mut seen: HashSet<PlaceId> = HashSet::new();
        let mut unstated = false;
        while let Some(record) = table.next()? {
            let line = record.line;
            let mut said = Row::empty(options.retrieved_at);
            let mut says = Vec::new();
            let mut is_readable = true;
            for (number, column) in COLUMNS.iter().enumerate() {
                let place = self.places.get(number).copied().flatten();
                let cell = place.and_then(|place| record.cells.get(place)).map(arm);
                let Some(cell) = cell.filter(|cell| !cell.is_empty()) else {
                    continue;
                };
                match (column.read)(&mut said, cell) {
                    Ok(()) => says.push((number, cell.to_owned())),
                    Err(fault) => {
                        // Without its id a row would become another place.
                        let is_id = column.name == "id";
                        is_readable &= !is_id;
                        let action = if is_id {
                            RowAction::Rejected
                        } else {
                            RowAction::LeftOut
                        };
                        issues.push(issue(line, column.name, cell, "cell-unclear", action, &fault));
                    }
                }
            }
            let id = said.has_id.then_some(said.place.id);
            let fault = match id {
                Some(id) if !seen.insert(id) => Some(("id", "duplicate-id", "An earlier row has this id.")),
                None if said.place.name.is_empty() => {
                    Some(("name", "name-required", "A place needs a name."))
                }
                _ => None,
            };
            if let Some((column, rule, detail)) = fault {
                issues.push(issue(line, column, "", rule, RowAction::Rejected, detail));
            }
            if !is_readable || fault.is_some() {
                rejected += 1;
                continue;
            }
            unlocated += usize::from(said.latitude.is_none() || said.longitude.is_none());
            let schedules = said.place.schedules.iter();
            originals += schedules
                .filter(|schedule| schedule.rule.is_none() && schedule.rrule.is_none())
                .count();
            let sources = sources(&said, options);
            for source in &sources {
                datasets.add(source.dataset.as_deref());
                licenses.add(source.license.as_deref());
            }
            unstated |= sources.iter().all(|source| source.license.is_none());
            let keys = keys(&said, &sources, &says);
            rows.push(ExportedRow {
                line,
                id,
                says,
                sources,
                keys,
            });
        }
        if table.rows == 0 {
            return Err(Refusal::new("no-rows", "The file has a header but no rows."));
        }
        if unstated {
            issues.push(license_unstated());
        }
        issues.sort_by_key(|issue| issue.line);
        Ok(FileContent {
            profile: NAME,
            encoding,
            dataset: datasets.join(options.dataset.unwrap_or(DATASET)),
            license: licenses.join(options.license.unwrap_or(crate::draft::UNSTATED)),
            rows: table.rows,
            rejected,
            unlocated,
            duplicates: 0,
            private: 0,
            schedules_converted: 0,
            schedules_original: originals,
            records: Records::Exported(rows),
            numbered: Numbered::default(),
            issues,
        })
    }
}

/// Those of the row; one of the editor's, or of ours, for a row that has none and needs it to be found again.
fn sources(said: &Row, options: &ReadOptions) -> Vec<Source> {
    let own: Vec<Source> = said.sources().collect();
    if !own.is_empty() || said.has_id && options.dataset.is_none() {
        return own;
    }
    let text = |text: Option<&str>| text.map(str::to_owned);
    let cell = SourceCell {
        dataset: text(options.dataset.or(Some(DATASET))),
        publisher: text(options.publisher),
        url: text(options.source_url),
        license: text(options.license),
        retrieved_at: Some(options.retrieved_at),
        ..SourceCell::default()
    };
    vec![cell.source()]
}

/// How a later list of the same data set finds the place: by its number there, else by name and address.
fn keys(said: &Row, sources: &[Source], says: &[(usize, String)]) -> Vec<Provenance> {
    let address = said.place.address.as_ref();
    let address = address
        .map(|address| address.formatted.as_str())
        .unwrap_or_default();
    let content = serde_json::to_vec(says).unwrap_or_default();
    let mut taken = HashSet::new();
    let keyed = sources.iter().filter_map(|source| {
        let number = source.external_id.as_deref();
        // An exported place without a number had a key that only its list can make again.
        if source.dataset.is_none() || number.is_none() && said.has_id {
            return None;
        }
        let mut source = source.clone();
        source.publisher.get_or_insert_default();
        let provenance = Provenance {
            source,
            record_key: plain_key(number, &said.place.name, address),
            digest: content_digest(&content),
            raw: "{}".to_owned(),
        };
        taken.insert(provenance.key()).then_some(provenance)
    });
    keyed.collect()
}

fn issue(
    line: u64,
    column: &str,
    value: &str,
    rule: &'static str,
    action: RowAction,
    detail: &str,
) -> RowIssue {
    RowIssue {
        line,
        column: column.to_owned(),
        value: excerpt(value),
        rule,
        action,
        detail: detail.to_owned(),
    }
}
