//! Time is an argument: the server's clock decides "now", tests fix it.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// Tells the time. The only implementation that looks at the machine's clock is the server's.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment, in whole microseconds.
    fn now(&self) -> DateTime<Utc>;
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct Fixed(pub DateTime<Utc>);

impl Clock for Fixed {
    fn now(&self) -> DateTime<Utc> {
        to_micros(self.0)
    }
}

/// Cuts to microseconds: PostgreSQL keeps no more, and both databases must agree.
pub fn to_micros(time: DateTime<Utc>) -> DateTime<Utc> {
    time.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(time)
}
