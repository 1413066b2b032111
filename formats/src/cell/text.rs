//! Text of a cell made fit to show: no control characters, no invisible ones, no space around it.
//!
//! Changes no letter: full-width and half-width forms stay as their publisher wrote them. Only what is read as
//! a number or a code goes through [`narrow`], which changes the width of ASCII letters and nothing else.

use std::borrow::Cow;

/// Characters that nobody sees and that only confuse: byte order marks, zero-width spaces, and marks that
/// reverse the direction of the text after them. Joiners and variation selectors belong to names and stay.
fn is_noise(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line: control characters become a space, one for all that stand together.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.chars().any(|c| c.is_control() || is_noise(c)) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut control = false;
    for c in text.chars().filter(|c| !is_noise(*c)) {
        if c.is_control() || control && c == ' ' {
            control = true;
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            control = false;
            line.push(c);
        }
    }
    Cow::Owned(line.trim().to_owned())
}

/// Several lines, each ended by `\n`.
pub fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown: String = text
        .chars()
        .filter(|c| !is_noise(*c))
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect();
    shown.trim().to_owned()
}

/// Full-width digits, letters and signs as ASCII, and every kind of dash as a hyphen.
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow_char).collect())
}

fn narrow_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        // Hyphens, dashes, minus signs and the long-vowel marks that are typed for them.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{ff70}' | '\u{2500}' | '\u{fe63}' => '-',
        _ => c,
    }
}

/// Whether the text is nothing but dashes of any kind.
pub fn is_dash(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| matches!(narrow_char(c), '-' | ' ') || matches!(c, '―' | '─' | '‐'))
        && text.chars().any(|c| narrow_char(c) == '-')
}

/// The first characters of a cell, for the report.
pub fn excerpt(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_and_letters_kept() {
        assert_eq!(one_line(" 子ども\r\n 食堂\t\t \u{feff}"), "子ども 食堂");
        assert_eq!(one_line("\u{3000}ﾐﾝﾅﾉ　食堂１"), "ﾐﾝﾅﾉ　食堂１");
        assert_eq!(one_line("a\u{202e}b\u{200b}"), "ab");
        assert_eq!(one_line("\u{200b}"), "");
        assert_eq!(
            one_line("葛\u{e0100}城"),
            "葛\u{e0100}城",
            "a variation selector is part of the name"
        );
        assert_eq!(lines(" a\r\nb\rc\u{7}d \n"), "a\nb\nc d");
    }

    #[test]
    fn widths_are_narrowed() {
        assert_eq!(narrow("（０４８）２５２ー４３８４"), "(048)252-4384");
        assert_eq!(narrow("３５．６−"), "35.6-");
        assert_eq!(narrow("Ａ＠ｂ"), "A@b");
    }
}
