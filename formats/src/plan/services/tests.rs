//! Services of rows and services with numbers of their own: made once, updated, offered at more places, never taken
//! away, and never against an editor.

use std::collections::HashMap;

use domain::import::{
    ImportPlan, Known, KnownOrganization, KnownPlace, KnownService, NumberedService, OfferDraft, Provenance,
};
use domain::source::SourceKind;
use domain::{PlaceId, Service, Source};

use super::*;
use crate::plan::{Drafts, Register, changed_places, plan_places, plan_records};
use crate::tests::{options, places};

const HEADER: &str = "ID,介護サービス事業所名称,所在地_連結表記,実施サービス,法人の名称,事業所番号\n";

fn names(plan: &ImportPlan) -> Vec<&str> {
    plan.services
        .iter()
        .map(|planned| planned.service.name.as_str())
        .collect()
}

/// What the register knows once a plan was applied.
fn after(plan: &ImportPlan) -> Known {
    let place = |planned: &domain::import::PlannedPlace| {
        let (id, digest) = (planned.place.id, planned.provenance.digest.clone());
        (planned.provenance.key(), KnownPlace::new(id, digest))
    };
    let service = |planned: &PlannedService| {
        let provenance = planned.provenance.as_ref().unwrap();
        let known = KnownService {
            id: planned.service.id,
            digest: Some(provenance.digest.clone()),
            name: planned.service.name.clone(),
            places: planned.service.places.iter().map(|at| at.place).collect(),
            is_numbered: provenance.record_key.starts_with("service:id:"),
        };
        (provenance.key(), known)
    };
    let organization = |planned: &domain::import::PlannedOrganization| {
        let provenance = planned.provenance.as_ref().unwrap();
        let (id, digest) = (planned.organization.id, provenance.digest.clone());
        (provenance.key(), KnownOrganization { id, digest })
    };
    Known {
        places: plan.places.iter().map(place).collect(),
        services: plan.services.iter().map(service).collect(),
        organizations: plan.organizations.iter().map(organization).collect(),
        ..Known::default()
    }
}

#[test]
fn services_of_rows_are_made_once_and_stay() {
    let at = options().retrieved_at;
    let two = "1,ひだまり,七尾市1-1,訪問介護,甲,1\n2,ひだまり,七尾市1-1,通所介護,甲,1\n";
    let first = plan_places(
        places(&format!("{HEADER}{two}")).0,
        &Known::default(),
        HashMap::new(),
        at,
    );
    assert_eq!(
        (first.places.len(), names(&first)),
        (1, vec!["訪問介護", "通所介護"])
    );
    let place = &first.places[0];
    let at_place = |planned: &PlannedService| planned.service.places[0].place == place.place.id;
    assert!(first.services.iter().all(at_place));
    assert_eq!(first.services[0].service.organization, place.place.organization);
    let known = after(&first);
    assert!(plan_places(places(&format!("{HEADER}{two}")).0, &known, HashMap::new(), at).is_empty());
    let changed =
        format!("{HEADER}2,ひだまり,七尾市1-1,通所介護,甲,1\n3,ひだまり,七尾市1-1,居宅介護支援,甲,1\n");
    let drafts = places(&changed).0;
    assert_eq!(changed_places(&drafts, &known), [place.place.id]);
    assert!(changed_services(&drafts, &[], &known).is_empty());
    let current = HashMap::from([(place.place.id, (place.place.clone(), place.private.clone()))]);
    let second = plan_places(drafts, &known, current, at);
    assert_eq!((second.places.len(), names(&second)), (1, vec!["居宅介護支援"]));
}

/// A service with a number, offered at places with numbers.
fn numbered(fee: &str, at: &[&str]) -> NumberedService {
    let mut service = ServiceDraft::named("学習支援");
    service.fee = Some(fee.to_owned());
    NumberedService {
        line: 1,
        provenance: Provenance {
            source: Source {
                kind: SourceKind::File,
                dataset: Some("hsds".into()),
                publisher: None,
                external_id: Some("s1".to_owned()),
                name: "hsds".into(),
                url: None,
                license: None,
                attribution: None,
                retrieved_at: options().retrieved_at,
                fields: Vec::new(),
            },
            record_key: "service:id:s1".to_owned(),
            digest: format!("{fee} {at:?}"),
            raw: "{}".to_owned(),
        },
        service,
        organization: None,
        places: at
            .iter()
            .map(|number| ((*number).to_owned(), OfferDraft::default()))
            .collect(),
    }
}

fn plan_numbered(service: NumberedService, known: &Known, standing: &[Service]) -> ImportPlan {
    let (drafts, _) = places("ID,名称,住所,開催日\n7,a,x,\n8,b,y,\n");
    let numbered = domain::import::Numbered {
        services: vec![service],
        ..domain::import::Numbered::default()
    };
    let services = standing
        .iter()
        .map(|service| (service.id, (service.clone(), Vec::new())))
        .collect();
    let register = Register {
        services,
        ..Register::default()
    };
    let drafts = Drafts {
        places: drafts,
        numbered,
    };
    plan_records(drafts, known, register, options().retrieved_at)
}

fn offered_at(plan: &ImportPlan) -> Vec<PlaceId> {
    let service = &plan.services[0].service;
    service.places.iter().map(|at| at.place).collect()
}

#[test]
fn a_numbered_service_is_updated_offered_at_more_places_and_taken_from_none() {
    let first = plan_numbered(numbered("100円", &["7"]), &Known::default(), &[]);
    let ids: Vec<PlaceId> = first.places.iter().map(|planned| planned.place.id).collect();
    assert_eq!(
        (names(&first), offered_at(&first)),
        (vec!["学習支援"], vec![ids[0]])
    );
    let standing = first.services[0].service.clone();
    let known = after(&first);
    assert!(plan_numbered(numbered("100円", &["7"]), &known, &[]).is_empty());
    let said = numbered("200円", &["8", "9"]);
    assert_eq!(
        changed_services(&[], std::slice::from_ref(&said), &known),
        [standing.id]
    );
    let second = plan_numbered(said, &known, std::slice::from_ref(&standing));
    assert!(second.places.is_empty());
    let planned = &second.services[0];
    assert_eq!(planned.expected_version, Some(1));
    assert_eq!(
        (planned.service.version, planned.service.fee.as_deref()),
        (2, Some("200円"))
    );
    assert_eq!(offered_at(&second), ids);
    assert_eq!(planned.service.places[0].id, standing.places[0].id);
}

#[test]
fn what_an_editor_changed_of_a_service_stays() {
    let first = plan_numbered(numbered("100円", &["7"]), &Known::default(), &[]);
    let mut standing = first.services[0].service.clone();
    standing.fee = Some("無料".to_owned());
    let mut known = after(&first);
    known
        .edited_services
        .insert(standing.id, ["fee".to_owned()].into());
    let second = plan_numbered(numbered("200円", &["7"]), &known, std::slice::from_ref(&standing));
    assert_eq!(second.services[0].service.fee.as_deref(), Some("無料"));
    assert_eq!(second.kept_edits[0].fields, ["fee"]);
}

#[test]
fn a_place_that_comes_later_begins_to_offer_a_service_that_did_not_change() {
    let first = plan_numbered(numbered("100円", &["7", "8"]), &Known::default(), &[]);
    let mut standing = first.services[0].service.clone();
    standing.places.truncate(1);
    let mut known = after(&first);
    for service in known.services.values_mut() {
        service.places = [standing.places[0].place].into();
    }
    let said = numbered("100円", &["7", "8"]);
    let (drafts, _) = places("ID,名称,住所,開催日\n7,a,x,\n8,b,y,\n");
    assert_eq!(
        changed_services(&drafts, std::slice::from_ref(&said), &known),
        [standing.id]
    );
    let second = plan_numbered(said, &known, std::slice::from_ref(&standing));
    assert_eq!(second.services[0].service.places.len(), 2);
}
