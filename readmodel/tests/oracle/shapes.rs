//! Simple polygons with corners on the grid: skylines, slanted and turned, with or without a hole.

use proptest::prelude::*;

use crate::grid::{COARSE, EAST, NORTH, Spot};

/// What a polygon is made from.
#[derive(Debug, Clone)]
pub struct ShapeGene {
    /// Heights of the columns of a skyline.
    heights: Vec<i64>,
    slant: (i64, i64),
    turned: bool,
    clockwise: bool,
    hole: Hole,
    /// Steps of an eighth of a degree.
    scale: i64,
}

#[derive(Debug, Clone, Copy)]
enum Hole {
    None,
    Square,
    /// Touches the outline in one point.
    Diamond,
}

pub fn shape() -> impl Strategy<Value = ShapeGene> {
    let hole = prop_oneof![2 => Just(Hole::None), 1 => Just(Hole::Square), 1 => Just(Hole::Diamond)];
    let scale = prop_oneof![Just(1i64), Just(2), Just(5)];
    let slant = (-1i64..=1, -1i64..=1);
    (
        prop::collection::vec(1i64..=4, 1..=5),
        slant,
        any::<bool>(),
        any::<bool>(),
        hole,
        scale,
    )
        .prop_map(|(heights, slant, turned, clockwise, hole, scale)| ShapeGene {
            heights,
            slant,
            turned,
            clockwise,
            hole,
            scale,
        })
}

impl ShapeGene {
    /// Closed rings near the anchor, wholly on the Earth.
    pub fn rings(&self, anchor: Spot) -> Vec<Vec<Spot>> {
        let mut rings = vec![self.skyline()];
        rings.extend(self.hole_ring());
        for ring in &mut rings {
            for corner in ring.iter_mut() {
                *corner = self.place(*corner);
            }
            if self.clockwise {
                ring.reverse();
            }
        }
        let (west, east) = bounds(&rings, |corner| corner.0);
        let (south, north) = bounds(&rings, |corner| corner.1);
        let shift = |at: i64, low: i64, high: i64, limit: i64| {
            (at - (low + high) / 2).clamp(-limit - low, limit - high)
        };
        // The anchor is a grid point and the middle may be half a step off: keep the steps whole.
        let whole = |by: i64| by - by.rem_euclid(COARSE);
        let east_by = whole(shift(anchor.0, west, east, EAST));
        let north_by = whole(shift(anchor.1, south, north, NORTH));
        rings
            .iter_mut()
            .flatten()
            .for_each(|corner| *corner = (corner.0 + east_by, corner.1 + north_by));
        rings
    }

    /// Columns of width two on a strip of height four (if there is a hole) from the ground up.
    fn skyline(&self) -> Vec<Spot> {
        let strip = if matches!(self.hole, Hole::None) { 0 } else { 4 };
        let width = 2 * self.heights.len() as i64;
        let mut ring = vec![(0, 0), (width, 0)];
        for (column, height) in self.heights.iter().enumerate().rev() {
            let (left, top) = (2 * column as i64, strip + height);
            for corner in [(left + 2, top), (left, top)] {
                if ring.last() != Some(&corner) {
                    ring.push(corner);
                }
            }
        }
        ring.push((0, 0));
        ring
    }

    fn hole_ring(&self) -> Option<Vec<Spot>> {
        match self.hole {
            Hole::Square if self.heights.len() > 1 => Some(vec![(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)]),
            Hole::Diamond if self.heights.len() > 1 => Some(vec![(1, 1), (2, 2), (1, 3), (0, 2), (1, 1)]),
            _ => None,
        }
    }

    fn place(&self, (x, y): Spot) -> Spot {
        let x = x + self.slant.0 * y;
        let y = y + self.slant.1 * x;
        let (x, y) = if self.turned { (y, x) } else { (x, y) };
        (x * self.scale * COARSE, y * self.scale * COARSE)
    }
}

fn bounds(rings: &[Vec<Spot>], axis: impl Fn(&Spot) -> i64 + Copy) -> (i64, i64) {
    let values = || rings.iter().flatten().map(axis);
    (values().min().unwrap(), values().max().unwrap())
}

/// Whether the extents of two polygons are apart.
pub fn apart(a: &[Vec<Spot>], b: &[Vec<Spot>]) -> bool {
    let axes: [fn(&Spot) -> i64; 2] = [|corner| corner.0, |corner| corner.1];
    axes.into_iter().any(|axis| {
        let ((a_low, a_high), (b_low, b_high)) = (bounds(a, axis), bounds(b, axis));
        a_high < b_low || b_high < a_low
    })
}
