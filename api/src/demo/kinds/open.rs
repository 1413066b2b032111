//! Kinds of places that are open to whoever comes by.

use domain::{OrganizationKind, PlaceKind};

use super::{FIRST_SUNDAY, FOURTH_SATURDAY, Profile, WEDNESDAY};

use OrganizationKind::{Company, Municipality, Nonprofit, Other, ResidentsGroup, School, WelfareCouncil};

pub(in crate::demo) const GATHERING_PLACE: Profile = Profile {
    kind: PlaceKind::GatheringPlace,
    weight: 24,
    forms: &[
        ("サロン", "さろん", "Salon"),
        ("の家", "のいえ", "House"),
        ("カフェ", "かふぇ", "Café"),
        ("茶の間", "ちゃのま", "Living Room"),
        ("ひろば", "ひろば", "Open Space"),
    ],
    line: (
        "だれでも立ち寄ってお茶を飲める居場所です。",
        "だれでも たちよって おちゃを のめる いばしょです。",
        "Drop in for tea; everybody is welcome.",
    ),
    always: &[
        "audience:anyone",
        "activity:talk",
        "support_function:community_building",
    ],
    often: &[
        "activity:play",
        "activity:craft",
        "activity:music",
        "activity:exercise",
        "need:isolation",
    ],
    hours: &[
        FOURTH_SATURDAY,
        WEDNESDAY,
        FIRST_SUNDAY,
        ("Tu,Th 10:00-15:00; PH off", "火・木 10時〜15時、祝日休み"),
        (
            "Mo-Fr 10:00-16:00; PH off; Aug 13-16 off",
            "平日10時〜16時、祝日とお盆は休み",
        ),
        ("Fr[1,3] 13:30-15:30", "第1・第3金曜 13時半〜15時半"),
    ],
    run_by: &[ResidentsGroup, Nonprofit, WelfareCouncil],
};

pub(in crate::demo) const CHILDRENS_CAFETERIA: Profile = Profile {
    kind: PlaceKind::ChildrensCafeteria,
    weight: 16,
    forms: &[
        ("こども食堂", "こどもしょくどう", "Children's Cafeteria"),
        ("みんな食堂", "みんなしょくどう", "Everyone's Cafeteria"),
        ("キッチン", "きっちん", "Kitchen"),
    ],
    line: (
        "子どもも大人もいっしょに食べられる食堂です。",
        "こどもも おとなも いっしょに たべられる しょくどうです。",
        "Children and adults eat together.",
    ),
    always: &["activity:meal", "audience:children", "need:food"],
    often: &[
        "audience:parents",
        "activity:takeaway",
        "activity:play",
        "activity:study",
        "audience:single_parents",
    ],
    hours: &[
        FOURTH_SATURDAY,
        ("Fr 17:00-19:30; PH off", "毎週金曜 17時〜19時半、祝日休み"),
        ("Sa[1] 11:30-13:30", "第1土曜 11時半〜13時半"),
        ("Th[3] 17:30-19:00", "第3木曜 17時半〜19時"),
        ("Su[2] 11:00-14:00; Aug off", "第2日曜 11時〜14時、8月は休み"),
    ],
    run_by: &[Nonprofit, ResidentsGroup, Company],
};

pub(in crate::demo) const FOOD_PANTRY: Profile = Profile {
    kind: PlaceKind::FoodPantry,
    weight: 9,
    forms: &[
        ("フードパントリー", "ふーどぱんとりー", "Food Pantry"),
        ("食品ひろば", "しょくひんひろば", "Food Table"),
    ],
    line: (
        "食料品や日用品を無料で受け取れます。",
        "たべものや にちようひんを むりょうで うけとれます。",
        "Food and daily goods to take home, free of charge.",
    ),
    always: &["activity:food_distribution", "need:food", "cost:free"],
    often: &[
        "audience:people_in_hardship",
        "audience:single_parents",
        "need:money",
        "audience:anyone",
    ],
    hours: &[
        ("Sa[3] 10:00-12:00", "第3土曜 10時〜12時"),
        ("Su[-1] 13:00-15:00", "最終日曜 13時〜15時"),
        ("Th 16:00-18:00; PH off", "毎週木曜 16時〜18時、祝日休み"),
    ],
    run_by: &[Nonprofit, WelfareCouncil],
};

pub(in crate::demo) const LEARNING_SUPPORT: Profile = Profile {
    kind: PlaceKind::LearningSupport,
    weight: 8,
    forms: &[
        ("学習室", "がくしゅうしつ", "Study Room"),
        ("寺子屋", "てらこや", "Terakoya"),
        ("まなび塾", "まなびじゅく", "Learning Circle"),
    ],
    line: (
        "宿題や受験勉強を手伝います。",
        "しゅくだいや じゅけんべんきょうを てつだいます。",
        "Help with homework and exams.",
    ),
    always: &["activity:study", "need:learning", "audience:children"],
    often: &[
        "audience:youth",
        "cost:free",
        "need:school_absence",
        "cost:free_for_children",
    ],
    hours: &[
        WEDNESDAY,
        ("Tu,Fr 17:00-20:00; PH off", "火・金 17時〜20時、祝日休み"),
        (
            "Sa 13:00-17:00; Dec 29-Jan 3 off",
            "土曜 13時〜17時、年末年始休み",
        ),
    ],
    run_by: &[Nonprofit, School, Company],
};

pub(in crate::demo) const PUBLIC_FACILITY: Profile = Profile {
    kind: PlaceKind::PublicFacility,
    weight: 9,
    forms: &[
        ("公民館", "こうみんかん", "Community Hall"),
        ("図書館", "としょかん", "Library"),
        ("会館", "かいかん", "Hall"),
    ],
    line: (
        "市民が使える公共施設です。",
        "しみんが つかえる こうきょうしせつです。",
        "A public building for everybody.",
    ),
    always: &["audience:anyone"],
    often: &[
        "activity:course",
        "activity:digital_help",
        "activity:music",
        "cost:free",
        "activity:repair",
    ],
    hours: &[
        (
            "Tu-Su 09:00-21:00; Dec 29-Jan 3 off",
            "9時〜21時、月曜・年末年始休み",
        ),
        (
            "Tu-Fr 09:30-19:00; Sa,Su,PH 09:30-17:00; Dec 28-Jan 4 off",
            "平日9時半〜19時、土日祝は17時まで、月曜休み",
        ),
    ],
    run_by: &[Municipality],
};

pub(in crate::demo) const OTHER: Profile = Profile {
    kind: PlaceKind::Other,
    weight: 4,
    forms: &[
        ("菜園", "さいえん", "Garden"),
        ("おもちゃ病院", "おもちゃびょういん", "Toy Hospital"),
        ("文庫", "ぶんこ", "Home Library"),
    ],
    line: (
        "地域の人が手づくりで続けている場所です。",
        "ちいきの ひとが てづくりで つづけている ばしょです。",
        "Kept going by the neighbors themselves.",
    ),
    always: &["support_function:participation"],
    often: &[
        "activity:gardening",
        "activity:repair",
        "activity:craft",
        "activity:cooking",
        "cost:donation",
    ],
    hours: &[
        FIRST_SUNDAY,
        (
            "Mo[2] 10:00-12:00; Su[4] 10:00-12:00",
            "第2月曜・第4日曜 10時〜12時",
        ),
    ],
    run_by: &[ResidentsGroup, Other],
};
