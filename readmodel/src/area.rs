//! Areas ready for a search: circles, boxes and polygons, each as a set of rows.

use domain::Point;
use domain::district::PolygonRings;
use geo::Validation;
use roaring::RoaringBitmap;

use crate::polygon::{Polygon, Side};
use crate::query::{BoundingBox, Near};
use crate::spatial::Shape;
use crate::tree::{From, Rect};

/// A polygon in geo's terms.
pub(crate) fn geo_polygon(rings: &PolygonRings) -> Option<geo::Polygon> {
    let line = |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| geo::Coord { x: *x, y: *y }).collect();
    let (outer, holes) = rings.split_first()?;
    Some(geo::Polygon::new(line(outer), holes.iter().map(line).collect()))
}

/// What is wrong with a polygon, in geo's words; crossing edges and holes outside among them.
pub(crate) fn problem_of(polygons: &[PolygonRings]) -> Option<String> {
    let shape = geo::MultiPolygon(polygons.iter().filter_map(geo_polygon).collect());
    shape.check_validation().err().map(|problem| problem.to_string())
}

/// A circle on the sphere.
pub(crate) struct Circle {
    center: From,
    meters: f64,
}

impl Circle {
    pub(crate) fn new(near: Near) -> Circle {
        Circle {
            center: From::new(near.point),
            meters: near.radius.meters(),
        }
    }
}

impl Shape for Circle {
    fn covers(&self, point: Point) -> bool {
        self.center.point.distance_m(point) <= self.meters
    }

    fn side_of(&self, rect: &Rect) -> Side {
        if rect.distance_m(&self.center) > self.meters {
            Side::Outside
        } else if rect.farthest_m(&self.center) <= self.meters {
            Side::Inside
        } else {
            Side::Boundary
        }
    }
}

impl Shape for Rect {
    fn covers(&self, point: Point) -> bool {
        self.contains(point)
    }

    fn side_of(&self, rect: &Rect) -> Side {
        if !self.intersects(rect) {
            Side::Outside
        } else if self.contains_rect(rect) {
            Side::Inside
        } else {
            Side::Boundary
        }
    }
}

impl Shape for Polygon {
    fn covers(&self, point: Point) -> bool {
        self.side(point) != Side::Outside
    }

    fn side_of(&self, rect: &Rect) -> Side {
        self.side_of_rect(rect)
    }
}

/// Boxes that together are the box; stored points have longitudes above -180.
pub(crate) fn rects(bounds: &BoundingBox) -> Vec<Rect> {
    let BoundingBox {
        west,
        south,
        east,
        north,
    } = *bounds;
    let mut rects = Vec::new();
    if west <= east {
        rects.push(Rect {
            west,
            south,
            east,
            north,
        });
        if west == -180.0 && east < 180.0 {
            rects.push(Rect {
                west: 180.0,
                south,
                east: 180.0,
                north,
            });
        }
    } else {
        rects.push(Rect {
            west,
            south,
            east: 180.0,
            north,
        });
        rects.push(Rect {
            west: -180.0,
            south,
            east,
            north,
        });
    }
    rects
}

/// Polygons of one area; a point in any of them is inside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Polygons(pub(crate) Vec<Polygon>);

impl Polygons {
    pub(crate) fn new(polygons: &[PolygonRings]) -> Polygons {
        Polygons(polygons.iter().map(Polygon::new).collect())
    }
}

/// Whether any of the polygons holds the point. The meridian of 180 degrees is also that of -180.
pub(crate) fn covers<'a>(polygons: impl IntoIterator<Item = &'a Polygon>, point: Point) -> bool {
    let twin = (point.lon == 180.0).then_some(Point {
        lon: -180.0,
        lat: point.lat,
    });
    polygons
        .into_iter()
        .any(|polygon| polygon.covers(point) || twin.is_some_and(|twin| polygon.covers(twin)))
}

/// Rows on the antimeridian whose western twin is in the polygon; few maps have any.
pub(crate) fn add_twins(polygon: &Polygon, points: &[Point], rows: &mut RoaringBitmap) {
    if polygon.extent.west > -180.0 {
        return;
    }
    for (row, point) in (0..).zip(points) {
        if point.lon == 180.0
            && polygon.covers(Point {
                lon: -180.0,
                lat: point.lat,
            })
        {
            rows.insert(row);
        }
    }
}
