//! Areas with a boundary, from prefectures down to school districts.

use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::ids::DistrictId;
use crate::source::Source;
use crate::translation::Texts;

closed_set! {
    /// The kind of area; one place may lie in one of each.
    DistrictLevel {
        Prefecture = "PREFECTURE",
        Municipality = "MUNICIPALITY",
        JuniorHighSchoolDistrict = "JUNIOR_HIGH_SCHOOL_DISTRICT",
        ElementarySchoolDistrict = "ELEMENTARY_SCHOOL_DISTRICT",
        Town = "TOWN",
        Other = "OTHER",
    }
}

impl DistrictLevel {
    /// Whether areas of this level are made up of municipalities below them: a prefecture of its cities,
    /// a designated city of its wards.
    pub fn is_administrative(self) -> bool {
        matches!(self, DistrictLevel::Prefecture | DistrictLevel::Municipality)
    }
}

/// One closed ring, first position repeated last; `[lon, lat]` as in GeoJSON.
pub type Ring = Vec<[f64; 2]>;

/// Outer ring, then holes.
pub type PolygonRings = Vec<Ring>;

/// A district. Its area is its own polygons and, for administrative levels, those of its municipalities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct District {
    pub id: DistrictId,
    pub version: i32,
    pub level: DistrictLevel,
    /// Six digits with check digit for prefectures and municipalities, a school code where the file has one.
    pub official_code: Option<String>,
    pub name: String,
    pub name_kana: Option<String>,
    pub parent: Option<DistrictId>,
    pub polygons: Vec<PolygonRings>,
    pub translations: Texts,
    pub sources: Vec<Source>,
}
