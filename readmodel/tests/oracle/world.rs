//! Registers to ask: few spots, few words, few moments, so that rows tie in everything.

use chrono::TimeDelta;
use domain::contents::Contents;
use domain::{
    Accessibility, Address, LocationPrecision, Place, PlaceStatus, Source, SourceKind, TermId, Texts,
    Translation, Verification,
};
use proptest::prelude::*;

use crate::choices::{
    Bits, DATASETS, FEATURES, KINDS, MUNICIPALITIES, hours_ago, now, organization_id, phrase, place_id,
    term_id,
};
use crate::grid::{COARSE, DEGREE, EAST, NORTH, Spot, on_earth, point};
use crate::history::Dice;
use crate::opening;
use crate::records;

/// Where things gather.
pub fn center() -> impl Strategy<Value = Spot> {
    let lon = -1440i64..=1440;
    let lat = -720i64..=720;
    prop_oneof![
        3 => Just((1118 * COARSE, 285 * COARSE)),
        2 => lat.clone().prop_map(|lat| (EAST, lat * COARSE)),
        1 => lon.clone().prop_map(|lon| (lon * COARSE, NORTH)),
        1 => lon.clone().prop_map(|lon| (lon * COARSE, -NORTH)),
        1 => Just((0, 0)),
        2 => (lon, lat).prop_map(|(lon, lat)| on_earth((lon * COARSE, lat * COARSE))),
    ]
}

#[derive(Debug, Clone)]
pub struct PlaceGene {
    spot: u8,
    step: (i64, i64),
    facts: u64,
    words: u64,
}

impl PlaceGene {
    /// Published, with nothing known but its name.
    pub fn plain() -> PlaceGene {
        PlaceGene {
            spot: 0,
            step: (0, 0),
            facts: 2,
            words: 0,
        }
    }

    /// Any, by lot: for registers that are too large to be drawn place by place.
    pub fn thrown(dice: &mut Dice) -> PlaceGene {
        let mut any = || dice.below(usize::MAX) as u64;
        let (facts, words) = (any(), any());
        let mut step = || dice.below(9) as i64 - 4;
        PlaceGene {
            step: (step(), step()),
            spot: dice.below(12) as u8,
            facts,
            words,
        }
    }
}

pub fn place_gene() -> impl Strategy<Value = PlaceGene> {
    (0u8..12, (-4i64..=4, -4i64..=4), any::<u64>(), any::<u64>()).prop_map(|(spot, step, facts, words)| {
        PlaceGene {
            spot,
            step,
            facts,
            words,
        }
    })
}

/// A register and where its places gather.
#[derive(Debug, Clone)]
pub struct World {
    pub centers: Vec<Spot>,
    pub contents: Contents,
}

/// Registers of up to `most` places.
pub fn world(most: usize) -> impl Strategy<Value = World> {
    let places = prop_oneof![
        1 => prop::collection::vec(place_gene(), 0..=5),
        2 => prop::collection::vec(place_gene(), 0..=most.min(80)),
        2 => prop::collection::vec(place_gene(), most / 2..=most),
    ];
    let districts = prop::collection::vec(records::district_gene(), 0..6);
    let services = prop::collection::vec(records::service_gene(), 0..8);
    (
        prop::collection::vec(center(), 1..4),
        places,
        districts,
        services,
        any::<u64>(),
    )
        .prop_map(|(centers, places, districts, services, facts)| {
            let services = records::services(&services, places.len());
            let places = places
                .iter()
                .enumerate()
                .map(|(index, gene)| place(index, gene, &centers))
                .collect();
            let contents = Contents {
                schemes: records::schemes(),
                terms: records::terms(),
                districts: records::districts(&districts, &centers),
                organizations: records::organizations(facts),
                services,
                places,
                ..Contents::default()
            };
            World { centers, contents }
        })
}

fn spot_of(gene: &PlaceGene, centers: &[Spot], bits: &mut Bits) -> Option<Spot> {
    let (lon, lat) = bits.pick(centers);
    let by = |unit: i64| Some(on_earth((lon + gene.step.0 * unit, lat + gene.step.1 * unit)));
    match gene.spot {
        0 | 1 => by(0),
        2..=4 => by(COARSE),
        5 | 6 => by(DEGREE / 4096),
        7 | 8 => by(DEGREE / 128),
        9 => Some(on_earth((
            gene.step.0 * 45 * DEGREE,
            gene.step.1 * 45 * DEGREE / 2,
        ))),
        _ => None,
    }
}

pub fn place(index: usize, gene: &PlaceGene, centers: &[Spot]) -> Place {
    let mut facts = Bits(gene.facts);
    let mut words = Bits(gene.words);
    let location = spot_of(gene, centers, &mut facts).map(point);
    let status = [
        PlaceStatus::Archived,
        PlaceStatus::TemporarilyClosed,
        PlaceStatus::Published,
    ][facts.below(8).min(2) as usize];
    let mut kinds = vec![facts.pick(&KINDS), facts.pick(&KINDS)];
    kinds.dedup();
    let mut terms: Vec<TermId> = [facts.below(12), facts.below(24)]
        .into_iter()
        .filter(|term| *term < 8)
        .map(|term| term_id(term as usize))
        .collect();
    terms.dedup();
    let organization = Some(facts.below(8) as usize)
        .filter(|index| *index < 4)
        .map(organization_id);
    let answers = [None, Some(true), Some(false)];
    let accessibility = FEATURES
        .iter()
        .map(|feature| Accessibility {
            feature: *feature,
            available: facts.pick(&answers),
            note: None,
        })
        .collect();
    let sources = (0..facts.below(3))
        .map(|_| source(facts.pick(&DATASETS), facts.below(3)))
        .collect();
    let translations = if words.one_in(4) {
        let (name, summary) = (phrase(&mut words, 1), phrase(&mut words, 1));
        vec![Translation {
            language: "en".to_owned(),
            name: Some(name),
            summary: Some(summary),
        }]
    } else {
        Vec::new()
    };
    let address = words.one_in(3).then(|| Address {
        formatted: phrase(&mut words, 1),
        municipality_code: Some(words.pick(&MUNICIPALITIES).to_owned()).filter(|_| facts.one_in(2)),
        ..Address::default()
    });
    let time = hours_ago(facts.below(10));
    Place {
        id: place_id(index),
        version: 1,
        kinds,
        status,
        merged_into: None,
        name: phrase(&mut words, 2),
        name_kana: words.one_in(2).then(|| phrase(&mut words, 1)),
        summary: words.one_in(4).then(|| phrase(&mut words, 2)),
        translations: Texts(translations),
        terms,
        location,
        location_precision: match gene.spot {
            10 => LocationPrecision::Unknown,
            11 => LocationPrecision::Hidden,
            _ => LocationPrecision::Exact,
        },
        address,
        organization,
        schedules: opening::schedules(&mut Bits(gene.words.rotate_left(29))),
        special_hours: opening::special_hours(&mut Bits(gene.facts.rotate_left(37))),
        time_zone: "Asia/Tokyo".to_owned(),
        contacts: Vec::new(),
        accessibility,
        verification: verification(&mut facts),
        sources,
        created_at: time,
        updated_at: time,
    }
}

fn source(dataset: &str, external_id: u64) -> Source {
    Source {
        kind: SourceKind::File,
        dataset: Some(dataset.into()),
        publisher: None,
        external_id: Some(external_id).filter(|id| *id > 0).map(|id| id.to_string()),
        name: dataset.into(),
        url: None,
        license: None,
        attribution: None,
        retrieved_at: now(),
        fields: Vec::new(),
    }
}

/// Ages and ends that fall exactly on the limits too.
fn verification(bits: &mut Bits) -> Verification {
    let days = [None, Some(0), Some(364), Some(365), Some(366)];
    let ends = [None, None, Some(-1), Some(0), Some(1)];
    Verification {
        verified_at: bits.pick(&days).map(|days| now() - TimeDelta::days(days)),
        expires_at: bits
            .pick(&ends)
            .map(|days| (now() + TimeDelta::days(days)).date_naive()),
        disputed: bits.one_in(5),
        ..Verification::default()
    }
}
