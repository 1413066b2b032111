//! Plans against registers: new, unchanged, changed, gone; organizations found again.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::import::{ImportPlan, Known, KnownOrganization, KnownPlace, PlaceDraft};
use domain::{LocationPrecision, OrganizationKind};

use super::{changed_places, plan_places};
use crate::{ReadOptions, Records, read};

const HEAD: &str =
    "全国地方公共団体コード,ID,名称,名称_カナ,住所,緯度,経度,運営団体名,開催曜日,_データセット名,_自治体名\n";

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn options() -> ReadOptions<'static> {
    let (profile, dataset, license, source_url, publisher) = (None, None, Some("CC0"), None, None);
    ReadOptions {
        profile,
        dataset,
        license,
        source_url,
        publisher,
        retrieved_at: at(),
    }
}

fn drafts(rows: &str) -> Vec<PlaceDraft> {
    match read(format!("{HEAD}{rows}").into_bytes(), &options())
        .unwrap()
        .records
    {
        Records::Places(drafts) => drafts,
        _ => panic!("places expected"),
    }
}

/// What the register knows once a plan was applied.
fn after(plan: &ImportPlan) -> Known {
    let mut known = Known::default();
    for planned in &plan.places {
        let digest = planned.provenance.digest.clone();
        known.places.insert(
            planned.provenance.key(),
            KnownPlace::new(planned.place.id, digest),
        );
    }
    for planned in &plan.organizations {
        let provenance = planned.provenance.as_ref().unwrap();
        let (id, digest) = (planned.organization.id, provenance.digest.clone());
        known
            .organizations
            .insert(provenance.key(), KnownOrganization { id, digest });
    }
    known
}

const TWO: &str = "131202,1,ひだまり食堂,ヒダマリショクドウ,練馬区1-1,35.7,139.6,NPO法人ひだまり,土,一覧,練馬区\n\
                   131202,2,こもれび食堂,,練馬区1-2,,,NPO法人ひだまり,,一覧,練馬区\n";

#[test]
fn new_rows_become_places_and_their_organization_is_made_once() {
    let plan = plan_places(drafts(TWO), &Known::default(), HashMap::new(), at());
    assert_eq!(
        (plan.places.len(), plan.organizations.len(), plan.unchanged),
        (2, 1, 0)
    );
    assert_eq!(
        plan.organizations[0].organization.kind,
        OrganizationKind::Nonprofit
    );
    let [first, second] = plan.places.as_slice() else {
        panic!("two places")
    };
    assert_eq!(
        first.place.organization,
        Some(plan.organizations[0].organization.id)
    );
    assert_eq!(first.place.location_precision, LocationPrecision::Exact);
    assert_eq!(second.place.location_precision, LocationPrecision::Unknown);
    assert_eq!(second.place.location, None);
    assert_eq!(first.expected_version, None);
}

#[test]
fn the_same_rows_change_nothing_in_any_order() {
    let plan = plan_places(drafts(TWO), &Known::default(), HashMap::new(), at());
    let known = after(&plan);
    let turned: String = TWO.lines().rev().map(|line| format!("{line}\n")).collect();
    for rows in [TWO, &turned] {
        let drafts = drafts(rows);
        assert!(changed_places(&drafts, &known).is_empty());
        let again = plan_places(drafts, &known, HashMap::new(), at() + TimeDelta::days(400));
        assert!(again.is_empty());
        assert_eq!((again.unchanged, again.gone.len()), (2, 0));
    }
}

#[test]
fn an_id_that_begins_to_repeat_keeps_its_place() {
    let one = "131202,1,ひだまり食堂,,練馬区1-1,,,,土,一覧,練馬区\n";
    let two = "131202,1,ひだまり食堂,,練馬区1-1,,,,土,一覧,練馬区\n131202,1,こもれび食堂,,練馬区1-2,,,,,一覧,練馬区\n";
    let moved = two.replace("練馬区1-1", "練馬区9-9");
    let first = plan_places(drafts(one), &Known::default(), HashMap::new(), at());
    let place = first.places[0].place.clone();
    let known = after(&first);
    for (rows, updated) in [(two, 0), (&moved, 1)] {
        let drafts = drafts(rows);
        let asked = changed_places(&drafts, &known);
        assert_eq!(asked, [place.id], "the other row has to see the name");
        let current = HashMap::from([(place.id, (place.clone(), first.places[0].private.clone()))]);
        let plan = plan_places(drafts, &known, current, at());
        let standing: Vec<_> = plan
            .places
            .iter()
            .filter(|planned| planned.expected_version.is_some())
            .collect();
        assert_eq!(
            (standing.len(), plan.unchanged, plan.gone.len()),
            (updated, 1 - updated, 0)
        );
        let new: Vec<&str> = plan
            .places
            .iter()
            .filter(|planned| planned.expected_version.is_none())
            .map(|planned| planned.place.name.as_str())
            .collect();
        assert_eq!(new, ["こもれび食堂"]);
        if let Some(planned) = standing.first() {
            assert_eq!(
                (planned.place.id, planned.provenance.record_key.as_str()),
                (place.id, "id:1")
            );
        }
    }
    // And back: the key with a digest finds the row that is alone again.
    let both = plan_places(drafts(two), &Known::default(), HashMap::new(), at());
    let again = plan_places(drafts(one), &after(&both), HashMap::new(), at());
    assert_eq!((again.places.len(), again.unchanged, again.gone.len()), (0, 1, 1));
}

#[test]
fn a_changed_row_updates_and_what_it_leaves_blank_stays() {
    let plan = plan_places(drafts(TWO), &Known::default(), HashMap::new(), at());
    let known = after(&plan);
    let renamed = "131202,1,ひだまりこども食堂,,練馬区1-1,,,NPO法人ひだまり,土,一覧,練馬区\n";
    let drafts = drafts(renamed);
    let old = plan.places[0].clone();
    assert_eq!(changed_places(&drafts, &known), [old.place.id]);
    let current = HashMap::from([(old.place.id, (old.place.clone(), old.private.clone()))]);
    let later = at() + TimeDelta::days(1);
    let update = plan_places(drafts, &known, current, later);
    let planned = &update.places[0];
    assert_eq!(planned.expected_version, Some(1));
    assert_eq!(planned.place.version, 2);
    assert_eq!(planned.place.name, "ひだまりこども食堂");
    assert_eq!(planned.place.name_kana.as_deref(), Some("ヒダマリショクドウ"));
    assert_eq!(
        planned.place.location, old.place.location,
        "a blank cell erases no position"
    );
    assert_eq!(
        (planned.place.created_at, planned.place.updated_at),
        (at(), later)
    );
    assert_eq!(planned.place.sources.len(), 1);
    assert!(update.organizations.is_empty());
    assert_eq!(
        update.gone,
        [plan.places[1].place.id],
        "the other row is gone from the file"
    );
}

#[test]
fn a_place_that_an_editor_made_coarser_stays_coarse() {
    let plan = plan_places(drafts(TWO), &Known::default(), HashMap::new(), at());
    let known = after(&plan);
    let mut old = plan.places[0].place.clone();
    old.location_precision = LocationPrecision::Town;
    let moved = TWO.replace("35.7,139.6", "35.71,139.61");
    let current = HashMap::from([(old.id, (old, plan.places[0].private.clone()))]);
    let update = plan_places(drafts(&moved), &known, current, at());
    let planned = &update.places[0];
    let exact = planned.private.exact_point.unwrap();
    assert_eq!((exact.lon, exact.lat), (139.61, 35.71));
    assert_ne!(planned.place.location, Some(exact));
    assert_eq!(
        planned.place.location,
        domain::location::public_point(exact, LocationPrecision::Town)
    );
}

#[test]
fn a_hazard_that_was_withdrawn_goes_and_an_editors_term_stays() {
    let head = "kind,lg_code,common_id,name,address,lat,lon,hazards\n";
    let shelter = |hazards: &str| {
        let text = format!("{head}emergency,172022,E1,公園,七尾市,37.0,136.9,{hazards}\n");
        match read(text.into_bytes(), &options()).unwrap().records {
            Records::Places(drafts) => drafts,
            _ => panic!("places expected"),
        }
    };
    let terms = [("hazard", "flood"), ("hazard", "tsunami"), ("audience", "anyone")];
    let ids = terms.map(|(scheme, code)| ((scheme.to_owned(), code.to_owned()), domain::TermId::fresh()));
    let vocabulary = Known {
        terms: ids.clone().into(),
        ..Known::default()
    };
    let plan = plan_places(shelter("洪水;津波"), &vocabulary, HashMap::new(), at());
    let [flood, tsunami, anyone] = ids.map(|(_, id)| id);
    let mut place = plan.places[0].place.clone();
    assert_eq!(place.terms, [flood, tsunami]);
    place.terms.push(anyone);
    let known = Known {
        terms: vocabulary.terms,
        ..after(&plan)
    };
    for (hazards, expected) in [("津波", vec![anyone, tsunami]), ("", vec![anyone])] {
        let current = HashMap::from([(place.id, (place.clone(), plan.places[0].private.clone()))]);
        let update = plan_places(shelter(hazards), &known, current, at());
        assert_eq!(update.places[0].place.terms, expected, "{hazards}");
    }
}
