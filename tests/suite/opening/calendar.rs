//! Calendars say what GraphQL says. They are read by another parser, and their recurrences are expanded here.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use ical::parser::Component as _;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use serde_json::{Value, json};
use tests::{Client, Server, on_both};

use super::{create, place, with_key};

/// Beginnings and ends.
type Times = BTreeSet<(DateTime<Utc>, DateTime<Utc>)>;

const FORM: &str = "%Y%m%dT%H%M%S";
/// Yesterday of the server's clock.
const FROM: &str = "2026-11-23T00:00:00+09:00";

fn parse(text: &str) -> IcalCalendar {
    for line in text.split("\r\n") {
        assert!(
            line.len() <= 75 && !line.contains('\n'),
            "a line is too long or not folded: {line:?}"
        );
    }
    let mut calendars: Vec<_> = ical::IcalParser::new(BufReader::new(text.as_bytes())).collect();
    assert_eq!(calendars.len(), 1);
    calendars.pop().unwrap().unwrap()
}

fn value(event: &IcalEvent, name: &str) -> Option<String> {
    event.get_property(name)?.value.clone()
}

fn is_cancelled(event: &IcalEvent) -> bool {
    value(event, "STATUS").as_deref() == Some("CANCELLED")
}

/// Times here are those of Japan, nine hours ahead, without summer time.
fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, FORM).unwrap()
}

fn utc(local: NaiveDateTime) -> DateTime<Utc> {
    (local - TimeDelta::hours(9)).and_utc()
}

/// The days of a recurrence in the 92 days of the horizon and the few before.
fn days(rule: &str, first: NaiveDate) -> Vec<NaiveDate> {
    let parts: BTreeMap<&str, &str> = rule
        .split(';')
        .map(|part| part.split_once('=').unwrap())
        .collect();
    let interval: i64 = parts.get("INTERVAL").map_or(1, |text| text.parse().unwrap());
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let by_day: Vec<(i32, Weekday)> = parts["BYDAY"]
        .split(',')
        .map(|day| {
            let (week, name) = day.split_at(day.len() - 2);
            let weekday = names.iter().position(|other| *other == name).unwrap();
            (
                week.parse().unwrap_or(0),
                Weekday::try_from(weekday as u8).unwrap(),
            )
        })
        .collect();
    let monday = |day: NaiveDate| day - Days::new(day.weekday().num_days_from_monday().into());
    let begin = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    begin
        .iter_days()
        .take(100)
        .filter(|day| *day >= first)
        .filter(|day| match parts["FREQ"] {
            "WEEKLY" => (monday(*day) - monday(first)).num_days() / 7 % interval == 0,
            "MONTHLY" => true,
            other => unreachable!("{other} is not written here"),
        })
        .filter(|day| {
            by_day.iter().any(|(week, weekday)| {
                let nth = (day.day0() / 7 + 1) as i32;
                let is_last = (*day + Days::new(7)).month() != day.month();
                *weekday == day.weekday() && (*week == 0 || *week == nth || *week == -1 && is_last)
            })
        })
        .collect()
}

/// Every opening, from yesterday on.
fn openings(calendar: &IcalCalendar) -> BTreeMap<String, Times> {
    let mut found: BTreeMap<String, Times> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    let zones: BTreeSet<String> = calendar
        .timezones
        .iter()
        .map(|zone| zone.get_property("TZID").unwrap().value.clone().unwrap())
        .collect();
    for event in &calendar.events {
        assert!(ids.insert(value(event, "UID").unwrap()), "UIDs are unique");
        assert!(value(event, "DTSTAMP").unwrap().ends_with('Z'));
        let start = event.get_property("DTSTART").unwrap();
        let (name, zone) = &start.params.as_ref().unwrap()[0];
        assert!(name == "TZID" && zones.contains(&zone[0]));
        assert_eq!(zone[0], "Asia/Tokyo");
        if is_cancelled(event) {
            continue;
        }
        let (from, to) = (
            local(start.value.as_ref().unwrap()),
            local(&value(event, "DTEND").unwrap()),
        );
        let of_place = found.entry(value(event, "X-IBASHO-PLACE").unwrap()).or_default();
        let excluded: BTreeSet<NaiveDateTime> = event
            .properties
            .iter()
            .filter(|property| property.name == "EXDATE")
            .map(|property| local(property.value.as_ref().unwrap()))
            .collect();
        match value(event, "RRULE") {
            None => {
                of_place.insert((utc(from), utc(to)));
            }
            Some(rule) => {
                assert!(
                    days(&rule, from.date()).contains(&from.date())
                        || from.date() < NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
                );
                for day in days(&rule, from.date()) {
                    let begins = day.and_time(from.time());
                    if !excluded.contains(&begins) {
                        of_place.insert((utc(begins), utc(begins + (to - from))));
                    }
                }
            }
        }
    }
    found
}

/// What GraphQL says of a place: at most a hundred, and up to when that is everything.
async fn asked(client: &Client, id: &str) -> (Times, DateTime<Utc>) {
    let fields = format!("nextOpenings(from: {FROM:?}, first: 100) {{ startsAt endsAt }}");
    let found = place(client, &json!(id), &fields).await;
    let moment = |value: &Value| value.as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    let openings = found["nextOpenings"].as_array().unwrap();
    let until = match openings.len() {
        100 => moment(&openings[99]["startsAt"]),
        _ => "2027-02-22T15:00:00Z".parse().unwrap(),
    };
    (
        openings
            .iter()
            .map(|opening| (moment(&opening["startsAt"]), moment(&opening["endsAt"])))
            .collect(),
        until,
    )
}

async fn agree(client: &Client, id: &str, found: &Times) {
    let (asked, until) = asked(client, id).await;
    let from: DateTime<Utc> = FROM.parse().unwrap();
    let within = |opening: &&(DateTime<Utc>, DateTime<Utc>)| opening.1 > from && opening.0 < until;
    let found: BTreeSet<_> = found.iter().filter(within).copied().collect();
    let asked: BTreeSet<_> = asked.iter().filter(within).copied().collect();
    assert_eq!(found, asked, "{id}");
}

on_both! {
    async fn a_calendar_says_what_graphql_says(backend) {
        let (server, client) = with_key(backend).await;
        for (name, schedule) in [
            ("weekly", json!({ "rule": "Sa 10:00-12:00,13:00-15:00" })),
            ("nth", json!({ "rule": "Sa[2,4] 11:00-14:00" })),
            ("holidays", json!({ "rule": "Sa,Mo 11:00-14:00; PH off" })),
            ("night", json!({ "rule": "Fr,Sa 22:00-26:00" })),
            ("other week", json!({ "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "anchor": "2026-11-26", "opens": "18:00", "closes": "20:00" })),
            ("always", json!({ "rule": "24/7" })),
            ("bounded", json!({ "rule": "Su 10:00-12:00", "validThrough": "2026-12-20" })),
            ("seasonal", json!({ "rule": "Dec-Jan We 10:00-12:00" })),
        ] {
            let special = json!([
                { "from": "2026-12-05", "to": "2026-12-06", "reason": "大掃除; 第1、第2室, 全館" },
                { "from": "2026-12-12", "to": "2026-12-12", "opens": "09:00", "closes": "10:00", "reason": "もちつき" },
                { "from": "2026-12-15", "to": "2026-12-15", "opens": "23:00", "closes": "01:00" },
            ]);
            let id = create(&client, name, json!({ "schedules": [schedule], "specialHours": special })).await;
            let id = id.as_str().unwrap();
            let answer = server.client.get(&format!("/places/{id}.ics")).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
            let calendar = parse(&answer.body);
            agree(&server.client, id, &openings(&calendar)[id]).await;
            assert_eq!(server.client.get(&format!("/places/{id}.ics")).await.body, answer.body, "nothing moves by itself");
            let repeats = calendar.events.iter().filter(|event| value(event, "RRULE").is_some()).count();
            assert_eq!(repeats, match name { "weekly" => 2, "nth" | "night" | "other week" => 1, _ => 0 }, "{name}");
            if name == "weekly" {
                let called_off: Vec<_> = calendar.events.iter().filter(|event| is_cancelled(event)).collect();
                assert_eq!(called_off.len(), 2);
                assert_eq!(value(called_off[0], "DTSTART").unwrap(), "20261205T100000");
                assert!(value(called_off[0], "DESCRIPTION").unwrap().starts_with("大掃除"));
                assert!(answer.body.contains("EXDATE;TZID=Asia/Tokyo:20261205T100000"));
            }
        }
        let closed = create(&client, "closed", json!({ "schedules": [{ "rule": "Sa 10:00-12:00" }], "temporarilyClosed": true })).await;
        let answer = server.client.get(&format!("/places/{}.ics", closed.as_str().unwrap())).await;
        assert!(parse(&answer.body).events.iter().all(is_cancelled));
        let silent = create(&client, "silent", json!({})).await;
        let answer = server.client.get(&format!("/places/{}.ics", silent.as_str().unwrap())).await;
        let calendar = parse(&answer.body);
        assert!(calendar.events.is_empty());
        assert_eq!(calendar.timezones.len(), 1, "an object without a component is not a calendar");
        for path in ["/places/nobody.ics", "/places/nobody.jsonld", "/calendar.ics?nonsense=1"] {
            let answer = server.client.get(path).await;
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        }
    }
}

#[tokio::test]
async fn the_calendar_of_a_question_holds_the_places_of_the_map() {
    let server = Server::with_town(tests::Backend::Sqlite).await;
    for question in [
        "kinds=CHILDRENS_CAFETERIA&limit=30",
        "kinds=GATHERING_PLACE,FOOD_PANTRY&limit=20",
        "openAt=&limit=20",
    ] {
        let listed = server
            .client
            .get(&format!("/places.geojson?{question}"))
            .await
            .json();
        let answer = server.client.get(&format!("/calendar.ics?{question}")).await;
        let unfolded = answer.body.replace("\r\n ", "");
        assert!(
            unfolded.contains("X-WR-CALDESC:") && unfolded.contains("(CC0-1.0)"),
            "license and attribution travel along"
        );
        let found = openings(&parse(&answer.body));
        let features = listed["features"].as_array().unwrap();
        assert!(!features.is_empty(), "{question}");
        let nothing = BTreeSet::new();
        for feature in features {
            let id = feature["id"].as_str().unwrap();
            agree(&server.client, id, found.get(id).unwrap_or(&nothing)).await;
        }
        assert!(
            found
                .keys()
                .all(|id| features.iter().any(|feature| feature["id"] == json!(id)))
        );
    }
}

on_both! {
    async fn search_engines_read_the_same_hours(backend) {
        let (server, client) = with_key(backend).await;
        let id = create(&client, "サロン", json!({
            "schedules": [{ "rule": "Tu,Th 10:00-12:00" }, { "rule": "Sa[2] 13:00-15:00" }],
            "specialHours": [{ "from": "2026-12-01", "to": "2026-12-02" }, { "from": "2026-12-06", "to": "2026-12-06", "opens": "10:00", "closes": "11:00" }]
        })).await;
        let answer = server.client.get(&format!("/places/{}.jsonld", id.as_str().unwrap())).await;
        assert_eq!(answer.header("content-type"), "application/ld+json");
        let found = answer.json();
        assert_eq!((&found["@type"], &found["name"]), (&json!("Place"), &json!("サロン")));
        let hours = found["openingHoursSpecification"].as_array().unwrap();
        assert_eq!(hours[0], json!({ "@type": "OpeningHoursSpecification", "opens": "10:00", "closes": "12:00",
            "dayOfWeek": ["https://schema.org/Tuesday", "https://schema.org/Thursday"] }));
        let dates: Vec<&str> = hours[1..].iter().map(|one| one["validFrom"].as_str().unwrap()).collect();
        assert_eq!(dates, ["2026-12-12", "2027-01-09", "2027-02-13"]);
        assert_eq!(found["specialOpeningHoursSpecification"], json!([
            { "@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", "validFrom": "2026-12-01", "validThrough": "2026-12-02" },
            { "@type": "OpeningHoursSpecification", "opens": "10:00", "closes": "11:00", "validFrom": "2026-12-06", "validThrough": "2026-12-06" },
        ]));
    }
}
