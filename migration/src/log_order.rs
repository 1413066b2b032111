//! The log in the two orders that readers ask for: of one type of subject, and of one subject.

use sea_orm_migration::prelude::*;

const SQL: &str = "
DROP INDEX change_subject;
CREATE INDEX change_subject ON change (subject_id, seq, \"index\");
CREATE INDEX change_type ON change (subject_type, seq, \"index\");
";

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261125_000004_log_order"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(SQL).await?;
        Ok(())
    }
}
