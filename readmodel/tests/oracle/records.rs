//! What stands beside the places of a register: vocabulary, organizations, districts.

use std::collections::BTreeSet;

use domain::{
    District, DistrictId, DistrictLevel, Organization, OrganizationKind, Scheme, Service, ServiceAtPlace,
    ServiceAtPlaceId, ServiceId, ServiceMode, Term, Texts, Translation, Verification,
};
use proptest::prelude::*;

use crate::choices::{
    Bits, MUNICIPALITIES, WORDS, district_id, id, now, organization_id, phrase, place_id, term_id,
};
use crate::grid::{Spot, in_degrees};
use crate::opening;
use crate::shapes::{ShapeGene, shape};

#[derive(Debug, Clone)]
pub struct DistrictGene {
    shapes: Vec<ShapeGene>,
    pub facts: u64,
}

impl DistrictGene {
    /// Without an area.
    pub fn plain() -> DistrictGene {
        DistrictGene {
            shapes: Vec::new(),
            facts: 0,
        }
    }
}

pub fn district_gene() -> impl Strategy<Value = DistrictGene> {
    (prop::collection::vec(shape(), 0..3), any::<u64>())
        .prop_map(|(shapes, facts)| DistrictGene { shapes, facts })
}

pub fn schemes() -> Vec<Scheme> {
    let scheme = |code: &str| Scheme {
        code: code.to_owned(),
        name: code.to_owned(),
        translations: Texts::default(),
    };
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
        translations: Texts(vec![Translation {
            language: "en".to_owned(),
            name: Some("Term".to_owned()),
            summary: None,
        }]),
        synonyms: if index % 2 == 0 {
            vec![WORDS[index + 8].to_owned()]
        } else {
            Vec::new()
        },
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
        let level = bits.pick(&[
            DistrictLevel::Prefecture,
            DistrictLevel::Municipality,
            DistrictLevel::ElementarySchoolDistrict,
        ]);
        let above: Vec<DistrictId> = districts
            .iter()
            .filter(|above| {
                above.level < level || level == DistrictLevel::Municipality && above.level == level
            })
            .map(|above| above.id)
            .collect();
        let parent = (!above.is_empty() && !bits.one_in(4)).then(|| bits.pick(&above));
        let code = match level {
            DistrictLevel::Municipality => Some(MUNICIPALITIES[index % 4]).filter(|_| index < 4),
            DistrictLevel::Prefecture => Some("130001").filter(|_| index == 0),
            _ => None,
        };
        let polygons = gene
            .shapes
            .iter()
            .map(|shape| in_degrees(&shape.rings(bits.pick(centers))))
            .collect();
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

#[derive(Debug, Clone)]
pub struct ServiceGene {
    facts: u64,
    words: u64,
    /// Shares of the list of places, in 1/256.
    places: Vec<u8>,
}

impl ServiceGene {
    /// Offered at the first place, with nothing known but its name.
    pub fn plain() -> ServiceGene {
        ServiceGene {
            facts: 0,
            words: 0,
            places: vec![0],
        }
    }
}

pub fn service_gene() -> impl Strategy<Value = ServiceGene> {
    (
        any::<u64>(),
        any::<u64>(),
        prop::collection::vec(any::<u8>(), 0..=4),
    )
        .prop_map(|(facts, words, places)| ServiceGene { facts, words, places })
}

/// Services offered at some of so many places, now and then at one that does not exist.
pub fn services(genes: &[ServiceGene], places: usize) -> Vec<Service> {
    genes
        .iter()
        .enumerate()
        .map(|(index, gene)| service(index, gene, places))
        .collect()
}

fn service(index: usize, gene: &ServiceGene, places: usize) -> Service {
    let (mut facts, mut words) = (Bits(gene.facts), Bits(gene.words));
    let answers = [None, Some(true), Some(false)];
    let ages = [None, Some(0), Some(6), Some(18)];
    let mut modes = vec![
        facts.pick(ServiceMode::ALL),
        facts.pick(ServiceMode::ALL),
        ServiceMode::AtPlace,
    ];
    modes.truncate(1 + facts.below(2) as usize);
    // A service is offered at a place once.
    let offered: BTreeSet<usize> = gene
        .places
        .iter()
        .map(|share| (places + 1) * usize::from(*share) / 256)
        .collect();
    let offer = |(number, place): (usize, usize)| ServiceAtPlace {
        id: ServiceAtPlaceId(id(6, index * 8 + number)),
        place: place_id(place),
        schedules: opening::schedules(&mut Bits(gene.facts.rotate_left(31) >> number)),
        contacts: Vec::new(),
        note: None,
    };
    let translations = words.one_in(3).then(|| Translation {
        language: "en".to_owned(),
        name: Some(phrase(&mut words, 1)),
        summary: Some(phrase(&mut words, 1)),
    });
    Service {
        id: ServiceId(id(2, index)),
        version: 1,
        organization: Some(facts.below(6) as usize)
            .filter(|index| *index < 4)
            .map(organization_id),
        name: phrase(&mut words, 1),
        summary: words.one_in(2).then(|| phrase(&mut words, 2)),
        translations: Texts(translations.into_iter().collect()),
        modes,
        serves: (0..facts.below(3))
            .map(|_| district_id(facts.below(6) as usize))
            .collect(),
        terms: (0..facts.below(3))
            .map(|_| term_id(facts.below(8) as usize))
            .collect(),
        schedules: opening::schedules(&mut Bits(gene.words.rotate_left(23))),
        contacts: Vec::new(),
        places: offered.into_iter().enumerate().map(offer).collect(),
        verification: Verification::default(),
        sources: Vec::new(),
        is_free: facts.pick(&answers),
        fee: None,
        eligibility: None,
        minimum_age: facts.pick(&ages),
        maximum_age: facts.pick(&ages),
        required_documents: Vec::new(),
        id_required: facts.pick(&answers),
        reservation_required: None,
        created_at: now(),
        updated_at: now(),
    }
}
