//! One invented place: what all of them have, and what most of them have.

use domain::location::public_point;
use domain::place::PrivateParts;
use domain::{
    Accessibility, AccessibilityFeature, Address, Contact, ContactKind, LocationPrecision, Place, PlaceId,
    PlaceKind, Point, Texts, Translation, Visibility,
};

use super::kinds::Profile;
use super::maker::{Maker, contact};
use super::words;

/// A published place at an unknown position, with nothing known but what it is.
pub(super) fn bare(maker: &mut Maker, number: usize, kind: PlaceKind, name: String) -> Place {
    Place {
        id: PlaceId(maker.id()),
        kinds: vec![kind],
        name,
        sources: maker.source(external_id(number)),
        ..Place::empty(maker.at)
    }
}

fn external_id(number: usize) -> String {
    format!("demo-{number:04}")
}

/// Puts the place where it is; gives the part of that which the public may not see.
pub(super) fn locate(place: &mut Place, exact: Point, precision: LocationPrecision) -> PrivateParts {
    place.location_precision = precision;
    place.location = public_point(exact, precision);
    let known = precision != LocationPrecision::Unknown;
    PrivateParts {
        exact_point: (known && place.location != Some(exact)).then_some(exact),
        contacts: Vec::new(),
    }
}

/// The summary in Japanese, and names and summaries in other languages; each summary says it is a sample.
pub(super) fn describe(maker: &mut Maker, place: &mut Place, profile: &Profile, english: Option<String>) {
    let (summary, hiragana, english_summary) = profile.line;
    place.summary = Some(format!("{summary}（架空の見本です）"));
    let mut texts = Vec::new();
    if let Some(name) = english {
        texts.push(Translation {
            language: "en".to_owned(),
            name: Some(name),
            summary: maker
                .chance(0.7)
                .then(|| format!("{english_summary} (invented sample)")),
        });
    }
    if maker.chance(0.2) {
        texts.push(Translation {
            language: "ja-Hira".to_owned(),
            name: None,
            summary: Some(format!("{hiragana}（かくうの みほんです）")),
        });
    }
    place.translations = Texts(texts);
}

/// The terms of its kind, and some of those that are frequent for it.
pub(super) fn describe_by_terms(maker: &mut Maker, place: &mut Place, profile: &Profile) {
    let mut names = profile.always.to_vec();
    for name in profile.often {
        if maker.chance(0.35) {
            names.push(name);
        }
    }
    for language in ["language:ja", "language:en", "language:vi", "language:pt"] {
        if maker.chance(0.08) {
            names.push(language);
        }
    }
    place.terms = maker.terms(names);
}

/// An address in the city. Of a blurred place it says no more than its point does.
pub(super) fn address(maker: &mut Maker, town: usize, precision: LocationPrecision) -> Address {
    let (name, ..) = words::TOWNS.get(town).copied().unwrap_or_default();
    let block = maker.number(1, 5);
    let house = format!("{}-{}", maker.number(1, 30), maker.number(1, 20));
    let (town_part, rest) = match precision {
        LocationPrecision::Exact => (format!("{name}{block}丁目"), house),
        LocationPrecision::Block => (format!("{name}{block}丁目"), String::new()),
        LocationPrecision::Town | LocationPrecision::Unknown => (name.to_owned(), String::new()),
        LocationPrecision::Hidden => (String::new(), String::new()),
    };
    let ((prefecture, ..), (city, ..)) = (words::PREFECTURE, words::CITY);
    let exact = precision == LocationPrecision::Exact;
    Address {
        formatted: format!("{prefecture}{city}{town_part}{rest}"),
        // No Japanese postal code starts with 000.
        postal_code: (exact && maker.chance(0.5)).then(|| format!("000-{:04}", town + 1)),
        prefecture: Some(prefecture.to_owned()),
        municipality: Some(city.to_owned()),
        town: (!town_part.is_empty()).then_some(town_part),
        municipality_code: super::land::city_code(),
    }
}

/// Telephone, page and mail, each for some.
pub(super) fn contacts(maker: &mut Maker, number: usize) -> Vec<Contact> {
    let mut contacts = Vec::new();
    if maker.chance(0.75) {
        contacts.push(maker.phone());
    }
    let name = external_id(number);
    if maker.chance(0.5) {
        contacts.push(contact(
            ContactKind::Web,
            format!("https://example.org/places/{name}"),
        ));
    }
    if maker.chance(0.25) {
        contacts.push(contact(ContactKind::Email, format!("{name}@example.org")));
    }
    contacts
}

/// The telephone of somebody who does not exist, for the register's staff only.
pub(super) fn private_contact(maker: &mut Maker) -> Contact {
    let digits = maker.number(9_000, 9_999);
    Contact {
        kind: ContactKind::Phone,
        value: format!("0000-00-{digits}"),
        note: Some("代表者の連絡先（架空）".to_owned()),
        visibility: Visibility::Private,
    }
}

/// Some features that are there, that are not, and of which nobody knows.
pub(super) fn accessibility(maker: &mut Maker) -> Vec<Accessibility> {
    let mut features = Vec::new();
    for feature in AccessibilityFeature::ALL {
        if maker.chance(0.25) {
            let available = maker.three_valued(0.5, 0.25);
            let remark = available == Some(true) && maker.chance(0.2);
            let note = remark.then(|| maker.pick(words::ACCESS_NOTES).to_owned());
            features.push(Accessibility {
                feature: *feature,
                available,
                note,
            });
        }
    }
    features
}
