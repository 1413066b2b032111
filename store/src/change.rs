//! Reading the public log by its numbers; [`crate::write`] appends to it.
//!
//! Every read names the last number that it may see, so that an answer from a snapshot never runs ahead of it.

use domain::change::{PlaceTrace, ServiceTrace};
use domain::{ChangeAction, ChangeId, LogEntry, SubjectType, Trace};
use entity::change::{Column, Entity};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::code;

/// A stretch of the log, in commit order.
#[derive(Debug, Clone)]
pub struct LogRange {
    /// Of subjects of these types.
    pub types: Vec<SubjectType>,
    pub after: Option<ChangeId>,
    /// The last transaction to be seen.
    pub up_to: i64,
    pub limit: usize,
    /// Whether to read where subjects stood.
    pub traces: bool,
}

impl Store {
    /// The first changes of the range.
    pub async fn log(&self, range: &LogRange) -> Result<Vec<LogEntry>, StoreError> {
        let select = || {
            let select = rows(range.traces).filter(Column::Seq.lte(range.up_to));
            match range.after {
                Some(after) => select.filter(number().gt(value(after))),
                None => select,
            }
        };
        let every_type = SubjectType::ALL.iter().all(|kind| range.types.contains(kind));
        let kinds: Vec<Option<SubjectType>> = if every_type {
            vec![None]
        } else {
            range.types.iter().copied().map(Some).collect()
        };
        let mut found: Vec<Row> = Vec::new();
        // Each type is a range of its index; one query for several would walk all that lies between.
        for kind in kinds {
            let mut select = select();
            if let Some(kind) = kind {
                select = select.filter(Column::SubjectType.eq(kind.code()));
            }
            if let Some(last) = found.last().filter(|_| found.len() >= range.limit) {
                select = select.filter(number().lt(value(last.id())));
            }
            found.extend(
                in_order(select, Order::Asc, range.limit)
                    .into_model()
                    .all(&self.db)
                    .await?,
            );
            found.sort_by_key(Row::id);
            found.truncate(range.limit);
        }
        found.into_iter().map(|row| row.entry(range.traces)).collect()
    }

    /// Changes of one subject, newest first, from before this one on.
    pub async fn history(
        &self,
        subject: Uuid,
        before: Option<ChangeId>,
        up_to: i64,
        limit: usize,
    ) -> Result<Vec<LogEntry>, StoreError> {
        let mut select = rows(false)
            .filter(Column::SubjectId.eq(subject))
            .filter(Column::Seq.lte(up_to));
        if let Some(before) = before {
            select = select.filter(number().lt(value(before)));
        }
        let found: Vec<Row> = in_order(select, Order::Desc, limit)
            .into_model()
            .all(&self.db)
            .await?;
        found.into_iter().map(|row| row.entry(false)).collect()
    }

    /// These changes, in no order; those that are not there are left out.
    pub async fn changes(&self, ids: &[ChangeId], up_to: i64) -> Result<Vec<LogEntry>, StoreError> {
        // Spelled out, since SQLite scans the whole log for a list of pairs.
        let wanted = ids
            .iter()
            .filter(|id| id.seq <= up_to)
            .fold(Condition::any(), |any, id| {
                any.add(Column::Seq.eq(id.seq).and(Column::Index.eq(id.index)))
            });
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let select = rows(false).filter(wanted);
        let found: Vec<Row> = select.into_model().all(&self.db).await?;
        found.into_iter().map(|row| row.entry(false)).collect()
    }
}

fn number() -> Expr {
    let column = |column| Expr::col((Entity, column));
    Expr::tuple([column(Column::Seq), column(Column::Index)])
}

fn value(id: ChangeId) -> Expr {
    Expr::tuple([Expr::value(id.seq), Expr::value(id.index)])
}

fn in_order(select: Select<Entity>, order: Order, limit: usize) -> Select<Entity> {
    select
        .order_by(Column::Seq, order.clone())
        .order_by(Column::Index, order)
        .limit(limit as u64)
}

/// Rows of the log; without traces only what merging needs of their images.
fn rows(traces: bool) -> Select<Entity> {
    let select = Entity::find().select_only().columns([
        Column::Seq,
        Column::Index,
        Column::At,
        Column::Action,
        Column::SubjectType,
        Column::SubjectId,
        Column::Fields,
        Column::Reason,
    ]);
    let select = select.expr_as(Column::Image.is_null(), "redacted");
    if traces {
        let changed = Column::Action.ne(ChangeAction::Created.code());
        let before = CaseStatement::new().case(changed, Expr::from(image_before()));
        select.column(Column::Image).expr_as(before, "before")
    } else {
        let merged = Column::Action.eq(ChangeAction::Merged.code());
        let image = CaseStatement::new().case(merged, Column::Image.into_expr());
        select
            .expr_as(image, "image")
            .expr_as(Expr::value(None::<String>), "before")
    }
}

/// The image that the subject of a row had before.
fn image_before() -> SelectStatement {
    let earlier = Alias::new("earlier");
    let column = |column| Expr::col((earlier.clone(), column));
    Query::select()
        .column((earlier.clone(), Column::Image))
        .from_as(Entity, earlier.clone())
        .and_where(column(Column::SubjectId).equals((Entity, Column::SubjectId)))
        .and_where(Expr::tuple([column(Column::Seq), column(Column::Index)]).lt(number()))
        .order_by((earlier.clone(), Column::Seq), Order::Desc)
        .order_by((earlier.clone(), Column::Index), Order::Desc)
        .limit(1)
        .take()
}

/// What is selected of a row.
#[derive(Debug, FromQueryResult)]
struct Row {
    seq: i64,
    index: i32,
    at: chrono::DateTime<chrono::Utc>,
    action: String,
    subject_type: String,
    subject_id: Uuid,
    fields: String,
    reason: Option<String>,
    redacted: bool,
    image: Option<String>,
    before: Option<String>,
}

impl Row {
    fn id(&self) -> ChangeId {
        ChangeId {
            seq: self.seq,
            index: self.index,
        }
    }

    fn entry(self, traces: bool) -> Result<LogEntry, StoreError> {
        let id = self.id();
        // Never what the row holds: the text of an error goes to the log.
        let unreadable = |_| StoreError::Corrupt(format!("change {}.{}", id.seq, id.index));
        let action = code(ChangeAction::parse, &self.action)?;
        let subject_type = code(SubjectType::parse, &self.subject_type)?;
        let merged = self.image.as_deref().filter(|_| action == ChangeAction::Merged);
        let survivor = match (subject_type, merged) {
            (SubjectType::Place, Some(image)) => {
                serde_json::from_str::<PlaceTrace>(image)
                    .map_err(unreadable)?
                    .merged_into
            }
            _ => None,
        };
        let trace = |image: Option<&str>| trace(subject_type, image).map_err(unreadable);
        let traces = if traces {
            let before = match action {
                ChangeAction::Created => Trace::Nowhere,
                _ => trace(self.before.as_deref())?,
            };
            Some([before, trace(self.image.as_deref())?])
        } else {
            None
        };
        // What an editor wrote about a record is as public as the record was.
        let reason = self
            .reason
            .filter(|_| !self.redacted || action == ChangeAction::Redacted);
        Ok(LogEntry {
            id,
            at: self.at,
            action,
            subject_type,
            subject_id: self.subject_id,
            fields: serde_json::from_str(&self.fields).map_err(unreadable)?,
            reason,
            survivor,
            traces,
        })
    }
}

fn trace(kind: SubjectType, image: Option<&str>) -> Result<Trace, serde_json::Error> {
    let Some(image) = image else {
        return Ok(Trace::Redacted);
    };
    Ok(match kind {
        SubjectType::Place => serde_json::from_str::<PlaceTrace>(image)?.trace(),
        SubjectType::Service => serde_json::from_str::<ServiceTrace>(image)?.trace(),
        SubjectType::Organization | SubjectType::District | SubjectType::Term => Trace::Nowhere,
    })
}

#[cfg(test)]
mod tests;
