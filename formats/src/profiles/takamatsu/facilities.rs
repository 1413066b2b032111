//! Halls, centers, desks, toilets and defibrillators of the city.

use domain::place::{AccessibilityFeature, PlaceKind};

use super::{LIST, columns, columns_with_hours};
use crate::profile::TableProfile;

pub static CHILDRENS_HALL: TableProfile = TableProfile {
    name: "takamatsu_childrens_hall",
    title: "児童館",
    dataset: "takamatsu_childrens_hall",
    columns: columns_with_hours![],
    slug: "childrens_hall",
    kinds: &[PlaceKind::GatheringPlace, PlaceKind::PublicFacility],
    ..LIST
};

pub static COMMUNITY_CENTER: TableProfile = TableProfile {
    name: "takamatsu_community_center",
    title: "コミュニティセンター",
    dataset: "takamatsu_community_center",
    columns: columns![],
    slug: "community_center",
    kinds: &[PlaceKind::PublicFacility, PlaceKind::GatheringPlace],
    ..LIST
};

pub static WELFARE_HALL: TableProfile = TableProfile {
    name: "takamatsu_welfare_hall",
    title: "社会福祉会館・社会福祉協議会",
    dataset: "takamatsu_welfare_hall",
    columns: columns_with_hours![],
    slug: "welfare_hall",
    kinds: &[PlaceKind::PublicFacility],
    ..LIST
};

pub static CONSULTATION: TableProfile = TableProfile {
    name: "takamatsu_comprehensive_support",
    title: "地域包括支援センター",
    dataset: "takamatsu_comprehensive_support",
    columns: columns_with_hours![],
    slug: "regional_comprehensive_support_center",
    kinds: &[PlaceKind::ConsultationDesk],
    ..LIST
};

pub static DISABLED_WELFARE: TableProfile = TableProfile {
    name: "takamatsu_disabled_welfare",
    title: "障がい者福祉施設",
    dataset: "takamatsu_disabled_welfare",
    columns: columns_with_hours![],
    slug: "disabled_welfare_facility",
    kinds: &[PlaceKind::DisabilitySupport],
    ..LIST
};

pub static PUBLIC_TOILET: TableProfile = TableProfile {
    name: "takamatsu_public_toilet",
    title: "公衆トイレ",
    dataset: "takamatsu_public_toilet",
    columns: columns_with_hours![
        column(Means::NameKana, &["fullNameInKana"]),
        column(Means::NameEnglish, &["fullNameInRomaji"]),
        column(Means::MunicipalityCode, &["prefCode"]),
        column(Means::Prefecture, &["pref"]),
        column(Means::City, &["city"]),
        column(Means::Building, &["katagaki"]),
        column(Means::Summary, &["installationPosition"]),
        column(
            Means::Access(AccessibilityFeature::AccessibleToilet),
            &["wheelchairRestroom"]
        ),
        column(
            Means::Access(AccessibilityFeature::DiaperChanging),
            &["anInfantRestroom"]
        ),
        column(
            Means::Access(AccessibilityFeature::OstomateToilet),
            &["ostomateRestroom"]
        ),
    ],
    kept: &[
        "note",
        "identification",
        "totalMensRestroom",
        "smallMensRestroom",
        "japaneseMensRestroom",
        "westernMensRestroom",
        "totalWomanRestroom",
        "japaneseWomanRestroom",
        "westernWomanRestroom",
        "sharedRestroom",
        "japaneseSharedRestroom",
        "westernSharedRestroom",
        "multifunctionalRestroom",
        "image",
        "iamgeLicense",
    ],
    required: &["name", "wheelchairRestroom"],
    slug: "public_toilet",
    kinds: &[PlaceKind::PublicFacility],
    ..LIST
};

pub static AED: TableProfile = TableProfile {
    name: "takamatsu_aed",
    title: "AED設置箇所",
    dataset: "takamatsu_aed",
    columns: columns_with_hours![column(Means::Summary, &["installationPosition"])],
    kept: &["note", "equipmentForChildren"],
    required: &["name", "equipmentForChildren"],
    slug: "aed_location",
    kinds: &[PlaceKind::Other],
    ..LIST
};

pub static POLLING_PLACE: TableProfile = TableProfile {
    name: "takamatsu_polling_place",
    title: "投票所",
    dataset: "takamatsu_polling_place",
    columns: columns![column(Means::NameKana, &["fullNameInKana"])],
    kept: &["note", "votingDistrict", "smallConstituencies"],
    required: &["name", "votingDistrict"],
    slug: "polling_place",
    kinds: &[PlaceKind::Other],
    ..LIST
};
