//! Table `private_log`. Writes that move nothing public.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "private_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub private_version: i64,
    pub at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub action: String,
    pub subject_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
