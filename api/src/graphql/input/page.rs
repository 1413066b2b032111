//! `first` and `after`.

use domain::{Violation, ViolationCode};

use crate::graphql::error::Rejected;

/// Most records in a page.
const MOST: i32 = 100;

/// The size of a page: the default when omitted or null, 0 to 100.
pub fn page_size(first: Option<i32>, default: i32) -> Result<usize, Rejected> {
    let first = first.unwrap_or(default);
    match usize::try_from(first) {
        Ok(size) if first <= MOST => Ok(size),
        _ => Err(
            Violation::out_of_range(&["first"], format!("must lie between 0 and {MOST}, not {first}")).into(),
        ),
    }
}

/// Reads `after` with the query's own reader.
pub fn cursor<C>(after: Option<&String>, read: impl Fn(&str) -> Option<C>) -> Result<Option<C>, Rejected> {
    let Some(text) = after else { return Ok(None) };
    let refused = || {
        Violation::new(
            &["after"],
            ViolationCode::Invalid,
            "is not a cursor of this query",
        )
    };
    Ok(Some(read(text).ok_or_else(refused)?))
}
