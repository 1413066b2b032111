//! Organizations that files name: found again by their number, else by name within their data set; or made.
//!
//! A name alone says nothing new of an organization that is known. A file that numbers its organizations says more,
//! and updates them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::import::{Known, OrganizationDraft, PlannedOrganization, Provenance, SourceKey};
use domain::place::split_contacts;
use domain::text::identity_digest;
use domain::{Contact, Organization, OrganizationId, OrganizationKind, Source};

use super::sources::set_source;
use super::{merge_translation, replace_if_some};

/// Organizations as they stand, with the contacts that the public does not see.
pub type CurrentOrganizations = HashMap<OrganizationId, (Organization, Vec<Contact>)>;

/// The organizations that a plan has to see as they stand now.
pub fn changed_organizations(drafts: &[OrganizationDraft], known: &Known) -> Vec<OrganizationId> {
    let changed = drafts.iter().filter_map(|draft| {
        let found = known.organizations.get(&draft.provenance.key())?;
        (found.digest != draft.provenance.digest).then_some(found.id)
    });
    changed.collect()
}

/// What the name of a body says of its kind, first match first.
const KINDS: &[(&[&str], OrganizationKind)] = &[
    (&["社会福祉協議会"], OrganizationKind::WelfareCouncil),
    (
        &["株式会社", "有限会社", "合同会社", "(株)", "（株）", "㈱"],
        OrganizationKind::Company,
    ),
    (
        &[
            "NPO法人",
            "ＮＰＯ法人",
            "特定非営利活動法人",
            "一般社団法人",
            "公益社団法人",
            "一般財団法人",
            "公益財団法人",
            "社会福祉法人",
        ],
        OrganizationKind::Nonprofit,
    ),
];

pub(super) struct Organizations<'a> {
    known: &'a Known,
    planned: Vec<PlannedOrganization>,
    planned_by_key: HashMap<SourceKey, OrganizationId>,
    by_number: HashMap<String, OrganizationId>,
    at: DateTime<Utc>,
}

impl<'a> Organizations<'a> {
    pub(super) fn new(known: &'a Known, at: DateTime<Utc>) -> Organizations<'a> {
        Organizations {
            known,
            planned: Vec::new(),
            planned_by_key: HashMap::new(),
            by_number: HashMap::new(),
            at,
        }
    }

    /// The organization with this name in the data set and of the publisher of the row.
    pub(super) fn named(&mut self, name: &str, row: &Provenance) -> OrganizationId {
        let digest = identity_digest(&[name]);
        let key = SourceKey {
            record_key: format!("organization:{digest}"),
            ..row.key()
        };
        if let Some(found) = self.known.organizations.get(&key) {
            return found.id;
        }
        if let Some(id) = self.planned_by_key.get(&key) {
            return *id;
        }
        let source = Source {
            external_id: None,
            retrieved_at: self.at,
            ..row.source.clone()
        };
        let organization = Organization {
            name: name.to_owned(),
            kind: kind_of(name),
            sources: vec![source.clone()],
            ..Organization::empty(self.at)
        };
        let provenance = Provenance {
            source,
            record_key: key.record_key.clone(),
            digest,
            raw: "{}".to_owned(),
        };
        let id = organization.id;
        self.planned_by_key.insert(key, id);
        self.planned.push(PlannedOrganization {
            expected_version: None,
            organization,
            private: Vec::new(),
            provenance: Some(provenance),
        });
        id
    }

    /// One that the file numbers.
    pub(super) fn numbered(&mut self, draft: OrganizationDraft, current: &mut CurrentOrganizations) {
        let OrganizationDraft {
            line: _,
            mut provenance,
            name,
            name_kana,
            kind,
            url,
            contacts,
            translations,
        } = draft;
        let key = provenance.key();
        let number = provenance.source.external_id.clone().unwrap_or_default();
        let found = self.known.organizations.get(&key);
        if let Some(id) = self.planned_by_key.get(&key) {
            self.by_number.insert(number, *id);
            return;
        }
        let standing = found.and_then(|found| current.remove(&found.id));
        if let Some(found) = found
            && (found.digest == provenance.digest || standing.is_none())
        {
            self.by_number.insert(number, found.id);
            return;
        }
        provenance.source.retrieved_at = self.at;
        provenance.source.publisher.get_or_insert_default();
        let expected_version = standing.as_ref().map(|(organization, _)| organization.version);
        let (mut organization, mut private) =
            standing.unwrap_or_else(|| (Organization::empty(self.at), Vec::new()));
        if expected_version.is_some() {
            organization.version += 1;
        } else {
            organization.kind = kind_of(&name);
        }
        organization.name = name;
        organization.name_kana = name_kana.or(organization.name_kana.take());
        organization.kind = kind.unwrap_or(organization.kind);
        organization.url = url.or(organization.url.take());
        for translation in translations.0 {
            merge_translation(&mut organization.translations, translation);
        }
        let (public, hidden) = split_contacts(contacts);
        replace_if_some(&mut organization.contacts, public);
        replace_if_some(&mut private, hidden);
        organization.updated_at = self.at;
        set_source(&mut organization.sources, &provenance.source, None);
        self.by_number.insert(number, organization.id);
        self.planned_by_key.insert(key, organization.id);
        self.planned.push(PlannedOrganization {
            expected_version,
            organization,
            private,
            provenance: Some(provenance),
        });
    }

    /// The organization with this number in the file.
    pub(super) fn by_number(&self, number: &str) -> Option<OrganizationId> {
        self.by_number.get(number).copied()
    }

    pub(super) fn into_planned(self) -> Vec<PlannedOrganization> {
        self.planned
    }
}

fn kind_of(name: &str) -> OrganizationKind {
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    KINDS
        .iter()
        .find(|(words, _)| says(words))
        .map_or(OrganizationKind::Other, |(_, kind)| *kind)
}
