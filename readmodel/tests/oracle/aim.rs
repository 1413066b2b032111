//! Questions aimed at what a register holds: at its points, its districts, its words.

use domain::{AccessibilityFeature, Point, ServiceId, VerificationStatus};
use proptest::prelude::*;
use readmodel::{OrderField, PlaceFilter, PlaceOrder, SourceRef};

use crate::ask::{Question, Where};
use crate::choices::{
    Bits, DATASETS, FEATURES, KINDS, WORDS, district_id, hours_ago, organization_id, term_id,
};
use crate::grid::{COARSE, DEGREE, EAST, NORTH, Spot, on_earth, point, spot};
use crate::opening;
use crate::shapes::{ShapeGene, apart, shape};
use crate::world::World;

/// What a question is made from, before it meets a register.
#[derive(Debug, Clone)]
pub struct QuestionGene {
    near: Option<NearGene>,
    within: Vec<WhereGene>,
    filter: u64,
    text: Option<u64>,
    order: u64,
}

#[derive(Debug, Clone)]
pub struct NearGene {
    origin: u8,
    step: (i64, i64),
    radius: u8,
    pick: u64,
}

#[derive(Debug, Clone)]
pub struct WhereGene {
    kind: u8,
    steps: [i64; 4],
    shapes: Vec<ShapeGene>,
    pick: u64,
}

pub fn near() -> impl Strategy<Value = NearGene> {
    (0u8..8, (-4i64..=4, -4i64..=4), 0u8..10, any::<u64>()).prop_map(|(origin, step, radius, pick)| {
        NearGene {
            origin,
            step,
            radius,
            pick,
        }
    })
}

/// One area: a box, shapes or districts.
pub fn area(kinds: std::ops::Range<u8>) -> impl Strategy<Value = WhereGene> {
    (
        kinds,
        [0i64..=5, 0..=5, 0..=5, 0..=5],
        prop::collection::vec(shape(), 1..=2),
        any::<u64>(),
    )
        .prop_map(|(kind, steps, shapes, pick)| WhereGene {
            kind,
            steps,
            shapes,
            pick,
        })
}

pub const BOXES: std::ops::Range<u8> = 0..9;
pub const SHAPES: std::ops::Range<u8> = 9..11;
pub const DISTRICTS: std::ops::Range<u8> = 11..13;

/// Anything at all; without areas half of the time.
pub fn question() -> impl Strategy<Value = QuestionGene> {
    let within = prop_oneof![
        2 => Just(Vec::new()).boxed(),
        1 => prop::collection::vec(area(0..13), 1..=2).boxed(),
    ];
    let filter = prop_oneof![1 => Just(0u64), 2 => any::<u64>()];
    (
        prop::option::of(near()),
        within,
        filter,
        prop::option::weighted(0.3, any::<u64>()),
        any::<u64>(),
    )
        .prop_map(|(near, within, filter, text, order)| QuestionGene {
            near,
            within,
            filter,
            text,
            order,
        })
}

impl QuestionGene {
    pub fn aim(&self, world: &World) -> Question {
        let near = self.near.as_ref().map(|gene| gene.aim(world));
        let within = self.within.iter().map(|gene| gene.aim(world)).collect();
        let typed = self.text.map(|bits| typed(Bits(bits)));
        let services: Vec<ServiceId> = world.contents.services.iter().map(|service| service.id).collect();
        let question = Question {
            near,
            within,
            typed,
            filter: filter(Bits(self.filter), &services),
            order: None,
        };
        let mut fields = vec![
            OrderField::Name,
            OrderField::UpdatedAt,
            OrderField::Curve,
            OrderField::NextOpening,
        ];
        fields.extend(near.map(|_| OrderField::Distance));
        fields.extend(question.text().map(|_| OrderField::Relevance));
        let mut bits = Bits(self.order);
        let field = bits.pick(&fields);
        let descending = bits.one_in(2);
        let order = (!bits.one_in(4)).then_some(PlaceOrder { field, descending });
        Question { order, ..question }
    }
}

impl NearGene {
    pub fn aim(&self, world: &World) -> (Point, f64) {
        let mut bits = Bits(self.pick);
        let points: Vec<Point> = world
            .contents
            .places
            .iter()
            .filter_map(|place| place.location)
            .collect();
        let (lon, lat) = bits.pick(&world.centers);
        let by = |unit: i64| on_earth((lon + self.step.0 * unit, lat + self.step.1 * unit));
        let from = match self.origin {
            0 => by(0),
            1 => by(COARSE),
            2 => by(DEGREE / 4096),
            3 => by(DEGREE / 100),
            4 => (lon, if self.step.1 < 0 { -NORTH } else { NORTH }),
            5 => (EAST, lat),
            _ if points.is_empty() => by(0),
            _ => spot(bits.pick(&points)),
        };
        let from = point(from);
        let reached: Vec<f64> = points
            .iter()
            .map(|at| from.distance_m(*at))
            .filter(|meters| (1.001..50_000.0).contains(meters))
            .collect();
        let radius = match self.radius {
            // Just as far as some place, and a hair less.
            8 if !reached.is_empty() => bits.pick(&reached),
            9 if !reached.is_empty() => bits.pick(&reached).next_down(),
            n => [
                1.0, 60.0, 700.0, 2_000.0, 14_000.0, 30_000.0, 50_000.0, 50_000.0, 20_000.0, 5.0,
            ][n as usize],
        };
        (from, radius)
    }
}

impl WhereGene {
    pub fn aim(&self, world: &World) -> Where {
        let mut bits = Bits(self.pick);
        let center = bits.pick(&world.centers);
        let [w, s, e, n] = self.steps.map(|step| step * COARSE);
        let (west, east) = ((center.0 - w).max(-EAST), (center.0 + e).min(EAST));
        let (south, north) = ((center.1 - s).max(-NORTH), (center.1 + n).min(NORTH));
        let points: Vec<Spot> = world
            .contents
            .places
            .iter()
            .filter_map(|place| place.location)
            .map(spot)
            .collect();
        match self.kind {
            0 | 1 => Where::Box([west, south, east, north]),
            2 => Where::Box([EAST - w, south, e - EAST, north]),
            3 => Where::Box([-EAST, -NORTH, EAST, NORTH]),
            4 => Where::Box([-EAST, south, e - EAST, north]),
            5 => Where::Box([EAST - w, south, EAST, north]),
            6 => Where::Box([west, NORTH - s, east, NORTH]),
            7 => Where::Box(if bits.one_in(2) {
                [EAST, south, -EAST, north]
            } else {
                [-EAST, south, -EAST, north]
            }),
            8 if points.is_empty() => Where::Box([center.0, center.1, center.0, center.1]),
            8 => {
                let (lon, lat) = bits.pick(&points);
                Where::Box([lon, lat, lon, lat])
            }
            9 | 10 => {
                let mut shapes: Vec<_> = self
                    .shapes
                    .iter()
                    .map(|shape| shape.rings(bits.pick(&world.centers)))
                    .collect();
                if shapes.len() == 2 && !apart(&shapes[0], &shapes[1]) {
                    shapes.truncate(1);
                }
                Where::Shapes(shapes)
            }
            _ => Where::Districts(
                (0..bits.below(2) + 1)
                    .map(|_| district_id(bits.below(6) as usize))
                    .collect(),
            ),
        }
    }
}

/// Parts of known words, one or two of them; sometimes only white space.
pub fn typed(mut bits: Bits) -> String {
    let part = |bits: &mut Bits| -> String {
        let word = bits.pick(&WORDS);
        let length = word.chars().count() as u64;
        let start = bits.below(length);
        let take = bits.below(length - start) + 1;
        word.chars().skip(start as usize).take(take as usize).collect()
    };
    match bits.below(8) {
        0 => " \u{3000}".to_owned(),
        1 | 2 => format!("{}\u{3000} {}", part(&mut bits), part(&mut bits)),
        _ => part(&mut bits),
    }
}

fn filter(mut bits: Bits, services: &[ServiceId]) -> PlaceFilter {
    let mut filter = PlaceFilter::default();
    if bits.one_in(3) {
        filter.kinds = (0..bits.below(2) + 1).map(|_| bits.pick(&KINDS)).collect();
    }
    if bits.one_in(3) {
        filter.terms.push(
            (0..bits.below(3))
                .map(|_| term_id(bits.below(5) as usize))
                .collect(),
        );
    }
    if bits.one_in(4) {
        filter.terms.push(
            (0..bits.below(2) + 1)
                .map(|_| term_id(5 + bits.below(4) as usize))
                .collect(),
        );
    }
    if bits.one_in(4) {
        filter.organizations = (0..bits.below(2) + 1)
            .map(|_| organization_id(bits.below(5) as usize))
            .collect();
    }
    if bits.one_in(4) {
        let three = [FEATURES[0], FEATURES[1], AccessibilityFeature::Captions];
        filter.accessibility = (0..bits.below(2) + 1).map(|_| bits.pick(&three)).collect();
    }
    if bits.one_in(4) {
        filter.verification = (0..bits.below(2) + 1)
            .map(|_| bits.pick(VerificationStatus::ALL))
            .collect();
    }
    filter.updated_since = bits.one_in(4).then(|| hours_ago(bits.below(10)));
    filter.source = bits.one_in(4).then(|| SourceRef {
        dataset: bits.pick(&DATASETS).to_owned(),
        external_id: Some(bits.below(4)).filter(|id| *id > 0).map(|id| id.to_string()),
    });
    filter.service = (bits.one_in(6) && !services.is_empty()).then(|| bits.pick(services));
    filter.include_archived = bits.one_in(3);
    filter.open_at = bits.one_in(4).then(|| opening::window(&mut bits));
    if bits.one_in(6) {
        filter.regularity = opening::regularity(&mut bits);
    }
    filter
}
