//! How much each client uses: a bucket of points that fills again with time, one for each key or address.
//!
//! Addresses are kept in memory as long as their bucket is not full, nowhere else, and are never logged.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config;

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Client {
    /// A key, by the name that it was given here.
    Key(String),
    V4(Ipv4Addr),
    /// The network part: a household has 2^64 addresses of IPv6.
    V6(u64),
}

impl Client {
    /// Without a key.
    pub(crate) fn at(address: IpAddr) -> Client {
        match address.to_canonical() {
            IpAddr::V4(address) => Client::V4(address),
            IpAddr::V6(address) => Client::V6((address.to_bits() >> 64) as u64),
        }
    }
}

/// What a request has spent and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    pub(crate) cost: u32,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Until everything is there again.
    pub(crate) full_in: Duration,
}

/// The bucket has too little; wait so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted(pub(crate) Duration);

type Buckets = RateLimiter<Client, DashMapStateStore<Client>, MonotonicClock, StateInformationMiddleware>;

/// The buckets of all clients.
pub(crate) struct Usage {
    limited: Option<Limited>,
}

struct Limited {
    buckets: Buckets,
    limit: NonZeroU32,
    /// Until one point is there again.
    per_point: Duration,
}

impl std::fmt::Debug for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Usage").finish_non_exhaustive()
    }
}

impl Usage {
    pub(crate) fn new(limits: &config::Limits) -> Usage {
        let limited = NonZeroU32::new(limits.points).and_then(|limit| {
            let per_point = Duration::from_secs(limits.per_seconds) / limit.get();
            let quota = Quota::with_period(per_point)?.allow_burst(limit);
            let buckets = RateLimiter::dashmap_with_clock(quota, MonotonicClock)
                .with_middleware::<StateInformationMiddleware>();
            Some(Limited {
                buckets,
                limit,
                per_point,
            })
        });
        Usage { limited }
    }

    /// Takes points; `None` when there is no limit. Nothing is taken when there are too few.
    pub(crate) fn spend(&self, client: &Client, cost: u32) -> Result<Option<Budget>, Exhausted> {
        let Some(limited) = &self.limited else {
            return Ok(None);
        };
        let limit = limited.limit;
        // What costs more than there can ever be waits for a full bucket.
        let points = NonZeroU32::new(cost).unwrap_or(NonZeroU32::MIN).min(limit);
        match limited.buckets.check_key_n(client, points) {
            Ok(Ok(state)) => {
                let remaining = state.remaining_burst_capacity();
                Ok(Some(Budget {
                    cost: points.get(),
                    limit: limit.get(),
                    remaining,
                    full_in: limited.per_point * limit.get().saturating_sub(remaining),
                }))
            }
            Ok(Err(not_yet)) => Err(Exhausted(not_yet.wait_time_from(MonotonicClock.now()))),
            Err(_) => Err(Exhausted(limited.per_point * limit.get())),
        }
    }

    /// Forgets whose bucket is full again.
    pub(crate) fn forget(&self) {
        if let Some(limited) = &self.limited {
            limited.buckets.retain_recent();
            limited.buckets.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(points: u32, per_seconds: u64) -> Usage {
        Usage::new(&config::Limits {
            points,
            per_seconds,
            ..config::Limits::default()
        })
    }

    fn at(address: &str) -> Client {
        Client::at(address.parse().unwrap())
    }

    #[test]
    fn points_are_taken_until_there_are_too_few() {
        let usage = usage(100, 1_000_000);
        let client = at("192.0.2.1");
        let spent = usage.spend(&client, 40).unwrap().unwrap();
        assert_eq!((spent.cost, spent.limit, spent.remaining), (40, 100, 60));
        assert_eq!(usage.spend(&client, 59).unwrap().unwrap().remaining, 1);
        let Exhausted(wait) = usage.spend(&client, 2).unwrap_err();
        assert!((9_000..=10_000).contains(&wait.as_secs()), "{wait:?}");
        assert_eq!(
            usage.spend(&client, 0).unwrap().unwrap().remaining,
            0,
            "a request is one point at least"
        );
        assert!(usage.spend(&client, 1).is_err());
        assert_eq!(
            usage.spend(&at("192.0.2.2"), 1).unwrap().unwrap().remaining,
            99,
            "others have their own"
        );
    }

    #[test]
    fn what_costs_more_than_the_bucket_waits_for_a_full_one() {
        let usage = usage(100, 1_000_000);
        let client = at("192.0.2.1");
        assert_eq!(usage.spend(&client, 5_000).unwrap().unwrap().remaining, 0);
        assert!(usage.spend(&client, 5_000).is_err());
    }

    #[test]
    fn a_household_has_one_bucket() {
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }

    #[test]
    fn full_buckets_are_forgotten() {
        let usage = usage(1_000_000, 1);
        for number in 0..100_u8 {
            let _ = usage.spend(&at(&format!("192.0.2.{number}")), 1);
        }
        std::thread::sleep(Duration::from_millis(50));
        usage.forget();
        assert_eq!(usage.limited.unwrap().buckets.len(), 0);
    }

    #[test]
    fn without_points_there_is_no_limit() {
        assert_eq!(usage(0, 60).spend(&at("192.0.2.1"), 1_000_000), Ok(None));
    }
}
