//! The machine's clock, looked at here and nowhere else.

use chrono::{DateTime, Utc};
use domain::Clock;
use domain::clock::to_micros;

/// Real time.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Clock for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that looks at the machine's clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        to_micros(Utc::now())
    }
}
