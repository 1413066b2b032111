//! Rows by position: which lie in a shape, which are nearest.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::Point;
use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::polygon::Side;
use crate::query::Near;
use crate::tree::{Node, Rect, Tree};

/// An area that can be asked about points and about boxes.
pub(crate) trait Shape {
    fn covers(&self, point: Point) -> bool;
    /// Of a box of points: all of them inside, all outside, or (`Boundary`) each must be asked.
    fn side_of(&self, rect: &Rect) -> Side;
}

/// The located rows: their points in the one order, and the boxes over them.
#[derive(Debug, Default)]
pub(crate) struct Located {
    pub(crate) points: Vec<Point>,
    pub(crate) tree: Tree,
}

/// Rows to choose from: a bitmap, or all of them.
pub(crate) trait Candidates {
    fn any_in(&self, rows: std::ops::Range<u32>) -> bool;
    fn has(&self, row: u32) -> bool;
}

impl Located {
    pub(crate) fn new(points: Vec<Point>) -> Located {
        Located {
            tree: Tree::new(&points),
            points,
        }
    }

    /// The rows in a shape: whole ranges where a box lies inside.
    pub(crate) fn rows_in(&self, shape: &impl Shape) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        let mut stack: Vec<Node> = self.tree.root().into_iter().collect();
        while let Some(node) = stack.pop() {
            let range = self.tree.range(node);
            match shape.side_of(&self.tree.rect(node)) {
                Side::Outside => {}
                Side::Inside => {
                    rows.insert_range(range);
                }
                Side::Boundary if Tree::is_leaf(node) => {
                    for (row, point) in self.leaf(range) {
                        if shape.covers(point) {
                            rows.insert(row);
                        }
                    }
                }
                Side::Boundary => stack.extend(self.tree.children(node)),
            }
        }
        rows
    }

    fn leaf(&self, range: std::ops::Range<u32>) -> impl Iterator<Item = (u32, Point)> {
        let points = self
            .points
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default();
        range.zip(points.iter().copied())
    }

    /// The nearest candidates within the circle, at most `limit`, by distance and then id; only those after
    /// the given distance and id.
    pub(crate) fn nearest(
        &self,
        near: Near,
        candidates: &impl Candidates,
        after: Option<(f64, Uuid)>,
        limit: usize,
        id: impl Fn(u32) -> Uuid,
    ) -> Vec<(u32, f64)> {
        let radius = near.radius.meters();
        let mut heap = BinaryHeap::new();
        let mut found = Vec::with_capacity(limit.min(256));
        if let Some(root) = self.tree.root() {
            heap.push(Entry::Node(self.tree.rect(root).distance_m(near.point), root));
        }
        while found.len() < limit {
            match heap.pop() {
                None => break,
                Some(Entry::Row(distance, _, row)) => found.push((row, distance)),
                Some(Entry::Node(_, node)) if Tree::is_leaf(node) => {
                    for (row, point) in self.leaf(self.tree.range(node)) {
                        if !candidates.has(row) {
                            continue;
                        }
                        let distance = near.point.distance_m(point);
                        let id = id(row);
                        let seen = after.is_some_and(|(last, last_id)| {
                            distance.total_cmp(&last).then(id.cmp(&last_id)) != Ordering::Greater
                        });
                        if distance <= radius && !seen {
                            heap.push(Entry::Row(distance, id, row));
                        }
                    }
                }
                Some(Entry::Node(_, node)) => {
                    for child in self.tree.children(node) {
                        let bound = self.tree.rect(child).distance_m(near.point);
                        if bound <= radius && candidates.any_in(self.tree.range(child)) {
                            heap.push(Entry::Node(bound, child));
                        }
                    }
                }
            }
        }
        found
    }
}

/// What waits in the descent; the heap gives the nearest first, boxes before rows at the same distance, since
/// a box may hold a row of that distance with a smaller id.
#[derive(Debug)]
enum Entry {
    Node(f64, Node),
    Row(f64, Uuid, u32),
}

impl Entry {
    fn key(&self) -> (f64, Option<Uuid>) {
        match self {
            Entry::Node(distance, _) => (*distance, None),
            Entry::Row(distance, id, _) => (*distance, Some(*id)),
        }
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> Ordering {
        let ((a, a_id), (b, b_id)) = (self.key(), other.key());
        b.total_cmp(&a).then(b_id.cmp(&a_id))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}
