//! 高松市オープンデータ: one vocabulary of English names for all lists, as sheets, CSV, and older CSV with a
//! preamble and both coordinates in one cell.
//!
//! Many lists have the same header; the preamble of the older files tells which it is, of the others it is asked.

pub mod care;
pub mod childcare;
pub mod disaster;
pub mod facilities;
pub mod medical;

/// The columns that all lists share, then those of the list.
macro_rules! columns {
    ($($column:expr),* $(,)?) => {{
        use $crate::profile::{Column, Means, column};
        const COLUMNS: &[Column] = &[
            column(Means::Id, &["#property"]),
            column(Means::Latitude, &["latitude"]),
            column(Means::Longitude, &["longitude"]),
            column(Means::LatLng, &["location"]),
            column(Means::Name, &["name"]),
            column(Means::Address, &["address"]),
            column(Means::Phone, &["telephoneNumber", "telephone number"]),
            column(Means::Web, &["referenceObject"]),
            $($column),*
        ];
        COLUMNS
    }};
}
pub(crate) use columns;

/// The same with days and hours.
macro_rules! columns_with_hours {
    ($($column:expr),* $(,)?) => {
        $crate::profiles::takamatsu::columns![
            column(Means::Hours("利用可能曜日", Some($crate::profile::Part::Days)), &["availableDate"]),
            column(Means::Hours("開始時間", Some($crate::profile::Part::Opens)), &["startTime"]),
            column(Means::Hours("終了時間", Some($crate::profile::Part::Closes)), &["endTime"]),
            column(Means::Hours("特記事項", Some($crate::profile::Part::Notes)), &["availableDateNote"]),
            $($column),*
        ]
    };
}
pub(crate) use columns_with_hours;

use crate::profile::{PLAIN, TableProfile};

/// What all of them have in common.
const LIST: TableProfile = TableProfile {
    kept: &["note"],
    required: &["name", "address"],
    any_of: &[&["latitude", "location"]],
    ..PLAIN
};

/// All lists of the city.
pub static LISTS: [&TableProfile; 19] = [
    &facilities::CHILDRENS_HALL,
    &facilities::COMMUNITY_CENTER,
    &facilities::WELFARE_HALL,
    &facilities::CONSULTATION,
    &facilities::DISABLED_WELFARE,
    &facilities::PUBLIC_TOILET,
    &facilities::AED,
    &facilities::POLLING_PLACE,
    &childcare::NURSERY_SCHOOL,
    &childcare::KINDERGARTEN,
    &childcare::UNAPPROVED,
    &childcare::SUPPORT_BASE,
    &care::ELDERLY_WELFARE_FACILITY,
    &care::ELDERLY_WELFARE_CENTER,
    &care::GROUP_HOME,
    &care::NURSING_HOME,
    &medical::HOSPITAL,
    &disaster::EVACUATION_SPACE,
    &disaster::TSUNAMI_BUILDING,
];
