//! What the invented register promises.

mod ground;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{LocationPrecision, OrganizationKind, PlaceKind, PlaceStatus, ServiceMode, Texts};
use uuid::Uuid;

use super::*;

/// The codes of the starting vocabulary (`domain.md`).
const VOCABULARY: &[(&str, &str)] = &[
    (
        "hazard",
        "flood landslide storm_surge earthquake tsunami large_fire inland_flooding volcano",
    ),
    (
        "audience",
        "anyone infants children youth parents single_parents expectant older_people disabled_people carers \
         foreign_residents people_in_hardship",
    ),
    (
        "activity",
        "meal takeaway food_distribution study play talk exercise craft cooking music gardening repair \
         digital_help childcare course",
    ),
    (
        "need",
        "food learning money housing work health mental_health childcare care disability school_absence \
         isolation violence language legal disaster",
    ),
    ("cost", "free free_for_children paid donation"),
    ("language", "ja en zh ko vi tl pt es ne my id th uk jsl"),
    (
        "support_function",
        "consultation participation community_building",
    ),
];

fn vocabulary() -> Vec<Term> {
    let codes = VOCABULARY
        .iter()
        .flat_map(|(scheme, codes)| codes.split_whitespace().map(move |code| (scheme, code)));
    codes
        .zip(1_i32..)
        .map(|((scheme, code), ordinal)| Term {
            id: domain::TermId(Uuid::from_u128(u128::from(ordinal.unsigned_abs()))),
            version: 1,
            scheme: (*scheme).to_owned(),
            code: code.to_owned(),
            label: code.to_owned(),
            translations: Texts::default(),
            synonyms: Vec::new(),
            parent: None,
            ordinal,
        })
        .collect()
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_000_000, 0).unwrap()
}

fn town() -> Register {
    invent(SEED, DEFAULT_PLACES, &vocabulary(), at())
}

#[test]
fn the_same_seed_size_and_time_give_the_same_register() {
    assert_eq!(town(), town());
    let country = |seed| invent(seed, TOWN_LIMIT + 500, &vocabulary(), at());
    assert_eq!(country(1), country(1));
    assert_ne!(country(1).places, country(2).places);
    assert_ne!(
        invent(SEED + 1, DEFAULT_PLACES, &vocabulary(), at()).places,
        town().places
    );
}

#[test]
fn every_size_has_its_places_and_at_most_one_hidden() {
    for count in [0, 1, 2, 5, 14, 15, 300, TOWN_LIMIT, TOWN_LIMIT + 1] {
        let register = invent(7, count, &vocabulary(), at());
        assert_eq!(register.places.len(), count);
        let hidden: Vec<_> = register
            .places
            .iter()
            .filter(|(place, _)| place.location_precision == LocationPrecision::Hidden)
            .collect();
        assert_eq!(hidden.len(), usize::from(count > 1), "{count}");
        for (place, private) in hidden {
            assert_eq!(
                (place.location, place.name.as_str()),
                (None, "安心相談室（場所は非公開）")
            );
            assert!(private.exact_point.is_some());
        }
        assert!(!invent(7, count, &[], at()).services.is_empty());
    }
}

#[test]
fn the_town_shows_every_kind_and_every_degree_of_knowledge() {
    let register = town();
    let places: Vec<&Place> = register.places.iter().map(|(place, _)| place).collect();
    for kind in PlaceKind::ALL {
        assert!(
            places.iter().any(|place| place.kinds.first() == Some(kind)),
            "{kind}"
        );
    }
    for status in PlaceStatus::ALL {
        assert!(places.iter().any(|place| place.status == *status), "{status}");
    }
    for precision in LocationPrecision::ALL {
        assert!(
            places.iter().any(|place| place.location_precision == *precision),
            "{precision}"
        );
    }
    for status in domain::VerificationStatus::ALL {
        assert!(
            places
                .iter()
                .any(|place| place.verification.status(at()) == *status),
            "{status}"
        );
    }
    for kind in OrganizationKind::ALL {
        assert!(
            register
                .organizations
                .iter()
                .any(|organization| organization.kind == *kind),
            "{kind}"
        );
    }
    for mode in ServiceMode::ALL {
        assert!(
            register
                .services
                .iter()
                .any(|service| service.modes.contains(mode)),
            "{mode}"
        );
    }
    for value in [None, Some(true), Some(false)] {
        assert!(
            places
                .iter()
                .flat_map(|place| &place.accessibility)
                .any(|feature| feature.available == value)
        );
        assert!(register.services.iter().any(|service| service.is_free == value));
        assert!(
            register
                .services
                .iter()
                .any(|service| service.id_required == value)
        );
    }
    assert!(places.iter().any(|place| !place.special_hours.is_empty()));
    assert!(
        places
            .iter()
            .flat_map(|place| &place.schedules)
            .any(|schedule| schedule.rrule.is_some())
    );
    assert!(places.iter().any(|place| place.schedules.is_empty()));
    let names: BTreeSet<_> = places.iter().map(|place| &place.name).collect();
    assert_eq!(names.len(), places.len());
}

#[test]
fn everything_is_labeled_as_invented_and_names_only_what_is_there() {
    for count in [DEFAULT_PLACES, TOWN_LIMIT + 1_000] {
        let register = invent(SEED, count, &vocabulary(), at());
        let organizations: BTreeSet<_> = register.organizations.iter().map(|one| one.id).collect();
        let places: BTreeSet<_> = register.places.iter().map(|(place, _)| place.id).collect();
        let districts: BTreeSet<_> = register.districts.iter().map(|one| one.id).collect();
        assert_eq!(places.len(), count);
        assert!(register.places.is_sorted_by_key(|(place, _)| place.id));
        let mut keys = BTreeSet::new();
        let mut label = |sources: &[domain::Source]| {
            let [source] = sources else {
                unreachable!("one source each")
            };
            assert_eq!(source.dataset.as_deref(), Some("demo"));
            assert!(
                keys.insert(source.external_id.clone()),
                "{:?} twice",
                source.external_id
            );
        };
        for (place, private) in &register.places {
            label(&place.sources);
            assert!(place.summary.as_ref().unwrap().ends_with("（架空の見本です）"));
            assert!(place.organization.is_none_or(|id| organizations.contains(&id)));
            assert!(
                place
                    .contacts
                    .iter()
                    .all(|contact| contact.visibility == domain::Visibility::Public)
            );
            assert!(
                private
                    .contacts
                    .iter()
                    .all(|contact| contact.visibility == domain::Visibility::Private)
            );
            assert!(!place.terms.is_empty());
            let age = place
                .verification
                .verified_at
                .map(|verified_at| at() - verified_at);
            assert!(age.is_none_or(|age| (TimeDelta::days(1)..=TimeDelta::days(1_095)).contains(&age)));
        }
        for service in &register.services {
            label(&service.sources);
            assert!(service.organization.is_none_or(|id| organizations.contains(&id)));
            assert!(service.serves.iter().all(|id| districts.contains(id)));
            let at: BTreeSet<_> = service.places.iter().map(|at| at.place).collect();
            assert_eq!(at.len(), service.places.len());
            assert!(at.is_subset(&places));
        }
        register
            .organizations
            .iter()
            .for_each(|organization| label(&organization.sources));
        register
            .districts
            .iter()
            .for_each(|district| label(&district.sources));
    }
}

#[test]
fn somebody_listens_to_everybody() {
    let register = town();
    let consultation = vocabulary()
        .iter()
        .find(|term| term.code == "consultation")
        .unwrap()
        .id;
    let [at_desk, by_phone, ..] = register.services.as_slice() else {
        unreachable!("two general desks")
    };
    let (desk, _) = &register.places[0];
    assert!(desk.kinds.contains(&PlaceKind::ConsultationDesk) && desk.location.is_some());
    assert!(at_desk.terms.contains(&consultation) && at_desk.places[0].place == desk.id);
    assert_eq!(at_desk.serves, [register.districts[1].id]);
    assert!(by_phone.terms.contains(&consultation) && by_phone.serves.is_empty());
    assert_eq!(by_phone.modes, [ServiceMode::Phone]);
}

#[test]
fn only_words_of_the_vocabulary_are_used() {
    let maker = Maker::new(0, &vocabulary(), at());
    let of_kinds = kinds::PROFILES
        .iter()
        .flat_map(|profile| profile.always.iter().chain(profile.often));
    let of_offers = offers::OFFERS.iter().flat_map(|offer| offer.terms);
    for name in of_kinds.chain(of_offers) {
        assert_eq!(maker.terms([*name]).len(), 1, "{name}");
    }
    let kinds: Vec<_> = kinds::PROFILES.iter().map(|profile| profile.kind).collect();
    assert_eq!(kinds, PlaceKind::ALL);
    for kind in kinds {
        assert!(
            offers::OFFERS.iter().any(|offer| offer.kinds.contains(&kind)),
            "{kind}"
        );
    }
}
