//! What districts have and lack.

use std::sync::Arc;

use async_graphql::SimpleObject;

use super::{District, Opening};
use crate::graphql::connection::count;
use crate::graphql::context::Read;

/// What one district has; districts without a place are listed with 0.
#[derive(Debug, SimpleObject)]
pub struct DistrictCoverage {
    /// The district.
    district: District,
    /// Places assigned to it: inside, within 200 m at the coast, or by their stated municipality without a position.
    place_count: i32,
    /// Those that open as regularly as asked.
    regular_count: i32,
    /// Places whose schedule is not known.
    unknown_count: i32,
    /// The running or next opening of any of them.
    next_opening: Option<Opening>,
}

impl DistrictCoverage {
    pub fn new(read: &Arc<Read>, coverage: readmodel::DistrictCoverage<'_>) -> DistrictCoverage {
        DistrictCoverage {
            district: District::new(read, coverage.district),
            place_count: count(coverage.places),
            regular_count: count(coverage.regular),
            unknown_count: count(coverage.unknown),
            next_opening: coverage.next.map(|opening| Opening::new(read, opening)),
        }
    }
}
