//! A place with all that is derived from it once: what segments share and never change.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Place;
use rayon::prelude::*;

use crate::assign::districts_of_rows;
use crate::encode::geojson;
use crate::order::curve_key;
use crate::spatial::Located;
use crate::tables::{NameKey, Tables};
use crate::text::haystack;

#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) place: Arc<Place>,
    pub(crate) name: NameKey,
    pub(crate) haystack: Box<str>,
    /// Its GeoJSON feature.
    pub(crate) feature: Box<[u8]>,
    /// Slots of its districts, from prefecture down.
    pub(crate) districts: Arc<[u32]>,
}

impl Entry {
    /// The one order: along the curve, those without a position after all others; then by id.
    pub(crate) fn order(&self) -> (bool, u64, uuid::Uuid) {
        order(&self.place)
    }
}

fn order(place: &Place) -> (bool, u64, uuid::Uuid) {
    let key = place.location.map(curve_key);
    (key.is_none(), key.unwrap_or_default(), place.id.0)
}

/// The entries of these places, in the one order.
pub(crate) fn prepare(mut places: Vec<Arc<Place>>, tables: &Tables) -> Vec<Arc<Entry>> {
    places.sort_by_cached_key(|place| order(place));
    let points = places.iter().map_while(|place| place.location).collect();
    let districts = districts_of_rows(&places, &Located::new(points), &tables.districts);
    // Most places share their districts with many others.
    let mut known: HashMap<Vec<u32>, Arc<[u32]>> = HashMap::new();
    let districts: Vec<Arc<[u32]>> = districts
        .into_iter()
        .map(|mut slots| {
            tables.districts.sort(&mut slots);
            let shared = || Arc::from(slots.as_slice());
            known.get(&slots).cloned().unwrap_or_else(|| {
                let shared: Arc<[u32]> = shared();
                known.insert(slots.clone(), shared.clone());
                shared
            })
        })
        .collect();
    places
        .into_par_iter()
        .zip(districts)
        .with_min_len(1_024)
        .map(|(place, districts)| {
            Arc::new(Entry {
                name: NameKey::new(&place.name, place.name_kana.as_deref()),
                haystack: haystack(&place),
                feature: geojson::feature(&place, &districts, tables),
                districts,
                place,
            })
        })
        .collect()
}
