use std::collections::HashMap;

use domain::import::{ImportPlan, Known};
use domain::matching::{Candidate, Decision, Decisions, MatchOutcome, MatchReason, MatchRule};
use domain::place::PrivateParts;
use domain::{Place, PlaceId};

use super::*;
use crate::plan::{changed_places, plan_places};
use crate::tests::{options, places};

const HEADER: &str = "ID,名称,名称_カナ,所在地_連結表記,緯度,経度,法人番号,災害種別_洪水\n";

/// A register as the plans of earlier imports left it.
#[derive(Default)]
struct Register {
    places: HashMap<PlaceId, (Place, PrivateParts)>,
    keys: Vec<(SourceKey, KnownPlace, String)>,
}

impl Register {
    fn known(&self) -> Known {
        Known {
            places: self
                .keys
                .iter()
                .map(|(key, place, _)| (key.clone(), place.clone()))
                .collect(),
            ..Known::default()
        }
    }

    fn candidates(&self, wanted: &Wanted) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = self
            .places
            .values()
            .map(|(place, _)| {
                let rows = self.keys.iter().filter(|(_, known, _)| known.id == place.id);
                Candidate {
                    place: place.id,
                    name: place.name.clone(),
                    address: place.address.as_ref().map(|address| address.formatted.clone()),
                    point: place.location,
                    keys: rows.clone().map(|(key, _, _)| key.clone()).collect(),
                    corporate_numbers: rows.flat_map(|(_, _, raw)| wanted.numbers_in(raw)).collect(),
                }
            })
            .filter(|candidate| wanted.wants_name(&candidate.name) || !candidate.corporate_numbers.is_empty())
            .collect();
        found.sort_by_key(|candidate| candidate.place);
        found
    }

    /// Imports as the command does, and answers the plan and what was proposed.
    fn import(
        &mut self,
        dataset: &str,
        rows: &str,
        rule: MatchRule,
        decisions: &Decisions,
    ) -> (ImportPlan, Vec<ProposedMatch>) {
        let text = format!("{HEADER}{rows}");
        let mut drafts = places(&text).0;
        for draft in &mut drafts {
            draft.provenance.source.dataset = Some(dataset.into());
        }
        let mut known = self.known();
        let wanted = Wanted::of(&drafts, &known);
        let mut candidates = self.candidates(&wanted);
        let proposals = match_places(&mut drafts, &mut known, &mut candidates, rule, decisions);
        let current = changed_places(&drafts, &known)
            .into_iter()
            .filter_map(|id| Some((id, self.places.get(&id)?.clone())))
            .collect();
        let plan = plan_places(drafts, &known, current, options().retrieved_at);
        let replaced: Vec<&SourceKey> = plan.places.iter().flat_map(|planned| &planned.replaces).collect();
        self.keys.retain(|(key, _, _)| !replaced.contains(&key));
        for planned in &plan.places {
            let standing = self.places.get(&planned.place.id);
            assert_eq!(
                planned.expected_version,
                standing.map(|(place, _)| place.version),
                "compare-and-set"
            );
            self.places
                .insert(planned.place.id, (planned.place.clone(), planned.private.clone()));
            for row in std::iter::once(&planned.provenance).chain(&planned.further) {
                self.keys.retain(|(key, _, _)| *key != row.key());
                let fields = row.source.fields.clone();
                let place = KnownPlace {
                    part: (!fields.is_empty()).then_some(fields),
                    ..KnownPlace::new(planned.place.id, row.digest.clone())
                };
                self.keys.push((row.key(), place, row.raw.clone()));
            }
        }
        (plan, proposals)
    }

    fn only(&self) -> &Place {
        assert_eq!(self.places.len(), 1);
        &self.places.values().next().unwrap().0
    }
}

const CITY: &str = "7,本町集会所,,石川県七尾市本町１丁目２番３号,37.0431,136.9671,,1\n";
const OTHER: &str = "12,本町 集会所,ホンマチシュウカイジョ,七尾市本町1-2-3,37.0431,136.9672,,\n";

fn outcomes(proposals: &[ProposedMatch]) -> Vec<(u64, MatchReason, MatchOutcome)> {
    proposals
        .iter()
        .map(|proposal| (proposal.line, proposal.reason, proposal.outcome))
        .collect()
}

#[test]
fn the_same_place_in_another_list_waits_for_a_decision() {
    let mut register = Register::default();
    register.import("a", CITY, MatchRule::Ask, &Decisions::new());
    let id = register.only().id;
    let both = format!("{OTHER}13,別の集会所,,七尾市本町9,37.05,136.97,,\n");
    let (plan, proposals) = register.import("b", &both, MatchRule::Ask, &Decisions::new());
    assert_eq!(
        outcomes(&proposals),
        [(2, MatchReason::NameAndAddress, MatchOutcome::Held)]
    );
    assert_eq!(
        (plan.places.len(), register.places.len()),
        (1, 2),
        "the other row is new"
    );

    let merge = Decisions::from([((proposals[0].key.clone(), id), Decision::Merge)]);
    let (plan, proposals) = register.import("b", &both, MatchRule::Ask, &merge);
    assert_eq!(proposals[0].outcome, MatchOutcome::Merged);
    assert_eq!(
        (plan.places.len(), plan.unchanged, register.places.len()),
        (1, 1, 2)
    );
    let place = &register.places[&id].0;
    assert_eq!(place.name, "本町集会所", "the first source stands");
    assert_eq!(
        place.name_kana.as_deref(),
        Some("ホンマチシュウカイジョ"),
        "the second completes it"
    );
    assert_eq!(place.sources.len(), 2);
    assert_eq!(place.sources[1].fields, ["nameKana"]);
    let (plan, proposals) = register.import("b", &both, MatchRule::Ask, &Decisions::new());
    assert_eq!((plan.unchanged, proposals.len()), (2, 0), "decided once for all");
}

#[test]
fn a_row_that_was_decided_to_be_new_is_a_place_of_its_own() {
    let mut register = Register::default();
    register.import("a", CITY, MatchRule::Ask, &Decisions::new());
    let id = register.only().id;
    let (_, proposals) = register.import("b", OTHER, MatchRule::Ask, &Decisions::new());
    let new = Decisions::from([((proposals[0].key.clone(), id), Decision::New)]);
    register.import("b", OTHER, MatchRule::Merge, &new);
    assert_eq!(register.places.len(), 2, "a decision wins over the rule");
    let (plan, _) = register.import("b", OTHER, MatchRule::Ask, &Decisions::new());
    assert_eq!(plan.unchanged, 1);
}

#[test]
fn the_rule_decides_where_there_is_only_one_to_choose() {
    let mut register = Register::default();
    register.import("a", CITY, MatchRule::Ask, &Decisions::new());
    let twice = format!("{OTHER}{}", OTHER.replacen("12", "13", 1));
    let (_, proposals) = register.import("b", &twice, MatchRule::Merge, &Decisions::new());
    let held = |line| (line, MatchReason::NameAndAddress, MatchOutcome::Held);
    assert_eq!(
        outcomes(&proposals),
        [held(2), held(3)],
        "two rows claim one place"
    );
    register.import("b", OTHER, MatchRule::Merge, &Decisions::new());
    assert_eq!(register.only().sources.len(), 2);
    register.import("c", OTHER, MatchRule::New, &Decisions::new());
    assert_eq!(register.places.len(), 2);
    let (_, proposals) = register.import("d", OTHER, MatchRule::Merge, &Decisions::new());
    assert_eq!(
        outcomes(&proposals),
        [held(2), held(2)],
        "two places to choose from, nearest first"
    );
}

#[test]
fn names_nearby_and_numbers_are_reasons_too() {
    let mut register = Register::default();
    let first =
        "1,本町集会所,,七尾市本町,37.0431,136.9671,,\n2,社協,,七尾市袖ケ江町,37.05,136.9,4000020172022,\n";
    register.import("a", first, MatchRule::Ask, &Decisions::new());
    let second = "1,本町集会所,,七尾市本町1-2-3,37.0438,136.9671,,\n\
                  2,本町集会所,,七尾市神明町,37.0451,136.9671,,\n\
                  3,七尾市社会福祉協議会本所,,七尾市神明町,,,４０００020172022,\n";
    let (plan, proposals) = register.import("b", second, MatchRule::Ask, &Decisions::new());
    assert_eq!(
        outcomes(&proposals),
        [
            (2, MatchReason::NameNearby, MatchOutcome::Held),
            (4, MatchReason::CorporateNumber, MatchOutcome::Held)
        ]
    );
    assert_eq!(plan.places.len(), 1, "220 meters away is another place");
    let numbers = "1,甲,,a,,,1000020372013,\n2,乙,,b,,,1000020372013,\n";
    register.import("c", numbers, MatchRule::Ask, &Decisions::new());
    let (_, proposals) = register.import(
        "d",
        "1,丙,,c,,,1000020372013,\n",
        MatchRule::Ask,
        &Decisions::new(),
    );
    assert!(proposals.is_empty(), "a city's own number is on many places");
}

#[test]
fn next_years_numbers_find_the_same_places() {
    let mut register = Register::default();
    let two = "1,本町集会所,,七尾市本町1,37.04,136.96,,1\n2,神明会館,,七尾市神明町2,37.05,136.97,,\n";
    register.import("a", two, MatchRule::Ask, &Decisions::new());
    let ids: HashMap<String, PlaceId> = register
        .places
        .values()
        .map(|(place, _)| (place.name.clone(), place.id))
        .collect();
    let next =
        "1,神明会館,,七尾市神明町2,37.05,136.97,,\n3,本町集会所,ホンマチ,七尾市本町1,37.04,136.96,,1\n";
    let (plan, proposals) = register.import("a", next, MatchRule::Ask, &Decisions::new());
    let moved = |line| (line, MatchReason::NameAndAddress, MatchOutcome::Renumbered);
    assert_eq!(outcomes(&proposals), [moved(2), moved(3)]);
    assert_eq!((register.places.len(), plan.gone.len()), (2, 0));
    assert!(
        register
            .places
            .values()
            .all(|(place, _)| ids[&place.name] == place.id)
    );
    let changed = plan
        .places
        .iter()
        .find(|planned| planned.place.name == "本町集会所")
        .unwrap();
    assert_eq!(changed.place.id, ids["本町集会所"]);
    assert_eq!(changed.place.sources.len(), 1);
    assert_eq!(changed.place.sources[0].external_id.as_deref(), Some("3"));
    assert_eq!(
        changed.place.name_kana.as_deref(),
        Some("ホンマチ"),
        "the record's own list updates it"
    );
}

#[test]
fn numbers_that_were_swapped_or_taken_over_move_no_place() {
    let mut register = Register::default();
    let row = |id: u8, name: &str, address: &str| format!("{id},{name},,{address},,,,\n");
    let first = row(1, "甲", "七尾市1") + &row(2, "乙", "七尾市2") + &row(3, "丙", "七尾市3");
    register.import("a", &first, MatchRule::Ask, &Decisions::new());
    let ids: HashMap<String, PlaceId> = register
        .places
        .values()
        .map(|(place, _)| (place.name.clone(), place.id))
        .collect();
    // 甲 and 乙 changed their numbers; 丁 has the number of 丙, which is gone;
    let next = row(2, "甲", "七尾市1") + &row(1, "乙", "七尾市2") + &row(3, "丁", "七尾市4");
    let (plan, _) = register.import("a", &next, MatchRule::Ask, &Decisions::new());
    let place = |name: &str| {
        let mut found = register.places.values().filter(|(place, _)| place.name == name);
        found.next().map(|(place, _)| place.id)
    };
    assert_eq!(place("甲"), Some(ids["甲"]));
    assert_eq!(place("乙"), Some(ids["乙"]));
    assert_eq!(
        place("丁"),
        Some(ids["丙"]),
        "a number with a new name is a new name"
    );
    assert_eq!((plan.places.len(), plan.gone.len()), (3, 0));
    let third = row(3, "甲", "七尾市1") + &row(2, "己", "七尾市9");
    let (plan, _) = register.import("a", &third, MatchRule::Ask, &Decisions::new());
    let place = |name: &str| {
        let mut found = register.places.values().filter(|(place, _)| place.name == name);
        found.next().map(|(place, _)| place.id)
    };
    assert_eq!(place("甲"), Some(ids["甲"]));
    assert!(
        !ids.values().any(|id| Some(*id) == place("己")),
        "its number was 甲's, who has another now"
    );
    assert_eq!(plan.gone, [ids["乙"]]);
}

#[test]
fn each_source_keeps_to_its_fields() {
    let mut register = Register::default();
    register.import("a", CITY, MatchRule::Ask, &Decisions::new());
    register.import("b", OTHER, MatchRule::Merge, &Decisions::new());
    let a = CITY
        .replacen("集会所,,", "集会所,ベツノヨミ,", 1)
        .replace("37.0431", "37.0432");
    register.import("a", &a, MatchRule::Ask, &Decisions::new());
    let place = register.only();
    assert_eq!(
        place.name_kana.as_deref(),
        Some("ホンマチシュウカイジョ"),
        "it came from b"
    );
    assert_eq!(place.location.unwrap().lat, 37.0432);
    let b = OTHER
        .replace("ホンマチシュウカイジョ", "ホンチョウ")
        .replace("37.0431", "37.05");
    register.import("b", &b, MatchRule::Ask, &Decisions::new());
    let place = register.only();
    assert_eq!(place.name_kana.as_deref(), Some("ホンチョウ"));
    assert_eq!(place.location.unwrap().lat, 37.0432, "it came from a");
    assert_eq!(place.version, 4);
}
