//! `ibasho import`: read, plan, show, apply. Each file is one transaction; nothing is half imported.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::import::{ImportPlan, Known};
use domain::{Actor, Clock as _};
use formats::plan::{changed_places, plan_districts, plan_places};
use formats::{FileContent, ReadOptions, Records};
use indicatif::{ProgressBar, ProgressStyle};
use store::{OpenMode, Store};

use super::report::{Report, Schedules};
use crate::cli::Import;
use crate::clock::System;
use crate::config::Config;

pub async fn run(config: &Config, import: &Import) -> anyhow::Result<ExitCode> {
    let store = Store::open(&config.database.url.0, OpenMode::Tool).await?;
    let mut reports = Vec::new();
    let mut failed = None;
    for file in &import.files {
        match import_file(&store, import, file).await {
            Ok(report) => {
                report.show(&mut std::io::stdout())?;
                reports.push(report);
            }
            Err(error) => {
                failed = Some(error.context(format!("{}: nothing of it was imported", file.display())));
                break;
            }
        }
    }
    if let Some(path) = &import.report {
        write_reports(path, &reports, import.files.len())?;
    }
    store.close().await?;
    match failed {
        Some(error) => Err(error),
        None if reports.iter().any(|report| report.refused.is_some()) => Ok(ExitCode::FAILURE),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// One report, or an array of them when several files were given.
fn write_reports(path: &Path, reports: &[Report], files: usize) -> anyhow::Result<()> {
    let text = match reports {
        [one] if files == 1 => serde_json::to_string_pretty(one)?,
        many => serde_json::to_string_pretty(many)?,
    };
    std::fs::write(path, text + "\n").with_context(|| format!("cannot write the report {}", path.display()))
}

async fn import_file(store: &Store, import: &Import, file: &Path) -> anyhow::Result<Report> {
    let mut report = Report {
        file: file.display().to_string(),
        ..Report::default()
    };
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let at = System.now();
    let content = match read(bytes, import, at).await? {
        Ok(content) => content,
        Err(refusal) => {
            report.refused = Some(refusal.to_string());
            return Ok(report);
        }
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
        schedules_original,
        records,
        issues,
    } = content;
    report = Report {
        profile: profile.to_owned(),
        encoding: encoding.to_owned(),
        dataset,
        license,
        rows,
        rejected,
        unlocated,
        duplicates,
        schedules: Schedules {
            converted: 0,
            original: schedules_original,
        },
        ..report
    };
    report.set_issues(issues);

    let plan = plan(store, records, at).await?;
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
    report.gone = plan.gone.len();
    if !import.dry_run {
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
    let (profile, dataset, license, source_url) = (
        import.profile.clone(),
        import.dataset.clone(),
        import.license.clone(),
        import.source_url.clone(),
    );
    let work = move || {
        let options = ReadOptions {
            profile: profile.as_deref(),
            dataset: dataset.as_deref(),
            license: license.as_deref(),
            source_url: source_url.as_deref(),
            retrieved_at: at,
        };
        formats::read(bytes, &options)
    };
    Ok(tokio::task::spawn_blocking(work).await?)
}

async fn plan(store: &Store, records: Records, at: DateTime<Utc>) -> anyhow::Result<ImportPlan> {
    match records {
        Records::Places(drafts) => {
            let datasets: BTreeSet<String> = drafts
                .iter()
                .filter_map(|draft| draft.provenance.source.dataset.clone())
                .collect();
            let known: Known = store.known(&datasets).await?;
            let current = store.places_for_update(&changed_places(&drafts, &known)).await?;
            let current = current
                .into_iter()
                .map(|(place, private)| (place.id, (place, private)))
                .collect();
            Ok(plan_places(drafts, &known, current, at))
        }
        Records::Districts(drafts) => {
            let known = store.known(&BTreeSet::new()).await?;
            Ok(plan_districts(drafts, &known, at))
        }
    }
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
