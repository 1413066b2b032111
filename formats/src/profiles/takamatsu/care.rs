//! Homes and centers for older people; each list numbers its rows from 1, so each is a data set of its own.

use domain::place::PlaceKind;

use super::{LIST, columns_with_hours};
use crate::profile::{Column, TableProfile};

const COLUMNS: &[Column] = columns_with_hours![column(Means::Service, &["service"])];

const CARE: TableProfile = TableProfile {
    columns: COLUMNS,
    kept: &["note", "capacity"],
    required: &["name", "address", "service"],
    kinds: &[PlaceKind::ElderlyCare],
    ..LIST
};

pub static ELDERLY_WELFARE_FACILITY: TableProfile = TableProfile {
    name: "takamatsu_elderly_welfare_facility",
    title: "老人福祉施設",
    dataset: "takamatsu_elderly_welfare_facility",
    slug: "elderly_welfare_facility",
    ..CARE
};

pub static ELDERLY_WELFARE_CENTER: TableProfile = TableProfile {
    name: "takamatsu_elderly_welfare_center",
    title: "老人福祉センター",
    dataset: "takamatsu_elderly_welfare_center",
    slug: "elderly_welfare_center",
    // A sentence about rooms and courses, no service of the law.
    columns: columns_with_hours![column(Means::Summary, &["service"])],
    kinds: &[PlaceKind::GatheringPlace, PlaceKind::PublicFacility],
    ..CARE
};

pub static GROUP_HOME: TableProfile = TableProfile {
    name: "takamatsu_group_home",
    title: "認知症高齢者グループホーム",
    dataset: "takamatsu_group_home",
    slug: "group_home",
    ..CARE
};

pub static NURSING_HOME: TableProfile = TableProfile {
    name: "takamatsu_nursing_home",
    title: "小規模多機能型居宅介護など",
    dataset: "takamatsu_nursing_home",
    slug: "nursing_home",
    ..CARE
};
