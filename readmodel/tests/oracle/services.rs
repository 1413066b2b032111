//! Services against the scan: near a point or reaching it, serving a point, and every filter.

use domain::contents::Contents;
use domain::text::fold;
use domain::{OrganizationId, PlaceStatus, Point, Service, ServiceId, ServiceMode, Texts};
use proptest::prelude::*;
use readmodel::{Near, PlaceFilter, PlaceQuery, Radius, SearchText, ServiceFilter, ServiceQuery, Snapshot};

use crate::aim::{NearGene, near, typed};
use crate::brute::{Brute, within};
use crate::cases;
use crate::choices::{Bits, day, now, organization_id, term_id};
use crate::grid::meters;
use crate::history::make;
use crate::texts::{holds, words, writings};
use crate::world::{PlaceGene, World, place, world};

#[derive(Debug, Clone)]
pub struct ServiceQuestionGene {
    near: Option<NearGene>,
    serves: Option<NearGene>,
    text: Option<u64>,
    filter: u64,
}

pub fn service_question() -> impl Strategy<Value = ServiceQuestionGene> {
    let filter = prop_oneof![1 => Just(0u64), 2 => any::<u64>()];
    (
        prop::option::of(near()),
        prop::option::weighted(0.3, near()),
        prop::option::weighted(0.3, any::<u64>()),
        filter,
    )
        .prop_map(|(near, serves, text, filter)| ServiceQuestionGene {
            near,
            serves,
            text,
            filter,
        })
}

#[derive(Debug, Clone)]
pub struct ServiceQuestion {
    near: Option<(Point, f64)>,
    serves: Option<Point>,
    typed: Option<String>,
    filter: ServiceFilter,
}

impl ServiceQuestionGene {
    pub fn aim(&self, world: &World) -> ServiceQuestion {
        let mut bits = Bits(self.filter);
        let mut filter = ServiceFilter::default();
        if bits.one_in(3) {
            filter.terms.push(
                (0..bits.below(3))
                    .map(|_| term_id(bits.below(5) as usize))
                    .collect(),
            );
        }
        if bits.one_in(5) {
            filter.terms.push(vec![term_id(5 + bits.below(4) as usize)]);
        }
        if bits.one_in(4) {
            filter.organizations = vec![organization_id(bits.below(5) as usize)];
        }
        if bits.one_in(3) {
            filter.modes = (0..bits.below(2) + 1)
                .map(|_| bits.pick(ServiceMode::ALL))
                .collect();
        }
        filter.no_id_required = bits.one_in(4);
        filter.is_free = bits.one_in(4).then(|| bits.one_in(2));
        filter.open_at = bits.one_in(5).then(|| crate::opening::window(&mut bits));
        filter.age = bits.one_in(3).then(|| bits.pick(&[-1, 0, 5, 6, 17, 18, 19]));
        ServiceQuestion {
            near: self.near.as_ref().map(|gene| gene.aim(world)),
            serves: self.serves.as_ref().map(|gene| gene.aim(world).0),
            typed: self.text.map(|bits| typed(Bits(bits))),
            filter,
        }
    }
}

impl ServiceQuestion {
    pub fn query(&self) -> ServiceQuery {
        let text = self
            .typed
            .as_deref()
            .and_then(|typed| SearchText::new(typed).unwrap());
        ServiceQuery {
            near: self.near.map(|(point, meters)| Near {
                point,
                radius: Radius::new(meters).unwrap(),
            }),
            serves: self.serves,
            filter: ServiceFilter {
                text,
                ..self.filter.clone()
            },
            ..ServiceQuery::default()
        }
    }
}

fn all_texts<'a>(name: &'a str, summary: Option<&'a str>, texts: &'a Texts) -> Vec<String> {
    let translated = texts
        .0
        .iter()
        .flat_map(|text| [text.name.as_deref(), text.summary.as_deref()]);
    [Some(name), summary]
        .into_iter()
        .chain(translated)
        .flatten()
        .flat_map(writings)
        .collect()
}

fn passes(brute: &Brute<'_>, question: &ServiceQuestion, service: &Service) -> bool {
    let ServiceQuestion { filter, typed, .. } = question;
    let mut texts = all_texts(&service.name, service.summary.as_deref(), &service.translations);
    texts.extend(
        service
            .organization
            .into_iter()
            .flat_map(|id: OrganizationId| brute.names_of_organization(id)),
    );
    texts.extend(service.terms.iter().flat_map(|id| brute.words_of_term(*id)));
    let has_word = |word: &String| texts.iter().any(|text| holds(text, word));
    typed
        .iter()
        .flat_map(|typed| words(typed))
        .all(|word| has_word(&word))
        && filter.terms.iter().all(|of_scheme| {
            let line = |id: &domain::TermId| brute.with_ancestors(*id);
            of_scheme.is_empty()
                || service
                    .terms
                    .iter()
                    .flat_map(line)
                    .any(|id| of_scheme.contains(&id))
        })
        && (filter.organizations.is_empty()
            || service
                .organization
                .is_some_and(|id| filter.organizations.contains(&id)))
        && (filter.modes.is_empty() || service.modes.iter().any(|mode| filter.modes.contains(mode)))
        && (!filter.no_id_required || service.id_required == Some(false))
        && filter
            .is_free
            .is_none_or(|wanted| service.is_free == Some(wanted))
        && filter
            .open_at
            .is_none_or(|window| brute.service_opens(&window, service))
        && filter.age.is_none_or(|age| {
            service.minimum_age.unwrap_or(i32::MIN) <= age && age <= service.maximum_age.unwrap_or(i32::MAX)
        })
}

fn serves(brute: &Brute<'_>, service: &Service, point: Point) -> bool {
    service.serves.is_empty() || service.serves.iter().any(|id| brute.holds(*id, point))
}

/// Meters to the nearest place in the circle that offers it and is not archived.
fn nearest(brute: &Brute<'_>, service: &Service, (from, radius): (Point, f64)) -> Option<f64> {
    let places = &brute.contents.places;
    let offered = service
        .places
        .iter()
        .filter_map(|offer| places.iter().find(|place| place.id == offer.place));
    let points = offered
        .filter(|place| place.status != PlaceStatus::Archived)
        .filter_map(|place| place.location);
    points
        .filter(|at| within(from, *at, radius))
        .map(|at| from.distance_m(at))
        .min_by(f64::total_cmp)
}

fn scan<'a>(brute: &Brute<'a>, question: &ServiceQuestion) -> Vec<(&'a Service, Option<f64>)> {
    let mut found: Vec<(&Service, Option<f64>)> = Vec::new();
    for service in &brute.contents.services {
        let distance = question.near.and_then(|near| nearest(brute, service, near));
        let comes = service.modes.iter().any(|mode| *mode != ServiceMode::AtPlace);
        let reached = question
            .near
            .is_none_or(|(from, _)| distance.is_some() || comes && serves(brute, service, from));
        if reached
            && question.serves.is_none_or(|point| serves(brute, service, point))
            && passes(brute, question, service)
        {
            found.push((service, distance));
        }
    }
    found.sort_by(|(a, a_distance), (b, b_distance)| {
        let far = |distance: &Option<f64>| distance.unwrap_or(f64::INFINITY);
        let key = |service: &Service| (fold(&service.name), service.id);
        far(a_distance)
            .total_cmp(&far(b_distance))
            .then_with(|| key(a).cmp(&key(b)))
    });
    found
}

/// Checks the list in one page, with its distances.
pub fn check_list(snapshot: &Snapshot, brute: &Brute<'_>, question: &ServiceQuestion) -> Vec<ServiceId> {
    let (query, expected) = (question.query(), scan(brute, question));
    let (page, more, total) = snapshot.search_services(&query, now(), None, 100);
    let listed: Vec<_> = page.iter().map(|(hit, _)| hit.service.id).collect();
    let ids: Vec<_> = expected.iter().map(|(service, _)| service.id).collect();
    assert_eq!(listed, ids, "{question:?}");
    assert!(!more && total == listed.len());
    for ((hit, _), (_, distance)) in page.iter().zip(&expected) {
        assert_eq!(hit.nearest.is_some(), distance.is_some());
        if let (Some((row, distance)), Some((from, _))) = (hit.nearest, question.near) {
            let place = snapshot.place(row).unwrap();
            assert!((distance - meters(from, place.location.unwrap())).abs() < 0.01);
            assert!(hit.service.places.iter().any(|offer| offer.place == place.id));
        }
    }
    listed
}

proptest! {
    #![proptest_config(cases(450))]

    #[test]
    fn services_are_those_of_the_scan(world in world(60), genes in prop::collection::vec(service_question(), 1..=6)) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for gene in genes {
            let question = gene.aim(&world);
            let (query, listed) = (question.query(), check_list(&snapshot, &brute, &question));
            for size in 1..=3 {
                let (mut paged, mut after) = (Vec::new(), None);
                loop {
                    let (page, more, total) = snapshot.search_services(&query, now(), after.as_ref(), size);
                    prop_assert_eq!(total, listed.len());
                    paged.extend(page.iter().map(|(hit, _)| hit.service.id));
                    after = page.last().and_then(|(_, cursor)| query.cursor(&cursor.encode(&query.hash())));
                    prop_assert!(!more || after.is_some() && paged.len() < total);
                    if !more { break }
                }
                prop_assert_eq!(&paged, &listed);
            }
        }
    }

    #[test]
    fn a_place_names_its_services(world in world(60)) {
        let snapshot = make(&world.contents);
        for place in &world.contents.places {
            let row = snapshot.place_row(place.id).unwrap();
            let mut expected: Vec<_> = world.contents.services.iter().flat_map(|service| {
                let offers = service.places.iter().enumerate().filter(|(_, offer)| offer.place == place.id);
                offers.map(move |(number, offer)| (fold(&service.name), service.id, number, offer.id))
            }).collect();
            expected.sort();
            let expected: Vec<_> = expected.into_iter().map(|offer| offer.3).collect();
            for size in [1, 2, 100] {
                let (mut listed, mut after) = (Vec::new(), None);
                loop {
                    let (page, more, total) = snapshot.offers_at(row, after.as_ref(), size);
                    prop_assert_eq!(total, expected.len());
                    listed.extend(page.iter().map(|offer| offer.at_place.id));
                    after = page.last().map(|offer| offer.cursor.clone());
                    prop_assert!(!more || page.len() == size && listed.len() < total);
                    if !more { break }
                }
                prop_assert_eq!(&listed, &expected);
            }
        }
    }
}

#[test]
fn an_unknown_service_is_offered_nowhere() {
    let places = vec![place(0, &PlaceGene::plain(), &[(0, 0)])];
    let snapshot = Snapshot::build(
        Contents {
            places,
            ..Contents::default()
        },
        "test",
        &day(),
    );
    let filter = PlaceFilter {
        service: Some(ServiceId(organization_id(0).0)),
        ..PlaceFilter::default()
    };
    let query = PlaceQuery::new(None, Vec::new(), filter, None).unwrap();
    assert_eq!(snapshot.count(&query, now()), 0);
}
