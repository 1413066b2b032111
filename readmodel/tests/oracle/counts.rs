//! Counts beside an answer against the scan: kinds, and terms of a scheme.

use domain::{Place, PlaceKind, Term};
use proptest::prelude::*;
use readmodel::Snapshot;

use crate::aim::question;
use crate::ask::Question;
use crate::brute::Brute;
use crate::cases;
use crate::choices::{now, term_id};
use crate::history::make;
use crate::world::world;

/// The same question about places with this term only.
fn with_term(question: &Question, term: &Term) -> Question {
    let mut narrower = question.clone();
    narrower.filter.terms.push(vec![term.id]);
    narrower
}

/// Terms of a scheme, in its order.
fn terms_of<'a>(brute: &Brute<'a>, scheme: &str) -> Vec<&'a Term> {
    let mut terms: Vec<&Term> = brute
        .contents
        .terms
        .iter()
        .filter(|term| term.scheme == scheme)
        .collect();
    terms.sort_by_key(|term| (term.ordinal, term.id));
    terms
}

pub fn check(snapshot: &Snapshot, brute: &Brute<'_>, question: &Question) {
    let query = question.query();
    let places = &brute.contents.places;
    let count = |question: &Question, also: &dyn Fn(&Place) -> bool| {
        places
            .iter()
            .filter(|place| brute.answers(question, place) && also(place))
            .count() as u64
    };
    let kinds: Vec<(PlaceKind, u64)> = PlaceKind::ALL
        .iter()
        .map(|kind| (*kind, count(question, &|place| place.kinds.contains(kind))))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(snapshot.kind_counts(&query, now()), kinds, "{question:?}");
    for scheme in ["a", "b", "none"] {
        let facets: Vec<_> = snapshot.facets(&query, scheme, now());
        let facets: Vec<_> = facets.iter().map(|(term, count)| (term.id, *count)).collect();
        let expected: Vec<_> = terms_of(brute, scheme)
            .iter()
            .map(|term| (term.id, count(&with_term(question, term), &|_| true)))
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(facets, expected, "{scheme} of {question:?}");
    }
    assert_eq!(
        snapshot.is_empty(&query, now()),
        count(question, &|_| true) == 0,
        "{question:?}"
    );
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn kinds_and_terms_are_counted_as_in_the_scan(
        world in world(300), genes in prop::collection::vec(question(), 1..=6)
    ) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for gene in genes {
            check(&snapshot, &brute, &gene.aim(&world));
        }
    }

    #[test]
    fn a_facet_is_the_count_with_its_term_in_the_filter(
        world in world(1200), genes in prop::collection::vec(question(), 1..=4)
    ) {
        let snapshot = make(&world.contents);
        for gene in genes {
            let question = gene.aim(&world);
            let query = question.query();
            for scheme in ["a", "b"] {
                let facets = snapshot.facets(&query, scheme, now());
                for index in (0..8).filter(|index| (*index < 5) == (scheme == "a")) {
                    let term = snapshot.term(term_id(index)).unwrap();
                    let counted = facets.iter().find(|(of, _)| of.id == term.id).map_or(0, |(_, count)| *count);
                    prop_assert_eq!(counted, snapshot.count(&with_term(&question, term).query(), now()));
                }
            }
        }
    }
}
