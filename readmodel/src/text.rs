//! Words in places: a folded text for each, in tiers, searched by substring.

use domain::text::{fold, fold_characters};
use domain::{Place, Texts};
use serde::Serialize;

/// Ends a tier. Folding turns control characters into spaces, so no word can hold it.
const TIER_END: char = '\u{1}';
/// Ends an entry within a tier.
const ENTRY_END: char = '\u{2}';

/// Names before readings before addresses before summaries; what comes from organizations, services and
/// terms counts as the last.
pub(crate) const LAST_TIER: u8 = 3;
pub(crate) const TIERS: usize = LAST_TIER as usize + 1;

/// All that can be found in a place itself, folded.
pub(crate) fn haystack(place: &Place) -> Box<str> {
    let mut text = String::new();
    add_names(&mut text, &place.name, &place.translations);
    text.push(TIER_END);
    add(&mut text, place.name_kana.as_deref());
    text.push(TIER_END);
    add(
        &mut text,
        place.address.as_ref().map(|address| address.formatted.as_str()),
    );
    text.push(TIER_END);
    add(&mut text, place.summary.as_deref());
    for translation in &place.translations.0 {
        add(&mut text, translation.summary.as_deref());
    }
    text.into_boxed_str()
}

/// The names of a record in all languages, folded, to be searched by substring.
pub(crate) fn names(name: &str, reading: Option<&str>, translations: &Texts) -> String {
    let mut text = String::new();
    add_names(&mut text, name, translations);
    add(&mut text, reading);
    text
}

/// Words of a term: labels and synonyms.
pub(crate) fn words_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for word in words {
        add(&mut text, Some(word));
    }
    text
}

fn add_names(text: &mut String, name: &str, translations: &Texts) {
    add(text, Some(name));
    for translation in &translations.0 {
        add(text, translation.name.as_deref());
    }
}

fn add(text: &mut String, entry: Option<&str>) {
    let Some(entry) = entry else { return };
    let folded = fold(entry);
    text.push_str(&folded);
    text.push(ENTRY_END);
    // The parts of a word that folding replaces are words too: a 協議会 in 社会福祉協議会.
    let plain = fold_characters(entry);
    if plain != folded {
        text.push_str(&plain);
        text.push(ENTRY_END);
    }
}

/// The tiers of a haystack, best first.
pub(crate) fn tiers_of(haystack: &str) -> impl Iterator<Item = &str> {
    haystack.split(TIER_END)
}

/// A word of a query in its two writings; once where they are one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Wanted(Vec<String>);

impl Wanted {
    pub(crate) fn new([folded, plain]: [String; 2]) -> Wanted {
        let mut writings = vec![folded];
        if !writings.contains(&plain) {
            writings.push(plain);
        }
        Wanted(writings)
    }

    pub(crate) fn writings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.writings().any(|word| text.contains(word))
    }

    /// The best tier in which it stands.
    pub(crate) fn tier_in(&self, haystack: &str) -> Option<u8> {
        let position = self.writings().filter_map(|word| haystack.find(word)).min()?;
        let tiers = haystack.get(..position)?.matches(TIER_END).count();
        Some(u8::try_from(tiers).unwrap_or(LAST_TIER).min(LAST_TIER))
    }
}
