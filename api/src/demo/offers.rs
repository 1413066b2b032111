//! What invented places and desks offer.

use domain::{PlaceKind, ServiceMode};

use super::maker::Word;

/// A typical service.
#[derive(Debug)]
pub(super) struct Offer {
    /// Second half of the name; the reading is not used.
    pub form: Word,
    pub summary: &'static str,
    /// Kinds of places that offer it; none for what one gets without going anywhere.
    pub kinds: &'static [PlaceKind],
    pub mode: ServiceMode,
    pub terms: &'static [&'static str],
    /// In words, and whether it is free.
    pub fee: (Option<bool>, &'static str),
    pub eligibility: &'static str,
    pub ages: (Option<i32>, Option<i32>),
}

use PlaceKind::{
    Childcare, ChildrensCafeteria, ConsultationDesk, DisabilitySupport, ElderlyCare, EvacuationSite,
    FoodPantry, GatheringPlace, LearningSupport, Medical, Other, PublicFacility,
};
use ServiceMode::{AtPlace, HomeVisit, Online, Phone};

const OPEN_TO_ALL: (Option<i32>, Option<i32>) = (None, None);

/// All of them; every kind of place has at least one.
pub(super) const OFFERS: &[Offer] = &[
    Offer {
        form: ("おしゃべり会", "", "Tea and Talk"),
        summary: "お茶を飲みながら話す会です。",
        kinds: &[GatheringPlace, PublicFacility, Other],
        mode: AtPlace,
        terms: &[
            "activity:talk",
            "need:isolation",
            "support_function:community_building",
        ],
        fee: (Some(false), "お茶代100円"),
        eligibility: "",
        ages: OPEN_TO_ALL,
    },
    Offer {
        form: ("みんなのごはん", "", "Shared Meal"),
        summary: "みんなで作って食べます。",
        kinds: &[ChildrensCafeteria, GatheringPlace],
        mode: AtPlace,
        terms: &["activity:meal", "need:food", "cost:free_for_children"],
        fee: (Some(false), "子ども無料、大人300円"),
        eligibility: "",
        ages: OPEN_TO_ALL,
    },
    Offer {
        form: ("お弁当の持ち帰り", "", "Boxed Meals to Take Home"),
        summary: "お弁当を持ち帰れます。",
        kinds: &[ChildrensCafeteria, FoodPantry],
        mode: AtPlace,
        terms: &["activity:takeaway", "need:food", "audience:single_parents"],
        fee: (Some(true), ""),
        eligibility: "高校生までの子どもがいる世帯",
        ages: OPEN_TO_ALL,
    },
    Offer {
        form: ("食料の配布", "", "Food Distribution"),
        summary: "お米や缶詰などを配ります。",
        kinds: &[FoodPantry],
        mode: AtPlace,
        terms: &[
            "activity:food_distribution",
            "need:food",
            "audience:people_in_hardship",
        ],
        fee: (Some(true), ""),
        eligibility: "生活にお困りの方",
        ages: OPEN_TO_ALL,
    },
    Offer {
        form: ("学習会", "", "Study Hour"),
        summary: "大学生が勉強を手伝います。",
        kinds: &[LearningSupport, ChildrensCafeteria, PublicFacility],
        mode: AtPlace,
        terms: &["activity:study", "need:learning", "audience:children"],
        fee: (Some(true), ""),
        eligibility: "小学生・中学生",
        ages: (Some(6), Some(15)),
    },
    Offer {
        form: ("くらしとしごとの相談", "", "Advice on Living and Work"),
        summary: "家計や仕事の相談に応じます。",
        kinds: &[ConsultationDesk],
        mode: AtPlace,
        terms: &[
            "support_function:consultation",
            "need:money",
            "need:work",
            "need:housing",
        ],
        fee: (Some(true), ""),
        eligibility: "市内にお住まいの方",
        ages: (Some(15), None),
    },
    Offer {
        form: ("一時預かり", "", "Short-term Childcare"),
        summary: "数時間お子さんをお預かりします。",
        kinds: &[Childcare],
        mode: AtPlace,
        terms: &["activity:childcare", "need:childcare", "cost:paid"],
        fee: (Some(false), "1時間500円"),
        eligibility: "生後6か月から就学前まで",
        ages: (Some(0), Some(6)),
    },
    Offer {
        form: ("いきいき体操", "", "Keep-fit Class"),
        summary: "椅子に座ってできる体操です。",
        kinds: &[ElderlyCare, GatheringPlace, Medical],
        mode: AtPlace,
        terms: &["activity:exercise", "audience:older_people", "need:health"],
        fee: (None, ""),
        eligibility: "おおむね65歳以上の方",
        ages: (Some(65), None),
    },
    Offer {
        form: ("手しごと教室", "", "Craft Class"),
        summary: "自分のペースで作業します。",
        kinds: &[DisabilitySupport, Other],
        mode: AtPlace,
        terms: &[
            "activity:craft",
            "need:disability",
            "support_function:participation",
        ],
        fee: (None, "材料費がかかることがあります"),
        eligibility: "",
        ages: (Some(18), None),
    },
    Offer {
        form: ("防災体験", "", "Disaster Drill"),
        summary: "避難の道を歩いて確かめます。",
        kinds: &[EvacuationSite],
        mode: AtPlace,
        terms: &["need:disaster", "audience:anyone"],
        fee: (Some(true), ""),
        eligibility: "",
        ages: OPEN_TO_ALL,
    },
    Offer {
        form: ("電話相談", "", "Telephone Advice"),
        summary: "電話でお話をうかがいます。",
        kinds: &[],
        mode: Phone,
        terms: &[
            "support_function:consultation",
            "need:mental_health",
            "need:isolation",
        ],
        fee: (Some(true), "通話料がかかります"),
        eligibility: "",
        ages: OPEN_TO_ALL,
    },
    Offer {
        form: ("オンライン居場所", "", "Online Meeting Place"),
        summary: "家から参加できる居場所です。",
        kinds: &[],
        mode: Online,
        terms: &["activity:talk", "need:school_absence", "audience:youth"],
        fee: (Some(true), ""),
        eligibility: "中学生・高校生の年代",
        ages: (Some(12), Some(18)),
    },
    Offer {
        form: ("訪問サポート", "", "Home Visits"),
        summary: "ご自宅にうかがいます。",
        kinds: &[],
        mode: HomeVisit,
        terms: &["need:care", "audience:older_people", "audience:carers"],
        fee: (None, "内容によります"),
        eligibility: "市内にお住まいの方",
        ages: OPEN_TO_ALL,
    },
];
