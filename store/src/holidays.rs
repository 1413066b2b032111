//! Public holidays that an operator imported: a whole list replaces the one before. They are no records of the register
//! and are not logged; where each list came from stands among the settings.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Action, Actor};
use entity::{holiday, setting};
use sea_orm::{EntityTrait, QueryOrder};

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::insert_all;

/// Says which list the table holds.
const SOURCE: &str = "holidays";

impl Store {
    /// The imported days with their names, in order; none when nobody imported a list.
    pub async fn holidays(&self) -> Result<Vec<(NaiveDate, String)>, StoreError> {
        let rows = holiday::Entity::find()
            .order_by_asc(holiday::Column::Day)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (row.day, row.name)).collect())
    }

    /// Puts a list in place of the one before; `source` names the file.
    pub async fn replace_holidays(
        &self,
        actor: &Actor,
        days: Vec<(NaiveDate, String)>,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let write = self.begin_write(actor, Action::Import, at).await?;
        holiday::Entity::delete_many().exec(&write.tx).await?;
        let rows = days.into_iter().map(|(day, name)| holiday::Model { day, name });
        insert_all::<holiday::Entity>(&write.tx, rows.collect()).await?;
        setting::Entity::delete_by_id(SOURCE).exec(&write.tx).await?;
        let said = setting::Model {
            name: SOURCE.to_owned(),
            value: format!("{source}, read at {}", write.at.to_rfc3339()),
        };
        insert_all::<setting::Entity>(&write.tx, vec![said]).await?;
        write.commit().await?;
        Ok(())
    }
}
