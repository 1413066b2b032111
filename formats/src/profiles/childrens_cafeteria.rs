//! こども食堂 lists (東京都 and its wards), one row a cafeteria; rows may name their own data set and license.
//!
//! Hours are kept in the words of the file, as one schedule of unknown times: turning them into rules is a
//! later step. Fees other than "nothing", reservation and school districts stay in the raw row.

use domain::address::Address;
use domain::import::TermCode;
use domain::place::PlaceKind;
use domain::schedule::Schedule;

use crate::cell::{Cells, text::narrow};
use crate::profile::{Column, Reading, TableProfile, columns, term};

columns! {
    MunicipalityCode = "全国地方公共団体コード",
    Id = "ID",
    Prefecture = "都道府県" | "都道府県名",
    City = "市区町村名" | "市区町村",
    Name = "名称",
    NameKana = "名称_カナ",
    Purpose = "設置目的",
    Support = "実施支援の主な区分",
    Address = "住所",
    Building = "方書",
    Latitude = "緯度",
    Longitude = "経度",
    Url = "URL",
    Organization = "運営団体名",
    Frequency = "開催頻度",
    Weekday = "開催曜日",
    Day = "開催日",
    Opens = "開催開始時間",
    Closes = "開催終了時間",
    HoursNote = "開催日時特記事項",
    FeeInfant = "参加費_幼児",
    FeeElementary = "参加費_小学生",
    FeeJuniorHigh = "参加費_中学生",
    FeeHigh = "参加費_高校生",
    FeeAdult = "参加費_大人",
    Pantry = "フードパントリー実施",
    Takeaway = "テイクアウト実施",
    PublisherName = "_自治体名",
    Dataset = "_データセット名",
    License = "_ライセンス",
    SourceUrl = "_取得元URL",
}

pub static PROFILE: TableProfile = TableProfile {
    name: "childrens_cafeteria",
    dataset: "childrens_cafeteria",
    columns: COLUMNS,
    id: "ID",
    required: &["名称"],
    any_of: &[
        "開催日",
        "開催頻度",
        "開催曜日",
        "開催開始時間",
        "参加費_幼児",
        "参加費_小学生",
        "フードパントリー実施",
        "テイクアウト実施",
    ],
    read,
};

const HOURS: [Col; 6] = [
    Col::Frequency,
    Col::Weekday,
    Col::Day,
    Col::Opens,
    Col::Closes,
    Col::HoursNote,
];
const CHILD_FEES: [Col; 4] = [
    Col::FeeInfant,
    Col::FeeElementary,
    Col::FeeJuniorHigh,
    Col::FeeHigh,
];

fn read(cells: &mut Cells) -> Option<Reading> {
    let name = cells.name(Col::Name)?;
    let support = cells.owned(Col::Support).unwrap_or_default();
    let study = support.contains("学習支援");
    let pantry = cells.flag(Col::Pantry) || support.contains("フードパントリー");
    let takeaway = cells.flag(Col::Takeaway);
    let key_address = given(cells, Col::Address).unwrap_or_default();
    let publisher = cells.owned(Col::PublisherName).or_else(|| cells.owned(Col::City));
    Some(Reading {
        dataset: cells.owned(Col::Dataset),
        publisher: publisher.or_else(|| cells.publisher_code(Col::MunicipalityCode)),
        external_id: cells.owned(Col::Id),
        license: cells.owned(Col::License),
        source_url: cells.owned(Col::SourceUrl),
        kinds: kinds(pantry, study),
        name,
        name_kana: cells.owned(Col::NameKana),
        summary: cells.lines(Col::Purpose),
        terms: terms(cells, takeaway, study),
        vocabulary: VOCABULARY,
        point: cells.point(Col::Latitude, Col::Longitude),
        address: address(cells, &key_address),
        organization: given(cells, Col::Organization),
        schedules: hours(cells).into_iter().collect(),
        contacts: cells.web(Col::Url).into_iter().collect(),
        key_address,
        ..Reading::default()
    })
}

/// The cell, unless its publisher withholds it.
fn given(cells: &Cells, column: Col) -> Option<String> {
    cells.owned(column).filter(|text| text != "非公開")
}

fn kinds(pantry: bool, study: bool) -> Vec<PlaceKind> {
    let mut kinds = vec![PlaceKind::ChildrensCafeteria];
    kinds.extend(pantry.then_some(PlaceKind::FoodPantry));
    kinds.extend(study.then_some(PlaceKind::LearningSupport));
    kinds
}

/// What a row can say of a cafeteria.
const VOCABULARY: &[(&str, &str)] = &[
    ("activity", "meal"),
    ("activity", "takeaway"),
    ("activity", "study"),
    ("cost", "free_for_children"),
    ("cost", "free"),
];

fn terms(cells: &Cells, takeaway: bool, study: bool) -> Vec<TermCode> {
    let mut terms = vec![term("activity", "meal")];
    terms.extend(takeaway.then(|| term("activity", "takeaway")));
    terms.extend(study.then(|| term("activity", "study")));
    let fees: Vec<bool> = CHILD_FEES
        .iter()
        .filter_map(|column| is_nothing(cells, *column))
        .collect();
    if !fees.is_empty() && fees.into_iter().all(|nothing| nothing) {
        terms.push(term("cost", "free_for_children"));
        terms.extend((is_nothing(cells, Col::FeeAdult) == Some(true)).then(|| term("cost", "free")));
    }
    terms
}

/// Whether a fee is nothing; `None` when the cell does not say.
fn is_nothing(cells: &Cells, column: Col) -> Option<bool> {
    let line = cells.line(column)?;
    Some(matches!(narrow(&line).trim(), "0" | "0.0" | "0円" | "無料"))
}

fn address(cells: &mut Cells, line: &str) -> Option<Address> {
    let building = given(cells, Col::Building).filter(|building| !line.contains(building.as_str()));
    let municipality_code = cells.municipality_code(Col::MunicipalityCode);
    Address {
        formatted: [line, building.as_deref().unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned(),
        prefecture: cells.owned(Col::Prefecture),
        municipality: cells.owned(Col::City),
        municipality_code,
        ..Address::default()
    }
    .known()
}

/// What the row says of its hours, each cell with its column's name.
fn hours(cells: &Cells) -> Option<Schedule> {
    let parts: Vec<String> = HOURS
        .into_iter()
        .filter_map(|column| Some((column, given(cells, column).filter(|text| text != "無し")?)))
        .map(|(column, text)| format!("{}: {text}", column.title()))
        .collect();
    (!parts.is_empty()).then(|| Schedule::from_original(parts.join(" / ")))
}

#[cfg(test)]
mod tests {
    use domain::import::PlaceDraft;

    use crate::tests::{places, rules};

    /// A draft from columns and cells, the name being given.
    fn draft(columns: &str, cells: &str) -> PlaceDraft {
        let (mut drafts, content) = places(&format!("名称,開催日,{columns}\nみんなの食堂,,{cells}\n"));
        assert_eq!(rules(&content), ["license-unstated"], "{columns}");
        drafts.remove(0)
    }

    fn codes(draft: &PlaceDraft) -> (Vec<&'static str>, Vec<String>) {
        let terms = draft
            .terms
            .iter()
            .map(|term| format!("{}:{}", term.scheme, term.code))
            .collect();
        (draft.kinds.iter().map(|kind| kind.code()).collect(), terms)
    }

    #[test]
    fn kinds_follow_from_what_it_does() {
        let of = |support: &str, pantry: &str, takeaway: &str| {
            let cells = format!("{support},{pantry},{takeaway}");
            codes(&draft(
                "実施支援の主な区分,フードパントリー実施,テイクアウト実施",
                &cells,
            ))
        };
        let terms = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            of("", "", ""),
            (vec!["CHILDRENS_CAFETERIA"], terms(&["activity:meal"]))
        );
        let all = vec!["CHILDRENS_CAFETERIA", "FOOD_PANTRY", "LEARNING_SUPPORT"];
        assert_eq!(
            of("学習支援;フードパントリー", "", "1 "),
            (
                all,
                terms(&["activity:meal", "activity:takeaway", "activity:study"])
            )
        );
        assert_eq!(of("食事提供", "1", "0").0, ["CHILDRENS_CAFETERIA", "FOOD_PANTRY"]);
    }

    #[test]
    fn free_means_that_every_stated_fee_is_nothing() {
        let costs = |fees: &str| {
            let (_, terms) = codes(&draft(
                "参加費_幼児,参加費_小学生,参加費_中学生,参加費_高校生,参加費_大人",
                fees,
            ));
            terms.into_iter().skip(1).collect::<Vec<_>>()
        };
        assert_eq!(costs("0,0,0,0,300"), ["cost:free_for_children"]);
        assert_eq!(costs(",0 ,,,"), ["cost:free_for_children"]);
        assert_eq!(costs("0,０,0,0,0"), ["cost:free_for_children", "cost:free"]);
        for fees in [",,,,0", "0,100,,,", "0,18才まで0,,,", ",,,,"] {
            assert!(costs(fees).is_empty(), "{fees}");
        }
    }

    #[test]
    fn a_withheld_address_is_not_given_but_its_city_is() {
        let columns = "全国地方公共団体コード,都道府県,市区町村名,住所,方書";
        let address = |cells: &str| draft(columns, cells).address;
        let hidden = address("131202,東京都,練馬区,非公開,非公開").unwrap();
        assert_eq!(
            (hidden.formatted.as_str(), hidden.municipality.as_deref()),
            ("", Some("練馬区"))
        );
        assert_eq!(hidden.municipality_code.as_deref(), Some("131202"));
        assert_eq!(
            address("131202,,,東京都練馬区豊玉中3-3-12,2階")
                .unwrap()
                .formatted,
            "東京都練馬区豊玉中3-3-12 2階"
        );
        assert_eq!(address(",,,非公開,"), None);
    }

    #[test]
    fn hours_are_kept_in_the_words_of_the_file() {
        let hours = |cells: &str| {
            let draft = draft(
                "開催終了時間,開催開始時間,開催曜日,開催頻度,開催日時特記事項",
                cells,
            );
            draft
                .schedules
                .into_iter()
                .map(|schedule| schedule.original.unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            hours(",12:00,土,1,"),
            ["開催頻度: 1 / 開催曜日: 土 / 開催開始時間: 12:00"]
        );
        assert_eq!(hours("非公開,17:00,,非公開,無し"), ["開催開始時間: 17:00"]);
        assert!(hours("非公開,,,,無し").is_empty());
    }

    #[test]
    fn texts_are_trimmed_and_lines_kept() {
        let text = draft(
            "設置目的,運営団体名,URL",
            "\" 一\r\n二 \",\"NPO\n法人\",公式 https://a.example",
        );
        assert_eq!(
            (text.summary.as_deref(), text.organization.as_deref()),
            (Some("一\n二"), Some("NPO 法人"))
        );
        assert_eq!(text.contacts[0].note.as_deref(), Some("公式"));
        assert_eq!(draft("運営団体名", "非公開").organization, None);
    }
}
