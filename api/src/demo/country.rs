//! An invented country for load tests: many places, each cheap to make.
//!
//! Places lie in clusters along a band over the latitudes and longitudes of Japan, without regard to coasts.
//! The first cluster is the town of [`super::town`], the only one with districts.

use domain::place::PrivateParts;
use domain::{LocationPrecision, Organization, Place, PlaceStatus, Point, Texts, Translation};
use rand::RngExt;

use super::kinds::{PROFILES, Profile};
use super::land::{self, Land, round};
use super::maker::Maker;
use super::{CENTER, Register, hours, organizations, place, services, town, words};

const ORGANIZATIONS: usize = 500;

/// A cluster of places.
#[derive(Debug, Clone, Copy)]
struct Cluster {
    middle: Point,
    /// The standard deviation of the distance from the middle, in degrees of latitude.
    spread: f64,
}

pub(super) fn invent(maker: &mut Maker, count: usize) -> Register {
    let land = Land::new(maker);
    let districts = land::districts(maker, &land);
    let organizations = organizations::invent(maker, ORGANIZATIONS);
    let clusters = clusters(maker, (count / 500).clamp(60, 2_000));
    let rules = rules();
    let mut places = Vec::with_capacity(count);
    for index in 0..count {
        let made = town::fixed(maker, &land, &organizations, index, count)
            .unwrap_or_else(|| one(maker, &clusters, &organizations, &rules, index));
        places.push(made);
    }
    let services = services::invent(maker, count / 20, &places, &organizations, &districts);
    Register {
        organizations,
        districts,
        services,
        places,
    }
}

fn clusters(maker: &mut Maker, count: usize) -> Vec<Cluster> {
    let [lon, lat] = CENTER;
    let mut clusters = vec![Cluster {
        middle: Point { lon, lat },
        spread: 0.012,
    }];
    while clusters.len() < count {
        let along: f64 = maker.rng.random_range(0.0..1.0);
        let lon = 129.0 + 16.0 * along + maker.rng.random_range(-2.0..2.0);
        let lat = 30.0 + 15.0 * along + maker.rng.random_range(-1.5..1.5);
        let middle = Point {
            lon: lon.clamp(129.3, 144.7),
            lat: lat.clamp(30.3, 44.7),
        };
        // From 300 m to 5 km, small towns more often than large ones.
        let spread = 0.003 * 16.0_f64.powf(maker.rng.random_range(0.0..1.0));
        clusters.push(Cluster { middle, spread });
    }
    clusters
}

/// Two hundred rules: days, hours, breaks.
fn rules() -> Vec<String> {
    let days = [
        "Mo-Fr", "Mo-Sa", "Tu-Su", "Mo,We,Fr", "Tu,Th", "We", "Fr", "Sa", "Su", "Sa,Su", "Sa[1]", "Sa[2]",
        "Sa[2,4]", "Su[1,3]", "Th[3]", "We[2]", "Mo-Th", "Fr[1,3]", "Tu[4]", "Mo-Su",
    ];
    let hours = [
        "09:00-17:00",
        "10:00-15:00",
        "11:00-14:00",
        "13:30-16:00",
        "17:00-20:00",
    ];
    let breaks = ["; PH off", "; PH off; Dec 29-Jan 3 off"];
    let mut rules = Vec::with_capacity(days.len() * hours.len() * breaks.len());
    for day in days {
        for hour in hours {
            rules.extend(breaks.iter().map(|closed| format!("{day} {hour}{closed}")));
        }
    }
    rules
}

fn one(
    maker: &mut Maker,
    clusters: &[Cluster],
    organizations: &[Organization],
    rules: &[String],
    index: usize,
) -> (Place, PrivateParts) {
    let number = index + 1;
    let drawn = maker.weighted(PROFILES.iter().map(|profile| (*profile, profile.weight)));
    let kind = drawn.map_or(domain::PlaceKind::Other, |profile| profile.kind);
    let (word, word_kana, word_english) = maker.pick(words::NAMES);
    let (form, form_kana, form_english) = drawn.map_or(("", "", ""), |profile| maker.pick(profile.forms));
    let mut made = place::bare(maker, number, kind, format!("{word}{form} {number}"));
    made.name_kana = maker
        .chance(0.5)
        .then(|| format!("{word_kana}{form_kana} {number}"));
    made.summary = Some("（架空の見本です）".to_owned());
    if maker.chance(0.1) {
        made.translations = Texts(vec![Translation {
            language: "en".to_owned(),
            name: Some(format!("{word_english} {form_english} {number}")),
            summary: Some("(invented sample)".to_owned()),
        }]);
    }
    if let Some(profile) = drawn {
        made.terms = terms(maker, profile);
    }
    let precision = match maker.number(0, 99) {
        0..2 => LocationPrecision::Unknown,
        2..4 => LocationPrecision::Block,
        4 => LocationPrecision::Town,
        _ => LocationPrecision::Exact,
    };
    let private = place::locate(&mut made, near_a_cluster(maker, clusters), precision);
    if maker.chance(0.8) {
        let choice = maker.rng.random_range(0..organizations.len().max(1));
        made.organization = organizations.get(choice).map(|organization| organization.id);
    }
    if maker.chance(0.7) {
        let choice = maker.rng.random_range(0..rules.len().max(1));
        made.schedules = rules
            .get(choice)
            .map(|rule| hours::by_rule(rule))
            .into_iter()
            .collect();
    }
    if maker.chance(0.3) {
        made.contacts = vec![maker.phone()];
    }
    made.verification = maker.verification(made.organization);
    made.status = match maker.number(0, 99) {
        0 => PlaceStatus::Archived,
        1 => PlaceStatus::TemporarilyClosed,
        _ => PlaceStatus::Published,
    };
    (made, private)
}

/// One to three terms of the kind.
fn terms(maker: &mut Maker, profile: &Profile) -> Vec<domain::TermId> {
    let first = profile.always.first().copied().unwrap_or_default();
    let (second, third) = (maker.pick(profile.often), maker.pick(profile.often));
    let wanted = maker.rng.random_range(1..=3);
    maker.terms([first, second, third].into_iter().take(wanted))
}

/// A point by Box and Muller: two normally distributed numbers from two evenly distributed ones.
fn near_a_cluster(maker: &mut Maker, clusters: &[Cluster]) -> Point {
    let choice = maker.rng.random_range(0..clusters.len().max(1));
    let [lon, lat] = CENTER;
    let fallback = Cluster {
        middle: Point { lon, lat },
        spread: 0.01,
    };
    let Cluster { middle, spread } = clusters.get(choice).copied().unwrap_or(fallback);
    // (0, 1]: the logarithm of 0 is not a number.
    let even: f64 = 1.0 - maker.rng.random_range(0.0..1.0);
    let radius = spread * (-2.0 * even.ln()).sqrt();
    let (north, east) = maker.rng.random_range(0.0..std::f64::consts::TAU).sin_cos();
    Point {
        lon: round(middle.lon + radius * east / middle.lat.to_radians().cos()),
        lat: round(middle.lat + radius * north),
    }
}
