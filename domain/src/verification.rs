//! Who confirmed a record, when, how, and until when that holds.

use chrono::{DateTime, TimeDelta, Utc};
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
    pub expires_at: Option<DateTime<Utc>>,
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
        let ends = self
            .expires_at
            .unwrap_or(verified_at + TimeDelta::days(FRESH_DAYS));
        if now > ends {
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
            expires_at: Some(day(30)),
            ..plain.clone()
        };
        assert_eq!(short.status(day(31)), VerificationStatus::Stale);
        let disputed = Verification {
            disputed: true,
            ..plain
        };
        assert_eq!(disputed.status(day(1)), VerificationStatus::Disputed);
    }
}
