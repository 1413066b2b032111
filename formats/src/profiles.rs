//! The list of what can be read. A new profile is a file beside the others and a line here; how to write one stands
//! in docs/adding-a-profile.md.

pub mod childrens_cafeteria;
pub mod districts;
pub mod gsi;
pub mod hireable_place;
pub mod municipality_list;
pub mod not_places;
pub mod sapporo_nursery;
pub mod school_districts;
pub mod standard;
pub mod takamatsu;
pub mod wakayama_shelters;

use std::sync::LazyLock;

use crate::profile::TableProfile;

static OWN: [&TableProfile; 13] = [
    &standard::evacuation_space::PROFILE,
    &standard::public_facility::PROFILE,
    &standard::childcare::PROFILE,
    &standard::care_service::PROFILE,
    &standard::medical::PROFILE,
    &childrens_cafeteria::PROFILE,
    &gsi::WHOLE_COUNTRY,
    &gsi::EMERGENCY,
    &gsi::EVACUATION,
    &wakayama_shelters::PROFILE,
    &hireable_place::PROFILE,
    &sapporo_nursery::PROFILE,
    &takamatsu::disaster::SANDBAGS,
];

/// Profiles of lists of places, each row a place.
pub static TABLES: LazyLock<Vec<&'static TableProfile>> =
    LazyLock::new(|| OWN.iter().chain(&takamatsu::LISTS).copied().collect());

/// The names that `--profile` takes.
pub static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let tables = TABLES.iter().map(|profile| profile.name);
    tables
        .chain([municipality_list::NAME, crate::hsds::NAME, crate::own::NAME])
        .chain(districts::NAMES)
        .collect()
});
