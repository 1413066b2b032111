//! Districts and their polygons.

use domain::district::PolygonRings;
use domain::{District, DistrictId, DistrictLevel, Texts};
use entity::{district, district_polygon, source, translation};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::bulk::Owners;
use super::owned::{Owner, load_runs, load_sources, read_translation};
use super::{Rows, code, ordinals};
use crate::error::StoreError;

impl Rows {
    pub(crate) fn add_district(&mut self, district: &District) {
        self.districts.push(district_row(district));
        self.add_polygons(district);
        let owner = Owner::District(district.id.0);
        self.add_translations(owner, &district.translations);
        self.add_sources(owner, &district.sources, None);
    }

    pub(crate) fn add_polygons(&mut self, district: &District) {
        for (ordinal, rings) in ordinals(&district.polygons) {
            self.district_polygons.push(district_polygon::Model {
                district_id: district.id.0,
                ordinal,
                rings: serde_json::Value::from_iter(
                    rings.iter().map(|ring| {
                        serde_json::Value::from_iter(ring.iter().map(|position| position.to_vec()))
                    }),
                )
                .to_string(),
            });
        }
    }

    pub(crate) fn add_district_sources(&mut self, district: &District) {
        self.add_sources(Owner::District(district.id.0), &district.sources, None);
    }
}

pub(crate) fn district_row(district: &District) -> district::Model {
    let District {
        id: DistrictId(id),
        version,
        level,
        official_code,
        name,
        name_kana,
        parent,
        polygons: _,
        translations: _,
        sources: _,
    } = district.clone();
    district::Model {
        id,
        version,
        level: level.code().to_owned(),
        official_code,
        name,
        name_kana,
        parent_id: parent.map(|parent| parent.0),
    }
}

/// All districts with their polygons, sorted by id.
pub(crate) async fn load_districts(db: &impl ConnectionTrait) -> Result<Vec<District>, StoreError> {
    let mut polygons = load_runs::<district_polygon::Entity, _>(
        db,
        district_polygon::Column::DistrictId,
        district_polygon::Column::Ordinal,
        Owners::All,
        |row| {
            let rings: PolygonRings = serde_json::from_str(&row.rings)
                .map_err(|error| StoreError::Corrupt(format!("district_polygon.rings: {error}")))?;
            Ok((Some(row.district_id), rings))
        },
    )
    .await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::DistrictId,
        translation::Column::Language,
        Owners::All,
        |row| Ok((row.district_id, read_translation(row))),
    )
    .await?;
    let mut sources = load_sources(db, source::Column::DistrictId, Owners::All).await?;
    let rows = district::Entity::find()
        .order_by_asc(district::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(District {
                id: DistrictId(row.id),
                version: row.version,
                level: code(DistrictLevel::parse, &row.level)?,
                official_code: row.official_code,
                name: row.name,
                name_kana: row.name_kana,
                parent: row.parent_id.map(DistrictId),
                polygons: polygons.take(row.id),
                translations: Texts(texts.take(row.id)),
                sources: sources.take(row.id),
            })
        })
        .collect()
}
