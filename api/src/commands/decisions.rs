//! The file in which an editor decides whether a row and a place of the register are the same.
//!
//! A table for a spreadsheet: what an import proposes is added to it, the first column is for the editor, and the next
//! import takes what stands there. Decisions are never lost: the file is written anew beside the old one, which it
//! then replaces.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use domain::import::SourceKey;
use domain::matching::{Decision, Decisions, MatchOutcome, ProposedMatch};
use domain::{NodeId, PlaceId};

use super::to_fix::no_formula;

const HEADER: [&str; 12] = [
    "decision",
    "file",
    "line",
    "name",
    "address",
    "known_name",
    "known_address",
    "reason",
    "distance_m",
    "known_place",
    "data_set",
    "key",
];

const MERGE: [&str; 4] = ["merge", "same", "同じ", "統合"];
const NEW: [&str; 4] = ["new", "different", "別", "新規"];

/// The file, as it was read.
#[derive(Debug, Default)]
pub struct DecisionFile {
    pub decisions: Decisions,
    rows: Vec<csv::StringRecord>,
    /// Rows and places that stand in it.
    listed: Vec<(SourceKey, PlaceId)>,
}

impl DecisionFile {
    /// A file that is not there yet has no decisions.
    pub fn read(path: &Path) -> anyhow::Result<DecisionFile> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(DecisionFile::default());
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        DecisionFile::parse(bytes).with_context(|| format!("the decisions in {}", path.display()))
    }

    fn parse(bytes: Vec<u8>) -> anyhow::Result<DecisionFile> {
        // Spreadsheets save in encodings of their own.
        let text = formats::text(bytes)
            .map_err(|refusal| anyhow::anyhow!("{} ({})", refusal.message, refusal.rule))?;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        if reader.headers()?.iter().ne(HEADER) {
            bail!("the first line must be {}", HEADER.join(","));
        }
        let mut file = DecisionFile::default();
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |name: &str| {
                let column = HEADER.iter().position(|column| *column == name);
                column.and_then(|column| row.get(column)).unwrap_or_default()
            };
            let decision = match cell("decision").trim().to_lowercase().as_str() {
                "" => None,
                word if MERGE.contains(&word) => Some(Decision::Merge),
                word if NEW.contains(&word) => Some(Decision::New),
                word => bail!("line {line}: decision must be merge, new or blank, not {word:?}"),
            };
            let key = parse_key(cell("data_set"), cell("key"));
            let place = match NodeId::parse(cell("known_place")) {
                Some(NodeId::Place(place)) => place,
                _ => bail!("line {line}: known_place must stay as it was written"),
            };
            let key =
                key.with_context(|| format!("line {line}: data_set and key must stay as they were written"))?;
            if let Some(decision) = decision {
                file.decisions.insert((key.clone(), place), decision);
            }
            file.listed.push((key, place));
            file.rows.push(row);
        }
        Ok(file)
    }

    /// Adds what waits for a decision and does not stand in the file yet.
    pub fn add(&mut self, of_file: &str, proposals: &[ProposedMatch]) {
        for proposal in proposals {
            let pair = (proposal.key.clone(), proposal.candidate.place);
            if proposal.outcome != MatchOutcome::Held || self.listed.contains(&pair) {
                continue;
            }
            let candidate = &proposal.candidate;
            let (line, distance) = (
                proposal.line.to_string(),
                proposal.distance_m.map(|meters| format!("{meters:.0}")),
            );
            let (data_set, key) = cells_of_key(&proposal.key);
            let cells = [
                "",
                of_file,
                &line,
                &proposal.name,
                proposal.address.as_deref().unwrap_or_default(),
                &candidate.name,
                candidate.address.as_deref().unwrap_or_default(),
                proposal.reason.code(),
                distance.as_deref().unwrap_or_default(),
                &NodeId::Place(candidate.place).encode(),
                &data_set,
                &key,
            ];
            self.rows
                .push(csv::StringRecord::from_iter(cells.map(no_formula)));
            self.listed.push(pair);
        }
    }

    /// Replaces the file at once.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
            .with_context(|| format!("cannot write beside {}", path.display()))?;
        file.write_all(super::to_fix::BOM)?;
        {
            let mut table = csv::WriterBuilder::new().flexible(true).from_writer(&mut file);
            table.write_record(HEADER)?;
            for row in &self.rows {
                table.write_record(row)?;
            }
            table.flush()?;
        }
        file.persist(path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }
}

/// Data set and publisher in one cell, and the key behind a mark: a spreadsheet takes neither for a number.
fn cells_of_key(key: &SourceKey) -> (String, String) {
    let data_set = match &*key.publisher {
        "" => key.dataset.to_string(),
        publisher => format!("{} | {publisher}", key.dataset),
    };
    (data_set, format!("key {}", key.record_key))
}

fn parse_key(data_set: &str, key: &str) -> Option<SourceKey> {
    let plain = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    let data_set = plain(data_set);
    let (dataset, publisher) = data_set.split_once(" | ").unwrap_or((&data_set, ""));
    Some(SourceKey {
        dataset: dataset.into(),
        publisher: publisher.into(),
        record_key: key.strip_prefix("key ")?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use domain::matching::{Candidate, MatchReason};

    use super::*;

    fn proposal(line: u64, publisher: &str) -> ProposedMatch {
        ProposedMatch {
            line,
            key: SourceKey {
                dataset: "=一覧".into(),
                publisher: publisher.into(),
                record_key: format!("id:{line}"),
            },
            name: "本町,\"集会所\"\n".to_owned(),
            address: None,
            candidate: Candidate {
                place: PlaceId::fresh(),
                name: "@本町".to_owned(),
                address: Some("七尾市".to_owned()),
                point: None,
                keys: Vec::new(),
                corporate_numbers: Vec::new(),
            },
            reason: MatchReason::NameNearby,
            distance_m: Some(12.4),
            outcome: MatchOutcome::Held,
        }
    }

    #[test]
    fn what_an_editor_decides_is_taken_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.csv");
        let proposals = [proposal(2, "七尾市"), proposal(3, ""), proposal(4, "")];
        let mut file = DecisionFile::read(&path).unwrap();
        file.add("a.csv", &proposals);
        file.add("a.csv", &proposals);
        file.write(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with('\u{FEFF}') && !text.contains(",@") && text.contains("'=一覧"));

        decide(&path, &["同じ", "New", " "]);
        let mut file = DecisionFile::read(&path).unwrap();
        let key = |index: usize| (proposals[index].key.clone(), proposals[index].candidate.place);
        assert_eq!(
            file.decisions,
            Decisions::from([(key(0), Decision::Merge), (key(1), Decision::New)])
        );
        file.add("a.csv", &proposals);
        file.write(&path).unwrap();
        assert_eq!(DecisionFile::read(&path).unwrap().decisions, file.decisions);
        assert_eq!(file.rows.len(), 3);
    }

    /// As a spreadsheet saves it: every cell anew.
    fn decide(path: &Path, words: &[&str]) {
        let text = std::fs::read_to_string(path).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let mut table = csv::Writer::from_path(path).unwrap();
        table.write_record(reader.headers().unwrap()).unwrap();
        for (row, word) in reader.records().zip(words) {
            let row = row.unwrap();
            let cells: Vec<&str> = std::iter::once(*word).chain(row.iter().skip(1)).collect();
            table.write_record(cells).unwrap();
        }
        table.flush().unwrap();
    }

    #[test]
    fn a_word_that_is_no_decision_is_refused() {
        let mut file = DecisionFile::default();
        file.add("a.csv", &[proposal(2, "")]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.csv");
        file.write(&path).unwrap();
        decide(&path, &["maybe"]);
        let error = format!("{:#}", DecisionFile::read(&path).unwrap_err());
        assert!(
            error.contains("line 2: decision must be merge, new or blank"),
            "{error}"
        );
        std::fs::write(&path, "a,b\n1,2\n").unwrap();
        assert!(DecisionFile::read(&path).is_err());
    }
}
