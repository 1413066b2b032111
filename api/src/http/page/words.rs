//! The words that the server writes, in three languages; やさしい日本語 is written by hand, too.

use chrono::{DateTime, Datelike as _, Utc};
use chrono_tz::Tz;
use domain::PlaceKind;

/// Of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Japanese,
    Easy,
    English,
}

/// Texts without a number in them.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) heading: &'static str,
    pub(super) field: &'static str,
    pub(super) find: &'static str,
    pub(super) nothing: &'static str,
    pub(super) no_place: &'static str,
    pub(super) back: &'static str,
    pub(super) unknown: &'static str,
    pub(super) paused: &'static str,
    pub(super) closed: &'static str,
    pub(super) gone: &'static str,
    pub(super) merged: &'static str,
    pub(super) dates: &'static str,
    pub(super) contact: &'static str,
    pub(super) sources: &'static str,
    pub(super) disputed: &'static str,
    pub(super) stale: &'static str,
    pub(super) unverified: &'static str,
    pub(super) calendar: &'static str,
    pub(super) coverage: &'static str,
    pub(super) coverage_needs_script: &'static str,
    pub(super) about: &'static str,
    pub(super) privacy: &'static str,
    pub(super) description: &'static str,
}

const JAPANESE: Words = Words {
    heading: "近くの居場所をさがす",
    field: "場所の名前・ことば・住所",
    find: "検索",
    nothing: "見つかりませんでした",
    no_place: "この場所は見つかりませんでした",
    back: "さがす画面へ",
    unknown: "開く日は分かりません。行く前に電話で確かめてください",
    paused: "しばらく休み",
    closed: "いまは閉まっています",
    gone: "この場所は、いまは載せていません",
    merged: "この場所は、次の場所にまとめました",
    dates: "これからの日程",
    contact: "連絡先",
    sources: "出典",
    disputed: "くいちがいの報告があります",
    stale: "1年以上 確認なし",
    unverified: "まだ確認していません",
    calendar: "カレンダーに入れる",
    coverage: "地域のようす",
    coverage_needs_script: "表は次のファイルでも読めます: /coverage.csv?parent=LEVEL:CODE&level=LEVEL",
    about: "このサイトについて",
    privacy: "だれが何を検索したかは記録しません",
    description: "だれでも行ける居場所・こども食堂・相談窓口などを、近さと開いている時間でさがせます。",
};

const EASY: Words = Words {
    heading: "近くの 場所を さがす",
    field: "場所の 名前・ことば・住所",
    find: "さがす",
    nothing: "ありませんでした",
    no_place: "この 場所は ありませんでした",
    back: "さがす ページへ",
    unknown: "開く日が わかりません。電話で 聞いて ください",
    paused: "しばらく 休みです",
    closed: "いまは 閉まって います",
    gone: "この 場所は いま 使えません",
    merged: "この 場所は 下の 場所と 同じです",
    dates: "これから 開く日",
    contact: "電話など",
    sources: "だれの 情報か",
    disputed: "ちがうと 言う人が います",
    stale: "1年より 長く 確かめて いません",
    unverified: "まだ 確かめて いません",
    calendar: "カレンダーに 入れる",
    coverage: "地域の ようす",
    coverage_needs_script: "表は ファイルでも 読めます: /coverage.csv?parent=LEVEL:CODE&level=LEVEL",
    about: "このページに ついて",
    privacy: "だれが 何を さがしたか、記録しません",
    description: "近くで 行ける 場所を さがします。",
};

const ENGLISH: Words = Words {
    heading: "Find a place near you",
    field: "Name, word or address",
    find: "Search",
    nothing: "Nothing found",
    no_place: "There is no such place",
    back: "Back to the search",
    unknown: "Opening times not known; call before you go",
    paused: "Closed for now",
    closed: "Closed now",
    gone: "This place is no longer listed",
    merged: "This place was merged into another",
    dates: "Coming dates",
    contact: "Contact",
    sources: "Sources",
    disputed: "Reports disagree",
    stale: "Not confirmed for over a year",
    unverified: "Not confirmed yet",
    calendar: "Add to a calendar",
    coverage: "Coverage",
    coverage_needs_script: "The table is also a file: /coverage.csv?parent=LEVEL:CODE&level=LEVEL",
    about: "About this site",
    privacy: "We never record who searched for what",
    description: "Find places for people near you that are open when you can go.",
};

impl Language {
    pub(super) const ALL: [Language; 3] = [Language::Japanese, Language::Easy, Language::English];

    pub(super) fn parse(text: &str) -> Option<Language> {
        Language::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(text))
    }

    /// The first of Accept-Language that is ours; Japanese when none is.
    pub(super) fn of_browser(accepted: &str) -> Language {
        let mut tags = accepted.split(',').filter_map(|item| item.split(';').next());
        let ours = tags.find_map(|tag| match tag.trim().get(..2) {
            Some("ja") => Some(Language::Japanese),
            Some("en") => Some(Language::English),
            _ => None,
        });
        ours.unwrap_or(Language::Japanese)
    }

    /// As addresses and `hreflang` say it.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Language::Japanese => "ja",
            Language::Easy => "ja-Hira",
            Language::English => "en",
        }
    }

    /// As the document says it: やさしい日本語 is Japanese to fonts and voices.
    pub(super) fn document(self) -> &'static str {
        match self {
            Language::English => "en",
            _ => "ja",
        }
    }

    pub(super) fn words(self) -> &'static Words {
        match self {
            Language::Japanese => &JAPANESE,
            Language::Easy => &EASY,
            Language::English => &ENGLISH,
        }
    }

    pub(super) fn count(self, count: u64) -> String {
        match self {
            Language::Japanese => format!("{count}か所"),
            Language::Easy => format!("{count}か所 あります"),
            Language::English if count == 1 => "1 place".to_owned(),
            Language::English => format!("{count} places"),
        }
    }

    pub(super) fn open_until(self, at: DateTime<Utc>, zone: Tz) -> String {
        let time = at.with_timezone(&zone).format("%H:%M");
        match self {
            Language::Japanese => format!("開いています {time}まで"),
            Language::Easy => format!("いま 開いて います {time}まで"),
            Language::English => format!("Open now until {time}"),
        }
    }

    pub(super) fn open(self) -> &'static str {
        match self {
            Language::Japanese => "開いています",
            Language::Easy => "いま 開いて います",
            Language::English => "Open now",
        }
    }

    pub(super) fn opens(self, at: DateTime<Utc>, zone: Tz) -> String {
        let moment = format!(
            "{} {}",
            self.date(at, zone),
            at.with_timezone(&zone).format("%H:%M")
        );
        match self {
            Language::Japanese => format!("{moment} に開きます"),
            Language::Easy => format!("{moment} に 開きます"),
            Language::English => format!("Opens {moment}"),
        }
    }

    pub(super) fn confirmed(self, at: DateTime<Utc>, zone: Tz) -> String {
        let day = self.date(at, zone);
        match self {
            Language::Japanese => format!("{day}に確認"),
            Language::Easy => format!("{day}に 確かめました"),
            Language::English => format!("Confirmed on {day}"),
        }
    }

    /// With the weekday, and the year where it is needed to be certain.
    pub(super) fn date(self, at: DateTime<Utc>, zone: Tz) -> String {
        let date = at.with_timezone(&zone).date_naive();
        let index = date.weekday().num_days_from_monday() as usize;
        let of_week = |names: [&'static str; 7]| names.get(index).copied().unwrap_or_default();
        match self {
            Language::English => date.format("%a %-d %b %Y").to_string(),
            _ => {
                let weekday = of_week(["月", "火", "水", "木", "金", "土", "日"]);
                format!("{}年{}月{}日({weekday})", date.year(), date.month(), date.day())
            }
        }
    }

    pub(super) fn kind(self, kind: PlaceKind) -> &'static str {
        let [japanese, easy, english] = match kind {
            PlaceKind::GatheringPlace => ["集いの場", "集まる場所", "Gathering place"],
            PlaceKind::ChildrensCafeteria => ["こども食堂", "こども食堂", "Kids' cafeteria"],
            PlaceKind::FoodPantry => ["フードパントリー", "食べ物をもらえる", "Food pantry"],
            PlaceKind::LearningSupport => ["学習支援", "勉強", "Learning support"],
            PlaceKind::ConsultationDesk => ["相談窓口", "相談", "Advice desk"],
            PlaceKind::Childcare => ["子育て", "子育て", "Childcare"],
            PlaceKind::ElderlyCare => ["介護・高齢", "お年寄り", "Elderly care"],
            PlaceKind::DisabilitySupport => ["障害福祉", "障害のある人", "Disability support"],
            PlaceKind::Medical => ["医療", "病院", "Medical"],
            PlaceKind::PublicFacility => ["公共施設", "市の建物", "Public facility"],
            PlaceKind::EvacuationSite => ["避難所", "逃げる場所", "Evacuation site"],
            PlaceKind::Other => ["その他", "ほか", "Other"],
        };
        match self {
            Language::Japanese => japanese,
            Language::Easy => easy,
            Language::English => english,
        }
    }
}
