//! Map tiles: the matches of a question in one Web-Mercator tile, one by one or, where they would crowd, by cell.
//!
//! A tile's own places are a run of rows, as a cluster's are, so tiles, clusters and lists count alike. Beside them
//! stand, for those who draw tile by tile, places of the neighbors that are close to the edge; across the
//! antimeridian, too. Counts by cell are in one tile only, so that they add up. The bytes are made in `encode/mvt.rs`.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::{NodeId, PlaceKind, Point};
use roaring::RoaringBitmap;

use crate::cluster::{Zoom, clusters_of};
use crate::encode::mvt::{EXTENT, Layer};
use crate::filter::{Matcher, Question};
use crate::order::{keys_of_tile, mercator};
use crate::part::Part;
use crate::query::PlaceQuery;
use crate::snapshot::Snapshot;

/// Own places that a tile shows one by one; more crowd, at 512 pixels a side.
pub const CROWD: u64 = 64;

/// How far beyond the edge places of the neighbors are shown, in units of the tile.
const BUFFER: i32 = 128;
const SIDE: i32 = EXTENT as i32;

/// Which tile: the square is halved as many times as the zoom says, x from the west, y from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileAddress {
    zoom: Zoom,
    x: u32,
    y: u32,
}

impl TileAddress {
    /// `None` where the zoom has no such tile.
    pub fn new(zoom: Zoom, x: u32, y: u32) -> Option<TileAddress> {
        let side = 1 << zoom.level();
        (x < side && y < side).then_some(TileAddress { zoom, x, y })
    }

    pub fn zoom(self) -> Zoom {
        self.zoom
    }

    /// The tile so far away, round the Earth from east to west; none beyond the poles.
    fn neighbor(self, east: i32, south: i32) -> Option<TileAddress> {
        let side = 1_i64 << self.zoom.level();
        let x = (i64::from(self.x) + i64::from(east)).rem_euclid(side);
        let y = i64::from(self.y) + i64::from(south);
        TileAddress::new(self.zoom, u32::try_from(x).ok()?, u32::try_from(y).ok()?)
    }

    /// Whole units from the upper left corner; what belongs to the tile has 0 to 4095 of them both ways.
    fn units(self, point: Point) -> (i32, i32) {
        let side = i64::from(EXTENT) << self.zoom.level();
        let along = |share: f64, tile: u32| {
            let unit = ((share * side as f64) as i64).clamp(0, side - 1);
            (unit - i64::from(tile) * i64::from(EXTENT)) as i32
        };
        let (x, y) = mercator(point);
        (along(x, self.x), along(y, self.y))
    }
}

/// One tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// A Mapbox Vector Tile; no byte when nothing is there.
    pub bytes: Vec<u8>,
    /// Whether it says what is open, which holds for a minute.
    pub by_minute: bool,
}

/// A part, with what a question asks of it.
struct Field<'a> {
    part: &'a Part,
    matcher: Matcher<'a>,
    areas: Option<RoaringBitmap>,
}

impl Field<'_> {
    /// The matches that belong to a tile.
    fn rows_of(&self, address: TileAddress) -> RoaringBitmap {
        let (first, last) = keys_of_tile(address.zoom.level(), address.x, address.y);
        let curve = &self.part.segment.curve;
        let from = curve.partition_point(|key| *key < first);
        let to = curve.partition_point(|key| *key <= last);
        let mut rows = RoaringBitmap::new();
        rows.insert_range(from as u32..to as u32);
        if let Some(areas) = &self.areas {
            rows &= areas;
        }
        if rows.is_empty() {
            return rows;
        }
        self.matcher.rows(Some(rows))
    }
}

impl Snapshot {
    /// The matches in a tile. At most `crowd` are shown one by one, in the layer `places`; more by cell, in the layer
    /// `clusters`: those of [`Snapshot::clusters`] at the tile's zoom.
    pub fn tile(&self, query: &PlaceQuery, address: TileAddress, now: DateTime<Utc>, crowd: u64) -> Tile {
        let question = Question::new(self, &query.filter, now);
        let fields = self.parts.iter().map(|part| Field {
            part,
            matcher: question.of(self, part),
            areas: self.areas(query, part),
        });
        let fields: Vec<Field<'_>> = fields.collect();
        let rows_of = |address: TileAddress| {
            let rows = fields.iter().map(|field| (field.part, field.rows_of(address)));
            let rows: Vec<(&Part, RoaringBitmap)> = rows.collect();
            let count: u64 = rows.iter().map(|(_, rows)| rows.len()).sum();
            (rows, count)
        };
        let (own, count) = rows_of(address);
        if count > crowd {
            return Tile {
                bytes: self.by_cell(address, own.into_iter()),
                by_minute: false,
            };
        }
        let mut places = Places::new(self, now);
        for (part, rows) in own {
            places.add(part, &rows, address, (0, 0));
        }
        for (east, south) in AROUND {
            let Some(neighbor) = address.neighbor(east, south) else {
                continue;
            };
            let (rows, count) = rows_of(neighbor);
            // Where it shows cells, its places are on no tile.
            for (part, rows) in rows.into_iter().filter(|_| count <= crowd) {
                places.add(part, &rows, neighbor, (east, south));
            }
        }
        places.tile()
    }

    fn by_cell<'a>(
        &self,
        address: TileAddress,
        rows: impl Iterator<Item = (&'a Part, RoaringBitmap)>,
    ) -> Vec<u8> {
        let mut layer = Layer::new("clusters");
        let (_, clusters) = clusters_of(address.zoom, rows);
        for cluster in clusters {
            layer.count("count", cluster.count);
            for (kind, count) in cluster.kinds {
                layer.count(kind.code(), count);
            }
            layer.count("expansionZoom", cluster.expansion_zoom.into());
            if let Some(only) = cluster.only.and_then(|row| self.place(row)) {
                layer.own_text("id", &NodeId::Place(only.id).encode());
                layer.text("name", &*only.name);
            }
            let (x, y) = address.units(cluster.centroid);
            layer.point(x.clamp(0, SIDE - 1), y.clamp(0, SIDE - 1));
        }
        let mut bytes = Vec::new();
        layer.write(&mut bytes);
        bytes
    }
}

/// The tiles round one, to the east and to the south.
const AROUND: [(i32, i32); 8] = [
    (-1, -1),
    (0, -1),
    (1, -1),
    (-1, 0),
    (1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
];

/// The layer of places while it is filled.
struct Places<'a> {
    snapshot: &'a Snapshot,
    minute: Option<u32>,
    layer: Layer<'a>,
    is_empty: bool,
}

impl<'a> Places<'a> {
    fn new(snapshot: &'a Snapshot, now: DateTime<Utc>) -> Places<'a> {
        Places {
            snapshot,
            minute: snapshot.horizon().minute(now),
            layer: Layer::new("places"),
            is_empty: true,
        }
    }

    /// Adds those rows of a tile that are on this one or close to its edge: the tile lies so many tiles to the east
    /// and to the south of it.
    fn add(&mut self, part: &'a Part, rows: &RoaringBitmap, tile: TileAddress, (east, south): (i32, i32)) {
        let view = self.snapshot.view(part);
        let segment = &part.segment;
        let mut buffer = Vec::new();
        let seen = -BUFFER..SIDE + BUFFER;
        for row in rows {
            let index = row as usize;
            let (Some(point), Some(entry)) = (segment.located.points.get(index), segment.entry(row)) else {
                continue;
            };
            let (x, y) = tile.units(*point);
            let (x, y) = (x + east * SIDE, y + south * SIDE);
            if !seen.contains(&x) || !seen.contains(&y) {
                continue;
            }
            let is_open = self.minute.and_then(|minute| {
                let class = segment.classes.class_of(row)?;
                view.agenda(class, &mut buffer)?.is_open(minute)
            });
            let state = match is_open {
                Some(true) => "open",
                Some(false) => "closed",
                None => "unknown",
            };
            self.layer.own_text("id", &NodeId::Place(entry.place.id).encode());
            self.layer.text("name", &*entry.place.name);
            self.layer.text("kinds", kinds(&entry.place.kinds));
            self.layer.text("state", state);
            self.layer.point(x, y);
            self.is_empty = false;
        }
    }

    fn tile(self) -> Tile {
        let mut bytes = Vec::new();
        self.layer.write(&mut bytes);
        Tile {
            bytes,
            by_minute: !self.is_empty,
        }
    }
}

/// Their names, separated by commas.
fn kinds(kinds: &[PlaceKind]) -> Cow<'static, str> {
    match kinds {
        [one] => Cow::Borrowed(one.code()),
        several => {
            let codes: Vec<&str> = several.iter().map(|kind| kind.code()).collect();
            Cow::Owned(codes.join(","))
        }
    }
}

#[cfg(test)]
mod tests;
