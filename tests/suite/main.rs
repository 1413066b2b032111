//! The suite: what the four kinds of user can rely on, through the public contract alone.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod architecture;
mod bad_input;
mod browser;
mod changes;
mod clients;
mod editing;
mod exporting;
mod exports;
mod following;
mod hidden;
mod hostile;
mod import;
mod limits;
mod loading;
mod matching;
mod offers;
mod ogc;
mod opening;
mod order;
mod over_http;
mod page;
mod read;
mod rest;
mod schema;
mod search;
mod sockets;
mod tiles;
