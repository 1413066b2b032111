//! Who runs the invented places and services.

use domain::{ContactKind, Organization, OrganizationId, OrganizationKind, Texts, Translation};

use super::maker::{Maker, Word, contact};
use super::words;

use OrganizationKind::{Company, Municipality, Nonprofit, Other, ResidentsGroup, School, WelfareCouncil};

/// The bodies of the city; the city itself comes first.
const BODIES: &[(OrganizationKind, Word)] = &[
    (Municipality, ("みほん市", "みほんし", "Mihon City")),
    (
        Municipality,
        (
            "みほん市教育委員会",
            "みほんしきょういくいいんかい",
            "Mihon City Board of Education",
        ),
    ),
    (
        WelfareCouncil,
        (
            "みほん市社会福祉協議会",
            "みほんししゃかいふくしきょうぎかい",
            "Mihon City Council of Social Welfare",
        ),
    ),
    (
        WelfareCouncil,
        (
            "さくら町地区社会福祉協議会",
            "さくらまちちくしゃかいふくしきょうぎかい",
            "Sakura-machi District Welfare Council",
        ),
    ),
    (
        Nonprofit,
        (
            "NPO法人みほんの海",
            "えぬぴーおーほうじんみほんのうみ",
            "NPO Sea of Mihon",
        ),
    ),
    (
        Nonprofit,
        (
            "NPO法人ひだまりネット",
            "えぬぴーおーほうじんひだまりねっと",
            "NPO Hidamari Net",
        ),
    ),
    (
        Nonprofit,
        (
            "NPO法人フードバンクみほん",
            "えぬぴーおーほうじんふーどばんくみほん",
            "NPO Food Bank Mihon",
        ),
    ),
    (
        Nonprofit,
        (
            "NPO法人まなびの灯",
            "えぬぴーおーほうじんまなびのひ",
            "NPO Light of Learning",
        ),
    ),
    (
        Nonprofit,
        (
            "一般社団法人よりみち",
            "いっぱんしゃだんほうじんよりみち",
            "Yorimichi Association",
        ),
    ),
    (
        ResidentsGroup,
        (
            "みなと町町内会",
            "みなとまちちょうないかい",
            "Minato-machi Residents' Association",
        ),
    ),
    (
        ResidentsGroup,
        (
            "月見町サロンの会",
            "つきみちょうさろんのかい",
            "Tsukimi-cho Salon Group",
        ),
    ),
    (
        ResidentsGroup,
        (
            "朝霧町老人クラブ",
            "あさぎりちょうろうじんくらぶ",
            "Asagiri-cho Older People's Club",
        ),
    ),
    (
        ResidentsGroup,
        (
            "松原おやこの会",
            "まつばらおやこのかい",
            "Matsubara Parents and Children",
        ),
    ),
    (
        Company,
        (
            "株式会社みほんケア",
            "かぶしきがいしゃみほんけあ",
            "Mihon Care Co., Ltd.",
        ),
    ),
    (
        Company,
        (
            "有限会社かもめ商店",
            "ゆうげんがいしゃかもめしょうてん",
            "Kamome Store Ltd.",
        ),
    ),
    (
        Company,
        (
            "株式会社しおかぜ",
            "かぶしきがいしゃしおかぜ",
            "Shiokaze Co., Ltd.",
        ),
    ),
    (School, ("みほん大学", "みほんだいがく", "Mihon University")),
    (
        School,
        (
            "学校法人わかば学園",
            "がっこうほうじんわかばがくえん",
            "Wakaba School Foundation",
        ),
    ),
    (
        Other,
        (
            "みほん市医師会",
            "みほんしいしかい",
            "Mihon City Medical Association",
        ),
    ),
    (
        Other,
        (
            "みほん生活協同組合",
            "みほんせいかつきょうどうくみあい",
            "Mihon Consumers' Co-operative",
        ),
    ),
];

/// Name endings of the groups that fill a country.
const ENDINGS: &[(OrganizationKind, Word)] = &[
    (Nonprofit, ("ネットワーク", "ねっとわーく", "Network")),
    (ResidentsGroup, ("の会", "のかい", "Group")),
    (
        WelfareCouncil,
        (
            "社会福祉協議会",
            "しゃかいふくしきょうぎかい",
            "Council of Social Welfare",
        ),
    ),
    (Company, ("商事", "しょうじ", "Trading")),
    (Municipality, ("町", "ちょう", "Town Office")),
];

/// So many organizations: the bodies of the city first, then numbered groups.
pub(super) fn invent(maker: &mut Maker, count: usize) -> Vec<Organization> {
    let mut organizations = Vec::with_capacity(count);
    for (index, (kind, (name, kana, english))) in BODIES.iter().take(count).enumerate() {
        let names = ((*name).to_owned(), (*kana).to_owned(), (*english).to_owned());
        organizations.push(organization(maker, index + 1, *kind, names));
    }
    let endings = ENDINGS.iter().cycle();
    for (number, (kind, (ending, ending_kana, ending_english))) in
        (organizations.len() + 1..=count).zip(endings)
    {
        let (name, kana, english) = maker.pick(words::NAMES);
        let names = (
            format!("{name}{ending} {number}"),
            format!("{kana}{ending_kana} {number}"),
            format!("{english} {ending_english} {number}"),
        );
        organizations.push(organization(maker, number, *kind, names));
    }
    organizations
}

/// How many organizations a town has.
pub(super) const OF_TOWN: usize = BODIES.len();

fn organization(
    maker: &mut Maker,
    number: usize,
    kind: OrganizationKind,
    (name, kana, english): (String, String, String),
) -> Organization {
    let mut contacts = vec![maker.phone()];
    if maker.chance(0.5) {
        contacts.push(contact(
            ContactKind::Email,
            format!("office-{number}@example.org"),
        ));
    }
    Organization {
        id: OrganizationId(maker.id()),
        version: 1,
        name,
        name_kana: Some(kana),
        kind,
        url: maker
            .chance(0.8)
            .then(|| format!("https://example.org/organizations/{number}")),
        contacts,
        translations: Texts(vec![Translation {
            language: "en".to_owned(),
            name: Some(english),
            summary: None,
        }]),
        sources: maker.source(format!("demo-o-{number:03}")),
        created_at: maker.at,
        updated_at: maker.at,
    }
}

/// One of those of these kinds.
pub(super) fn one_of(
    maker: &mut Maker,
    organizations: &[Organization],
    kinds: &[OrganizationKind],
) -> Option<OrganizationId> {
    let fitting = organizations
        .iter()
        .filter(|organization| kinds.contains(&organization.kind));
    maker.weighted(fitting.map(|organization| (organization.id, 1)))
}
