//! The words of a text search: what each means beside the places, and which rows of a part have it.

use domain::{OrganizationId, PlaceId, TermId};
use roaring::RoaringBitmap;

use crate::part::Part;
use crate::postings::{Found, Postings};
use crate::segment::Segment;
use crate::tables::Tables;
use crate::text::{LAST_TIER, Wanted};

/// Terms, organizations and services whose words or names hold a word; found once for all parts.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    terms: Vec<TermId>,
    organizations: Vec<OrganizationId>,
    /// Where the services are offered.
    places: Vec<PlaceId>,
}

impl Beside {
    pub(crate) fn new(tables: &Tables, word: &Wanted) -> Beside {
        let vocabulary = &tables.vocabulary;
        let terms = vocabulary.terms.iter().zip(&vocabulary.words);
        let organizations = tables.organizations.iter();
        let services = tables.services.table.iter();
        Beside {
            terms: terms
                .filter(|(_, words)| word.is_in(words))
                .map(|(term, _)| term.id)
                .collect(),
            organizations: organizations
                .filter(|entry| word.is_in(&entry.names))
                .map(|entry| entry.organization.id)
                .collect(),
            places: services
                .filter(|entry| word.is_in(&entry.names))
                .flat_map(|entry| &entry.service.places)
                .map(|offer| offer.place)
                .collect(),
        }
    }

    fn rows(&self, part: &Part) -> RoaringBitmap {
        let indexes = &part.segment.indexes;
        let mut rows: RoaringBitmap = self.places.iter().filter_map(|place| part.row(*place)).collect();
        for of_term in self.terms.iter().filter_map(|id| indexes.own_terms.get(id)) {
            rows |= of_term;
        }
        for of_organization in self
            .organizations
            .iter()
            .filter_map(|id| indexes.organizations.get(id))
        {
            rows |= of_organization;
        }
        rows
    }
}

/// One word against one part.
#[derive(Debug)]
pub(crate) struct Word<'a> {
    wanted: &'a Wanted,
    segment: &'a Segment,
    /// By the words' index; `None` where the rows are read instead.
    found: Option<Found>,
    /// Rows that have it by their organization, a service or a term.
    beside: RoaringBitmap,
}

impl<'a> Word<'a> {
    pub(crate) fn new(wanted: &'a Wanted, beside: &Beside, part: &'a Part) -> Word<'a> {
        Word {
            wanted,
            segment: &part.segment,
            found: part.segment.postings().map(|postings| find(postings, wanted)),
            beside: beside.rows(part),
        }
    }

    /// Rows that may have the word; `None` when any may.
    pub(crate) fn candidates(&self) -> Option<RoaringBitmap> {
        self.found.as_ref().map(|_| self.rows_up_to(LAST_TIER))
    }

    /// Whether every candidate has the word.
    pub(crate) fn is_exact(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.exact)
    }

    /// Candidates that have the word in this tier or a better one.
    pub(crate) fn rows_up_to(&self, tier: u8) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        let tiers = self.found.iter().flat_map(|found| &found.tiers);
        for of_tier in tiers.take(usize::from(tier) + 1) {
            rows |= of_tier;
        }
        if tier >= LAST_TIER {
            rows |= &self.beside;
        }
        rows
    }

    /// The best tier in which a row has the word.
    pub(crate) fn tier(&self, row: u32) -> Option<u8> {
        let own = match &self.found {
            Some(found) if found.exact => (0..)
                .zip(&found.tiers)
                .find(|(_, rows)| rows.contains(row))
                .map(|(tier, _)| tier),
            _ => self.wanted.tier_in(&self.segment.entry(row)?.haystack),
        };
        own.or_else(|| self.beside.contains(row).then_some(LAST_TIER))
    }
}

/// Candidates for either writing.
fn find(postings: &Postings, wanted: &Wanted) -> Found {
    let found = wanted.writings().map(|word| postings.find(word));
    let either = found.reduce(|mut a, b| {
        for (rows, more) in a.tiers.iter_mut().zip(&b.tiers) {
            *rows |= more;
        }
        a.exact &= b.exact;
        a
    });
    either.unwrap_or_default()
}
