//! A question about places, as the scan reads it and as the read model is asked.

use domain::{DistrictId, Point};
use readmodel::{
    AreaPolygon, BoundingBox, Near, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText,
    Within,
};

use crate::grid::{Spot, degrees, in_degrees};
use crate::texts::words;

#[derive(Debug, Clone, Default)]
pub struct Question {
    pub near: Option<(Point, f64)>,
    pub within: Vec<Where>,
    /// As typed; blank text asks for nothing.
    pub typed: Option<String>,
    /// Without its text.
    pub filter: PlaceFilter,
    pub order: Option<PlaceOrder>,
}

#[derive(Debug, Clone)]
pub enum Where {
    /// West, south, east, north.
    Box([i64; 4]),
    Shapes(Vec<Vec<Vec<Spot>>>),
    Districts(Vec<DistrictId>),
}

impl Where {
    pub fn query(&self) -> Within {
        match self {
            Where::Box([west, south, east, north]) => Within::Box(
                BoundingBox::new(degrees(*west), degrees(*south), degrees(*east), degrees(*north)).unwrap(),
            ),
            Where::Shapes(shapes) => Within::Area(
                AreaPolygon::new(shapes.iter().map(|rings| in_degrees(rings)).collect()).unwrap(),
            ),
            Where::Districts(ids) => Within::Districts(ids.clone()),
        }
    }
}

impl Question {
    pub fn text(&self) -> Option<&str> {
        self.typed.as_deref().filter(|typed| !words(typed).is_empty())
    }

    /// The order as the contract's defaults have it.
    pub fn order(&self) -> PlaceOrder {
        let default = match (self.near, self.text()) {
            (Some(_), _) => OrderField::Distance,
            (None, Some(_)) => OrderField::Relevance,
            (None, None) => OrderField::Name,
        };
        self.order.unwrap_or(PlaceOrder {
            field: default,
            descending: false,
        })
    }

    pub fn query(&self) -> PlaceQuery {
        let near = self.near.map(|(point, meters)| Near {
            point,
            radius: Radius::new(meters).unwrap(),
        });
        let text = self
            .typed
            .as_deref()
            .and_then(|typed| SearchText::new(typed).unwrap());
        let filter = PlaceFilter {
            text,
            ..self.filter.clone()
        };
        PlaceQuery::new(
            near,
            self.within.iter().map(Where::query).collect(),
            filter,
            self.order,
        )
        .unwrap()
    }
}
