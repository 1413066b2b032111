//! Rows of a file that may be places which the register holds from elsewhere.
//!
//! A new row is compared with the places that the register knows under other keys: those of other files, of
//! editors, and those of this file's own data set that the file no longer lists. What may be one is proposed; it is
//! merged or kept apart as somebody decided, and held back until then. Only what [`renumbered`] finds is certain.

mod renumbered;
mod same;

use std::collections::{HashMap, HashSet};

use domain::import::{Known, KnownPlace, PlaceDraft, SourceKey};
use domain::matching::{Candidate, Decision, Decisions, MatchOutcome, MatchReason, MatchRule, ProposedMatch};
use domain::{PlaceId, Point};

use super::adopt::{Standing, standing};
use same::{address_form, name_form};

/// Farther apart, a name alone says nothing.
const NEARBY_M: f64 = 100.0;

/// What the new rows of a file may be matched by.
#[derive(Debug, Default)]
pub struct Wanted {
    names: HashSet<String>,
    numbers: HashSet<String>,
}

impl Wanted {
    pub fn of(drafts: &[PlaceDraft], known: &Known) -> Wanted {
        let mut wanted = Wanted::default();
        for draft in drafts {
            match standing(draft, known) {
                Standing::New => {
                    wanted.names.insert(name_form(&draft.name));
                    wanted.numbers.extend(draft.corporate_number.clone());
                }
                // It may have the number of another place.
                Standing::Certain(_, place) if place.digest != draft.provenance.digest => {
                    wanted.names.insert(name_form(&draft.name));
                }
                Standing::Certain(..) | Standing::IfNamed(..) => {}
            }
        }
        wanted
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub fn wants_name(&self, name: &str) -> bool {
        self.names.contains(&name_form(name))
    }

    /// Whether any row states a corporate number.
    pub fn wants_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Those of the wanted corporate numbers that the raw row of a source states.
    pub fn numbers_in(&self, raw: &str) -> Vec<String> {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(raw) else {
            return Vec::new();
        };
        let rows = match &row {
            serde_json::Value::Array(rows) => rows.as_slice(),
            one => std::slice::from_ref(one),
        };
        let cells = rows.iter().filter_map(serde_json::Value::as_object).flatten();
        cells
            .filter(|(column, _)| column.contains("法人番号"))
            .filter_map(|(_, cell)| cell.as_str())
            .map(|cell| crate::cell::text::narrow(cell).trim().to_owned())
            .filter(|number| self.numbers.contains(number))
            .collect()
    }
}

fn is_new(draft: &PlaceDraft, known: &Known) -> bool {
    matches!(standing(draft, known), Standing::New)
}

/// A pair that may be one.
struct Pair {
    draft: usize,
    candidate: usize,
    reason: MatchReason,
    distance_m: Option<f64>,
}

/// Decides over every row that may be another place of the register: merged and renumbered rows become known under
/// their place, rows that wait are taken out of the drafts.
pub fn match_places(
    drafts: &mut Vec<PlaceDraft>,
    known: &mut Known,
    candidates: &mut [Candidate],
    rule: MatchRule,
    decisions: &Decisions,
) -> Vec<ProposedMatch> {
    let mut proposals = renumbered::renumber(drafts, known, candidates);
    let pairs = pairs(drafts, known, candidates);
    // Two rows of one list are never made one place in silence.
    let mut claims: HashMap<(PlaceId, &str, &str), usize> = HashMap::new();
    let list = |key: &SourceKey| (key.dataset.clone(), key.publisher.clone());
    let keys: Vec<SourceKey> = drafts.iter().map(|draft| draft.provenance.key()).collect();
    for pair in &pairs {
        if let (Some(key), Some(candidate)) = (keys.get(pair.draft), candidates.get(pair.candidate)) {
            *claims
                .entry((candidate.place, &key.dataset, &key.publisher))
                .or_default() += 1;
        }
    }
    let mut held = HashSet::new();
    for pairs in pairs.chunk_by(|a, b| a.draft == b.draft) {
        let Some((draft, key)) = pairs
            .first()
            .and_then(|pair| Some((drafts.get(pair.draft)?, keys.get(pair.draft)?)))
        else {
            continue;
        };
        let decided = |pair: &Pair| {
            let place = candidates.get(pair.candidate)?.place;
            decisions.get(&(key.clone(), place)).copied()
        };
        let sole = |pair: &&Pair| {
            candidates.get(pair.candidate).is_some_and(|candidate| {
                claims.get(&(candidate.place, &*key.dataset, &*key.publisher)) == Some(&1)
            })
        };
        let merges: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| decided(pair) == Some(Decision::Merge))
            .collect();
        let undecided: Vec<&Pair> = pairs.iter().filter(|pair| decided(pair).is_none()).collect();
        let gone = |pair: &&Pair| {
            let candidate = candidates.get(pair.candidate)?;
            candidate.keys.iter().find(|other| list(other) == list(key))
        };
        let only = match undecided.as_slice() {
            [one] => Some(*one).filter(|pair| sole(pair)),
            _ => None,
        };
        let (outcome, chosen) = match (merges.as_slice(), only) {
            ([one], _) => (MatchOutcome::Merged, Some(*one)),
            ([], _) if undecided.is_empty() => (MatchOutcome::New, None),
            ([], _) if rule == MatchRule::New => (MatchOutcome::New, None),
            ([], Some(one)) if rule == MatchRule::Merge => (MatchOutcome::Merged, Some(one)),
            _ => (MatchOutcome::Held, None),
        };
        if let Some(candidate) = chosen.and_then(|pair| candidates.get(pair.candidate)) {
            // A record of the same list that the list dropped is this row under its old number.
            let replaces = chosen.and_then(|pair| gone(&pair)).cloned();
            if let Some(old) = &replaces {
                known.places.remove(old);
            }
            let place = KnownPlace {
                id: candidate.place,
                digest: String::new(),
                part: replaces.is_none().then(Vec::new),
                replaces,
            };
            known.places.insert(key.clone(), place);
        }
        if outcome == MatchOutcome::Held {
            held.extend(pairs.first().map(|pair| pair.draft));
        }
        let shown = pairs
            .iter()
            .filter(|pair| chosen.is_none_or(|chosen| chosen.candidate == pair.candidate));
        proposals.extend(shown.filter_map(|pair| {
            Some(ProposedMatch {
                line: draft.line,
                key: key.clone(),
                name: draft.name.clone(),
                address: draft.address.as_ref().map(|address| address.formatted.clone()),
                candidate: candidates.get(pair.candidate)?.clone(),
                reason: pair.reason,
                distance_m: pair.distance_m,
                outcome,
            })
        }));
    }
    let mut number = 0;
    drafts.retain(|_| {
        number += 1;
        !held.contains(&(number - 1))
    });
    proposals
}

/// All pairs, by row; nearest and surest first for each.
fn pairs(drafts: &[PlaceDraft], known: &Known, candidates: &[Candidate]) -> Vec<Pair> {
    if candidates.is_empty() {
        return Vec::new();
    }
    let listed: HashSet<SourceKey> = drafts.iter().map(|draft| current_key(draft, known)).collect();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    let mut places_with: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        by_name.entry(name_form(&candidate.name)).or_default().push(index);
        for number in &candidate.corporate_numbers {
            places_with.entry(number).or_default().push(index);
        }
    }
    let mut rows_with: HashMap<&str, usize> = HashMap::new();
    for number in drafts
        .iter()
        .filter_map(|draft| draft.corporate_number.as_deref())
    {
        *rows_with.entry(number).or_default() += 1;
    }
    let mut pairs = Vec::new();
    for (row, draft) in drafts.iter().enumerate() {
        if !is_new(draft, known) {
            continue;
        }
        let first = pairs.len();
        let key = draft.provenance.key();
        // Another row of the same list is another place.
        let is_other_row = |candidate: &Candidate| {
            candidate.keys.iter().any(|other| {
                other.dataset == key.dataset && other.publisher == key.publisher && listed.contains(other)
            })
        };
        let named = by_name.get(&name_form(&draft.name)).into_iter().flatten();
        let numbered = draft
            .corporate_number
            .as_deref()
            .filter(|number| rows_with.get(number) == Some(&1))
            .and_then(|number| places_with.get(number))
            .filter(|places| places.len() == 1)
            .into_iter()
            .flatten();
        for (index, by_number) in named
            .map(|index| (*index, false))
            .chain(numbered.map(|index| (*index, true)))
        {
            let Some(candidate) = candidates.get(index) else {
                continue;
            };
            let seen = pairs
                .iter()
                .skip(first)
                .any(|pair: &Pair| pair.candidate == index);
            if seen || is_other_row(candidate) {
                continue;
            }
            let distance_m = distance(draft.point, candidate.point);
            let reason = if by_number {
                Some(MatchReason::CorporateNumber)
            } else {
                same_place(draft, candidate, distance_m)
            };
            pairs.extend(reason.map(|reason| Pair {
                draft: row,
                candidate: index,
                reason,
                distance_m,
            }));
        }
        if let Some(found) = pairs.get_mut(first..) {
            found.sort_by(|a, b| {
                let far = |pair: &Pair| pair.distance_m.unwrap_or(f64::INFINITY);
                a.reason.cmp(&b.reason).then(far(a).total_cmp(&far(b)))
            });
        }
    }
    pairs
}

/// Of two of one name.
fn same_place(draft: &PlaceDraft, candidate: &Candidate, distance_m: Option<f64>) -> Option<MatchReason> {
    let form = |address: &str| Some(address_form(address)).filter(|form| !form.is_empty());
    let stated = draft
        .address
        .as_ref()
        .and_then(|address| form(&address.formatted));
    if stated.is_some() && stated == candidate.address.as_deref().and_then(form) {
        return Some(MatchReason::NameAndAddress);
    }
    distance_m
        .filter(|meters| *meters <= NEARBY_M)
        .map(|_| MatchReason::NameNearby)
}

fn distance(a: Option<Point>, b: Option<Point>) -> Option<f64> {
    Some(a?.distance_m(b?))
}

/// The key under which the register knows the row, which may be another form of its own.
fn current_key(draft: &PlaceDraft, known: &Known) -> SourceKey {
    match standing(draft, known) {
        Standing::Certain(key, _) | Standing::IfNamed(key, _) => key,
        Standing::New => draft.provenance.key(),
    }
}

#[cfg(test)]
mod tests;
