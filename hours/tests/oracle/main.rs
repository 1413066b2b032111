//! Openings against second implementations: brute force minute by minute, and npm `opening_hours` in `npm/`.
//!
//! `IBASHO_LONG=1` draws a hundred times as many rules: more than 10,000 years of rules.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests: what is missing or wrong fails the test"
)]

mod agenda;
mod draw;
mod meaning;
mod npm;
mod rules;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use hours::Horizon;
use proptest::prelude::*;

/// Cases of a property: so many, or a hundred times as many.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a test runs is no setting of the server"
)]
fn cases(normal: u32) -> ProptestConfig {
    let long = std::env::var_os("IBASHO_LONG").is_some_and(|value| value != "0");
    ProptestConfig {
        cases: if long { normal * 100 } else { normal },
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..ProptestConfig::default()
    }
}

/// Horizons that together cover two years from this day, the last days of one being the first of the next.
fn two_years(from: NaiveDate, zone: Tz) -> impl Iterator<Item = Horizon> {
    (0..8_u64).map(move |number| {
        let today = from + Days::new(number * 92);
        Horizon::at(noon(today, zone), zone).unwrap()
    })
}

fn noon(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let time = day.and_hms_opt(12, 0, 0).unwrap();
    time.and_local_timezone(zone).unwrap().to_utc()
}
