//! Rows by position: which lie in a shape, which are nearest.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use domain::Point;
use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::polygon::Side;
use crate::query::Near;
use crate::tree::{From, Node, Rect, Tree};

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

/// How many candidates there may be among some rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crowd {
    Nobody,
    /// So few that looking at each beats dividing the rows further.
    Few,
    Many,
}

/// Rows to choose from.
pub(crate) trait Candidates {
    fn crowd_in(&self, rows: Range<u32>) -> Crowd;
    fn has(&self, row: u32) -> bool;
    /// The candidates among some rows.
    fn among(&self, rows: Range<u32>) -> impl Iterator<Item = u32>;
    /// All of them, when they are so few that no search is worth its while.
    fn few(&self) -> Option<RoaringBitmap>;
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

    fn leaf(&self, range: Range<u32>) -> impl Iterator<Item = (u32, Point)> {
        let points = self
            .points
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default();
        range.zip(points.iter().copied())
    }
}

/// Located rows with what chooses among them: a search goes over several at once.
pub(crate) struct Field<'a, C> {
    pub(crate) located: &'a Located,
    /// By row.
    pub(crate) ids: &'a [Uuid],
    pub(crate) candidates: C,
}

/// A row of a field that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Nearest {
    pub(crate) field: usize,
    pub(crate) row: u32,
    pub(crate) meters: f64,
}

/// The nearest candidates within the circle, at most `limit`, by distance and then id; only those after the given
/// distance and id. Best first: the box that may hold the nearest row is opened next.
pub(crate) fn nearest<C: Candidates>(
    fields: &[Field<'_, C>],
    near: Near,
    after: Option<(f64, Uuid)>,
    limit: usize,
) -> Vec<Nearest> {
    let mut search = Search {
        from: From::new(near.point),
        radius: near.radius.meters(),
        after,
        heap: BinaryHeap::new(),
    };
    for (number, field) in fields.iter().enumerate() {
        match field.candidates.few() {
            Some(rows) => {
                let points = rows
                    .iter()
                    .map_while(|row| Some((row, *field.located.points.get(row as usize)?)));
                search.add_rows(number, field, points);
            }
            None => search.add_boxes(number, field, field.located.tree.root()),
        }
    }
    let mut found = Vec::with_capacity(limit.min(256));
    while found.len() < limit {
        let Some(Entry { meters, next }) = search.heap.pop() else {
            break;
        };
        match next {
            Next::Row(field, row, _) => found.push(Nearest { field, row, meters }),
            Next::Box(number, node, crowd) => {
                let Some(field) = fields.get(number) else { continue };
                let range = field.located.tree.range(node);
                if crowd == Crowd::Few {
                    let rows = field.candidates.among(range);
                    let points = rows.filter_map(|row| Some((row, *field.located.points.get(row as usize)?)));
                    search.add_rows(number, field, points);
                } else if Tree::is_leaf(node) {
                    let rows = field.located.leaf(range);
                    search.add_rows(number, field, rows.filter(|(row, _)| field.candidates.has(*row)));
                } else {
                    search.add_boxes(number, field, field.located.tree.children(node));
                }
            }
        }
    }
    found
}

struct Search {
    from: From,
    radius: f64,
    after: Option<(f64, Uuid)>,
    heap: BinaryHeap<Entry>,
}

impl Search {
    fn add_rows<C>(&mut self, number: usize, field: &Field<'_, C>, rows: impl Iterator<Item = (u32, Point)>) {
        for (row, point) in rows {
            let meters = self.from.point.distance_m(point);
            if meters > self.radius {
                continue;
            }
            let id = field.ids.get(row as usize).copied().unwrap_or_default();
            let seen = self.after.is_some_and(|(last, last_id)| {
                meters.total_cmp(&last).then(id.cmp(&last_id)) != Ordering::Greater
            });
            if !seen {
                let next = Next::Row(number, row, id);
                self.heap.push(Entry { meters, next });
            }
        }
    }

    fn add_boxes<C: Candidates>(
        &mut self,
        number: usize,
        field: &Field<'_, C>,
        boxes: impl IntoIterator<Item = Node>,
    ) {
        for node in boxes {
            let tree = &field.located.tree;
            let meters = tree.rect(node).distance_m(&self.from);
            let passed = self
                .after
                .is_some_and(|(last, _)| meters < last && tree.rect(node).farthest_m(&self.from) < last);
            if meters > self.radius || passed {
                continue;
            }
            match field.candidates.crowd_in(tree.range(node)) {
                Crowd::Nobody => {}
                crowd => {
                    let next = Next::Box(number, node, crowd);
                    self.heap.push(Entry { meters, next });
                }
            }
        }
    }
}

/// What waits in the search, at its distance or a bound below it.
#[derive(Debug)]
struct Entry {
    meters: f64,
    next: Next,
}

#[derive(Debug)]
enum Next {
    Box(usize, Node, Crowd),
    Row(usize, u32, Uuid),
}

impl Entry {
    /// Boxes before rows at the same distance, since a box may hold a row of that distance with a smaller id.
    fn id(&self) -> Option<Uuid> {
        match self.next {
            Next::Box(..) => None,
            Next::Row(_, _, id) => Some(id),
        }
    }
}

/// The heap gives the greatest first, which has to be the nearest.
impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> Ordering {
        other
            .meters
            .total_cmp(&self.meters)
            .then_with(|| other.id().cmp(&self.id()))
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
