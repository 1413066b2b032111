//! Editing a place: what a patch says, and the place it makes. Every broken rule is found at once.

mod lists;

use chrono::{DateTime, Utc};

use crate::address::Address;
use crate::contact::Contact;
use crate::ids::{OrganizationId, TermId};
use crate::location::{LocationPrecision, Point, public_point};
use crate::place::{Accessibility, Place, PlaceKind, PlaceStatus, PrivateParts, split_contacts};
use crate::schedule::{Schedule, SpecialHours};
use crate::translation::{Texts, Translation};
use crate::violation::{Violation, ViolationCode};

/// One field of a patch: left out, erased, or set.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Change<T> {
    #[default]
    Keep,
    Erase,
    Set(T),
}

impl<T> Change<T> {
    fn is_kept(&self) -> bool {
        matches!(self, Change::Keep)
    }
}

/// What an editor says about a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlacePatch {
    pub kinds: Change<Vec<PlaceKind>>,
    pub name: Change<String>,
    pub name_kana: Change<String>,
    pub summary: Change<String>,
    pub translations: Change<Vec<Translation>>,
    pub location: Change<Point>,
    pub location_precision: Change<LocationPrecision>,
    pub address_text: Change<String>,
    pub organization: Change<OrganizationId>,
    pub terms: Change<Vec<TermId>>,
    /// Checked by whoever made them, in the zone that the place will have.
    pub schedules: Change<Vec<Schedule>>,
    pub special_hours: Change<Vec<SpecialHours>>,
    /// Public and private ones.
    pub contacts: Change<Vec<Contact>>,
    pub accessibility: Change<Vec<Accessibility>>,
    pub temporarily_closed: Change<bool>,
    pub time_zone: Change<String>,
}

const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 5_000;

/// A place with its private parts.
pub type Whole = (Place, PrivateParts);

impl PlacePatch {
    /// The place that the patch makes of another one; its version and time are those of the write.
    pub fn apply(self, standing: &Whole, at: DateTime<Utc>) -> Result<Whole, Vec<Violation>> {
        let (mut place, mut private) = standing.clone();
        let mut violations = Vec::new();
        let precision_given = !self.location_precision.is_kept();
        let PlacePatch {
            kinds,
            name,
            name_kana,
            summary,
            translations,
            location,
            location_precision,
            address_text,
            organization,
            terms,
            schedules,
            special_hours,
            contacts,
            accessibility,
            temporarily_closed,
            time_zone,
        } = self;
        match kinds {
            Change::Keep => {}
            Change::Set(kinds) if !kinds.is_empty() => place.kinds = without_repeats(kinds),
            _ => violations.push(required("kinds", "a place needs at least one kind")),
        }
        match name {
            Change::Keep => {}
            Change::Set(text) if !text.trim().is_empty() => {
                place.name = bounded("name", text, LONGEST_NAME, &mut violations);
            }
            _ => violations.push(required("name", "a place needs a name")),
        }
        set_text(
            &mut place.name_kana,
            "nameKana",
            name_kana,
            LONGEST_NAME,
            &mut violations,
        );
        set_text(
            &mut place.summary,
            "summary",
            summary,
            LONGEST_TEXT,
            &mut violations,
        );
        match translations {
            Change::Keep => {}
            Change::Erase => place.translations = Texts::default(),
            Change::Set(texts) => place.translations = lists::texts(texts, &mut violations),
        }
        match address_text {
            Change::Keep => {}
            Change::Erase => place.address = None,
            Change::Set(text) => {
                let formatted = bounded("addressText", text, LONGEST_NAME, &mut violations);
                place.address = Address {
                    formatted,
                    ..place.address.unwrap_or_default()
                }
                .known();
            }
        }
        match organization {
            Change::Keep => {}
            Change::Erase => place.organization = None,
            Change::Set(id) => place.organization = Some(id),
        }
        set_list(&mut place.terms, terms.map(without_repeats));
        set_list(
            &mut place.special_hours,
            special_hours.map(|all| lists::special_hours(all, &mut violations)),
        );
        set_list(
            &mut place.accessibility,
            accessibility.map(|all| lists::accessibility(all, &mut violations)),
        );
        match contacts.map(|all| lists::contacts(all, &mut violations)) {
            Change::Keep => {}
            Change::Erase => (place.contacts, private.contacts) = (Vec::new(), Vec::new()),
            Change::Set(all) => (place.contacts, private.contacts) = split_contacts(all),
        }
        match temporarily_closed {
            Change::Keep => {}
            Change::Set(true) => place.status = PlaceStatus::TemporarilyClosed,
            Change::Set(false) | Change::Erase => place.status = PlaceStatus::Published,
        }
        match time_zone {
            Change::Keep => {}
            Change::Erase => crate::schedule::DEFAULT_TIME_ZONE.clone_into(&mut place.time_zone),
            Change::Set(name) if name.parse::<chrono_tz::Tz>().is_ok() => place.time_zone = name,
            Change::Set(name) => violations.push(invalid(
                "timeZone",
                format!("{name:?} is not the IANA name of a zone, such as Asia/Tokyo"),
            )),
        }
        set_list(&mut place.schedules, schedules);
        if place.time_zone != standing.0.time_zone {
            // Hours are those of the clock on the place's wall.
            for schedule in &mut place.schedules {
                schedule.time_zone.clone_from(&place.time_zone);
            }
        }
        if !location.is_kept() || precision_given {
            move_place(
                &mut place,
                &mut private,
                location,
                location_precision,
                &mut violations,
            );
        }
        if place.name.is_empty() && violations.iter().all(|violation| violation.path != ["name"]) {
            violations.push(required("name", "a place needs a name"));
        }
        if place.kinds.is_empty() && violations.iter().all(|violation| violation.path != ["kinds"]) {
            violations.push(required("kinds", "a place needs at least one kind"));
        }
        place.updated_at = at;
        if violations.is_empty() {
            Ok((place, private))
        } else {
            Err(violations)
        }
    }
}

impl<T> Change<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Change::Keep => Change::Keep,
            Change::Erase => Change::Erase,
            Change::Set(value) => Change::Set(change(value)),
        }
    }
}

/// The exact point is what is known; the public one follows from it and from the precision.
fn move_place(
    place: &mut Place,
    private: &mut PrivateParts,
    location: Change<Point>,
    precision: Change<LocationPrecision>,
    violations: &mut Vec<Violation>,
) {
    let known = private.exact_point.or(place.location);
    let exact = match location {
        Change::Keep => known,
        Change::Erase => None,
        Change::Set(point) => Some(point),
    };
    let standing =
        Some(place.location_precision).filter(|precision| *precision != LocationPrecision::Unknown);
    let precision = match precision {
        Change::Set(precision) => precision,
        _ if exact.is_none() => LocationPrecision::Unknown,
        Change::Erase => LocationPrecision::Exact,
        Change::Keep => standing.unwrap_or(LocationPrecision::Exact),
    };
    match (exact, precision) {
        (Some(_), LocationPrecision::Unknown) => {
            violations.push(invalid(
                "locationPrecision",
                "UNKNOWN is only for a place without location".to_owned(),
            ));
        }
        (None, LocationPrecision::Exact | LocationPrecision::Block | LocationPrecision::Town) => {
            violations.push(required("location", "this precision needs a location"));
        }
        _ => {
            place.location_precision = precision;
            place.location = exact.and_then(|exact| public_point(exact, precision));
            private.exact_point = exact.filter(|exact| place.location != Some(*exact));
        }
    }
}

fn required(field: &str, message: &str) -> Violation {
    Violation::new(&[field], ViolationCode::Required, message)
}

fn invalid(field: &str, message: String) -> Violation {
    Violation::invalid(&[field], message)
}

fn bounded(field: &str, text: String, longest: usize, violations: &mut Vec<Violation>) -> String {
    lists::bounded(&[field], text, longest, violations)
}

fn set_text(
    held: &mut Option<String>,
    field: &str,
    change: Change<String>,
    longest: usize,
    violations: &mut Vec<Violation>,
) {
    match change {
        Change::Keep => {}
        Change::Erase => *held = None,
        Change::Set(text) => {
            *held = Some(bounded(field, text, longest, violations)).filter(|text| !text.is_empty());
        }
    }
}

fn set_list<T>(held: &mut Vec<T>, change: Change<Vec<T>>) {
    match change {
        Change::Keep => {}
        Change::Erase => held.clear(),
        Change::Set(list) => *held = list,
    }
}

fn without_repeats<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    let mut kept = Vec::with_capacity(list.len());
    for item in list {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}
