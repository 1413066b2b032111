//! The list and the place as plain HTML.

use chrono_tz::Tz;
use domain::{ContactKind, NodeId, Place, PlaceStatus, VerificationStatus};
use maud::{Markup, html};
use readmodel::Page;

use super::asked::Asked;
use super::words::Language;
use crate::config::Config;
use crate::graphql::context::Read;

/// Openings on a place's page.
const OPENINGS: usize = 5;

pub(super) fn list(read: &Read, page: &Page, count: &str, asked: &Asked, site: &str) -> Markup {
    let language = asked.language;
    let words = language.words();
    html! {
        h1 { (words.heading) }
        form action="/" method="get" role="search" {
            label for="q" { (words.field) }
            input id="q" name="q" type="search" maxlength="200" value=[asked.get("q")];
            @if let Some(chosen) = asked.chosen { input type="hidden" name="lang" value=(chosen.tag()); }
            button type="submit" { (words.find) }
        }
        p { (words.privacy) }
        h2 { @if page.hits.is_empty() { (words.nothing) } @else { (count) } }
        ol class="rows" {
            @for hit in &page.hits {
                @if let Some(place) = read.snapshot.place(hit.row) {
                    (row(read, place, asked))
                }
            }
        }
        footer { a href="/about" { (words.about) " — " (site) } }
    }
}

fn row(read: &Read, place: &Place, asked: &Asked) -> Markup {
    let language = asked.language;
    let id = NodeId::Place(place.id).encode();
    let href = match asked.chosen {
        Some(chosen) => format!("/p/{id}?lang={}", chosen.tag()),
        None => format!("/p/{id}"),
    };
    html! {
        li class="row" data-id=(id) {
            h3 { a href=(href) lang="ja" { (place.name) } }
            (state(read, place, language))
            p class="facts" { (facts(place, language)) }
            (fresh(read, place, language))
        }
    }
}

fn facts(place: &Place, language: Language) -> String {
    let kinds: Vec<&str> = place.kinds.iter().map(|kind| language.kind(*kind)).collect();
    let kinds = kinds.join(", ");
    match place
        .address
        .as_ref()
        .filter(|address| !address.formatted.is_empty())
    {
        Some(address) => format!("{kinds} · {}", address.formatted),
        None => kinds,
    }
}

fn zone(place: &Place) -> Tz {
    place.time_zone.parse().unwrap_or(Tz::Asia__Tokyo)
}

fn state(read: &Read, place: &Place, language: Language) -> Markup {
    let words = language.words();
    let (class, text) = match place.status {
        PlaceStatus::Archived => ("closed", words.gone.to_owned()),
        PlaceStatus::TemporarilyClosed => ("paused", words.paused.to_owned()),
        PlaceStatus::Published => {
            let state = read.snapshot.hours_of_place(place).state(read.now);
            let opens = state.as_ref().and_then(|state| state.opens);
            let closes = state.as_ref().and_then(|state| state.closes);
            match state.and_then(|state| state.is_open) {
                Some(true) => (
                    "open",
                    closes.map_or_else(
                        || language.open().to_owned(),
                        |at| language.open_until(at, zone(place)),
                    ),
                ),
                Some(false) => match opens {
                    Some(at) => ("opens", language.opens(at, zone(place))),
                    None => ("closed", words.closed.to_owned()),
                },
                None => ("unknown", words.unknown.to_owned()),
            }
        }
    };
    html! { p class=(format!("state state-{class}")) { (text) } }
}

fn fresh(read: &Read, place: &Place, language: Language) -> Markup {
    let words = language.words();
    let text = match place.verification.status(read.now) {
        VerificationStatus::Unverified => words.unverified.to_owned(),
        VerificationStatus::Stale => words.stale.to_owned(),
        VerificationStatus::Disputed => words.disputed.to_owned(),
        VerificationStatus::Verified => match place.verification.verified_at {
            Some(at) => language.confirmed(at, zone(place)),
            None => words.unverified.to_owned(),
        },
    };
    html! { p class="fresh" { (text) } }
}

pub(super) fn place(read: &Read, place: &Place, language: Language) -> Markup {
    let words = language.words();
    let id = NodeId::Place(place.id).encode();
    let zone = zone(place);
    let openings = read
        .snapshot
        .hours_of_place(place)
        .openings(read.now, OPENINGS)
        .unwrap_or_default();
    let survivor = place.merged_into.and_then(|id| read.snapshot.place_row(id));
    let survivor = survivor.and_then(|row| read.snapshot.place(row));
    html! {
        p { a href="/" { (words.back) } }
        article class="place" data-id=(id) {
            @if let Some(survivor) = survivor {
                p {
                    (words.merged) ": "
                    a href=(format!("/p/{}", NodeId::Place(survivor.id).encode())) lang="ja" { (survivor.name) }
                }
            }
            h1 lang="ja" { (place.name) }
            @if let Some(kana) = &place.name_kana { p lang="ja" { (kana) } }
            (state(read, place, language))
            p class="facts" { (facts(place, language)) }
            (fresh(read, place, language))
            @if let Some(summary) = &place.summary { p lang="ja" { (summary) } }
            @if !openings.is_empty() {
                h2 { (words.dates) }
                ul {
                    @for opening in &openings {
                        li {
                            (language.date(opening.starts, zone)) " "
                            (opening.starts.with_timezone(&zone).format("%H:%M")) "–"
                            (opening.ends.with_timezone(&zone).format("%H:%M"))
                            @if let Some(note) = &opening.note { " " span lang="ja" { (note) } }
                        }
                    }
                }
                p { a href=(format!("/places/{id}.ics")) { (words.calendar) } }
            }
            @if !place.contacts.is_empty() {
                h2 { (words.contact) }
                ul { @for contact in &place.contacts { li { (reach(contact.kind, &contact.value)) } } }
            }
            @if !place.sources.is_empty() {
                h2 { (words.sources) }
                ul {
                    @for source in &place.sources {
                        li lang="ja" {
                            (source.attribution.as_deref().unwrap_or(&source.name))
                            @if let Some(license) = &source.license { " (" (license) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// A link where its kind has one; no other scheme than these ever is.
fn reach(kind: ContactKind, value: &str) -> Markup {
    let digits = || {
        value
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect::<String>()
    };
    let is_web = value.starts_with("https://") || value.starts_with("http://");
    let href = match kind {
        ContactKind::Phone => Some(format!("tel:{}", digits())),
        ContactKind::Email if value.contains('@') => Some(format!("mailto:{value}")),
        ContactKind::Web | ContactKind::Line if is_web => Some(value.to_owned()),
        _ => None,
    };
    html! {
        @match href {
            Some(href) => a href=(href) rel="nofollow noreferrer" { (value) },
            None => (value),
        }
    }
}

pub(super) fn coverage(language: Language) -> Markup {
    let words = language.words();
    html! { h1 { (words.coverage) } p { (words.coverage_needs_script) } p { a href="/" { (words.back) } } }
}

pub(super) fn about(config: &Config, language: Language) -> Markup {
    let words = language.words();
    let site = &config.site;
    html! {
        h1 { (words.about) }
        p { (site.name) @if !site.operator.is_empty() { " — " (site.operator) } }
        @for paragraph in site.about.split("\n\n").filter(|text| !text.trim().is_empty()) { p { (paragraph) } }
        p { (words.privacy) }
        @if !site.phone.is_empty() { p { (reach(ContactKind::Phone, &site.phone)) } }
        @if !site.url.is_empty() { p { (reach(ContactKind::Web, &site.url)) } }
        @if !site.email.is_empty() { p { (reach(ContactKind::Email, &site.email)) } }
        p { a href="/" { (words.back) } }
    }
}
