//! A place with all that is derived from it once: what segments share and never change.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Place;
use rayon::prelude::*;

use crate::assign::districts_of_rows;
use crate::encode::geojson;
use crate::opening::patterns::PatternId;
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
    /// Patterns of its schedules, then of those of each service offered there, by name of the service.
    pub(crate) patterns: Arc<[PatternId]>,
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
    let districts = districts.into_iter().map(|mut slots| {
        tables.districts.sort(&mut slots);
        slots
    });
    let districts = shared(districts);
    let patterns = places
        .par_iter()
        .with_min_len(1_024)
        .map(|place| patterns_of(place, tables));
    // And their patterns.
    let patterns = shared(patterns.collect::<Vec<_>>());
    places
        .into_par_iter()
        .zip(districts)
        .zip(patterns)
        .with_min_len(1_024)
        .map(|((place, districts), patterns)| {
            Arc::new(Entry {
                name: NameKey::new(&place.name, place.name_kana.as_deref()),
                haystack: haystack(&place),
                feature: geojson::feature(&place, &districts, tables),
                districts,
                patterns,
                place,
            })
        })
        .collect()
}

fn patterns_of(place: &Place, tables: &Tables) -> Vec<PatternId> {
    let mut patterns = tables.patterns.ids(&place.schedules);
    let services = &tables.services;
    for (slot, offer) in services.offers_at(place.id) {
        if let Some(service) = services.table.at(*slot) {
            patterns.extend(&service.patterns);
            patterns.extend(service.offer_patterns.get(*offer as usize).into_iter().flatten());
        }
    }
    patterns
}

/// Equal lists as one in memory.
fn shared(lists: impl IntoIterator<Item = Vec<u32>>) -> Vec<Arc<[u32]>> {
    let mut known: HashMap<Vec<u32>, Arc<[u32]>> = HashMap::new();
    let lists = lists.into_iter().map(|list| match known.get(&list) {
        Some(shared) => shared.clone(),
        None => {
            let shared: Arc<[u32]> = Arc::from(list.as_slice());
            known.insert(list, shared.clone());
            shared
        }
    });
    lists.collect()
}
