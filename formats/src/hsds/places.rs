//! Locations as drafts of places.

use domain::address::Address;
use domain::codes::is_corporate_number;
use domain::contact::ContactKind;
use domain::import::{PlaceDraft, RowAction};
use domain::location::Point;
use domain::place::{Accessibility, AccessibilityFeature, PlaceKind};
use domain::translation::Texts;

use super::Reader;
use super::contacts::add;
use super::graph::Record;
use super::schedule::schedule;
use super::tables::Table;
use super::write::UNKNOWN;
use crate::cell::contact::contact;
use crate::cell::position::{LATITUDES, LONGITUDES};

/// The scheme by which a taxonomy says what a place is, in the register's own codes.
const KIND: &str = "kind";

pub fn places(reader: &mut Reader) -> Vec<PlaceDraft> {
    let graph = reader.graph;
    let all = graph.all(Table::Location);
    all.filter_map(|(id, record)| place(reader, id, record)).collect()
}

fn place(reader: &mut Reader, id: &str, record: &Record) -> Option<PlaceDraft> {
    let at = (Table::Location, record);
    let owner = (Table::Location, id);
    if let Some(kind) = record
        .line_of("location_type")
        .filter(|kind| !kind.eq_ignore_ascii_case("physical"))
    {
        let detail = format!("A location of type {kind} is nowhere that one can go: it is no place.");
        reader.note(
            at,
            "location_type",
            "location-not-a-place",
            RowAction::Rejected,
            detail,
        );
        return None;
    }
    let named = record
        .line_of("name")
        .or_else(|| record.line_of("alternate_name"));
    let Some(mut name) = named.or_else(|| name_of_organization(reader, record)) else {
        reader.note(
            at,
            "name",
            "name-required",
            RowAction::Rejected,
            "A place needs a name.",
        );
        return None;
    };
    let graph = reader.graph;
    let provenance = reader.provenance(Table::Location, id, "id:");
    let mut contacts = reader.contacts(owner);
    let web = reader.web(at, "url");
    add(
        &mut contacts,
        web.map(|url| contact(ContactKind::Web, false, url)),
    );
    let mut summary = record.lines_of("description");
    let mut schedules: Vec<_> = graph
        .of(Table::Schedule, owner)
        .filter_map(|(_, record)| schedule(record))
        .collect();
    let mut address = address(reader, id);
    let mut texts: Vec<&mut String> = vec![&mut name];
    texts.extend(summary.as_mut());
    texts.extend(address.as_mut().map(|address| &mut address.formatted));
    for schedule in &mut schedules {
        texts.extend(schedule.original.as_mut());
        texts.extend(schedule.note.as_mut());
    }
    reader.protect(at, &mut texts, &mut contacts);
    let (kinds, terms): (Vec<_>, Vec<_>) = reader
        .terms(owner)
        .into_iter()
        .partition(|term| term.scheme == KIND);
    let mut organizations = record.named(Table::Organization);
    Some(PlaceDraft {
        line: record.line,
        provenance,
        kinds: kinds
            .iter()
            .filter_map(|term| PlaceKind::parse(&term.code))
            .collect(),
        name,
        name_kana: None,
        summary,
        translations: Texts::default(),
        terms,
        vocabulary: &[],
        point: point(reader, record),
        address,
        organization: None,
        corporate_number: corporate_number(reader, record),
        organization_number: organizations
            .find(|id| graph.get(Table::Organization, id).is_some())
            .map(str::to_owned),
        services: Vec::new(),
        schedules,
        contacts,
        accessibility: accessibility(reader, id),
        verified_at: None,
    })
}

/// A location without a name of its own is that of its only organization.
fn name_of_organization(reader: &mut Reader, record: &Record) -> Option<String> {
    let graph = reader.graph;
    let mut names = record
        .named(Table::Organization)
        .filter_map(|id| graph.get(Table::Organization, id)?.line_of("name"));
    let (name, more) = (names.next()?, names.next());
    if more.is_some() {
        return None;
    }
    let detail = format!("The location has no name: called by its organization, {name}.");
    let at = (Table::Location, record);
    reader.note(at, "name", "name-of-organization", RowAction::Repaired, detail);
    Some(name)
}

/// The 法人番号 among the numbers of its organization: the one whose check digit is right.
fn corporate_number(reader: &Reader, record: &Record) -> Option<String> {
    let graph = reader.graph;
    let organizations = record.named(Table::Organization);
    let numbers = organizations.flat_map(|id| graph.of(Table::Identifier, (Table::Organization, id)));
    let mut numbers = numbers.filter_map(|(_, record)| record.line_of("identifier"));
    numbers.find(|number| is_corporate_number(number))
}

/// In degrees, within Japan; as every other list is read.
fn point(reader: &mut Reader, record: &Record) -> Option<Point> {
    let at = (Table::Location, record);
    let (lat, lon) = (record.number("latitude"), record.number("longitude"));
    let (Some(lat), Some(lon)) = (lat, lon) else {
        for field in ["latitude", "longitude"] {
            if record.line_of(field).is_some() && record.number(field).is_none() {
                let detail = "Not a number of decimal degrees: the position is taken as unknown.";
                reader.note(at, field, "coordinates-not-a-number", RowAction::LeftOut, detail);
            }
        }
        if lat.is_some() != lon.is_some() {
            let detail = "There is a latitude but no longitude, or the other way around.";
            reader.note(
                at,
                "latitude",
                "coordinates-incomplete",
                RowAction::LeftOut,
                detail,
            );
        }
        return None;
    };
    if lat == 0.0 && lon == 0.0 {
        let detail = "Zero stands for unknown here: nothing in Japan lies at 0, 0.";
        reader.note(at, "latitude", "zero-means-unknown", RowAction::LeftOut, detail);
        return None;
    }
    if LATITUDES.contains(&lon) && LONGITUDES.contains(&lat) {
        let detail = format!("Latitude and longitude are swapped: read as {lon}, {lat}.");
        reader.note(at, "latitude", "coordinates-swapped", RowAction::Repaired, detail);
        return Point::new(lat, lon).ok();
    }
    for (field, degrees, range) in [("latitude", lat, LATITUDES), ("longitude", lon, LONGITUDES)] {
        if !range.contains(&degrees) {
            let detail = "Outside Japan: the position is taken as unknown.";
            reader.note(at, field, "coordinates-out-of-range", RowAction::LeftOut, detail);
            return None;
        }
    }
    Point::new(lon, lat).ok()
}

/// Where one goes, rather than where one writes to.
fn address(reader: &mut Reader, id: &str) -> Option<Address> {
    let all: Vec<&Record> = reader
        .graph
        .of(Table::Address, (Table::Location, id))
        .map(|(_, record)| record)
        .collect();
    let is_physical = |record: &&&Record| {
        record
            .line_of("address_type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("physical"))
    };
    let record = *all.iter().find(is_physical).or_else(|| all.first())?;
    if all.len() > 1 {
        let detail = "The location has several addresses: the physical one is shown, else the first; the others are kept with the source.";
        reader.note(
            (Table::Address, record),
            "address_1",
            "several-addresses",
            RowAction::Noted,
            detail,
        );
    }
    // Where the standard demands what nobody knows, our own exports say so.
    let said = |field: &str| record.line_of(field).filter(|text| text != UNKNOWN);
    let (prefecture, municipality) = (said("state_province"), said("city"));
    let street: Vec<String> = ["address_1", "address_2"]
        .iter()
        .filter_map(|field| said(field))
        .collect();
    let country = record.line_of("country").unwrap_or_default();
    let formatted = if country.eq_ignore_ascii_case("JP") || !street.concat().is_ascii() {
        let street = street.join(" ");
        // Large to small, each part once: the street often says the city already.
        [&municipality, &prefecture]
            .into_iter()
            .flatten()
            .fold(street, |line, part| match line.contains(part.as_str()) {
                true => line,
                false => format!("{part}{line}"),
            })
    } else {
        let region = record.line_of("region");
        let parts = street.into_iter().chain(municipality.clone()).chain(region);
        parts.chain(prefecture.clone()).collect::<Vec<_>>().join(", ")
    };
    Address {
        formatted,
        postal_code: said("postal_code"),
        prefecture,
        municipality,
        town: None,
        municipality_code: None,
    }
    .known()
}

/// Only what is written in the register's own codes; words of a description stay with the source.
fn accessibility(reader: &mut Reader, id: &str) -> Vec<Accessibility> {
    let graph = reader.graph;
    let mut features: Vec<Accessibility> = Vec::new();
    for (_, record) in graph.of(Table::Accessibility, (Table::Location, id)) {
        let Some(words) = record.line_of("description") else {
            continue;
        };
        match AccessibilityFeature::parse(&words) {
            Some(feature) if features.iter().all(|known| known.feature != feature) => {
                features.push(Accessibility {
                    feature,
                    available: Some(true),
                    note: record.line_of("details"),
                });
            }
            Some(_) => {}
            None => {
                let detail = "Accessibility in words: kept with the source, since nobody can filter by it.";
                let at = (Table::Accessibility, record);
                reader.note(
                    at,
                    "description",
                    "accessibility-in-words",
                    RowAction::Noted,
                    detail,
                );
            }
        }
    }
    features
}
