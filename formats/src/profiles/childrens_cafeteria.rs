//! こども食堂 lists, one row a cafeteria: 東京都 and its wards (43 columns, whose rows may name their own data set and
//! license), むすびえ (49, with contacts), and cities' own, which have some of these columns.
//!
//! Hours are kept in the words of the file, as one schedule of unknown times. Fees other than "nothing",
//! reservation and school districts stay in the raw row.

use domain::import::TermCode;
use domain::place::PlaceKind;

use crate::cell::{Cells, text::narrow};
use crate::profile::{Means, PLAIN, Part, Reading, TableProfile, column, term};

pub static PROFILE: TableProfile = TableProfile {
    name: "childrens_cafeteria",
    title: "こども食堂",
    dataset: "childrens_cafeteria",
    columns: &[
        column(
            Means::PublisherCode,
            &["全国地方公共団体コード", "都道府県コード又は市区町村コード"],
        ),
        column(Means::Id, &["ID", "NO", "番号"]),
        column(Means::Prefecture, &["都道府県", "都道府県名"]),
        column(Means::City, &["市区町村名", "市区町村"]),
        column(
            Means::Name,
            &[
                "名称",
                "施設名",
                "こども食堂名",
                "子ども食堂名",
                "こども食堂の名称",
                "子ども食堂の名称",
            ],
        ),
        column(Means::NameKana, &["名称_カナ", "こども食堂名_カナ"]),
        column(Means::Summary, &["設置目的"]),
        column(Means::Own, &["実施支援の主な区分"]),
        column(
            Means::Address,
            &["住所", "所在地", "開催場所住所", "所在地_連結表記"],
        ),
        column(Means::Building, &["方書", "建物名等(方書)"]),
        column(Means::PostalCode, &["郵便番号"]),
        column(Means::Latitude, &["緯度"]),
        column(Means::Longitude, &["経度"]),
        column(Means::Phone, &["電話番号", "連絡先電話番号"]),
        column(Means::Fax, &["FAX番号"]),
        column(
            Means::Email,
            &["メールアドレス", "連絡先メールアドレス", "E-mail"],
        ),
        column(
            Means::Person,
            &["担当者名", "連絡担当者名", "連絡先担当者名", "代表者名", "担当者"],
        ),
        column(Means::Web, &["URL", "ホームページ"]),
        column(Means::Web, &["連絡先FormURL"]),
        column(Means::CorporateNumber, &["法人番号"]),
        column(
            Means::SurveyDate,
            &["調査年月日", "調査日", "確認日", "最終確認日"],
        ),
        column(Means::Organization, &["運営団体名", "運営団体", "実施団体名"]),
        column(Means::Hours("開催頻度", Some(Part::Frequency)), &["開催頻度"]),
        column(Means::Hours("開催曜日", Some(Part::Days)), &["開催曜日"]),
        column(Means::Hours("開催日", Some(Part::Dates)), &["開催日", "開催日時"]),
        column(
            Means::Hours("開催開始時間", Some(Part::Opens)),
            &["開催開始時間", "時間", "開催時間"],
        ),
        column(
            Means::Hours("開催終了時間", Some(Part::Closes)),
            &["開催終了時間"],
        ),
        column(
            Means::Hours("開催日時特記事項", Some(Part::Notes)),
            &["開催日時特記事項"],
        ),
        column(Means::Own, &["参加費_幼児"]),
        column(Means::Own, &["参加費_小学生"]),
        column(Means::Own, &["参加費_中学生"]),
        column(Means::Own, &["参加費_高校生"]),
        column(Means::Own, &["参加費_大人"]),
        column(Means::Own, &["フードパントリー実施"]),
        column(Means::Term("activity", "takeaway"), &["テイクアウト実施"]),
        column(Means::Publisher, &["_自治体名"]),
        column(Means::Dataset, &["_データセット名"]),
        column(Means::License, &["_ライセンス"]),
        column(Means::SourceUrl, &["_取得元URL"]),
    ],
    kept: &[
        "参加条件",
        "参加費用",
        "参加費特記事項",
        "予約方法",
        "予約特記事項",
        "定員",
        "学区",
        "ネットワークの加入",
        "追加情報NO",
        "画像",
        "画像_ライセンス",
        "備考",
        "その他",
        "内線番号",
        "町字ID",
    ],
    required: &["名称"],
    any_of: &[&[
        "開催日",
        "開催頻度",
        "開催曜日",
        "開催開始時間",
        "参加費_幼児",
        "参加費_小学生",
        "フードパントリー実施",
        "テイクアウト実施",
    ]],
    slug: "kodomoshokudo",
    kinds: &[PlaceKind::ChildrensCafeteria],
    terms: &[("activity", "meal")],
    vocabulary: &[
        ("activity", "meal"),
        ("activity", "takeaway"),
        ("activity", "study"),
        ("cost", "free_for_children"),
        ("cost", "free"),
    ],
    read,
    ..PLAIN
};

const CHILD_FEES: [&str; 4] = ["参加費_幼児", "参加費_小学生", "参加費_中学生", "参加費_高校生"];

fn read(profile: &TableProfile, cells: &mut Cells) -> Option<Reading> {
    let mut reading = crate::reading::read(profile, cells)?;
    // The city numbers the rows, not the prefecture of the code.
    let code = cells
        .first(Means::PublisherCode)
        .and_then(|column| cells.publisher_code(column));
    reading.publisher = cells
        .owned(Means::Publisher)
        .or_else(|| cells.owned(Means::City))
        .or(code);
    let support = cells
        .named("実施支援の主な区分")
        .and_then(|column| cells.line(column));
    let offers = |words: &str| support.as_ref().is_some_and(|support| support.contains(words));
    let pantry = cells
        .named("フードパントリー実施")
        .and_then(|column| cells.flag(column));
    if pantry == Some(true) || offers("フードパントリー") {
        reading.kinds.push(PlaceKind::FoodPantry);
    }
    if offers("学習支援") {
        reading.kinds.push(PlaceKind::LearningSupport);
        reading.terms.push(term("activity", "study"));
    }
    reading.terms.extend(costs(cells));
    Some(reading)
}

fn costs(cells: &Cells) -> Vec<TermCode> {
    let fees: Vec<bool> = CHILD_FEES
        .iter()
        .filter_map(|column| is_nothing(cells, column))
        .collect();
    let mut terms = Vec::new();
    if !fees.is_empty() && fees.into_iter().all(|nothing| nothing) {
        terms.push(term("cost", "free_for_children"));
        terms.extend((is_nothing(cells, "参加費_大人") == Some(true)).then(|| term("cost", "free")));
    }
    terms
}

/// Whether a fee is nothing; `None` when the cell does not say.
fn is_nothing(cells: &Cells, column: &str) -> Option<bool> {
    let line = cells.line(cells.named(column)?)?;
    Some(matches!(narrow(&line).trim(), "0" | "0.0" | "0円" | "無料"))
}

#[cfg(test)]
mod tests {
    use domain::import::PlaceDraft;

    use crate::tests::{places, rules};

    /// A draft from columns and cells, the name being given.
    fn draft(columns: &str, cells: &str) -> PlaceDraft {
        let (mut drafts, content) = places(&format!("名称,開催日,{columns}\nみんなの食堂,,{cells}\n"));
        let mut rules = rules(&content);
        rules.retain(|rule| *rule != "hours-in-words");
        assert_eq!(rules, ["license-unstated"], "{columns}");
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
    fn certain_hours_become_a_rule_beside_their_words() {
        let columns = "開催頻度,開催曜日,開催開始時間,開催終了時間";
        let [certain, unsure] = ["\"月2回\n第2・4土曜日\",土,11：00,14：00", "2,土,11:00,14:00"]
            .map(|cells| draft(columns, cells).schedules.remove(0));
        assert_eq!(certain.rule.as_deref(), Some("Sa[2,4] 11:00-14:00"));
        assert_eq!(
            certain.original.as_deref(),
            Some("開催頻度: 月2回 第2・4土曜日 / 開催曜日: 土 / 開催開始時間: 11：00 / 開催終了時間: 14：00")
        );
        assert_eq!(unsure.rule, None, "2 may be twice a week or twice a month");
        let file =
            format!("名称,開催日,{columns}\na,,毎週水曜日,,10:00,12:00\nb,,1,土,10:00,12:00\nc,,,,,\n");
        let (_, content) = places(&file);
        assert_eq!((content.schedules_converted, content.schedules_original), (1, 1));
        assert!(
            content
                .issues
                .iter()
                .any(|issue| issue.line == 3 && issue.rule == "hours-in-words")
        );
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

    /// Columns beyond those of 東京都, as cities with the longer form have them; all cells invented.
    const LONG: &str = "\
全国地方公共団体コード,ID,都道府県名,市区町村名,こども食堂名,こども食堂名_カナ,開催場所住所,方書,郵便番号,緯度,経度,電話番号,内線番号,\
メールアドレス,担当者名,URL,法人番号,運営団体名,開催頻度,開催曜日,開催日,開催時間,参加費_小学生,参加費_大人,その他
11,1,埼玉県,さいたま市,みんなの食堂,ミンナノショクドウ,さいたま市浦和区1-1,,3300061,35.86,139.65,090-0000-0001,,\
someone@example.docomo.ne.jp,架空　花子,,4.00E+12,みんなの会,月２回,,第２・第４土曜日,11：00～,無料,300,
11,2,埼玉県,さいたま市,,,,,,,,,,,,,,,,,,,,,
";

    #[test]
    fn the_longer_form_keeps_persons_private() {
        let (drafts, content) = places(LONG);
        assert_eq!(
            (content.profile, content.rows, content.rejected, content.private),
            ("childrens_cafeteria", 2, 1, 3)
        );
        let draft = &drafts[0];
        let contacts: Vec<(&str, &str, Option<&str>)> = draft
            .contacts
            .iter()
            .map(|contact| {
                (
                    contact.visibility.code(),
                    contact.value.as_str(),
                    contact.note.as_deref(),
                )
            })
            .collect();
        let expected = [
            ("PRIVATE", "090-0000-0001", Some("架空　花子")),
            ("PRIVATE", "someone@example.docomo.ne.jp", None),
        ];
        assert_eq!(contacts, expected);
        assert_eq!(draft.provenance.source.publisher.as_deref(), Some("さいたま市"));
        assert_eq!(
            draft.schedules[0].original.as_deref(),
            Some("開催頻度: 月２回 / 開催日: 第２・第４土曜日 / 開催開始時間: 11：00～")
        );
        assert_eq!(
            draft.address.as_ref().unwrap().postal_code.as_deref(),
            Some("330-0061")
        );
        let expected = [
            "license-unstated",
            "corporate-number-ruined",
            "municipality-code-is-prefecture",
            "hours-in-words",
            "private-phone",
            "private-email",
            "private-person",
            "name-required",
        ];
        assert_eq!(rules(&content), expected);
    }
}
