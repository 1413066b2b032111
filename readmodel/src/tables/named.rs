//! Organizations and services with what a search finds them by.

use std::sync::Arc;

use domain::text::fold;
use domain::{Organization, Service};

use crate::opening::patterns::{PatternId, Patterns};
use crate::text;

/// How names sort: by folded reading, those without one after the others by folded name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameKey {
    pub(crate) no_reading: bool,
    pub(crate) key: Box<str>,
}

impl NameKey {
    pub(crate) fn new(name: &str, reading: Option<&str>) -> NameKey {
        NameKey {
            no_reading: reading.is_none(),
            key: fold(reading.unwrap_or(name)).into_boxed_str(),
        }
    }
}

/// An organization and its folded names.
#[derive(Debug)]
pub(crate) struct OrganizationEntry {
    pub(crate) organization: Arc<Organization>,
    pub(crate) name_key: NameKey,
    pub(crate) names: String,
}

impl OrganizationEntry {
    pub(crate) fn new(organization: Organization) -> OrganizationEntry {
        OrganizationEntry {
            name_key: NameKey::new(&organization.name, organization.name_kana.as_deref()),
            names: text::names(
                &organization.name,
                organization.name_kana.as_deref(),
                &organization.translations,
            ),
            organization: Arc::new(organization),
        }
    }
}

/// A service and its folded words.
#[derive(Debug)]
pub(crate) struct ServiceEntry {
    pub(crate) service: Arc<Service>,
    pub(crate) name_key: Box<str>,
    /// Names in all languages.
    pub(crate) names: String,
    /// Names and summaries.
    pub(crate) words: String,
    /// Patterns of its schedules.
    pub(crate) patterns: Box<[PatternId]>,
    /// For each place that offers it, those of its schedules there.
    pub(crate) offer_patterns: Box<[Box<[PatternId]>]>,
}

impl ServiceEntry {
    /// Its schedules are among the patterns.
    pub(crate) fn new(service: Service, patterns: &Patterns) -> ServiceEntry {
        let names = text::names(&service.name, None, &service.translations);
        let summaries = service
            .translations
            .0
            .iter()
            .filter_map(|translation| translation.summary.as_deref());
        let words = names.clone() + &text::words_of(service.summary.as_deref().into_iter().chain(summaries));
        let offers = service.places.iter();
        ServiceEntry {
            name_key: fold(&service.name).into_boxed_str(),
            names,
            words,
            patterns: patterns.ids(&service.schedules).into(),
            offer_patterns: offers
                .map(|offer| patterns.ids(&offer.schedules).into())
                .collect(),
            service: Arc::new(service),
        }
    }
}
