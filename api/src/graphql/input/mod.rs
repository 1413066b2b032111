//! Arguments into checked queries: the same types as the REST parameters lead to.

pub mod area;
pub mod filter;
pub mod ids;
pub mod page;
pub mod place_fields;
pub mod schedule;
