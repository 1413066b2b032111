//! Files to import: invented ones, and the shared real ones where they are.

use std::path::{Path, PathBuf};

use api::cli::{Export, ExportFormat, Import, Language, Matches};
use serde_json::Value;

use crate::database::TestDatabase;
use crate::server::config;

/// A real file of the shared folder; `None`, said aloud, where the folder is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data")
        .join(path);
    if file.exists() {
        return Some(file);
    }
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!(
            "SKIPPED: {} is not here; what it would prove is not proven\n",
            file.display()
        )
        .as_bytes(),
    );
    None
}

/// A file with this content, in a folder that lives as long as the handle.
pub fn made_up_file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("the file is written");
    (folder, path)
}

/// An operator's key, as `ibasho key create` makes it.
pub async fn key(database: &TestDatabase) -> String {
    api::commands::key::make(&config(database), "operator", "test")
        .await
        .expect("a key is made")
}

/// Imports a file as `ibasho import` does and gives the report.
pub async fn import(database: &TestDatabase, file: &Path) -> Value {
    let report = try_import(database, file, |_| ()).await;
    assert_eq!(report["applied"], true, "{report}");
    report
}

/// Imports with further arguments; the report says whether the file was refused.
pub async fn try_import(database: &TestDatabase, file: &Path, change: impl FnOnce(&mut Import)) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("report.json");
    let mut import = Import {
        files: vec![file.to_owned()],
        database: None,
        profile: None,
        dataset: None,
        license: None,
        source_url: None,
        publisher: None,
        overwrite_edits: false,
        matches: Matches::Ask,
        decisions: None,
        key: None,
        next_update: None,
        language: Some(Language::En),
        to_fix: None,
        dry_run: false,
        report: Some(report.clone()),
    };
    change(&mut import);
    let outcome = api::commands::import::run(&config(database), &import).await;
    if let Err(error) = outcome {
        panic!("import of {}: {error:#}", file.display());
    }
    let text = std::fs::read_to_string(&report).expect("the report is written");
    serde_json::from_str(&text).expect("the report is JSON")
}

/// What `ibasho export` writes of a register, in ibasho's own columns.
pub async fn export(database: &TestDatabase, dataset: Option<&str>) -> String {
    let bytes = export_as(database, ExportFormat::Csv, dataset, None).await;
    String::from_utf8(bytes).expect("the export is UTF-8")
}

/// What `ibasho export` writes in some form.
pub async fn export_as(
    database: &TestDatabase,
    format: ExportFormat,
    dataset: Option<&str>,
    search: Option<&str>,
) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("export.csv");
    let export = Export {
        database: None,
        format,
        output: Some(output.clone()),
        dataset: dataset.map(str::to_owned),
        search: search.map(str::to_owned),
    };
    if let Err(error) = api::commands::export::run(&config(database), &export).await {
        panic!("export: {error:#}");
    }
    std::fs::read(&output).expect("the export is there")
}
