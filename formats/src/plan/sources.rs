//! The sources of a record, one for each row that says something of it.

use domain::Source;
use domain::import::SourceKey;

/// The source of the same record, also under its earlier key, is renewed; a new one comes last.
pub(super) fn set_source(sources: &mut Vec<Source>, new: &Source, earlier: Option<&SourceKey>) {
    let same = |old: &&mut Source| {
        let same_record = old.dataset == new.dataset
            && old.publisher == new.publisher
            && old.external_id == new.external_id;
        same_record || earlier.is_some_and(|key| is_source_of(old, key))
    };
    match sources.iter_mut().find(same) {
        Some(old) => *old = new.clone(),
        None => sources.push(new.clone()),
    }
}

/// Whether a source is the one of a row with this key.
fn is_source_of(source: &Source, key: &SourceKey) -> bool {
    let id = key.record_key.strip_prefix("id:");
    let id = id.and_then(|id| id.split(['#', '~']).next());
    source.dataset.as_deref() == Some(&key.dataset)
        && source.publisher.as_deref() == Some(&key.publisher)
        && source.external_id.as_deref() == id
}
