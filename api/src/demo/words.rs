//! The words that invented names are made of: a name, its reading, and English.

use super::maker::Word;

/// First halves of names of places, groups and services.
pub(super) const NAMES: &[Word] = &[
    ("ひだまり", "ひだまり", "Sunny Corner"),
    ("こもれび", "こもれび", "Dappled Light"),
    ("みなと", "みなと", "Harbor"),
    ("すみれ", "すみれ", "Violet"),
    ("あおぞら", "あおぞら", "Blue Sky"),
    ("なぎさ", "なぎさ", "Seashore"),
    ("かもめ", "かもめ", "Seagull"),
    ("たんぽぽ", "たんぽぽ", "Dandelion"),
    ("ほしぞら", "ほしぞら", "Starry Sky"),
    ("つくし", "つくし", "Horsetail"),
    ("ゆうなぎ", "ゆうなぎ", "Evening Calm"),
    ("そよかぜ", "そよかぜ", "Gentle Breeze"),
    ("にじ", "にじ", "Rainbow"),
    ("どんぐり", "どんぐり", "Acorn"),
    ("わかば", "わかば", "Young Leaf"),
    ("ひまわり", "ひまわり", "Sunflower"),
    ("なのはな", "なのはな", "Rapeseed Blossom"),
    ("うみねこ", "うみねこ", "Black-tailed Gull"),
    ("とうだい", "とうだい", "Lighthouse"),
    ("しらゆり", "しらゆり", "White Lily"),
    ("えんがわ", "えんがわ", "Veranda"),
    ("よりみち", "よりみち", "Detour"),
    ("ただいま", "ただいま", "I'm Home"),
    ("おかえり", "おかえり", "Welcome Back"),
    ("ぬくもり", "ぬくもり", "Warmth"),
    ("まつかぜ", "まつかぜ", "Pine Wind"),
    ("はまかぜ", "はまかぜ", "Beach Wind"),
    ("あかね", "あかね", "Madder"),
    ("ことり", "ことり", "Little Bird"),
    ("くじら", "くじら", "Whale"),
    ("いるか", "いるか", "Dolphin"),
    ("さざなみ", "さざなみ", "Ripple"),
    ("つむぎ", "つむぎ", "Spinning"),
    ("あゆみ", "あゆみ", "Footsteps"),
    ("のぞみ", "のぞみ", "Hope"),
    ("みらい", "みらい", "Future"),
    ("ともしび", "ともしび", "Lamplight"),
    ("虹の橋", "にじのはし", "Rainbow Bridge"),
    ("青葉", "あおば", "Green Leaf"),
    ("白帆", "しらほ", "White Sail"),
    ("海風", "うみかぜ", "Sea Wind"),
    ("朝日", "あさひ", "Morning Sun"),
];

/// The towns of the city, in the order of [`super::land::TOWNS`].
pub(super) const TOWNS: &[Word] = &[
    ("みなと町", "みなとまち", "Minato-machi"),
    ("しおかぜ町", "しおかぜちょう", "Shiokaze-cho"),
    ("松原町", "まつばらちょう", "Matsubara-cho"),
    ("月見町", "つきみちょう", "Tsukimi-cho"),
    ("さくら町", "さくらまち", "Sakura-machi"),
    ("朝霧町", "あさぎりちょう", "Asagiri-cho"),
];

/// The elementary-school districts, in the order of [`super::land::ELEMENTARY`].
pub(super) const ELEMENTARY: &[Word] = &[
    (
        "みほん第一小学校区",
        "みほんだいいちしょうがっこうく",
        "Mihon First Elementary School District",
    ),
    (
        "みほん第二小学校区",
        "みほんだいにしょうがっこうく",
        "Mihon Second Elementary School District",
    ),
    (
        "みほん第三小学校区",
        "みほんだいさんしょうがっこうく",
        "Mihon Third Elementary School District",
    ),
    (
        "みほん第四小学校区",
        "みほんだいよんしょうがっこうく",
        "Mihon Fourth Elementary School District",
    ),
];

/// The junior-high-school districts, in the order of [`super::land::JUNIOR_HIGH`].
pub(super) const JUNIOR_HIGH: &[Word] = &[
    (
        "みほん西中学校区",
        "みほんにしちゅうがっこうく",
        "Mihon West Junior High School District",
    ),
    (
        "みほん東中学校区",
        "みほんひがしちゅうがっこうく",
        "Mihon East Junior High School District",
    ),
];

/// The prefecture and the city.
pub(super) const PREFECTURE: Word = ("みほん県", "みほんけん", "Mihon Prefecture");
pub(super) const CITY: Word = ("みほん市", "みほんし", "Mihon City");

/// Hours that only a person understands.
pub(super) const SPOKEN_HOURS: &[&str] = &[
    "不定期（月1〜2回、詳しくはお問い合わせください）",
    "学校の長期休みのあいだ、昼ごろ",
    "毎月第3日曜の午後（変更あり）",
    "行事のあるときだけ",
    "満月に近い土曜の夕方",
    "平日の午前中（来る前に電話をください）",
];

/// Remarks on a feature that helps people in.
pub(super) const ACCESS_NOTES: &[&str] = &[
    "入口に段差が1段あります",
    "前日までにお知らせください",
    "1階のみ",
    "スタッフが手伝います",
];

/// Papers that a service may ask for.
pub(super) const DOCUMENTS: &[&str] = &[
    "住所のわかるもの",
    "健康保険証の写し",
    "母子健康手帳",
    "障害者手帳（お持ちの方）",
    "申込書",
];
