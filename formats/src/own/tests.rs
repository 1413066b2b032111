//! The round trip over invented registers with texts as nasty as they come, and what people do to a file in between.

use chrono::{DateTime, NaiveDate, Utc};
use domain::contact::{Contact, ContactKind, Visibility};
use domain::contents::Contents;
use domain::import::{ImportPlan, Known};
use domain::place::{PlaceKind, PlaceStatus};
use domain::{Place, PlaceId, Term, TermId, Texts};
use invented::register;
use proptest::prelude::*;
use uuid::Uuid;

use crate::plan::{Private, plan_exported};
use crate::tests::options;
use crate::{Records, read};

pub(crate) fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_491_200, 123_456_000).unwrap()
}

pub(crate) mod invented;

/// A file as it is exported.
pub(crate) fn exported(contents: &Contents) -> String {
    let mut bytes = Vec::new();
    super::write(contents, None, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What importing a file into a register does.
pub(crate) fn planned(file: &str, contents: &Contents, private: Private) -> (ImportPlan, Vec<&'static str>) {
    let content = read(file.as_bytes().to_vec(), &options()).unwrap();
    assert_eq!(content.profile, "ibasho");
    let Records::Exported(rows) = content.records else {
        panic!("rows of our own")
    };
    let (plan, issues) = plan_exported(rows, contents, &Known::default(), private, at());
    let all = content.issues.iter().chain(&issues);
    (plan, all.map(|issue| issue.rule).collect())
}

/// The register after a plan on an empty one.
pub(crate) fn applied(plan: ImportPlan, terms: Vec<Term>) -> Contents {
    let mut contents = Contents {
        terms,
        organizations: plan
            .organizations
            .into_iter()
            .map(|planned| planned.organization)
            .collect(),
        services: plan.services.into_iter().map(|planned| planned.service).collect(),
        places: plan.rows.into_iter().map(|planned| planned.place).collect(),
        ..Contents::default()
    };
    contents.places.sort_by_key(|place| place.id);
    contents
}

pub(crate) fn terms() -> Vec<Term> {
    let codes = [
        ("activity", "meal"),
        ("activity", "study"),
        ("hazard", "flood"),
        ("宗派", "その;他"),
    ];
    let term = |(number, (scheme, code)): (u128, (&str, &str))| Term {
        id: TermId(Uuid::from_u128(number)),
        version: 1,
        scheme: scheme.to_owned(),
        code: code.to_owned(),
        label: code.to_owned(),
        translations: Texts::default(),
        synonyms: Vec::new(),
        parent: None,
        ordinal: 0,
    };
    (1..).zip(codes).map(term).collect()
}

proptest! {
    #[test]
    fn export_import_export_is_the_identity(contents in register()) {
        let file = exported(&contents);
        let empty = Contents { terms: terms(), ..Contents::default() };
        if file.lines().count() > 1 {
            let (plan, rules) = planned(&file, &empty, Private::default());
            let unexpected = rules.iter().find(|rule| **rule != "license-unstated");
            prop_assert_eq!(unexpected, None);
            prop_assert_eq!(exported(&applied(plan, terms())), file);
        }
    }

    #[test]
    fn an_unchanged_export_changes_nothing(contents in register()) {
        let file = exported(&contents);
        if file.lines().count() > 1 {
            let (plan, _) = planned(&file, &contents, Private::default());
            prop_assert!(plan.is_empty(), "{plan:?}");
            let listed = contents.places.iter().filter(|place| place.status != PlaceStatus::Archived);
            prop_assert_eq!(plan.unchanged, listed.count());
        }
    }

    #[test]
    fn under_the_titles_of_the_standard_it_is_the_same_file(contents in register()) {
        let lookup = super::Lookup::new(&contents);
        let mut bytes = Vec::new();
        super::write_standard_header(&mut bytes);
        let listed = contents.places.iter().filter(|place| place.status != PlaceStatus::Archived && place.merged_into.is_none());
        let listed: Vec<&Place> = listed.collect();
        for place in &listed {
            super::write_standard_row(&mut bytes, &lookup, place);
        }
        let file = String::from_utf8(bytes).unwrap();
        let head = "\u{feff}全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,名称_英字,";
        prop_assert!(file.starts_with(head));
        if !listed.is_empty() {
            let (plan, rules) = planned(&file, &contents, Private::default());
            prop_assert!(plan.is_empty(), "{plan:?}");
            prop_assert_eq!(plan.unchanged, listed.len());
            let unexpected = rules.iter().find(|rule| **rule != "license-unstated");
            prop_assert_eq!(unexpected, None);
            let empty = Contents { terms: terms(), ..Contents::default() };
            let (plan, _) = planned(&file, &empty, Private::default());
            prop_assert_eq!(exported(&applied(plan, terms())), exported(&contents));
        }
    }

    #[test]
    fn no_exported_cell_is_a_formula(contents in register()) {
        let file = exported(&contents);
        let mut reader = csv::ReaderBuilder::new().from_reader(file.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']), "{cell:?}");
            }
        }
    }
}

#[test]
fn private_contacts_and_archived_places_stay_at_home() {
    let mut place = Place {
        kinds: vec![PlaceKind::Other],
        name: "a".to_owned(),
        ..Place::empty(at())
    };
    place.contacts.push(Contact {
        kind: ContactKind::Phone,
        value: "090-0000-0001".to_owned(),
        note: None,
        visibility: Visibility::Private,
    });
    let gone = Place {
        id: PlaceId::fresh(),
        name: "archived".to_owned(),
        status: PlaceStatus::Archived,
        ..place.clone()
    };
    let stub = Place {
        id: PlaceId::fresh(),
        name: "stub".to_owned(),
        merged_into: Some(place.id),
        ..place.clone()
    };
    let contents = Contents {
        places: vec![place, gone, stub],
        ..Contents::default()
    };
    let file = exported(&contents);
    assert!(file.starts_with("\u{feff}id,status,kinds,name,"));
    assert!(
        !file.contains("090") && !file.contains("archived") && !file.contains("stub"),
        "{file}"
    );
    let mut bytes = Vec::new();
    assert_eq!(super::write(&contents, Some("other"), &mut bytes).unwrap(), 0);
}

#[test]
fn what_cannot_be_read_is_named_and_a_row_without_its_id_is_rejected() {
    let file = "id,name,kinds,location_precision,latitude,contacts,schedules,colour\n\
                xx,a,OTHER,EXACT,35,,,\n\
                ,,OTHER,EXACT,35,,,\n\
                ,b,PARK,FINE,north,090,[{}],red\n";
    let content = read(file.as_bytes().to_vec(), &options()).unwrap();
    assert_eq!((content.rows, content.rejected), (3, 2));
    let found: Vec<(u64, &str, &str)> = content
        .issues
        .iter()
        .map(|issue| (issue.line, issue.column.as_str(), issue.rule))
        .collect();
    let expected = [
        (0, "", "license-unstated"),
        (1, "colour", "column-unknown"),
        (2, "id", "cell-unclear"),
        (3, "name", "name-required"),
        (4, "kinds", "cell-unclear"),
        (4, "latitude", "cell-unclear"),
        (4, "location_precision", "cell-unclear"),
        (4, "contacts", "cell-unclear"),
        (4, "schedules", "cell-unclear"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_spreadsheet_that_took_codes_for_numbers_is_understood() {
    let file = "name,municipality_code,verification_expires_on\na,11002,2026/11/1\n";
    let named = crate::ReadOptions {
        profile: Some("ibasho"),
        ..options()
    };
    let content = read(file.as_bytes().to_vec(), &named).unwrap();
    assert!(
        content
            .issues
            .iter()
            .all(|issue| issue.rule == "license-unstated"),
        "{:?}",
        content.issues
    );
    let Records::Exported(rows) = content.records else {
        panic!("rows of our own")
    };
    let contents = Contents::default();
    let (plan, _) = plan_exported(rows, &contents, &Known::default(), Private::default(), at());
    let place = &plan.rows[0].place;
    assert_eq!(
        place
            .address
            .as_ref()
            .and_then(|a| a.municipality_code.as_deref()),
        Some("011002")
    );
    assert_eq!(
        place.verification.expires_at,
        NaiveDate::from_ymd_opt(2026, 11, 1)
    );
}

#[test]
fn the_page_for_people_names_every_column() {
    let page = include_str!("../../../docs/own-csv.md");
    for name in super::column_names() {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
}
