//! What stands beside the places of a register: vocabulary, organizations, districts.

use domain::{
    District, DistrictId, DistrictLevel, Organization, OrganizationKind, Scheme, Term, Texts, Translation,
};
use proptest::prelude::*;

use crate::grid::{Spot, in_degrees};
use crate::shapes::{ShapeGene, shape};
use crate::world::{Bits, MUNICIPALITIES, WORDS, district_id, now, organization_id, phrase, term_id};

#[derive(Debug, Clone)]
pub struct DistrictGene {
    shapes: Vec<ShapeGene>,
    facts: u64,
}

pub fn district_gene() -> impl Strategy<Value = DistrictGene> {
    (prop::collection::vec(shape(), 0..3), any::<u64>()).prop_map(|(shapes, facts)| DistrictGene { shapes, facts })
}

pub fn schemes() -> Vec<Scheme> {
    let scheme = |code: &str| Scheme { code: code.to_owned(), name: code.to_owned(), translations: Texts::default() };
    vec![scheme("b"), scheme("a")]
}

/// Two trees: 0 (1 (2), 3) and 5 (6), and 4 and 7 alone; 0 to 4 in scheme `a`.
pub fn terms() -> Vec<Term> {
    let parents = [None, Some(0), Some(1), Some(0), None, None, Some(5), None];
    let term = |(index, parent): (usize, Option<usize>)| Term {
        id: term_id(index),
        version: 1,
        scheme: if index < 5 { "a" } else { "b" }.to_owned(),
        code: format!("t{}", 9 - index),
        label: WORDS[index].to_owned(),
        translations: Texts(vec![Translation { language: "en".to_owned(), name: Some("Term".to_owned()), summary: None }]),
        synonyms: if index % 2 == 0 { vec![WORDS[index + 8].to_owned()] } else { Vec::new() },
        parent: parent.map(term_id),
        ordinal: index as i32 / 2,
    };
    parents.into_iter().enumerate().map(term).collect()
}

pub fn organizations(facts: u64) -> Vec<Organization> {
    let mut bits = Bits(facts);
    let mut organization = |index| Organization {
        id: organization_id(index),
        version: 1,
        name: phrase(&mut bits, 2),
        name_kana: bits.one_in(2).then(|| phrase(&mut bits, 1)),
        kind: OrganizationKind::Nonprofit,
        url: None,
        contacts: Vec::new(),
        translations: Texts::default(),
        sources: Vec::new(),
        created_at: now(),
        updated_at: now(),
    };
    (0..4).map(&mut organization).collect()
}

pub fn districts(genes: &[DistrictGene], centers: &[Spot]) -> Vec<District> {
    let mut districts: Vec<District> = Vec::new();
    for (index, gene) in genes.iter().enumerate() {
        let mut bits = Bits(gene.facts);
        let level = bits.pick(&[DistrictLevel::Prefecture, DistrictLevel::Municipality, DistrictLevel::ElementarySchoolDistrict]);
        let above: Vec<DistrictId> = districts
            .iter()
            .filter(|above| above.level < level || level == DistrictLevel::Municipality && above.level == level)
            .map(|above| above.id)
            .collect();
        let parent = (!above.is_empty() && !bits.one_in(4)).then(|| bits.pick(&above));
        let code = match level {
            DistrictLevel::Municipality => Some(MUNICIPALITIES[index % 4]).filter(|_| index < 4),
            DistrictLevel::Prefecture => Some("130001").filter(|_| bits.one_in(2)),
            _ => None,
        };
        let polygons = gene.shapes.iter().map(|shape| in_degrees(&shape.rings(bits.pick(centers)))).collect();
        districts.push(District {
            id: district_id(index),
            version: 1,
            level,
            official_code: code.map(str::to_owned),
            name: phrase(&mut bits, 1),
            name_kana: bits.one_in(2).then(|| phrase(&mut bits, 1)),
            parent,
            polygons,
            translations: Texts::default(),
            sources: Vec::new(),
        });
    }
    districts
}
