//! What may be asked, made of checked parts: whoever holds a query holds a valid one.

use chrono::{DateTime, Utc};
use domain::text::words;
use domain::{
    AccessibilityFeature, DistrictId, OrganizationId, PlaceKind, Point, ServiceId, TermId,
    VerificationStatus, Violation, ViolationCode,
};
use hours::Regularity;
use serde::Serialize;

use crate::opening::window::OpenWindow;
use crate::text::Wanted;

use domain::district::PolygonRings;

/// Search radius in meters, 1 to 50,000.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Radius(f64);

impl Radius {
    /// More than half way round the Earth; not to be had from outside.
    pub(crate) const UNLIMITED: Radius = Radius(30_000_000.0);

    pub fn new(meters: f64) -> Result<Radius, Violation> {
        if (1.0..=50_000.0).contains(&meters) {
            Ok(Radius(meters))
        } else {
            Err(Violation::out_of_range(
                &[],
                format!("the radius must lie between 1 and 50000 meters, not {meters}"),
            ))
        }
    }

    pub fn meters(self) -> f64 {
        self.0
    }
}

impl Default for Radius {
    fn default() -> Radius {
        Radius(2000.0)
    }
}

/// A circle round a point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Near {
    pub point: Point,
    pub radius: Radius,
}

/// A box of longitude and latitude, inclusive on every edge; `west > east` crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BoundingBox {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl BoundingBox {
    /// Degrees. Everything that is wrong is reported at once.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<BoundingBox, Vec<Violation>> {
        let mut violations = Vec::new();
        for (field, value, limit) in [
            ("west", west, 180.0),
            ("south", south, 90.0),
            ("east", east, 180.0),
            ("north", north, 90.0),
        ] {
            if !(-limit..=limit).contains(&value) {
                violations.push(Violation::out_of_range(
                    &[field],
                    format!("{field} must lie between -{limit} and {limit} degrees, not {value}"),
                ));
            }
        }
        if south > north {
            violations.push(Violation::invalid(
                &["south"],
                format!("south ({south}) must not be greater than north ({north})"),
            ));
        }
        if violations.is_empty() {
            Ok(BoundingBox {
                west,
                south,
                east,
                north,
            })
        } else {
            Err(violations)
        }
    }
}

/// A polygon or several, checked: closed, not self-crossing, at most 500 vertices, all within the Earth.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct AreaPolygon(pub(crate) Vec<PolygonRings>);

/// Corners of a client's area: positions of its rings but the closing ones.
pub const MOST_VERTICES: usize = 500;

impl AreaPolygon {
    /// From polygons as rings of `[longitude, latitude]`, outer ring first.
    pub fn new(polygons: Vec<PolygonRings>) -> Result<AreaPolygon, Violation> {
        let invalid = |text: String| Err(Violation::invalid(&[], text));
        let vertices: usize = polygons
            .iter()
            .flatten()
            .map(|ring| ring.len().saturating_sub(1))
            .sum();
        if vertices > MOST_VERTICES {
            return Err(Violation::new(
                &[],
                ViolationCode::TooLong,
                format!("the area must have at most {MOST_VERTICES} vertices, not {vertices}"),
            ));
        }
        if polygons.is_empty() || polygons.iter().any(Vec::is_empty) {
            return invalid("the area must have at least one ring".to_owned());
        }
        for ring in polygons.iter().flatten() {
            for [lon, lat] in ring {
                if !(-180.0..=180.0).contains(lon) || !(-90.0..=90.0).contains(lat) {
                    return Err(Violation::out_of_range(
                        &[],
                        format!("[{lon}, {lat}] is outside of longitude ±180 and latitude ±90"),
                    ));
                }
            }
            if ring.len() < 4 {
                return invalid(format!("a ring needs at least 4 positions, not {}", ring.len()));
            }
            if ring.first() != ring.last() {
                return invalid("a ring must be closed: its last position must equal its first".to_owned());
            }
        }
        if let Some(problem) = crate::area::problem_of(&polygons) {
            return invalid(format!("the area is not valid: {problem}"));
        }
        Ok(AreaPolygon(polygons))
    }
}

/// Where to look; all of a query's areas must hold the place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Within {
    Box(BoundingBox),
    Area(AreaPolygon),
    /// The union of the exact polygons of these districts.
    Districts(Vec<DistrictId>),
}

/// Words that all must match, folded; at most 200 characters as typed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct SearchText(pub(crate) Vec<Wanted>);

impl SearchText {
    /// `None` for blank text, which restricts nothing.
    pub fn new(text: &str) -> Result<Option<SearchText>, Violation> {
        let length = text.chars().count();
        if length > 200 {
            return Err(Violation::new(
                &["text"],
                ViolationCode::TooLong,
                format!("the text must have at most 200 characters, not {length}"),
            ));
        }
        let words: Vec<Wanted> = words(text).into_iter().map(Wanted::new).collect();
        Ok((!words.is_empty()).then_some(SearchText(words)))
    }
}

/// A data set, or one record of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRef {
    pub dataset: String,
    pub external_id: Option<String>,
}

/// Fields AND; inside a list OR, but `accessibility` all of. An empty list restricts nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PlaceFilter {
    pub text: Option<SearchText>,
    pub kinds: Vec<PlaceKind>,
    /// One list for each scheme: inside OR, between them AND. A term matches its descendants.
    pub terms: Vec<Vec<TermId>>,
    pub organizations: Vec<OrganizationId>,
    pub accessibility: Vec<AccessibilityFeature>,
    pub verification: Vec<VerificationStatus>,
    pub updated_since: Option<DateTime<Utc>>,
    /// Nothing that changed later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_until: Option<DateTime<Utc>>,
    pub source: Option<SourceRef>,
    /// Open at any moment of it; what is unknown does not pass.
    pub open_at: Option<OpenWindow>,
    /// Any of these; `AT_LEAST_MONTHLY` includes what opens weekly.
    pub regularity: Vec<Regularity>,
    /// Where this service is offered.
    pub service: Option<ServiceId>,
    pub include_archived: bool,
}

/// What answers are sorted by; every order ends with the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum OrderField {
    /// From `near`; needs it.
    Distance,
    /// By reading, else name; those without a reading last.
    Name,
    UpdatedAt,
    /// Names before readings before addresses before the rest; needs text.
    Relevance,
    /// By the beginning of the running or next opening, seen from the beginning of the window, else from now.
    NextOpening,
    /// Along the one order: neighbors together.
    Curve,
}

/// A field and its direction; what has no value comes last in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlaceOrder {
    pub field: OrderField,
    pub descending: bool,
}

/// A whole question about places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceQuery {
    pub near: Option<Near>,
    /// All of these.
    pub within: Vec<Within>,
    pub filter: PlaceFilter,
    pub order: PlaceOrder,
}

impl PlaceQuery {
    /// Checks that the order can be answered; `order` is the default one when `None`.
    pub fn new(
        near: Option<Near>,
        within: Vec<Within>,
        filter: PlaceFilter,
        order: Option<PlaceOrder>,
    ) -> Result<PlaceQuery, Violation> {
        let default = if near.is_some() {
            OrderField::Distance
        } else if filter.text.is_some() {
            OrderField::Relevance
        } else {
            OrderField::Name
        };
        let order = order.unwrap_or(PlaceOrder {
            field: default,
            descending: false,
        });
        let needs =
            |what: &str| Violation::invalid(&["orderBy", "field"], format!("this order needs {what}"));
        match order.field {
            OrderField::Distance if near.is_none() => Err(needs("near")),
            OrderField::Relevance if filter.text.is_none() => Err(needs("filter.text")),
            _ => Ok(PlaceQuery {
                near,
                within,
                filter,
                order,
            }),
        }
    }

    /// What NEXT_OPENING looks from, asked now.
    pub(crate) fn seen_from(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.filter.open_at.map_or(now, |window| window.begins(now))
    }

    /// Whether only places with a position can answer.
    pub fn on_map(&self) -> bool {
        self.near.is_some() || !self.within.is_empty()
    }
}
