//! Makes a snapshot of the whole register.

use std::sync::Arc;

use domain::contents::{Contents, LastChange};
use domain::text::content_digest;

use crate::entry::prepare;
use crate::opening::day::{Day, Today};
use crate::opening::patterns::Patterns;
use crate::part::{Part, numbered};
use crate::segment::Segment;
use crate::snapshot::Snapshot;
use crate::tables::{Districts, OrganizationEntry, Services, Table, Tables, Vocabulary};
use crate::tuning::Tuning;

impl Snapshot {
    /// Of everything public; `release` names the program, whose answers may differ from those of another one;
    /// `day` is the one that questions are about.
    pub fn build(contents: Contents, release: &str, day: &Day) -> Snapshot {
        Snapshot::build_tuned(contents, release, day, Tuning::default())
    }

    /// The same with other sizes.
    pub fn build_tuned(contents: Contents, release: &str, day: &Day, tuning: Tuning) -> Snapshot {
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
        let mut patterns = Patterns::default();
        for service in &services {
            patterns.add(
                service
                    .schedules
                    .iter()
                    .chain(service.places.iter().flat_map(|offer| &offer.schedules)),
            );
        }
        patterns.add(places.iter().flat_map(|place| &place.schedules));
        let today = Today::new(day.clone(), &patterns);
        let tables = Tables {
            vocabulary: Arc::new(Vocabulary::new(schemes, terms)),
            districts: Arc::new(Districts::new(districts)),
            organizations: Arc::new(Table::new(organizations)),
            services: Arc::new(Services::new(services, &patterns)),
            patterns: Arc::new(patterns),
        };
        let places = places.into_iter().map(Arc::new).collect();
        let entries = prepare(places, &tables);
        let parts = numbered([Part::new(Segment::new(entries, &tables), &today)]);
        Snapshot {
            seq,
            last_change,
            epoch: epoch(release, last_change),
            release: release.into(),
            tuning,
            tables,
            today: Arc::new(today),
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
