//! 指定緊急避難場所 of the municipal standard (自治体標準オープンデータセット 03), one row a site.
//!
//! Columns by the definition book; files in the wild lack some and move others. Capacity, elevation and the
//! neighborhoods it is meant for stay in the raw row: the register has no field for them yet.

use domain::address::Address;
use domain::import::TermCode;
use domain::place::PlaceKind;
use domain::translation::{Texts, Translation};

use crate::cell::Cells;
use crate::profile::{HAZARD_TERMS, Reading, TableProfile, columns, term};

columns! {
    Id = "ID" | "NO",
    Name = "名称",
    NameKana = "名称_カナ",
    NameEnglish = "名称_英字" | "名称_英語",
    PublisherCode = "全国地方公共団体コード",
    Publisher = "地方公共団体名",
    SiteCode = "所在地_全国地方公共団体コード",
    CityCode = "市区町村コード",
    Address = "所在地_連結表記" | "所在地_連結標記" | "住所",
    Prefecture = "所在地_都道府県" | "都道府県名",
    City = "所在地_市区町村" | "市区町村名",
    Town = "所在地_町字",
    Block = "所在地_番地以下",
    Building = "建物名等(方書)" | "方書",
    PostalCode = "郵便番号",
    Latitude = "緯度",
    Longitude = "経度",
    Phone = "電話番号",
    Email = "連絡先メールアドレス",
    Url = "URL",
    Flood = "災害種別_洪水",
    Landslide = "災害種別_崖崩れ、土石流及び地滑り",
    StormSurge = "災害種別_高潮",
    Earthquake = "災害種別_地震",
    Tsunami = "災害種別_津波",
    LargeFire = "災害種別_大規模な火事",
    InlandFlooding = "災害種別_内水氾濫",
    Volcano = "災害種別_火山現象",
}

pub static PROFILE: TableProfile = TableProfile {
    name: "evacuation_space",
    dataset: "evacuation_space",
    columns: COLUMNS,
    id: "ID",
    required: &["名称"],
    any_of: &[
        "災害種別_洪水",
        "災害種別_崖崩れ、土石流及び地滑り",
        "災害種別_高潮",
        "災害種別_地震",
        "災害種別_津波",
        "災害種別_大規模な火事",
        "災害種別_内水氾濫",
        "災害種別_火山現象",
    ],
    read,
};

/// The register's codes, in the standard's column order.
const HAZARDS: [(Col, &str); 8] = [
    (Col::Flood, "flood"),
    (Col::Landslide, "landslide"),
    (Col::StormSurge, "storm_surge"),
    (Col::Earthquake, "earthquake"),
    (Col::Tsunami, "tsunami"),
    (Col::LargeFire, "large_fire"),
    (Col::InlandFlooding, "inland_flooding"),
    (Col::Volcano, "volcano"),
];

fn read(cells: &mut Cells) -> Option<Reading> {
    let name = cells.name(Col::Name)?;
    let key_address = address_line(cells);
    let mut contacts = cells.phones(Col::Phone);
    contacts.extend(cells.email(Col::Email));
    contacts.extend(cells.web(Col::Url));
    Some(Reading {
        publisher: publisher(cells),
        external_id: cells.owned(Col::Id),
        kinds: vec![PlaceKind::EvacuationSite],
        name,
        name_kana: cells.owned(Col::NameKana),
        translations: english(cells.owned(Col::NameEnglish)),
        terms: hazards(cells),
        vocabulary: HAZARD_TERMS,
        point: cells.point(Col::Latitude, Col::Longitude),
        address: address(cells, &key_address),
        contacts,
        key_address,
        ..Reading::default()
    })
}

fn hazards(cells: &mut Cells) -> Vec<TermCode> {
    HAZARDS
        .iter()
        .filter(|(column, _)| cells.flag(*column))
        .map(|(_, code)| term("hazard", code))
        .collect()
}

fn english(name: Option<String>) -> Texts {
    let translation = |name| Translation {
        language: "en".to_owned(),
        name: Some(name),
        summary: None,
    };
    Texts(name.map(translation).into_iter().collect())
}

fn publisher(cells: &Cells) -> Option<String> {
    let codes = [Col::PublisherCode, Col::SiteCode, Col::CityCode];
    cells
        .owned(Col::Publisher)
        .or_else(|| codes.into_iter().find_map(|code| cells.publisher_code(code)))
}

/// The address as one line: the file's own, else its parts.
fn address_line(cells: &Cells) -> String {
    let parts = [Col::Prefecture, Col::City, Col::Town, Col::Block];
    cells
        .owned(Col::Address)
        .unwrap_or_else(|| parts.into_iter().filter_map(|part| cells.line(part)).collect())
}

fn address(cells: &mut Cells, line: &str) -> Option<Address> {
    let building = cells
        .owned(Col::Building)
        .filter(|building| !line.contains(building.as_str()));
    let municipality_code = [Col::SiteCode, Col::CityCode, Col::PublisherCode]
        .into_iter()
        .find(|column| cells.raw(*column).is_some())
        .and_then(|column| cells.municipality_code(column));
    Address {
        formatted: [line, building.as_deref().unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned(),
        postal_code: cells.postal_code(Col::PostalCode),
        prefecture: cells.owned(Col::Prefecture),
        municipality: cells.owned(Col::City),
        town: cells.owned(Col::Town),
        municipality_code,
    }
    .known()
}

#[cfg(test)]
mod tests {
    use domain::location::Point;

    use crate::tests::{places, rules};

    const FILE: &str = "\
全国地方公共団体コード,ID,名称,名称_カナ,名称_英字,所在地_全国地方公共団体コード,所在地_連結表記,所在地_都道府県,\
所在地_市区町村,所在地_町字,所在地_番地以下,建物名等（方書）,緯度,経度,電話番号,連絡先メールアドレス,郵便番号,地方公共団体名,\
災害種別_洪水,災害種別_崖崩れ、土石流及び地滑り,災害種別_津波,想定収容人数,URL
170003,1,七尾中学校,ナナオチュウガッコウ,Nanao JHS,17202,石川県七尾市藤橋町５２−１,石川県,七尾市,藤橋町,52-1,体育館,\
37.03803,136.95849,(0767)53-0821,school@city.nanao.lg.jp,9260811,七尾市,1.0,×,△,\"1,371人\",https://nanao.example
,2,小丸山公園,,,,,石川県,七尾市,馬出町,1-1,,,,090-0000-0000,someone@gmail.com,,,,,,,
";

    #[test]
    fn a_row_becomes_a_draft() {
        let (drafts, content) = places(FILE);
        let draft = &drafts[0];
        assert_eq!(
            (draft.name.as_str(), draft.name_kana.as_deref()),
            ("七尾中学校", Some("ナナオチュウガッコウ"))
        );
        assert_eq!(draft.translations.name("", Some("en")), "Nanao JHS");
        assert_eq!(draft.terms, [super::term("hazard", "flood")]);
        assert_eq!(
            draft.point,
            Some(Point {
                lon: 136.95849,
                lat: 37.03803
            })
        );
        let address = draft.address.as_ref().unwrap();
        assert_eq!(address.formatted, "石川県七尾市藤橋町５２−１ 体育館");
        assert_eq!(address.postal_code.as_deref(), Some("926-0811"));
        assert_eq!(
            (address.town.as_deref(), address.municipality_code.as_deref()),
            (Some("藤橋町"), Some("172022"))
        );
        let contacts: Vec<(&str, &str, &str)> = draft
            .contacts
            .iter()
            .map(|c| (c.kind.code(), c.value.as_str(), c.visibility.code()))
            .collect();
        let expected = [
            ("PHONE", "0767-53-0821", "PUBLIC"),
            ("EMAIL", "school@city.nanao.lg.jp", "PUBLIC"),
            ("WEB", "https://nanao.example", "PUBLIC"),
        ];
        assert_eq!(contacts, expected);
        assert_eq!(draft.provenance.source.publisher.as_deref(), Some("七尾市"));
        assert_eq!(draft.provenance.source.external_id.as_deref(), Some("1"));
        assert!(draft.provenance.raw.contains("\"想定収容人数\":\"1,371人\""));
        let expected = [
            "license-unstated",
            "phone-form",
            "flag-unclear",
            "municipality-code-completed",
        ];
        assert_eq!(rules(&content), expected);
    }

    #[test]
    fn what_a_row_does_not_say_stays_unknown() {
        let (drafts, content) = places(FILE);
        let draft = &drafts[1];
        assert_eq!(
            (draft.point, &draft.name_kana, draft.translations.0.len()),
            (None, &None, 0)
        );
        assert_eq!(
            draft.address.as_ref().unwrap().formatted,
            "石川県七尾市馬出町1-1",
            "joined from its parts"
        );
        assert_eq!(draft.address.as_ref().unwrap().municipality_code, None);
        assert!(
            draft
                .contacts
                .iter()
                .all(|contact| contact.visibility.code() == "PRIVATE")
        );
        assert_eq!(
            (
                content.rows,
                content.unlocated,
                draft.provenance.source.publisher.as_deref()
            ),
            (2, 1, None)
        );
    }

    #[test]
    fn codes_name_the_publisher_where_no_name_does() {
        let publisher = |columns: &str, cells: &str| {
            let (drafts, _) = places(&format!("名称,災害種別_洪水,{columns}\na,1,{cells}\n"));
            drafts[0].provenance.source.publisher.clone()
        };
        let both = "全国地方公共団体コード,所在地_全国地方公共団体コード";
        assert_eq!(publisher(both, "170003,172022").as_deref(), Some("170003"));
        assert_eq!(publisher(both, ",17202").as_deref(), Some("172022"));
        assert_eq!(publisher("市区町村コード", "172022").as_deref(), Some("172022"));
        assert_eq!(publisher("市区町村コード", ""), None);
    }
}
