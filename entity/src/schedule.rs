//! Table `schedule`. Opening rules of places, services and services at places.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "schedule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub place_id: Option<Uuid>,
    pub service_id: Option<Uuid>,
    pub service_at_place_id: Option<Uuid>,
    pub ordinal: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub rule: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub rrule: Option<String>,
    pub anchor: Option<Date>,
    pub opens: Option<Time>,
    pub closes: Option<Time>,
    #[sea_orm(column_type = "Text", nullable)]
    pub original: Option<String>,
    pub valid_from: Option<Date>,
    pub valid_through: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
