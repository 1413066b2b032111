//! Schemes in their order, terms in theirs.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Scheme, Term, TermId};

use super::districts::ancestry;
use crate::text;

#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) schemes: Vec<Scheme>,
    /// In the order of the schemes.
    pub(crate) terms: Vec<Arc<Term>>,
    by_id: HashMap<TermId, u32>,
    by_code: HashMap<(String, String), TermId>,
    pub(crate) children: HashMap<TermId, Vec<TermId>>,
    /// Labels and synonyms of each term, folded; in the order of `terms`.
    pub(crate) words: Vec<String>,
}

impl Vocabulary {
    pub(crate) fn new(
        schemes: Vec<Scheme>,
        terms: impl IntoIterator<Item = impl Into<Arc<Term>>>,
    ) -> Vocabulary {
        let mut terms: Vec<Arc<Term>> = terms.into_iter().map(Into::into).collect();
        let rank = |code: &str| schemes.iter().position(|scheme| scheme.code == code);
        terms.sort_by_cached_key(|term| (rank(&term.scheme), term.ordinal, term.id));
        let mut children: HashMap<TermId, Vec<TermId>> = HashMap::new();
        for term in &terms {
            if let Some(parent) = term.parent {
                children.entry(parent).or_default().push(term.id);
            }
        }
        let words = terms
            .iter()
            .map(|term| {
                let labels = term
                    .translations
                    .0
                    .iter()
                    .filter_map(|translation| translation.name.as_deref());
                let synonyms = term.synonyms.iter().map(String::as_str);
                text::words_of(std::iter::once(term.label.as_str()).chain(labels).chain(synonyms))
            })
            .collect();
        Vocabulary {
            by_id: terms.iter().map(|term| term.id).zip(0..).collect(),
            by_code: terms
                .iter()
                .map(|term| ((term.scheme.clone(), term.code.clone()), term.id))
                .collect(),
            schemes,
            terms,
            children,
            words,
        }
    }

    /// The same vocabulary with other terms in place of those of their ids, or beside them.
    pub(crate) fn with(&self, changed: Vec<Term>) -> Vocabulary {
        let mut terms: HashMap<TermId, Arc<Term>> =
            self.terms.iter().map(|term| (term.id, term.clone())).collect();
        terms.extend(changed.into_iter().map(|term| (term.id, Arc::new(term))));
        Vocabulary::new(self.schemes.clone(), terms.into_values())
    }

    pub(crate) fn position(&self, id: TermId) -> Option<usize> {
        self.by_id.get(&id).map(|position| *position as usize)
    }

    pub(crate) fn get(&self, id: TermId) -> Option<&Arc<Term>> {
        self.terms.get(self.position(id)?)
    }

    pub(crate) fn by_code(&self, scheme: &str, code: &str) -> Option<&Arc<Term>> {
        self.get(*self.by_code.get(&(scheme.to_owned(), code.to_owned()))?)
    }

    /// The term and everything above it.
    pub(crate) fn with_ancestors(&self, id: TermId) -> Vec<TermId> {
        ancestry(id, |id| self.get(id)?.parent)
    }
}
