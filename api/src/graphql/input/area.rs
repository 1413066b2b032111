//! Where to look: points, circles, boxes, polygons, districts.

use async_graphql::{ID, InputObject, OneofObject};
use domain::{Point, Violation, ViolationCode};
use readmodel::{AreaPolygon, BoundingBox, Near, Radius, Snapshot, Within};

use super::ids::ids;
use crate::graphql::scalars::GeoJsonArea;

/// A position, WGS 84 degrees.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct GeoPointInput {
    /// -90 to 90.
    pub latitude: f64,
    /// -180 to 180.
    pub longitude: f64,
}

impl GeoPointInput {
    /// Checks the ranges; violations are named from `path` on.
    pub fn point(self, path: &str) -> Result<Point, Vec<Violation>> {
        Point::new(self.longitude, self.latitude).map_err(|violations| {
            violations
                .into_iter()
                .map(|violation| violation.within(path))
                .collect()
        })
    }
}

/// A circle round a point.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct NearInput {
    /// The middle.
    pub point: GeoPointInput,
    /// 1 to 50000.
    #[graphql(default = 2000)]
    pub radius_meters: Option<i32>,
}

impl NearInput {
    pub fn near(self) -> Result<Near, Vec<Violation>> {
        let near = |violation: Violation| violation.within("near");
        let radius = match self.radius_meters {
            None => Ok(Radius::default()),
            Some(meters) => {
                Radius::new(f64::from(meters)).map_err(|violation| violation.within("radiusMeters"))
            }
        };
        match (self.point.point("point"), radius) {
            (Ok(point), Ok(radius)) => Ok(Near { point, radius }),
            (point, radius) => Err(point
                .err()
                .unwrap_or_default()
                .into_iter()
                .chain(radius.err())
                .map(near)
                .collect()),
        }
    }
}

/// A box, inclusive on every edge, WGS 84 degrees.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct BoundingBoxInput {
    /// Least latitude.
    pub south: f64,
    /// Western longitude; west > east crosses the antimeridian.
    pub west: f64,
    /// Greatest latitude.
    pub north: f64,
    /// Eastern longitude.
    pub east: f64,
}

/// Where to look; may be combined with `near`.
#[derive(Debug, Clone, OneofObject)]
pub enum AreaInput {
    /// A box.
    BoundingBox(BoundingBoxInput),
    /// A polygon or several.
    Area(GeoJsonArea),
    /// The exact polygons of these districts, at least one.
    DistrictIds(Vec<ID>),
}

impl AreaInput {
    pub fn within(&self, snapshot: &Snapshot) -> Result<Within, Vec<Violation>> {
        let inside =
            |field: &'static str| move |violation: Violation| violation.within(field).within("within");
        match self {
            AreaInput::BoundingBox(BoundingBoxInput {
                south,
                west,
                north,
                east,
            }) => BoundingBox::new(*west, *south, *east, *north)
                .map(Within::Box)
                .map_err(|violations| violations.into_iter().map(inside("boundingBox")).collect()),
            AreaInput::Area(area) => area
                .polygons()
                .map_err(|message| Violation::invalid(&[], message))
                .and_then(AreaPolygon::new)
                .map(Within::Area)
                .map_err(|violation| vec![inside("area")(violation)]),
            AreaInput::DistrictIds(given) => {
                let mut violations = Vec::new();
                if given.is_empty() {
                    let path = ["within", "districtIds"];
                    violations.push(Violation::new(
                        &path,
                        ViolationCode::Required,
                        "must name at least one district",
                    ));
                }
                let found = ids(snapshot, &["within", "districtIds"], Some(given), &mut violations);
                if violations.is_empty() {
                    Ok(Within::Districts(found))
                } else {
                    Err(violations)
                }
            }
        }
    }
}
