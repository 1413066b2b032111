//! Makes a snapshot of the whole register.

use std::sync::Arc;

use domain::contents::{Contents, LastChange};
use domain::text::content_digest;

use crate::entry::prepare;
use crate::part::{Part, numbered};
use crate::segment::Segment;
use crate::snapshot::Snapshot;
use crate::tables::{Districts, OrganizationEntry, Services, Table, Tables, Vocabulary};
use crate::tuning::Tuning;

impl Snapshot {
    /// Of everything public; `release` names the program, whose answers may differ from those of another one.
    pub fn build(contents: Contents, release: &str) -> Snapshot {
        Snapshot::build_tuned(contents, release, Tuning::default())
    }

    /// The same with other sizes.
    pub fn build_tuned(contents: Contents, release: &str, tuning: Tuning) -> Snapshot {
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
        let organizations = organizations
            .into_iter()
            .map(|organization| (organization.id, OrganizationEntry::new(organization)));
        let tables = Tables {
            vocabulary: Arc::new(Vocabulary::new(schemes, terms)),
            districts: Arc::new(Districts::new(districts)),
            organizations: Arc::new(Table::new(organizations)),
            services: Arc::new(Services::new(services)),
        };
        let places = places.into_iter().map(Arc::new).collect();
        let entries = prepare(places, &tables);
        let parts = numbered([Part::new(Segment::new(entries, &tables))]);
        Snapshot {
            seq,
            last_change,
            epoch: epoch(release, last_change),
            release: release.into(),
            tuning,
            tables,
            parts,
        }
    }
}

pub(crate) fn epoch(release: &str, last_change: Option<LastChange>) -> String {
    let last = last_change.map(|change| (change.at.timestamp_micros(), change.subject_id));
    let mut digest = content_digest(format!("{release} {last:?}").as_bytes());
    digest.truncate(8);
    digest
}
