//! Exact counts by cell: a cell is a Web-Mercator tile, and so one run of rows in the one order.
//!
//! Cells stay where they are while a map pans; only non-empty ones are listed.

use chrono::{DateTime, Utc};
use domain::{PlaceKind, Point};
use roaring::RoaringBitmap;

use crate::filter::Matcher;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        let mut rows = self.matches(query, &Matcher::new(self, &query.filter, now));
        rows.remove_range(self.places.located_rows()..);
        let mut zoom = zoom;
        loop {
            match self.cells(&rows, zoom) {
                Some(cells) => {
                    return (
                        zoom,
                        cells
                            .iter()
                            .filter_map(|members| self.cluster(members, zoom))
                            .collect(),
                    );
                }
                // Sixteen cells at zoom 0 are never too many.
                None => zoom = Zoom(zoom.0.saturating_sub(1)),
            }
        }
    }

    /// The rows by cell, in the one order; `None` when there are too many cells.
    fn cells(&self, rows: &RoaringBitmap, zoom: Zoom) -> Option<Vec<RoaringBitmap>> {
        let shift = 64 - 2 * (zoom.0 + DEEPER);
        let mut cells: Vec<RoaringBitmap> = Vec::new();
        let mut last = None;
        for row in rows {
            let cell = self.places.curve.get(row as usize)? >> shift;
            if last != Some(cell) {
                if cells.len() == MOST_CELLS {
                    return None;
                }
                cells.push(RoaringBitmap::new());
                last = Some(cell);
            }
            cells.last_mut()?.insert(row);
        }
        Some(cells)
    }

    fn cluster(&self, members: &RoaringBitmap, zoom: Zoom) -> Option<Cluster> {
        let key = |row: Option<u32>| self.places.curve.get(row? as usize).copied();
        let (first, last) = (key(members.min())?, key(members.max())?);
        let mut extent = Rect::EMPTY;
        let (mut lon, mut lat) = (0.0, 0.0);
        for point in members
            .iter()
            .filter_map(|row| self.places.located.points.get(row as usize))
        {
            extent.add(*point);
            lon += point.lon;
            lat += point.lat;
        }
        let count = members.len();
        let Rect {
            west,
            south,
            east,
            north,
        } = extent;
        // The mean may leave the extent by a rounding.
        let centroid = Point {
            lon: (lon / count as f64).clamp(west, east),
            lat: (lat / count as f64).clamp(south, north),
        };
        Some(Cluster {
            cell: cell_name(first, zoom.0 + DEEPER),
            centroid,
            count,
            south,
            west,
            north,
            east,
            expansion_zoom: expansion_zoom(first, last),
            kinds: self.kinds_among(members),
            only: members.min().filter(|_| count == 1),
        })
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
