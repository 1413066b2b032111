//! What the shared reader makes of rows, with the municipal standard's names and those of 2017.

use crate::tests::{places, rules};
use domain::place::PlaceKind;

/// 公共施設 with names of 2017.
const FACILITY: &str = "\
都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,名称_通称,POIコード,住所,方書,緯度,経度,電話番号,利用可能曜日,\
開始時間,終了時間,利用可能日時特記事項,バリアフリー情報,URL,備考,独自の列
172022,7,石川県,七尾市,市民会館,シミンカイカン,,,七尾市本府中町1,２階,37.03,136.97,0767-53-0001,月火水木金,09:00,17:00,年末年始休み,あり,,メモ,値
";

#[test]
fn names_of_2017_are_read_too() {
    let (drafts, content) = places(FACILITY);
    let draft = &drafts[0];
    assert_eq!(
        (content.profile, content.dataset.as_str()),
        ("public_facility", "public_facility")
    );
    assert_eq!(draft.kinds, [PlaceKind::PublicFacility]);
    assert_eq!(draft.provenance.record_key, "id:7");
    assert_eq!(draft.provenance.source.publisher.as_deref(), Some("172022"));
    let address = draft.address.as_ref().unwrap();
    assert_eq!(address.formatted, "七尾市本府中町1 ２階");
    assert_eq!(
        (
            address.municipality.as_deref(),
            address.municipality_code.as_deref()
        ),
        (Some("七尾市"), Some("172022"))
    );
    let hours = "利用可能曜日: 月火水木金 / 開始時間: 09:00 / 終了時間: 17:00 / 特記事項: 年末年始休み";
    assert_eq!(draft.schedules[0].original.as_deref(), Some(hours));
    assert_eq!(rules(&content), ["license-unstated", "column-unknown"]);
    assert_eq!(
        (content.issues[1].column.as_str(), content.issues[1].line),
        ("独自の列", 1)
    );
    assert!(draft.provenance.raw.contains(r#""独自の列":"値""#));
}

#[test]
fn features_are_yes_no_or_unknown() {
    let file = "ID,名称,車椅子可,授乳室,オストメイト対応トイレ,字幕,優先駐車場\n1,a,可,不可,,1階のみ,ー\n";
    let (drafts, content) = places(file);
    let found: Vec<(&str, Option<bool>, Option<&str>)> = drafts[0]
        .accessibility
        .iter()
        .map(|a| (a.feature.code(), a.available, a.note.as_deref()))
        .collect();
    let expected = [
        ("WHEELCHAIR", Some(true), None),
        ("CAPTIONS", None, Some("1階のみ")),
        ("NURSING_ROOM", Some(false), None),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        rules(&content),
        ["license-unstated", "dash-means-nothing", "flag-unclear"]
    );
}

#[test]
fn each_list_of_the_standard_is_found() {
    for (header, profile) in [
        (
            "全国地方公共団体コード,ID,名称,認可等年月日,収容定員,受入年齢,利用可能曜日,開始時間,終了時間,授乳室",
            "childcare",
        ),
        (
            "全国地方公共団体コード,ID,介護サービス事業所名称,実施サービス,所在地_連結表記,法人の名称,事業所番号,定員",
            "care_service",
        ),
        (
            "都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,サービスの種類,住所,方書（ビル名等）,事業所番号,利用可能曜日,定員",
            "care_service",
        ),
        (
            "全国地方公共団体コード,ID,名称,医療機関の種類,診療曜日,診療科目,病床数",
            "medical",
        ),
        (
            "全国地方公共団体コード,ID,名称,所在地_連結標記,災害種別_洪水,画像ライセンス,高度の域",
            "evacuation_space",
        ),
        (
            "ID,名称,利用可能曜日,開始時間,終了時間,利用可能時間特記事項,車椅子可,授乳室",
            "public_facility",
        ),
    ] {
        let row = "名".to_owned() + &",名".repeat(header.split(',').count() - 1);
        let (drafts, content) = places(&format!("{header}\n{row}\n"));
        assert_eq!((content.profile, drafts.len()), (profile, 1), "{header}");
        assert!(
            !rules(&content).contains(&"column-unknown"),
            "{header}: {:?}",
            content.issues
        );
    }
}

#[test]
fn founders_who_are_persons_are_not_shown() {
    let organization = |founder: &str| {
        let file = format!(
            "#property,latitude,longitude,name,address,city,pref,establisher,medicalSubjects\n1,34.3,134.0,医院,高松市1,高松市,香川県,{founder},内科\n"
        );
        let (drafts, content) = places(&file);
        let mut rules = rules(&content);
        rules.retain(|rule| rule.starts_with("private"));
        (drafts[0].organization.clone(), rules)
    };
    for body in [
        "医療法人社団恵生会",
        "高松市",
        "香川医療生活協同組合",
        "㈱テスト",
        "（株）テスト",
        "香川県",
    ] {
        assert_eq!(organization(body), (Some(body.to_owned()), vec![]));
    }
    for person in ["宮脇　　聡", "市川太郎", "県　一郎", "田中　奈都", "木村健市"] {
        assert_eq!(organization(person), (None, vec!["private-person"]), "{person}");
    }
    let cut = organization("社会福祉法人さぬき　理事長　山田　花子");
    assert_eq!(
        cut,
        (Some("社会福祉法人さぬき".to_owned()), vec!["private-person"])
    );
    let cut = organization("宗教法人　高善寺　代表役員　鎌田　花子");
    assert_eq!(cut, (Some("宗教法人　高善寺".to_owned()), vec!["private-person"]));
}

#[test]
fn postal_codes_leave_the_address() {
    let address = |text: &str| {
        let file = format!("ID,名称,住所,POIコード\n1,a,{text},\n");
        let (drafts, content) = places(&file);
        let address = drafts[0].address.clone().unwrap();
        (
            address.postal_code,
            address.formatted,
            rules(&content).contains(&"postal-code-in-address"),
        )
    };
    let found = (Some("760-0052".to_owned()), "高松市瓦町1".to_owned(), true);
    for text in [
        "760-0052 高松市瓦町1",
        "〒７６０－００５２　高松市瓦町1",
        "〒760-0052高松市瓦町1",
    ] {
        assert_eq!(address(text), found, "{text}");
    }
    for text in ["高松市760-0052", "760-00521", "760-0052"] {
        assert_eq!(address(text), (None, text.to_owned(), false), "{text}");
    }
}

#[test]
fn ruined_corporate_numbers_are_reported() {
    let file = "ID,名称,法人番号,POIコード\n1,a,4.00E+12,\n2,b,4000020172022,\n3,c,4000020172023,\n";
    let (_, content) = places(file);
    let expected = [
        "license-unstated",
        "corporate-number-ruined",
        "corporate-number-check-digit",
    ];
    assert_eq!(rules(&content), expected);
}

#[test]
fn a_city_with_numbers_is_an_address() {
    let file = "ID,名称,所在地_都道府県,所在地_市区町村,POIコード\n1,a,埼玉県,例の市栄町1-2-19,\n";
    let (drafts, content) = places(file);
    let address = drafts[0].address.clone().unwrap();
    assert_eq!(
        (address.formatted.as_str(), address.municipality),
        ("埼玉県例の市栄町1-2-19", None)
    );
    assert_eq!(drafts[0].provenance.source.publisher, None);
    assert_eq!(rules(&content), ["license-unstated", "city-holds-address"]);
}

#[test]
fn a_survey_date_is_when_the_row_was_verified() {
    let verified = |date: &str| {
        let (drafts, _) = places(&format!("ID,名称,調査日,POIコード\n1,a,{date},\n"));
        drafts[0].verified_at.map(|at| at.to_rfc3339())
    };
    assert_eq!(
        verified("Ｒ４．５．１７").as_deref(),
        Some("2022-05-16T15:00:00+00:00")
    );
    assert_eq!(verified("44698"), verified("2022/5/17"));
    assert_eq!(verified("4月頃"), None);
}
