//! The register on disk: the only crate that knows SQL, on SQLite and PostgreSQL alike.
//!
//! Reading: [`load`] takes everything public in one consistent view. Writing: every function takes the actor
//! first, asks `domain::policy`, and ends in [`write::Write::commit`], which numbers the transaction and
//! appends to the log. There is no other way to write.

mod api_key;
mod change;
mod connect;
mod dataset;
mod demo;
mod error;
mod follow;
mod holidays;
mod import;
mod load;
mod matching;
mod offers;
mod place;
mod rows;
mod write;

pub use change::LogRange;
pub use connect::{OpenMode, Store};
pub use dataset::Dataset;
pub use demo::Filling;
pub use error::StoreError;
pub use follow::News;
pub use matching::Wanted;
pub use offers::WithPrivate;
pub use place::{EditError, PlaceUpdate, Written};
pub use write::Retry;
