//! When places are open as iCalendar (RFC 5545): what a calendar program subscribes to.
//!
//! A schedule that recurs exactly and for ever is one event with RRULE, and EXDATE where special hours decide; every
//! other one is a list of dated events up to the horizon. An opening that special hours call off is there, too, as
//! CANCELLED with the reason. UIDs are made of what an event is, so they stay from one answer to the next.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use domain::text::content_digest;
use domain::{NodeId, Place, PlaceStatus, Source};
use hours::repeat::{first_from, repeats};
use hours::{Recurrence, Span};

use super::content_lines::Lines;
use crate::opening::hours::{Line, Site};
use crate::snapshot::{Row, Snapshot};

const LOCAL: &str = "%Y%m%dT%H%M%S";
/// Days behind the horizon up to which closures are taken out of recurrences.
const EXCLUDED_AHEAD: u64 = 366;

/// The calendar of some places, in their order.
pub fn calendar(snapshot: &Snapshot, rows: impl IntoIterator<Item = Row>, name: &str) -> String {
    let mut events = Lines::default();
    // A calendar holds one component at least (RFC 5545, 3.6), so one without events has its zone.
    let mut zones = BTreeSet::new();
    let mut credits = BTreeSet::new();
    for place in rows.into_iter().filter_map(|row| snapshot.place(row)) {
        let zone = place.time_zone.parse().unwrap_or(Tz::Asia__Tokyo);
        zones.insert(zone.name());
        credits.extend(place.sources.iter().map(credit));
        for event in events_of(snapshot, place, zone) {
            event.write(&mut events);
        }
    }
    if zones.is_empty() {
        zones.insert(Tz::Asia__Tokyo.name());
    }
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.text("PRODID", &format!("-//ibasho//{}//EN", snapshot.release));
    lines.raw("CALSCALE", "GREGORIAN");
    lines.text("X-WR-CALNAME", name);
    if !credits.is_empty() {
        let credits: Vec<String> = credits.into_iter().collect();
        lines.text("X-WR-CALDESC", &credits.join("; "));
    }
    for zone in zones.into_iter().filter_map(|name| name.parse::<Tz>().ok()) {
        time_zone(snapshot, zone, &mut lines);
    }
    lines.push(&events);
    lines.raw("END", "VCALENDAR");
    lines.into_text()
}

/// What is to be said of a source: its attribution, else its name, and its license.
fn credit(source: &Source) -> String {
    let name = source.attribution.as_ref().unwrap_or(&source.name);
    match &source.license {
        Some(license) => format!("{name} ({license})"),
        None => name.to_string(),
    }
}

/// An event, while it is made.
#[derive(Debug)]
struct Event {
    /// All but its status.
    lines: Lines,
    is_cancelled: bool,
}

impl Event {
    fn write(&self, lines: &mut Lines) {
        lines.raw("BEGIN", "VEVENT");
        lines.push(&self.lines);
        lines.raw(
            "STATUS",
            if self.is_cancelled {
                "CANCELLED"
            } else {
                "CONFIRMED"
            },
        );
        lines.raw("END", "VEVENT");
    }
}

/// One place, while its events are made.
struct Maker<'a> {
    snapshot: &'a Snapshot,
    place: &'a Place,
    site: &'a Site<'a>,
    zone: Tz,
}

fn events_of(snapshot: &Snapshot, place: &Place, zone: Tz) -> Vec<Event> {
    let hours = snapshot.hours_of_place(place);
    let mut events = Vec::new();
    for site in &hours.sites {
        let maker = Maker {
            snapshot,
            place,
            site,
            zone,
        };
        for line in &site.schedules {
            maker.events(line, &mut events);
        }
        for (span, reason) in site.exceptions.open() {
            if maker.is_asked(span) {
                events.push(maker.dated(span, None, reason, "special"));
            }
        }
    }
    events
}

impl Maker<'_> {
    fn events(&self, line: &Line<'_>, events: &mut Vec<Event>) {
        let horizon = self.snapshot.horizon();
        let exceptions = &self.site.exceptions;
        let recurring = repeats(&line.pattern, &line.expansion, horizon)
            .filter(|_| line.pattern.zone == self.zone && has_one_offset(self.zone, horizon.today()));
        if let Some(recurring) = &recurring {
            events.extend(recurring.iter().filter_map(|repeat| self.recurring(repeat, line)));
        }
        for (index, span) in line.expansion.open().iter().enumerate() {
            let note = line.expansion.comment(index).or(line.note);
            let is_replaced = exceptions.decide(span.start);
            if !self.is_asked(*span) {
                continue;
            }
            if !is_replaced && recurring.is_none() {
                events.push(self.dated(*span, Some(line), note, "opening"));
            } else if is_replaced && !self.opens_on(self.local(span.start).date()) {
                let reason = exceptions.reason(span.start).or(note);
                let mut event = self.dated(*span, Some(line), reason, "cancelled");
                event.is_cancelled = true;
                events.push(event);
            }
        }
    }

    /// Whether it is running or begins within the horizon.
    fn is_asked(&self, span: Span) -> bool {
        let (first, last) = self.snapshot.horizon().minutes();
        span.end > first && span.start < last
    }

    /// Whether special hours open the place on this date.
    fn opens_on(&self, day: NaiveDate) -> bool {
        let rows = self.place.special_hours.iter();
        rows.filter(|row| row.from <= day && day <= row.to)
            .any(|row| row.opens.is_some())
    }

    fn local(&self, minute: u32) -> NaiveDateTime {
        let moment = self.snapshot.horizon().moment(minute);
        moment.with_timezone(&self.zone).naive_local()
    }

    /// Every occurrence of a recurrence but those that special hours decide about.
    fn recurring(&self, repeat: &Recurrence, line: &Line<'_>) -> Option<Event> {
        let created = self.place.created_at.with_timezone(&self.zone).date_naive();
        let horizon = self.snapshot.horizon();
        let from = created.min(horizon.today().pred_opt()?).max(repeat.anchor());
        let first = first_from(repeat, from)?;
        let opens = first.and_time(repeat.opens());
        let length = match minutes(repeat.closes()) - minutes(repeat.opens()) {
            length @ 1.. => length,
            overnight => overnight + 24 * 60,
        };
        let last = horizon.today().checked_add_days(Days::new(EXCLUDED_AHEAD))?;
        let decided = self.place.special_hours.iter().flat_map(|row| {
            let days = row.from.max(first).iter_days();
            let to = row.to.min(last);
            days.take_while(move |day| *day <= to)
        });
        let decided: BTreeSet<NaiveDate> = decided.filter(|day| repeat.occurs_on(*day)).collect();
        let kind = format!("{} {}", repeat.text(), repeat.opens());
        let mut event = self.event(line.note, Some(line), &kind);
        self.at("DTSTART", opens, &mut event);
        self.at("DTEND", opens + Duration::minutes(length), &mut event);
        event.lines.raw("RRULE", repeat.text());
        for day in decided {
            self.at("EXDATE", day.and_time(repeat.opens()), &mut event);
        }
        Some(event)
    }

    fn dated(&self, span: Span, line: Option<&Line<'_>>, note: Option<&str>, kind: &str) -> Event {
        let begins = self.snapshot.horizon().moment(span.start);
        let mut event = self.event(note, line, &format!("{kind} {}", begins.timestamp()));
        self.at("DTSTART", self.local(span.start), &mut event);
        self.at("DTEND", self.local(span.end), &mut event);
        event
    }

    fn event(&self, note: Option<&str>, line: Option<&Line<'_>>, kind: &str) -> Event {
        let place = self.place;
        let id = NodeId::Place(place.id).encode();
        let service = line.and_then(|line| self.snapshot.service(line.who.service()?));
        let of = line.map(|line| (line.who.service(), &line.pattern));
        let mut digest = content_digest(format!("{kind} {of:?}").as_bytes());
        digest.truncate(16);
        let mut lines = Lines::default();
        lines.raw("UID", &format!("{}-{digest}@ibasho", place.id.0));
        lines.raw("DTSTAMP", &place.updated_at.format("%Y%m%dT%H%M%SZ").to_string());
        match service {
            Some(service) => lines.text("SUMMARY", &format!("{} ({})", service.name, place.name)),
            None => lines.text("SUMMARY", &place.name),
        }
        if let Some(note) = note {
            lines.text("DESCRIPTION", note);
        }
        let address = place.address.as_ref().map(|address| address.formatted.as_str());
        if let Some(address) = address.filter(|address| !address.is_empty()) {
            lines.text("LOCATION", address);
        }
        if let Some(point) = place.location {
            lines.raw("GEO", &format!("{};{}", point.lat, point.lon));
        }
        lines.raw("X-IBASHO-PLACE", &id);
        lines.raw("TRANSP", "TRANSPARENT");
        Event {
            lines,
            is_cancelled: place.status != PlaceStatus::Published,
        }
    }

    fn at(&self, name: &str, local: NaiveDateTime, event: &mut Event) {
        let name = format!("{name};TZID={}", self.zone.name());
        event.lines.raw(&name, &local.format(LOCAL).to_string());
    }
}

fn minutes(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight() / 60)
}

fn offset(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

/// Whether the clocks of a zone have not changed for years and will not: then a recurrence needs no more than that.
fn has_one_offset(zone: Tz, today: NaiveDate) -> bool {
    let months = (-24..24).map(|month| today + Duration::days(30 * month));
    let mut offsets = months.map(|day| offset(zone, day.and_time(NaiveTime::MIN).and_utc()));
    let first = offsets.next();
    offsets.all(|other| Some(other) == first)
}

/// The zone as far as the events reach: its offset before them, and each change of clocks.
fn time_zone(snapshot: &Snapshot, zone: Tz, lines: &mut Lines) {
    let sign = |seconds: i32| {
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
    };
    let (first, last) = snapshot.horizon().moments();
    let before = first - Duration::days(400);
    let mut now = offset(zone, before);
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", zone.name());
    let mut observance = |from: i32, to: i32, at: NaiveDateTime| {
        let kind = if to > from { "DAYLIGHT" } else { "STANDARD" };
        lines.raw("BEGIN", kind);
        lines.raw("DTSTART", &at.format(LOCAL).to_string());
        lines.raw("TZOFFSETFROM", &sign(from));
        lines.raw("TZOFFSETTO", &sign(to));
        lines.raw("END", kind);
    };
    observance(now, now, DateTime::UNIX_EPOCH.naive_utc());
    let mut hour = before;
    while hour < last + Duration::days(2) {
        let next = offset(zone, hour);
        if next != now {
            // The onset is told by the clock that is being changed.
            observance(now, next, hour.naive_utc() + Duration::seconds(now.into()));
            now = next;
        }
        hour += Duration::minutes(15);
    }
    lines.raw("END", "VTIMEZONE");
}
