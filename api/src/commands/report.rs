//! What an import did, for people and for programs. The JSON is a contract.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use domain::import::{RowAction, RowIssue};
use serde::Serialize;

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
    pub unlocated: usize,
    pub duplicates: usize,
    /// Numbers, addresses and names of persons that were kept private.
    pub private: usize,
    /// How often each repair was made.
    pub repairs: BTreeMap<&'static str, usize>,
    pub schedules: Schedules,
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

/// Issues shown on the terminal; the JSON report has all of them.
const SHOWN: usize = 20;

impl Report {
    /// Of a file that was refused as a whole; the rule and the reason stand among the issues too.
    pub(super) fn refused(file: &Path, rule: &'static str, reason: String) -> Report {
        let mut report = Report {
            file: file.display().to_string(),
            refused: Some(reason.clone()),
            ..Report::default()
        };
        let (column, value, action) = (String::new(), String::new(), RowAction::Rejected);
        report.set_issues(vec![RowIssue {
            line: 0,
            column,
            value,
            rule,
            action,
            detail: reason,
        }]);
        report
    }

    pub fn set_issues(&mut self, issues: Vec<RowIssue>) {
        for issue in &issues {
            if issue.action == RowAction::Repaired {
                *self.repairs.entry(issue.rule).or_default() += 1;
            }
        }
        self.issues = issues
            .into_iter()
            .map(
                |RowIssue {
                     line,
                     column,
                     value,
                     rule,
                     action,
                     detail,
                 }| Issue {
                    line,
                    column,
                    value,
                    rule,
                    action: action.code(),
                    detail,
                },
            )
            .collect();
    }

    /// The summary on a terminal.
    pub fn show(&self, out: &mut impl Write) -> io::Result<()> {
        if let Some(refused) = &self.refused {
            return writeln!(out, "{}: refused: {refused}", self.file);
        }
        let state = if self.applied {
            "applied"
        } else {
            "dry run, nothing was changed"
        };
        writeln!(
            out,
            "{}: {} ({}), data set {}, license {}",
            self.file, self.profile, self.encoding, self.dataset, self.license
        )?;
        writeln!(
            out,
            "  {} rows: {} created, {} updated, {} unchanged, {} rejected, {} gone from the file (kept)",
            self.rows, self.created, self.updated, self.unchanged, self.rejected, self.gone
        )?;
        writeln!(
            out,
            "  {} without a position, {} with a repeated number, {} kept private",
            self.unlocated, self.duplicates, self.private
        )?;
        for (what, Counts { created, updated }) in [
            ("services", &self.services),
            ("organizations", &self.organizations),
        ] {
            if created + updated > 0 {
                writeln!(out, "  {what}: {created} created, {updated} updated")?;
            }
        }
        if self.schedules.original > 0 {
            writeln!(
                out,
                "  {} opening hours kept in the words of the file",
                self.schedules.original
            )?;
        }
        for issue in self.issues.iter().take(SHOWN) {
            let Issue {
                line,
                column,
                value,
                rule,
                action,
                detail,
            } = issue;
            writeln!(
                out,
                "  line {line}, {column} {value:?}: {action} ({rule}): {detail}"
            )?;
        }
        if self.issues.len() > SHOWN {
            writeln!(
                out,
                "  ... and {} more; --report FILE.json has all",
                self.issues.len() - SHOWN
            )?;
        }
        writeln!(out, "  {state}")
    }
}
