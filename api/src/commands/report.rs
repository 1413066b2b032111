//! What an import did, for people and for programs. The JSON is a contract; `words` has what a terminal shows.

mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use domain::NodeId;
use domain::import::{FieldChange, ImportPlan, Numbered, PlaceChange, RowAction, RowIssue};
use domain::matching::{MatchOutcome, ProposedMatch};
use formats::{FileContent, Records};
use serde::Serialize;

use crate::cli::Language;

/// One file's report.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub file: String,
    pub profile: String,
    pub encoding: String,
    pub dataset: String,
    pub license: String,
    pub rows: usize,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// What became of services and of organizations that the file names.
    pub services: Counts,
    pub organizations: Counts,
    /// Records of earlier imports that the file no longer holds; they are kept.
    pub gone: usize,
    pub rejected: usize,
    /// Rows that may be a place which the register has, and wait for a decision.
    pub held: usize,
    /// Rows that became a further source of a place which the register had.
    pub merged: usize,
    pub unlocated: usize,
    pub duplicates: usize,
    /// Numbers, addresses and names of persons that were kept private.
    pub private: usize,
    /// How often each repair was made.
    pub repairs: BTreeMap<&'static str, usize>,
    pub schedules: Schedules,
    /// Field by field, what changes in places that are there already.
    pub changes: Vec<Changed>,
    /// Rows that are, or may be, places which the register has under another key.
    pub matches: Vec<Match>,
    pub issues: Vec<Issue>,
    pub applied: bool,
    /// The number of the transaction; null when nothing was applied.
    pub seq: Option<i64>,
    /// Why the file was refused as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

#[derive(Debug, Default, Serialize)]
pub struct Schedules {
    pub converted: usize,
    pub original: usize,
}

/// A place that a row changes.
#[derive(Debug, Serialize)]
pub struct Changed {
    pub line: u64,
    /// The public id.
    pub place: String,
    pub name: String,
    pub fields: Vec<FieldChange>,
}

/// A row and a place that are or may be one.
#[derive(Debug, Serialize)]
pub struct Match {
    pub line: u64,
    pub name: String,
    pub address: Option<String>,
    /// The public id.
    pub place: String,
    pub place_name: String,
    pub place_address: Option<String>,
    pub reason: &'static str,
    pub distance_m: Option<f64>,
    pub outcome: &'static str,
}

/// How many records are new, and how many are changed.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    pub created: usize,
    pub updated: usize,
}

impl Counts {
    /// Of the versions that plans expect: a record without one is new.
    pub(super) fn of(versions: impl Iterator<Item = Option<i32>>) -> Counts {
        let mut counts = Counts::default();
        for version in versions {
            match version {
                None => counts.created += 1,
                Some(_) => counts.updated += 1,
            }
        }
        counts
    }
}

/// One cell and what was done about it; line 0 is the file as a whole.
#[derive(Debug, Serialize)]
pub struct Issue {
    pub line: u64,
    pub column: String,
    pub value: String,
    pub rule: &'static str,
    pub action: &'static str,
    pub detail: String,
}

impl Issue {
    /// The sentence for an editor: in Japanese that of the rule, in English that of the cell.
    pub(super) fn sentence(&self, language: Language) -> &str {
        let japanese = formats::rules::in_japanese(self.rule).filter(|_| language == Language::Ja);
        japanese.unwrap_or(&self.detail)
    }
}

impl Report {
    /// Of what was read, before anything is planned; with the records and the issues of the file.
    pub(super) fn of(file: &Path, content: FileContent) -> (Report, Records, Numbered, Vec<RowIssue>) {
        let FileContent {
            profile,
            encoding,
            dataset,
            license,
            rows,
            rejected,
            unlocated,
            duplicates,
            private,
            schedules_converted,
            schedules_original,
            records,
            numbered,
            issues,
        } = content;
        let report = Report {
            file: file.display().to_string(),
            profile: profile.to_owned(),
            encoding: encoding.to_owned(),
            dataset,
            license,
            rows,
            rejected,
            unlocated,
            duplicates,
            private,
            schedules: Schedules {
                converted: schedules_converted,
                original: schedules_original,
            },
            ..Report::default()
        };
        (report, records, numbered, issues)
    }

    /// Of a file that was refused as a whole; the rule and the reason stand among the issues too.
    pub(super) fn refused(file: &Path, rule: &'static str, reason: String) -> Report {
        let mut report = Report {
            refused: Some(reason.clone()),
            ..Report::default()
        };
        report.about_file(file, rule, RowAction::Rejected, reason);
        report
    }

    /// Of an import that was done before, under the same key.
    pub(super) fn repeated(file: &Path, seq: i64) -> Report {
        let mut report = Report {
            applied: true,
            seq: Some(seq),
            ..Report::default()
        };
        let detail = "an import with this key was applied before; nothing was done again".to_owned();
        report.about_file(file, "import-repeated", RowAction::Noted, detail);
        report
    }

    fn about_file(&mut self, file: &Path, rule: &'static str, action: RowAction, detail: String) {
        self.file = file.display().to_string();
        self.set_issues(vec![RowIssue {
            line: 0,
            column: String::new(),
            value: String::new(),
            rule,
            action,
            detail,
        }]);
    }

    /// What the plan would do.
    pub(super) fn count(&mut self, plan: &ImportPlan) {
        let places = plan.places.iter().map(|planned| planned.expected_version);
        let districts = plan.districts.iter().map(|planned| planned.expected_version);
        let rows = plan.rows.iter().map(|planned| planned.expected_version);
        let created = places
            .chain(districts)
            .chain(rows)
            .filter(|version| version.is_none())
            .count();
        self.created = created;
        self.updated = plan.places.len() + plan.districts.len() + plan.rows.len() - created;
        self.unchanged = plan.unchanged;
        self.services = Counts::of(plan.services.iter().map(|planned| planned.expected_version));
        self.organizations = Counts::of(plan.organizations.iter().map(|planned| planned.expected_version));
        self.gone = plan.gone.len();
        self.unlocated = self.unlocated.saturating_sub(plan.kept_positions);
    }

    pub(super) fn set_changes(&mut self, changes: Vec<PlaceChange>) {
        let shown = |change: PlaceChange| Changed {
            line: change.line,
            place: NodeId::Place(change.place).encode(),
            name: change.name,
            fields: change.fields,
        };
        self.changes = changes.into_iter().map(shown).collect();
    }

    pub(super) fn set_matches(&mut self, proposals: Vec<ProposedMatch>) {
        let mut held: Vec<u64> = Vec::new();
        for proposal in &proposals {
            match proposal.outcome {
                MatchOutcome::Held => held.push(proposal.line),
                MatchOutcome::Merged => self.merged += 1,
                MatchOutcome::New | MatchOutcome::Renumbered => {}
            }
        }
        held.sort_unstable();
        held.dedup();
        self.held = held.len();
        let shown = |proposal: ProposedMatch| Match {
            line: proposal.line,
            name: proposal.name,
            address: proposal.address,
            place: NodeId::Place(proposal.candidate.place).encode(),
            place_name: proposal.candidate.name,
            place_address: proposal.candidate.address,
            reason: proposal.reason.code(),
            distance_m: proposal.distance_m.map(f64::round),
            outcome: proposal.outcome.code(),
        };
        self.matches = proposals.into_iter().map(shown).collect();
    }

    pub(super) fn set_issues(&mut self, issues: Vec<RowIssue>) {
        for issue in &issues {
            if issue.action == RowAction::Repaired {
                *self.repairs.entry(issue.rule).or_default() += 1;
            }
        }
        let shown = |issue: RowIssue| Issue {
            line: issue.line,
            column: issue.column,
            value: issue.value,
            rule: issue.rule,
            action: issue.action.code(),
            detail: issue.detail,
        };
        self.issues = issues.into_iter().map(shown).collect();
    }

    /// The summary on a terminal.
    pub(super) fn show(&self, language: Language, out: &mut impl Write) -> io::Result<()> {
        words::show(self, language, out)
    }
}
