//! Points far outside the municipality that their row states, where the register has its boundary.
//!
//! They are flagged and imported all the same: a publisher's address is not always the place's, and boundaries are
//! simplified. Whether a place counts for a district is not decided here.

use std::collections::HashMap;

use domain::District;
use domain::district::{DistrictLevel, Ring};
use domain::import::{Known, PlaceDraft, RowAction, RowIssue};
use domain::location::{EARTH_RADIUS_M, Point};

/// Nearer than this is no mistake worth a line: coasts, piers, simplified boundaries.
const FAR_M: f64 = 5_000.0;

/// One issue for each draft whose point is far from its stated municipality.
pub fn outside_municipality(drafts: &[PlaceDraft], known: &Known) -> Vec<RowIssue> {
    let towns = Towns::new(&known.districts);
    let mut areas: HashMap<usize, Option<Area>> = HashMap::new();
    let far = drafts.iter().filter_map(|draft| {
        let point = draft.point?;
        let town = towns.stated(draft)?;
        let district = known.districts.get(town)?;
        let area = areas
            .entry(town)
            .or_insert_with(|| Area::of(district, &known.districts));
        let meters = area.as_ref()?.meters_outside(point, FAR_M)?;
        Some(RowIssue {
            line: draft.line,
            column: "position".to_owned(),
            value: format!("{}, {}", point.lat, point.lon),
            rule: "outside-municipality",
            action: RowAction::Noted,
            detail: format!(
                "The position lies {:.0} km outside {}, which the row states.",
                meters / 1000.0,
                district.name
            ),
        })
    });
    far.collect()
}

/// Municipalities by code and by name.
struct Towns<'k> {
    by_code: HashMap<&'k str, usize>,
    /// `None` where several have the name.
    by_name: HashMap<&'k str, Option<usize>>,
}

impl<'k> Towns<'k> {
    fn new(districts: &'k [District]) -> Towns<'k> {
        let (mut by_code, mut by_name) = (HashMap::new(), HashMap::new());
        for (index, district) in districts.iter().enumerate() {
            if district.level == DistrictLevel::Municipality {
                by_code.extend(district.official_code.as_deref().map(|code| (code, index)));
                let same = by_name.entry(district.name.as_str()).or_insert(Some(index));
                if *same != Some(index) {
                    *same = None;
                }
            }
        }
        Towns { by_code, by_name }
    }

    fn stated(&self, draft: &PlaceDraft) -> Option<usize> {
        let address = draft.address.as_ref()?;
        match &address.municipality_code {
            Some(code) => self.by_code.get(code.as_str()).copied(),
            None => self
                .by_name
                .get(address.municipality.as_deref()?)
                .copied()
                .flatten(),
        }
    }
}

type Segment = ([f64; 2], [f64; 2]);

/// The edges of all rings, by bands of latitude: a point is compared with those of its band.
struct Area {
    south: f64,
    band: f64,
    bands: Vec<Vec<Segment>>,
    segments: Vec<Segment>,
}

impl Area {
    const BANDS: usize = 128;

    /// Of the district and of those below it; `None` without a boundary.
    fn of(district: &District, all: &[District]) -> Option<Area> {
        let below = all
            .iter()
            .filter(|other| other.parent == Some(district.id) && other.level == district.level);
        let rings = std::iter::once(district)
            .chain(below)
            .flat_map(|district| district.polygons.iter().flatten());
        let edges = |ring: &Ring| -> Vec<Segment> {
            ring.iter().copied().zip(ring.iter().copied().skip(1)).collect()
        };
        let segments: Vec<Segment> = rings.flat_map(edges).collect();
        let latitudes = || segments.iter().flat_map(|(a, b)| [a[1], b[1]]);
        let (south, north) = (latitudes().reduce(f64::min)?, latitudes().reduce(f64::max)?);
        let band = ((north - south) / Area::BANDS as f64).max(f64::EPSILON);
        let mut area = Area {
            south,
            band,
            bands: vec![Vec::new(); Area::BANDS],
            segments: Vec::new(),
        };
        for (a, b) in &segments {
            let (first, last) = (area.band_of(a[1].min(b[1])), area.band_of(a[1].max(b[1])));
            for band in area.bands.iter_mut().take(last + 1).skip(first) {
                band.push((*a, *b));
            }
        }
        area.segments = segments;
        Some(area)
    }

    fn band_of(&self, latitude: f64) -> usize {
        // Floors and saturates: what lies below or above is compared with the edge of the area.
        (((latitude - self.south) / self.band) as usize).min(Area::BANDS - 1)
    }

    /// How far outside, if that is farther than `limit`.
    fn meters_outside(&self, point: Point, limit: f64) -> Option<f64> {
        let crosses = |(a, b): &&Segment| {
            (a[1] > point.lat) != (b[1] > point.lat)
                && point.lon < (b[0] - a[0]) * (point.lat - a[1]) / (b[1] - a[1]) + a[0]
        };
        let band = self.bands.get(self.band_of(point.lat))?;
        if band.iter().filter(crosses).count() % 2 == 1 {
            return None;
        }
        let nearest = self
            .segments
            .iter()
            .map(|segment| meters(point, *segment))
            .reduce(f64::min)?;
        (nearest > limit).then_some(nearest)
    }
}

/// On a plane at the point: exact enough for some kilometers.
fn meters(point: Point, (a, b): Segment) -> f64 {
    let scale = EARTH_RADIUS_M.to_radians();
    let plane = |[lon, lat]: [f64; 2]| {
        [
            (lon - point.lon) * scale * point.lat.to_radians().cos(),
            (lat - point.lat) * scale,
        ]
    };
    let ([ax, ay], [bx, by]) = (plane(a), plane(b));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (ax + along * dx).hypot(ay + along * dy)
}

#[cfg(test)]
mod tests {
    use domain::DistrictId;

    use super::*;
    use crate::tests::places;

    /// A square of a tenth of a degree, about 11 km high, with a hole in its middle.
    fn town(code: &str, name: &str, west: f64) -> District {
        let square = |west: f64, south: f64, size: f64| {
            vec![
                [west, south],
                [west + size, south],
                [west + size, south + size],
                [west, south + size],
                [west, south],
            ]
        };
        District {
            id: DistrictId::fresh(),
            version: 1,
            level: DistrictLevel::Municipality,
            official_code: Some(code.to_owned()),
            name: name.to_owned(),
            name_kana: None,
            parent: None,
            polygons: vec![vec![square(west, 37.0, 0.1), square(west + 0.04, 37.04, 0.01)]],
            translations: domain::Texts::default(),
            sources: Vec::new(),
        }
    }

    #[test]
    fn only_points_far_from_the_stated_town_are_flagged() {
        let districts = vec![
            town("172022", "七尾市", 136.9),
            town("172031", "小松市", 137.5),
            town("172049", "小松市", 138.0),
        ];
        let known = Known {
            districts,
            ..Known::default()
        };
        let rows = [
            ("172022", "", 37.05, 136.95, false),
            // In the hole, and a kilometer off the coast.
            ("172022", "", 37.045, 136.945, false),
            ("172022", "", 37.109, 136.95, false),
            // 5.6 km north, and in another town.
            ("172022", "", 37.15, 136.95, true),
            ("", "七尾市", 37.05, 137.55, true),
            // A name of two towns, an unknown code, no statement.
            ("", "小松市", 36.0, 136.95, false),
            ("131032", "", 36.0, 136.95, false),
            ("", "", 36.0, 136.95, false),
        ];
        let mut file =
            "ID,名称,所在地_全国地方公共団体コード,所在地_市区町村,緯度,経度,災害種別_洪水\n".to_owned();
        for (code, name, lat, lon, _) in rows {
            file.push_str(&format!("{lat}{lon},a,{code},{name},{lat},{lon},1\n"));
        }
        let (drafts, _) = places(&file);
        let flagged: Vec<u64> = outside_municipality(&drafts, &known)
            .iter()
            .map(|issue| issue.line)
            .collect();
        let expected: Vec<u64> = (2..)
            .zip(rows)
            .filter(|(_, row)| row.4)
            .map(|(line, _)| line)
            .collect();
        assert_eq!(flagged, expected);
        let issue = outside_municipality(&drafts, &known).remove(0);
        assert_eq!(
            issue.detail,
            "The position lies 6 km outside 七尾市, which the row states."
        );
    }
}
