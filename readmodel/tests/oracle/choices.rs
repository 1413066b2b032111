//! What a register is made of: few words, few moments, few codes; and the numbers that choose among them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccessibilityFeature, DistrictId, OrganizationId, PlaceId, PlaceKind, TermId};
use hours::Holidays;
use readmodel::Day;
use uuid::Uuid;

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

/// Its day.
pub fn day() -> Day {
    Day::at(now(), chrono_tz::Asia::Tokyo, Holidays::built_in()).unwrap()
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

pub fn phrase(bits: &mut Bits, most: u64) -> String {
    let count = bits.below(most) + 1;
    let words: Vec<&str> = (0..count).map(|_| bits.pick(&WORDS)).collect();
    words.join(bits.pick(&["", " ", "　"]))
}
