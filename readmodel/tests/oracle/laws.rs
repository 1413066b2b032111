//! Laws that hold between answers, on registers too large for the scan to judge each of them.

use std::collections::BTreeSet;

use domain::PlaceId;
use proptest::prelude::*;
use readmodel::{PlaceFilter, Snapshot};

use crate::aim::{BOXES, area, near, question};
use crate::ask::{Question, Where};
use crate::cases;
use crate::choices::now;
use crate::grid::EAST;
use crate::history::make;
use crate::places::whole;
use crate::world::world;

fn set(snapshot: &Snapshot, question: &Question) -> BTreeSet<PlaceId> {
    let listed = whole(snapshot, &question.query());
    let set: BTreeSet<PlaceId> = listed.iter().copied().collect();
    assert_eq!(set.len(), listed.len(), "nothing is listed twice");
    set
}

fn in_area(area: Where) -> Question {
    Question {
        within: vec![area],
        ..Question::default()
    }
}

/// Four boxes that share their edges; the halves of one that crosses the antimeridian may cross it too.
fn quarters([west, south, east, north]: [i64; 4]) -> [[i64; 4]; 4] {
    let width = if west <= east {
        east - west
    } else {
        east - west + 2 * EAST
    };
    let middle = (west + width / 2 + EAST).rem_euclid(2 * EAST) - EAST;
    // At the seam the two halves name its meridian each from their own side.
    let (left, right) = match width {
        0 => (east, west),
        _ if middle == -EAST && west > -EAST => (EAST, -EAST),
        _ => (middle, middle),
    };
    let lat = south + (north - south) / 2;
    [
        [west, south, left, lat],
        [right, south, east, lat],
        [west, lat, left, north],
        [right, lat, east, north],
    ]
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn watching_a_few_places_is_searching_for_all(world in world(300), genes in prop::collection::vec(question(), 1..=8)) {
        let snapshot = make(&world.contents);
        let all: BTreeSet<PlaceId> = world.contents.places.iter().map(|place| place.id).collect();
        let few: BTreeSet<PlaceId> = all.iter().copied().step_by(7).collect();
        for gene in genes {
            let question = Question { near: None, order: None, ..gene.aim(&world) };
            let query = question.query();
            let searched = set(&snapshot, &question);
            prop_assert_eq!(&snapshot.lists_of(&all, &query, now()), &searched);
            let expected: BTreeSet<PlaceId> = searched.intersection(&few).copied().collect();
            prop_assert_eq!(snapshot.lists_of(&few, &query, now()), expected);
        }
    }

    #[test]
    fn a_box_is_its_quarters(world in world(1200), genes in prop::collection::vec(area(BOXES), 1..=8)) {
        let snapshot = make(&world.contents);
        for gene in genes {
            let Where::Box(edges) = gene.aim(&world) else { continue };
            let parts = quarters(edges).into_iter().flat_map(|part| set(&snapshot, &in_area(Where::Box(part))));
            prop_assert_eq!(parts.collect::<BTreeSet<_>>(), set(&snapshot, &in_area(Where::Box(edges))), "{:?}", edges);
        }
    }

    #[test]
    fn a_box_is_the_polygon_of_its_edges(world in world(1200), genes in prop::collection::vec(area(BOXES), 1..=8)) {
        let snapshot = make(&world.contents);
        for gene in genes {
            let Where::Box([west, south, east, north]) = gene.aim(&world) else { continue };
            if west < east && south < north {
                let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
                let polygon = set(&snapshot, &in_area(Where::Shapes(vec![vec![ring]])));
                prop_assert_eq!(polygon, set(&snapshot, &in_area(Where::Box([west, south, east, north]))));
            }
        }
    }

    #[test]
    fn a_smaller_circle_is_the_beginning_of_a_larger(
        world in world(1200), genes in prop::collection::vec((near(), 1.0..50_000.0), 1..=8)
    ) {
        let snapshot = make(&world.contents);
        for (gene, other) in genes {
            let (from, radius) = gene.aim(&world);
            let list = |radius| whole(&snapshot, &Question { near: Some((from, radius)), ..Question::default() }.query());
            let (small, large) = (list(radius.min(other)), list(radius.max(other)));
            prop_assert_eq!(&small[..], &large[..small.len()]);
        }
    }

    #[test]
    fn two_conditions_are_the_intersection(
        world in world(1200), genes in prop::collection::vec((question(), question()), 1..=4)
    ) {
        let snapshot = make(&world.contents);
        for (a, b) in genes {
            // The filter and circle of one, the areas of both.
            let (a, b) = (a.aim(&world), b.aim(&world));
            let filter = PlaceFilter { include_archived: true, ..PlaceFilter::default() };
            let areas_of_b = Question { within: b.within.clone(), filter: filter.clone(), ..Question::default() };
            let all: Vec<Where> = a.within.iter().chain(&b.within).cloned().collect();
            let both = set(&snapshot, &Question { within: all, ..a.clone() });
            let one = set(&snapshot, &a);
            prop_assert_eq!(both, &one & &set(&snapshot, &areas_of_b));
            // A circle and everything else.
            if let Some(near) = a.near {
                let circle = set(&snapshot, &Question { near: Some(near), filter, ..Question::default() });
                let rest = set(&snapshot, &Question { near: None, order: None, ..a.clone() });
                prop_assert_eq!(&one, &(&circle & &rest));
            }
        }
    }

    #[test]
    fn the_whole_world_is_every_place_on_the_map(world in world(400)) {
        let snapshot = make(&world.contents);
        let mut question = Question::default();
        question.filter.include_archived = true;
        let everything = set(&snapshot, &question);
        prop_assert_eq!(everything.len(), world.contents.places.len());
        prop_assert_eq!(snapshot.place_count(), everything.len());
        let unmapped = snapshot.count_unmapped(&question.query(), now());
        question.within = vec![Where::Box([-EAST, -EAST / 2, EAST, EAST / 2])];
        prop_assert_eq!(set(&snapshot, &question).len() as u64 + unmapped, everything.len() as u64);
    }
}
