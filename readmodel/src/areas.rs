//! The rows of a part in the areas of a query.

use roaring::RoaringBitmap;

use crate::area::{Circle, Polygons, add_twins, rects};
use crate::polygon::Polygon;
use crate::query::{PlaceQuery, Within};
use crate::spatial::Located;
use crate::tables::Districts;

/// Rows in the circle and in every area; `None` when the query names none.
pub(crate) fn rows_of_areas(
    query: &PlaceQuery,
    located: &Located,
    districts: &Districts,
) -> Option<RoaringBitmap> {
    let circle = query.near.map(|near| located.rows_in(&Circle::new(near)));
    let areas = query
        .within
        .iter()
        .map(|within| rows_within(within, located, districts));
    circle.into_iter().chain(areas).reduce(|a, b| a & b)
}

fn rows_within(within: &Within, located: &Located, districts: &Districts) -> RoaringBitmap {
    let mut rows = RoaringBitmap::new();
    let mut add = |polygon: &Polygon| {
        rows |= located.rows_in(polygon);
        add_twins(polygon, &located.points, &mut rows);
    };
    match within {
        Within::Box(bounds) => {
            for rect in rects(bounds) {
                rows |= located.rows_in(&rect);
            }
        }
        Within::Area(area) => Polygons::new(&area.0).0.iter().for_each(add),
        Within::Districts(ids) => {
            let slots = ids.iter().filter_map(|id| districts.table.slot(id));
            slots.flat_map(|slot| districts.area(slot)).for_each(&mut add);
        }
    }
    rows
}
