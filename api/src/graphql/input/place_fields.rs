//! What an editor sends about a place, as a patch: left out = keep, null = erase.

use async_graphql::{Enum, ID, InputObject, MaybeUndefined};
use chrono_tz::Tz;
use domain::patch::{Change, PlacePatch};
use domain::{OrganizationId, TermId, Violation};
use readmodel::Snapshot;

use super::area::GeoPointInput;
use super::ids::{id, ids};
use super::schedule::{ScheduleInput, schedules};
use crate::graphql::enums::{AccessibilityFeature, ContactKind, LocationPrecision, PlaceKind, Visibility};
use crate::graphql::scalars::{Date, LocalTime};

/// Left out = keep, null = erase.
#[derive(Debug, Clone, Default, InputObject)]
pub struct PlaceFields {
    /// At least one; the first is the map symbol.
    pub kinds: MaybeUndefined<Vec<PlaceKind>>,
    /// In Japanese; at most 200 characters.
    pub name: MaybeUndefined<String>,
    /// The reading of the name.
    pub name_kana: MaybeUndefined<String>,
    /// In Japanese; at most 5000 characters.
    pub summary: MaybeUndefined<String>,
    /// Other languages; replaces those there are.
    pub translations: MaybeUndefined<Vec<TranslationInput>>,
    /// The exact position; how much of it becomes public says `locationPrecision`.
    pub location: MaybeUndefined<GeoPointInput>,
    /// EXACT unless said; a place keeps the one it has.
    pub location_precision: MaybeUndefined<LocationPrecision>,
    /// The whole address in one line.
    pub address_text: MaybeUndefined<String>,
    /// Who runs it.
    pub organization_id: MaybeUndefined<ID>,
    /// Its terms; replaces those there are.
    pub term_ids: MaybeUndefined<Vec<ID>>,
    /// When it is open; replaces those there are.
    pub schedules: MaybeUndefined<Vec<ScheduleInput>>,
    /// Dated exceptions; replaces those there are.
    pub special_hours: MaybeUndefined<Vec<SpecialHoursInput>>,
    /// Public and private contacts; replaces those there are.
    pub contacts: MaybeUndefined<Vec<ContactInput>>,
    /// Replaces what is known.
    pub accessibility: MaybeUndefined<Vec<AccessibilityInput>>,
    /// Closed for the time being.
    pub temporarily_closed: MaybeUndefined<bool>,
    /// IANA name; Asia/Tokyo unless said.
    pub time_zone: MaybeUndefined<String>,
}

/// A name and a summary in another language.
#[derive(Debug, Clone, InputObject)]
pub struct TranslationInput {
    /// BCP 47, for example en or ja-Hira.
    pub language: String,
    /// The name.
    pub name: Option<String>,
    /// The summary.
    pub summary: Option<String>,
}

/// A dated exception.
#[derive(Debug, Clone, InputObject)]
pub struct SpecialHoursInput {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Left out = closed all day.
    pub opens: Option<LocalTime>,
    /// At or before `opens`: past midnight.
    pub closes: Option<LocalTime>,
    /// Why.
    pub reason: Option<String>,
}

/// How to get in touch.
#[derive(Debug, Clone, InputObject)]
pub struct ContactInput {
    /// The channel.
    pub kind: ContactKind,
    /// The number or address.
    pub value: String,
    /// What to know about it.
    pub note: Option<String>,
    /// Who may see it.
    #[graphql(default_with = "Some(Visibility::Public)")]
    pub visibility: Option<Visibility>,
}

/// Whether a place has a feature.
#[derive(Debug, Clone, InputObject)]
pub struct AccessibilityInput {
    /// The feature.
    pub feature: AccessibilityFeature,
    /// null = unknown.
    pub available: Option<bool>,
    /// What to know about it.
    pub note: Option<String>,
}

/// The kind of rule that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::ViolationCode")]
pub enum UserErrorCode {
    /// Not of the right form.
    Invalid,
    /// Must not be missing.
    Required,
    /// Has too many characters or items.
    TooLong,
    /// Lies outside of what is allowed.
    OutOfRange,
    /// Names nothing that is there.
    NotFound,
    /// Somebody else was faster.
    Conflict,
    /// Is there already.
    Duplicate,
    /// Not allowed.
    Forbidden,
}

fn change<T, U>(given: MaybeUndefined<T>, value: impl FnOnce(T) -> U) -> Change<U> {
    match given {
        MaybeUndefined::Undefined => Change::Keep,
        MaybeUndefined::Null => Change::Erase,
        MaybeUndefined::Value(given) => Change::Set(value(given)),
    }
}

fn list<T, U: From<T>>(given: MaybeUndefined<Vec<T>>) -> Change<Vec<U>> {
    change(given, |items| items.into_iter().map(U::from).collect())
}

impl PlaceFields {
    /// The patch; ids and positions are checked here, the rules of a place in `domain`. What is wrong is left out of
    /// the patch, so that its other rules can be checked too. `standing` is the place that it will change.
    pub fn patch(
        self,
        snapshot: &Snapshot,
        standing: Option<&domain::Place>,
    ) -> (PlacePatch, Vec<Violation>) {
        let mut violations = Vec::new();
        let zone = self.zone(standing);
        let location = match self.location {
            MaybeUndefined::Undefined => Change::Keep,
            MaybeUndefined::Null => Change::Erase,
            MaybeUndefined::Value(point) => match point.point("location") {
                Ok(point) => Change::Set(point),
                Err(found) => {
                    violations.extend(found);
                    Change::Keep
                }
            },
        };
        let organization: Change<OrganizationId> = match self.organization_id {
            MaybeUndefined::Undefined => Change::Keep,
            MaybeUndefined::Null => Change::Erase,
            MaybeUndefined::Value(given) => match id(snapshot, &["organizationId"], &given) {
                Ok(id) => Change::Set(id),
                Err(violation) => {
                    violations.push(violation);
                    Change::Keep
                }
            },
        };
        let terms: Change<Vec<TermId>> = change(self.term_ids, |given| {
            ids(snapshot, &["termIds"], Some(&given), &mut violations)
        });
        let schedules = match self.schedules {
            MaybeUndefined::Undefined => Change::Keep,
            MaybeUndefined::Null => Change::Erase,
            MaybeUndefined::Value(given) => {
                schedules(given, zone, &mut violations).map_or(Change::Keep, Change::Set)
            }
        };
        let patch = PlacePatch {
            kinds: list(self.kinds),
            name: change(self.name, |name| name),
            name_kana: change(self.name_kana, |name| name),
            summary: change(self.summary, |summary| summary),
            translations: list(self.translations),
            location,
            location_precision: change(self.location_precision, Into::into),
            address_text: change(self.address_text, |text| text),
            organization,
            terms,
            schedules,
            special_hours: change(self.special_hours, |given| {
                let given = given.into_iter().enumerate();
                given
                    .filter_map(|(number, hours)| hours.hours(number, &mut violations))
                    .collect()
            }),
            contacts: list(self.contacts),
            accessibility: list(self.accessibility),
            temporarily_closed: change(self.temporarily_closed, |closed| closed),
            time_zone: change(self.time_zone, |name| name),
        };
        (patch, violations)
    }
}

impl PlaceFields {
    /// The zone that the place will have; a name that is wrong is refused elsewhere.
    fn zone(&self, standing: Option<&domain::Place>) -> Tz {
        let name = match (&self.time_zone, standing) {
            (MaybeUndefined::Value(name), _) => Some(name.as_str()),
            (MaybeUndefined::Undefined, Some(place)) => Some(place.time_zone.as_str()),
            _ => None,
        };
        name.and_then(|name| name.parse().ok()).unwrap_or(Tz::Asia__Tokyo)
    }
}

impl From<TranslationInput> for domain::Translation {
    fn from(given: TranslationInput) -> domain::Translation {
        domain::Translation {
            language: given.language,
            name: given.name,
            summary: given.summary,
        }
    }
}

impl SpecialHoursInput {
    fn hours(self, number: usize, violations: &mut Vec<Violation>) -> Option<domain::SpecialHours> {
        let number = number.to_string();
        let path = |name| ["specialHours", number.as_str(), name];
        let from = self.from.day(&path("from"));
        let to = self.to.day(&path("to"));
        let opens = self.opens.map(|time| time.start(&path("opens"))).transpose();
        let closes = self.closes.map(|time| time.end(&path("closes"))).transpose();
        violations.extend(from.as_ref().err().cloned());
        violations.extend(to.as_ref().err().cloned());
        violations.extend(opens.as_ref().err().cloned());
        violations.extend(closes.as_ref().err().cloned());
        Some(domain::SpecialHours {
            from: from.ok()?,
            to: to.ok()?,
            opens: opens.ok()?,
            closes: closes.ok()?,
            reason: self.reason,
        })
    }
}

impl From<ContactInput> for domain::Contact {
    fn from(given: ContactInput) -> domain::Contact {
        domain::Contact {
            kind: given.kind.into(),
            value: given.value,
            note: given.note,
            visibility: given.visibility.unwrap_or(Visibility::Public).into(),
        }
    }
}

impl From<AccessibilityInput> for domain::Accessibility {
    fn from(given: AccessibilityInput) -> domain::Accessibility {
        domain::Accessibility {
            feature: given.feature.into(),
            available: given.available,
            note: given.note,
        }
    }
}
