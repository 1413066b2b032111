//! The read model against brute force: every answer of a snapshot must be that of a plain scan.
//!
//! The scans are written anew, from the contract and not from the crate: exact integer geometry ([`grid`]),
//! filters and orders as loops over the records ([`brute`]). Registers ([`world`]) and questions ([`ask`]) are
//! drawn so that ties, edges, corners, poles and the antimeridian come up all the time.
//!
//! A normal run asks 25,000 questions in [`many`] and some 11,000 more elsewhere, in about 25 seconds of one core.
//! `IBASHO_LONG=1` asks forty times as many: a million in [`many`], which counts them, and 1.4 million in all, in
//! about a quarter of an hour of one core. That the tests notice what they are for is proven by planting bugs
//! (`tests/bugs.toml`).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod aim;
mod ask;
mod assignment;
mod beyond;
mod brute;
mod changes;
mod choices;
mod clusters;
mod counts;
mod edges;
mod edits;
mod grid;
mod histories;
mod history;
mod large;
mod laws;
mod lists;
mod many;
mod numbered;
mod opening;
mod places;
mod readers;
mod records;
mod services;
mod shapes;
mod stability;
mod texts;
mod world;

use proptest::prelude::ProptestConfig;

/// So many cases, or forty times as many in a long run.
#[expect(clippy::disallowed_methods, reason = "a test has no configuration to ask")]
fn cases(normal: u32) -> ProptestConfig {
    let long = std::env::var_os("IBASHO_LONG").is_some_and(|value| value != "0");
    ProptestConfig::with_cases(if long { normal.saturating_mul(40) } else { normal })
}
