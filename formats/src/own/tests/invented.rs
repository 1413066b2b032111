//! Invented registers with texts as nasty as they come, in which everything hangs together.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::contact::{Contact, ContactKind, Visibility};
use domain::contents::Contents;
use domain::place::{Accessibility, AccessibilityFeature, PlaceKind, PlaceStatus};
use domain::source::{Source, SourceKind};
use domain::{
    Address, LocationPrecision, Organization, OrganizationId, OrganizationKind, Place, PlaceId, Point,
    Schedule, Service, ServiceAtPlace, ServiceAtPlaceId, ServiceId, ServiceMode, SpecialHours, TermId, Texts,
    Translation, Verification, VerificationMethod,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use uuid::Uuid;

use super::{at, terms};

/// Everything that a spreadsheet, a parser or a database may stumble over.
const ATOMS: [&str; 34] = [
    "=1+1",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "'",
    "''",
    "\"",
    "\"\"",
    ",",
    ";",
    "|",
    " | ",
    "\\",
    "\\n",
    "n",
    "r",
    " ",
    "\u{3000}",
    "全角ＡＢ１",
    "ｶﾅ",
    "😀👨‍👩‍👧",
    "שלום",
    "مرحبا",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "葛\u{e0100}",
    "0012",
    "[{}]",
    "é",
];

fn text() -> impl Strategy<Value = String> {
    vec(proptest::sample::select(&ATOMS[..]), 1..5).prop_map(|atoms| atoms.concat())
}

fn contact() -> impl Strategy<Value = Contact> {
    let kind = proptest::sample::select(ContactKind::ALL);
    (kind, text(), of(text()), any::<bool>()).prop_map(|(kind, value, note, is_private)| Contact {
        kind,
        value,
        note,
        visibility: if is_private {
            Visibility::Private
        } else {
            Visibility::Public
        },
    })
}

fn texts() -> impl Strategy<Value = Texts> {
    let texts = (of(text()), of(text()), of(text()));
    texts.prop_map(|(en, ja, summary)| {
        let language = |language: &str, name: Option<String>, summary: Option<String>| Translation {
            language: language.to_owned(),
            name,
            summary,
        };
        let en = en.map(|name| language("en", Some(name), summary));
        let ja = ja.map(|name| language("ja-Hira", Some(name), None));
        Texts(en.into_iter().chain(ja).collect())
    })
}

fn schedule() -> impl Strategy<Value = Schedule> {
    (of(text()), text(), of(text()), any::<bool>()).prop_map(|(rule, original, note, is_rrule)| {
        let day = NaiveDate::from_ymd_opt(2026, 11, 7);
        let hour = |hour| NaiveTime::from_hms_opt(hour, 30, 0).filter(|_| is_rrule);
        Schedule {
            rule,
            rrule: is_rrule.then(|| "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA".to_owned()),
            anchor: day.filter(|_| is_rrule),
            opens: hour(10),
            closes: hour(12),
            original: Some(original),
            valid_from: day,
            valid_through: None,
            time_zone: "Asia/Tokyo".to_owned(),
            note,
        }
    })
}

fn source() -> impl Strategy<Value = Source> {
    (
        of(text()),
        of(text()),
        of(text()),
        text(),
        of(text()),
        vec(text(), 0..3),
    )
        .prop_map(
            |(dataset, publisher, external_id, name, license, fields)| Source {
                kind: SourceKind::File,
                dataset: dataset.map(Into::into),
                publisher: publisher.map(Into::into),
                external_id,
                name: name.into(),
                url: None,
                attribution: license.clone().map(Into::into),
                license: license.map(Into::into),
                retrieved_at: at() - TimeDelta::days(3),
                fields,
            },
        )
}

fn organization() -> impl Strategy<Value = Organization> {
    let kind = proptest::sample::select(OrganizationKind::ALL);
    (
        any::<u128>(),
        text(),
        of(text()),
        kind,
        of(text()),
        vec(contact(), 0..3),
        texts(),
        vec(source(), 0..2),
    )
        .prop_map(
            |(id, name, name_kana, kind, url, mut contacts, translations, sources)| {
                contacts.retain(|contact| contact.visibility == Visibility::Public);
                Organization {
                    id: OrganizationId(Uuid::from_u128(id)),
                    name,
                    name_kana,
                    kind,
                    url,
                    contacts,
                    translations,
                    sources,
                    ..Organization::empty(at())
                }
            },
        )
}

/// Which of the organizations, or none.
type Pick = Option<proptest::sample::Index>;

fn pick(pick: Pick, organizations: &[Organization]) -> Option<OrganizationId> {
    pick.filter(|_| !organizations.is_empty())
        .map(|pick| pick.get(organizations).id)
}

fn verification() -> impl Strategy<Value = (Verification, Pick)> {
    let method = of(proptest::sample::select(VerificationMethod::ALL));
    (
        any::<bool>(),
        method,
        any::<bool>(),
        of(any::<proptest::sample::Index>()),
    )
        .prop_map(|(is_verified, method, disputed, by)| {
            let verification = Verification {
                verified_at: is_verified.then(at),
                expires_at: NaiveDate::from_ymd_opt(2027, 1, 31).filter(|_| is_verified),
                by: None,
                method,
                disputed,
            };
            (verification, by)
        })
}

fn place() -> impl Strategy<Value = (Place, Pick, Pick)> {
    let kinds = proptest::sample::subsequence(PlaceKind::ALL, 1..3);
    let precision = proptest::sample::select(LocationPrecision::ALL);
    let status = proptest::sample::select(PlaceStatus::ALL);
    let terms = proptest::sample::subsequence(vec![3_u128, 1, 4, 2], 0..4);
    let features = proptest::sample::subsequence(AccessibilityFeature::ALL, 0..3);
    let who = (
        any::<u128>(),
        kinds,
        status,
        text(),
        of(text()),
        of(text()),
        texts(),
        terms,
    );
    let place = (
        precision,
        -90.0..90.0,
        -179.0..180.0,
        of((text(), of(text()), of(text()))),
        features,
        of(any::<bool>()),
        of(text()),
    );
    let more = (
        vec(schedule(), 0..3),
        vec(contact(), 0..3),
        vec(source(), 0..3),
        verification(),
        of(any::<proptest::sample::Index>()),
        of(text()),
    );
    (who, place, more).prop_map(|(who, place, more)| {
        let (id, kinds, status, name, name_kana, summary, translations, terms) = who;
        let (location_precision, lat, lon, address, features, available, note) = place;
        let (schedules, mut contacts, sources, (verification, by), organization, reason) = more;
        contacts.retain(|contact| contact.visibility == Visibility::Public);
        let day = NaiveDate::from_ymd_opt(2026, 12, 29).unwrap_or_default();
        let place = Place {
            id: PlaceId(Uuid::from_u128(id)),
            kinds,
            status,
            name,
            name_kana,
            summary,
            translations,
            terms: terms
                .into_iter()
                .map(|number| TermId(Uuid::from_u128(number)))
                .collect(),
            location: domain::location::public_point(Point { lon, lat }, location_precision),
            location_precision,
            address: address.map(|(formatted, postal_code, town)| Address {
                formatted,
                postal_code,
                town,
                municipality_code: Some("011002".to_owned()),
                ..Address::default()
            }),
            schedules,
            special_hours: reason
                .map(|reason| SpecialHours {
                    from: day,
                    to: day,
                    opens: None,
                    closes: None,
                    reason: Some(reason),
                })
                .into_iter()
                .collect(),
            contacts,
            accessibility: features
                .into_iter()
                .map(|feature| Accessibility {
                    feature,
                    available,
                    note: note.clone(),
                })
                .collect(),
            verification,
            sources,
            ..Place::empty(at())
        };
        (place, organization, by)
    })
}

fn service() -> impl Strategy<Value = (Service, Pick, Pick, Vec<proptest::sample::Index>)> {
    let who = (
        any::<u128>(),
        text(),
        of(text()),
        texts(),
        proptest::sample::subsequence(ServiceMode::ALL, 0..3),
    );
    let what = (
        of(any::<bool>()),
        of(text()),
        of(0..80),
        vec(text(), 0..3),
        vec(schedule(), 0..2),
        vec(contact(), 0..2),
    );
    let more = (
        verification(),
        of(any::<proptest::sample::Index>()),
        vec(any::<proptest::sample::Index>(), 0..3),
        vec(source(), 0..2),
        proptest::sample::subsequence(vec![3_u128, 1, 4, 2], 0..3),
    );
    (who, what, more).prop_map(|(who, what, more)| {
        let (id, name, summary, translations, modes) = who;
        let (is_free, fee, minimum_age, required_documents, schedules, mut contacts) = what;
        let ((verification, by), organization, places, sources, terms) = more;
        contacts.retain(|contact| contact.visibility == Visibility::Public);
        let service = Service {
            id: ServiceId(Uuid::from_u128(id)),
            name,
            summary,
            translations,
            modes,
            is_free,
            id_required: is_free,
            eligibility: fee.clone(),
            fee,
            minimum_age,
            maximum_age: minimum_age.map(|age| age + 5),
            required_documents,
            schedules,
            contacts,
            verification,
            sources,
            terms: terms
                .into_iter()
                .map(|number| TermId(Uuid::from_u128(number)))
                .collect(),
            ..Service::empty(at())
        };
        (service, organization, by, places)
    })
}

prop_compose! {
    /// A register in which everything hangs together.
    pub(crate) fn register()(
        organizations in vec(organization(), 0..3),
        places in vec(place(), 1..5),
        services in vec(service(), 0..4),
        here in vec((vec(schedule(), 0..2), vec(contact(), 0..2), of(text())), 12),
    ) -> Contents {
        let mut contents = Contents { terms: terms(), ..Contents::default() };
        for (mut place, organization, by) in places {
            place.organization = pick(organization, &organizations);
            place.verification.by = pick(by, &organizations);
            contents.places.push(place);
        }
        let mut here = here.into_iter();
        for (mut service, organization, by, at) in services {
            service.organization = pick(organization, &organizations);
            service.verification.by = pick(by, &organizations);
            for index in at {
                let place = index.get(&contents.places).id;
                let (schedules, mut contacts, note) = here.next().unwrap_or_default();
                contacts.retain(|contact: &Contact| contact.visibility == Visibility::Public);
                if service.places.iter().all(|at| at.place != place) {
                    service.places.push(ServiceAtPlace { id: ServiceAtPlaceId::fresh(), place, schedules, contacts, note });
                }
            }
            contents.services.push(service);
        }
        contents.organizations = organizations;
        contents.places.sort_by_key(|place| place.id);
        contents
    }
}
