//! Loads the starting vocabulary from `vocabulary.csv`: schemes, terms, labels in three languages, synonyms.
//!
//! Ids are computed from the codes, so a term has the same id in every register.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

const VOCABULARY: &str = include_str!("vocabulary.csv");

/// Namespace of the ids (UUIDv5) of the starting vocabulary; must never change.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_7f5e_9b0a_5d1e_8a64_1b5a_5057_0001);

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261124_000002_vocabulary"
    }
}

#[derive(Debug)]
struct Row {
    scheme: String,
    code: String,
    parent: String,
    label: String,
    translations: [(&'static str, String); 2],
    synonyms: Vec<String>,
}

fn read() -> Result<Vec<Row>, DbErr> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(VOCABULARY.as_bytes()).into_records() {
        let record = record.map_err(|error| DbErr::Custom(format!("vocabulary.csv: {error}")))?;
        let cell = |index: usize| record.get(index).unwrap_or_default().to_owned();
        rows.push(Row {
            scheme: cell(0),
            code: cell(1),
            parent: cell(2),
            label: cell(3),
            translations: [("ja-Hira", cell(4)), ("en", cell(5))],
            synonyms: cell(6)
                .split(';')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        });
    }
    Ok(rows)
}

fn id(kind: &str, parts: &[&str]) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{kind}:{}", parts.join(":")).as_bytes())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (ordinal, row) in (0_i32..).zip(read()?) {
            if row.code.is_empty() {
                insert_scheme(db, &row, ordinal).await?;
            } else {
                insert_term(db, &row, ordinal).await?;
            }
        }
        Ok(())
    }
}

async fn insert_scheme(db: &impl ConnectionTrait, row: &Row, ordinal: i32) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("scheme")
        .columns(["code", "name", "ordinal"])
        .values_panic([
            row.scheme.as_str().into(),
            row.label.as_str().into(),
            ordinal.into(),
        ])
        .to_owned();
    db.execute(&insert).await?;
    insert_translations(db, row, ("scheme_code", row.scheme.as_str().into())).await
}

async fn insert_term(db: &impl ConnectionTrait, row: &Row, ordinal: i32) -> Result<(), DbErr> {
    let term = id("term", &[&row.scheme, &row.code]);
    let parent = (!row.parent.is_empty()).then(|| id("term", &[&row.scheme, &row.parent]));
    let insert = Query::insert()
        .into_table("term")
        .columns([
            "id",
            "version",
            "scheme_code",
            "code",
            "label",
            "parent_id",
            "ordinal",
        ])
        .values_panic([
            term.into(),
            1.into(),
            row.scheme.as_str().into(),
            row.code.as_str().into(),
            row.label.as_str().into(),
            parent.into(),
            ordinal.into(),
        ])
        .to_owned();
    db.execute(&insert).await?;
    for (ordinal, synonym) in (0_i32..).zip(&row.synonyms) {
        let insert = Query::insert()
            .into_table("term_synonym")
            .columns(["term_id", "synonym", "ordinal"])
            .values_panic([term.into(), synonym.as_str().into(), ordinal.into()])
            .to_owned();
        db.execute(&insert).await?;
    }
    insert_translations(db, row, ("term_id", term.into())).await
}

async fn insert_translations(
    db: &impl ConnectionTrait,
    row: &Row,
    (owner, owner_id): (&'static str, Expr),
) -> Result<(), DbErr> {
    for (language, name) in row.translations.iter().filter(|(_, name)| !name.is_empty()) {
        let insert = Query::insert()
            .into_table("translation")
            .columns(["id", owner, "language", "name"])
            .values_panic([
                id("translation", &[&row.scheme, &row.code, language]).into(),
                owner_id.clone(),
                (*language).into(),
                name.as_str().into(),
            ])
            .to_owned();
        db.execute(&insert).await?;
    }
    Ok(())
}
