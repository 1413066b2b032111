//! Applying the log gives what a full build gives, whatever changed and however segments were joined.

use std::collections::BTreeMap;

use domain::contents::Contents;
use domain::{Image, PlaceId, SubjectType};
use proptest::prelude::*;
use readmodel::encode::geojson::write_feature;
use readmodel::{OrganizationQuery, PlaceFilter, PlaceQuery, ServiceQuery, Snapshot, Zoom};
use uuid::Uuid;

use crate::aim::question;
use crate::brute::Brute;
use crate::cases;
use crate::choices::{day, now};
use crate::history::{Dice, images, last_change, replay, transactions};
use crate::places::{check, ids};
use crate::world::{World, world};

/// Older terms: without a tree, in other words.
fn older_terms(contents: &mut Contents) {
    let labels: Vec<String> = contents.terms.iter().map(|term| term.label.clone()).collect();
    for (term, label) in contents.terms.iter_mut().zip(labels.into_iter().rev()) {
        term.parent = None;
        term.label = label;
        term.code += "-old";
    }
}

/// Two histories in one: of each record the old version comes before the new one.
fn interleaved(mut old: Vec<Image>, mut new: Vec<Image>, dice: &mut Dice) -> Vec<Image> {
    dice.shuffle(&mut old);
    dice.shuffle(&mut new);
    let mut waits: BTreeMap<(SubjectType, Uuid), usize> = BTreeMap::new();
    let key = |image: &Image| (image.subject_type(), image.subject_id());
    for image in &old {
        *waits.entry(key(image)).or_default() += 1;
    }
    let (mut old, mut new, mut all) = (old.into_iter(), std::collections::VecDeque::from(new), Vec::new());
    let mut given_up = 0;
    loop {
        let is_ready = |image: &Image| waits.get(&key(image)).is_none_or(|count| *count == 0);
        if dice.below(2) == 0 && new.front().is_some_and(is_ready) {
            all.extend(new.pop_front());
        } else if let Some(image) = old.next() {
            *waits.entry(key(&image)).or_default() -= 1;
            all.push(image);
        } else if let Some(image) = new.pop_front() {
            all.push(image);
        } else {
            return all;
        }
        given_up += 1;
        assert!(given_up < 100_000);
    }
}

/// The newest version of every record.
fn final_contents(older: &Contents, newer: &Contents) -> Contents {
    fn joined<T: Clone, I: PartialEq>(old: &[T], new: &[T], id: impl Fn(&T) -> I) -> Vec<T> {
        let left = old.iter().filter(|old| new.iter().all(|new| id(new) != id(old)));
        left.chain(new).cloned().collect()
    }
    Contents {
        schemes: newer.schemes.clone(),
        terms: joined(&older.terms, &newer.terms, |x| x.id),
        districts: joined(&older.districts, &newer.districts, |x| x.id),
        organizations: joined(&older.organizations, &newer.organizations, |x| x.id),
        services: joined(&older.services, &newer.services, |x| x.id),
        places: joined(&older.places, &newer.places, |x| x.id),
        ..Contents::default()
    }
}

/// Everything that is said of places one by one, by id.
fn details(snapshot: &Snapshot) -> BTreeMap<PlaceId, (String, Vec<Uuid>, Vec<String>)> {
    let all = PlaceFilter {
        include_archived: true,
        ..PlaceFilter::default()
    };
    let query = PlaceQuery::new(None, Vec::new(), all, None).unwrap();
    let page = snapshot.search(&query, now(), None, 100_000);
    assert_eq!(page.hits.len(), snapshot.place_count());
    let detail = |row| {
        let mut feature = Vec::new();
        write_feature(&mut feature, snapshot, row, None);
        let districts = snapshot.districts_of(row).map(|district| district.id.0).collect();
        let offers = snapshot.offers_at(row, None, 100).0;
        let offers = offers
            .iter()
            .map(|offer| format!("{:?} {:?}", offer.service.id, offer.at_place))
            .collect();
        (String::from_utf8(feature).unwrap(), districts, offers)
    };
    page.hits
        .iter()
        .map(|hit| (snapshot.place(hit.row).unwrap().id, detail(hit.row)))
        .collect()
}

pub fn same(grown: &Snapshot, built: &Snapshot, questions: &[PlaceQuery]) {
    assert_eq!((grown.seq(), grown.epoch()), (built.seq(), built.epoch()));
    let (of_grown, of_built) = (details(grown), details(built));
    assert_eq!(of_grown.len(), of_built.len());
    for (grown, built) in of_grown.iter().zip(&of_built) {
        assert_eq!(grown, built);
    }
    for query in questions {
        for zoom in [0, 3, 9, 22] {
            let clusters = |snapshot: &Snapshot| {
                let (zoom, clusters) = snapshot.clusters(query, Zoom::new(zoom).unwrap(), now());
                let only = |row| snapshot.place(row).unwrap().id;
                let clusters = clusters.into_iter().map(|cluster| {
                    (
                        cluster.only.map(only),
                        readmodel::Cluster {
                            only: None,
                            ..cluster
                        },
                    )
                });
                (zoom, clusters.collect::<Vec<_>>())
            };
            assert_eq!(clusters(grown), clusters(built), "{query:?}");
        }
        let listed = |snapshot: &Snapshot| ids(snapshot, &snapshot.search(query, now(), None, 10_000));
        assert_eq!(listed(grown), listed(built), "{query:?}");
        assert_eq!(grown.kind_counts(query, now()), built.kind_counts(query, now()));
        for scheme in ["a", "b"] {
            assert_eq!(
                grown.facets(query, scheme, now()),
                built.facets(query, scheme, now())
            );
        }
    }
    let services = |snapshot: &Snapshot| {
        let found = snapshot.search_services(&ServiceQuery::default(), now(), None, 1_000);
        found
            .0
            .iter()
            .map(|(hit, cursor)| (hit.service.clone(), cursor.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(services(grown), services(built));
    let organizations = |snapshot: &Snapshot| {
        let page = snapshot.organizations(&OrganizationQuery::default(), None, 1_000);
        page.records
            .iter()
            .map(|(record, cursor)| ((*record).clone(), cursor.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(organizations(grown), organizations(built));
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn the_log_from_zero_is_the_full_build(
        older in world(120), newer in world(120), genes in prop::collection::vec(question(), 1..=4), seed: u64
    ) {
        let mut dice = Dice(seed);
        let mut older = older.contents;
        older_terms(&mut older);
        let centers = newer.centers.clone();
        let newer = newer.contents;
        let most = [1, 3, 10, 60][dice.below(4)];
        let changes = interleaved(images(&older), images(&newer), &mut dice);
        let log = transactions(changes, 0, most, &mut dice);
        let last = last_change(&log);
        let contents = Contents { seq: log.len() as i64, last_change: last, ..final_contents(&older, &newer) };
        let base = Contents { schemes: contents.schemes.clone(), terms: older.terms.clone(), ..Contents::default() };
        let grown = replay(base, log, &mut dice);
        let built = Snapshot::build(contents.clone(), "test", &day());
        let world = World { centers, contents };
        let brute = Brute::new(&world.contents);
        let questions: Vec<_> = genes.iter().map(|gene| gene.aim(&world)).collect();
        let queries: Vec<PlaceQuery> = questions.iter().map(|question| question.query()).collect();
        same(&grown, &built, &queries);
        for question in &questions {
            check(&world, &grown, &brute, question);
        }
    }

    #[test]
    fn a_gap_in_the_log_is_refused(world in world(40), seed: u64) {
        let mut dice = Dice(seed);
        let mut images = images(&world.contents);
        dice.shuffle(&mut images);
        let mut log: Vec<_> = transactions(images, 0, 5, &mut dice).into_iter().flatten().collect();
        // Whoever loses the end of a transaction cannot know; the store reads whole ones.
        let noticed = |at: &usize| log[at + 1].index > 0 || log[*at].index == 0;
        let gaps: Vec<usize> = (0..log.len() - 1).filter(noticed).collect();
        if gaps.is_empty() {
            return Ok(());
        }
        let at = gaps[dice.below(gaps.len())];
        log.remove(at);
        let base = Contents { schemes: world.contents.schemes.clone(), ..Contents::default() };
        prop_assert!(Snapshot::build(base, "test", &day()).apply(log).is_none());
    }
}
