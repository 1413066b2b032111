//! Boxes over the one order: every 16 rows, then every eight boxes below.
//!
//! A box is the extent of the points it holds, so bounds need no argument about projections, poles or the
//! antimeridian: what a box says of its points is true of the points themselves.

use domain::Point;
use domain::location::EARTH_RADIUS_M;

/// Rows in a leaf.
pub(crate) const LEAF: u32 = 16;
/// Boxes in a box.
const FAN: u32 = 8;

/// A range of longitude and latitude that does not cross the antimeridian; edges belong to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Rect {
    pub(crate) const EMPTY: Rect = Rect {
        west: f64::INFINITY,
        south: f64::INFINITY,
        east: f64::NEG_INFINITY,
        north: f64::NEG_INFINITY,
    };

    pub(crate) fn add(&mut self, point: Point) {
        self.west = self.west.min(point.lon);
        self.south = self.south.min(point.lat);
        self.east = self.east.max(point.lon);
        self.north = self.north.max(point.lat);
    }

    pub(crate) fn join(&mut self, other: &Rect) {
        self.west = self.west.min(other.west);
        self.south = self.south.min(other.south);
        self.east = self.east.max(other.east);
        self.north = self.north.max(other.north);
    }

    pub(crate) fn contains(&self, point: Point) -> bool {
        (self.west..=self.east).contains(&point.lon) && (self.south..=self.north).contains(&point.lat)
    }

    pub(crate) fn contains_rect(&self, other: &Rect) -> bool {
        self.west <= other.west
            && other.east <= self.east
            && self.south <= other.south
            && other.north <= self.north
    }

    pub(crate) fn intersects(&self, other: &Rect) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// No point of the box is nearer than this; meters.
    ///
    /// By the haversine formula, hav d = hav Δφ + cos φ₁ cos φ₂ hav Δλ: each term is at least what it is for the
    /// least difference of latitude, the least cosine (at one of the two edges, the cosine being concave
    /// between the poles) and the least difference of longitude (zero inside, else at one of the two edges).
    pub(crate) fn distance_m(&self, from: &From) -> f64 {
        let lat = from.point.lat;
        let dlat = hav((lat - lat.clamp(self.south, self.north)).to_radians());
        let dlon = if (self.west..=self.east).contains(&from.point.lon) {
            0.0
        } else {
            from.hav_lon(self.west).min(from.hav_lon(self.east))
        };
        let cos = self
            .south
            .to_radians()
            .cos()
            .min(self.north.to_radians().cos())
            .max(0.0);
        // Rounding may make the formula larger than the distance function's own answer.
        (meters(dlat + from.cos * cos * dlon) * (1.0 - 1e-9) - 1e-3).max(0.0)
    }

    /// No point of the box is farther than this; meters. The same with every term at its greatest.
    pub(crate) fn farthest_m(&self, from: &From) -> f64 {
        let lat = from.point.lat;
        let dlat = hav((lat - self.south).to_radians()).max(hav((lat - self.north).to_radians()));
        let opposite = [from.point.lon - 180.0, from.point.lon + 180.0];
        let dlon = if opposite.iter().any(|lon| (self.west..=self.east).contains(lon)) {
            1.0
        } else {
            from.hav_lon(self.west).max(from.hav_lon(self.east))
        };
        let nearest_to_equator = 0.0_f64.clamp(self.south, self.north);
        let cos = nearest_to_equator.to_radians().cos();
        meters(dlat + from.cos * cos * dlon) * (1.0 + 1e-9) + 1e-3
    }
}

/// A point that many boxes are measured from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct From {
    pub(crate) point: Point,
    cos: f64,
}

impl From {
    pub(crate) fn new(point: Point) -> From {
        // At a pole the cosine of the rounded angle may be a hair below zero.
        let cos = point.lat.to_radians().cos().max(0.0);
        From { point, cos }
    }

    fn hav_lon(&self, lon: f64) -> f64 {
        hav((lon - self.point.lon).to_radians())
    }
}

fn hav(angle: f64) -> f64 {
    let sin = (angle / 2.0).sin();
    sin * sin
}

/// The distance of a haversine on the Earth; those of two bounds may add up to more than there is.
fn meters(hav: f64) -> f64 {
    2.0 * EARTH_RADIUS_M * hav.min(1.0).sqrt().asin()
}

/// A box of the tree: which rows it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Node {
    level: u32,
    index: u32,
}

/// The boxes over the located rows.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    rows: u32,
    levels: Vec<Vec<Rect>>,
}

impl Tree {
    /// Over points in the one order.
    pub(crate) fn new(points: &[Point]) -> Tree {
        let rows = points.len() as u32;
        let mut level: Vec<Rect> = points
            .chunks(LEAF as usize)
            .map(|chunk| {
                let mut rect = Rect::EMPTY;
                chunk.iter().for_each(|point| rect.add(*point));
                rect
            })
            .collect();
        let mut levels = Vec::new();
        while level.len() > 1 {
            let above = level
                .chunks(FAN as usize)
                .map(|chunk| {
                    let mut rect = Rect::EMPTY;
                    chunk.iter().for_each(|child| rect.join(child));
                    rect
                })
                .collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        if !level.is_empty() {
            levels.push(level);
        }
        Tree { rows, levels }
    }

    pub(crate) fn root(&self) -> Option<Node> {
        (!self.levels.is_empty()).then(|| Node {
            level: self.levels.len() as u32 - 1,
            index: 0,
        })
    }

    pub(crate) fn rect(&self, node: Node) -> Rect {
        self.levels
            .get(node.level as usize)
            .and_then(|level| level.get(node.index as usize))
            .copied()
            .unwrap_or(Rect::EMPTY)
    }

    /// The rows of a box.
    pub(crate) fn range(&self, node: Node) -> std::ops::Range<u32> {
        let rows = u64::from(LEAF) * u64::from(FAN).pow(node.level);
        let first = u64::from(node.index) * rows;
        let end = (first + rows).min(u64::from(self.rows));
        first as u32..end as u32
    }

    /// The boxes in a box; none in a leaf.
    pub(crate) fn children(&self, node: Node) -> impl Iterator<Item = Node> + use<> {
        let (level, first, count) = match node.level.checked_sub(1) {
            Some(level) => {
                let len = self.levels.get(level as usize).map_or(0, Vec::len) as u32;
                let first = node.index * FAN;
                (level, first, FAN.min(len.saturating_sub(first)))
            }
            None => (0, 0, 0),
        };
        (first..first + count).map(move |index| Node { level, index })
    }

    pub(crate) fn is_leaf(node: Node) -> bool {
        node.level == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        let lon = prop_oneof![-180.0..=180.0, Just(180.0), Just(-179.999), Just(0.0)];
        let lat = prop_oneof![-90.0..=90.0, Just(90.0), Just(-90.0), 89.9..=90.0, Just(0.0)];
        (lon, lat).prop_map(|(lon, lat)| Point { lon, lat })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn every_point_of_a_box_lies_between_its_bounds(
            from in point(), corners in prop::collection::vec(point(), 1..4), share in prop::collection::vec((0.0..=1.0, 0.0..=1.0), 20)
        ) {
            let mut rect = Rect::EMPTY;
            corners.iter().for_each(|corner| rect.add(*corner));
            let measure = From::new(from);
            let (nearest, farthest) = (rect.distance_m(&measure), rect.farthest_m(&measure));
            for (x, y) in share {
                let inside = Point {
                    lon: rect.west + x * (rect.east - rect.west),
                    lat: rect.south + y * (rect.north - rect.south),
                };
                let meters = from.distance_m(inside);
                prop_assert!((nearest..=farthest).contains(&meters), "{from:?} {inside:?} {rect:?} {nearest} {farthest}");
            }
        }

        #[test]
        fn the_bounds_of_a_small_box_are_close(
            from in point(), lon in -180.0_f64..179.5, lat in -80.0_f64..79.5, width in 0.0..0.5, height in 0.0..0.5
        ) {
            // Walk the edge of the box finely: something must come close to the bounds, else pruning is blunt.
            let rect = Rect { west: lon, south: lat, east: lon + width, north: lat + height };
            if rect.contains(from) {
                return Ok(());
            }
            let (mut nearest, mut farthest) = (f64::INFINITY, 0.0_f64);
            for step in 0..=1000 {
                let share = f64::from(step) / 1000.0;
                let lon = rect.west + share * (rect.east - rect.west);
                let lat = rect.south + share * (rect.north - rect.south);
                for edge in [
                    Point { lon, lat: rect.south },
                    Point { lon, lat: rect.north },
                    Point { lon: rect.west, lat },
                    Point { lon: rect.east, lat },
                ] {
                    nearest = nearest.min(from.distance_m(edge));
                    farthest = farthest.max(from.distance_m(edge));
                }
            }
            let slack = |meters: f64| 0.05 * meters + 200.0;
            prop_assert!(nearest - rect.distance_m(&From::new(from)) < slack(nearest));
            prop_assert!(rect.farthest_m(&From::new(from)) - farthest < slack(farthest));
        }
    }

    #[test]
    fn boxes_hold_their_rows() {
        for rows in [0_usize, 1, 15, 16, 17, 128, 129, 5000] {
            let points: Vec<Point> = (0..rows)
                .map(|row| Point {
                    lon: row as f64 / 100.0,
                    lat: 0.0,
                })
                .collect();
            let tree = Tree::new(&points);
            let mut stack: Vec<Node> = tree.root().into_iter().collect();
            let mut seen = 0;
            while let Some(node) = stack.pop() {
                let range = tree.range(node);
                for row in range.clone() {
                    assert!(tree.rect(node).contains(points[row as usize]));
                }
                if Tree::is_leaf(node) {
                    seen += range.len();
                }
                stack.extend(tree.children(node));
            }
            assert_eq!(seen, rows);
        }
    }
}
