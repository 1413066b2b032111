//! Rows whose list numbers them anew: a city sorts its list, and number 7 is another place this year.
//!
//! A row is the place that has its name and address in its own list, whatever number that place had, unless the row
//! with that number still has the name. Both the row and the place must be the only ones to choose.

use std::collections::HashMap;

use domain::PlaceId;
use domain::import::{Known, KnownPlace, PlaceDraft, SourceKey};
use domain::matching::{Candidate, MatchOutcome, MatchReason, ProposedMatch};

use super::same::name_form;
use super::{distance, same_place};
use crate::plan::adopt::{Standing, standing};

struct Move {
    draft: usize,
    candidate: usize,
    old: SourceKey,
    reason: MatchReason,
}

/// Makes such rows known under their place; candidates get their new keys.
pub(super) fn renumber(
    drafts: &[PlaceDraft],
    known: &mut Known,
    candidates: &mut [Candidate],
) -> Vec<ProposedMatch> {
    let moves = moves(drafts, known, candidates);
    let mut claims: HashMap<&SourceKey, usize> = HashMap::new();
    for one in &moves {
        *claims.entry(&one.old).or_default() += 1;
    }
    let sole: Vec<&Move> = moves
        .iter()
        .filter(|one| claims.get(&one.old) == Some(&1))
        .collect();
    // All old numbers go before new ones come: two places may have changed theirs with each other.
    let mut earlier: Vec<Option<KnownPlace>> = Vec::with_capacity(sole.len());
    earlier.extend(sole.iter().map(|one| known.places.remove(&one.old)));
    let mut found = Vec::with_capacity(sole.len());
    for (one, earlier) in sole.into_iter().zip(earlier) {
        let Move {
            draft,
            candidate,
            old,
            reason,
        } = one;
        let (Some(draft), Some(candidate)) = (drafts.get(*draft), candidates.get_mut(*candidate)) else {
            continue;
        };
        let key = draft.provenance.key();
        let place = KnownPlace {
            // What completes a place goes on completing it.
            part: earlier.and_then(|earlier| earlier.part),
            replaces: Some(old.clone()),
            ..KnownPlace::new(candidate.place, String::new())
        };
        known.places.insert(key.clone(), place);
        candidate.keys.retain(|other| other != old);
        candidate.keys.push(key.clone());
        found.push(ProposedMatch {
            line: draft.line,
            key,
            name: draft.name.clone(),
            address: draft.address.as_ref().map(|address| address.formatted.clone()),
            candidate: candidate.clone(),
            reason: *reason,
            distance_m: distance(draft.point, candidate.point),
            outcome: MatchOutcome::Renumbered,
        });
    }
    found
}

fn moves(drafts: &[PlaceDraft], known: &Known, candidates: &[Candidate]) -> Vec<Move> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    let mut names: HashMap<PlaceId, String> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let name = name_form(&candidate.name);
        by_name.entry(name.clone()).or_default().push(index);
        names.insert(candidate.place, name);
    }
    let rows: HashMap<SourceKey, String> = drafts
        .iter()
        .map(|draft| (draft.provenance.key(), name_form(&draft.name)))
        .collect();
    let mut moves = Vec::new();
    for (row, draft) in drafts.iter().enumerate() {
        if draft.provenance.source.external_id.is_none() {
            continue;
        }
        let name = name_form(&draft.name);
        match standing(draft, known) {
            Standing::Certain(_, place)
                if place.digest == draft.provenance.digest || names.get(&place.id) == Some(&name) =>
            {
                continue;
            }
            Standing::IfNamed(..) => continue,
            Standing::Certain(..) | Standing::New => {}
        }
        let key = draft.provenance.key();
        let free = |candidate: &Candidate| -> Option<SourceKey> {
            let of_list = |other: &&SourceKey| {
                other.dataset == key.dataset && other.publisher == key.publisher && **other != key
            };
            let old = candidate.keys.iter().find(of_list)?;
            (rows.get(old) != Some(&name)).then(|| old.clone())
        };
        let found: Vec<Move> = by_name
            .get(&name)
            .into_iter()
            .flatten()
            .filter_map(|index| {
                let candidate = candidates.get(*index)?;
                Some(Move {
                    draft: row,
                    candidate: *index,
                    old: free(candidate)?,
                    reason: same_place(draft, candidate, distance(draft.point, candidate.point))?,
                })
            })
            .collect();
        if found.len() == 1 {
            moves.extend(found);
        }
    }
    moves
}
