//! The one way to write: a transaction that ends by taking its number and appending to the log.
//!
//! `seq` numbers transactions. It comes from one counter row, locked last and held until the commit, so
//! numbers appear in commit order and without gaps; whoever follows the log can never miss a slow writer.

use chrono::{DateTime, Utc};
use domain::clock::to_micros;
use domain::{Action, Actor, ChangeAction, Image};
use entity::{change, counter, idempotency_key};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Statement};

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::insert_all;

/// A change that waits for its number.
struct Logged {
    action: ChangeAction,
    image: Image,
    fields: Vec<&'static str>,
    reason: Option<String>,
}

/// An open transaction with the changes it will log.
pub(crate) struct Write {
    pub(crate) tx: DatabaseTransaction,
    pub(crate) at: DateTime<Utc>,
    changes: Vec<Logged>,
    /// Of the transaction, once taken.
    seq: Option<i64>,
    /// Changes in the log already.
    logged: i32,
    /// Answers a retried request; its number is filled in at the commit.
    pub(crate) retry: Option<idempotency_key::Model>,
}

impl Store {
    /// Begins to write as the actor; `at` is the moment that the records and the log will bear.
    pub(crate) async fn begin_write(
        &self,
        actor: &Actor,
        action: Action,
        at: DateTime<Utc>,
    ) -> Result<Write, StoreError> {
        if !actor.allows(action) {
            return Err(StoreError::Forbidden(action));
        }
        Ok(Write {
            tx: self.begin_immediate().await?,
            at: to_micros(at),
            changes: Vec::new(),
            seq: None,
            logged: 0,
            retry: None,
        })
    }

    /// The number of the last committed transaction.
    pub async fn seq(&self) -> Result<i64, StoreError> {
        read_seq(&self.db).await
    }
}

/// The request of an actor that had a key.
pub(crate) async fn find_request(
    db: &impl ConnectionTrait,
    actor: &Actor,
    key: &str,
) -> Result<Option<idempotency_key::Model>, StoreError> {
    Ok(idempotency_key::Entity::find()
        .filter(idempotency_key::Column::Actor.eq(&actor.name))
        .filter(idempotency_key::Column::IdempotencyKey.eq(key))
        .one(db)
        .await?)
}

/// The counter as this connection or transaction sees it.
pub(crate) async fn read_seq(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = counter::Entity::find().one(db).await?;
    row.map(|row| row.seq)
        .ok_or_else(|| StoreError::Corrupt("the counter has no row".to_owned()))
}

/// A request that may come again: its key, and a digest of what it asks.
#[derive(Debug, Clone)]
pub struct Retry {
    pub key: String,
    pub digest: String,
}

impl Write {
    /// The request of this actor that had the key; else notes this one, to be answered so again.
    pub(crate) async fn earlier(
        &mut self,
        actor: &Actor,
        Retry { key, digest }: Retry,
    ) -> Result<Option<idempotency_key::Model>, StoreError> {
        let earlier = find_request(&self.tx, actor, &key).await?;
        if earlier.is_none() {
            self.retry = Some(idempotency_key::Model {
                actor: actor.name.clone(),
                idempotency_key: key,
                request_digest: digest,
                subject_id: uuid::Uuid::nil(),
                seq: 0,
                at: self.at,
            });
        }
        Ok(earlier)
    }

    /// Notes a change; it is logged when the transaction commits.
    pub(crate) fn log(&mut self, action: ChangeAction, image: Image) {
        self.log_fields(action, image, Vec::new(), None);
    }

    /// Notes which fields changed, and why.
    pub(crate) fn log_fields(
        &mut self,
        action: ChangeAction,
        image: Image,
        fields: Vec<&'static str>,
        reason: Option<String>,
    ) {
        self.changes.push(Logged {
            action,
            image,
            fields,
            reason,
        });
    }

    /// Takes the number; from here to the commit every other writer waits.
    async fn take_seq(&mut self) -> Result<i64, StoreError> {
        if let Some(seq) = self.seq {
            return Ok(seq);
        }
        let sql = "UPDATE counter SET seq = seq + 1 WHERE id = 1 RETURNING seq";
        let row = self
            .tx
            .query_one_raw(Statement::from_string(self.tx.get_database_backend(), sql))
            .await?;
        let row = row.ok_or_else(|| StoreError::Corrupt("the counter has no row".to_owned()))?;
        let seq = row.try_get("", "seq")?;
        self.seq = Some(seq);
        Ok(seq)
    }

    /// Appends what was noted so far. For imports of very many records, which would not fit into memory: it takes the
    /// number early, so other writers wait for the rest of the transaction.
    pub(crate) async fn flush(&mut self) -> Result<i64, StoreError> {
        // Encoded before the counter is locked, so that others wait as little as possible.
        let mut rows = encode(&std::mem::take(&mut self.changes), self.logged, self.at)?;
        let seq = self.take_seq().await?;
        self.logged += i32::try_from(rows.len()).unwrap_or(i32::MAX);
        for row in &mut rows {
            row.seq = seq;
        }
        insert_all::<change::Entity>(&self.tx, rows).await?;
        Ok(seq)
    }

    /// Appends the changes and commits; answers the number of the transaction, the old one if nothing changed.
    pub(crate) async fn commit(mut self) -> Result<i64, StoreError> {
        let seq = if self.changes.is_empty() && self.seq.is_none() {
            read_seq(&self.tx).await?
        } else {
            self.flush().await?
        };
        if let Some(retry) = self.retry.take() {
            let retry = idempotency_key::Model { seq, ..retry };
            insert_all::<idempotency_key::Entity>(&self.tx, vec![retry]).await?;
        }
        self.tx.commit().await?;
        Ok(seq)
    }
}

fn encode(changes: &[Logged], first: i32, at: DateTime<Utc>) -> Result<Vec<change::Model>, StoreError> {
    let mut rows = Vec::with_capacity(changes.len());
    for (
        index,
        Logged {
            action,
            image,
            fields,
            reason,
        },
    ) in (first..).zip(changes)
    {
        let text = serde_json::to_string(image).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        rows.push(change::Model {
            seq: 0,
            index,
            at,
            action: action.code().to_owned(),
            subject_type: image.subject_type().code().to_owned(),
            subject_id: image.subject_id(),
            fields: serde_json::Value::from(fields.as_slice()).to_string(),
            reason: reason.clone(),
            image: Some(text),
        });
    }
    Ok(rows)
}

#[cfg(test)]
pub(crate) mod tests;
