//! Districts.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::{DistrictId, NodeId, Violation};
use readmodel::{PlaceQuery, Within};

use super::PlaceConnection;
use crate::graphql::context::Read;
use crate::graphql::enums;
use crate::graphql::error::{Nullable, Rejected};
use crate::graphql::input::filter::PlaceFilterInput;
use crate::graphql::scalars::GeoJsonArea;

/// An area with a boundary: prefecture, municipality, school district, town block.
#[derive(Debug, Clone)]
pub struct District {
    read: Arc<Read>,
    district: Arc<domain::District>,
}

impl District {
    pub fn find(read: &Arc<Read>, id: DistrictId) -> Option<District> {
        read.snapshot
            .district(id)
            .map(|district| District::new(read, district))
    }

    pub fn new(read: &Arc<Read>, district: &Arc<domain::District>) -> District {
        District {
            read: read.clone(),
            district: district.clone(),
        }
    }
}

/// An area with a boundary: prefecture, municipality, school district, town block.
#[Object]
impl District {
    /// Opaque and stable for ever.
    pub async fn id(&self) -> ID {
        ID(NodeId::District(self.district.id).encode())
    }

    /// The official code where there is one: six digits with check digit for prefectures and municipalities.
    async fn official_code(&self) -> Option<&str> {
        self.district.official_code.as_deref()
    }

    /// The kind of area.
    async fn level(&self) -> enums::DistrictLevel {
        self.district.level.into()
    }

    /// In the asked language (BCP 47), else in Japanese.
    async fn name(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> &str {
        self.district
            .translations
            .name(&self.district.name, language.as_deref())
    }

    /// The reading of the name.
    async fn name_kana(&self) -> Option<&str> {
        self.district.name_kana.as_deref()
    }

    /// The district it is part of.
    async fn parent(&self) -> Option<District> {
        District::find(&self.read, self.district.parent?)
    }

    /// Its outline; corners that move it less than about the tolerance (0 to 10000 meters) are left out. null
    /// when no polygon is known.
    async fn boundary(
        &self,
        #[graphql(default = 100, desc = "0 to 10000.")] tolerance_meters: Option<i32>,
    ) -> Nullable<GeoJsonArea> {
        let tolerance = tolerance_meters.unwrap_or(100);
        if !(0..=10_000).contains(&tolerance) {
            let message = format!("must lie between 0 and 10000, not {tolerance}");
            return Some(Err(Rejected::from(Violation::out_of_range(
                &["toleranceMeters"],
                message,
            ))
            .into()));
        }
        let snapshot = &self.read.snapshot;
        let boundary =
            readmodel::encode::geojson::boundary(snapshot, self.district.id, f64::from(tolerance))?;
        Some(Ok(GeoJsonArea(boundary)))
    }

    /// Places inside its exact polygon, by name unless the filter has text.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they must be like.")] filter: Option<PlaceFilterInput>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<PlaceConnection> {
        let answer = || -> Result<PlaceConnection, Rejected> {
            let mut violations = Vec::new();
            let filter = filter.unwrap_or_default().filter(&self.read, &mut violations);
            if !violations.is_empty() {
                return Err(Rejected(violations));
            }
            let within = vec![Within::Districts(vec![self.district.id])];
            let query = PlaceQuery::new(None, within, filter, None)?;
            PlaceConnection::search(ctx, &self.read, query, first, after)
        };
        Some(answer().map_err(Into::into))
    }
}
