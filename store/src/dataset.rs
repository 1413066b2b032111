//! What was imported: the data sets that records name as their source.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Action, Actor};
use entity::source::{Column, Entity};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use crate::connect::Store;
use crate::error::StoreError;

/// A data set of one publisher under one license, and what the register holds of it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Dataset {
    pub dataset: String,
    /// Blank when its files do not say who numbers the rows.
    pub publisher: Option<String>,
    /// `None` when nobody said under which one it may be used.
    pub license: Option<String>,
    pub places: i64,
    pub districts: i64,
    /// The last import that changed one of its records.
    pub last_import: DateTime<Utc>,
    /// When its publisher will have a new edition, as far as an import said so.
    #[sea_orm(skip)]
    pub next_update: Option<NaiveDate>,
}

impl Store {
    /// All data sets, by name.
    pub async fn datasets(&self, actor: &Actor) -> Result<Vec<Dataset>, StoreError> {
        if !actor.allows(Action::Import) {
            return Err(StoreError::Forbidden(Action::Import));
        }
        let mut rows = Entity::find()
            .select_only()
            .columns([Column::Dataset, Column::Publisher, Column::License])
            .column_as(Column::PlaceId.count(), "places")
            .column_as(Column::DistrictId.count(), "districts")
            .column_as(Column::RetrievedAt.into_expr().max(), "last_import")
            .filter(Column::Dataset.is_not_null())
            .group_by(Column::Dataset)
            .group_by(Column::Publisher)
            .group_by(Column::License)
            .order_by_asc(Column::Dataset)
            .order_by_asc(Column::Publisher)
            .order_by_asc(Column::License)
            .into_model::<Dataset>()
            .all(&self.db)
            .await?;
        let expected: BTreeMap<String, NaiveDate> = entity::dataset::Entity::find()
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| (row.dataset, row.next_update))
            .collect();
        for row in &mut rows {
            row.next_update = expected.get(&row.dataset).copied();
        }
        Ok(rows)
    }
}
