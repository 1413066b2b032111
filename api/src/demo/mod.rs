//! The invented register of `ibasho demo`: a seaside town, or a whole country for load tests.
//!
//! Everything in it is made up and says so: the town lies on the open sea, its telephone numbers cannot be
//! dialed, every record names its source. Pure: chance comes from the seed and time from the caller, so that
//! the same arguments give the same register, ids included. Start at [`invent`]; `town.rs` is the town.

mod country;
mod hours;
mod kinds;
mod land;
mod maker;
mod offers;
mod organizations;
mod place;
mod services;
mod town;
mod words;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::place::PrivateParts;
use domain::{District, Organization, Place, Service, Term};

use maker::Maker;

/// How many places the town has unless somebody says otherwise.
pub const DEFAULT_PLACES: usize = 300;

/// The seed of the published town.
pub const SEED: u64 = 20_260_401;

/// The middle of the town, longitude and latitude: open sea in the Enshu-nada, where no real town can be.
pub const CENTER: [f64; 2] = [137.0, 34.35];

/// Up to this many places make a town, more a country.
const TOWN_LIMIT: usize = 2_000;

/// A whole invented register.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    pub organizations: Vec<Organization>,
    pub districts: Vec<District>,
    pub services: Vec<Service>,
    pub places: Vec<(Place, PrivateParts)>,
}

/// Makes a register of so many places as of a moment.
///
/// `terms` is the vocabulary the register is described with; what it lacks is left out. Writing organizations,
/// districts, places and then services meets every reference.
pub fn invent(seed: u64, places: usize, terms: &[Term], at: DateTime<Utc>) -> Register {
    let mut maker = Maker::new(seed, terms, at);
    if places <= TOWN_LIMIT {
        town::invent(&mut maker, places)
    } else {
        country::invent(&mut maker, places)
    }
}
