//! Phone and fax numbers of a cell, each with who may see it.
//!
//! A mobile number is a person's: private until somebody says otherwise. A number that cannot be dialed from
//! anywhere is left out, since nobody can know its area code; its text stays with the source.

use domain::contact::{Contact, ContactKind, is_mobile};
use domain::import::RowAction;

use super::contact::contact;
use super::{Cells, Col, text::narrow};

/// Digits that leave no doubt that a number is meant, not an extension or a floor.
const LONG: usize = 9;

impl Cells<'_> {
    /// The numbers of the cell, with the words beside them as notes.
    pub fn numbers(&mut self, column: Col, kind: ContactKind) -> Vec<Contact> {
        let Some(cell) = self.raw(column) else {
            return Vec::new();
        };
        let text = narrow(cell);
        let parts = text
            .split(|c: char| c.is_control() || matches!(c, ',' | '、' | ';' | '/' | '・' | '､'))
            .map(|part| part.trim_matches(|c: char| c.is_whitespace() || c == '-'))
            .filter(|part| !part.is_empty() && !matches!(*part, "なし" | "無し" | "無" | "非公開"));
        let Some(numbers) = parts.map(numbers).collect::<Option<Vec<_>>>() else {
            let detail = if is_postal_code(&text) {
                "This is a postal code, not a phone number: left out."
            } else {
                "Not a phone number with its area code: left out."
            };
            self.note(column, "phone-unclear", RowAction::LeftOut, detail);
            return Vec::new();
        };
        let contacts: Vec<Contact> = numbers
            .into_iter()
            .flatten()
            .map(|(number, note)| Contact {
                note,
                ..contact(kind, is_mobile(&number), number)
            })
            .collect();
        let joined = contacts
            .iter()
            .map(|contact| contact.value.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        if !contacts.is_empty() && joined != cell.trim() {
            let detail = format!("Written as {joined}.");
            self.note(column, "phone-form", RowAction::Repaired, detail);
        }
        for _ in contacts.iter().filter(|contact| is_mobile(&contact.value)) {
            let detail = "A mobile number is a person's: kept private.";
            self.note(column, "private-phone", RowAction::Noted, detail);
        }
        contacts
    }
}

/// The numbers of a part without separators, each with the words beside it; `None` when it cannot be dialed.
fn numbers(part: &str) -> Option<Vec<(String, Option<String>)>> {
    if let Some(number) = number(part) {
        return Some(vec![(number, None)]);
    }
    let (mut found, mut words): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
    for run in runs(part) {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        if digits < LONG {
            words.push(run);
        } else if let Some(number) = number(run) {
            found.push(number);
        } else {
            found.extend(pair(run)?);
        }
    }
    if found.is_empty() {
        return None;
    }
    let words: String = words.concat();
    let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '-' | '※'));
    let note = (!words.is_empty()).then(|| words.to_owned());
    Some(found.into_iter().map(|number| (number, note.clone())).collect())
}

/// Stretches of what numbers are written with, and of everything else.
fn runs(part: &str) -> Vec<&str> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ' ' | '+');
    let mut runs = Vec::new();
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let kind = is_number(first);
        let end = rest.find(|c| is_number(c) != kind).unwrap_or(rest.len());
        let Some((run, after)) = rest.split_at_checked(end) else {
            break;
        };
        runs.push(run);
        rest = after;
    }
    runs
}

/// Two numbers with nothing but a bracket or a space between them.
fn pair(run: &str) -> Option<[String; 2]> {
    run.match_indices(['(', ' ']).find_map(|(at, _)| {
        let (first, second) = run.split_at_checked(at)?;
        Some([number(first)?, number(second)?])
    })
}

/// One number with hyphens between its groups, if it can be dialed from anywhere.
pub fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let (text, plus) = match text.strip_prefix('+') {
        Some(rest) => (rest, "+"),
        None => (text, ""),
    };
    if !text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ' '))
    {
        // #7119, #8000 and the like.
        let short = text.strip_prefix('#').filter(|_| plus.is_empty())?;
        return (short.len() == 4 && short.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned());
    }
    let groups: Vec<&str> = text
        .split(['-', '(', ')', ' '])
        .filter(|group| !group.is_empty())
        .collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let number = groups.join("-");
    let dialable = match plus {
        "+" => (9..=15).contains(&digits),
        // 119, 188, 189.
        _ if digits == 3 => number.starts_with('1') && groups.len() == 1,
        _ => (10..=11).contains(&digits) && number.starts_with('0'),
    };
    dialable.then(|| format!("{plus}{number}"))
}

fn is_postal_code(text: &str) -> bool {
    let digits = text.trim().trim_start_matches('〒');
    let groups: Vec<usize> = digits.split('-').map(str::len).collect();
    groups == [3, 4] && digits.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Nth, with_cells};
    use super::*;

    /// Value and visibility, or rule and action.
    type Pairs<T> = Vec<(T, &'static str)>;

    fn phones(text: &str) -> (Pairs<String>, Pairs<&'static str>) {
        let (contacts, issues) = with_cells(&[text], |cells| cells.numbers(Nth(0), ContactKind::Phone));
        let value = |c: Contact| match c.note {
            Some(note) => format!("{} [{note}]", c.value),
            None => c.value,
        };
        (
            contacts
                .into_iter()
                .map(|c| (c.visibility.code(), value(c)))
                .map(|(a, b)| (b, a))
                .collect(),
            issues,
        )
    }

    #[test]
    fn numbers_have_one_form() {
        let repaired = vec![("phone-form", "repaired")];
        for (text, number, issues) in [
            ("0767-53-0821", "0767-53-0821", &vec![]),
            ("0120123456", "0120123456", &vec![]),
            ("189", "189", &vec![]),
            ("#7119", "#7119", &vec![]),
            ("+81-3-1234-5678", "+81-3-1234-5678", &vec![]),
            ("(048)252-4384", "048-252-4384", &repaired),
            ("（０７６８）52ー0720", "0768-52-0720", &repaired),
            ("0768(52)0720", "0768-52-0720", &repaired),
            ("03 1234 5678", "03-1234-5678", &repaired),
            ("0767-53-0821（代表）", "0767-53-0821 [代表]", &repaired),
            (
                "TEL：0767-53-0821 内線123",
                "0767-53-0821 [TEL:内線123]",
                &repaired,
            ),
            ("087-865-3111, なし", "087-865-3111", &repaired),
        ] {
            assert_eq!(
                phones(text),
                (vec![(number.to_owned(), "PUBLIC")], issues.clone()),
                "{text}"
            );
        }
        for text in [
            "087-813-1466\n(087-839-2626)",
            "087-813-1466(087-839-2626)",
            "087-813-1466　087-839-2626",
        ] {
            let values: Vec<String> = phones(text).0.into_iter().map(|(value, _)| value).collect();
            assert_eq!(values, ["087-813-1466", "087-839-2626"], "{text}");
        }
    }

    #[test]
    fn mobile_numbers_are_private_and_counted() {
        assert_eq!(
            phones("090-1234-5678"),
            (
                vec![("090-1234-5678".to_owned(), "PRIVATE")],
                vec![("private-phone", "noted")]
            )
        );
        let two = [
            ("087-865-3111".to_owned(), "PUBLIC"),
            ("080-2972-4406".to_owned(), "PRIVATE"),
        ];
        assert_eq!(phones("087-865-3111, 080-2972-4406").0, two);
    }

    #[test]
    fn what_cannot_be_dialed_is_left_out() {
        for text in ["-", "ー", "", "−", "なし"] {
            assert_eq!(phones(text), (vec![], vec![]), "{text}");
        }
        for text in [
            "53-0821",
            "760-8571",
            "市役所",
            "767-53-0821",
            "087-865-3111, 53-0821",
            "087-865-3111 または市役所 12-345-6789",
        ] {
            assert_eq!(
                phones(text),
                (vec![], vec![("phone-unclear", "left out")]),
                "{text}"
            );
        }
    }
}
