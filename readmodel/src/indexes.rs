//! Bitmaps over rows: which places have a kind, a term, an organization, a feature, a source.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{AccessibilityFeature, OrganizationId, Place, PlaceKind, PlaceStatus, Service, TermId};
use roaring::RoaringBitmap;

use crate::tables::Vocabulary;

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
    pub(crate) datasets: HashMap<String, RoaringBitmap>,
}

impl Indexes {
    /// Over places in row order; `services` gives the services offered at a row.
    pub(crate) fn new<'a>(
        places: &[Arc<Place>],
        vocabulary: &Vocabulary,
        services: impl Fn(u32) -> Vec<&'a Service>,
    ) -> Indexes {
        let mut indexes = Indexes::default();
        let mut lines: HashMap<TermId, Vec<TermId>> = HashMap::new();
        for (row, place) in (0..).zip(places) {
            for kind in &place.kinds {
                indexes.kinds.entry(*kind).or_default().insert(row);
            }
            for term in &place.terms {
                indexes.own_terms.entry(*term).or_default().insert(row);
            }
            let offered = services(row);
            for term in place
                .terms
                .iter()
                .chain(offered.iter().flat_map(|service| &service.terms))
            {
                for ancestor in lines
                    .entry(*term)
                    .or_insert_with(|| vocabulary.with_ancestors(*term))
                {
                    indexes.terms.entry(*ancestor).or_default().insert(row);
                }
            }
            if let Some(organization) = place.organization {
                indexes.organizations.entry(organization).or_default().insert(row);
            }
            for feature in place
                .accessibility
                .iter()
                .filter(|feature| feature.available == Some(true))
            {
                indexes
                    .accessibility
                    .entry(feature.feature)
                    .or_default()
                    .insert(row);
            }
            if place.status == PlaceStatus::Archived {
                indexes.archived.insert(row);
            }
            for dataset in place.sources.iter().filter_map(|source| source.dataset.as_ref()) {
                match indexes.datasets.get_mut(dataset) {
                    Some(rows) => {
                        rows.insert(row);
                    }
                    None => {
                        indexes
                            .datasets
                            .insert(dataset.clone(), RoaringBitmap::from_iter([row]));
                    }
                }
            }
        }
        indexes
    }
}
