//! Opening a register, the only file that asks which database it is.
//!
//! SQLite: WAL, synchronous FULL, foreign keys, a library without the WAL-reset bug, one server per file.
//! Both: migrate on open, refuse a database that a newer release has migrated.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::error::StoreError;

/// The first SQLite without the WAL-reset corruption bug (sqlite.org/wal.html#walresetbug).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// How long a statement waits for another writer: an editor's write must outlast the import of a national file.
const BUSY: Duration = Duration::from_secs(60);

/// Any fixed number: only registers of this program take this PostgreSQL lock.
const MIGRATION_LOCK: i64 = 0x1ba5_4000;

/// Who opens the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// The server; there is one for a SQLite file.
    Server,
    /// A command beside it that may make a register.
    Tool,
    /// A command that works on a register as it stands: neither makes nor changes a schema.
    Guest,
}

/// An open register.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    /// Held as long as the server lives.
    _server_lock: Option<File>,
}

impl Store {
    /// Opens a register, making and migrating it as needed (a guest does neither); a file is backed up before its
    /// schema changes.
    pub async fn open(url: &str, mode: OpenMode) -> Result<Store, StoreError> {
        if let Some(path) = sqlite_path(url)? {
            open_sqlite(url, &path, mode).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(url, mode).await
        } else {
            Err(StoreError::Refused(
                "database: the URL must start with sqlite:// or postgres://, for example sqlite://ibasho.db"
                    .to_owned(),
            ))
        }
    }

    /// Whether there is a register at this URL to be opened; a PostgreSQL is taken to be there.
    pub fn is_there(url: &str) -> Result<bool, StoreError> {
        Ok(sqlite_path(url)?.is_none_or(|path| path.exists()))
    }

    /// One consistent view for several reads.
    pub(crate) async fn begin_read(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.db.get_database_backend() {
            DbBackend::Sqlite => TransactionOptions::default(),
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    /// A transaction that writes. On SQLite it takes the write lock at once: a read that upgrades later fails
    /// immediately whatever the busy timeout.
    pub(crate) async fn begin_immediate(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.db.get_database_backend() {
            DbBackend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
    }

    /// Closes the connections; SQLite folds its WAL into the file.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.db.close().await?)
    }
}

/// The file that a SQLite URL names; `None` for other databases.
fn sqlite_path(url: &str) -> Result<Option<PathBuf>, StoreError> {
    let Some(rest) = url.strip_prefix("sqlite:") else {
        return Ok(None);
    };
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() || path.contains(":memory:") {
        return Err(StoreError::Refused(
            "database: a SQLite URL must name a file, for example sqlite://ibasho.db".to_owned(),
        ));
    }
    Ok(Some(PathBuf::from(path)))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

async fn open_sqlite(url: &str, path: &Path, mode: OpenMode) -> Result<Store, StoreError> {
    let refuse = |what: &str, error: &dyn std::fmt::Display| {
        StoreError::Refused(format!("database: {what} {}: {error}", path.display()))
    };
    if mode == OpenMode::Guest && !path.exists() {
        return Err(refuse(
            "there is no register at",
            &"`ibasho serve` or `ibasho import` makes one",
        ));
    }
    if path.exists() {
        refuse_other_files(path).map_err(|error| refuse("cannot use", &error))?;
    }
    // One lock for one file, by whatever name it is opened.
    let lock_path = beside(&path.canonicalize().unwrap_or_else(|_| path.to_owned()), ".lock");
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(|error| refuse("cannot create the lock file of", &error))?;
    let locked = match lock.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(error)) => return Err(refuse("cannot lock", &error)),
    };
    if mode == OpenMode::Server && !locked {
        return Err(refuse(
            "another ibasho server already uses",
            &"stop it first, or serve another file",
        ));
    }

    let existed = path.exists();
    let options = |connections: u32| {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections)
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(move |options| {
                // A large transaction that does not fit is written again and again before it commits.
                let cache = if mode == OpenMode::Tool { "-65536" } else { "-8192" };
                options
                    .create_if_missing(true)
                    .pragma("cache_size", cache)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY)
                    .foreign_keys(true)
            });
        options
    };
    let db = Database::connect(options(1))
        .await
        .map_err(|error| refuse("cannot open", &error))?;
    check_sqlite_version(&db).await?;
    let pending = pending_migrations(&db).await.map_err(|error| match error {
        StoreError::Unavailable(error) => refuse("cannot read", &error),
        other => other,
    })?;
    if pending > 0 {
        refuse_guests(mode)?;
        if !locked {
            return Err(refuse(
                "a server is running on",
                &"stop it before this release changes the schema",
            ));
        }
        if existed {
            back_up(&db, path).await?;
        }
        Migrator::up(&db, None).await?;
    }
    db.close().await?;
    let db = Database::connect(options(6)).await?;
    // A tool lets go of the lock: a server may start beside it.
    let server_lock = (mode == OpenMode::Server).then_some(lock);
    Ok(Store {
        db,
        _server_lock: server_lock,
    })
}

/// A file that is not a SQLite database is left alone.
fn refuse_other_files(path: &Path) -> Result<(), std::io::Error> {
    use std::io::Read as _;
    let mut head = Vec::new();
    File::open(path)?.take(16).read_to_end(&mut head)?;
    if head.is_empty() || head == *b"SQLite format 3\0" {
        return Ok(());
    }
    Err(std::io::Error::other("it is not a SQLite database"))
}

async fn check_sqlite_version(db: &DatabaseConnection) -> Result<(), StoreError> {
    let query = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()");
    let row = db.query_one_raw(query).await?;
    let version: String = row
        .map(|row| row.try_get_by_index(0))
        .transpose()?
        .unwrap_or_default();
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if numbers.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(StoreError::Refused(format!(
            "database: SQLite {version} can corrupt databases (WAL-reset bug); 3.51.3 or newer is needed"
        )));
    }
    Ok(())
}

fn refuse_guests(mode: OpenMode) -> Result<(), StoreError> {
    if mode == OpenMode::Guest {
        return Err(StoreError::Refused(
            "database: its schema is not that of this release; start `ibasho serve` of this release once, which \
             backs up and then changes it"
                .to_owned(),
        ));
    }
    Ok(())
}

/// A copy of the whole register beside it, before its schema changes.
async fn back_up(db: &DatabaseConnection, path: &Path) -> Result<(), StoreError> {
    let applied = Migrator::get_migration_models(db).await?;
    let last = applied
        .last()
        .map_or_else(|| "empty".to_owned(), |migration| migration.version.clone());
    let mut copy = beside(path, &format!(".before-upgrade-from-{last}"));
    let mut number = 1;
    while copy.exists() {
        number += 1;
        copy = beside(path, &format!(".before-upgrade-from-{last}-{number}"));
    }
    let target = copy.to_string_lossy().into_owned();
    db.execute_raw(Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "VACUUM INTO ?",
        [target.into()],
    ))
    .await?;
    tracing::info!(backup = %copy.display(), "backed up before changing the schema");
    Ok(())
}

async fn open_postgres(url: &str, mode: OpenMode) -> Result<Store, StoreError> {
    let options = |connections: u32| {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections)
            .sqlx_logging(false)
            .acquire_timeout(Duration::from_secs(3));
        options
    };
    // The URL may hold a password, so it is not repeated.
    let refuse = |error| StoreError::Refused(format!("database: cannot connect to PostgreSQL: {error}"));
    let db = Database::connect(options(1)).await.map_err(refuse)?;
    // Two servers that start together migrate one after the other.
    db.execute_unprepared(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))
        .await?;
    if pending_migrations(&db).await? > 0 {
        refuse_guests(mode)?;
        Migrator::up(&db, None).await?;
    }
    db.execute_unprepared(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
        .await?;
    db.close().await?;
    Ok(Store {
        db: Database::connect(options(10)).await.map_err(refuse)?,
        _server_lock: None,
    })
}

/// How many steps this release would add; refuses a database that holds steps it does not know.
async fn pending_migrations(db: &DatabaseConnection) -> Result<usize, StoreError> {
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    let applied = if table_exists(db).await? {
        Migrator::get_migration_models(db).await?
    } else {
        Vec::new()
    };
    if let Some(newer) = applied
        .iter()
        .find(|migration| !known.contains(&migration.version))
    {
        return Err(StoreError::Refused(format!(
            "database: it was changed by a newer ibasho (schema {}); this is ibasho {}, which knows {} at most. \
             Start the newer release, or restore the backup from before the upgrade",
            newer.version,
            env!("CARGO_PKG_VERSION"),
            known.last().map_or("none", String::as_str),
        )));
    }
    Ok(known.len() - applied.len())
}

async fn table_exists(db: &DatabaseConnection) -> Result<bool, StoreError> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
        _ => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
    };
    Ok(db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?
        .is_some())
}

#[cfg(test)]
mod tests;
