//! One polygon made ready for many questions: is this point in it, does this box touch its boundary.
//!
//! Even-odd rule, so either winding is right; a point on the boundary is inside. The side of an edge is
//! decided by geo's exact orientation predicate. Edges are filed in bands of latitude.

use domain::Point;
use domain::district::PolygonRings;
use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};

use crate::tree::Rect;

/// Edges to a band, about.
const EDGES_A_BAND: usize = 8;
const MOST_BANDS: usize = 4096;

/// Of a great circle.
const METERS_A_DEGREE: f64 = domain::location::EARTH_RADIUS_M * std::f64::consts::PI / 180.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Inside,
    Boundary,
    Outside,
}

type Edge = [Coord; 2];

/// A polygon with its edges by latitude.
#[derive(Debug, Clone)]
pub(crate) struct Polygon {
    pub(crate) extent: Rect,
    bands: Vec<Vec<Edge>>,
}

impl Polygon {
    /// Of closed rings, outer ring and holes alike.
    pub(crate) fn new(rings: &PolygonRings) -> Polygon {
        let mut extent = Rect::EMPTY;
        for [lon, lat] in rings.iter().flatten() {
            extent.add(Point { lon: *lon, lat: *lat });
        }
        let edges: Vec<Edge> = rings
            .iter()
            .flat_map(|ring| ring.iter().zip(ring.iter().skip(1)))
            .map(|(a, b)| [Coord { x: a[0], y: a[1] }, Coord { x: b[0], y: b[1] }])
            .collect();
        let mut polygon = Polygon {
            extent,
            bands: vec![Vec::new(); (edges.len() / EDGES_A_BAND).clamp(1, MOST_BANDS)],
        };
        for edge in edges {
            let [a, b] = edge;
            let (low, high) = (polygon.band(a.y.min(b.y)), polygon.band(a.y.max(b.y)));
            for band in polygon.bands.iter_mut().take(high + 1).skip(low) {
                band.push(edge);
            }
        }
        polygon
    }

    fn band(&self, lat: f64) -> usize {
        let height = self.extent.north - self.extent.south;
        if height <= 0.0 {
            return 0;
        }
        let share = (lat - self.extent.south) / height;
        // `as` saturates: what lies south of the extent is in the first band.
        ((share * self.bands.len() as f64) as usize).min(self.bands.len() - 1)
    }

    pub(crate) fn side(&self, point: Point) -> Side {
        if !self.extent.contains(point) {
            return Side::Outside;
        }
        let p = Coord {
            x: point.lon,
            y: point.lat,
        };
        let mut inside = false;
        for [a, b] in self.bands.get(self.band(p.y)).into_iter().flatten() {
            if p == *a || p == *b {
                return Side::Boundary;
            }
            if a.y == p.y && b.y == p.y {
                if (a.x <= p.x) != (b.x <= p.x) {
                    return Side::Boundary;
                }
            } else if (a.y <= p.y) != (b.y <= p.y) {
                let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
                match RobustKernel::orient2d(*low, *high, p) {
                    Orientation::Collinear => return Side::Boundary,
                    Orientation::CounterClockwise => inside = !inside,
                    Orientation::Clockwise => {}
                }
            }
        }
        if inside { Side::Inside } else { Side::Outside }
    }

    /// How a box lies: `Boundary` when an edge may pass through it, else wholly inside or outside.
    pub(crate) fn side_of_rect(&self, rect: &Rect) -> Side {
        if !self.extent.intersects(rect) {
            return Side::Outside;
        }
        let (low, high) = (self.band(rect.south), self.band(rect.north));
        let touched = self
            .bands
            .iter()
            .take(high + 1)
            .skip(low)
            .flatten()
            .any(|[a, b]| {
                a.x.min(b.x) <= rect.east
                    && a.x.max(b.x) >= rect.west
                    && a.y.min(b.y) <= rect.north
                    && a.y.max(b.y) >= rect.south
            });
        if touched {
            Side::Boundary
        } else {
            self.side(Point {
                lon: rect.west,
                lat: rect.south,
            })
        }
    }

    /// Meters from a point to the nearest edge, by a plane that touches the Earth at the point: right to
    /// 0.1 % within a few kilometers, which is all it is asked for.
    pub(crate) fn distance_m(&self, point: Point) -> f64 {
        let shrink = point.lat.to_radians().cos();
        let plane = |c: &Coord| {
            let east = (c.x - point.lon + 540.0).rem_euclid(360.0) - 180.0;
            (
                east * shrink * METERS_A_DEGREE,
                (c.y - point.lat) * METERS_A_DEGREE,
            )
        };
        let mut least = f64::INFINITY;
        for [a, b] in self.bands.iter().flatten() {
            let ((ax, ay), (bx, by)) = (plane(a), plane(b));
            let (dx, dy) = (bx - ax, by - ay);
            let length = dx * dx + dy * dy;
            let along = if length > 0.0 {
                (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0)
            } else {
                0.0
            };
            least = least.min((ax + along * dx).hypot(ay + along * dy));
        }
        least
    }
}
