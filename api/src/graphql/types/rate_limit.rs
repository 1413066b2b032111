//! What a client has left.

use async_graphql::SimpleObject;
use chrono::{DateTime as Moment, TimeDelta, Utc};

use crate::graphql::connection::count;
use crate::graphql::scalars::DateTime;
use crate::usage::Budget;

/// The budget of whoever asks: of the key, else of the address.
#[derive(Debug, SimpleObject)]
pub struct RateLimit {
    /// Points that this request cost: one for each object that could have come back, one at least.
    cost: i32,
    /// Points that can be spent in one go.
    limit: i32,
    /// Points that are left.
    remaining: i32,
    /// When all points will be there again, if none are spent until then.
    reset_at: DateTime,
}

impl RateLimit {
    pub(crate) fn new(budget: Budget, now: Moment<Utc>) -> RateLimit {
        // Whole seconds are shown; at the end of this one it holds.
        let wait = TimeDelta::from_std(budget.full_in).unwrap_or_default();
        let rounded_up = if budget.full_in.subsec_nanos() > 0 { 1 } else { 0 };
        RateLimit {
            cost: count(budget.cost),
            limit: count(budget.limit),
            remaining: count(budget.remaining),
            reset_at: DateTime::At(now + wait + TimeDelta::seconds(rounded_up)),
        }
    }
}
