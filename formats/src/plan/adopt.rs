//! Rows whose id began to repeat, or stopped: their key changed its form, and they are the same places still.
//!
//! Alone in its file, an id is the key (`id:7`). Once rows of different names share it, each key has the digest of
//! the name as a further part (`id:7#…`), see [`crate::keys`]. A row finds the place that has the other form of its
//! key if that is a place of the same name.

use domain::import::{Known, KnownPlace, PlaceDraft, SourceKey};
use domain::text::{identity_digest, same_identity};

use super::Current;

/// The known place of a row.
pub enum Standing<'k> {
    Certain(SourceKey, &'k KnownPlace),
    /// Only if the place has the name of the row.
    IfNamed(SourceKey, &'k KnownPlace),
    New,
}

pub fn standing<'k>(draft: &PlaceDraft, known: &'k Known) -> Standing<'k> {
    let key = draft.provenance.key();
    if known.places.is_empty() {
        return Standing::New;
    }
    if let Some(place) = known.places.get(&key) {
        return Standing::Certain(key, place);
    }
    // Ids may hold a # of their own: the digest is of the row's own name, or it is none.
    let digest = identity_digest(&[&draft.name]);
    let plain = key
        .record_key
        .strip_suffix(&digest)
        .and_then(|rest| rest.strip_suffix('#'));
    let (other, split) = match plain {
        Some(plain) => (plain.to_owned(), true),
        None if draft.provenance.source.external_id.is_some() => {
            (format!("{}#{digest}", key.record_key), false)
        }
        None => return Standing::New,
    };
    let other = SourceKey {
        record_key: other,
        ..key
    };
    match known.places.get(&other) {
        // The digest of an unchanged row tells its name, too.
        Some(place) if !split || place.digest == draft.provenance.digest => Standing::Certain(other, place),
        Some(place) => Standing::IfNamed(other, place),
        None => Standing::New,
    }
}

/// Gives each row the key under which its place is known.
pub fn adopt(drafts: &mut [PlaceDraft], known: &Known, current: &Current) {
    for draft in drafts {
        let key = match standing(draft, known) {
            Standing::Certain(key, _) => key,
            Standing::IfNamed(key, place) => match current.get(&place.id) {
                Some((place, _)) if same_identity(&place.name, &draft.name) => key,
                _ => continue,
            },
            Standing::New => continue,
        };
        draft.provenance.record_key = key.record_key;
    }
}
