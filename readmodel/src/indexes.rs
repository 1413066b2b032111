//! Bitmaps over the rows of a segment: which places have a kind, a term, an organization, a feature, a source.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use domain::{AccessibilityFeature, OrganizationId, PlaceKind, PlaceStatus, TermId};
use roaring::RoaringBitmap;

use crate::entry::Entry;
use crate::tables::Tables;

#[derive(Debug, Default)]
pub(crate) struct Indexes {
    pub(crate) kinds: HashMap<PlaceKind, RoaringBitmap>,
    /// With the terms' descendants, of the place or of a service offered there.
    pub(crate) terms: HashMap<TermId, RoaringBitmap>,
    /// Terms of the place itself, without descendants: what a text search sees.
    pub(crate) own_terms: HashMap<TermId, RoaringBitmap>,
    pub(crate) organizations: HashMap<OrganizationId, RoaringBitmap>,
    /// Only where the feature is there for certain.
    pub(crate) accessibility: HashMap<AccessibilityFeature, RoaringBitmap>,
    pub(crate) archived: RoaringBitmap,
    pub(crate) disputed: RoaringBitmap,
    /// Confirmed at some time and not disputed: fresh or stale, which the moment decides.
    pub(crate) confirmed: RoaringBitmap,
    pub(crate) datasets: HashMap<String, RoaringBitmap>,
}

impl Indexes {
    /// Over entries in row order.
    pub(crate) fn new(entries: &[Arc<Entry>], tables: &Tables) -> Indexes {
        let mut indexes = Indexes::default();
        let mut lines: HashMap<TermId, Vec<TermId>> = HashMap::new();
        for (row, entry) in (0..).zip(entries) {
            let place = &entry.place;
            for kind in &place.kinds {
                add(&mut indexes.kinds, *kind, row);
            }
            for term in &place.terms {
                add(&mut indexes.own_terms, *term, row);
            }
            let offered = tables.services.at_place(place.id);
            for term in place
                .terms
                .iter()
                .chain(offered.flat_map(|service| &service.terms))
            {
                let line = lines
                    .entry(*term)
                    .or_insert_with(|| tables.vocabulary.with_ancestors(*term));
                for ancestor in line {
                    add(&mut indexes.terms, *ancestor, row);
                }
            }
            if let Some(organization) = place.organization {
                add(&mut indexes.organizations, organization, row);
            }
            let certain = place
                .accessibility
                .iter()
                .filter(|feature| feature.available == Some(true));
            for feature in certain {
                add(&mut indexes.accessibility, feature.feature, row);
            }
            if place.status == PlaceStatus::Archived {
                indexes.archived.insert(row);
            }
            if place.verification.disputed {
                indexes.disputed.insert(row);
            } else if place.verification.verified_at.is_some() {
                indexes.confirmed.insert(row);
            }
            for dataset in place.sources.iter().filter_map(|source| source.dataset.as_ref()) {
                // Names of data sets are long and few: cloned once each.
                match indexes.datasets.get_mut(&**dataset) {
                    Some(rows) => {
                        rows.insert(row);
                    }
                    None => add(&mut indexes.datasets, dataset.to_string(), row),
                }
            }
        }
        indexes
    }
}

fn add<K: Eq + Hash>(index: &mut HashMap<K, RoaringBitmap>, key: K, row: u32) {
    index.entry(key).or_default().insert(row);
}
