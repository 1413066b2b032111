//! Numbers appear in commit order on both databases, and rules hold in the database itself.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{Action, Actor, ChangeAction, Image, Organization, OrganizationId, OrganizationKind, Texts};
use entity::change;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use crate::{OpenMode, Store, StoreError};

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn organization(name: &str) -> Image {
    Image::Organization(Box::new(Organization {
        id: OrganizationId::fresh(),
        version: 1,
        name: name.to_owned(),
        name_kana: None,
        kind: OrganizationKind::Other,
        url: None,
        contacts: Vec::new(),
        translations: Texts::default(),
        sources: Vec::new(),
        created_at: at(),
        updated_at: at(),
    }))
}

async fn write(store: &Store, name: &str) -> i64 {
    let mut write = store
        .begin_write(&Actor::at_the_console(), Action::Import, at())
        .await
        .unwrap();
    write.log(ChangeAction::Created, organization(name));
    write.commit().await.unwrap()
}

/// A schema of its own in the PostgreSQL of the test run.
pub(crate) async fn postgres(name: &str) -> Store {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test run says where its PostgreSQL is"
    )]
    let url = std::env::var("TEST_DATABASE_URL").expect("cargo xtask test names a PostgreSQL");
    let schema = format!("store_{name}_{}", std::process::id());
    let join = if url.contains('?') { '&' } else { '?' };
    let admin = sea_orm::Database::connect(&url).await.unwrap();
    admin
        .execute_unprepared(&format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"
        ))
        .await
        .unwrap();
    Store::open(
        &format!("{url}{join}options=-c%20search_path%3D{schema}"),
        OpenMode::Server,
    )
    .await
    .unwrap()
}

pub(crate) async fn sqlite() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("a.db").display());
    let store = Store::open(&url, OpenMode::Server).await.unwrap();
    (folder, store)
}

async fn logged(store: &Store) -> Vec<(i64, i32)> {
    let rows = change::Entity::find()
        .order_by_asc(change::Column::Seq)
        .order_by_asc(change::Column::Index)
        .all(&store.db)
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.seq, row.index)).collect()
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_slow_transaction_is_never_skipped() {
    let store = postgres("slow").await;
    // It begins first and writes first, but has no number until it commits.
    let mut slow = store
        .begin_write(&Actor::at_the_console(), Action::Import, at())
        .await
        .unwrap();
    slow.tx
        .execute_unprepared("INSERT INTO setting (name, value) VALUES ('slow', '1')")
        .await
        .unwrap();
    slow.log(ChangeAction::Created, organization("slow"));
    assert_eq!(write(&store, "fast").await, 1);
    assert_eq!(
        store.seq().await.unwrap(),
        1,
        "a follower sees the fast one and moves on to 1"
    );
    assert_eq!(slow.commit().await.unwrap(), 2, "so the slow one comes after it");

    // One that dawdles between its number and its commit makes the others wait, it does not let them pass.
    let mut dawdling = store
        .begin_write(&Actor::at_the_console(), Action::Import, at())
        .await
        .unwrap();
    dawdling.log(ChangeAction::Created, organization("dawdling"));
    assert_eq!(dawdling.take_seq().await.unwrap(), 3);
    let waiting = write(&store, "waiting");
    tokio::pin!(waiting);
    let early = tokio::time::timeout(Duration::from_millis(300), &mut waiting).await;
    assert!(early.is_err(), "nobody passes an unfinished number");
    assert_eq!(
        store.seq().await.unwrap(),
        2,
        "a follower never sees a number without its changes"
    );
    drop(dawdling);
    assert_eq!(
        waiting.await,
        3,
        "a number that was given up is given again: no gap"
    );
    assert_eq!(logged(&store).await, [(1, 0), (2, 0), (3, 0)]);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn many_writers_leave_no_gap_on_postgres() {
    let store = postgres("many").await;
    many_writers_leave_no_gap(&store).await;
}

#[tokio::test]
async fn many_writers_leave_no_gap_on_sqlite() {
    let (_folder, store) = sqlite().await;
    many_writers_leave_no_gap(&store).await;
}

async fn many_writers_leave_no_gap(store: &Store) {
    let writers = (0..4).map(|writer| async move {
        for number in 0..10 {
            write(store, &format!("{writer}-{number}")).await;
        }
    });
    futures_util::future::join_all(writers).await;
    let expected: Vec<(i64, i32)> = (1..=40).map(|seq| (seq, 0)).collect();
    assert_eq!(logged(store).await, expected);
}

#[tokio::test]
async fn who_may_not_write_writes_nothing() {
    let (_folder, store) = sqlite().await;
    let nobody = Actor::anonymous();
    let refused = store.begin_write(&nobody, Action::Import, at()).await.err();
    assert!(matches!(refused, Some(StoreError::Forbidden(Action::Import))));
    assert_eq!(store.seq().await.unwrap(), 0);
}

#[tokio::test]
async fn the_database_itself_keeps_the_rules() {
    let (_folder, store) = sqlite().await;
    the_database_keeps_the_rules(&store).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn postgres_itself_keeps_the_rules() {
    let store = postgres("rules").await;
    the_database_keeps_the_rules(&store).await;
}

async fn the_database_keeps_the_rules(store: &Store) {
    let sqlite = store.db.get_database_backend() == sea_orm::DbBackend::Sqlite;
    let id = if sqlite {
        "x'00000000000000000000000000000001'"
    } else {
        "'00000000-0000-0000-0000-000000000001'"
    };
    let other = id.replace("01'", "02'");
    let now = "'2026-01-01 00:00:00+00:00'";
    let place = |id: &str, name: &str, status: &str| {
        format!(
            "INSERT INTO place (id, version, status, name, location_precision, address, time_zone, created_at, updated_at)
             VALUES ({id}, 1, '{status}', '{name}', 'EXACT', '', 'Asia/Tokyo', {now}, {now})"
        )
    };
    let source = |id: &str, key: &str| {
        format!(
            "INSERT INTO source (id, place_id, ordinal, kind, dataset, publisher, record_key, name, retrieved_at, fields, digest)
             VALUES ({id}, {owner}, 0, 'FILE', 'd', 'p', '{key}', 'n', {now}, '[]', 'x')",
            owner = id.replace("02'", "01'")
        )
    };
    store
        .db
        .execute_unprepared(&place(id, "a", "PUBLISHED"))
        .await
        .unwrap();
    store.db.execute_unprepared(&source(id, "k")).await.unwrap();
    for (why, sql) in [
        ("a name", place(&other, "", "PUBLISHED")),
        ("a known status", place(&other, "b", "OPEN")),
        (
            "an organization that exists",
            format!("UPDATE place SET organization_id = {other}"),
        ),
        (
            "a latitude on Earth",
            format!("INSERT INTO public_point VALUES ({id}, 1, 91)"),
        ),
        (
            "a place for its point",
            format!("INSERT INTO exact_point VALUES ({other}, 1, 1)"),
        ),
        ("one record for a source key", source(&other, "k")),
        (
            "one owner",
            format!(
                "INSERT INTO contact (id, ordinal, kind, value, visibility) VALUES ({id}, 0, 'PHONE', '1', 'PUBLIC')"
            ),
        ),
        ("one counter", "INSERT INTO counter VALUES (2, 0)".to_owned()),
        (
            "days in order",
            format!(
                "INSERT INTO special_hours (id, place_id, ordinal, from_date, to_date) VALUES ({id}, {id}, 0, '2026-01-02', '2026-01-01')"
            ),
        ),
        (
            "an actual rule",
            format!(
                "INSERT INTO schedule (id, place_id, ordinal, time_zone) VALUES ({id}, {id}, 0, 'Asia/Tokyo')"
            ),
        ),
    ] {
        assert!(store.db.execute_unprepared(&sql).await.is_err(), "{why}: {sql}");
    }
    store.db.execute_unprepared(&source(&other, "k2")).await.unwrap();
}
