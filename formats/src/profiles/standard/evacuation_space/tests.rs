//! One row with everything, one with little.

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
    assert_eq!(draft.terms, [crate::profile::term("hazard", "flood")]);
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
        "flag-unclear",
        "municipality-code-completed",
        "phone-form",
        "private-phone",
        "private-email",
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
        (2, 1, Some("七尾市"))
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
