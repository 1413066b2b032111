//! The feed: what it shows of a register is what a search lists there, and traces are judged by the same areas.

use domain::{ChangeAction, ChangeId, LogEntry, NodeId, Place, PlaceStatus, SubjectType, Trace};
use proptest::prelude::*;
use readmodel::{ChangeQuery, Snapshot};

use crate::aim::{BOXES, DISTRICTS, SHAPES, WhereGene, area};
use crate::brute::Brute;
use crate::cases;
use crate::choices::{day, now};
use crate::world::{World, world};

fn entry(place: &Place, before: Trace, after: Trace) -> LogEntry {
    LogEntry {
        id: ChangeId { seq: 1, index: 0 },
        at: now(),
        action: ChangeAction::Updated,
        subject_type: SubjectType::Place,
        subject_id: place.id.0,
        fields: Vec::new(),
        reason: None,
        survivor: None,
        traces: Some([before, after]),
    }
}

fn check(world: &World, gene: &WhereGene) {
    let snapshot = Snapshot::build(world.contents.clone(), "test", &day());
    let brute = Brute::new(&world.contents);
    let place = gene.aim(world);
    let within = ChangeQuery::new(Vec::new(), Some(place.query()));
    let (feed, whole) = (snapshot.feed(&within), snapshot.whole_feed());
    for record in &world.contents.places {
        let listed = record.status != PlaceStatus::Archived;
        let inside = brute.is_in(record, &place);
        assert_eq!(feed.shows(SubjectType::Place, record.id.0), listed && inside);
        assert_eq!(whole.shows(SubjectType::Place, record.id.0), listed);
        let trace = record.location.map_or(Trace::Nowhere, Trace::At);
        let lists = |before: &Trace, after: &Trace| feed.lists(&entry(record, before.clone(), after.clone()));
        assert_eq!(lists(&Trace::Nowhere, &trace), inside);
        assert_eq!(lists(&trace, &Trace::Nowhere), inside);
        assert!(!lists(&Trace::Nowhere, &Trace::Nowhere));
        assert!(lists(&Trace::Redacted, &Trace::Nowhere) && lists(&Trace::Nowhere, &Trace::Redacted));
    }
    for service in &world.contents.services {
        let here = world.contents.places.iter().any(|record| {
            service.places.iter().any(|at| at.place == record.id)
                && record.status != PlaceStatus::Archived
                && brute.is_in(record, &place)
        });
        assert_eq!(feed.shows(SubjectType::Service, service.id.0), here);
        assert!(whole.shows(SubjectType::Service, service.id.0));
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_the_feed_shows_of_an_area_is_what_lies_in_it(
        world in world(40),
        areas in [area(BOXES), area(SHAPES), area(DISTRICTS)],
    ) {
        for area in &areas {
            check(&world, area);
        }
    }
}

#[test]
fn a_cursor_belongs_to_its_types_and_to_the_log() {
    let snapshot = Snapshot::build(domain::contents::Contents::default(), "test", &day());
    let of = |types: &[SubjectType]| ChangeQuery::new(types.to_vec(), None).hash(&snapshot);
    let id = ChangeId { seq: 7, index: 3 };
    let one = of(&[SubjectType::Place, SubjectType::Term, SubjectType::Place]);
    let text = one.change_cursor(id);
    assert_eq!(
        of(&[SubjectType::Term, SubjectType::Place]).change_of(&text),
        Some(id)
    );
    assert_eq!(of(&[SubjectType::Term]).change_of(&text), None);
    assert_eq!(readmodel::history_hash(uuid::Uuid::nil()).change_of(&text), None);
    assert_ne!(NodeId::Change(id).encode(), text);
}
