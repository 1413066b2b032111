//! Exact counts by cell: a cell is a Web-Mercator tile, and so one run of rows in the one order.
//!
//! Cells stay where they are while a map pans; only non-empty ones are listed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, Utc};
use domain::{PlaceKind, Point};
use roaring::RoaringBitmap;

use crate::part::Part;
use crate::query::PlaceQuery;
use crate::snapshot::{Row, Snapshot};
use crate::tree::Rect;

/// Cells in an answer; beyond that a coarser zoom is taken.
const MOST_CELLS: usize = 1_024;
/// A cell is the tile this much deeper than the map's zoom.
const DEEPER: u32 = 2;
/// The deepest zoom of a map.
const DEEPEST: u32 = 22;

/// Map zoom, 0 to 22.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zoom(u32);

impl Zoom {
    /// `None` outside of 0 to 22.
    pub fn new(zoom: i32) -> Option<Zoom> {
        u32::try_from(zoom).ok().filter(|zoom| *zoom <= DEEPEST).map(Zoom)
    }

    pub fn level(self) -> u32 {
        self.0
    }
}

/// The places of one cell that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Tile as z/x/y.
    pub cell: String,
    /// Mean of the members' positions.
    pub centroid: Point,
    pub count: u64,
    /// Extent of the members.
    pub south: f64,
    pub west: f64,
    pub north: f64,
    pub east: f64,
    /// The zoom at which the members fall into several cells; the deepest when they never do.
    pub expansion_zoom: u32,
    pub kinds: Vec<(PlaceKind, u64)>,
    /// The only member.
    pub only: Option<Row>,
}

impl Snapshot {
    /// All matches of the query by cell, and the zoom that was used: coarser than asked when there would be too
    /// many cells.
    pub fn clusters(&self, query: &PlaceQuery, zoom: Zoom, now: DateTime<Utc>) -> (Zoom, Vec<Cluster>) {
        clusters_of(zoom, self.matches(query, now))
    }
}

/// Rows by cell, those of all parts together, and the zoom that was used.
pub(crate) fn clusters_of<'a>(
    zoom: Zoom,
    rows: impl Iterator<Item = (&'a Part, RoaringBitmap)>,
) -> (Zoom, Vec<Cluster>) {
    let mut grid = Grid {
        zoom,
        cells: BTreeMap::new(),
    };
    for (part, mut rows) in rows {
        rows.remove_range(part.segment.located_rows()..);
        // Neighbors on the curve share their cell: the map of cells is asked once a run.
        let mut run: Option<(u64, Cell)> = None;
        for row in &rows {
            let Some(member) = Member::of(part, row) else {
                continue;
            };
            let cell = grid.cell(member.key);
            match &mut run {
                Some((current, members)) if *current == cell => members.add(&member),
                _ => {
                    if let Some((_, members)) = run.replace((cell, Cell::new(&member))) {
                        grid.add(members);
                    }
                }
            }
        }
        if let Some((_, members)) = run {
            grid.add(members);
        }
    }
    let zoom = grid.zoom;
    let clusters = grid.cells.into_values().map(|cell| cell.cluster(zoom));
    (zoom, clusters.collect())
}

/// Cells that become coarser as soon as they are too many. More members never make fewer cells, so the zoom that is
/// left is the finest that fits them all.
struct Grid {
    zoom: Zoom,
    cells: BTreeMap<u64, Cell>,
}

impl Grid {
    fn cell(&self, key: u64) -> u64 {
        key >> (64 - 2 * (self.zoom.0 + DEEPER))
    }

    fn add(&mut self, members: Cell) {
        self.put(members);
        while self.cells.len() > MOST_CELLS {
            // Sixteen cells at zoom 0 are never too many.
            self.zoom = Zoom(self.zoom.0.saturating_sub(1));
            for members in std::mem::take(&mut self.cells).into_values() {
                self.put(members);
            }
        }
    }

    fn put(&mut self, members: Cell) {
        match self.cells.entry(self.cell(members.first)) {
            Entry::Vacant(vacant) => {
                vacant.insert(members);
            }
            Entry::Occupied(mut occupied) => occupied.get_mut().join(&members),
        }
    }
}

/// A row as a cell counts it.
struct Member {
    row: Row,
    key: u64,
    point: Point,
    kinds: u16,
}

impl Member {
    fn of(part: &Part, row: u32) -> Option<Member> {
        let (segment, index) = (&part.segment, row as usize);
        Some(Member {
            row: part.offset + row,
            key: *segment.curve.get(index)?,
            point: *segment.located.points.get(index)?,
            kinds: *segment.kinds.get(index)?,
        })
    }
}

/// Members of a cell, added up so that their order does not matter.
struct Cell {
    count: u64,
    extent: Rect,
    /// Sums of degrees in billionths: whole numbers add up to the same in any order, and to fifty million members.
    lon: i64,
    lat: i64,
    /// Least and greatest key.
    first: u64,
    last: u64,
    kinds: [u64; PlaceKind::ALL.len()],
    any: Row,
}

const BILLION: f64 = 1e9;

impl Cell {
    fn new(member: &Member) -> Cell {
        let mut cell = Cell {
            count: 0,
            extent: Rect::EMPTY,
            lon: 0,
            lat: 0,
            first: member.key,
            last: member.key,
            kinds: [0; PlaceKind::ALL.len()],
            any: member.row,
        };
        cell.add(member);
        cell
    }

    fn add(&mut self, member: &Member) {
        self.count += 1;
        self.extent.add(member.point);
        self.lon += (member.point.lon * BILLION) as i64;
        self.lat += (member.point.lat * BILLION) as i64;
        self.first = self.first.min(member.key);
        self.last = self.last.max(member.key);
        let mut kinds = member.kinds;
        while kinds != 0 {
            if let Some(count) = self.kinds.get_mut(kinds.trailing_zeros() as usize) {
                *count += 1;
            }
            kinds &= kinds - 1;
        }
    }

    fn join(&mut self, other: &Cell) {
        self.count += other.count;
        self.extent.join(&other.extent);
        self.lon += other.lon;
        self.lat += other.lat;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        for (count, more) in self.kinds.iter_mut().zip(other.kinds) {
            *count += more;
        }
    }

    fn cluster(self, zoom: Zoom) -> Cluster {
        let Rect {
            west,
            south,
            east,
            north,
        } = self.extent;
        let mean = |sum: i64| sum as f64 / self.count as f64 / BILLION;
        let kinds = PlaceKind::ALL.iter().copied().zip(self.kinds);
        Cluster {
            cell: cell_name(self.first, zoom.0 + DEEPER),
            // The mean may leave the extent by a rounding.
            centroid: Point {
                lon: mean(self.lon).clamp(west, east),
                lat: mean(self.lat).clamp(south, north),
            },
            count: self.count,
            south,
            west,
            north,
            east,
            expansion_zoom: expansion_zoom(self.first, self.last),
            kinds: kinds.filter(|(_, count)| *count > 0).collect(),
            only: (self.count == 1).then_some(self.any),
        }
    }
}

/// The tile of a zoom that a key lies in.
fn cell_name(key: u64, zoom: u32) -> String {
    let (mut x, mut y) = (0_u64, 0_u64);
    for bit in 0..zoom {
        x = (x << 1) | ((key >> (62 - 2 * bit)) & 1);
        y = (y << 1) | ((key >> (63 - 2 * bit)) & 1);
    }
    format!("{zoom}/{x}/{y}")
}

/// The least zoom whose cells tell the two keys apart.
fn expansion_zoom(first: u64, last: u64) -> u32 {
    let shared_levels = (first ^ last).leading_zeros() / 2;
    (shared_levels + 1).saturating_sub(DEEPER).min(DEEPEST)
}
