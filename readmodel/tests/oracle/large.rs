//! Registers so large, and filters so narrow, that nearest-first goes by the few candidates of each box: smaller
//! registers are scanned instead.

use domain::contents::Contents;
use proptest::prelude::*;
use readmodel::{PlaceFilter, Snapshot, SourceRef};

use crate::aim::near;
use crate::ask::Question;
use crate::brute::Brute;
use crate::cases;
use crate::choices::{Bits, DATASETS, KINDS, day, organization_id};
use crate::history::Dice;
use crate::places::{check_list, paged};
use crate::world::{PlaceGene, World, center, place};

const PLACES: usize = 9_000;

/// One place in twenty or thirty passes: too many to look at each, too few to be in every box.
fn narrow(mut bits: Bits) -> PlaceFilter {
    let mut filter = PlaceFilter {
        organizations: vec![organization_id(bits.below(4) as usize)],
        include_archived: bits.one_in(2),
        ..PlaceFilter::default()
    };
    if bits.one_in(2) {
        filter.kinds = vec![bits.pick(&KINDS)];
    } else {
        let dataset = bits.pick(&DATASETS).to_owned();
        filter.source = Some(SourceRef {
            dataset,
            external_id: None,
        });
    }
    filter
}

proptest! {
    #![proptest_config(cases(5))]

    #[test]
    fn the_nearest_of_few_among_many_are_those_of_the_scan(
        centers in prop::collection::vec(center(), 1..3),
        seed: u64,
        genes in prop::collection::vec((near(), any::<u64>()), 20),
    ) {
        let mut dice = Dice(seed);
        let places = (0..PLACES).map(|index| place(index, &PlaceGene::thrown(&mut dice), &centers));
        let contents = Contents { places: places.collect(), ..Contents::default() };
        let snapshot = Snapshot::build(contents.clone(), "test", &day());
        let world = World { centers: centers.clone(), contents };
        let brute = Brute::new(&world.contents);
        let mut judged = 0;
        for (gene, bits) in genes {
            let near = Some(gene.aim(&world));
            let question = Question { near, filter: narrow(Bits(bits)), ..Question::default() };
            let passing = world.contents.places.iter().filter(|place| {
                let filter = PlaceFilter { include_archived: true, ..question.filter.clone() };
                brute.passes(&filter, None, place)
            });
            // Fewer are looked at one by one, and more are thought to be in every box.
            if !(257..PLACES / 16).contains(&passing.count()) {
                continue;
            }
            judged += 1;
            let listed = check_list(&world, &snapshot, &brute, &question);
            for size in [1 + listed.len() / 40, 1 + listed.len() / 4] {
                prop_assert_eq!(&paged(&snapshot, &question.query(), size), &listed);
            }
        }
        prop_assert!(judged >= 5, "{judged} filters were as narrow as they should be");
    }
}
