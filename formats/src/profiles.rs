//! The list of what can be read. A new table profile is a file beside the others and a line here.

pub mod childrens_cafeteria;
pub mod districts;
pub mod evacuation_space;
pub mod gsi_shelters;

use crate::profile::TableProfile;

/// Profiles of tables, each row a place.
pub static TABLES: &[&TableProfile] = &[
    &evacuation_space::PROFILE,
    &childrens_cafeteria::PROFILE,
    &gsi_shelters::PROFILE,
];

/// The names that `--profile` takes.
pub static NAMES: &[&str] = &[
    evacuation_space::PROFILE.name,
    childrens_cafeteria::PROFILE.name,
    gsi_shelters::PROFILE.name,
    districts::N03.profile,
];
