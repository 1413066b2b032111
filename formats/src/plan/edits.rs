//! What an editor changed by hand wins over a later import of the same row.

use std::collections::BTreeSet;

use domain::Place;
use domain::place::PrivateParts;

/// Puts back the fields that an editor changed, named as GraphQL names them; answers those of which the file says
/// something else.
pub(super) fn keep_edits(
    (place, private): (&mut Place, &mut PrivateParts),
    (old, old_private): &(Place, PrivateParts),
    edited: &BTreeSet<String>,
) -> Vec<&'static str> {
    let mut kept = Vec::new();
    let is_edited = |name: &str| edited.contains(name);
    macro_rules! keep {
        ($($field:ident as $name:literal),* $(,)?) => {
            $(if is_edited($name) && place.$field != old.$field {
                place.$field.clone_from(&old.$field);
                kept.push($name);
            })*
        };
    }
    // The point and its precision are one decision.
    let moved = is_edited("location") || is_edited("locationPrecision");
    let exact = |place: &Place, private: &PrivateParts| private.exact_point.or(place.location);
    if moved && exact(place, private) != old_private.exact_point.or(old.location) {
        place.location = old.location;
        place.location_precision = old.location_precision;
        private.exact_point = old_private.exact_point;
        kept.push("location");
    }
    if is_edited("contacts") && place.contacts != old.contacts {
        private.contacts.clone_from(&old_private.contacts);
    }
    keep! {
        kinds as "kinds", name as "name", name_kana as "nameKana", summary as "summary",
        translations as "translations", terms as "terms", address as "address", organization as "organization",
        schedules as "schedules", contacts as "contacts", accessibility as "accessibility",
    }
    kept
}
