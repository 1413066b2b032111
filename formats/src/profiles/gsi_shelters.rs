//! 国土地理院「指定緊急避難場所・指定避難所データ」, flattened to one table of the whole country.
//!
//! Two data sets in one file, told apart by the row's kind; a site is often in both, and stays two places.

use domain::address::Address;
use domain::import::{RowAction, TermCode};
use domain::place::PlaceKind;

use crate::cell::Cells;
use crate::profile::{HAZARD_TERMS, Reading, TableProfile, columns, term};

columns! {
    Kind = "kind",
    MunicipalityCode = "lg_code",
    Id = "common_id",
    Name = "name",
    Address = "address",
    Latitude = "lat",
    Longitude = "lon",
    Hazards = "hazards",
}

pub static PROFILE: TableProfile = TableProfile {
    name: "gsi_shelters",
    dataset: "gsi_emergency",
    columns: COLUMNS,
    id: "common_id",
    required: &["kind", "common_id", "name", "lat", "lon"],
    any_of: &[],
    read,
};

/// The words of the file, and the register's codes.
const HAZARDS: [(&str, &str); 8] = [
    ("洪水", "flood"),
    ("崖崩れ、土石流及び地滑り", "landslide"),
    ("高潮", "storm_surge"),
    ("地震", "earthquake"),
    ("津波", "tsunami"),
    ("大規模な火事", "large_fire"),
    ("内水氾濫", "inland_flooding"),
    ("火山現象", "volcano"),
];

fn read(cells: &mut Cells) -> Option<Reading> {
    let dataset = match cells.line(Col::Kind).as_deref() {
        Some("emergency") => "gsi_emergency",
        Some("evacuation") => "gsi_evacuation",
        _ => {
            let detail = "Neither emergency (指定緊急避難場所) nor evacuation (指定避難所).";
            cells.note(Col::Kind, "kind-unknown", RowAction::Rejected, detail);
            return None;
        }
    };
    let name = cells.name(Col::Name)?;
    let key_address = cells.owned(Col::Address).unwrap_or_default();
    let municipality_code = cells.municipality_code(Col::MunicipalityCode);
    Some(Reading {
        dataset: Some(dataset.to_owned()),
        publisher: Some("国土地理院".to_owned()),
        external_id: cells.owned(Col::Id),
        attribution: Some("出典：国土地理院「指定緊急避難場所・指定避難所データ」"),
        kinds: vec![PlaceKind::EvacuationSite],
        name,
        terms: hazards(cells),
        vocabulary: HAZARD_TERMS,
        point: cells.point(Col::Latitude, Col::Longitude),
        address: Address {
            formatted: key_address.clone(),
            municipality_code,
            ..Address::default()
        }
        .known(),
        key_address,
        ..Reading::default()
    })
}

fn hazards(cells: &mut Cells) -> Vec<TermCode> {
    let Some(line) = cells.line(Col::Hazards) else {
        return Vec::new();
    };
    let mut terms: Vec<TermCode> = Vec::new();
    for word in line
        .split([';', '；'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        match HAZARDS.iter().find(|(known, _)| *known == word) {
            Some((_, code)) => {
                let term = term("hazard", code);
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
            None => {
                let detail = format!("\"{word}\" is none of the eight hazards of the law.");
                cells.note(Col::Hazards, "hazard-unknown", RowAction::LeftOut, detail);
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use crate::tests::{places, rules};
    use crate::{Records, read, tests::options};

    const FILE: &str = "\
kind,lg_code,common_id,name,address,lat,lon,hazards
emergency,172022,E1,七尾中学校,石川県七尾市藤橋町52-1,37.03,136.95,洪水;崖崩れ、土石流及び地滑り;竜巻;洪水
evacuation,172022,H1,七尾中学校,石川県七尾市藤橋町52-1,37.03,136.95,
other,172022,X1,なにか,,37,136,
emergency,172022,E2,,,37,136,
";

    #[test]
    fn the_kind_names_the_data_set() {
        let (drafts, content) = places(FILE);
        let datasets: Vec<Option<&str>> = drafts
            .iter()
            .map(|draft| draft.provenance.source.dataset.as_deref())
            .collect();
        assert_eq!(datasets, [Some("gsi_emergency"), Some("gsi_evacuation")]);
        assert_eq!(content.dataset, "gsi_emergency; gsi_evacuation");
        assert_eq!(
            drafts[0].terms,
            [super::term("hazard", "flood"), super::term("hazard", "landslide")]
        );
        assert_eq!(
            drafts[0].address.as_ref().unwrap().municipality_code.as_deref(),
            Some("172022")
        );
        assert_eq!(
            drafts[0].provenance.source.publisher.as_deref(),
            Some("国土地理院")
        );
        assert_eq!(drafts[0].provenance.record_key, "id:E1");
        assert_eq!((content.rows, content.rejected), (4, 2));
        assert_eq!(
            rules(&content),
            [
                "license-unstated",
                "hazard-unknown",
                "kind-unknown",
                "name-required"
            ]
        );
    }

    #[test]
    fn a_given_data_set_holds_both_kinds() {
        let given = crate::ReadOptions {
            dataset: Some("gsi"),
            ..options()
        };
        let content = read(FILE.as_bytes().to_vec(), &given).unwrap();
        let Records::Places(drafts) = content.records else {
            panic!()
        };
        assert!(
            drafts
                .iter()
                .all(|draft| draft.provenance.source.dataset.as_deref() == Some("gsi"))
        );
    }
}
