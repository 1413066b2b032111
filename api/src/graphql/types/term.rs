//! Schemes and terms.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::{NodeId, TermId};

use crate::graphql::context::Read;

/// Open vocabulary, grown by councils without a release.
#[derive(Debug, Clone)]
pub struct Scheme(pub domain::Scheme);

/// Open vocabulary, grown by councils without a release.
#[Object]
impl Scheme {
    /// Its code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// In the asked language (BCP 47), else in Japanese.
    async fn name(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> &str {
        self.0.translations.name(&self.0.name, language.as_deref())
    }
}

/// One concept of a scheme.
#[derive(Debug, Clone)]
pub struct Term {
    read: Arc<Read>,
    term: Arc<domain::Term>,
}

impl Term {
    pub fn find(read: &Arc<Read>, id: TermId) -> Option<Term> {
        read.snapshot.term(id).map(|term| Term::new(read, term))
    }

    pub fn new(read: &Arc<Read>, term: &Arc<domain::Term>) -> Term {
        Term {
            read: read.clone(),
            term: term.clone(),
        }
    }

    /// The terms with these ids, of one scheme or of all.
    pub fn list(read: &Arc<Read>, ids: &[TermId], scheme: Option<&str>) -> Vec<Term> {
        let terms = ids.iter().filter_map(|id| Term::find(read, *id));
        terms
            .filter(|term| scheme.is_none_or(|scheme| term.term.scheme == scheme))
            .collect()
    }
}

/// One concept of a scheme.
#[Object]
impl Term {
    /// Opaque and stable for ever.
    pub async fn id(&self) -> ID {
        ID(NodeId::Term(self.term.id).encode())
    }

    /// The vocabulary it belongs to.
    async fn scheme(&self) -> Scheme {
        let code = &self.term.scheme;
        // The database refuses a term without its scheme.
        let unnamed = || domain::Scheme {
            code: code.clone(),
            name: code.clone(),
            translations: Default::default(),
        };
        Scheme(self.read.snapshot.scheme(code).cloned().unwrap_or_else(unnamed))
    }

    /// Its code within the scheme.
    async fn code(&self) -> &str {
        &self.term.code
    }

    /// In the asked language (BCP 47), else in Japanese.
    async fn label(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> &str {
        self.term.translations.name(&self.term.label, language.as_deref())
    }

    /// Words that mean the same.
    async fn synonyms(&self) -> &[String] {
        &self.term.synonyms
    }

    /// The wider term.
    async fn parent(&self) -> Option<Term> {
        Term::find(&self.read, self.term.parent?)
    }

    /// Narrower terms.
    async fn children(&self) -> Vec<Term> {
        self.read
            .snapshot
            .children_of(self.term.id)
            .map(|term| Term::new(&self.read, term))
            .collect()
    }
}
