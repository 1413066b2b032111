//! Services that rows name: known by their name at their place, or made.
//!
//! A service that is there already is left alone, whatever editors made of it; one that a file no longer names stays.

use chrono::{DateTime, Utc};
use domain::import::{Known, ServiceDraft};
use domain::text::same_identity;
use domain::{Place, Service, ServiceAtPlace, ServiceAtPlaceId, Source};

/// The services that the place does not offer yet.
pub(super) fn new_ones(
    place: &Place,
    offered: Vec<ServiceDraft>,
    source: &Source,
    known: &Known,
    at: DateTime<Utc>,
) -> Vec<Service> {
    let standing = known.services.get(&place.id).map_or(&[][..], Vec::as_slice);
    let new = offered
        .into_iter()
        .filter(|draft| !standing.iter().any(|name| same_identity(name, &draft.name)));
    new.map(|draft| Service {
        organization: place.organization,
        name: draft.name,
        places: vec![ServiceAtPlace {
            id: ServiceAtPlaceId::fresh(),
            place: place.id,
            schedules: Vec::new(),
            contacts: Vec::new(),
            note: None,
        }],
        sources: vec![source.clone()],
        ..Service::empty(at)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use domain::import::{ImportPlan, Known, KnownPlace};

    use crate::plan::{changed_places, plan_places};
    use crate::tests::{options, places};

    const HEADER: &str = "ID,介護サービス事業所名称,所在地_連結表記,実施サービス,法人の名称,事業所番号\n";

    fn names(plan: &ImportPlan) -> Vec<&str> {
        plan.services
            .iter()
            .map(|service| service.name.as_str())
            .collect()
    }

    #[test]
    fn services_are_made_once_and_stay() {
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
        assert!(
            first
                .services
                .iter()
                .all(|service| service.places[0].place == place.place.id)
        );
        assert_eq!(first.services[0].organization, place.place.organization);
        let held = KnownPlace::new(place.place.id, place.provenance.digest.clone());
        let known = Known {
            places: [(place.provenance.key(), held)].into(),
            services: [(
                place.place.id,
                names(&first).into_iter().map(str::to_owned).collect(),
            )]
            .into(),
            organizations: first
                .organizations
                .iter()
                .map(|o| (o.provenance.key(), o.organization.id))
                .collect(),
            ..Known::default()
        };
        assert!(plan_places(places(&format!("{HEADER}{two}")).0, &known, HashMap::new(), at).is_empty());
        let changed =
            format!("{HEADER}2,ひだまり,七尾市1-1,通所介護,甲,1\n3,ひだまり,七尾市1-1,居宅介護支援,甲,1\n");
        let drafts = places(&changed).0;
        assert_eq!(changed_places(&drafts, &known), [place.place.id]);
        let current = HashMap::from([(place.place.id, (place.place.clone(), place.private.clone()))]);
        let second = plan_places(drafts, &known, current, at);
        assert_eq!((second.places.len(), names(&second)), (1, vec!["居宅介護支援"]));
    }
}
