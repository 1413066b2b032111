//! `ibasho import`: read, plan, show, apply. Each file is one transaction; nothing is half imported.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::import::{ImportPlan, Known, Numbered, RowAction, RowIssue};
use domain::{Actor, Clock as _};
use formats::plan::{
    Drafts, changed_organizations, changed_places, changed_services, outside_municipality, plan_districts,
    plan_records,
};
use formats::{FileContent, ReadOptions, Records};
use indicatif::{ProgressBar, ProgressStyle};
use store::{OpenMode, Store};

use super::report::{Counts, Report, Schedules};
use crate::cli::Import;
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
    let url = &config.database.url.0;
    let mut register = Register { url, store: None };
    let mut reports = Vec::new();
    for file in &import.files {
        let report = match import_file(&mut register, import, file).await {
            Ok(report) => report,
            Err(error) => Report::refused(
                file,
                "not-imported",
                format!("{error:#}; nothing of it was imported"),
            ),
        };
        report.show(&mut std::io::stdout())?;
        reports.push(report);
    }
    if let Some(file) = report_file {
        write_reports(file, &reports)?;
    }
    if let Some(file) = to_fix {
        super::to_fix::write(std::io::BufWriter::new(file), &reports)?;
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

async fn import_file(register: &mut Register<'_>, import: &Import, file: &Path) -> anyhow::Result<Report> {
    let bytes = std::fs::read(file).context("cannot read the file")?;
    let at = System.now();
    let content = match read(bytes, import, at).await? {
        Ok(content) => content,
        Err(refusal) => return Ok(Report::refused(file, refusal.rule, refusal.message)),
    };
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
        schedules_original,
        records,
        numbered,
        mut issues,
    } = content;
    let mut report = Report {
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
            converted: 0,
            original: schedules_original,
        },
        ..Report::default()
    };
    let store = register.store(import.dry_run).await?;
    let (plan, far) = plan(store, (records, numbered), at, import.overwrite_edits).await?;
    issues.extend(far);
    issues.extend(kept_edits(&plan));
    issues.sort_by_key(|issue| issue.line);
    report.set_issues(issues);
    report.unlocated = report.unlocated.saturating_sub(plan.kept_positions);
    let created = plan
        .places
        .iter()
        .filter(|place| place.expected_version.is_none())
        .count()
        + plan
            .districts
            .iter()
            .filter(|district| district.expected_version.is_none())
            .count();
    report.created = created;
    report.updated = plan.places.len() + plan.districts.len() - created;
    report.unchanged = plan.unchanged;
    report.services = Counts::of(plan.services.iter().map(|planned| planned.expected_version));
    report.organizations = Counts::of(plan.organizations.iter().map(|planned| planned.expected_version));
    report.gone = plan.gone.len();
    if let (false, Some(store)) = (import.dry_run, store) {
        report.seq = Some(apply(store, plan, at).await?);
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

/// Against what the register holds; nothing, where there is none. With it what only the register can tell of rows.
async fn plan(
    store: Option<&Store>,
    (records, numbered): (Records, Numbered),
    at: DateTime<Utc>,
    overwrite_edits: bool,
) -> anyhow::Result<(ImportPlan, Vec<RowIssue>)> {
    let datasets: BTreeSet<String> = match &records {
        Records::Places(drafts) => drafts
            .iter()
            .filter_map(|draft| draft.provenance.source.dataset.clone())
            .collect(),
        Records::Districts(_) => BTreeSet::new(),
    };
    let mut known = match store {
        Some(store) => store.known(&datasets).await?,
        None => Known::default(),
    };
    match records {
        Records::Places(drafts) => {
            let far = outside_municipality(&drafts, &known);
            let places = drafts;
            let drafts = Drafts { places, numbered };
            let standing = standing(store, &drafts, &mut known, overwrite_edits).await?;
            Ok((plan_records(drafts, &known, standing, at), far))
        }
        Records::Districts(drafts) => Ok((plan_districts(drafts, &known, at), Vec::new())),
    }
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

async fn apply(store: &Store, plan: ImportPlan, at: DateTime<Utc>) -> anyhow::Result<i64> {
    let bar = ProgressBar::new((plan.places.len() + plan.districts.len()) as u64);
    if let Ok(style) = ProgressStyle::with_template("  {bar:40} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    let seq = store
        .apply_import(&Actor::at_the_console(), plan, at, &|records| {
            bar.inc(records as u64)
        })
        .await?;
    bar.finish_and_clear();
    std::io::stdout().flush()?;
    Ok(seq)
}
