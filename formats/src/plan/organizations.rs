//! Organizations that rows name: found again by name within their data set, or made.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::import::{Known, PlannedOrganization, Provenance, SourceKey};
use domain::text::identity_digest;
use domain::{Organization, OrganizationId, OrganizationKind, Source, Texts};

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
    new: Vec<PlannedOrganization>,
    new_by_key: HashMap<SourceKey, OrganizationId>,
    at: DateTime<Utc>,
}

impl<'a> Organizations<'a> {
    pub(super) fn new(known: &'a Known, at: DateTime<Utc>) -> Organizations<'a> {
        Organizations {
            known,
            new: Vec::new(),
            new_by_key: HashMap::new(),
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
        let found = self
            .known
            .organizations
            .get(&key)
            .or_else(|| self.new_by_key.get(&key));
        if let Some(id) = found {
            return *id;
        }
        let id = OrganizationId::fresh();
        let source = Source {
            external_id: None,
            retrieved_at: self.at,
            ..row.source.clone()
        };
        self.new.push(PlannedOrganization {
            organization: Organization {
                id,
                version: 1,
                name: name.to_owned(),
                name_kana: None,
                kind: kind_of(name),
                url: None,
                contacts: Vec::new(),
                translations: Texts::default(),
                sources: vec![source.clone()],
                created_at: self.at,
                updated_at: self.at,
            },
            provenance: Provenance {
                source,
                record_key: key.record_key.clone(),
                digest,
                raw: "{}".to_owned(),
            },
        });
        self.new_by_key.insert(key, id);
        id
    }

    pub(super) fn into_new(self) -> Vec<PlannedOrganization> {
        self.new
    }
}

fn kind_of(name: &str) -> OrganizationKind {
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    KINDS
        .iter()
        .find(|(words, _)| says(words))
        .map_or(OrganizationKind::Other, |(_, kind)| *kind)
}
