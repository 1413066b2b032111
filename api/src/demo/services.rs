//! The invented services: most at a place or several, some by telephone, online or at home.

use domain::place::PrivateParts;
use domain::{
    ContactKind, District, DistrictId, DistrictLevel, Organization, Place, PlaceKind, PlaceStatus, Service,
    ServiceAtPlace, ServiceAtPlaceId, ServiceId, ServiceMode, Texts, Translation,
};
use rand::RngExt;

use super::maker::{Maker, contact};
use super::offers::{OFFERS, Offer};
use super::{hours, organizations, words};

/// How often a place is drawn before a service goes without one.
const TRIES: usize = 8;

/// About so many services; the two general desks come first, even in a register without places.
pub(super) fn invent(
    maker: &mut Maker,
    count: usize,
    places: &[(Place, PrivateParts)],
    organizations: &[Organization],
    districts: &[District],
) -> Vec<Service> {
    let mut services = Vec::with_capacity(count + 2);
    services.extend(general_consultation(maker, places, districts));
    services.push(general_telephone(maker, services.len() + 1, organizations));
    while services.len() < count {
        let number = services.len() + 1;
        let offered = if maker.chance(0.12) {
            None
        } else {
            at_places(maker, number, places)
        };
        services.push(offered.unwrap_or_else(|| remote(maker, number, organizations, districts)));
    }
    services
}

fn bare(maker: &mut Maker, number: usize, name: String, english: Option<String>, summary: &str) -> Service {
    let texts = english.map(|english| Translation {
        language: "en".to_owned(),
        name: Some(english),
        summary: Some("(invented sample)".to_owned()),
    });
    Service {
        id: ServiceId(maker.id()),
        name,
        summary: Some(format!("{summary}（架空の見本です）")),
        translations: Texts(texts.into_iter().collect()),
        verification: maker.verification(None),
        sources: maker.source(format!("demo-s-{number:04}")),
        ..Service::empty(maker.at)
    }
}

/// What the city's desk offers to everybody who lives there.
fn general_consultation(
    maker: &mut Maker,
    places: &[(Place, PrivateParts)],
    districts: &[District],
) -> Option<Service> {
    let (desk, _) = places
        .first()
        .filter(|(place, _)| place.kinds.contains(&PlaceKind::ConsultationDesk))?;
    let mut service = bare(
        maker,
        1,
        "くらしの総合相談".to_owned(),
        Some("General Advice on Living".to_owned()),
        "どこに相談してよいかわからないことを何でもうかがいます。",
    );
    service.organization = desk.organization;
    service.modes = vec![ServiceMode::AtPlace, ServiceMode::Phone];
    service.serves = of_level(districts, DistrictLevel::Municipality);
    service.terms = maker.terms([
        "support_function:consultation",
        "cost:free",
        "audience:anyone",
        "language:ja",
    ]);
    service.schedules = vec![hours::by_rule("Mo-Fr 08:30-17:15; PH off; Dec 29-Jan 3 off")];
    service.contacts = vec![maker.phone()];
    service.places = vec![offered_at(maker, desk, Some("1階の正面です".to_owned()))];
    service.is_free = Some(true);
    service.id_required = Some(false);
    service.reservation_required = Some(false);
    Some(service)
}

/// A desk that anybody anywhere can call: it states no limit.
fn general_telephone(maker: &mut Maker, number: usize, organizations: &[Organization]) -> Service {
    let mut service = bare(
        maker,
        number,
        "よりそい電話（みほん）".to_owned(),
        Some("Mihon Listening Line".to_owned()),
        "どなたでも、どこからでもかけられる電話相談です。",
    );
    service.organization =
        organizations::one_of(maker, organizations, &[domain::OrganizationKind::Nonprofit]);
    service.modes = vec![ServiceMode::Phone];
    service.terms = maker.terms([
        "support_function:consultation",
        "need:isolation",
        "need:mental_health",
    ]);
    service.schedules = vec![hours::by_rule("Mo-Su 10:00-22:00")];
    service.contacts = vec![maker.phone()];
    service.is_free = Some(true);
    service.id_required = Some(false);
    service.reservation_required = Some(false);
    service
}

/// A service at one place, sometimes at two or three of the same kind; `None` when no place was fit.
fn at_places(maker: &mut Maker, number: usize, places: &[(Place, PrivateParts)]) -> Option<Service> {
    let first = draw(maker, places, |_| true)?;
    let kind = *first.kinds.first()?;
    let fitting = OFFERS.iter().filter(|offer| offer.kinds.contains(&kind));
    let offer = maker.weighted(fitting.map(|offer| (offer, 1)))?;
    let mut service = from_offer(maker, number, offer);
    service.organization = first.organization;
    let note = maker.chance(0.2).then(|| "入口で声をかけてください".to_owned());
    service.places.push(offered_at(maker, first, note));
    let more = if maker.chance(0.15) { maker.number(1, 2) } else { 0 };
    for _ in 0..more {
        let taken: Vec<_> = service.places.iter().map(|at| at.place).collect();
        if let Some(next) = draw(maker, places, |place| {
            place.kinds.first() == Some(&kind) && !taken.contains(&place.id)
        }) {
            service.places.push(offered_at(maker, next, None));
        }
    }
    for at in &mut service.places {
        if maker.chance(0.35) {
            let rule = maker.pick(&[
                "Sa[1,3] 13:00-15:00",
                "Tu 14:00-16:00; PH off",
                "Th 18:00-20:00",
                "Su[2] 10:00-12:00",
            ]);
            at.schedules.push(hours::by_rule(rule));
        }
        if maker.chance(0.1) {
            at.contacts.push(maker.phone());
        }
    }
    Some(service)
}

/// A published place whose position is no secret, if a few draws find one.
fn draw<'a>(
    maker: &mut Maker,
    places: &'a [(Place, PrivateParts)],
    fits: impl Fn(&Place) -> bool,
) -> Option<&'a Place> {
    (0..TRIES).find_map(|_| {
        let choice = maker.rng.random_range(0..places.len().max(1));
        let (place, _) = places.get(choice)?;
        let open = place.status == PlaceStatus::Published;
        let public = place.location_precision != domain::LocationPrecision::Hidden;
        (open && public && fits(place)).then_some(place)
    })
}

fn offered_at(maker: &mut Maker, place: &Place, note: Option<String>) -> ServiceAtPlace {
    ServiceAtPlace {
        id: ServiceAtPlaceId(maker.id()),
        place: place.id,
        schedules: Vec::new(),
        contacts: Vec::new(),
        note,
    }
}

/// A service without a place, for the city, for some of its school districts, or without a stated limit.
fn remote(
    maker: &mut Maker,
    number: usize,
    organizations: &[Organization],
    districts: &[District],
) -> Service {
    let remote = OFFERS.iter().filter(|offer| offer.kinds.is_empty());
    let Some(offer) = maker.weighted(remote.map(|offer| (offer, 1))) else {
        return general_telephone(maker, number, organizations);
    };
    let mut service = from_offer(maker, number, offer);
    let kinds = [
        domain::OrganizationKind::Nonprofit,
        domain::OrganizationKind::WelfareCouncil,
    ];
    service.organization = organizations::one_of(maker, organizations, &kinds);
    service.serves = match maker.number(0, 9) {
        0..6 => of_level(districts, DistrictLevel::Municipality),
        6..8 => {
            let schools = of_level(districts, DistrictLevel::ElementarySchoolDistrict);
            schools.into_iter().filter(|_| maker.chance(0.5)).collect()
        }
        _ => Vec::new(),
    };
    let (rule, original) = maker.pick(&[
        ("Mo-Fr 10:00-19:00; PH off", "平日10時〜19時、祝日休み"),
        ("Mo-Su 18:00-22:00", "毎日18時〜22時"),
        ("Sa,Su,PH 10:00-17:00", "土日祝 10時〜17時"),
    ]);
    service.schedules = vec![domain::Schedule {
        original: Some(original.to_owned()),
        ..hours::by_rule(rule)
    }];
    service.contacts = vec![match offer.mode {
        ServiceMode::Online => contact(
            ContactKind::Web,
            format!("https://example.org/services/demo-s-{number:04}"),
        ),
        _ => maker.phone(),
    }];
    service
}

fn of_level(districts: &[District], level: DistrictLevel) -> Vec<DistrictId> {
    districts
        .iter()
        .filter(|district| district.level == level)
        .map(|district| district.id)
        .collect()
}

fn from_offer(maker: &mut Maker, number: usize, offer: &Offer) -> Service {
    let (word, _, word_english) = maker.pick(words::NAMES);
    let (form, _, form_english) = offer.form;
    let english = maker
        .chance(0.7)
        .then(|| format!("{word_english} {form_english}"));
    let mut service = bare(maker, number, format!("{word}{form}"), english, offer.summary);
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (is_free, fee) = offer.fee;
    service.modes = vec![offer.mode];
    service.terms = maker.terms(offer.terms.iter().copied());
    service.is_free = is_free;
    service.fee = text(fee);
    service.eligibility = text(offer.eligibility);
    (service.minimum_age, service.maximum_age) = offer.ages;
    service.id_required = maker.three_valued(0.2, 0.4);
    service.reservation_required = maker.three_valued(0.3, 0.4);
    let papers = if service.id_required == Some(true) || maker.chance(0.1) {
        maker.number(1, 2)
    } else {
        0
    };
    for _ in 0..papers {
        let paper = maker.pick(words::DOCUMENTS).to_owned();
        if !service.required_documents.contains(&paper) {
            service.required_documents.push(paper);
        }
    }
    if service.modes.contains(&ServiceMode::AtPlace) && maker.chance(0.25) {
        service.contacts.push(maker.phone());
    }
    service
}
