//! From what a row says to a draft: source, key and digest, the same for every profile.
//!
//! What the editor says on the command line wins over what the row says, that over the preamble of its file, and
//! that over the profile's own names.

use domain::import::{PlaceDraft, Provenance};
use domain::source::{Shared, Source, SourceKind};
use domain::text::content_digest;

use crate::ReadOptions;
use crate::keys::plain_key;
use crate::preamble::Preamble;
use crate::profile::{Reading, TableProfile};
use crate::table::Record;

/// What stands for a license that nobody stated.
pub const UNSTATED: &str = "unstated";

/// All that stands beside the row.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub profile: &'static TableProfile,
    pub preamble: &'a Preamble,
    pub options: &'a ReadOptions<'a>,
    /// Columns in the order of their names: the order in the file means nothing.
    pub sorted: &'a [usize],
}

pub fn draft(reading: Reading, record: Record, context: Context, shared: &mut Shared) -> PlaceDraft {
    let Context {
        profile,
        preamble,
        options,
        sorted,
    } = context;
    let dataset = options
        .dataset
        .or(reading.dataset.as_deref())
        .unwrap_or(profile.dataset);
    let dataset = shared.of(dataset);
    let is_web = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
    let publisher = reading
        .publisher
        .as_deref()
        .or(preamble.publisher.as_deref())
        .or(options.publisher);
    let url = reading
        .source_url
        .as_deref()
        .or(preamble.source_url.as_deref())
        .filter(is_web)
        .or(options.source_url);
    let license = options
        .license
        .or(reading.license.as_deref())
        .or(preamble.license.as_deref())
        .or(Some(UNSTATED));
    let source = Source {
        kind: SourceKind::File,
        name: dataset.clone(),
        dataset: Some(dataset),
        publisher: publisher.map(|text| shared.of(text)),
        external_id: reading.external_id,
        url: url.map(|text| shared.of(text)),
        license: license.map(|text| shared.of(text)),
        attribution: reading.attribution.map(|text| shared.of(text)),
        retrieved_at: options.retrieved_at,
        fields: Vec::new(),
    };
    let id = source.external_id.as_deref().filter(|_| !profile.joins);
    let record_key = plain_key(id, &reading.name, &reading.key_address);
    let mut draft = PlaceDraft {
        line: record.line,
        provenance: Provenance {
            source,
            record_key,
            digest: String::new(),
            raw: record.raw(),
        },
        kinds: reading.kinds,
        name: reading.name,
        name_kana: reading.name_kana,
        summary: reading.summary,
        translations: reading.translations,
        terms: reading.terms,
        vocabulary: reading.vocabulary,
        point: reading.point,
        address: reading.address,
        organization: reading.organization,
        corporate_number: reading.corporate_number,
        organization_number: None,
        services: reading.services,
        schedules: reading.schedules,
        contacts: reading.contacts,
        accessibility: reading.accessibility,
        verified_at: reading.verified_at,
    };
    draft.provenance.digest = digest(&draft, record, sorted);
    draft
}

/// Of all that was read and of every cell: cells that nobody reads yet are kept with the source, too. Not of the
/// line, nor of when, nor of the order of columns.
fn digest(draft: &PlaceDraft, record: Record, sorted: &[usize]) -> String {
    let terms: Vec<(&str, &str)> = draft
        .terms
        .iter()
        .map(|term| (term.scheme.as_ref(), term.code.as_ref()))
        .collect();
    let source = &draft.provenance.source;
    let named = sorted
        .iter()
        .filter_map(|index| Some((record.header.get(*index)?.as_str(), record.cells.get(*index)?)));
    let beyond = record
        .cells
        .iter()
        .skip(record.header.len())
        .map(|cell| ("", cell));
    let cells: Vec<(&str, &str)> = named
        .chain(beyond)
        .map(|(name, cell)| (name, cell.trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let content = (
        (
            &draft.kinds,
            &draft.name,
            &draft.name_kana,
            &draft.summary,
            &draft.translations,
            terms,
        ),
        (
            draft.point,
            &draft.address,
            &draft.organization,
            &draft.services,
            &draft.schedules,
            &draft.contacts,
        ),
        (&draft.accessibility, draft.verified_at),
        (&source.license, &source.url, &source.attribution),
        cells,
    );
    // These types always serialize; the other branch only keeps two rows from looking equal.
    let bytes = serde_json::to_vec(&content).unwrap_or_else(|_| format!("{content:?}").into_bytes());
    content_digest(&bytes)
}
