//! Makes a snapshot of the whole register.

use std::sync::Arc;

use domain::contents::Contents;
use domain::text::content_digest;
use domain::{Place, Point};
use roaring::RoaringBitmap;

use crate::assign::districts_of_rows;
use crate::indexes::Indexes;
use crate::order::curve_key;
use crate::snapshot::{Places, Snapshot};
use crate::spatial::Located;
use crate::tables::{self, Districts, NameKey, ServiceEntry, Table, Vocabulary};
use crate::text::haystack;

impl Snapshot {
    /// Of everything public; `release` names the program, whose answers may differ from those of another one.
    pub fn build(contents: Contents, release: &str) -> Snapshot {
        let Contents {
            seq,
            last_change,
            schemes,
            terms,
            districts,
            organizations,
            services,
            places,
        } = contents;
        let epoch = {
            let last = last_change.map(|change| (change.at.timestamp_micros(), change.subject_id));
            let mut digest = content_digest(format!("{release} {last:?}").as_bytes());
            digest.truncate(8);
            digest
        };
        let vocabulary = Vocabulary::new(schemes, terms);
        let districts = Districts::new(districts);
        let services = tables::services(services);
        let places = build_places(places, &vocabulary, &districts, &services);
        let organizations = tables::organizations(organizations);
        Snapshot {
            seq,
            epoch,
            vocabulary,
            districts,
            organizations,
            services,
            places,
        }
    }
}

fn build_places(
    places: Vec<Place>,
    vocabulary: &Vocabulary,
    districts: &Districts,
    services: &Table<domain::ServiceId, ServiceEntry>,
) -> Places {
    let (mut located, mut others): (Vec<(u64, Point, Place)>, Vec<Place>) = (Vec::new(), Vec::new());
    for place in places {
        match place.location {
            Some(point) => located.push((curve_key(point), point, place)),
            None => others.push(place),
        }
    }
    located.sort_by_key(|(key, _, place)| (*key, place.id));
    others.sort_by_key(|place| place.id);
    let mut curve = Vec::with_capacity(located.len());
    let mut points = Vec::with_capacity(located.len());
    let mut rows = Vec::with_capacity(located.len() + others.len());
    for (key, point, place) in located {
        curve.push(key);
        points.push(point);
        rows.push(Arc::new(place));
    }
    rows.extend(others.into_iter().map(Arc::new));

    let table = Table::new(rows, |place: &Arc<Place>| place.id);
    let located = Located::new(points);
    let mut offers = vec![Vec::new(); table.records.len()];
    for (position, entry) in (0..).zip(&services.records) {
        for (offer, at_place) in (0..).zip(&entry.service.places) {
            if let Some(of_row) = table
                .position(&at_place.place)
                .and_then(|row| offers.get_mut(row as usize))
            {
                of_row.push((position, offer));
            }
        }
    }
    let indexes = Indexes::new(&table.records, vocabulary, |row| {
        let offers = offers.get(row as usize).map(Vec::as_slice).unwrap_or_default();
        offers
            .iter()
            .filter_map(|(position, _)| services.at(*position))
            .map(|entry| &*entry.service)
            .collect()
    });
    let mut listed = RoaringBitmap::new();
    listed.insert_range(0..table.records.len() as u32);
    listed -= &indexes.archived;
    let names: Vec<NameKey> = table
        .records
        .iter()
        .map(|place| NameKey::new(&place.name, place.name_kana.as_deref()))
        .collect();
    let mut by_name: Vec<(&NameKey, &Arc<Place>, u32)> = names
        .iter()
        .zip(&table.records)
        .zip(0..)
        .map(|((name, place), row)| (name, place, row))
        .collect();
    by_name.sort_by(|a, b| (a.0, a.1.id).cmp(&(b.0, b.1.id)));
    let by_name = by_name.into_iter().map(|(_, _, row)| row).collect();
    let haystacks = table.records.iter().map(|place| haystack(place)).collect();
    let districts = districts_of_rows(&table.records, &located, districts);
    Places {
        table,
        located,
        curve,
        names,
        by_name,
        haystacks,
        indexes,
        listed,
        districts,
        offers,
    }
}
