//! `ibasho import`: read, plan, show, apply. Each file is one transaction; nothing is half imported.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use domain::import::{ImportPlan, Known, Numbered, RowAction, RowIssue};
use domain::matching::{Candidate, Decisions, MatchOutcome, MatchRule, ProposedMatch};
use domain::{Actor, Clock as _, NodeId, OrganizationId, PlaceId};
use formats::plan::{
    Drafts, Wanted, changed_organizations, changed_places, changed_services, match_places,
    outside_municipality, plan_districts, plan_records, unknown_terms,
};
use formats::{FileContent, ReadOptions, Records};
use indicatif::{ProgressBar, ProgressStyle};
use store::{OpenMode, Retry, Store};

use super::decisions::DecisionFile;
use super::report::Report;
use crate::cli::{Import, Matches};
use crate::clock::System;
use crate::config::Config;

pub async fn run(config: &Config, import: &Import) -> anyhow::Result<ExitCode> {
    // Opened first: a report that cannot be written must not follow an import that was applied.
    let create = |path: &Option<PathBuf>| {
        let file = path.as_ref().map(|path| {
            std::fs::File::create(path).with_context(|| format!("cannot write the report {}", path.display()))
        });
        file.transpose()
    };
    let (report_file, to_fix) = (create(&import.report)?, create(&import.to_fix)?);
    let mut decisions = match &import.decisions {
        Some(path) => DecisionFile::read(path)?,
        None => DecisionFile::default(),
    };
    let language = import.language.unwrap_or_else(crate::config::terminal_language);
    let url = &config.database.url.0;
    let mut register = Register { url, store: None };
    let mut reports = Vec::new();
    for file in &import.files {
        let report = match import_file(&mut register, import, &mut decisions, file).await {
            Ok(report) => report,
            Err(error) => Report::refused(
                file,
                "not-imported",
                format!("{error:#}; nothing of it was imported"),
            ),
        };
        report.show(language, &mut std::io::stdout())?;
        reports.push(report);
    }
    if let Some(file) = report_file {
        write_reports(file, &reports)?;
    }
    if let Some(file) = to_fix {
        super::to_fix::write(std::io::BufWriter::new(file), &reports, language)?;
    }
    if let Some(path) = &import.decisions {
        decisions.write(path)?;
    }
    if let Some(store) = register.store {
        store.close().await?;
    }
    let refused = reports.iter().any(|report| report.refused.is_some());
    Ok(if refused {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

impl From<Matches> for MatchRule {
    fn from(matches: Matches) -> MatchRule {
        match matches {
            Matches::Ask => MatchRule::Ask,
            Matches::New => MatchRule::New,
            Matches::Merge => MatchRule::Merge,
        }
    }
}

impl Import {
    /// Of the file and of all that decides what is made of it.
    fn digest(&self, bytes: &[u8]) -> String {
        let options = (
            (&self.profile, &self.dataset, &self.license),
            (&self.source_url, &self.publisher, self.overwrite_edits),
        );
        domain::text::content_digest(&[format!("{options:?}").as_bytes(), bytes].concat())
    }
}

/// The register, opened by the first file that can be read: a refused file makes no database.
struct Register<'a> {
    url: &'a str,
    store: Option<Store>,
}

impl Register<'_> {
    /// `None` for a dry run on a register that is not there yet.
    async fn store(&mut self, dry_run: bool) -> anyhow::Result<Option<&Store>> {
        if self.store.is_none() && (!dry_run || Store::is_there(self.url)?) {
            self.store = Some(Store::open(self.url, OpenMode::Tool).await?);
        }
        Ok(self.store.as_ref())
    }
}

/// One report, or an array of them when several files were given.
fn write_reports(file: std::fs::File, reports: &[Report]) -> anyhow::Result<()> {
    let mut file = std::io::BufWriter::new(file);
    match reports {
        [one] => serde_json::to_writer_pretty(&mut file, one)?,
        many => serde_json::to_writer_pretty(&mut file, many)?,
    }
    file.write_all(b"\n")?;
    Ok(file.flush()?)
}

async fn import_file(
    register: &mut Register<'_>,
    import: &Import,
    decisions: &mut DecisionFile,
    file: &Path,
) -> anyhow::Result<Report> {
    let bytes = std::fs::read(file).context("cannot read the file")?;
    let at = System.now();
    let retry = import.key.as_ref().map(|key| Retry {
        key: format!("import:{key}:{}", file.display()),
        digest: import.digest(&bytes),
    });
    if let (Some(retry), Some(store)) = (&retry, register.store(true).await?)
        && let Some(seq) = store.earlier_import(&Actor::at_the_console(), retry).await?
    {
        return Ok(Report::repeated(file, seq));
    }
    let content = match read(bytes, import, at).await? {
        Ok(content) => content,
        Err(refusal) => return Ok(Report::refused(file, refusal.rule, refusal.message)),
    };
    let (mut report, records, numbered, mut issues) = Report::of(file, content);
    let store = register.store(import.dry_run).await?;
    let asked = Asked {
        rule: import.matches.into(),
        decisions: &decisions.decisions,
        overwrite_edits: import.overwrite_edits,
        next_update: import.next_update,
    };
    let Planned {
        mut plan,
        proposals,
        far,
        gone,
    } = plan(store, (records, numbered), asked, at).await?;
    issues.extend(far);
    issues.extend(kept_edits(&plan));
    issues.extend(matched(&proposals));
    issues.sort_by_key(|issue| issue.line);
    issues.extend(gone);
    report.set_issues(issues);
    report.count(&plan);
    report.set_changes(std::mem::take(&mut plan.changes));
    decisions.add(&report.file, &proposals);
    report.set_matches(proposals);
    if let (false, Some(store)) = (import.dry_run, store) {
        report.seq = Some(apply(store, plan, retry, at).await?);
        report.applied = true;
    }
    Ok(report)
}

async fn read(
    bytes: Vec<u8>,
    import: &Import,
    at: DateTime<Utc>,
) -> anyhow::Result<Result<FileContent, formats::Refusal>> {
    let (profile, dataset, license, source_url, publisher) = (
        import.profile.clone(),
        import.dataset.clone(),
        import.license.clone(),
        import.source_url.clone(),
        import.publisher.clone(),
    );
    let work = move || {
        let options = ReadOptions {
            profile: profile.as_deref(),
            dataset: dataset.as_deref(),
            license: license.as_deref(),
            source_url: source_url.as_deref(),
            publisher: publisher.as_deref(),
            retrieved_at: at,
        };
        formats::read(bytes, &options)
    };
    Ok(tokio::task::spawn_blocking(work).await?)
}

/// What the editor wants of rows that are known already, or may be.
struct Asked<'a> {
    rule: MatchRule,
    decisions: &'a Decisions,
    overwrite_edits: bool,
    next_update: Option<NaiveDate>,
}

struct Planned {
    plan: ImportPlan,
    proposals: Vec<ProposedMatch>,
    /// What only the register can tell of rows.
    far: Vec<RowIssue>,
    /// What the file no longer has.
    gone: Vec<RowIssue>,
}

/// Against what the register holds; nothing, where there is none.
async fn plan(
    store: Option<&Store>,
    (records, numbered): (Records, Numbered),
    asked: Asked<'_>,
    at: DateTime<Utc>,
) -> anyhow::Result<Planned> {
    let datasets: BTreeSet<String> = match &records {
        Records::Places(drafts) => drafts
            .iter()
            .filter_map(|draft| draft.provenance.source.dataset.as_deref())
            .map(str::to_owned)
            .collect(),
        Records::Districts(drafts) => drafts
            .iter()
            .filter_map(|draft| draft.source.dataset.as_deref())
            .map(str::to_owned)
            .collect(),
        Records::Exported(rows) => rows
            .iter()
            .flat_map(|row| &row.sources)
            .filter_map(|source| source.dataset.as_deref())
            .map(str::to_owned)
            .collect(),
    };
    let mut known = match store {
        Some(store) => store.known(&datasets).await?,
        None => Known::default(),
    };
    let mut drafts = match records {
        Records::Places(drafts) => drafts,
        Records::Exported(rows) => {
            let (plan, far) = super::exported::plan(store, rows, known, asked.overwrite_edits, at).await?;
            return Ok(Planned {
                plan: ImportPlan {
                    datasets,
                    next_update: asked.next_update,
                    ..plan
                },
                proposals: Vec::new(),
                far,
                gone: Vec::new(),
            });
        }
        Records::Districts(drafts) => {
            return Ok(Planned {
                plan: ImportPlan {
                    datasets,
                    next_update: asked.next_update,
                    ..plan_districts(drafts, &known, at)
                },
                proposals: Vec::new(),
                far: Vec::new(),
                gone: Vec::new(),
            });
        }
    };
    let proposals = match store {
        Some(store) => {
            let wanted = Wanted::of(&drafts, &known);
            let mut candidates = match wanted.is_empty() {
                true => Vec::new(),
                false => candidates(store, &wanted).await?,
            };
            match_places(
                &mut drafts,
                &mut known,
                &mut candidates,
                asked.rule,
                asked.decisions,
            )
        }
        None => Vec::new(),
    };
    let mut far = outside_municipality(&drafts, &known);
    let drafts = Drafts {
        places: drafts,
        numbered,
    };
    far.extend(unknown_terms(&drafts, &known));
    let standing = standing(store, &drafts, &mut known, asked.overwrite_edits).await?;
    let plan = plan_records(drafts, &known, standing, at);
    let gone = match store {
        Some(store) => gone(store, &plan.gone).await?,
        None => Vec::new(),
    };
    Ok(Planned {
        plan: ImportPlan {
            datasets,
            next_update: asked.next_update,
            ..plan
        },
        proposals,
        far,
        gone,
    })
}

/// The first thousand of what the file no longer has, by name: each is kept until somebody archives it.
async fn gone(store: &Store, places: &[PlaceId]) -> anyhow::Result<Vec<RowIssue>> {
    const NAMED: usize = 1_000;
    let names = store.place_names(places.get(..NAMED).unwrap_or(places)).await?;
    let issue = |(place, name): (PlaceId, String)| RowIssue {
        line: 0,
        column: String::new(),
        value: name,
        rule: "gone-from-file",
        action: RowAction::Noted,
        detail: format!(
            "an earlier edition had it, this file does not; it is kept: archive it if it closed ({})",
            NodeId::Place(place).encode()
        ),
    };
    Ok(names.into_iter().map(issue).collect())
}

async fn candidates(store: &Store, wanted: &Wanted) -> anyhow::Result<Vec<Candidate>> {
    let (name, numbers) = (
        |name: &str| wanted.wants_name(name),
        |raw: &str| wanted.numbers_in(raw),
    );
    let found = store.candidates(store::Wanted {
        name: &name,
        numbers: wanted.wants_numbers().then_some(&numbers),
    });
    Ok(found.await?)
}

/// What may be a place that the register has, and what was found to be one, for the report.
fn matched(proposals: &[ProposedMatch]) -> impl Iterator<Item = RowIssue> {
    proposals.iter().filter_map(|proposal| {
        let (rule, action) = match proposal.outcome {
            MatchOutcome::Held => ("possible-match", RowAction::Held),
            MatchOutcome::Renumbered => ("number-changed", RowAction::Noted),
            MatchOutcome::Merged | MatchOutcome::New => return None,
        };
        let known = &proposal.candidate;
        let address = known.address.as_deref().unwrap_or("no address");
        let detail = match proposal.outcome {
            MatchOutcome::Held => format!(
                "may be {:?} ({address}), which the register has ({}); decide with --decisions FILE.csv, or --matches \
                 merge or new",
                known.name,
                proposal.reason.code()
            ),
            _ => format!(
                "is {:?} ({address}) of the same list, which had another number",
                known.name
            ),
        };
        Some(RowIssue {
            line: proposal.line,
            column: String::new(),
            value: proposal.name.clone(),
            rule,
            action,
            detail,
        })
    })
}

/// The records that the plan has to see as they stand, and which of their fields are editors'.
async fn standing(
    store: Option<&Store>,
    drafts: &Drafts,
    known: &mut Known,
    overwrite_edits: bool,
) -> anyhow::Result<formats::plan::Register> {
    let mut standing = formats::plan::Register::default();
    let Some(store) = store else {
        return Ok(standing);
    };
    let Drafts { places, numbered } = drafts;
    let changed = changed_places(places, known);
    let services = changed_services(places, &numbered.services, known);
    let organizations = changed_organizations(&numbered.organizations, known);
    if !overwrite_edits {
        known.edited = store.edited_fields(&changed).await?;
        known.edited_services = store.edited_fields(&services).await?;
    }
    for (place, private) in store.places_for_update(&changed).await? {
        standing.places.insert(place.id, (place, private));
    }
    for (service, private) in store.services_for_update(&services).await? {
        standing.services.insert(service.id, (service, private));
    }
    for (organization, private) in store.organizations_for_update(&organizations).await? {
        standing
            .organizations
            .insert(organization.id, (organization, private));
    }
    let places = standing.places.values();
    let run_by: BTreeSet<OrganizationId> = places.filter_map(|(place, _)| place.organization).collect();
    let run_by: Vec<OrganizationId> = run_by.into_iter().collect();
    known.organization_names = store.organization_names(&run_by).await?;
    Ok(standing)
}

/// What the file says otherwise than an editor, for the report.
fn kept_edits(plan: &ImportPlan) -> impl Iterator<Item = RowIssue> {
    plan.kept_edits.iter().map(|kept| RowIssue {
        line: kept.line,
        column: String::new(),
        value: String::new(),
        rule: "edited-field-kept",
        action: RowAction::Noted,
        detail: format!(
            "an editor changed {} of this place, so the file does not; --overwrite-edits takes what the file says",
            kept.fields.join(", ")
        ),
    })
}

async fn apply(
    store: &Store,
    plan: ImportPlan,
    retry: Option<Retry>,
    at: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let bar = ProgressBar::new((plan.places.len() + plan.districts.len()) as u64);
    if let Ok(style) = ProgressStyle::with_template("  {bar:40} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    let seq = store
        .apply_import(&Actor::at_the_console(), plan, retry, at, &|records| {
            bar.inc(records as u64)
        })
        .await?;
    bar.finish_and_clear();
    std::io::stdout().flush()?;
    Ok(seq)
}
