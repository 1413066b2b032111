//! The ground of the invented city: a bent lattice, cut three times into districts that share their borders.
//!
//! Every border runs along the lattice and every polygon repeats all the lattice points on its border, so
//! neighbors have equal coordinates and each cut covers the city without gap or overlap.

use std::ops::Range;

use domain::district::Ring;
use domain::{District, DistrictId, DistrictLevel, Point, Texts, Translation};
use rand::RngExt;

use super::CENTER;
use super::maker::{Maker, Word};
use super::words;

const COLUMNS: usize = 12;
const ROWS: usize = 8;

/// Half the city in degrees: about 4 km each way.
const HALF_LON: f64 = 0.0435;
const HALF_LAT: f64 = 0.036;

/// How far a lattice point may stray, as a share of its cell. Cells stay convex below one quarter.
const STRAY: f64 = 0.22;

/// A rectangle of lattice cells: columns from the west, rows from the south.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub columns: Range<usize>,
    pub rows: Range<usize>,
}

const fn block(west: usize, east: usize, south: usize, north: usize) -> Block {
    Block {
        columns: west..east,
        rows: south..north,
    }
}

pub(super) const WHOLE: Block = block(0, COLUMNS, 0, ROWS);
pub(super) const TOWNS: [Block; 6] = [
    block(0, 3, 0, 4),
    block(3, 8, 0, 4),
    block(8, 12, 0, 4),
    block(0, 5, 4, 8),
    block(5, 9, 4, 8),
    block(9, 12, 4, 8),
];
pub(super) const ELEMENTARY: [Block; 4] = [
    block(0, 7, 0, 3),
    block(0, 7, 3, 8),
    block(7, 12, 0, 5),
    block(7, 12, 5, 8),
];
pub(super) const JUNIOR_HIGH: [Block; 2] = [block(0, 7, 0, 8), block(7, 12, 0, 8)];

/// The cell of the city hall; it lies in さくら町.
pub(super) const HALL: Block = block(5, 6, 4, 5);
pub(super) const HALL_TOWN: usize = 4;

/// The lattice of the city.
#[derive(Debug)]
pub(super) struct Land {
    /// Row by row from the south, each from the west.
    points: Vec<[f64; 2]>,
}

impl Land {
    pub fn new(maker: &mut Maker) -> Land {
        let mut points = Vec::with_capacity((COLUMNS + 1) * (ROWS + 1));
        for row in 0..=ROWS {
            for column in 0..=COLUMNS {
                let east =
                    (column as f64 + maker.rng.random_range(-STRAY..STRAY)) / COLUMNS as f64 * 2.0 - 1.0;
                let north = (row as f64 + maker.rng.random_range(-STRAY..STRAY)) / ROWS as f64 * 2.0 - 1.0;
                // Rounded corners, and a coast that swings.
                let lon = east * (1.0 - 0.1 * north * north);
                let lat = north * (1.0 - 0.12 * east * east) + 0.06 * (3.0 * east).sin();
                let [center_lon, center_lat] = CENTER;
                points.push([
                    round(center_lon + HALF_LON * lon),
                    round(center_lat + HALF_LAT * lat),
                ]);
            }
        }
        Land { points }
    }

    fn at(&self, column: usize, row: usize) -> [f64; 2] {
        self.points
            .get(row * (COLUMNS + 1) + column)
            .copied()
            .unwrap_or(CENTER)
    }

    /// The border of a block, counter-clockwise and closed.
    pub fn ring(&self, block: &Block) -> Ring {
        let Block { columns, rows } = block;
        let south = columns.clone().map(|column| self.at(column, rows.start));
        let east = rows.clone().map(|row| self.at(columns.end, row));
        let north = columns.clone().rev().map(|column| self.at(column + 1, rows.end));
        let west = rows.clone().rev().map(|row| self.at(columns.start, row + 1));
        let mut ring: Ring = south.chain(east).chain(north).chain(west).collect();
        ring.extend(ring.first().copied());
        ring
    }

    /// A point well inside one of the block's cells.
    pub fn point_in(&self, maker: &mut Maker, block: &Block) -> Point {
        let column = maker.rng.random_range(block.columns.clone());
        let row = maker.rng.random_range(block.rows.clone());
        let (s, t) = (
            maker.rng.random_range(0.02..0.98),
            maker.rng.random_range(0.02..0.98),
        );
        let between = |a: [f64; 2], b: [f64; 2], share: f64| {
            let ([a_lon, a_lat], [b_lon, b_lat]) = (a, b);
            [a_lon + (b_lon - a_lon) * share, a_lat + (b_lat - a_lat) * share]
        };
        let south = between(self.at(column, row), self.at(column + 1, row), s);
        let north = between(self.at(column, row + 1), self.at(column + 1, row + 1), s);
        let [lon, lat] = between(south, north, t);
        Point {
            lon: round(lon),
            lat: round(lat),
        }
    }
}

/// Six decimals, about 0.1 m.
pub(super) fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// The prefecture, the city and its three cuts, parents before their children.
pub(super) fn districts(maker: &mut Maker, land: &Land) -> Vec<District> {
    let prefecture = district(
        maker,
        1,
        DistrictLevel::Prefecture,
        words::PREFECTURE,
        None,
        Vec::new(),
    );
    let city_rings = vec![vec![land.ring(&WHOLE)]];
    let city = district(
        maker,
        2,
        DistrictLevel::Municipality,
        words::CITY,
        Some(prefecture.id),
        city_rings,
    );
    let city_id = city.id;
    let mut districts = vec![prefecture, city];
    let cuts: [(DistrictLevel, &[Word], &[Block]); 3] = [
        (
            DistrictLevel::JuniorHighSchoolDistrict,
            words::JUNIOR_HIGH,
            &JUNIOR_HIGH,
        ),
        (
            DistrictLevel::ElementarySchoolDistrict,
            words::ELEMENTARY,
            &ELEMENTARY,
        ),
        (DistrictLevel::Town, words::TOWNS, &TOWNS),
    ];
    for (level, names, blocks) in cuts {
        for (name, block) in names.iter().zip(blocks) {
            let number = districts.len() + 1;
            let rings = vec![vec![land.ring(block)]];
            districts.push(district(maker, number, level, *name, Some(city_id), rings));
        }
    }
    districts
}

fn district(
    maker: &mut Maker,
    number: usize,
    level: DistrictLevel,
    (name, kana, english): Word,
    parent: Option<DistrictId>,
    polygons: Vec<Vec<Ring>>,
) -> District {
    District {
        id: DistrictId(maker.id()),
        version: 1,
        level,
        official_code: official_code(level, number),
        name: name.to_owned(),
        name_kana: Some(kana.to_owned()),
        parent,
        polygons,
        translations: Texts(vec![Translation {
            language: "en".to_owned(),
            name: Some(english.to_owned()),
            summary: None,
        }]),
        sources: maker.source(format!("demo-d-{number:02}")),
    }
}

/// Codes of a prefecture that Japan does not have, so that the paths that take a code can be tried.
fn official_code(level: DistrictLevel, number: usize) -> Option<String> {
    match level {
        DistrictLevel::Prefecture => domain::codes::municipality_code("99"),
        DistrictLevel::Municipality => city_code(),
        DistrictLevel::JuniorHighSchoolDistrict => Some(format!("demo-c-{number:02}")),
        DistrictLevel::ElementarySchoolDistrict => Some(format!("demo-b-{number:02}")),
        DistrictLevel::Town | DistrictLevel::Other => None,
    }
}

/// The code of the invented city.
pub(super) fn city_code() -> Option<String> {
    domain::codes::municipality_code("99201")
}
