//! Words in places: a folded text for each, in tiers, searched by substring.

use domain::text::fold;
use domain::{Place, Texts};

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
    if let Some(entry) = entry {
        text.push_str(&fold(entry));
        text.push(ENTRY_END);
    }
}

/// The tiers of a haystack, best first.
pub(crate) fn tiers_of(haystack: &str) -> impl Iterator<Item = &str> {
    haystack.split(TIER_END)
}

/// The best tier in which the word stands.
pub(crate) fn tier_of(haystack: &str, word: &str) -> Option<u8> {
    let position = haystack.find(word)?;
    let tiers = haystack.get(..position)?.matches(TIER_END).count();
    Some(u8::try_from(tiers).unwrap_or(LAST_TIER).min(LAST_TIER))
}
