//! A register that is known from its number alone, and what the right answer to a question about it is.
//!
//! Each write changes two places together, in turn, and now and then a service or a term with them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::text::fold;
use domain::{Image, Place, PlaceId, PlaceStatus, Point, Service, Term, TermId};
use readmodel::{
    BoundingBox, Near, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText, Snapshot, Within,
    Zoom,
};

use crate::choices::{KINDS, WORDS, now, place_id, term_id};
use crate::history::Dice;
use crate::records::{ServiceGene, services, terms};
use crate::world::{PlaceGene, place};

/// Pairs of places that change together, each in its turn.
const PAIRS: i64 = 120;
/// The service moves, and the term changes its parent, once in so many writes.
const MOVES: i64 = 7;
const REPARENTS: i64 = 100;

/// The place of a pair as the write of this number leaves it.
fn written(number: i64, second: bool) -> Place {
    let pair = number % PAIRS;
    let mut dice = Dice(number as u64);
    let step = |dice: &mut Dice| dice.below(16) as f64 / 64.0;
    let located = dice.below(8) > 0;
    let (lon, lat) = (139.0 + step(&mut dice), 35.0 + step(&mut dice));
    Place {
        kinds: vec![KINDS[dice.below(4)]],
        status: if dice.below(5) == 0 {
            PlaceStatus::Archived
        } else {
            PlaceStatus::Published
        },
        name: WORDS[dice.below(16)].to_owned(),
        // One in four has the term that moves.
        terms: (dice.below(4) == 0).then(|| term_id(2)).into_iter().collect(),
        location: located.then_some(Point { lon, lat }),
        updated_at: moment(number),
        ..place(id_of(pair, second), &PlaceGene::plain(), &[(0, 0)])
    }
}

fn id_of(pair: i64, second: bool) -> usize {
    2 * pair as usize + usize::from(second)
}

fn moment(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(number)
}

/// The last number up to this one that a rule falls on.
fn last(number: i64, every: i64) -> i64 {
    number - number % every
}

/// Where the service is offered.
fn offered_at(number: i64) -> PlaceId {
    place_id(id_of(last(number, MOVES) % PAIRS, false))
}

pub fn offer(number: i64) -> Service {
    let mut service = services(&[ServiceGene::plain()], 1).remove(0);
    service.places[0].place = offered_at(number);
    service.terms = vec![term_id(6)];
    service
}

/// Above the term that moves: one of two, in turns.
fn parent(number: i64) -> TermId {
    term_id(if number / REPARENTS % 2 == 0 { 1 } else { 3 })
}

fn moved_term(number: i64) -> Term {
    let term = terms().remove(2);
    Term {
        parent: Some(parent(number)),
        ..term
    }
}

pub fn images(number: i64) -> Vec<Image> {
    let mut images: Vec<Image> = [false, true]
        .map(|second| Image::Place(Box::new(written(number, second))))
        .into();
    if number % MOVES == 0 {
        images.push(Image::Service(Box::new(offer(number))));
    }
    if number % REPARENTS == 0 {
        images.insert(0, Image::Term(Box::new(moved_term(number))));
    }
    images
}

/// What the register holds at a number, two places for each write that nothing has replaced.
fn register(number: i64) -> Vec<Place> {
    let numbers = (number - PAIRS + 1).max(1)..=number;
    numbers
        .flat_map(|number| [written(number, false), written(number, true)])
        .collect()
}

/// One question, and which places answer it.
struct Asked {
    query: PlaceQuery,
    answers: Box<dyn Fn(&Place) -> bool>,
}

fn ask(number: i64, dice: &mut Dice) -> Asked {
    let (mut near, mut within, mut filter) = (None, Vec::new(), PlaceFilter::default());
    let answers: Box<dyn Fn(&Place) -> bool> = match dice.below(10) {
        0 => Box::new(|_| true),
        1 => {
            let kind = KINDS[dice.below(4)];
            filter.kinds = vec![kind];
            Box::new(move |place| place.kinds.contains(&kind))
        }
        2 => {
            let index = [1, 2, 3][dice.below(3)];
            filter.terms = vec![vec![term_id(index)]];
            let reached = index == 2 || parent(number) == term_id(index);
            Box::new(move |place| reached && place.terms.contains(&term_id(2)))
        }
        3 => {
            // What the service is about, and what stands above that.
            filter.terms = vec![vec![term_id(5 + dice.below(2))]];
            Box::new(move |place| place.id == offered_at(number))
        }
        4 => {
            filter.service = Some(offer(0).id);
            Box::new(move |place| place.id == offered_at(number))
        }
        5 => {
            let since = moment(number - dice.below(40) as i64);
            filter.updated_since = Some(since);
            Box::new(move |place| place.updated_at >= since)
        }
        6 => {
            let word = WORDS[dice.below(16)];
            filter.text = SearchText::new(word).unwrap();
            let folded = fold(word);
            let own: Vec<String> = [
                terms().remove(2).label,
                terms().remove(2).synonyms.join(" "),
                "term".to_owned(),
            ]
            .iter()
            .map(|words| fold(words))
            .collect();
            let of_service = fold(&offer(0).name).contains(&folded);
            Box::new(move |place| {
                fold(&place.name).contains(&folded)
                    || !place.terms.is_empty() && own.iter().any(|words| words.contains(&folded))
                    || of_service && place.id == offered_at(number)
            })
        }
        7 | 8 => {
            // Places stand on every other edge.
            let edge = |dice: &mut Dice| dice.below(9) as f64 / 32.0;
            let (west, south) = (139.0 + edge(dice), 35.0 + edge(dice));
            let (east, north) = (west + edge(dice), south + edge(dice));
            within.push(Within::Box(BoundingBox::new(west, south, east, north).unwrap()));
            Box::new(move |place| {
                let inside = |at: Point| (west..=east).contains(&at.lon) && (south..=north).contains(&at.lat);
                place.location.is_some_and(inside)
            })
        }
        _ => {
            let (point, meters) = (
                Point {
                    lon: 139.1,
                    lat: 35.1,
                },
                1_000.0 + 500.0 * dice.below(40) as f64,
            );
            near = Some(Near {
                point,
                radius: Radius::new(meters).unwrap(),
            });
            Box::new(move |place| place.location.is_some_and(|at| point.distance_m(at) <= meters))
        }
    };
    filter.include_archived = dice.below(2) == 0;
    let field = if near.is_some() {
        OrderField::Distance
    } else {
        OrderField::UpdatedAt
    };
    let order = PlaceOrder {
        field,
        descending: near.is_none(),
    };
    Asked {
        query: PlaceQuery::new(near, within, filter, Some(order)).unwrap(),
        answers,
    }
}

/// Asks one question and compares the answer with what the number says.
pub fn check(snapshot: &Snapshot, dice: &mut Dice) {
    let number = snapshot.seq();
    let Asked { query, answers } = ask(number, dice);
    let mut expected = register(number);
    expected.retain(|place| {
        (query.filter.include_archived || place.status != PlaceStatus::Archived) && answers(place)
    });
    match query.near {
        Some(near) => expected.sort_by(|a, b| {
            let meters = |place: &Place| near.point.distance_m(place.location.unwrap());
            meters(a).total_cmp(&meters(b)).then(a.id.cmp(&b.id))
        }),
        None => expected.sort_by_key(|place| (std::cmp::Reverse(place.updated_at), place.id)),
    }
    let page = snapshot.search(&query, now(), None, 1_000);
    let listed: Vec<&Place> = page
        .hits
        .iter()
        .map(|hit| &**snapshot.place(hit.row).unwrap())
        .collect();
    assert_eq!(
        listed,
        expected.iter().collect::<Vec<_>>(),
        "at {number}: {query:?}"
    );
    assert_eq!(snapshot.count(&query, now()), expected.len() as u64);
    let kinds: u64 = snapshot
        .kind_counts(&query, now())
        .iter()
        .map(|(_, count)| count)
        .sum();
    assert_eq!(kinds, expected.len() as u64);
    let (_, clusters) = snapshot.clusters(&query, Zoom::new(dice.below(23) as i32).unwrap(), now());
    let located = expected.iter().filter(|place| place.location.is_some()).count() as u64;
    assert_eq!(clusters.iter().map(|cluster| cluster.count).sum::<u64>(), located);
    let id = place_id(dice.below(2 * PAIRS as usize));
    let found = snapshot.place_row(id).and_then(|row| snapshot.place(row));
    assert_eq!(
        found.map(|place| &**place),
        register(number).iter().find(|place| place.id == id)
    );
}
