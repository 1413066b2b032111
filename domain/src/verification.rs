//! Who confirmed a record, when, how, and until when that holds.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Asia::Tokyo;
use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::ids::OrganizationId;

closed_set! {
    /// How far a record can be trusted now.
    VerificationStatus {
        Unverified = "UNVERIFIED", Verified = "VERIFIED", Stale = "STALE", Disputed = "DISPUTED",
    }
}

closed_set! {
    /// How it was confirmed.
    VerificationMethod {
        Visit = "VISIT",
        Phone = "PHONE",
        Document = "DOCUMENT",
        OperatorStatement = "OPERATOR_STATEMENT",
        Import = "IMPORT",
    }
}

/// A confirmation goes stale after this many days unless it says itself when.
const FRESH_DAYS: i64 = 365;

/// The latest confirmation of a record; without one the record is unverified.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub verified_at: Option<DateTime<Utc>>,
    /// The last day that it holds, in Japan.
    pub expires_at: Option<NaiveDate>,
    pub by: Option<OrganizationId>,
    pub method: Option<VerificationMethod>,
    pub disputed: bool,
}

impl Verification {
    /// The one place that decides what "verified" means at a given moment.
    pub fn status(&self, now: DateTime<Utc>) -> VerificationStatus {
        let Some(verified_at) = self.verified_at else {
            return if self.disputed {
                VerificationStatus::Disputed
            } else {
                VerificationStatus::Unverified
            };
        };
        if self.disputed {
            return VerificationStatus::Disputed;
        }
        let stale = match self.expires_at {
            Some(last_day) => now.with_timezone(&Tokyo).date_naive() > last_day,
            None => now > verified_at + TimeDelta::days(FRESH_DAYS),
        };
        if stale {
            VerificationStatus::Stale
        } else {
            VerificationStatus::Verified
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_holds_a_year_or_as_long_as_it_says() {
        let day = |n| DateTime::UNIX_EPOCH + TimeDelta::days(n);
        let plain = Verification {
            verified_at: Some(day(0)),
            ..Verification::default()
        };
        assert_eq!(
            Verification::default().status(day(0)),
            VerificationStatus::Unverified
        );
        assert_eq!(plain.status(day(365)), VerificationStatus::Verified);
        assert_eq!(plain.status(day(366)), VerificationStatus::Stale);
        let short = Verification {
            expires_at: Some(day(30).date_naive()),
            ..plain.clone()
        };
        // 15:00 in UTC is midnight in Japan.
        let midnight = day(30) + TimeDelta::hours(15);
        assert_eq!(
            short.status(midnight - TimeDelta::seconds(1)),
            VerificationStatus::Verified
        );
        assert_eq!(short.status(midnight), VerificationStatus::Stale);
        let disputed = Verification {
            disputed: true,
            ..plain
        };
        assert_eq!(disputed.status(day(1)), VerificationStatus::Disputed);
    }
}
