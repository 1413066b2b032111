//! Places that several sources describe: which of them says what.
//!
//! The first source is of the record; a further one, merged into it, only completes it, and names the fields that
//! came from it. A field has one source: a later file of another one does not change it.

use std::collections::BTreeSet;

use domain::place::PrivateParts;
use domain::{LocationPrecision, Place, Source};

/// Stands for "no field": a source without fields would be one of the whole record.
const NO_FIELD: &str = "sources";

/// Of what a completing source says, only what the place did not know, and what came from that source before;
/// kinds, terms and accessibility are added. Answers the fields that came from here.
pub(super) fn complete(
    (place, private): (&mut Place, &mut PrivateParts),
    (old, old_private): &(Place, PrivateParts),
    owned: &[String],
) -> Vec<String> {
    let mut fields = Vec::new();
    let is_owned = |field: &str| owned.iter().any(|name| name == field);
    macro_rules! blank_or_owned {
        ($($field:ident as $name:literal unless $known:expr),* $(,)?) => {
            $(if $known && !is_owned($name) {
                place.$field.clone_from(&old.$field);
            } else if place.$field != old.$field || is_owned($name) {
                fields.push($name);
            })*
        };
    }
    let located = old.location.is_some() || old.location_precision != LocationPrecision::Unknown;
    blank_or_owned! {
        name as "name" unless true,
        name_kana as "nameKana" unless old.name_kana.is_some(),
        summary as "summary" unless old.summary.is_some(),
        address as "address" unless old.address.is_some(),
        organization as "organization" unless old.organization.is_some(),
        schedules as "schedules" unless !old.schedules.is_empty(),
        contacts as "contacts" unless !(old.contacts.is_empty() && old_private.contacts.is_empty()),
        translations as "translations" unless !old.translations.0.is_empty(),
        location as "location" unless located,
        verification as "verification" unless old.verification.verified_at >= place.verification.verified_at,
    }
    if !fields.contains(&"contacts") {
        private.contacts.clone_from(&old_private.contacts);
    }
    if !fields.contains(&"location") {
        place.location_precision = old.location_precision;
        private.exact_point = old_private.exact_point;
    }
    for (added, name) in [
        (united(&mut place.kinds, &old.kinds, |a, b| a == b), "kinds"),
        (united(&mut place.terms, &old.terms, |a, b| a == b), "terms"),
        (
            united(&mut place.accessibility, &old.accessibility, |a, b| {
                a.feature == b.feature
            }),
            "accessibility",
        ),
    ] {
        if added || is_owned(name) {
            fields.push(name);
        }
    }
    if fields.is_empty() {
        fields.push(NO_FIELD);
    }
    fields.into_iter().map(str::to_owned).collect()
}

/// What was there, and after it what is new; whether anything is.
fn united<T: Clone>(list: &mut Vec<T>, old: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let new = std::mem::replace(list, old.to_vec());
    let before = list.len();
    for item in new {
        if !list.iter().any(|known| same(known, &item)) {
            list.push(item);
        }
    }
    list.len() > before
}

/// The fields that came from sources which complete the record: a file of the record leaves them alone.
pub(super) fn of_others(sources: &[Source]) -> BTreeSet<String> {
    // These are united, not owned.
    let added = ["kinds", "terms", "accessibility", NO_FIELD];
    let fields = sources.iter().flat_map(|source| &source.fields);
    fields
        .filter(|field| !added.contains(&field.as_str()))
        .cloned()
        .collect()
}
