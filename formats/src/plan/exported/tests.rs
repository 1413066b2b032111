//! What becomes of an exported file that somebody edited.

use domain::contact::{Contact, ContactKind, Visibility};
use domain::contents::Contents;
use domain::import::{ImportPlan, Known, KnownPlace, PlannedRow};
use domain::place::{PlaceKind, PlaceStatus, PrivateParts};
use domain::source::SourceKind;
use domain::{Organization, Place, Service, ServiceAtPlace, ServiceAtPlaceId, Source};

use super::*;
use crate::own::tests::{at, exported, planned, terms};
use crate::tests::options;
use crate::{Records, read};

const EXACT: Point = Point {
    lon: 136.961_36,
    lat: 37.048_26,
};

/// One place that shows a blurred point, with an organization and a service.
fn register() -> (Contents, PrivateParts) {
    let organization = Organization {
        name: "NPO法人ひだまり".to_owned(),
        name_kana: Some("ヒダマリ".to_owned()),
        ..Organization::empty(at())
    };
    let precision = LocationPrecision::Town;
    let place = Place {
        kinds: vec![PlaceKind::GatheringPlace],
        name: "ひだまり館".to_owned(),
        organization: Some(organization.id),
        location: domain::location::public_point(EXACT, precision),
        location_precision: precision,
        terms: vec![terms()[1].id, terms()[0].id],
        sources: vec![Source {
            kind: SourceKind::File,
            dataset: Some("city_list".into()),
            publisher: Some("七尾市".into()),
            external_id: Some("7".to_owned()),
            name: "city_list".into(),
            url: None,
            license: Some("CC BY 4.0".into()),
            attribution: None,
            retrieved_at: at(),
            fields: Vec::new(),
        }],
        ..Place::empty(at())
    };
    let service = Service {
        name: "学習支援".to_owned(),
        organization: Some(organization.id),
        places: vec![ServiceAtPlace {
            id: ServiceAtPlaceId::fresh(),
            place: place.id,
            schedules: Vec::new(),
            contacts: Vec::new(),
            note: None,
        }],
        ..Service::empty(at())
    };
    let private = PrivateParts {
        exact_point: Some(EXACT),
        contacts: vec![Contact {
            kind: ContactKind::Phone,
            value: "090-0000-0001".to_owned(),
            note: None,
            visibility: Visibility::Private,
        }],
    };
    let contents = Contents {
        terms: terms(),
        organizations: vec![organization],
        services: vec![service],
        places: vec![place],
        ..Contents::default()
    };
    (contents, private)
}

/// Plans the file of the register after an edit.
fn after(edit: impl Fn(&str) -> String) -> (ImportPlan, Contents) {
    let (contents, private) = register();
    let file = edit(&exported(&contents));
    let privates = Private {
        places: [(contents.places[0].id, private)].into(),
        ..Private::default()
    };
    (planned(&file, &contents, privates).0, contents)
}

fn one(plan: &ImportPlan) -> &PlannedRow {
    let [row] = plan.rows.as_slice() else {
        panic!("one place changes: {plan:?}")
    };
    row
}

#[test]
fn an_edited_name_is_an_update_and_the_exact_point_stays() {
    let (plan, contents) = after(|file| file.replace("ひだまり館", "ひだまり会館"));
    let row = one(&plan);
    assert_eq!(row.expected_version, Some(1));
    assert_eq!(
        (row.place.id, row.place.name.as_str()),
        (contents.places[0].id, "ひだまり会館")
    );
    assert_eq!(row.private.exact_point, Some(EXACT));
    assert_eq!(row.private.contacts.len(), 1);
    assert_eq!(row.place.location, contents.places[0].location);
    assert_eq!(row.place.sources, contents.places[0].sources);
    let fields: Vec<&str> = plan.changes[0].fields.iter().map(|field| field.field).collect();
    assert_eq!(fields, ["name"]);
    assert!(plan.services.is_empty() && plan.organizations.is_empty());
}

#[test]
fn a_moved_point_is_exact_and_shown_as_coarsely_as_before() {
    let (plan, _) = after(|file| {
        let (lat, lon) = register().0.places[0].location.map(|p| (p.lat, p.lon)).unwrap();
        file.replace(&format!("{lat},{lon}"), "37.1,136.9")
    });
    let row = one(&plan);
    let moved = Point {
        lon: 136.9,
        lat: 37.1,
    };
    assert_eq!(row.private.exact_point, Some(moved));
    assert_eq!(
        row.place.location,
        domain::location::public_point(moved, LocationPrecision::Town)
    );
}

#[test]
fn another_precision_shows_the_exact_point_otherwise() {
    let (plan, _) = after(|file| file.replace(",TOWN,", ",BLOCK,"));
    let row = one(&plan);
    assert_eq!(row.private.exact_point, Some(EXACT));
    assert_eq!(
        row.place.location,
        domain::location::public_point(EXACT, LocationPrecision::Block)
    );
    let (plan, _) = after(|file| file.replace(",TOWN,", ",EXACT,"));
    let row = one(&plan);
    assert_eq!((row.place.location, row.private.exact_point), (Some(EXACT), None));
    let (plan, _) = after(|file| file.replace(",TOWN,", ",HIDDEN,"));
    let row = one(&plan);
    assert_eq!((row.place.location, row.private.exact_point), (None, Some(EXACT)));
}

#[test]
fn an_organization_is_renamed_by_its_id_and_changed_by_another_name() {
    let (plan, contents) = after(|file| file.replace("NPO法人ひだまり,ヒダマリ", "NPO法人こもれび,ヒダマリ"));
    assert!(plan.rows.is_empty());
    // In the column of the organization and within the service: both say the old id, one the new name.
    let renamed = &plan.organizations[0];
    assert_eq!(
        (renamed.organization.id, renamed.expected_version),
        (contents.organizations[0].id, Some(1))
    );
    assert_eq!(renamed.organization.name, "NPO法人こもれび");
    let (plan, contents) = after(|file| {
        let id = domain::NodeId::Organization(register().0.organizations[0].id).encode();
        // Ids differ in each call: cut out whatever stands there.
        let _ = id;
        let at = file.find("NPO法人ひだまり,ヒダマリ").unwrap();
        let start = file[..at - 1].rfind(',').unwrap() + 1;
        format!(
            "{}{}",
            &file[..start],
            file[at - 1..].replacen("NPO法人ひだまり,ヒダマリ,OTHER", "甲会,,", 1)
        )
    });
    let made = &plan.organizations[0];
    assert_eq!(
        (
            made.expected_version,
            made.organization.name.as_str(),
            made.organization.name_kana.as_deref()
        ),
        (None, "甲会", None)
    );
    assert_eq!(one(&plan).place.organization, Some(made.organization.id));
    assert_ne!(Some(made.organization.id), contents.places[0].organization);
}

#[test]
fn a_service_is_updated_in_its_cell_and_a_new_one_is_added() {
    let (plan, contents) = after(|file| {
        file.replace(
            r#"""name"":""学習支援"""#,
            r#"""fee"":""100円"",""name"":""学習支援"""#,
        )
    });
    assert!(plan.rows.is_empty());
    let [planned] = plan.services.as_slice() else {
        panic!("one service: {plan:?}")
    };
    assert_eq!(
        (planned.service.id, planned.expected_version),
        (contents.services[0].id, Some(1))
    );
    assert_eq!(planned.service.fee.as_deref(), Some("100円"));
    assert_eq!(planned.service.places, contents.services[0].places);
    let (plan, _) = after(|file| file.replace(r#""[{""#, r#""[{""name"":""食事""},{""#));
    let [made] = plan.services.as_slice() else {
        panic!("one service: {plan:?}")
    };
    assert_eq!(
        (made.service.name.as_str(), made.expected_version),
        ("食事", None)
    );
}

#[test]
fn terms_in_another_order_are_no_change_and_unknown_ones_are_named() {
    let (plan, _) = after(|file| file.replace("study;meal", "meal;study"));
    assert!(plan.is_empty());
    let (contents, _) = register();
    let file = exported(&contents).replace("study;meal", "meal;dance");
    let (plan, rules) = planned(&file, &contents, Private::default());
    assert_eq!(one(&plan).place.terms, [terms()[0].id]);
    assert!(rules.contains(&"term-unknown"));
}

#[test]
fn what_an_editor_changed_since_stays() {
    let (contents, _) = register();
    let file = exported(&contents)
        .replace("ひだまり館", "ひだまり会館")
        .replace(",PUBLISHED,", ",TEMPORARILY_CLOSED,");
    let Records::Exported(rows) = read(file.into_bytes(), &options()).unwrap().records else {
        panic!("rows")
    };
    let edited = ["name".to_owned(), "status".to_owned()].into();
    let known = Known {
        edited: [(contents.places[0].id, edited)].into(),
        ..Known::default()
    };
    let (plan, _) = plan_exported(rows, &contents, &known, Private::default(), at());
    assert!(plan.is_empty());
    assert_eq!(plan.kept_edits[0].fields, ["name", "status"]);
}

#[test]
fn in_another_register_the_place_of_the_same_list_is_the_same() {
    let (contents, _) = register();
    let file = exported(&contents);
    let mut other = contents.places[0].clone();
    other.id = PlaceId::fresh();
    other.name = "旧名".to_owned();
    let elsewhere = Contents {
        terms: terms(),
        places: vec![other.clone()],
        ..Contents::default()
    };
    let Records::Exported(rows) = read(file.into_bytes(), &options()).unwrap().records else {
        panic!("rows")
    };
    let key = rows[0].keys[0].key();
    assert_eq!((&*key.dataset, key.record_key.as_str()), ("city_list", "id:7"));
    let known = Known {
        places: [(key, KnownPlace::new(other.id, String::new()))].into(),
        ..Known::default()
    };
    let (plan, _) = plan_exported(rows.clone(), &elsewhere, &known, Private::default(), at());
    let row = one(&plan);
    assert_eq!(
        (row.place.id, row.expected_version, row.place.name.as_str()),
        (other.id, Some(1), "ひだまり館")
    );
    // In an empty one it is new, takes the id, and the list finds it.
    let empty = Contents {
        terms: terms(),
        ..Contents::default()
    };
    let (plan, _) = plan_exported(rows, &empty, &Known::default(), Private::default(), at());
    let row = one(&plan);
    assert_eq!(
        (row.place.id, row.expected_version),
        (contents.places[0].id, None)
    );
    assert_eq!((row.keys.len(), row.place.status), (1, PlaceStatus::Published));
}

#[test]
fn a_line_that_somebody_added_is_a_new_place_that_is_found_again() {
    let file = "id,name,kinds,location_precision,address\n,新しい場所,OTHER,,七尾市1-1\n,新しい場所,OTHER,,七尾市1-1\n";
    let (plan, rules) = planned(file, &Contents::default(), Private::default());
    assert_eq!(
        (plan.rows.len(), plan.rows[0].place.name.as_str()),
        (2, "新しい場所")
    );
    assert_eq!(rules, ["license-unstated"]);
    let key = &plan.rows[0].keys[0];
    assert_eq!(key.source.dataset.as_deref(), Some("ibasho"));
    assert!(key.record_key.starts_with("digest:"));
    assert!(plan.rows[1].keys.is_empty(), "one key is of one place");
}
