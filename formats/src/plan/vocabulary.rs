//! Terms that a file names and the register does not have: kept with the source, and named once each.

use std::collections::BTreeMap;

use domain::import::{Known, RowAction, RowIssue, TermCode};

use super::Drafts;

/// One issue for each unknown term, at the first record that has it. None without a register to compare with.
pub fn unknown_terms(drafts: &Drafts, known: &Known) -> Vec<RowIssue> {
    if known.terms.is_empty() {
        return Vec::new();
    }
    let places = drafts.places.iter().map(|draft| (draft.line, &draft.terms));
    let services = drafts.numbered.services.iter();
    let services = services.map(|numbered| (numbered.line, &numbered.service.terms));
    let mut unknown: BTreeMap<&TermCode, u64> = BTreeMap::new();
    for (line, terms) in places.chain(services) {
        for term in terms {
            // Cheap for the many: most files name few terms, each a thousand times.
            if !unknown.contains_key(term)
                && !known
                    .terms
                    .contains_key(&(term.scheme.to_string(), term.code.to_string()))
            {
                unknown.insert(term, line);
            }
        }
    }
    let issues = unknown.into_iter().map(|(term, line)| RowIssue {
        line,
        column: term.scheme.to_string(),
        value: term.code.to_string(),
        rule: "term-unknown",
        action: RowAction::LeftOut,
        detail: "The register's vocabulary does not have this term: kept with the source.".to_owned(),
    });
    issues.collect()
}
