//! What the gate lets in, the executor's own parser reads without harm: it has no limit on nested values, and a stack
//! that overflows ends the process. Documents grown from the public schema, whole and damaged.
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod grow;

use std::cell::Cell;
use std::time::{Duration, Instant};

use gate::{Gate, Limits};
use grow::Source;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// What parsing a document of 16 KiB may take.
const SLOWEST: Duration = Duration::from_millis(5);

#[expect(
    clippy::disallowed_methods,
    reason = "the test run says whether it is a long one"
)]
fn cases(short: u32) -> u32 {
    if std::env::var_os("IBASHO_LONG").is_some() {
        short * 100
    } else {
        short
    }
}

fn gate() -> Gate {
    Gate::new(include_str!("../../../schema.graphql"), Limits::default()).expect("the public schema is valid")
}

/// The executor's parser must come to an end soon; whether it likes the document is its own affair.
fn parse(document: &str) -> bool {
    let mut fastest = Duration::MAX;
    let mut liked = false;
    // A busy machine may be slow once, hardly five times.
    for _ in 0..5 {
        let began = Instant::now();
        liked = async_graphql_parser::parse_query(document).is_ok();
        fastest = fastest.min(began.elapsed());
        if fastest < SLOWEST {
            break;
        }
    }
    assert!(fastest < SLOWEST, "{fastest:?} for {document}");
    liked
}

#[test]
fn documents_of_the_schema_are_let_in_and_read() {
    let gate = gate();
    let source = Source::new(include_str!("../../../schema.graphql"));
    let mut runner = TestRunner::new(Config::with_cases(cases(400)));
    let entropy = proptest::collection::vec(any::<u8>(), 0..600);
    let (let_in, all) = (Cell::new(0), Cell::new(0));
    runner
        .run(&entropy, |bytes| {
            let document = source.document(&bytes);
            all.set(all.get() + 1);
            match gate.admit(&document) {
                Ok(_) => {
                    let_in.set(let_in.get() + 1);
                    prop_assert!(parse(&document), "the executor cannot read {document}");
                }
                Err(refused) => {
                    // Grown documents fit the schema; they can only be too large.
                    let code = refused.code.as_str();
                    prop_assert!(
                        code.ends_with("LIMIT") || code == "DOCUMENT_TOO_LARGE",
                        "{code} {:?}: {document}",
                        refused.reasons
                    );
                }
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    let (let_in, all) = (let_in.get(), all.get());
    assert!(
        let_in * 2 > all,
        "only {let_in} of {all} were let in: this proves too little"
    );
}

#[test]
fn damaged_documents_that_are_let_in_are_read_in_time() {
    let gate = gate();
    let source = Source::new(include_str!("../../../schema.graphql"));
    let mut runner = TestRunner::new(Config::with_cases(cases(1_500)));
    let entropy = proptest::collection::vec(any::<u8>(), 0..400);
    let (let_in, unread) = (Cell::new(0), Cell::new(0));
    runner
        .run(&(entropy.clone(), entropy), |(grown, damage)| {
            let document = grow::damaged(&source.document(&grown), &damage);
            if gate.admit(&document).is_ok() {
                let_in.set(let_in.get() + 1);
                unread.set(unread.get() + u32::from(!parse(&document)));
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    let (let_in, unread) = (let_in.get(), unread.get());
    assert!(let_in > 50, "only {let_in} were let in: this proves too little");
    if unread > 0 {
        eprintln!("{unread} of {let_in} damaged documents are GraphQL to the gate and not to the executor");
    }
}

#[test]
fn the_worst_that_is_let_in_is_read_in_time() {
    let gate = gate();
    let lists = |depth: usize| {
        format!(
            "{{ places(within: {{ area: {}1{} }}) {{ totalCount }} }}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    let inline = |depth: usize| format!("{{ {} __typename {} }}", "... {".repeat(depth), "}".repeat(depth));
    for worst in [&lists as &dyn Fn(usize) -> String, &inline] {
        let deepest = (1..100)
            .rev()
            .map(worst)
            .find(|document| gate.admit(document).is_ok());
        assert!(parse(&deepest.expect("some depth is let in")));
    }
}
