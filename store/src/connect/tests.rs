//! One server for a file, no older program on a newer schema, settings in force.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{OpenMode, Store};

fn url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}", folder.path().join("town.db").display())
}

async fn refusal(url: &str, mode: OpenMode) -> String {
    Store::open(url, mode)
        .await
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[tokio::test]
async fn a_second_server_is_refused_and_a_tool_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let server = Store::open(&url(&folder), OpenMode::Server).await.unwrap();
    let refused = refusal(&url(&folder), OpenMode::Server).await;
    assert!(refused.contains("another ibasho server"), "{refused}");
    let tool = Store::open(&url(&folder), OpenMode::Tool).await.unwrap();
    assert_eq!(tool.seq().await.unwrap(), 0);
    drop(server);
    Store::open(&url(&folder), OpenMode::Server).await.unwrap();
}

#[tokio::test]
async fn an_older_program_refuses_a_newer_schema_and_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&url(&folder), OpenMode::Server).await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_flying', 1)";
    store.db.execute_unprepared(later).await.unwrap();
    store.close().await.unwrap();
    let refused = refusal(&url(&folder), OpenMode::Tool).await;
    assert!(refused.contains("m20991231_000001_flying"), "{refused}");
}

#[tokio::test]
async fn an_existing_register_is_backed_up_before_its_schema_changes() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&url(&folder), OpenMode::Server).await.unwrap();
    // As if this release had added the vocabulary: the last step is pending.
    for sql in [
        "DELETE FROM translation",
        "DELETE FROM term_synonym",
        "DELETE FROM term",
        "DELETE FROM scheme",
        "DELETE FROM seaql_migrations WHERE version LIKE '%vocabulary'",
    ] {
        store.db.execute_unprepared(sql).await.unwrap();
    }
    store.close().await.unwrap();
    let store = Store::open(&url(&folder), OpenMode::Server).await.unwrap();
    assert!(store.terms().await.unwrap().len() > 50);
    let copies: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("before-upgrade"))
        .collect();
    let steps = Migrator::migrations();
    let last = steps.last().unwrap().name().to_owned();
    assert_eq!(copies, [format!("town.db.before-upgrade-from-{last}")]);
}

#[tokio::test]
async fn sqlite_runs_as_it_must() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&url(&folder), OpenMode::Server).await.unwrap();
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
    ] {
        let query = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let row = store.db.query_one_raw(query).await.unwrap().unwrap();
        let text = row.try_get_by_index::<String>(0);
        let found = text
            .or_else(|_| row.try_get_by_index::<i32>(0).map(|number| number.to_string()))
            .unwrap();
        assert_eq!(found, value, "{pragma}");
    }
}

#[tokio::test]
async fn what_is_no_register_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "these are my notes, not a database").unwrap();
    for (url, words) in [
        (format!("sqlite://{}", path.display()), "not a SQLite database"),
        (
            "mysql://localhost/x".to_owned(),
            "must start with sqlite:// or postgres://",
        ),
        ("sqlite::memory:".to_owned(), "must name a file"),
        ("sqlite:///nowhere/at/all.db".to_owned(), "/nowhere/at/all.db"),
        (
            "postgres://me:s3cret@127.0.0.1:1/x".to_owned(),
            "cannot connect to PostgreSQL",
        ),
    ] {
        let refused = refusal(&url, OpenMode::Tool).await;
        assert!(
            refused.contains(words) && !refused.contains("s3cret"),
            "{url}: {refused}"
        );
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "these are my notes, not a database"
    );
}

#[tokio::test]
async fn a_guest_makes_no_register() {
    let folder = tempfile::tempdir().unwrap();
    let refused = refusal(&url(&folder), OpenMode::Guest).await;
    assert!(refused.contains("there is no register"), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let server = Store::open(&url(&folder), OpenMode::Server).await.unwrap();
    Store::open(&url(&folder), OpenMode::Guest).await.unwrap();
    server.close().await.unwrap();
}
