//! Every public read, answered from memory: an immutable [`Snapshot`] of the register in one order.
//!
//! Places are sorted once along a Z-order curve; a row number is a position on that curve. Filters are
//! bitmaps over rows, an area is a set of row ranges, nearest-first is a descent of boxes over the same rows.
//! No I/O, no clock, no lock, no database. Queries cannot fail: what may be asked is checked when a query is
//! made of its parts ([`query`]). Only public points enter; nobody can ask for more than a snapshot holds.
//!
//! Units: meters, WGS 84 degrees, longitude before latitude.

mod apply;
mod area;
mod areas;
mod areas_of_rows;
mod assign;
mod beyond;
mod build;
mod changes;
mod cluster;
mod coverage;
mod cursor;
mod dependants;
pub mod encode;
mod entry;
mod facets;
mod filter;
mod indexes;
mod lists;
mod merge;
mod opening;
mod order;
mod part;
mod polygon;
mod postings;
pub mod query;
mod search;
mod segment;
mod services;
mod snapshot;
mod sorted;
mod spatial;
mod tables;
mod text;
mod tile;
mod tree;
mod tuning;
mod watch;
mod words;

pub use changes::{ChangeQuery, Feed, history_hash};
pub use cluster::{Cluster, Zoom};
pub use coverage::DistrictCoverage;
pub use cursor::{Cursor, QueryHash};
pub use lists::{DistrictQuery, ListPage, OrganizationQuery, TermQuery};
pub use merge::{Merge, Merged};
pub use opening::window::{OpenWindow, beyond};
pub use opening::{Day, Hours, OpenState, Opening, StateReason};
pub use query::{
    AreaPolygon, BoundingBox, Near, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText,
    SourceRef, Within,
};
pub use search::{Hit, Page};
pub use services::{Offer, ServiceFilter, ServiceHit, ServiceQuery, offers_hash};
pub use snapshot::{Row, Snapshot};
pub use tile::{CROWD, Tile, TileAddress};
pub use tuning::Tuning;
