//! Which rows hold which two characters side by side, tier by tier: the candidates for a word.
//!
//! A word of two characters is a pair and of one character the start of pairs, so both are answered exactly; a
//! longer word narrows the rows to those that hold all its pairs, which are then looked at.

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use crate::text::{TIERS, tiers_of};

/// Two characters, the first in the high half, so that pairs sort by their first character.
type Pair = u64;

fn pair(first: char, second: char) -> Pair {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}

#[derive(Debug)]
pub(crate) struct Postings {
    tiers: [Vec<(Pair, RoaringBitmap)>; TIERS],
}

/// Rows for one word by tier, `exact` or to be looked at.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) tiers: [RoaringBitmap; TIERS],
    pub(crate) exact: bool,
}

impl Postings {
    /// Of folded texts in row order, each entry of which ends with a mark.
    pub(crate) fn new<'a>(haystacks: impl Iterator<Item = &'a str>) -> Postings {
        let mut maps: [FxHashMap<Pair, RoaringBitmap>; TIERS] = Default::default();
        for (row, haystack) in (0..).zip(haystacks) {
            for (tier, map) in tiers_of(haystack).zip(&mut maps) {
                let mut chars = tier.chars();
                let Some(mut first) = chars.next() else { continue };
                for second in chars {
                    // Rows come in ascending order, so a row is added at the end or is there already.
                    map.entry(pair(first, second)).or_default().insert(row);
                    first = second;
                }
            }
        }
        let tiers = maps.map(|map| {
            let mut pairs: Vec<(Pair, RoaringBitmap)> = map.into_iter().collect();
            pairs.sort_unstable_by_key(|(pair, _)| *pair);
            pairs.shrink_to_fit();
            pairs
        });
        Postings { tiers }
    }

    /// Candidates for a folded word.
    pub(crate) fn find(&self, word: &str) -> Found {
        let chars: Vec<char> = word.chars().collect();
        let mut found = Found {
            exact: chars.len() <= 2,
            ..Found::default()
        };
        for (rows, pairs) in found.tiers.iter_mut().zip(&self.tiers) {
            *rows = match chars.as_slice() {
                [] => continue,
                [only] => starting_with(pairs, *only),
                _ => holding_all(pairs, &chars),
            };
        }
        found
    }
}

fn starting_with(pairs: &[(Pair, RoaringBitmap)], first: char) -> RoaringBitmap {
    let start = pairs.partition_point(|(other, _)| *other < pair(first, '\0'));
    let mut rows = RoaringBitmap::new();
    for (_, of_pair) in pairs
        .iter()
        .skip(start)
        .take_while(|(other, _)| *other <= pair(first, char::MAX))
    {
        rows |= of_pair;
    }
    rows
}

fn holding_all(pairs: &[(Pair, RoaringBitmap)], chars: &[char]) -> RoaringBitmap {
    let mut lists = Vec::with_capacity(chars.len());
    for two in chars.windows(2) {
        let [first, second] = two else { continue };
        match pairs.binary_search_by_key(&pair(*first, *second), |(pair, _)| *pair) {
            Ok(position) => lists.extend(pairs.get(position).map(|(_, rows)| rows)),
            Err(_) => return RoaringBitmap::new(),
        }
    }
    lists.sort_by_key(|rows| rows.len());
    let mut lists = lists.into_iter();
    let Some(mut rows) = lists.next().cloned() else {
        return RoaringBitmap::new();
    };
    for list in lists {
        rows &= list;
    }
    rows
}
