//! Kinds of places that care for, advise or protect people.

use domain::{OrganizationKind, PlaceKind};

use super::{OFFICE, Profile, SIX_DAYS, WEEKDAYS};

use OrganizationKind::{Company, Municipality, Nonprofit, Other, School, WelfareCouncil};

pub(in crate::demo) const CONSULTATION_DESK: Profile = Profile {
    kind: PlaceKind::ConsultationDesk,
    weight: 10,
    forms: &[
        ("相談室", "そうだんしつ", "Consultation Room"),
        ("相談センター", "そうだんせんたー", "Consultation Center"),
        ("なんでも相談窓口", "なんでもそうだんまどぐち", "Help Desk"),
    ],
    line: (
        "困りごとをいっしょに整理する相談窓口です。",
        "こまりごとを いっしょに せいりする そうだんまどぐちです。",
        "A desk that listens and finds the next step with you.",
    ),
    always: &["support_function:consultation"],
    often: &[
        "need:work",
        "need:money",
        "need:housing",
        "need:mental_health",
        "need:isolation",
        "audience:youth",
        "need:legal",
    ],
    hours: &[
        OFFICE,
        WEEKDAYS,
        ("Mo,We,Fr 10:00-16:00; PH off", "月・水・金 10時〜16時、祝日休み"),
    ],
    run_by: &[Municipality, WelfareCouncil, Nonprofit],
};

pub(in crate::demo) const CHILDCARE: Profile = Profile {
    kind: PlaceKind::Childcare,
    weight: 6,
    forms: &[
        ("子育てひろば", "こそだてひろば", "Playroom"),
        ("保育園", "ほいくえん", "Nursery"),
        ("児童館", "じどうかん", "Children's House"),
    ],
    line: (
        "小さな子どもと保護者のための場所です。",
        "ちいさな こどもと ほごしゃの ための ばしょです。",
        "For small children and those who raise them.",
    ),
    always: &["activity:childcare", "need:childcare", "audience:infants"],
    often: &[
        "audience:parents",
        "audience:expectant",
        "activity:play",
        "cost:free",
    ],
    hours: &[
        SIX_DAYS,
        WEEKDAYS,
        (
            "Mo-Fr 07:30-18:30; Sa 07:30-12:30; PH off",
            "平日7時半〜18時半、土曜は12時半まで",
        ),
    ],
    run_by: &[Municipality, School, Nonprofit],
};

pub(in crate::demo) const ELDERLY_CARE: Profile = Profile {
    kind: PlaceKind::ElderlyCare,
    weight: 6,
    forms: &[
        ("デイサービス", "でいさーびす", "Day Service"),
        ("介護予防教室", "かいごよぼうきょうしつ", "Wellness Class"),
    ],
    line: (
        "高齢の方の暮らしを支えます。",
        "こうれいの かたの くらしを ささえます。",
        "Supports the daily life of older people.",
    ),
    always: &["audience:older_people", "need:care"],
    often: &["activity:exercise", "audience:carers", "cost:paid", "need:health"],
    hours: &[SIX_DAYS, WEEKDAYS, ("Mo-Sa 08:30-17:30", "月〜土 8時半〜17時半")],
    run_by: &[Company, WelfareCouncil],
};

pub(in crate::demo) const DISABILITY_SUPPORT: Profile = Profile {
    kind: PlaceKind::DisabilitySupport,
    weight: 5,
    forms: &[
        ("作業所", "さぎょうしょ", "Workshop"),
        (
            "地域活動支援センター",
            "ちいきかつどうしえんせんたー",
            "Activity Center",
        ),
    ],
    line: (
        "障害のある方の働く場・過ごす場です。",
        "しょうがいの ある かたの はたらく ばしょ、すごす ばしょです。",
        "Work and company for people with disabilities.",
    ),
    always: &["audience:disabled_people", "need:disability"],
    often: &[
        "activity:craft",
        "support_function:participation",
        "need:work",
        "language:jsl",
    ],
    hours: &[
        WEEKDAYS,
        ("Mo-Fr 10:00-15:30; PH off", "平日10時〜15時半、祝日休み"),
    ],
    run_by: &[Nonprofit, WelfareCouncil, Company],
};

pub(in crate::demo) const MEDICAL: Profile = Profile {
    kind: PlaceKind::Medical,
    weight: 4,
    forms: &[
        ("クリニック", "くりにっく", "Clinic"),
        ("薬局", "やっきょく", "Pharmacy"),
    ],
    line: (
        "地域の医療機関です。",
        "ちいきの いりょうきかんです。",
        "A medical office of the neighborhood.",
    ),
    always: &["need:health"],
    often: &["need:mental_health", "cost:paid", "language:en"],
    hours: &[
        (
            "Mo-Fr 09:00-12:00,15:00-18:00; Sa 09:00-12:00; PH off",
            "平日9時〜12時・15時〜18時、土曜は午前、祝日休み",
        ),
        (
            "Mo-We,Fr 08:30-12:00,14:00-17:30; PH off",
            "月〜水・金 8時半〜12時・14時〜17時半",
        ),
    ],
    run_by: &[Company, Other],
};

pub(in crate::demo) const EVACUATION_SITE: Profile = Profile {
    kind: PlaceKind::EvacuationSite,
    weight: 14,
    forms: &[
        ("公園", "こうえん", "Park"),
        (
            "小学校グラウンド",
            "しょうがっこうぐらうんど",
            "Elementary School Grounds",
        ),
        ("高台広場", "たかだいひろば", "Hilltop Square"),
        ("津波避難ビル", "つなみひなんびる", "Tsunami Refuge Building"),
    ],
    line: (
        "災害のときに身を守る避難場所です。",
        "さいがいの ときに みを まもる ひなんばしょです。",
        "Where to go to be safe in a disaster.",
    ),
    always: &["hazard:earthquake", "need:disaster"],
    often: &[
        "hazard:tsunami",
        "hazard:flood",
        "hazard:landslide",
        "hazard:storm_surge",
        "hazard:large_fire",
        "hazard:inland_flooding",
        "hazard:volcano",
    ],
    hours: &[("24/7", "24時間"), ("", ""), ("", "")],
    run_by: &[Municipality],
};
