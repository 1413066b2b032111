//! The short lists and look-ups against the scan: organizations, districts, terms.

use std::fmt::Debug;

use domain::{DistrictLevel, PlaceStatus};
use proptest::prelude::*;
use readmodel::{Cursor, DistrictQuery, ListPage, OrganizationQuery, SearchText, Snapshot, TermQuery};

use crate::aim::{near, typed};
use crate::brute::Brute;
use crate::cases;
use crate::choices::{Bits, MUNICIPALITIES, day, district_id, term_id};
use crate::history::make;
use crate::texts::{holds, name_key, words, writings};
use crate::world::world;

/// Checks the whole list and its pages of every size up to four against the expected ids.
fn check<'a, T: 'a, I: PartialEq + Debug + Clone>(
    list: impl Fn(Option<&Cursor>, usize) -> ListPage<'a, T>,
    reread: impl Fn(&Cursor) -> Option<Cursor>,
    id: impl Fn(&T) -> I,
    expected: &[I],
) {
    for size in [1, 2, 3, 4, 100] {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = list(after.as_ref(), size);
            assert_eq!(page.total, expected.len());
            all.extend(page.records.iter().map(|(record, _)| id(record)));
            after = page.records.last().and_then(|(_, cursor)| reread(cursor));
            if !page.has_next {
                break;
            }
            assert!(after.is_some() && page.records.len() == size && all.len() < page.total);
        }
        assert_eq!(all, expected);
    }
}

fn has_words(typed: Option<&str>, texts: &[String]) -> bool {
    let has_word = |word: String| texts.iter().any(|text| holds(text, &word));
    typed.is_none_or(|typed| words(typed).into_iter().all(has_word))
}

fn text(typed: Option<&str>) -> Option<SearchText> {
    typed.and_then(|typed| SearchText::new(typed).unwrap())
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn organizations_by_name_words_and_district(world in world(60), bits: u64, words in prop::option::of(any::<u64>())) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        let mut bits = Bits(bits);
        let districts: Vec<_> = (0..bits.below(3)).map(|_| district_id(bits.below(6) as usize)).collect();
        let typed = words.map(|bits| typed(Bits(bits)));
        let query = OrganizationQuery { text: text(typed.as_deref()), districts: districts.clone() };
        let runs_there = |id| world.contents.places.iter().any(|place| {
            let row = snapshot.place_row(place.id).unwrap();
            place.organization == Some(id)
                && place.status != PlaceStatus::Archived
                && snapshot.districts_of(row).any(|district| districts.contains(&district.id))
        });
        let mut expected: Vec<_> = world.contents.organizations.iter()
            .filter(|organization| has_words(typed.as_deref(), &brute.names_of_organization(organization.id)))
            .filter(|organization| districts.is_empty() || runs_there(organization.id))
            .map(|organization| (name_key(&organization.name, organization.name_kana.as_deref()), organization.id))
            .collect();
        expected.sort();
        let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
        check(
            |after, first| snapshot.organizations(&query, after, first),
            |cursor| query.cursor(&cursor.encode(&query.hash())),
            |organization| organization.id,
            &expected,
        );
    }

    #[test]
    fn districts_by_level_parent_point_and_words(
        world in world(20), bits: u64, words in prop::option::of(any::<u64>()), point in prop::option::of(near())
    ) {
        let snapshot = make(&world.contents);
        let brute = Brute::new(&world.contents);
        let mut bits = Bits(bits);
        let typed = words.map(|bits| typed(Bits(bits)));
        let query = DistrictQuery {
            level: bits.one_in(3).then(|| bits.pick(DistrictLevel::ALL)),
            parent: bits.one_in(3).then(|| district_id(bits.below(6) as usize)),
            containing: point.map(|gene| gene.aim(&world).0),
            text: text(typed.as_deref()),
            ..DistrictQuery::default()
        };
        let names = |district: &domain::District| -> Vec<String> {
            std::iter::once(&district.name).chain(&district.name_kana).flat_map(|name| writings(name)).collect()
        };
        let mut expected: Vec<_> = world.contents.districts.iter()
            .filter(|district| query.level.is_none_or(|level| level == district.level))
            .filter(|district| query.parent.is_none_or(|parent| district.parent == Some(parent)))
            .filter(|district| query.containing.is_none_or(|point| brute.holds(district.id, point)))
            .filter(|district| has_words(typed.as_deref(), &names(district)))
            .map(|district| {
                let code = district.official_code.clone();
                ((district.level, code.is_none(), code, district.name.clone()), district.id)
            })
            .collect();
        expected.sort();
        let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
        check(
            |after, first| snapshot.districts(&query, after, first),
            |cursor| query.cursor(&cursor.encode(&query.hash())),
            |district| district.id,
            &expected,
        );
        for district in &world.contents.districts {
            if let Some(point) = query.containing {
                prop_assert_eq!(snapshot.district_holds(district.id, point), brute.holds(district.id, point));
            }
        }
    }
}

#[test]
fn terms_stand_in_their_order_under_their_parents() {
    let contents = domain::contents::Contents {
        schemes: crate::records::schemes(),
        terms: crate::records::terms(),
        ..Default::default()
    };
    let snapshot = Snapshot::build(contents.clone(), "test", &day());
    for scheme in ["a", "b", "c"] {
        for parent in std::iter::once(None).chain((0..9).map(|index| Some(term_id(index)))) {
            let query = TermQuery {
                scheme: scheme.to_owned(),
                parent,
            };
            let listed = contents.terms.iter().filter(|term| term.scheme == scheme);
            let listed = listed.filter(|term| parent.is_none() || term.parent == parent);
            let mut expected: Vec<_> = listed
                .map(|term| (term.ordinal, term.code.clone(), term.id))
                .collect();
            expected.sort();
            check(
                |after, first| snapshot.terms(&query, after, first),
                |cursor| query.cursor(&cursor.encode(&query.hash())),
                |term| term.id,
                &expected.into_iter().map(|(_, _, id)| id).collect::<Vec<_>>(),
            );
        }
    }
    for term in &contents.terms {
        assert_eq!(snapshot.term(term.id).map(|found| &**found), Some(term));
        assert_eq!(
            snapshot
                .term_by_code(&term.scheme, &term.code)
                .map(|found| &**found),
            Some(term)
        );
        let children: Vec<_> = contents
            .terms
            .iter()
            .filter(|child| child.parent == Some(term.id))
            .collect();
        assert_eq!(
            snapshot
                .children_of(term.id)
                .map(|child| &**child)
                .collect::<Vec<_>>(),
            children
        );
    }
    assert_eq!(
        snapshot.term_by_code("b", "t9"),
        None,
        "a code means something in its scheme only"
    );
}

#[test]
fn districts_are_found_by_short_codes_too() {
    let district = |index, level, code: &str| domain::District {
        id: district_id(index),
        version: 1,
        level,
        official_code: Some(code.to_owned()),
        name: code.to_owned(),
        name_kana: None,
        parent: None,
        polygons: Vec::new(),
        translations: domain::Texts::default(),
        sources: Vec::new(),
    };
    let (city, school) = (
        DistrictLevel::Municipality,
        DistrictLevel::ElementarySchoolDistrict,
    );
    let contents = domain::contents::Contents {
        districts: vec![
            district(0, DistrictLevel::Prefecture, "130001"),
            district(1, city, MUNICIPALITIES[0]),
            district(2, school, MUNICIPALITIES[0]),
            district(3, school, "13"),
        ],
        ..Default::default()
    };
    let snapshot = Snapshot::build(contents, "test", &day());
    let found = |level, code| snapshot.district_by_code(level, code).map(|district| district.id);
    for code in ["13", "13000", "130001"] {
        assert_eq!(found(None, code), Some(district_id(0)), "{code}");
    }
    for code in ["13101", "131016"] {
        assert_eq!(found(Some(city), code), Some(district_id(1)), "{code}");
        assert_eq!(found(None, code), Some(district_id(1)), "{code}");
    }
    assert_eq!(found(Some(school), "131016"), Some(district_id(2)));
    assert_eq!(
        found(Some(school), "13101"),
        None,
        "a school's code has no check digit to leave out"
    );
    assert_eq!(found(Some(school), "13"), Some(district_id(3)));
    assert_eq!(found(None, "131017"), None);
}
