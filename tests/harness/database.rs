//! An empty database for one test, gone with it.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A database of one's own.
#[derive(Debug)]
pub struct TestDatabase {
    pub url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(TempDir),
    Server { url: String, name: String },
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    /// Makes an empty one.
    pub fn new(backend: Backend) -> TestDatabase {
        match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let url = format!("sqlite://{}", folder.path().join("test.db").display());
                TestDatabase {
                    url,
                    place: Place::Folder(folder),
                }
            }
            Backend::Postgres => {
                let server = server_url();
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let name = format!("test_{}_{number}", std::process::id());
                run_sql(&server, &format!("CREATE DATABASE {name}"));
                let url = with_database(&server, &name);
                TestDatabase {
                    url,
                    place: Place::Server { url: server, name },
                }
            }
        }
    }

    /// The folder that a SQLite database lies in.
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path()),
            Place::Server { .. } => None,
        }
    }

    /// Runs SQL by PostgreSQL's own client, as another program would.
    pub fn run_sql(&self, sql: &str) {
        run_sql(&self.url, sql);
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { url, name } = &self.place {
            run_sql(url, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test run says where its PostgreSQL is"
)]
fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL")
        .expect("TEST_DATABASE_URL names a PostgreSQL; cargo xtask test starts one")
}

/// The same server, another database: the last part of the path.
fn with_database(url: &str, name: &str) -> String {
    let (base, parameters) = url
        .split_once('?')
        .map_or((url, String::new()), |(base, p)| (base, format!("?{p}")));
    let (server, _) = base.rsplit_once('/').expect("the URL names a database");
    format!("{server}/{name}{parameters}")
}

fn run_sql(url: &str, sql: &str) {
    let output = Command::new("psql")
        .args([
            url,
            "--quiet",
            "--no-psqlrc",
            "--set",
            "ON_ERROR_STOP=1",
            "--command",
            sql,
        ])
        .output()
        .expect("psql runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        panic!("psql: {sql}: {errors}");
    }
}
