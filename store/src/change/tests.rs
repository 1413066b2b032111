//! The log is read by number, type and subject; what was blanked says nothing.

use chrono::{DateTime, Utc};
use domain::{
    Action, Actor, ChangeAction, ChangeId, Image, LogEntry, Place, PlaceId, PlaceStatus, Point, SubjectType,
    Term, TermId, Texts, Trace,
};
use sea_orm::ConnectionTrait;

use super::LogRange;
use crate::Store;
use crate::write::tests::{postgres, sqlite};

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

/// A hundredth of a degree that has no short binary form.
const HERE: Point = Point {
    lon: 136.123_456_789_012_34,
    lat: 35.1,
};

fn place(location: Option<Point>) -> Place {
    Place {
        name: "a".to_owned(),
        location,
        ..Place::empty(at())
    }
}

fn term() -> Image {
    Image::Term(Box::new(Term {
        id: TermId::fresh(),
        version: 1,
        scheme: "need".to_owned(),
        code: "x".to_owned(),
        label: "x".to_owned(),
        translations: Texts::default(),
        synonyms: Vec::new(),
        parent: None,
        ordinal: 0,
    }))
}

/// Logs these in one transaction.
async fn log(store: &Store, changes: Vec<(ChangeAction, Image)>) -> i64 {
    let actor = Actor::at_the_console();
    let mut write = store.begin_write(&actor, Action::Import, at()).await.unwrap();
    for (action, image) in changes {
        write.log_fields(action, image, vec!["name"], Some("why".to_owned()));
    }
    write.commit().await.unwrap()
}

fn image(place: &Place) -> Image {
    Image::Place(Box::new(place.clone()))
}

fn numbers(entries: &[LogEntry]) -> Vec<(i64, i32)> {
    entries
        .iter()
        .map(|entry| (entry.id.seq, entry.id.index))
        .collect()
}

fn all() -> LogRange {
    LogRange {
        types: SubjectType::ALL.to_vec(),
        after: None,
        up_to: i64::MAX,
        limit: 100,
        traces: false,
    }
}

async fn the_log_is_read_by_number_type_and_subject(store: &Store) {
    let (one, two) = (place(Some(HERE)), place(None));
    log(
        store,
        vec![
            (ChangeAction::Created, image(&one)),
            (ChangeAction::Created, term()),
            (ChangeAction::Created, image(&two)),
        ],
    )
    .await;
    log(
        store,
        vec![
            (ChangeAction::Created, term()),
            (ChangeAction::Updated, image(&one)),
        ],
    )
    .await;
    log(
        store,
        vec![
            (ChangeAction::Archived, image(&one)),
            (ChangeAction::Created, term()),
        ],
    )
    .await;
    let whole = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0), (3, 1)];
    assert_eq!(numbers(&store.log(&all()).await.unwrap()), whole);
    // Every stretch of every choice of types is that of a scan.
    let entries = store.log(&all()).await.unwrap();
    for types in [
        vec![SubjectType::Place],
        vec![SubjectType::Term],
        vec![SubjectType::Term, SubjectType::Place],
        vec![SubjectType::Service],
    ] {
        for after in std::iter::once(None).chain(entries.iter().map(|entry| Some(entry.id))) {
            for (up_to, limit) in (0..=4).flat_map(|up_to| (1..=7).map(move |limit| (up_to, limit))) {
                let range = LogRange {
                    types: types.clone(),
                    after,
                    up_to,
                    limit,
                    traces: false,
                };
                let expected: Vec<LogEntry> = entries
                    .iter()
                    .filter(|entry| types.contains(&entry.subject_type) && entry.id.seq <= up_to)
                    .filter(|entry| after.is_none_or(|after| entry.id > after))
                    .take(limit)
                    .cloned()
                    .collect();
                assert_eq!(store.log(&range).await.unwrap(), expected, "{range:?}");
            }
        }
    }
    let history = store.history(one.id.0, None, 2, 10).await.unwrap();
    assert_eq!(numbers(&history), [(2, 1), (1, 0)]);
    let before = Some(ChangeId { seq: 2, index: 1 });
    assert_eq!(
        numbers(&store.history(one.id.0, before, 3, 10).await.unwrap()),
        [(1, 0)]
    );
    assert_eq!(
        numbers(&store.history(one.id.0, None, 3, 1).await.unwrap()),
        [(3, 0)]
    );
    let ids = [(3, 1), (1, 2), (9, 9), (1, 3)].map(|(seq, index)| ChangeId { seq, index });
    let mut found = numbers(&store.changes(&ids, 3).await.unwrap());
    found.sort_unstable();
    assert_eq!(found, [(1, 2), (3, 1)]);
    assert_eq!(numbers(&store.changes(&ids, 2).await.unwrap()), [(1, 2)]);
    assert!(store.changes(&[], 3).await.unwrap().is_empty());
}

async fn a_change_says_where_its_subject_stood(store: &Store) {
    let mut one = place(Some(HERE));
    log(store, vec![(ChangeAction::Created, image(&one))]).await;
    one.location = None;
    log(store, vec![(ChangeAction::Updated, image(&one))]).await;
    one.location = Some(HERE);
    // Twice in one transaction: the image before is the one before in the log.
    one.status = PlaceStatus::TemporarilyClosed;
    let open = image(&one);
    one.status = PlaceStatus::Archived;
    log(
        store,
        vec![
            (ChangeAction::Updated, open),
            (ChangeAction::Archived, image(&one)),
        ],
    )
    .await;
    one.status = PlaceStatus::Published;
    one.merged_into = Some(PlaceId::fresh());
    log(
        store,
        vec![
            (ChangeAction::Restored, image(&place(Some(HERE)))),
            (ChangeAction::Merged, image(&one)),
        ],
    )
    .await;

    let traced = LogRange {
        traces: true,
        types: vec![SubjectType::Place],
        ..all()
    };
    let entries = store.log(&traced).await.unwrap();
    let traces: Vec<[Trace; 2]> = entries
        .iter()
        .map(|entry| entry.traces.clone().unwrap())
        .collect();
    let here = || Trace::At(HERE);
    let expected = [
        [Trace::Nowhere, here()],
        [here(), Trace::Nowhere],
        [Trace::Nowhere, here()],
        [here(), Trace::Nowhere],
        // Restored, but nothing is known of before: as if it had been blanked.
        [Trace::Redacted, here()],
        [Trace::Nowhere, Trace::Nowhere],
    ];
    assert_eq!(traces, expected);
    assert_eq!(entries[5].survivor, one.merged_into);
    let untraced = store.log(&all()).await.unwrap();
    assert_eq!(untraced[5].survivor, one.merged_into);
    assert!(
        untraced
            .iter()
            .take(5)
            .all(|entry| entry.survivor.is_none() && entry.traces.is_none())
    );
}

async fn what_was_blanked_says_nothing(store: &Store) {
    let one = place(Some(HERE));
    log(
        store,
        vec![
            (ChangeAction::Created, image(&one)),
            (ChangeAction::Updated, image(&one)),
        ],
    )
    .await;
    log(
        store,
        vec![
            (ChangeAction::Merged, image(&one)),
            (ChangeAction::Redacted, image(&one)),
        ],
    )
    .await;
    store
        .db
        .execute_unprepared("UPDATE change SET image = NULL")
        .await
        .unwrap();
    let traced = LogRange {
        traces: true,
        types: vec![SubjectType::Place],
        ..all()
    };
    for entries in [
        store.log(&traced).await.unwrap(),
        store.log(&all()).await.unwrap(),
    ] {
        for (entry, reason) in entries.iter().zip([None, None, None, Some("why")]) {
            assert_eq!((entry.reason.as_deref(), entry.survivor), (reason, None));
        }
    }
    let traces = store.log(&traced).await.unwrap();
    assert_eq!(traces[0].traces, Some([Trace::Nowhere, Trace::Redacted]));
    assert_eq!(traces[1].traces, Some([Trace::Redacted, Trace::Redacted]));

    store
        .db
        .execute_unprepared(
            "UPDATE change SET image = '{\"type\":\"place\",\"name\":\"secret\",\"status\":\"?\"}'",
        )
        .await
        .unwrap();
    let unreadable = store.log(&traced).await.unwrap_err().to_string();
    assert!(
        unreadable.contains("change 1.0") && !unreadable.contains("secret"),
        "{unreadable}"
    );
}

macro_rules! on_both {
    ($($name:ident),+) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $name() {
                let (_folder, store) = super::sqlite().await;
                super::$name(&store).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] #[ignore = "needs PostgreSQL: cargo xtask test"] async fn $name() {
                super::$name(&super::postgres(stringify!($name)).await).await;
            })+
        }
    };
}

on_both!(
    the_log_is_read_by_number_type_and_subject,
    a_change_says_where_its_subject_stood,
    what_was_blanked_says_nothing
);

#[tokio::test]
async fn an_image_that_cannot_be_read_does_not_stop_a_follower() {
    let (_folder, store) = sqlite().await;
    log(&store, vec![(ChangeAction::Created, image(&place(Some(HERE))))]).await;
    let sql = "UPDATE change SET image = '{\"type\":\"place\"}'";
    store.db.execute_unprepared(sql).await.unwrap();
    let crate::News::Changes(changes) = store.news(0, None, 10).await.unwrap() else {
        unreachable!("there is a change")
    };
    assert_eq!(
        (changes.len(), &changes[0].image),
        (1, &None),
        "as good as redacted"
    );
}
