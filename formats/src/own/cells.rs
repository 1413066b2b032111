//! How single cells of ibasho's own CSV are written and read: lists, lines, JSON, and no formulas.
//!
//! Every form reads back to what was written, whatever the text holds. Nothing here knows a column.

use chrono::NaiveDate;
use domain::contact::{Contact, ContactKind, Visibility};
use domain::place::{Accessibility, AccessibilityFeature};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is wrong with a cell, for the editor.
pub type Fault = String;

/// Characters with which a spreadsheet begins to calculate, in either width.
const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Any number of apostrophes, then what a spreadsheet would run: one of the triggers, with blanks before it or none,
/// or a control character, which some programs skip.
fn looks_like_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(char::is_control) || text.trim_start().starts_with(TRIGGERS)
}

/// One apostrophe before what a spreadsheet would run, and before what looks as if it had one already.
pub fn defuse(text: String) -> String {
    if looks_like_formula(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// Takes the apostrophe of [`defuse`] off again, and no other.
pub fn arm(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

/// Items in one cell, each free of what divides them: `a;b`, with a backslash before `;` and `\`.
pub fn join<I: IntoIterator<Item = S>, S: AsRef<str>>(items: I, divider: char) -> String {
    let items = items.into_iter().map(|item| escape(item.as_ref(), divider));
    items.collect::<Vec<_>>().join(&divider.to_string())
}

fn escape(text: &str, divider: char) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if divider == '\n' => escaped.push_str("\\n"),
            '\\' => escaped.push_str("\\\\"),
            c if c == divider || c == '|' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The items of [`join`], and of those who leave blanks beside the divider.
pub fn split(cell: &str, divider: char) -> Vec<String> {
    let (mut items, mut item, mut escaped) = (Vec::new(), String::new(), false);
    for c in cell.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (false, c) if c == divider => items.push(std::mem::take(&mut item)),
            (true, 'n') if divider == '\n' => item.push('\n'),
            (_, c) => item.push(c),
        }
        escaped = false;
    }
    items.push(item);
    items
}

/// The parts of a line before and after its first bar that no backslash stands before, escapes still in them.
fn at_bar(line: &str) -> (&str, Option<&str>) {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            (false, '|') => {
                let (before, after) = line.split_at(at);
                let after = after.strip_prefix('|').unwrap_or(after);
                return (
                    before.strip_suffix(' ').unwrap_or(before),
                    Some(after.strip_prefix(' ').unwrap_or(after)),
                );
            }
            _ => escaped = false,
        }
    }
    (line, None)
}

/// Lines of a cell with their escapes still in them; a spreadsheet may have changed their ends.
fn lines(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .filter(|line| !line.trim().is_empty())
}

/// `\r` at the end of a line would look like the end that a spreadsheet writes.
fn escape_line(text: &str) -> String {
    escape(text, '\n').replace('\r', "\\r")
}

fn unescape_line(text: &str) -> String {
    let (mut plain, mut escaped) = (String::with_capacity(text.len()), false);
    for c in text.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n') => plain.push('\n'),
            (true, 'r') => plain.push('\r'),
            (_, c) => plain.push(c),
        }
        escaped = false;
    }
    plain
}

/// `PHONE 0767-53-0001 | 受付`, one a line.
pub fn write_contacts(contacts: &[Contact]) -> String {
    let lines = contacts.iter().map(|contact| {
        let note = contact.note.as_ref();
        let note = note
            .map(|note| format!(" | {}", escape_line(note)))
            .unwrap_or_default();
        format!("{} {}{note}", contact.kind.code(), escape_line(&contact.value))
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub fn read_contacts(cell: &str) -> Result<Vec<Contact>, Fault> {
    let mut contacts = Vec::new();
    for line in lines(cell) {
        let (said, note) = at_bar(line);
        let (kind, value) = said.split_once(' ').unwrap_or((said, ""));
        let kinds = ContactKind::ALL
            .iter()
            .map(|kind| kind.code())
            .collect::<Vec<_>>();
        let Some(kind) = ContactKind::parse(kind).filter(|_| !value.is_empty()) else {
            return Err(format!(
                "Each line is a kind ({}), a blank and the number or address.",
                kinds.join(", ")
            ));
        };
        contacts.push(Contact {
            kind,
            value: unescape_line(value),
            note: note.map(unescape_line).filter(|note| !note.is_empty()),
            visibility: Visibility::Public,
        });
    }
    Ok(contacts)
}

const ANSWERS: [(Option<bool>, &str); 3] = [(Some(true), "yes"), (Some(false), "no"), (None, "unknown")];

/// `WHEELCHAIR yes | 正面から`, one a line.
pub fn write_accessibility(features: &[Accessibility]) -> String {
    let lines = features.iter().map(|feature| {
        let answer = ANSWERS
            .iter()
            .find(|(available, _)| *available == feature.available);
        let answer = answer.map_or("unknown", |(_, word)| word);
        let note = feature.note.as_ref();
        let note = note
            .map(|note| format!(" | {}", escape_line(note)))
            .unwrap_or_default();
        format!("{} {answer}{note}", feature.feature.code())
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub fn read_accessibility(cell: &str) -> Result<Vec<Accessibility>, Fault> {
    let mut features: Vec<Accessibility> = Vec::new();
    for line in lines(cell) {
        let (said, note) = at_bar(line);
        let (name, answer) = said.trim().split_once(' ').unwrap_or((said, ""));
        let feature = AccessibilityFeature::parse(name.trim());
        let available = ANSWERS
            .iter()
            .find(|(_, word)| answer.trim().eq_ignore_ascii_case(word))
            .map(|(available, _)| *available);
        let (Some(feature), Some(available)) = (feature, available) else {
            return Err("Each line is a feature, a blank, and yes, no or unknown.".to_owned());
        };
        if features.iter().any(|known| known.feature == feature) {
            return Err(format!("{} stands twice.", feature.code()));
        }
        features.push(Accessibility {
            feature,
            available,
            note: note.map(unescape_line).filter(|note| !note.is_empty()),
        });
    }
    Ok(features)
}

/// JSON without the members that say nothing; an empty list is a blank cell.
pub fn write_json<T: Serialize>(items: &[T]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut value = serde_json::to_value(items).unwrap_or_default();
    drop_nulls(&mut value);
    value.to_string()
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        Value::Object(members) => {
            members.retain(|_, member| {
                !member.is_null() && member.as_array().is_none_or(|list| !list.is_empty())
            });
            members.values_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}

pub fn read_json<T: DeserializeOwned>(cell: &str) -> Result<Vec<T>, Fault> {
    serde_json::from_str(cell).map_err(|error| format!("Not the JSON of this column: {error}."))
}

/// `2026-11-01`, or as a spreadsheet shows it.
pub fn read_date(cell: &str) -> Result<NaiveDate, Fault> {
    let cell = cell.trim();
    ["%Y-%m-%d", "%Y/%m/%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(cell, form).ok())
        .ok_or_else(|| "Not a date such as 2026-11-01.".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_every_cell_reads_back(text in "['=+\\-@＝＋－＠\t\r\n\0a 　]{0,6}.{0,4}") {
            let cell = defuse(text.clone());
            let first = cell.chars().next();
            prop_assert!(!first.is_some_and(|c| c.is_control()), "{cell:?}");
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{cell:?}");
            prop_assert_eq!(arm(&cell), text);
        }

        #[test]
        fn lists_read_back(items in proptest::collection::vec("[;\\\\|,a\n]{0,5}", 1..5), newline: bool) {
            let divider = if newline { '\n' } else { ';' };
            prop_assert_eq!(split(&join(&items, divider), divider), items);
        }

        #[test]
        fn contacts_read_back(texts in proptest::collection::vec(("[\\\\| nr\r\n]{0,4}[a-z].{0,3}[\r\n ]?", proptest::option::of("[\\\\| nr\r\na]{1,5}")), 0..4)) {
            let contacts: Vec<Contact> = texts
                .into_iter()
                .map(|(value, note)| Contact { kind: ContactKind::Web, value, note, visibility: Visibility::Public })
                .collect();
            prop_assert_eq!(read_contacts(&write_contacts(&contacts)), Ok(contacts));
        }
    }

    #[test]
    fn what_people_type_is_read() {
        let contacts = read_contacts("phone 0767-53-0001\r\n\r\nWEB https://a.example |受付").unwrap();
        assert_eq!((contacts.len(), contacts[1].note.as_deref()), (2, Some("受付")));
        for cell in ["0767-53-0001", "PHONE", "PHONE "] {
            assert!(read_contacts(cell).is_err(), "{cell}");
        }
        let features = read_accessibility("WHEELCHAIR yes | 正面\nsign_language Unknown").unwrap();
        assert_eq!((features[0].available, features[1].available), (Some(true), None));
        for cell in ["WHEELCHAIR", "WHEELCHAIR maybe", "WHEELCHAIR yes\nWHEELCHAIR no"] {
            assert!(read_accessibility(cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn json_leaves_out_what_is_not_said() {
        #[derive(Serialize)]
        struct Item {
            a: Option<u8>,
            list: Vec<u8>,
        }
        assert_eq!(write_json::<Item>(&[]), "");
        let items = [
            Item {
                a: None,
                list: vec![],
            },
            Item {
                a: Some(1),
                list: vec![2],
            },
        ];
        assert_eq!(write_json(&items), r#"[{},{"a":1,"list":[2]}]"#);
    }
}
