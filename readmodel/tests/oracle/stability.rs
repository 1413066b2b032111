//! Cursors across snapshots: rows come and go between two pages, and no row that stays is skipped or repeated.

use proptest::prelude::*;
use readmodel::Snapshot;

use crate::aim::question;
use crate::cases;
use crate::choices::{day, now};
use crate::history::make;
use crate::places::ids;
use crate::services::{ServiceQuestionGene, service_question};
use crate::world::{World, world};

/// The same register without the places that `absent` names, in another order of loading.
fn without(world: &World, absent: impl Fn(usize) -> bool) -> Snapshot {
    let mut contents = world.contents.clone();
    let mut index = 0;
    contents.places.retain(|_| {
        index += 1;
        !absent(index - 1)
    });
    contents.places.reverse();
    Snapshot::build(contents, "test", &day())
}

fn picks(fate: &[u8], wanted: u8) -> impl Fn(usize) -> bool {
    move |index| fate[index % fate.len()] == wanted
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn no_row_that_stays_is_skipped_or_repeated(
        world in world(300),
        genes in prop::collection::vec((question(), 1usize..30), 1..=4),
        fate in prop::collection::vec(0u8..6, 40),
    ) {
        // 0 leaves between the pages, 1 comes; the others stay.
        let (before, later) = (without(&world, picks(&fate, 1)), without(&world, picks(&fate, 0)));
        for (gene, size) in genes {
            let query = gene.aim(&world).query();
            let old = ids(&before, &before.search(&query, now(), None, 10_000));
            let new = ids(&later, &later.search(&query, now(), None, 10_000));
            let page = before.search(&query, now(), None, size);
            let mut seen = ids(&before, &page);
            let mut hit = page.has_next.then(|| *page.hits.last().unwrap());
            let mut of = &before;
            while let Some(last) = hit {
                let text = of.cursor_of(&query, now(), last).encode(&query.hash());
                let page = later.search(&query, now(), query.cursor(&text).as_ref(), size);
                seen.extend(ids(&later, &page));
                prop_assert!(seen.len() <= 2 * world.contents.places.len(), "the pages have no end");
                hit = page.has_next.then(|| *page.hits.last().unwrap());
                of = &later;
            }
            let stays: Vec<_> = old.iter().filter(|id| new.contains(id)).collect();
            let times = |id| seen.iter().filter(|seen| *seen == id).count();
            if old.len() > size {
                prop_assert!(stays.iter().all(|id| times(*id) == 1), "{:?}", query);
            }
            prop_assert!(seen.iter().all(|id| times(id) == 1));
        }
    }

    #[test]
    fn services_keep_their_pages_too(
        world in world(60), genes in prop::collection::vec((service_question(), 1usize..4), 1..=4), fate in prop::collection::vec(0u8..4, 8)
    ) {
        let remake = |wanted| {
            let mut contents = world.contents.clone();
            let leaves = picks(&fate, wanted);
            let mut index = 0;
            contents.services.retain(|_| { index += 1; !leaves(index - 1) });
            Snapshot::build(contents, "test", &day())
        };
        let (before, later) = (remake(1), remake(0));
        for (gene, size) in genes {
            let gene: ServiceQuestionGene = gene;
            let query = gene.aim(&world).query();
            let list = |snapshot: &Snapshot| -> Vec<_> {
                snapshot.search_services(&query, now(), None, 100).0.iter().map(|(hit, _)| hit.service.id).collect()
            };
            let (old, new) = (list(&before), list(&later));
            let (page, more, _) = before.search_services(&query, now(), None, size);
            let mut seen: Vec<_> = page.iter().map(|(hit, _)| hit.service.id).collect();
            if more {
                let (rest, _, _) = later.search_services(&query, now(), page.last().map(|(_, cursor)| cursor), 100);
                seen.extend(rest.iter().map(|(hit, _)| hit.service.id));
                for id in old.iter().filter(|id| new.contains(id)) {
                    prop_assert_eq!(seen.iter().filter(|seen| *seen == id).count(), 1);
                }
            }
        }
    }

    #[test]
    fn a_cursor_of_another_question_is_refused(world in world(20), a in question(), b in question()) {
        let snapshot = make(&world.contents);
        let (a, b) = (a.aim(&world).query(), b.aim(&world).query());
        for hit in snapshot.search(&a, now(), None, 1).hits {
            let text = snapshot.cursor_of(&a, now(), hit).encode(&a.hash());
            prop_assert_eq!(b.cursor(&text).is_some(), a == b);
            prop_assert_eq!(a.cursor(&text[1..]), None);
        }
    }
}
