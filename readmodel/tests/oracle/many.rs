//! Many questions to each of few registers, every kind in turn: a million of them in a long run.

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use readmodel::Snapshot;

use crate::aim::{QuestionGene, question};
use crate::brute::Brute;
use crate::choices::Bits;
use crate::history::make;
use crate::services::{ServiceQuestionGene, service_question};
use crate::world::{World, world};
use crate::{beyond, cases, clusters, counts, places, services};

const REGISTERS: u32 = 125;
const QUESTIONS: usize = 200;

#[derive(Debug, Clone)]
enum Gene {
    Places(QuestionGene, u64),
    Services(ServiceQuestionGene),
}

fn gene() -> impl Strategy<Value = Gene> {
    prop_oneof![
        7 => (question(), any::<u64>()).prop_map(|(gene, bits)| Gene::Places(gene, bits)),
        1 => service_question().prop_map(Gene::Services),
    ]
}

fn ask(world: &World, snapshot: &Snapshot, brute: &Brute<'_>, gene: &Gene) {
    let (question, mut bits) = match gene {
        Gene::Services(gene) => {
            services::check_list(snapshot, brute, &gene.aim(world));
            return;
        }
        Gene::Places(gene, bits) => (gene.aim(world), Bits(*bits)),
    };
    match bits.below(8) {
        0 | 1 => {
            clusters::check(snapshot, brute, &question, bits.below(23) as u32);
        }
        2 => counts::check(snapshot, brute, &question),
        3 => beyond::check(snapshot, brute, &question, bits.below(11) as usize),
        _ => {
            let listed = places::check_list(world, snapshot, brute, &question);
            let size = 1 + listed.len() / 20 + bits.below(20) as usize;
            assert_eq!(
                places::paged(snapshot, &question.query(), size),
                listed,
                "pages of {size}"
            );
        }
    }
}

#[test]
fn each_of_many_questions_is_answered_as_by_the_scan() {
    let config = ProptestConfig {
        source_file: Some(file!()),
        ..cases(REGISTERS)
    };
    let wanted = u64::from(config.cases) * QUESTIONS as u64;
    let asked = AtomicU64::new(0);
    let registers = (
        world(120),
        any::<bool>(),
        prop::collection::vec(gene(), QUESTIONS),
    );
    let outcome = TestRunner::new(config).run(&registers, |(mut world, desks, genes)| {
        if desks {
            beyond::with_consultation(&mut world.contents);
        }
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for gene in &genes {
            ask(&world, &snapshot, &brute, gene);
        }
        asked.fetch_add(genes.len() as u64, Ordering::Relaxed);
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    assert!(asked.into_inner() >= wanted, "a run asks as many as it says");
}
