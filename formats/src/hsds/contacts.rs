//! Phones, addresses of mail and pages of a record, and the persons one can ask for, who are private.

use domain::contact::{Contact, ContactKind, Visibility, is_mobile};
use domain::import::RowAction;

use super::Reader;
use super::graph::Record;
use super::tables::Table;
use crate::cell::contact::{contact, is_personal_mail, mail_domain};
use crate::cell::phone::number;
use crate::cell::text::narrow;

impl Reader<'_> {
    /// All that reaches a record: its phones and persons.
    pub fn contacts(&mut self, owner: (Table, &str)) -> Vec<Contact> {
        let graph = self.graph;
        let mut contacts = Vec::new();
        for (_, phone) in graph.of(Table::Phone, owner) {
            add(&mut contacts, self.phone(phone));
        }
        for (id, person) in graph.of(Table::Contact, owner) {
            let mut reach: Vec<Contact> = Vec::new();
            for (_, phone) in graph.of(Table::Phone, (Table::Contact, id)) {
                reach.extend(self.phone(phone));
            }
            reach.extend(self.email((Table::Contact, person), "email"));
            let office: Vec<String> = ["title", "department"]
                .iter()
                .filter_map(|field| person.line_of(field))
                .collect();
            let office = office.join(", ");
            let at = (Table::Contact, person);
            let Some(name) = person.line_of("name") else {
                // An office without a person is everybody's to call.
                for desk in reach {
                    let note = desk.note.or_else(|| (!office.is_empty()).then(|| office.clone()));
                    add(&mut contacts, Some(Contact { note, ..desk }));
                }
                continue;
            };
            if reach.is_empty() {
                let detail =
                    "A contact person without a number or an address: kept with the source, not shown.";
                self.note(at, "name", "private-person", RowAction::LeftOut, detail);
                continue;
            }
            let detail = "The name of a contact person: kept private.";
            self.note(at, "name", "private-person", RowAction::Noted, detail);
            let note = if office.is_empty() {
                name
            } else {
                format!("{name} ({office})")
            };
            for own in reach {
                let private = Contact {
                    note: Some(note.clone()),
                    visibility: Visibility::Private,
                    ..own
                };
                add(&mut contacts, Some(private));
            }
        }
        contacts
    }

    fn phone(&mut self, record: &Record) -> Option<Contact> {
        let at = (Table::Phone, record);
        let written = record.line_of("number")?;
        let text = narrow(&written);
        let text = text.trim().trim_matches(['"', '\'']).trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let foreign = text.strip_prefix('+').is_some_and(|rest| {
            let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.');
            rest.chars().all(plain) && (8..=15).contains(&digits)
        });
        let Some(value) = number(text).or_else(|| foreign.then(|| text.to_owned())) else {
            let detail = "Not a phone number with its area code: left out.";
            self.note(at, "number", "phone-unclear", RowAction::LeftOut, detail);
            return None;
        };
        let kind = match record.line_of("type") {
            Some(kind) if kind.eq_ignore_ascii_case("fax") => ContactKind::Fax,
            _ => ContactKind::Phone,
        };
        let private = is_mobile(&value);
        if private {
            let detail = "A mobile number is a person's: kept private.";
            self.note(at, "number", "private-phone", RowAction::Noted, detail);
        } else if value != written {
            let detail = format!("Written as {value}.");
            self.note(at, "number", "phone-form", RowAction::Repaired, detail);
        }
        let extension = record.line_of("extension").map(|number| format!("内線 {number}"));
        let note: Vec<String> = extension
            .into_iter()
            .chain(record.line_of("description"))
            .collect();
        let note = (!note.is_empty()).then(|| note.join(" / "));
        Some(Contact {
            note,
            ..contact(kind, private, value)
        })
    }

    pub fn email(&mut self, at: (Table, &Record), field: &str) -> Option<Contact> {
        let written = at.1.line_of(field)?;
        let text = narrow(&written);
        let Some(domain) = mail_domain(&text) else {
            let detail = "Not one mail address.";
            self.note(at, field, "email-unclear", RowAction::LeftOut, detail);
            return None;
        };
        let personal = is_personal_mail(&domain);
        if personal {
            let detail = "An address of a free-mail or mobile provider is a person's: kept private.";
            self.note(at, field, "private-email", RowAction::Noted, detail);
        }
        Some(contact(ContactKind::Email, personal, text.into_owned()))
    }

    pub fn web(&mut self, at: (Table, &Record), field: &str) -> Option<String> {
        let url = at.1.line_of(field)?;
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            url.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && url.len() > scheme.len()
        });
        if is_web && !url.contains(char::is_whitespace) {
            return Some(url);
        }
        let detail = "No web address that starts with http:// or https://.";
        self.note(at, field, "url-unclear", RowAction::LeftOut, detail);
        None
    }
}

/// Each once.
pub fn add(contacts: &mut Vec<Contact>, more: Option<Contact>) {
    if let Some(contact) = more.filter(|contact| !contacts.contains(contact)) {
        contacts.push(contact);
    }
}
