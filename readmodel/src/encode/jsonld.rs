//! A place as schema.org JSON-LD, with the hours that search engines read.
//!
//! schema.org knows days of the week and dates, not weeks of a month: what is not weekly is told date by date, up to
//! the horizon. Special hours are told as they are; closed is from 00:00 to 00:00, as schema.org has it.

use chrono::{Duration, NaiveTime, Weekday};
use chrono_tz::Tz;
use domain::{ContactKind, NodeId, PlaceStatus};
use hours::Recurrence;
use hours::recurrence::Frequency;
use hours::repeat::repeats;
use serde_json::{Map, Value, json};

use crate::opening::hours::Line;
use crate::snapshot::{Row, Snapshot};

/// `None` for a row that is not there.
pub fn place(snapshot: &Snapshot, row: Row) -> Option<Value> {
    let place = snapshot.place(row)?;
    let zone: Tz = place.time_zone.parse().unwrap_or(Tz::Asia__Tokyo);
    let mut object = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            object.insert(name.to_owned(), value);
        }
    };
    set("@context", json!("https://schema.org"));
    set("@type", json!("Place"));
    set("identifier", json!(NodeId::Place(place.id).encode()));
    set("name", json!(place.name));
    set("description", json!(place.summary));
    set(
        "geo",
        place.location.map_or(
            Value::Null,
            |point| json!({ "@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon }),
        ),
    );
    let address = place.address.as_ref();
    set(
        "address",
        json!(
            address
                .map(|address| &address.formatted)
                .filter(|text| !text.is_empty())
        ),
    );
    let contact = |kind| place.contacts.iter().find(|contact| contact.kind == kind);
    set(
        "telephone",
        json!(contact(ContactKind::Phone).map(|contact| &contact.value)),
    );
    set(
        "url",
        json!(contact(ContactKind::Web).map(|contact| &contact.value)),
    );
    let is_open = place.status == PlaceStatus::Published;
    let hours = snapshot.hours_of_place(place);
    let mut regular = Vec::new();
    for site in hours.sites.iter().filter(|_| is_open) {
        for line in &site.schedules {
            regular.extend(specifications(snapshot, line, zone));
        }
    }
    set("openingHoursSpecification", json!(regular));
    let special = place.special_hours.iter().map(|hours| {
        let time = |time: Option<NaiveTime>| clock(time.unwrap_or(NaiveTime::MIN));
        let mut special = specification(&time(hours.opens), &time(hours.closes));
        special.insert("validFrom".to_owned(), json!(hours.from));
        special.insert("validThrough".to_owned(), json!(hours.to));
        if let Some(reason) = &hours.reason {
            special.insert("description".to_owned(), json!(reason));
        }
        Value::Object(special)
    });
    let special: Vec<Value> = special.collect();
    set("specialOpeningHoursSpecification", json!(special));
    Some(Value::Object(object))
}

fn specification(opens: &str, closes: &str) -> Map<String, Value> {
    let members = [
        ("@type", "OpeningHoursSpecification"),
        ("opens", opens),
        ("closes", closes),
    ];
    members
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .into_iter()
        .collect()
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn specifications(snapshot: &Snapshot, line: &Line<'_>, zone: Tz) -> Vec<Value> {
    let horizon = snapshot.horizon();
    let weekly = |repeat: &Recurrence| {
        let days = repeat.days();
        repeat.frequency() == Frequency::Weekly
            && repeat.interval() == 1
            && repeat.is_plain()
            && !repeat.text().contains("COUNT")
            && !days.is_empty()
            && days.iter().all(|(week, _)| *week == 0)
    };
    let recurring = repeats(&line.pattern, &line.expansion, horizon);
    if let Some(recurring) = recurring.filter(|all| all.iter().all(weekly)) {
        let of_repeat = |repeat: &Recurrence| {
            let mut hours = specification(&clock(repeat.opens()), &clock(repeat.closes()));
            let days: Vec<&str> = repeat.days().iter().map(|(_, day)| name_of(*day)).collect();
            hours.insert("dayOfWeek".to_owned(), json!(days));
            Value::Object(hours)
        };
        return recurring.iter().map(of_repeat).collect();
    }
    let (first, last) = horizon.minutes();
    let asked = line.expansion.open().iter();
    let asked = asked.filter(|span| span.end > first && span.start < last);
    asked
        .map(|span| {
            let local = |minute| horizon.moment(minute).with_timezone(&zone).naive_local();
            let (opens, closes) = (local(span.start), local(span.end));
            // A whole day is said as up to its last minute.
            let whole = closes - opens == Duration::days(1) && opens.time() == NaiveTime::MIN;
            let closes = if whole {
                closes - Duration::minutes(1)
            } else {
                closes
            };
            let mut hours = specification(&clock(opens.time()), &clock(closes.time()));
            hours.insert("validFrom".to_owned(), json!(opens.date()));
            hours.insert("validThrough".to_owned(), json!(opens.date()));
            Value::Object(hours)
        })
        .collect()
}

fn name_of(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "https://schema.org/Monday",
        Weekday::Tue => "https://schema.org/Tuesday",
        Weekday::Wed => "https://schema.org/Wednesday",
        Weekday::Thu => "https://schema.org/Thursday",
        Weekday::Fri => "https://schema.org/Friday",
        Weekday::Sat => "https://schema.org/Saturday",
        Weekday::Sun => "https://schema.org/Sunday",
    }
}
