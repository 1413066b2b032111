//! What the log says after a snapshot: how a server keeps up without reading the whole register.

use domain::contents::LastChange;
use domain::{Change, ChangeAction, SubjectType};
use entity::change::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::DateTimeUtc,
};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::code;
use crate::write::read_seq;

/// What became of the register since a transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    Nothing,
    /// Whole transactions in order.
    Changes(Vec<Change>),
    /// So many changes, or another history (a restored backup): the register has to be loaded anew.
    Reload,
}

impl Store {
    /// What was logged after transaction `seq`, which began with `last`; at most `most` changes.
    pub async fn news(&self, seq: i64, last: Option<LastChange>, most: usize) -> Result<News, StoreError> {
        let tx = self.begin_read().await?;
        let now = read_seq(&tx).await?;
        if now < seq || last_change(&tx, seq).await? != last {
            return Ok(News::Reload);
        }
        if now == seq {
            return Ok(News::Nothing);
        }
        let later = Entity::find().filter(Column::Seq.gt(seq));
        if later.clone().count(&tx).await? > most as u64 {
            return Ok(News::Reload);
        }
        let rows = later
            .order_by_asc(Column::Seq)
            .order_by_asc(Column::Index)
            .all(&tx)
            .await?;
        tx.commit().await?;
        let changes: Result<Vec<Change>, StoreError> = rows.into_iter().map(read_change).collect();
        Ok(News::Changes(changes?))
    }
}

/// The change that a transaction began with.
pub(crate) async fn last_change(
    db: &impl ConnectionTrait,
    seq: i64,
) -> Result<Option<LastChange>, StoreError> {
    let last: Option<(DateTimeUtc, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::At, Column::SubjectId])
        .filter(Column::Seq.eq(seq))
        .order_by_asc(Column::Index)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.map(|(at, subject_id)| LastChange { at, subject_id }))
}

fn read_change(row: Model) -> Result<Change, StoreError> {
    let (seq, index) = (row.seq, row.index);
    // Never what the row holds: the text of an error goes to the log.
    let unreadable = |_| StoreError::Corrupt(format!("change {seq}.{index}"));
    Ok(Change {
        seq,
        index,
        at: row.at,
        action: code(ChangeAction::parse, &row.action)?,
        subject_type: code(SubjectType::parse, &row.subject_type)?,
        subject_id: row.subject_id,
        fields: serde_json::from_str(&row.fields).map_err(unreadable)?,
        reason: row.reason,
        // One that cannot be read is as good as none: whoever follows loads the register anew, and goes on.
        image: row.image.and_then(|image| serde_json::from_str(&image).ok()),
    })
}
