//! The whole public register at one moment: what `store` loads and `readmodel` is built from.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::district::District;
use crate::organization::Organization;
use crate::place::Place;
use crate::service::Service;
use crate::term::{Scheme, Term};

/// The public register at one transaction number. Exact points and private contacts are not read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// The last transaction that is included.
    pub seq: i64,
    /// The change that the last transaction began with; tells apart two histories with equal numbers.
    pub last_change: Option<LastChange>,
    pub schemes: Vec<Scheme>,
    pub terms: Vec<Term>,
    pub districts: Vec<District>,
    pub organizations: Vec<Organization>,
    pub services: Vec<Service>,
    pub places: Vec<Place>,
}

/// When the last transaction was made, and what it touched first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastChange {
    pub at: DateTime<Utc>,
    pub subject_id: Uuid,
}
