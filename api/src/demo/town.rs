//! The invented town みほん市: every kind of place, every degree of knowledge about it.
//!
//! Whatever the size, the first place is the city's general desk, the next show one of each kind, and one
//! shows nothing of where it is. [`super::country`] has the same.

use std::collections::BTreeSet;

use domain::place::PrivateParts;
use domain::{LocationPrecision, Organization, Place, PlaceKind, PlaceStatus};

use super::kinds::{PROFILES, Profile, profile};
use super::land::{self, HALL, HALL_TOWN, Land};
use super::maker::{Maker, katakana};
use super::{Register, hours, organizations, place, services, words};

/// Which place, counted from 0, hides where it is; the last one in a smaller register.
const HIDDEN: usize = 13;

/// Places up to here are published and exactly located, one of each kind among them.
const SHOWN: usize = 12;

/// Which places have a private contact besides the hidden one.
const WITH_PRIVATE_CONTACT: [usize; 1] = [20];

pub(super) fn invent(maker: &mut Maker, count: usize) -> Register {
    let land = Land::new(maker);
    let districts = land::districts(maker, &land);
    let organizations = organizations::invent(maker, organizations::OF_TOWN);
    let mut names = BTreeSet::new();
    let mut places = Vec::with_capacity(count);
    for index in 0..count {
        let made = fixed(maker, &land, &organizations, index, count)
            .unwrap_or_else(|| one(maker, &land, &organizations, index, &mut names));
        places.push(made);
    }
    let services = services::invent(maker, count / 2, &places, &organizations, &districts);
    Register {
        organizations,
        districts,
        services,
        places,
    }
}

/// The place that must stand at this position, if any: the general desk or the hidden room.
pub(super) fn fixed(
    maker: &mut Maker,
    land: &Land,
    organizations: &[Organization],
    index: usize,
    count: usize,
) -> Option<(Place, PrivateParts)> {
    let hidden = HIDDEN.min(count.saturating_sub(1));
    match index {
        0 => general_desk(maker, land, organizations),
        _ if index == hidden => hidden_room(maker, land, organizations, index + 1),
        _ => None,
    }
}

fn general_desk(
    maker: &mut Maker,
    land: &Land,
    organizations: &[Organization],
) -> Option<(Place, PrivateParts)> {
    let profile = profile(PlaceKind::ConsultationDesk)?;
    let mut desk = place::bare(
        maker,
        1,
        profile.kind,
        "みほん市役所 くらしの総合相談窓口".to_owned(),
    );
    desk.kinds.push(PlaceKind::PublicFacility);
    desk.name_kana = Some("みほんしやくしょ くらしのそうごうそうだんまどぐち".to_owned());
    place::describe(
        maker,
        &mut desk,
        profile,
        Some("Mihon City Hall General Help Desk".to_owned()),
    );
    desk.terms = maker.terms([
        "support_function:consultation",
        "audience:anyone",
        "cost:free",
        "language:ja",
    ]);
    let private = place::locate(&mut desk, land.point_in(maker, &HALL), LocationPrecision::Exact);
    desk.address = Some(place::address(maker, HALL_TOWN, LocationPrecision::Exact));
    desk.organization = organizations.first().map(|city| city.id);
    desk.schedules = vec![hours::by_rule("Mo-Fr 08:30-17:15; PH off; Dec 29-Jan 3 off")];
    desk.contacts = vec![maker.phone()];
    desk.accessibility = place::accessibility(maker);
    desk.verification = maker.verification(desk.organization);
    Some((desk, private))
}

fn hidden_room(
    maker: &mut Maker,
    land: &Land,
    organizations: &[Organization],
    number: usize,
) -> Option<(Place, PrivateParts)> {
    let profile = profile(PlaceKind::ConsultationDesk)?;
    let precision = LocationPrecision::Hidden;
    let mut room = place::bare(
        maker,
        number,
        profile.kind,
        "安心相談室（場所は非公開）".to_owned(),
    );
    room.name_kana = Some("あんしんそうだんしつ".to_owned());
    place::describe(
        maker,
        &mut room,
        profile,
        Some("Safe Room (location not public)".to_owned()),
    );
    room.terms = maker.terms(["support_function:consultation", "need:violence", "cost:free"]);
    let town = maker.pick(&[0, 1, 2, 3, 4, 5]);
    let block = land::TOWNS.get(town).unwrap_or(&HALL);
    let mut private = place::locate(&mut room, land.point_in(maker, block), precision);
    private.contacts.push(place::private_contact(maker));
    room.address = Some(place::address(maker, town, precision));
    room.organization = organizations::one_of(maker, organizations, profile.run_by);
    room.schedules = vec![hours::by_rule("Mo-Sa 10:00-20:00")];
    room.contacts = vec![maker.phone()];
    room.verification = maker.verification(room.organization);
    Some((room, private))
}

fn one(
    maker: &mut Maker,
    land: &Land,
    organizations: &[Organization],
    index: usize,
    names: &mut BTreeSet<String>,
) -> (Place, PrivateParts) {
    let number = index + 1;
    let shown = index <= SHOWN;
    let ordered = PROFILES.get(index.wrapping_sub(1)).copied().filter(|_| shown);
    let drawn = maker.weighted(PROFILES.iter().map(|profile| (*profile, profile.weight)));
    let Some(profile) = ordered.or(drawn) else {
        return (
            place::bare(maker, number, PlaceKind::Other, format!("見本 {number}")),
            PrivateParts::default(),
        );
    };
    let town = maker.pick(&[0, 1, 2, 3, 4, 4, 5]);
    let (name, kana, english) = name(maker, profile, town, names);
    let mut made = place::bare(maker, number, profile.kind, name);
    let in_katakana = maker.chance(0.5);
    made.name_kana = maker
        .chance(0.85)
        .then(|| if in_katakana { katakana(&kana) } else { kana });
    let translated = maker.chance(0.75);
    place::describe(maker, &mut made, profile, translated.then_some(english));
    place::describe_by_terms(maker, &mut made, profile);
    if let Some(second) = second_kind(maker, profile.kind) {
        made.kinds.push(second);
    }

    let precision = if shown {
        LocationPrecision::Exact
    } else {
        precision(maker)
    };
    let block = land::TOWNS.get(town).unwrap_or(&HALL);
    let mut private = place::locate(&mut made, land.point_in(maker, block), precision);
    made.address = (shown || maker.chance(0.95)).then(|| place::address(maker, town, precision));
    if WITH_PRIVATE_CONTACT.contains(&index) {
        private.contacts.push(place::private_contact(maker));
    }

    if maker.chance(0.88) {
        made.organization = organizations::one_of(maker, organizations, profile.run_by);
    }
    made.schedules = hours::schedules(maker, profile.hours);
    if !made.schedules.is_empty() && maker.chance(0.12) {
        made.special_hours = hours::special_hours(maker);
    }
    made.contacts = place::contacts(maker, number);
    if maker.chance(0.7) {
        made.accessibility = place::accessibility(maker);
    }
    made.verification = maker.verification(made.organization);
    if !shown {
        made.status = status(maker);
    }
    (made, private)
}

/// A name nobody in town has yet: plain, else with the town, else with a number.
fn name(
    maker: &mut Maker,
    profile: &Profile,
    town: usize,
    names: &mut BTreeSet<String>,
) -> (String, String, String) {
    let (word, word_kana, word_english) = maker.pick(words::NAMES);
    let (form, form_kana, form_english) = maker.pick(profile.forms);
    let plain = (
        format!("{word}{form}"),
        format!("{word_kana}{form_kana}"),
        format!("{word_english} {form_english}"),
    );
    if names.insert(plain.0.clone()) {
        return plain;
    }
    let (town, town_kana, town_english) = words::TOWNS.get(town).copied().unwrap_or_default();
    let (name, kana, english) = (
        format!("{town} {}", plain.0),
        format!("{town_kana} {}", plain.1),
        format!("{town_english} {}", plain.2),
    );
    if names.insert(name.clone()) {
        return (name, kana, english);
    }
    let number = names.len();
    names.insert(format!("{name} {number}"));
    (
        format!("{name} {number}"),
        format!("{kana} {number}"),
        format!("{english} {number}"),
    )
}

/// What else some places are.
fn second_kind(maker: &mut Maker, first: PlaceKind) -> Option<PlaceKind> {
    let (second, probability) = match first {
        PlaceKind::GatheringPlace => (PlaceKind::ChildrensCafeteria, 0.12),
        PlaceKind::ChildrensCafeteria => (PlaceKind::LearningSupport, 0.2),
        PlaceKind::FoodPantry => (PlaceKind::ConsultationDesk, 0.1),
        PlaceKind::PublicFacility => (PlaceKind::EvacuationSite, 0.4),
        PlaceKind::ElderlyCare => (PlaceKind::DisabilitySupport, 0.15),
        _ => return None,
    };
    maker.chance(probability).then_some(second)
}

fn precision(maker: &mut Maker) -> LocationPrecision {
    match maker.number(0, 99) {
        0..5 => LocationPrecision::Unknown,
        5..11 => LocationPrecision::Block,
        11..15 => LocationPrecision::Town,
        _ => LocationPrecision::Exact,
    }
}

fn status(maker: &mut Maker) -> PlaceStatus {
    match maker.number(0, 99) {
        0..3 => PlaceStatus::TemporarilyClosed,
        3..5 => PlaceStatus::Archived,
        _ => PlaceStatus::Published,
    }
}
