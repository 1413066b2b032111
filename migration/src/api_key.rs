//! Keys for programs and editors: only their hashes are kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::register::for_sqlite;

const SQL: &str = "
CREATE TABLE api_key (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('OPERATOR')),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    created_at TIMESTAMPTZ NOT NULL
);
";

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261124_000003_api_key"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DbBackend::Sqlite => for_sqlite(SQL),
            _ => SQL.to_owned(),
        };
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}
