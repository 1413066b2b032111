//! The rules of what a place has several of; a broken one names the item by its position.

use super::LONGEST_TEXT;
use crate::contact::{Contact, ContactKind};
use crate::place::Accessibility;
use crate::schedule::SpecialHours;
use crate::translation::{Texts, Translation};
use crate::violation::{Violation, ViolationCode};

const LONGEST_VALUE: usize = 500;
const LONGEST_NOTE: usize = 1_000;

/// Trimmed; too long a text and control characters other than line breaks and tabs are broken rules.
pub(super) fn bounded(
    path: &[&str],
    text: String,
    longest: usize,
    violations: &mut Vec<Violation>,
) -> String {
    let length = text.chars().count();
    if length > longest {
        let message = format!("must have at most {longest} characters, not {length}");
        violations.push(Violation::new(path, ViolationCode::TooLong, message));
    }
    let odd = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some(odd) = text.chars().find(odd) {
        let message = format!("must not hold the control character U+{:04X}", u32::from(odd));
        violations.push(Violation::invalid(path, message));
    }
    text.trim().to_owned()
}

/// The same for a text that may be missing; blank is missing.
fn optional(
    path: &[&str],
    text: Option<String>,
    longest: usize,
    violations: &mut Vec<Violation>,
) -> Option<String> {
    text.map(|text| bounded(path, text, longest, violations))
        .filter(|text| !text.is_empty())
}

pub(super) fn contacts(all: Vec<Contact>, violations: &mut Vec<Violation>) -> Vec<Contact> {
    let mut kept = Vec::with_capacity(all.len());
    for (number, contact) in all.into_iter().enumerate() {
        let number = number.to_string();
        let path = ["contacts", &number, "value"];
        let value = bounded(&path, contact.value, LONGEST_VALUE, violations);
        if value.is_empty() {
            let message = "a contact needs a number or an address";
            violations.push(Violation::new(&path, ViolationCode::Required, message));
        } else if let Some(message) = wrong_form(contact.kind, &value) {
            violations.push(Violation::invalid(&path, message));
        }
        let note = optional(
            &["contacts", &number, "note"],
            contact.note,
            LONGEST_NOTE,
            violations,
        );
        kept.push(Contact {
            value,
            note,
            ..contact
        });
    }
    kept
}

/// What is surely wrong; numbers and addresses have more forms than a rule could name.
fn wrong_form(kind: ContactKind, value: &str) -> Option<&'static str> {
    let has_digit = value.chars().any(char::is_numeric);
    let is_mail = value.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !value.contains(char::is_whitespace)
    });
    let is_web = value.starts_with("https://") || value.starts_with("http://");
    match kind {
        ContactKind::Phone | ContactKind::Fax if !has_digit => Some("a telephone number has digits"),
        ContactKind::Email if !is_mail => Some("an address is written like desk@example.org"),
        ContactKind::Web if !is_web || value.contains(char::is_whitespace) => {
            Some("an address on the web begins with https:// or http://")
        }
        _ => None,
    }
}

pub(super) fn accessibility(all: Vec<Accessibility>, violations: &mut Vec<Violation>) -> Vec<Accessibility> {
    let mut kept: Vec<Accessibility> = Vec::with_capacity(all.len());
    for (number, entry) in all.into_iter().enumerate() {
        let number = number.to_string();
        if kept.iter().any(|other| other.feature == entry.feature) {
            violations.push(Violation::new(
                &["accessibility", &number, "feature"],
                ViolationCode::Duplicate,
                format!("{} is given twice", entry.feature.code()),
            ));
        }
        let note = optional(
            &["accessibility", &number, "note"],
            entry.note,
            LONGEST_NOTE,
            violations,
        );
        kept.push(Accessibility { note, ..entry });
    }
    kept
}

pub(super) fn special_hours(all: Vec<SpecialHours>, violations: &mut Vec<Violation>) -> Vec<SpecialHours> {
    let mut kept = Vec::with_capacity(all.len());
    for (number, hours) in all.into_iter().enumerate() {
        let number = number.to_string();
        if hours.from > hours.to {
            let message = "the first day must not be after the last";
            violations.push(Violation::invalid(&["specialHours", &number, "to"], message));
        }
        if hours.opens.is_some() != hours.closes.is_some() {
            let missing = if hours.opens.is_some() { "closes" } else { "opens" };
            let message = "opens and closes belong together";
            violations.push(Violation::invalid(&["specialHours", &number, missing], message));
        }
        let reason = optional(
            &["specialHours", &number, "reason"],
            hours.reason,
            LONGEST_NOTE,
            violations,
        );
        kept.push(SpecialHours { reason, ..hours });
    }
    kept
}

pub(super) fn texts(all: Vec<Translation>, violations: &mut Vec<Violation>) -> Texts {
    let mut kept: Vec<Translation> = Vec::with_capacity(all.len());
    for (number, text) in all.into_iter().enumerate() {
        let number = number.to_string();
        let language = ["translations", &number, "language"];
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if text.language.is_empty() || text.language.len() > 35 || !text.language.chars().all(plain) {
            let message = format!("{:?} is not a language tag (BCP 47)", text.language);
            violations.push(Violation::invalid(&language, message));
        }
        if kept
            .iter()
            .any(|other| other.language.eq_ignore_ascii_case(&text.language))
        {
            let message = format!("the language {:?} is given twice", text.language);
            violations.push(Violation::new(&language, ViolationCode::Duplicate, message));
        }
        let name = optional(
            &["translations", &number, "name"],
            text.name,
            LONGEST_TEXT,
            violations,
        );
        let summary = optional(
            &["translations", &number, "summary"],
            text.summary,
            LONGEST_TEXT,
            violations,
        );
        kept.push(Translation {
            name,
            summary,
            ..text
        });
    }
    kept.retain(|text| text.name.is_some() || text.summary.is_some());
    kept.sort_by(|a, b| a.language.cmp(&b.language));
    Texts(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Visibility;

    #[test]
    fn what_is_surely_no_contact_is_refused_by_its_position() {
        let contact = |kind, value: &str| Contact {
            kind,
            value: value.to_owned(),
            note: Some(" ".to_owned()),
            visibility: Visibility::Public,
        };
        let all = vec![
            contact(ContactKind::Phone, "03-1234-5678"),
            contact(ContactKind::Phone, " "),
            contact(ContactKind::Web, "javascript:alert(1)"),
            contact(ContactKind::Web, "https://example.org/a"),
            contact(ContactKind::Email, "nope"),
            contact(ContactKind::Email, "desk@example.org"),
            contact(ContactKind::Line, "@desk\0"),
        ];
        let mut violations = Vec::new();
        let kept = contacts(all, &mut violations);
        assert!(
            kept.iter().all(|contact| contact.note.is_none()),
            "a blank note is none"
        );
        let found: Vec<(String, ViolationCode)> = violations
            .into_iter()
            .map(|violation| (violation.path.join("."), violation.code))
            .collect();
        let expected = [
            ("contacts.1.value", ViolationCode::Required),
            ("contacts.2.value", ViolationCode::Invalid),
            ("contacts.4.value", ViolationCode::Invalid),
            ("contacts.6.value", ViolationCode::Invalid),
        ];
        assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
    }
}
