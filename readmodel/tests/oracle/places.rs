//! Places: what a snapshot lists, counts and pages through is what the scan finds.

use domain::PlaceId;
use proptest::prelude::*;
use readmodel::{OrderField, Page, PlaceQuery, Snapshot};

use crate::aim::{BOXES, DISTRICTS, SHAPES, area, near, question};
use crate::ask::{Question, Where};
use crate::brute::Brute;
use crate::cases;
use crate::choices::now;
use crate::grid::meters;
use crate::history::make;
use crate::world::{World, world};

pub fn ids(snapshot: &Snapshot, page: &Page) -> Vec<PlaceId> {
    page.hits
        .iter()
        .map(|hit| snapshot.place(hit.row).unwrap().id)
        .collect()
}

/// The whole answer in one page.
pub fn whole(snapshot: &Snapshot, query: &PlaceQuery) -> Vec<PlaceId> {
    let page = snapshot.search(query, now(), None, 10_000);
    assert!(!page.has_next);
    ids(snapshot, &page)
}

/// The answer in pages of one size; each cursor goes out as text and comes back.
pub fn paged(snapshot: &Snapshot, query: &PlaceQuery, size: usize) -> Vec<PlaceId> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = snapshot.search(query, now(), after.as_ref(), size);
        all.extend(ids(snapshot, &page));
        assert!(all.len() <= snapshot.place_count(), "the pages have no end");
        assert!(
            page.hits.len() == size || !page.has_next,
            "a short page is the last one"
        );
        if !page.has_next {
            return all;
        }
        let text = snapshot
            .cursor_of(query, now(), *page.hits.last().unwrap())
            .encode(&query.hash());
        after = query.cursor(&text);
        assert!(after.is_some(), "a cursor reads back for its own query");
    }
}

fn page_sizes(total: usize) -> Vec<usize> {
    match total {
        0..=12 => (1..=total + 1).collect(),
        _ => vec![
            1 + total / 60,
            2 + total / 60,
            5,
            7,
            20,
            total - 1,
            total,
            total + 1,
        ],
    }
}

/// Checks the whole list and its counts, then pages of many sizes.
pub fn check(world: &World, snapshot: &Snapshot, brute: &Brute<'_>, question: &Question) {
    let listed = check_list(world, snapshot, brute, question);
    for size in page_sizes(listed.len()) {
        assert_eq!(
            paged(snapshot, &question.query(), size),
            listed,
            "pages of {size}"
        );
    }
}

/// Checks the list in one page, its distances and its counts.
pub fn check_list(
    world: &World,
    snapshot: &Snapshot,
    brute: &Brute<'_>,
    question: &Question,
) -> Vec<PlaceId> {
    let query = question.query();
    assert_eq!(query.order, question.order());
    let page = snapshot.search(&query, now(), None, 10_000);
    let listed = whole(snapshot, &query);
    let expected = brute.list(question);
    if question.order().field == OrderField::Curve {
        let mut sorted = listed.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected, "{question:?}");
        check_curve(snapshot, &page, question.order().descending);
    } else {
        assert_eq!(listed, expected, "{question:?}");
    }
    assert_eq!(
        snapshot.count(&query, now()),
        listed.len() as u64,
        "the count is what can be listed"
    );
    let places = &world.contents.places;
    let unmapped = places
        .iter()
        .filter(|place| place.location.is_none() && brute.passes_question(question, place));
    assert_eq!(
        snapshot.count_unmapped(&query, now()),
        unmapped.count() as u64,
        "{question:?}"
    );
    for hit in &page.hits {
        match question.near {
            None => assert_eq!(hit.distance_m, None),
            Some((from, radius)) => {
                let distance = hit.distance_m.unwrap();
                assert!(
                    (distance - meters(from, snapshot.place(hit.row).unwrap().location.unwrap())).abs()
                        < 0.01
                );
                assert!(distance <= radius);
            }
        }
    }
    listed
}

/// Along the curve, judged by tiles of zoom 20; equal points by id; without a position last both ways.
fn check_curve(snapshot: &Snapshot, page: &Page, descending: bool) {
    let places: Vec<_> = page
        .hits
        .iter()
        .map(|hit| snapshot.place(hit.row).unwrap())
        .collect();
    for pair in places.windows(2) {
        match (pair[0].location, pair[1].location) {
            (Some(a), Some(b)) if a == b => assert!(pair[0].id < pair[1].id),
            (Some(a), Some(b)) if descending => assert!(tile(a) >= tile(b)),
            (Some(a), Some(b)) => assert!(tile(a) <= tile(b)),
            (Some(_), None) => {}
            (None, None) => assert!(pair[0].id < pair[1].id),
            (None, Some(_)) => unreachable!("no position comes last"),
        }
    }
}

/// Position of the tile of zoom 20 on the Z-order curve, by the Gudermannian's other form.
fn tile(point: domain::Point) -> u64 {
    let side = f64::from(1 << 20);
    let cell = |share: f64| ((share * side).floor().clamp(0.0, side - 1.0)) as u64;
    let (x, y) = (
        cell((point.lon + 180.0) / 360.0),
        cell(0.5 - point.lat.to_radians().sin().atanh() / std::f64::consts::TAU),
    );
    (0..20)
        .map(|bit| ((x >> bit & 1) << (2 * bit)) | ((y >> bit & 1) << (2 * bit + 1)))
        .sum()
}

/// Asks about areas one at a time, in the default order and along the curve.
fn check_areas(world: &World, areas: Vec<Where>) {
    let snapshot = make(&world.contents);
    let brute = Brute::new(&world.contents);
    for area in areas {
        check(
            world,
            &snapshot,
            &brute,
            &Question {
                within: vec![area],
                ..Question::default()
            },
        );
    }
}

proptest! {
    #![proptest_config(cases(450))]

    #[test]
    fn every_answer_is_that_of_the_scan(world in world(400), genes in prop::collection::vec(question(), 1..=4)) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for gene in genes {
            check(&world, &snapshot, &brute, &gene.aim(&world));
        }
    }

    #[test]
    fn the_nearest_are_found_in_order(world in world(400), genes in prop::collection::vec(near(), 1..=6)) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for gene in genes {
            check(&world, &snapshot, &brute, &Question { near: Some(gene.aim(&world)), ..Question::default() });
        }
    }

    #[test]
    fn boxes_hold_their_edges(world in world(400), genes in prop::collection::vec(area(BOXES), 1..=6)) {
        check_areas(&world, genes.iter().map(|gene| gene.aim(&world)).collect());
    }

    #[test]
    fn polygons_hold_their_outline_and_not_their_holes(
        world in world(400), genes in prop::collection::vec(area(SHAPES), 1..=6)
    ) {
        check_areas(&world, genes.iter().map(|gene| gene.aim(&world)).collect());
    }

    #[test]
    fn districts_are_their_exact_polygons(world in world(400), genes in prop::collection::vec(area(DISTRICTS), 1..=6)) {
        check_areas(&world, genes.iter().map(|gene| gene.aim(&world)).collect());
    }
}
