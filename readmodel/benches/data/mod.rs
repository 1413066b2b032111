//! An invented country: places crowd round centers as they do round towns. Same seed, same country.

pub mod table;

use chrono::{DateTime, TimeDelta, Utc};
use domain::contents::Contents;
use domain::{
    Address, LocationPrecision, Place, PlaceId, PlaceKind, PlaceStatus, Point, Scheme, Term, TermId, Texts,
    Verification,
};
use hours::Holidays;
use readmodel::Day;
use uuid::Uuid;

/// The moment of every question.
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// Its day.
pub fn day() -> Day {
    // There is such a day: the moment is of 2024.
    let Some(day) = Day::at(now(), chrono_tz::Asia::Tokyo, Holidays::built_in()) else {
        unreachable!("no such day")
    };
    day
}

/// splitmix64 (Steele, Lea and Flood 2014): small, seeded, good enough to scatter points.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }

    /// About normal, of deviation 1.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// Where places are.
pub struct Town {
    random: Random,
    /// A center and how far its places spread, in degrees.
    centers: Vec<(Point, f64)>,
}

impl Town {
    /// Centers in a box as large as Japan: 200 for the smallest country, 2,000 for the largest.
    pub fn new(size: usize) -> Town {
        let mut random = Random(20_260_301);
        let centers = (0..(size / 500).clamp(200, 2_000))
            .map(|_| {
                let point = Point {
                    lon: 129.0 + 16.0 * random.share(),
                    lat: 31.0 + 14.0 * random.share(),
                };
                (point, 0.01 + 0.08 * random.share() * random.share())
            })
            .collect();
        Town { random, centers }
    }

    /// The first centers draw more than the last.
    pub fn point_near_data(&mut self) -> Point {
        let share = self.random.share();
        let index = (share * share * self.centers.len() as f64) as usize;
        let (center, spread) = self.centers.get(index).copied().unwrap_or((
            Point {
                lon: 139.75,
                lat: 35.625,
            },
            0.05,
        ));
        let (x, y) = (self.random.bell(), self.random.bell());
        Point {
            lon: center.lon + spread * x,
            lat: center.lat + spread * y,
        }
    }
}

/// Terms by the share of places that have them: one in so many.
const SHARES: [(usize, &str); 4] = [(10, "10 %"), (100, "1 %"), (1_000, "0.1 %"), (10_000, "0.01 %")];

fn term_id(number: usize) -> TermId {
    TermId(Uuid::from_u128(4 << 64 | number as u128))
}

/// The terms and the share of places that each passes.
pub fn shares() -> impl Iterator<Item = (TermId, &'static str)> {
    SHARES.into_iter().map(|(one_in, name)| (term_id(one_in), name))
}

/// The whole register.
pub fn contents(town: &mut Town, size: usize) -> Contents {
    let terms = SHARES.into_iter().zip(0..).map(|((one_in, name), ordinal)| Term {
        id: term_id(one_in),
        version: 1,
        scheme: "share".to_owned(),
        code: one_in.to_string(),
        label: name.to_owned(),
        translations: Texts::default(),
        synonyms: Vec::new(),
        parent: None,
        ordinal,
    });
    let scheme = Scheme {
        code: "share".to_owned(),
        name: "share".to_owned(),
        translations: Texts::default(),
    };
    let places = (0..size).map(|number| place(town, number)).collect();
    Contents {
        schemes: vec![scheme],
        terms: terms.collect(),
        places,
        ..Contents::default()
    }
}

fn place(town: &mut Town, number: usize) -> Place {
    let point = town.point_near_data();
    let random = &mut town.random;
    let terms = SHARES
        .iter()
        .filter(|(one_in, _)| random.below(*one_in) == 0)
        .map(|(one_in, _)| term_id(*one_in));
    let terms = terms.collect();
    // One in five is a cafeteria, twenty in all are rare.
    let kind = match random.below(5) {
        0 => (PlaceKind::ChildrensCafeteria, "食堂"),
        1 => (PlaceKind::GatheringPlace, "サロン"),
        2 => (PlaceKind::ConsultationDesk, "相談室"),
        3 => (PlaceKind::EvacuationSite, "小学校"),
        _ => (PlaceKind::PublicFacility, "会館"),
    };
    let rare = if number % 10_000 == 77 { "珍しい" } else { "" };
    let town_name = ["青葉", "若松", "緑", "本", "桜", "中央", "旭", "港"]
        .get(random.below(8))
        .copied()
        .unwrap_or("東");
    let time = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(random.below(20_000_000) as i64);
    Place {
        // Made as numbers, spread so that the order of ids is not that of making.
        id: PlaceId(Uuid::from_u128(u128::from(random.next()) << 64 | number as u128)),
        version: 1,
        kinds: vec![kind.0],
        status: if random.below(50) == 0 {
            PlaceStatus::Archived
        } else {
            PlaceStatus::Published
        },
        merged_into: None,
        name: format!("{rare}{town_name}{}{}", random.below(1_000), kind.1),
        name_kana: None,
        summary: None,
        translations: Texts::default(),
        terms,
        location: (random.below(100) != 0).then_some(point),
        location_precision: LocationPrecision::Exact,
        address: Some(Address {
            formatted: format!("{town_name}町{}丁目{}", random.below(9), random.below(40)),
            ..Address::default()
        }),
        organization: None,
        schedules: Vec::new(),
        special_hours: Vec::new(),
        time_zone: "Asia/Tokyo".to_owned(),
        contacts: Vec::new(),
        accessibility: Vec::new(),
        verification: Verification::default(),
        sources: Vec::new(),
        created_at: time,
        updated_at: time,
    }
}
