//! The first schema: every concept of the register, in one transaction.
//!
//! One text for both databases. The files speak PostgreSQL; SQLite gets its own names for four types, the
//! ones that SeaORM reads back. Frozen: a later change is a later migration.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// In this order: a table comes after the tables it refers to.
const FILES: [&str; 8] = [
    include_str!("vocabulary.sql"),
    include_str!("district.sql"),
    include_str!("organization.sql"),
    include_str!("place.sql"),
    include_str!("service.sql"),
    include_str!("owned.sql"),
    include_str!("source.sql"),
    include_str!("log.sql"),
];

/// PostgreSQL's type, SQLite's name for it.
const SQLITE_TYPES: [(&str, &str); 4] = [
    (" UUID", " uuid_text"),
    (" TIMESTAMPTZ", " timestamp_with_timezone_text"),
    (" DATE", " date_text"),
    (" TIME", " time_text"),
];

/// The same statements with SQLite's names of the types.
pub(crate) fn for_sqlite(sql: &str) -> String {
    SQLITE_TYPES
        .iter()
        .fold(sql.to_owned(), |sql, (from, to)| sql.replace(from, to))
}

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261124_000001_register"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for file in FILES {
            let sql = match manager.get_database_backend() {
                DbBackend::Sqlite => for_sqlite(file),
                _ => file.to_owned(),
            };
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
