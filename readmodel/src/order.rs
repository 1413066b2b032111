//! The one order: position on a Z-order (Morton) curve through the Web-Mercator square.

use domain::Point;

/// Latitude where Web Mercator ends; what lies beyond belongs to the outermost cells.
pub const MERCATOR_LIMIT: f64 = 85.051_128_779_806_59;

/// Position on the curve: 32 bits an axis, interleaved, x in the even bits. A tile of zoom z is the run of
/// keys that share their first 2z bits.
pub fn curve_key(point: Point) -> u64 {
    const SIDE: f64 = 4_294_967_296.0;
    let (x, y) = mercator(point);
    // `as` saturates, so the outermost edge stays in the last cell.
    spread((x * SIDE) as u32) | (spread((y * SIDE) as u32) << 1)
}

/// The place in the Web-Mercator square, 0 to 1 from west to east and from north to south; what lies beyond the square
/// stands on its edge.
pub(crate) fn mercator(point: Point) -> (f64, f64) {
    let x = (point.lon + 180.0) / 360.0;
    let lat = point.lat.clamp(-MERCATOR_LIMIT, MERCATOR_LIMIT).to_radians();
    (x, 0.5 - lat.tan().asinh() / std::f64::consts::TAU)
}

/// The least and the greatest key of a tile.
pub(crate) fn keys_of_tile(zoom: u32, x: u32, y: u32) -> (u64, u64) {
    let below = 64 - 2 * zoom;
    let first = (spread(x) | (spread(y) << 1)).checked_shl(below).unwrap_or(0);
    (first, first | u64::MAX.checked_shr(2 * zoom).unwrap_or(0))
}

/// Puts the bits of a number on the even positions.
fn spread(n: u32) -> u64 {
    let mut n = u64::from(n);
    n = (n | (n << 16)) & 0x0000_FFFF_0000_FFFF;
    n = (n | (n << 8)) & 0x00FF_00FF_00FF_00FF;
    n = (n | (n << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
    n = (n | (n << 2)) & 0x3333_3333_3333_3333;
    (n | (n << 1)) & 0x5555_5555_5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_corners_of_the_world() {
        assert_eq!(
            curve_key(Point {
                lon: -180.0,
                lat: 90.0
            }),
            0
        );
        assert_eq!(
            curve_key(Point {
                lon: 180.0,
                lat: -90.0
            }),
            u64::MAX
        );
    }

    proptest! {
        #[test]
        fn the_key_names_the_tile(lon in -180.0_f64..180.0, lat in -85.0_f64..85.0, zoom in 0u32..20) {
            // The tile formula of the OpenStreetMap wiki ("Slippy map tilenames"), written its way.
            let n = f64::from(1 << zoom);
            let x = ((lon + 180.0) / 360.0 * n).floor() as u64;
            let lat_rad = f64::to_radians(lat);
            let y = ((1.0 - (lat_rad.tan() + 1.0 / lat_rad.cos()).ln() / std::f64::consts::PI) / 2.0 * n).floor() as u64;
            let key = curve_key(Point { lon, lat });
            let (mut got_x, mut got_y) = (0, 0);
            for bit in 0..zoom {
                got_x |= ((key >> (62 - 2 * bit)) & 1) << (zoom - 1 - bit);
                got_y |= ((key >> (63 - 2 * bit)) & 1) << (zoom - 1 - bit);
            }
            prop_assert_eq!((got_x, got_y), (x, y));
        }
    }
}
