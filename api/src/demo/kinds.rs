//! How places of each kind are named, described, opened and run; the kinds themselves are in two halves.

mod care;
mod open;

use domain::{OrganizationKind, PlaceKind};

use super::hours::Hours;
use super::maker::Word;

/// What is typical of a kind.
#[derive(Debug)]
pub(super) struct Profile {
    pub kind: PlaceKind,
    /// How many of a hundred or so places are of this kind.
    pub weight: u32,
    /// Second halves of names.
    pub forms: &'static [Word],
    /// The summary in Japanese, in hiragana and in English.
    pub line: Word,
    /// Terms that all of them have, and those that some have.
    pub always: &'static [&'static str],
    pub often: &'static [&'static str],
    pub hours: &'static [Hours],
    pub run_by: &'static [OrganizationKind],
}

const OFFICE: Hours = (
    "Mo-Fr 08:30-17:15; PH off; Dec 29-Jan 3 off",
    "平日8時半〜17時15分、祝日・年末年始休み",
);
const WEEKDAYS: Hours = (
    "Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 3 off",
    "平日9時〜17時、祝日・年末年始休み",
);
const SIX_DAYS: Hours = ("Mo-Sa 09:00-18:00; PH off", "月〜土9時〜18時、祝日休み");
const FOURTH_SATURDAY: Hours = ("Sa[2,4] 11:00-14:00; PH off", "第2・第4土曜 11時〜14時、祝日休み");
const FIRST_SUNDAY: Hours = ("Su[1] 10:00-12:00", "第1日曜 10時〜12時");
const WEDNESDAY: Hours = ("We 15:00-19:00", "毎週水曜 15時〜19時");

/// The typical of every kind, in the order of [`PlaceKind::ALL`].
pub(super) const PROFILES: &[&Profile] = &[
    &open::GATHERING_PLACE,
    &open::CHILDRENS_CAFETERIA,
    &open::FOOD_PANTRY,
    &open::LEARNING_SUPPORT,
    &care::CONSULTATION_DESK,
    &care::CHILDCARE,
    &care::ELDERLY_CARE,
    &care::DISABILITY_SUPPORT,
    &care::MEDICAL,
    &open::PUBLIC_FACILITY,
    &care::EVACUATION_SITE,
    &open::OTHER,
];

/// What is typical of a kind; every kind has a row.
pub(super) fn profile(kind: PlaceKind) -> Option<&'static Profile> {
    PROFILES.iter().copied().find(|profile| profile.kind == kind)
}
