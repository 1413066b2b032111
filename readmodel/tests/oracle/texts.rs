//! What a search finds by its words, and how names sort, written anew but for the folding itself.

use domain::text::{fold, fold_characters};
use domain::{OrganizationId, Place, TermId, Texts};

use crate::brute::Brute;

/// Folded texts of a place: names, readings, addresses, all the rest.
pub type Folded = [Vec<String>; 4];

/// Sorting key of a name: those without a reading after the others.
pub fn name_key(name: &str, reading: Option<&str>) -> (bool, String) {
    (reading.is_none(), fold(reading.unwrap_or(name)))
}

/// The words of a search text.
pub fn words(text: &str) -> Vec<String> {
    let text = fold_characters(text);
    text.split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A word or a name in its two writings.
pub fn writings(text: &str) -> [String; 2] {
    [fold(text), fold_characters(text)]
}

/// Whether a name, given in its writings, holds a word.
pub fn holds(name: &str, word: &str) -> bool {
    writings(word).iter().any(|word| name.contains(word.as_str()))
}

fn names<'a>(name: &'a str, texts: &'a Texts) -> impl Iterator<Item = &'a str> {
    std::iter::once(name).chain(texts.0.iter().filter_map(|text| text.name.as_deref()))
}

impl Brute<'_> {
    /// Labels in all languages, and synonyms.
    pub fn words_of_term(&self, id: TermId) -> Vec<String> {
        let term = self.contents.terms.iter().find(|term| term.id == id).unwrap();
        names(&term.label, &term.translations)
            .chain(term.synonyms.iter().map(String::as_str))
            .flat_map(writings)
            .collect()
    }

    pub fn names_of_organization(&self, id: OrganizationId) -> Vec<String> {
        let found = self
            .contents
            .organizations
            .iter()
            .find(|organization| organization.id == id)
            .unwrap();
        names(&found.name, &found.translations)
            .chain(found.name_kana.as_deref())
            .flat_map(writings)
            .collect()
    }

    fn folded(&self, place: &Place) -> &Folded {
        let of_place = |place: &Place| {
            let summaries = place
                .translations
                .0
                .iter()
                .filter_map(|text| text.summary.as_deref());
            let mut rest: Vec<String> = place
                .summary
                .as_deref()
                .into_iter()
                .chain(summaries)
                .flat_map(writings)
                .collect();
            rest.extend(
                place
                    .organization
                    .into_iter()
                    .flat_map(|id| self.names_of_organization(id)),
            );
            rest.extend(
                self.services_of(place.id)
                    .flat_map(|it| names(&it.name, &it.translations))
                    .flat_map(writings),
            );
            rest.extend(place.terms.iter().flat_map(|id| self.words_of_term(*id)));
            [
                names(&place.name, &place.translations)
                    .flat_map(writings)
                    .collect(),
                place
                    .name_kana
                    .iter()
                    .flat_map(|reading| writings(reading))
                    .collect(),
                place
                    .address
                    .iter()
                    .flat_map(|address| writings(&address.formatted))
                    .collect(),
                rest,
            ]
        };
        let all = || {
            self.contents
                .places
                .iter()
                .map(|place| (place.id, of_place(place)))
                .collect()
        };
        &self.folded.get_or_init(all)[&place.id]
    }

    /// For each word the best tier it stands in, then the worst of these; `None` when a word is missing.
    pub fn tier(&self, text: &str, place: &Place) -> Option<usize> {
        let folded = self.folded(place);
        let of_word = |word: &String| {
            folded
                .iter()
                .position(|tier| tier.iter().any(|entry| holds(entry, word)))
        };
        words(text)
            .iter()
            .map(of_word)
            .try_fold(0, |worst, tier| Some(worst.max(tier?)))
    }
}
