//! Public holidays that an operator imported, in place of those that come with the program.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::register::for_sqlite;

const SQL: &str = "
CREATE TABLE holiday (
    day DATE NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> '')
);
";

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261127_000006_holiday"
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
