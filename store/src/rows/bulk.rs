//! Many rows in one answer: the database writes them as one JSON array, which reads several times faster than
//! handing over row by row ([decision 12](../../../docs/decisions/0012-bulk-reads.md)).

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Iden, Query};
use sea_orm::{ColumnTrait, ColumnType, ConnectionTrait, DbBackend, EntityTrait, Iterable};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::StoreError;

/// Whose rows to read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owners<'a> {
    All,
    These(&'a [Uuid]),
    /// Those after the first id up to the second; open where there is none.
    Between(Option<Uuid>, Option<Uuid>),
}

/// Every column of the rows with an owner, by owner and then by `order`.
pub(super) async fn read_rows<E>(
    db: &impl ConnectionTrait,
    owner: E::Column,
    order: E::Column,
    owners: Owners<'_>,
) -> Result<Vec<E::Model>, StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    read_columns::<E, _>(db, &columns, owner, order, owners).await
}

/// Some columns as a record whose fields stand in the same order.
pub(super) async fn read_columns<E, T>(
    db: &impl ConnectionTrait,
    columns: &[E::Column],
    owner: E::Column,
    order: E::Column,
    owners: Owners<'_>,
) -> Result<Vec<T>, StoreError>
where
    E: EntityTrait,
    T: DeserializeOwned,
{
    let backend = db.get_database_backend();
    let values: Vec<String> = columns
        .iter()
        .map(|column| json_value(backend, *column))
        .collect();
    let (values, sort) = (values.join(", "), format!("{}, {}", quoted(owner), quoted(order)));
    let rows = match backend {
        DbBackend::Sqlite => format!("json_group_array(json_array({values}) ORDER BY {sort})"),
        _ => format!("CAST(json_agg(json_build_array({values}) ORDER BY {sort}) AS text)"),
    };
    let mut select = Query::select();
    select
        .expr_as(Expr::cust(rows), Alias::new("rows"))
        .from(E::default().table_ref());
    let id = || Expr::col(owner);
    match owners {
        Owners::All => select.and_where(id().is_not_null()),
        Owners::These(ids) => select.and_where(id().is_in(ids.iter().copied())),
        Owners::Between(after, up_to) => {
            select.and_where(id().is_not_null());
            after.into_iter().for_each(|after| {
                select.and_where(id().gt(after));
            });
            up_to.into_iter().for_each(|up_to| {
                select.and_where(id().lte(up_to));
            });
            &mut select
        }
    };
    let row = db.query_one(&select).await?;
    let text: Option<String> = row.map(|row| row.try_get("", "rows")).transpose()?.flatten();
    // Never what the row holds: the text of an error goes to the log.
    let unreadable = |_| StoreError::Corrupt(format!("table {:?}", E::default().table_name()));
    text.map_or_else(
        || Ok(Vec::new()),
        |text| serde_json::from_str(&text).map_err(unreadable),
    )
}

fn quoted(column: impl Iden) -> String {
    format!("\"{}\"", column.unquoted())
}

/// SQLite keeps ids as bytes and truth as a number, neither of which its JSON can say, and gives numbers 15 digits,
/// where 17 tell any two apart.
fn json_value<C: ColumnTrait>(backend: DbBackend, column: C) -> String {
    let name = quoted(column);
    match (backend, column.def().get_column_type()) {
        (DbBackend::Sqlite, ColumnType::Uuid) => format!("CASE WHEN {name} IS NOT NULL THEN hex({name}) END"),
        (DbBackend::Sqlite, ColumnType::Double) => {
            format!("CASE WHEN {name} IS NOT NULL THEN json(printf('%!.17g', {name})) END")
        }
        (DbBackend::Sqlite, ColumnType::Boolean) => {
            format!("CASE {name} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END")
        }
        _ => name,
    }
}
