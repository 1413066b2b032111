//! Registers to ask: few spots, few words, few moments, so that rows tie in everything.

use chrono::{DateTime, TimeDelta, Utc};
use domain::contents::Contents;
use domain::{
    Accessibility, AccessibilityFeature, Address, DistrictId, LocationPrecision, OrganizationId, Place,
    PlaceId, PlaceKind, PlaceStatus, Source, SourceKind, TermId, Texts, Translation, Verification,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::grid::{COARSE, DEGREE, EAST, NORTH, Spot, on_earth, point};
use crate::records;

pub const WORDS: [&str; 16] = [
    "さくら",
    "サクラ",
    "桜",
    "子ども",
    "子供食堂",
    "障がい",
    "センター",
    "ﾐﾝﾅ",
    "NPО",
    "npo",
    "Cafe",
    "青葉",
    "会館",
    "の",
    "１丁目２−３",
    "a",
];
pub const MUNICIPALITIES: [&str; 4] = ["131016", "011002", "011011", "272078"];
pub const DATASETS: [&str; 3] = ["shelters", "cafeterias", "Shelters"];
pub const FEATURES: [AccessibilityFeature; 2] =
    [AccessibilityFeature::Wheelchair, AccessibilityFeature::Stroller];
pub const KINDS: [PlaceKind; 4] = [
    PlaceKind::GatheringPlace,
    PlaceKind::FoodPantry,
    PlaceKind::ConsultationDesk,
    PlaceKind::Other,
];

/// The moment of every question.
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

pub fn hours_ago(hours: u64) -> DateTime<Utc> {
    now() - TimeDelta::hours(hours as i64)
}

/// Small choices out of one number.
#[derive(Debug, Clone, Copy)]
pub struct Bits(pub u64);

impl Bits {
    pub fn below(&mut self, n: u64) -> u64 {
        let choice = self.0 % n;
        self.0 /= n;
        choice
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == n - 1
    }
}

/// Ids whose order has nothing to do with the order of making.
pub fn id(kind: u128, index: usize) -> Uuid {
    let mixed = (index as u128).wrapping_mul(40_503) & 0xffff;
    Uuid::from_u128(mixed << 80 | kind << 64 | index as u128)
}

pub fn term_id(index: usize) -> TermId {
    TermId(id(4, index))
}

pub fn organization_id(index: usize) -> OrganizationId {
    OrganizationId(id(3, index))
}

pub fn place_id(index: usize) -> PlaceId {
    PlaceId(id(1, index))
}

pub fn district_id(index: usize) -> DistrictId {
    DistrictId(id(5, index))
}

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
        schedules: Vec::new(),
        special_hours: Vec::new(),
        time_zone: "Asia/Tokyo".to_owned(),
        contacts: Vec::new(),
        accessibility,
        verification: verification(&mut facts),
        sources,
        created_at: time,
        updated_at: time,
    }
}

pub fn phrase(bits: &mut Bits, most: u64) -> String {
    let count = bits.below(most) + 1;
    let words: Vec<&str> = (0..count).map(|_| bits.pick(&WORDS)).collect();
    words.join(bits.pick(&["", " ", "　"]))
}

fn source(dataset: &str, external_id: u64) -> Source {
    Source {
        kind: SourceKind::File,
        dataset: Some(dataset.to_owned()),
        publisher: None,
        external_id: Some(external_id).filter(|id| *id > 0).map(|id| id.to_string()),
        name: dataset.to_owned(),
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
        expires_at: bits.pick(&ends).map(|days| now() + TimeDelta::days(days)),
        disputed: bits.one_in(5),
        ..Verification::default()
    }
}
