//! What an empty answer leads to, against the scan: the nearest places wherever they are, and who listens.

use domain::contents::Contents;
use domain::{Place, PlaceKind, PlaceStatus, Point, Service, ServiceId, ServiceMode, TermId};
use proptest::prelude::*;
use readmodel::Snapshot;

use crate::aim::question;
use crate::ask::{Question, Where};
use crate::brute::Brute;
use crate::cases;
use crate::choices::{day, now, term_id};
use crate::grid::{DEGREE, EAST, Spot, meters};
use crate::history::make;
use crate::records;
use crate::world::world;

/// The middle of the extent of an area, if it has any.
fn middle_of(brute: &Brute<'_>, area: &Where) -> Option<Point> {
    let [west, south, east, north] = match area {
        // A box that crosses the antimeridian goes on eastwards behind it.
        Where::Box([west, south, east, north]) if west > east => [*west, *south, east + 2 * EAST, *north],
        Where::Box(edges) => *edges,
        Where::Shapes(shapes) => extent(shapes.iter().flatten().flatten())?,
        Where::Districts(ids) => {
            let areas: Vec<_> = ids.iter().flat_map(|id| brute.area(*id)).collect();
            extent(areas.iter().flatten().flatten())?
        }
    };
    // Halves of units are whole numbers of half units.
    let half = |sum: i64| sum as f64 / (2 * DEGREE) as f64;
    let lon = half(west + east);
    // The antimeridian is written as 180.
    let lon = if lon > 180.0 { lon - 360.0 } else { lon };
    Some(Point {
        lon: if lon == -180.0 { 180.0 } else { lon },
        lat: half(south + north),
    })
}

fn extent<'a>(corners: impl Iterator<Item = &'a Spot> + Clone) -> Option<[i64; 4]> {
    let lons = || corners.clone().map(|corner| corner.0);
    let lats = || corners.clone().map(|corner| corner.1);
    Some([lons().min()?, lats().min()?, lons().max()?, lats().max()?])
}

fn middle(brute: &Brute<'_>, question: &Question) -> Option<Point> {
    match (question.near, question.within.first()) {
        (Some((point, _)), _) => Some(point),
        (None, Some(area)) => middle_of(brute, area),
        (None, None) => None,
    }
}

fn check_beyond(snapshot: &Snapshot, brute: &Brute<'_>, question: &Question, first: usize) {
    let hits = snapshot.beyond(&question.query(), now(), first);
    let places = brute
        .contents
        .places
        .iter()
        .filter(|place| brute.passes_question(question, place));
    let mut expected: Vec<(f64, &Place)> = middle(brute, question)
        .into_iter()
        .flat_map(|from| {
            places
                .clone()
                .filter_map(move |place| Some((from.distance_m(place.location?), place)))
        })
        .collect();
    expected.sort_by(|(a, one), (b, other)| a.total_cmp(b).then(one.id.cmp(&other.id)));
    expected.truncate(first);
    let listed: Vec<_> = hits
        .iter()
        .map(|(hit, _)| snapshot.place(hit.row).unwrap().id)
        .collect();
    assert_eq!(
        listed,
        expected.iter().map(|(_, place)| place.id).collect::<Vec<_>>(),
        "{question:?}"
    );
    for ((hit, _), (_, place)) in hits.iter().zip(&expected) {
        let far = meters(middle(brute, question).unwrap(), place.location.unwrap());
        assert!((hit.distance_m.unwrap() - far).abs() < 0.01, "{question:?}");
    }
}

/// Meters to the nearest place that offers it, however far.
fn nearest(brute: &Brute<'_>, service: &Service, from: Point) -> Option<f64> {
    offered_at(brute, service)
        .filter_map(|place| place.location)
        .map(|at| from.distance_m(at))
        .min_by(f64::total_cmp)
}

/// Where it is offered, as the public map has it.
fn offered_at<'a>(brute: &Brute<'a>, service: &'a Service) -> impl Iterator<Item = &'a Place> {
    let places = &brute.contents.places;
    let offered = service
        .places
        .iter()
        .filter_map(|offer| places.iter().find(|place| place.id == offer.place));
    offered.filter(|place| place.status != PlaceStatus::Archived)
}

fn listens(brute: &Brute<'_>, service: &Service, consultation: TermId, point: Option<Point>) -> bool {
    let desk = || offered_at(brute, service).any(|place| place.kinds.contains(&PlaceKind::ConsultationDesk));
    let serves = |point| service.serves.iter().any(|id| brute.holds(*id, point));
    service.terms.contains(&consultation)
        && (service.modes.contains(&ServiceMode::Phone) || desk())
        && (service.serves.is_empty() || point.is_some_and(serves))
}

fn check_desks(
    snapshot: &Snapshot,
    brute: &Brute<'_>,
    question: &Question,
    consultation: TermId,
    first: usize,
) {
    let point = middle(brute, question);
    let services = brute.contents.services.iter();
    let mut expected: Vec<(f64, ServiceId)> = services
        .filter(|service| listens(brute, service, consultation, point))
        .map(|service| {
            let meters = point.and_then(|point| nearest(brute, service, point));
            (meters.unwrap_or(f64::INFINITY), service.id)
        })
        .collect();
    expected.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    expected.truncate(first);
    let desks = snapshot.fallback_desks(&question.query(), first);
    let listed: Vec<_> = desks
        .iter()
        .map(|(hit, _)| {
            (
                hit.nearest.map_or(f64::INFINITY, |(_, meters)| meters),
                hit.service.id,
            )
        })
        .collect();
    assert_eq!(listed, expected, "{question:?}");
    for (hit, _) in &desks {
        if let Some((row, meters)) = hit.nearest {
            let place = snapshot.place(row).unwrap();
            assert!(hit.service.places.iter().any(|offer| offer.place == place.id));
            assert_eq!(point.unwrap().distance_m(place.location.unwrap()), meters);
        }
    }
}

pub fn check(snapshot: &Snapshot, brute: &Brute<'_>, question: &Question, first: usize) {
    check_beyond(snapshot, brute, question, first);
    match brute
        .contents
        .terms
        .iter()
        .find(|term| term.scheme == "support_function" && term.code == "consultation")
    {
        Some(term) => check_desks(snapshot, brute, question, term.id, first),
        None => assert!(snapshot.fallback_desks(&question.query(), first).is_empty()),
    }
}

/// The scheme `b` becomes that of support functions, and its last term, which stands alone, consultation.
pub fn with_consultation(contents: &mut Contents) {
    let code = "support_function";
    contents
        .schemes
        .iter_mut()
        .filter(|scheme| scheme.code == "b")
        .for_each(|scheme| scheme.code = code.to_owned());
    for term in contents.terms.iter_mut().filter(|term| term.scheme == "b") {
        term.scheme = code.to_owned();
        if term.id == term_id(7) {
            term.code = "consultation".to_owned();
        }
    }
    // Every other service is of that function.
    for service in contents.services.iter_mut().step_by(2) {
        service.terms.push(term_id(7));
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn beyond_an_empty_answer_lies_what_the_scan_finds(
        world in world(200), genes in prop::collection::vec((question(), 0usize..=10), 1..=6), known: bool
    ) {
        let mut world = world;
        if known {
            with_consultation(&mut world.contents);
        }
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        for (gene, first) in genes {
            check(&snapshot, &brute, &gene.aim(&world), first);
        }
    }
}

#[test]
fn the_antimeridian_is_one_line_to_those_who_listen() {
    let ring = vec![vec![
        [179.0, 0.0],
        [180.0, 0.0],
        [180.0, 1.0],
        [179.0, 1.0],
        [179.0, 0.0],
    ]];
    let mut contents = Contents {
        schemes: records::schemes(),
        terms: records::terms(),
        districts: records::districts(&[records::DistrictGene::plain()], &[(0, 0)]),
        services: records::services(&[records::ServiceGene::plain()], 1),
        ..Contents::default()
    };
    with_consultation(&mut contents);
    contents.districts[0].polygons = vec![ring];
    contents.services[0].serves = vec![contents.districts[0].id];
    contents.services[0].modes = vec![ServiceMode::Phone];
    let snapshot = Snapshot::build(contents, "test", &day());
    for lon in [-EAST, EAST] {
        let question = Question {
            within: vec![Where::Box([lon, 0, lon, DEGREE])],
            ..Question::default()
        };
        assert_eq!(snapshot.fallback_desks(&question.query(), 1).len(), 1, "{lon}");
    }
}
