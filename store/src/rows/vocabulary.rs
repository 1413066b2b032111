//! Schemes and terms.

use std::collections::HashMap;

use domain::{Scheme, Term, TermId, Texts, Translation};
use entity::{scheme, term, term_synonym, translation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::bulk::Owners;
use super::owned::{load_runs, read_translation};
use crate::error::StoreError;

/// All schemes, in their order.
pub(crate) async fn load_schemes(db: &impl ConnectionTrait) -> Result<Vec<Scheme>, StoreError> {
    let mut texts: HashMap<String, Vec<Translation>> = HashMap::new();
    let rows = translation::Entity::find()
        .filter(translation::Column::SchemeCode.is_not_null())
        .order_by_asc(translation::Column::Language)
        .all(db)
        .await?;
    for row in rows {
        if let Some(code) = row.scheme_code.clone() {
            texts.entry(code).or_default().push(read_translation(row));
        }
    }
    let rows = scheme::Entity::find()
        .order_by_asc(scheme::Column::Ordinal)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Scheme {
            translations: Texts(texts.remove(&row.code).unwrap_or_default()),
            code: row.code,
            name: row.name,
        })
        .collect())
}

/// All terms, sorted by id.
pub(crate) async fn load_terms(db: &impl ConnectionTrait) -> Result<Vec<Term>, StoreError> {
    let mut synonyms = load_runs::<term_synonym::Entity, _>(
        db,
        term_synonym::Column::TermId,
        term_synonym::Column::Ordinal,
        Owners::All,
        |row| Ok((Some(row.term_id), row.synonym)),
    )
    .await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::TermId,
        translation::Column::Language,
        Owners::All,
        |row| Ok((row.term_id, read_translation(row))),
    )
    .await?;
    let rows = term::Entity::find()
        .order_by_asc(term::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Term {
            id: TermId(row.id),
            version: row.version,
            scheme: row.scheme_code,
            code: row.code,
            label: row.label,
            translations: Texts(texts.take(row.id)),
            synonyms: synonyms.take(row.id),
            parent: row.parent_id.map(TermId),
            ordinal: row.ordinal,
        })
        .collect())
}
