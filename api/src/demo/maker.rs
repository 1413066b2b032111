//! What every part of the invented register draws from: seeded chance, ids, terms and provenance.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::to_micros;
use domain::{
    Contact, ContactKind, OrganizationId, Source, SourceKind, Term, TermId, Verification, VerificationMethod,
    Visibility,
};
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::{Builder, Uuid};

/// A name, its reading in hiragana, and its English name.
pub(super) type Word = (&'static str, &'static str, &'static str);

/// Ids begin a day before the register's moment: those of a million places then still lie in the past.
const IDS_BEGIN_BEFORE_MS: i64 = 86_400_000;

/// The source of all invention, in one order.
#[derive(Debug)]
pub(super) struct Maker {
    pub rng: ChaCha8Rng,
    pub at: DateTime<Utc>,
    terms: BTreeMap<String, TermId>,
    next_id_ms: u64,
}

impl Maker {
    pub fn new(seed: u64, terms: &[Term], at: DateTime<Utc>) -> Maker {
        let at = to_micros(at);
        Maker {
            rng: ChaCha8Rng::seed_from_u64(seed),
            at,
            terms: terms
                .iter()
                .map(|term| (format!("{}:{}", term.scheme, term.code), term.id))
                .collect(),
            next_id_ms: u64::try_from(at.timestamp_millis().saturating_sub(IDS_BEGIN_BEFORE_MS)).unwrap_or(0),
        }
    }

    /// The next id: UUIDv7 by its shape, each greater than the one before.
    pub fn id(&mut self) -> Uuid {
        let mut chance = [0; 10];
        self.rng.fill_bytes(&mut chance);
        self.next_id_ms += 1;
        Builder::from_unix_timestamp_millis(self.next_id_ms, &chance).into_uuid()
    }

    /// True with this probability, 0 to 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_range(0.0..1.0) < probability
    }

    /// A whole number from `from` up to and including `to`.
    pub fn number(&mut self, from: i64, to: i64) -> i64 {
        self.rng.random_range(from..=to.max(from))
    }

    /// One of them, each as likely; the default of an empty list.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        list.choose(&mut self.rng).copied().unwrap_or_default()
    }

    /// One of them, as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, list: impl Iterator<Item = (T, u32)> + Clone) -> Option<T> {
        let total: u32 = list.clone().map(|(_, weight)| weight).sum();
        let mut left = self.rng.random_range(0..total.max(1));
        for (item, weight) in list {
            if left < weight {
                return Some(item);
            }
            left -= weight;
        }
        None
    }

    /// Yes, no or unknown; the rest of the two probabilities is unknown.
    pub fn three_valued(&mut self, yes: f64, no: f64) -> Option<bool> {
        let roll = self.rng.random_range(0.0..1.0);
        (roll < yes + no).then_some(roll < yes)
    }

    /// The terms with these names (`scheme:code`), without those that the vocabulary lacks.
    pub fn terms<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<TermId> {
        let mut found = Vec::new();
        for id in names.into_iter().filter_map(|name| self.terms.get(name)) {
            if !found.contains(id) {
                found.push(*id);
            }
        }
        found
    }

    /// Says that the record is invented; `external_id` is unique in the whole register.
    pub fn source(&self, external_id: String) -> Vec<Source> {
        vec![Source {
            kind: SourceKind::Operator,
            dataset: Some("demo".into()),
            publisher: Some("ibasho".into()),
            external_id: Some(external_id),
            name: "架空のデータ(見本)".into(),
            url: None,
            license: Some("CC0-1.0".into()),
            attribution: None,
            retrieved_at: self.at,
            fields: Vec::new(),
        }]
    }

    /// A confirmation between a day and three years old, or none; a few are disputed.
    pub fn verification(&mut self, by: Option<OrganizationId>) -> Verification {
        let roll = self.rng.random_range(0.0..1.0);
        if roll < 0.15 {
            return Verification {
                disputed: roll < 0.01,
                ..Verification::default()
            };
        }
        let days = if roll < 0.8 {
            self.number(1, 330)
        } else {
            self.number(331, 3 * 365 - 1)
        };
        let verified_at = self.at - TimeDelta::days(days) - TimeDelta::minutes(self.number(0, 1_439));
        let method = self.weighted(
            [
                (VerificationMethod::Visit, 4),
                (VerificationMethod::Phone, 3),
                (VerificationMethod::Document, 1),
                (VerificationMethod::OperatorStatement, 2),
            ]
            .into_iter(),
        );
        Verification {
            verified_at: Some(verified_at),
            expires_at: self
                .chance(0.1)
                .then(|| (verified_at + TimeDelta::days(180)).date_naive()),
            by,
            method,
            disputed: roll > 0.98,
        }
    }

    /// A telephone that cannot be dialed: no area code is 0000.
    pub fn phone(&mut self) -> Contact {
        let digits = self.number(0, 8_999);
        contact(ContactKind::Phone, format!("0000-00-{digits:04}"))
    }
}

/// A public contact without a note.
pub(super) fn contact(kind: ContactKind, value: String) -> Contact {
    Contact {
        kind,
        value,
        note: None,
        visibility: Visibility::Public,
    }
}

/// Hiragana in katakana; everything else stays.
pub(super) fn katakana(hiragana: &str) -> String {
    hiragana
        .chars()
        .map(|letter| match letter {
            'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
            other => other,
        })
        .collect()
}
