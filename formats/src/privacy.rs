//! What a file says of persons enters as private contacts: names of contact persons, and the mobile numbers and
//! free-mail addresses that stand in the middle of texts that everybody can read.
//!
//! Contact cells of their own are judged where they are read ([`crate::cell::phone`], [`crate::cell::contact`]).
//! Every finding is an issue whose rule begins with `private-`; the words of the file stay with the source.

use domain::contact::{Contact, ContactKind, Visibility, is_mobile};
use domain::import::{RowAction, RowIssue};

use crate::cell::Cells;
use crate::cell::contact::{contact, is_personal_mail, mail_domain};
use crate::cell::text::narrow;
use crate::profile::{Means, Reading};

/// What stands where something was taken out.
const MASK: &str = "（非公開）";

/// How many private things an import holds back.
pub fn count(issues: &[RowIssue]) -> usize {
    issues
        .iter()
        .filter(|issue| issue.rule.starts_with("private-"))
        .count()
}

/// Takes numbers and addresses of persons out of a text; answers them as private contacts.
pub fn mask(text: &mut String) -> Vec<Contact> {
    let mut found = Vec::new();
    while let Some((start, end, kind)) = personal(text) {
        let Some(part) = text.get(start..end) else { break };
        found.push(contact(kind, true, narrow(part).into_owned()));
        text.replace_range(start..end, MASK);
    }
    found
}

/// Moves what belongs to persons out of the public parts of a reading.
pub fn protect(reading: &mut Reading, cells: &mut Cells) {
    let mut found = Vec::new();
    let texts = [
        Some(&mut reading.name),
        reading.summary.as_mut(),
        reading.organization.as_mut(),
        reading.address.as_mut().map(|address| &mut address.formatted),
    ];
    let hours = reading
        .schedules
        .iter_mut()
        .filter_map(|schedule| schedule.original.as_mut());
    let notes = reading
        .contacts
        .iter_mut()
        .filter_map(|contact| contact.note.as_mut());
    for text in texts.into_iter().flatten().chain(hours).chain(notes) {
        while let Some((start, end, kind)) = personal(text) {
            let Some(part) = text.get(start..end).map(str::to_owned) else {
                break;
            };
            text.replace_range(start..end, MASK);
            found.push((part, kind));
        }
    }
    for (part, kind) in found {
        if let Some(column) = cells.holding(&part) {
            let detail = "A person's number or address within a text: taken out of it and kept private.";
            cells.note(column, "private-in-text", RowAction::Repaired, detail);
        }
        reading
            .contacts
            .push(contact(kind, true, narrow(&part).into_owned()));
    }
    contact_person(reading, cells);
}

/// The name goes with a private copy of how to reach the person.
fn contact_person(reading: &mut Reading, cells: &mut Cells) {
    let (Some(name), Some(column)) = (cells.owned(Means::Person), cells.first(Means::Person)) else {
        return;
    };
    let dialed = |contact: &&Contact| matches!(contact.kind, ContactKind::Phone | ContactKind::Email);
    let reach = reading
        .contacts
        .iter()
        .find(|contact| dialed(contact) && contact.visibility == Visibility::Private);
    let Some(reach) = reach.or_else(|| reading.contacts.iter().find(dialed)).cloned() else {
        let detail = "A contact person without a number or an address: kept with the source, not shown.";
        cells.note(column, "private-person", RowAction::LeftOut, detail);
        return;
    };
    let note = match &reach.note {
        Some(note) => format!("{name}（{note}）"),
        None => name,
    };
    let private = Contact {
        note: Some(note),
        visibility: Visibility::Private,
        ..reach.clone()
    };
    // A private contact takes the name; a public desk keeps its number, and a private copy has the name.
    match reading.contacts.iter_mut().find(|contact| **contact == reach) {
        Some(own) if own.visibility == Visibility::Private => *own = private,
        _ => reading.contacts.push(private),
    }
    let detail = "The name of a contact person: kept private.";
    cells.note(column, "private-person", RowAction::Noted, detail);
}

/// Where the text holds a mobile number or a free-mail address: bytes from and to.
fn personal(text: &str) -> Option<(usize, usize, ContactKind)> {
    // Most texts have neither, and are many.
    if !text.contains(['0', '０', '@', '＠']) {
        return None;
    }
    let chars: Vec<(usize, char)> = text
        .char_indices()
        .map(|(at, c)| (at, narrow(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)))
        .collect();
    (0..chars.len()).find_map(|start| {
        let rest = chars.get(start..)?;
        let before = start
            .checked_sub(1)
            .and_then(|before| chars.get(before))
            .map(|(_, c)| *c);
        let (length, kind) = mobile(rest, before).or_else(|| mail(rest, before))?;
        let from = rest.first()?.0;
        let to = rest.get(length).map_or(text.len(), |(at, _)| *at);
        Some((from, to, kind))
    })
}

fn mobile(chars: &[(usize, char)], before: Option<char>) -> Option<(usize, ContactKind)> {
    if before.is_some_and(|c| c.is_ascii_digit()) || chars.first()?.1 != '0' {
        return None;
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ' ');
    let mut digits = String::new();
    for (length, (_, c)) in chars.iter().enumerate().take_while(|(_, (_, c))| is_part(*c)) {
        if c.is_ascii_digit() {
            digits.push(*c);
        }
        let ends = !chars
            .get(length + 1)
            .is_some_and(|(_, next)| next.is_ascii_digit());
        if digits.len() == 11 && ends {
            return is_mobile(&digits).then_some((length + 1, ContactKind::Phone));
        }
    }
    None
}

fn mail(chars: &[(usize, char)], before: Option<char>) -> Option<(usize, ContactKind)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '@');
    if before.is_some_and(is_part) {
        return None;
    }
    let mut address: String = chars
        .iter()
        .map(|(_, c)| *c)
        .take_while(|c| is_part(*c))
        .collect();
    address.truncate(address.trim_end_matches('.').len());
    let domain = mail_domain(&address)?;
    is_personal_mail(&domain).then_some((address.len(), ContactKind::Email))
}

#[cfg(test)]
mod tests {
    use domain::import::PlaceDraft;

    use crate::tests::{places, rules};

    fn draft(columns: &str, cells: &str) -> (PlaceDraft, Vec<&'static str>, usize) {
        let (mut drafts, content) = places(&format!("名称,開催日,{columns}\nみんなの食堂,,{cells}\n"));
        let mut rules = rules(&content);
        rules.retain(|rule| rule.starts_with("private-"));
        (drafts.remove(0), rules, content.private)
    }

    fn contacts(draft: &PlaceDraft) -> Vec<(&'static str, String)> {
        let text = |note: &Option<String>| note.as_ref().map(|note| format!(" [{note}]")).unwrap_or_default();
        draft
            .contacts
            .iter()
            .map(|c| (c.visibility.code(), format!("{}{}", c.value, text(&c.note))))
            .collect()
    }

    #[test]
    fn numbers_of_persons_leave_the_texts() {
        let (draft, rules, count) = draft(
            "設置目的,開催日時特記事項",
            "申込は０９０－1234-5678（山田）か someone@gmail.com。代表03-1234-5678,tel 08012345678",
        );
        assert_eq!(
            draft.summary.as_deref(),
            Some("申込は（非公開）（山田）か （非公開）。代表03-1234-5678")
        );
        assert_eq!(
            draft.schedules[0].original.as_deref(),
            Some("開催日時特記事項: tel （非公開）")
        );
        let expected =
            ["090-1234-5678", "someone@gmail.com", "08012345678"].map(|value| ("PRIVATE", value.to_owned()));
        assert_eq!(contacts(&draft), expected);
        assert_eq!((rules, count), (vec!["private-in-text"; 3], 3));
    }

    #[test]
    fn numbers_that_are_no_mobile_ones_stay() {
        for text in [
            "0120-123-456",
            "03-1234-5678",
            "2090-1234-56789",
            "desk@city.example.jp",
            "090-1234-567",
        ] {
            assert_eq!(draft("設置目的", text).0.summary.as_deref(), Some(text));
        }
    }

    #[test]
    fn contact_persons_are_private() {
        let named = |cells: &str| {
            let (draft, rules, _) = draft("電話番号,担当者名", cells);
            (contacts(&draft), rules)
        };
        assert_eq!(
            named("090-1234-5678,山田"),
            (
                vec![("PRIVATE", "090-1234-5678 [山田]".to_owned())],
                vec!["private-phone", "private-person"]
            )
        );
        let desk = vec![
            ("PUBLIC", "03-1234-5678".to_owned()),
            ("PRIVATE", "03-1234-5678 [山田]".to_owned()),
        ];
        assert_eq!(named("03-1234-5678,山田"), (desk, vec!["private-person"]));
        assert_eq!(named(",山田"), (vec![], vec!["private-person"]));
    }
}
