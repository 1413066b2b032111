//! When two writings are the same word: one folding function, for the index and for the query.
//!
//! The data (variant characters, look-alikes, words) stands in [`variants`]. `fold` is idempotent.
//! Folding is for finding only; nothing folded is ever shown or stored, but [`identity_digest`], which is
//! frozen, names rows that have no number of their own.

mod variants;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// One form for all the ways a word is written: NFKC, lower case, hiragana, one dash, no long-vowel marks,
/// common kanji, Latin look-alikes, one white space, synonyms.
pub fn fold(text: &str) -> String {
    rewrite(characters(text), variants::WORDS)
}

/// Character by character only: what [`fold`] gives before words are put for words, which hides their parts.
pub fn fold_characters(text: &str) -> String {
    rewrite(characters(text), &[])
}

fn characters(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        push_folded(&mut folded, c);
    }
    folded
}

/// The words of a query, separated by white space, all of which must match; each as [`fold`] and as
/// [`fold_characters`] write it.
pub fn words(text: &str) -> Vec<[String; 2]> {
    fold_characters(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| [fold(word), word.to_owned()])
        .collect()
}

fn push_folded(folded: &mut String, c: char) {
    let c = match c {
        // Katakana equals hiragana.
        '\u{30A1}'..='\u{30F6}' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        // What NFKC could not compose carries no meaning for a search.
        '\u{0300}'..='\u{036F}' | '\u{3099}' | '\u{309A}' => return,
        _ if c.is_whitespace() || c.is_control() => ' ',
        _ if variants::DASHES.contains(&c) => '-',
        _ => variants::common_form(c),
    };
    folded.push(c);
}

/// Replaces words until nothing changes; every replacement leads to a form that no rule starts from.
fn rewrite(mut folded: String, words: &[(&str, &str)]) -> String {
    loop {
        let mut next = String::with_capacity(folded.len());
        for c in folded.chars() {
            let last = next.chars().next_back();
            let long_vowel = c == '-' && last.is_some_and(is_hiragana);
            let extra_space = c == ' ' && last.is_none_or(|last| last == ' ');
            if !long_vowel && !extra_space {
                next.push(c);
            }
        }
        next.truncate(next.trim_end().len());
        for (from, to) in words {
            if next.contains(from) {
                next = next.replace(from, to);
            }
        }
        if next == folded {
            return next;
        }
        folded = next;
    }
}

fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{3096}').contains(&c)
}

/// A stable name for a record without a number: hex of SHA-256 over the parts, each NFKC, lower case and
/// without white space. Stored in source keys, so this may never change.
pub fn identity_digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        let same: String = part
            .nfkc()
            .flat_map(char::to_lowercase)
            .filter(|c| !c.is_whitespace())
            .collect();
        hasher.update((same.len() as u64).to_be_bytes());
        hasher.update(same.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Whether two texts are the same by the rule of [`identity_digest`].
pub fn same_identity(a: &str, b: &str) -> bool {
    identity_digest(&[a]) == identity_digest(&[b])
}

/// A stable name for exact content: hex of SHA-256, 32 characters.
pub fn content_digest(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// What is kept of a secret: all of SHA-256 in hex. Fit for random secrets only, not for passwords.
pub fn secret_hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The first 128 bits, enough to tell any two records apart.
fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(32);
    for byte in digest.iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writings_of_one_word_are_equal() {
        for (a, b) in [
            ("ﾐﾝﾅﾉ食堂", "みんなの食堂"),
            ("ミンナノ食堂", "みんなの食堂"),
            ("１丁目２－３", "1丁目2-3"),
            ("１丁目２−３", "1丁目2‐3"),
            ("㈱テスト", "(株)テスト"),
            ("髙田", "高田"),
            ("大﨑", "大崎"),
            ("渡邊", "渡辺"),
            ("NPО", "npo"),
            ("子供食堂", "こども食堂"),
            ("子ども食堂", "コドモ食堂"),
            ("障害", "障がい"),
            ("障碍", "障がい"),
            ("社会福祉協議会", "社協"),
            ("センター", "センタ"),
            ("ヴァイオリン", "バイオリン"),
            ("サーヴィス", "さーびす"),
            ("Ａ　Ｂ", " a \t b "),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (a, b) in [
            ("堺", "坂井"),
            ("1-2", "12"),
            ("はし", "ばし"),
            ("きょう", "きよう"),
        ] {
            assert_ne!(fold(a), fold(b));
        }
    }

    #[test]
    fn the_identity_is_frozen() {
        assert_eq!(identity_digest(&["ａ Ｂ"]), identity_digest(&["AB"]));
        assert_ne!(identity_digest(&["a", "b"]), identity_digest(&["ab", ""]));
        // Recorded when the first register was filled; a change here would import every such row anew.
        assert_eq!(
            identity_digest(&["みんなの食堂", "七尾市１−２"]),
            identity_digest(&["みんなの 食堂", "七尾市1−2"])
        );
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,12}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_hard_letters_twice_is_folding_once(
            text in "[か゛ぁゔーヴァ子供ども障害がい碍о\u{301}é\u{3099}\\-‐ 　会福祉社協議共髙]{0,12}"
        ) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
