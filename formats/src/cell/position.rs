//! Where a row says it is: latitude and longitude, in two cells or in one.
//!
//! Japan leaves one reading of swapped degrees, of a longitude that went once around the Earth, and of degrees,
//! minutes and seconds: these are repaired. A position that cannot be right is unknown; nothing is looked up.

use std::ops::RangeInclusive;

use domain::import::RowAction;
use domain::location::Point;

use super::{Cells, Col};
use crate::profile::Means;

/// Japan with its outermost islands, with room.
pub const LATITUDES: RangeInclusive<f64> = 20.0..=46.0;
pub const LONGITUDES: RangeInclusive<f64> = 122.0..=154.0;

impl Cells<'_> {
    /// The point, in degrees of WGS 84 (JGD2011 differs by less than anyone can measure with a phone).
    pub fn point(&mut self) -> Option<Point> {
        let (latitude, longitude) = match (self.first(Means::Latitude), self.first(Means::Longitude)) {
            (Some(latitude), Some(longitude)) => (latitude, longitude),
            (None, None) => return self.point_in_one_cell(),
            (latitude, longitude) => {
                let detail = "There is a latitude but no longitude, or the other way around.";
                if let Some(column) = latitude.or(longitude) {
                    self.note(column, "coordinates-incomplete", RowAction::LeftOut, detail);
                }
                return None;
            }
        };
        let (lat_text, lon_text) = (self.number_text(latitude)?, self.number_text(longitude)?);
        let (lat, lon) = (
            self.degrees(latitude, &lat_text),
            self.degrees(longitude, &lon_text),
        );
        let point = self.settle((latitude, lat?), (longitude, lon?))?;
        self.note_alike(latitude, &lat_text, &lon_text);
        Some(point)
    }

    fn point_in_one_cell(&mut self) -> Option<Point> {
        let column = self.first(Means::LatLng)?;
        let text = self.number_text(column)?;
        let inner = text.trim_matches(['(', ')', '[', ']']).to_owned();
        let parts: Vec<&str> = inner
            .split([',', ' ', '、', '/'])
            .filter(|part| !part.is_empty())
            .collect();
        let [lat_text, lon_text] = parts.as_slice() else {
            let detail = "Not one pair of latitude and longitude: the position is taken as unknown.";
            self.note(column, "coordinates-not-a-number", RowAction::LeftOut, detail);
            return None;
        };
        let (lat, lon) = (self.degrees(column, lat_text)?, self.degrees(column, lon_text)?);
        let point = self.settle((column, lat), (column, lon))?;
        let detail = "Latitude and longitude stand in one cell: taken apart.";
        self.note(column, "position-in-one-cell", RowAction::Repaired, detail);
        self.note_alike(column, lat_text, lon_text);
        Some(point)
    }

    fn degrees(&mut self, column: Col, text: &str) -> Option<f64> {
        if let Some(degrees) = decimal(text) {
            return Some(degrees);
        }
        if let Some(degrees) = sexagesimal(text) {
            let detail = format!("Degrees, minutes and seconds read as {degrees} degrees.");
            self.note(column, "coordinates-sexagesimal", RowAction::Repaired, detail);
            return Some(degrees);
        }
        let detail = "Not a number of decimal degrees: the position is taken as unknown.";
        self.note(column, "coordinates-not-a-number", RowAction::LeftOut, detail);
        None
    }

    /// Both numbers together leave one reading, or none.
    fn settle(&mut self, (lat_column, lat): (Col, f64), (lon_column, lon): (Col, f64)) -> Option<Point> {
        if lat == 0.0 && lon == 0.0 {
            let detail = "Zero stands for unknown here: nothing in Japan lies at 0, 0.";
            self.note(lat_column, "zero-means-unknown", RowAction::LeftOut, detail);
            return None;
        }
        if LATITUDES.contains(&lon) && LONGITUDES.contains(&lat) {
            let detail = format!("Latitude and longitude are swapped: read as {lon}, {lat}.");
            self.note(lat_column, "coordinates-swapped", RowAction::Repaired, detail);
            return Point::new(lat, lon).ok();
        }
        let around = [lon + 360.0, lon - 360.0]
            .into_iter()
            .find(|lon| LONGITUDES.contains(lon));
        if let (true, Some(lon)) = (LATITUDES.contains(&lat), around) {
            // The sum carries an error beyond the digits that the file has.
            let lon = (lon * 1e10).round() / 1e10;
            let detail = format!("The longitude is 360 degrees off: read as {lon}.");
            self.note(lon_column, "longitude-wrapped", RowAction::Repaired, detail);
            return Point::new(lon, lat).ok();
        }
        let mut inside = true;
        for (column, degrees, range) in [(lat_column, lat, LATITUDES), (lon_column, lon, LONGITUDES)] {
            if !range.contains(&degrees) {
                inside = false;
                let detail = format!(
                    "Outside Japan ({} to {} degrees): the position is taken as unknown.",
                    range.start(),
                    range.end()
                );
                self.note(column, "coordinates-out-of-range", RowAction::LeftOut, detail);
            }
        }
        if inside { Point::new(lon, lat).ok() } else { None }
    }

    /// One of the two was typed from the other.
    fn note_alike(&mut self, column: Col, lat: &str, lon: &str) {
        let fraction = |text: &str| text.split_once('.').map(|(_, digits)| digits.trim().to_owned());
        if let (Some(a), Some(b)) = (fraction(lat), fraction(lon))
            && a == b
            && a.len() >= 4
        {
            let detail =
                "Latitude and longitude have the same decimals; perhaps one was typed from the other.";
            self.note(column, "coordinates-alike", RowAction::Noted, detail);
        }
    }
}

/// The parser alone would take "inf", "nan" and "1e2" too.
fn decimal(text: &str) -> Option<f64> {
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    text.parse()
        .ok()
        .filter(|degrees: &f64| plain && degrees.is_finite())
}

/// `35°40'30.5"`, `北緯35度40分30秒`, `N35.40.30`? Only with signs that leave no doubt.
fn sexagesimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let named = ["北緯", "東経"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix));
    let text = named.unwrap_or(text).trim_matches(['N', 'E', ' ']);
    let (degrees, rest) = text.split_once(['°', '度'])?;
    let degrees: u32 = degrees.trim().parse().ok()?;
    let (minutes, rest) = rest.split_once(['\'', '′', '’', '分'])?;
    let minutes: u32 = minutes.trim().parse().ok()?;
    let seconds = rest.trim().trim_end_matches(['"', '″', '”', '秒', '\'']).trim();
    let seconds = if seconds.is_empty() {
        0.0
    } else {
        decimal(seconds)?
    };
    let fits = degrees < 180 && minutes < 60 && (0.0..60.0).contains(&seconds);
    let sum = f64::from(degrees) + f64::from(minutes) / 60.0 + seconds / 3600.0;
    // A tenth of a millimeter; further digits are those of the division.
    fits.then(|| (sum * 1e9).round() / 1e9)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{with_cells, with_position};
    use super::*;

    const NANAO: Option<Point> = Some(Point {
        lon: 136.96136,
        lat: 37.04826,
    });

    fn point(lat: &str, lon: &str) -> (Option<Point>, Vec<(&'static str, &'static str)>) {
        with_position(&["a", lat, lon], |cells| cells.point())
    }

    #[test]
    fn points_are_numbers_within_japan_or_unknown() {
        assert_eq!(point("37.04826", " 136.96136 "), (NANAO, vec![]));
        assert_eq!(point("", ""), (None, vec![]));
        let repaired = ("full-width-digits", "repaired");
        assert_eq!(
            point("３７．０４８２６", "１３６．９６１３６"),
            (NANAO, vec![repaired, repaired])
        );
        for (lat, lon, rule, count) in [
            ("37", "", "coordinates-incomplete", 1),
            ("", "136", "coordinates-incomplete", 1),
            ("七尾", "136", "coordinates-not-a-number", 1),
            ("NaN", "inf", "coordinates-not-a-number", 2),
            ("37e0", "136", "coordinates-not-a-number", 1),
            ("3704826", "13696136", "coordinates-out-of-range", 2),
            ("0", "0.0", "zero-means-unknown", 1),
            ("0", "136.9", "coordinates-out-of-range", 1),
            ("46.01", "122", "coordinates-out-of-range", 1),
            ("20", "154.01", "coordinates-out-of-range", 1),
        ] {
            assert_eq!(
                point(lat, lon),
                (None, vec![(rule, "left out"); count]),
                "{lat} {lon}"
            );
        }
    }

    #[test]
    fn what_japan_leaves_one_reading_of_is_repaired() {
        assert_eq!(
            point("136.96136", "37.04826"),
            (NANAO, vec![("coordinates-swapped", "repaired")])
        );
        for lon in ["-223.03864", "496.96136"] {
            assert_eq!(
                point("37.04826", lon),
                (NANAO, vec![("longitude-wrapped", "repaired")])
            );
        }
        let sexagesimal = ("coordinates-sexagesimal", "repaired");
        let (point, issues) = point("37°2′53.736″", "東経136度57分40.896秒");
        assert_eq!((point, issues), (NANAO, vec![sexagesimal, sexagesimal]));
    }

    #[test]
    fn both_may_stand_in_one_cell() {
        let cell = |text: &str| with_position(&["a", "", "", text], |cells| cells.point());
        let repaired = ("position-in-one-cell", "repaired");
        for text in [
            "37.04826,136.96136",
            "37.04826, 136.96136",
            "(37.04826 136.96136)",
        ] {
            assert_eq!(cell(text), (NANAO, vec![repaired]), "{text}");
        }
        assert_eq!(
            cell("136.96136,37.04826"),
            (NANAO, vec![("coordinates-swapped", "repaired"), repaired])
        );
        for text in ["37.04826", "37,136,5", "不明"] {
            assert_eq!(cell(text).1, [("coordinates-not-a-number", "left out")], "{text}");
        }
        let alike = cell("34.069518,134.069518");
        assert!(alike.0.is_some());
        assert_eq!(alike.1, [repaired, ("coordinates-alike", "noted")]);
        assert_eq!(with_cells(&["a"], |cells| cells.point()), (None, vec![]));
    }
}
