//! GeoJSON: areas are districts, points are places; property names tell which kind.
//!
//! Next: [`crate::profiles::districts`] for areas, [`crate::points`] for places.

use crate::feature::{Feature, Shape, collection, property_names};
use crate::fit::list;
use crate::points;
use crate::profiles::{TABLES, districts};
use crate::refusal::Refusal;
use crate::{FileContent, ReadOptions};

/// Reads a text as a feature collection.
pub fn read(text: &str, encoding: &'static str, options: &ReadOptions) -> Result<FileContent, Refusal> {
    let collection = collection(text)?;
    let names = property_names(&collection.features);
    let is_area = |feature: &Feature| {
        matches!(
            feature.geometry,
            Shape::Polygons(_) | Shape::Turned(_) | Shape::Invalid(_)
        )
    };
    let areas = collection.features.iter().any(is_area);
    let named_table = options
        .profile
        .is_some_and(|name| TABLES.iter().any(|profile| profile.name == name));
    if let Some(dialect) = districts::dialect(&names, options.profile) {
        return districts::read(collection.features, dialect, encoding, options);
    }
    if let (Some(name), true) = (options.profile, areas || !named_table) {
        let message = format!(
            "The file holds GeoJSON features that the profile \"{name}\" does not read. Those for areas: {}; all that read lists of places read points, too.",
            districts::names()
        );
        return Err(Refusal::new("profile-kind", message));
    }
    if areas {
        let message = format!(
            "No profile knows areas with these properties: {}. Profiles for areas: {}.",
            list(&names),
            districts::names()
        );
        return Err(Refusal::new("unknown-properties", message));
    }
    points::read(collection, encoding, options)
}
