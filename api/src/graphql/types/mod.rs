//! Objects of the answers. Each holds the request's snapshot and the place of its record in it.

mod change;
mod clusters;
mod coverage;
mod district;
mod opening;
mod organization;
mod parts;
mod place;
mod place_connection;
mod rate_limit;
mod service;
mod service_connection;
mod term;

pub use change::{Change, ChangeConnection};
pub use clusters::PlaceClusters;
pub use coverage::DistrictCoverage;
pub use district::District;
pub use opening::{OpenState, Opening};
pub use organization::Organization;
pub use parts::{Accessibility, Address, Contact, GeoPoint, Schedule, Source, SpecialHours, Verification};
pub use place::Place;
pub use place_connection::PlaceConnection;
pub use rate_limit::RateLimit;
pub use service::Service;
pub use service_connection::{PlaceServiceConnection, ServiceConnection};
pub use term::{Scheme, Term};
