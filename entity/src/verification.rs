//! Table `verification`. The latest confirmation of a record.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "verification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub place_id: Option<Uuid>,
    pub service_id: Option<Uuid>,
    pub verified_at: Option<DateTimeUtc>,
    pub expires_at: Option<Date>,
    pub organization_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub method: Option<String>,
    pub disputed: bool,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
