//! Web pages and mail addresses of a cell, each with who may see it.
//!
//! A free-mail address is a person's: private until somebody says otherwise. Numbers stand in [`super::phone`].

use domain::contact::{Contact, ContactKind, Visibility};
use domain::import::RowAction;

use super::{Cells, Col, text::narrow};

/// Providers whose addresses belong to persons; subdomains count too.
const PERSONAL_MAIL: &[&str] = &[
    "aol.com",
    "au.com",
    "biglobe.ne.jp",
    "disney.ne.jp",
    "docomo.ne.jp",
    "emnet.ne.jp",
    "excite.co.jp",
    "ezweb.ne.jp",
    "gmail.com",
    "goo.jp",
    "googlemail.com",
    "hotmail.co.jp",
    "hotmail.com",
    "i.softbank.jp",
    "icloud.com",
    "infoseek.jp",
    "live.com",
    "live.jp",
    "mac.com",
    "me.com",
    "mineo.jp",
    "msn.com",
    "nifty.com",
    "ocn.ne.jp",
    "outlook.com",
    "outlook.jp",
    "plala.or.jp",
    "pdx.ne.jp",
    "proton.me",
    "protonmail.com",
    "rakuten.jp",
    "rakumail.jp",
    "softbank.ne.jp",
    "so-net.ne.jp",
    "uqmobile.jp",
    "vodafone.ne.jp",
    "willcom.com",
    "y-mobile.ne.jp",
    "yahoo.co.jp",
    "yahoo.com",
    "yahoo.ne.jp",
    "ybb.ne.jp",
    "ymail.ne.jp",
    "ymobile.ne.jp",
    "ymobile1.ne.jp",
];

impl Cells<'_> {
    /// The first web address of the cell; the text beside it becomes the note.
    pub fn web(&mut self, column: Col) -> Option<Contact> {
        let cell = self.line(column)?;
        let start = ["http://", "https://"]
            .iter()
            .filter_map(|scheme| find_ignoring_case(&cell, scheme))
            .min();
        let Some((before, rest)) = start.and_then(|start| cell.split_at_checked(start)) else {
            if !matches!(&*cell, "なし" | "無し" | "無" | "非公開") {
                let detail = "No web address that starts with http:// or https://.";
                self.note(column, "url-unclear", RowAction::LeftOut, detail);
            }
            return None;
        };
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '；' | '、'))
            .unwrap_or(rest.len());
        let (url, after) = rest.split_at_checked(end)?;
        if url.len() <= "https://".len() {
            let detail = "The web address is not complete.";
            self.note(column, "url-unclear", RowAction::LeftOut, detail);
            return None;
        }
        let note: Vec<&str> = [before, after]
            .map(|part| part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '；' | '、')))
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let note = (!note.is_empty()).then(|| note.join(" "));
        Some(Contact {
            note,
            ..contact(ContactKind::Web, false, url.to_owned())
        })
    }

    /// The mail address of the cell.
    pub fn email(&mut self, column: Col) -> Option<Contact> {
        let cell = self.line(column)?;
        let text = narrow(&cell);
        let Some(domain) = mail_domain(&text) else {
            if !matches!(&*cell, "なし" | "無し" | "無" | "非公開") {
                let detail = "Not one mail address.";
                self.note(column, "email-unclear", RowAction::LeftOut, detail);
            }
            return None;
        };
        let personal = is_personal_mail(&domain);
        if personal {
            let detail = "An address of a free-mail or mobile provider is a person's: kept private.";
            self.note(column, "private-email", RowAction::Noted, detail);
        }
        Some(contact(ContactKind::Email, personal, text.into_owned()))
    }
}

/// Whether the domain is that of a provider for persons.
pub fn is_personal_mail(domain: &str) -> bool {
    PERSONAL_MAIL.iter().any(|provider| {
        domain == *provider
            || domain
                .strip_suffix(provider)
                .is_some_and(|rest| rest.ends_with('.'))
    })
}

/// A contact without a note.
pub fn contact(kind: ContactKind, private: bool, value: String) -> Contact {
    let visibility = if private {
        Visibility::Private
    } else {
        Visibility::Public
    };
    Contact {
        kind,
        value,
        note: None,
        visibility,
    }
}

fn find_ignoring_case(text: &str, ascii: &str) -> Option<usize> {
    text.as_bytes()
        .windows(ascii.len())
        .position(|window| window.eq_ignore_ascii_case(ascii.as_bytes()))
}

/// The domain of an address, in lower case, if the text is one address.
pub fn mail_domain(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let plain = |part: &str| {
        part.chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '@' | ',' | ';' | '/' | '<' | '>'))
    };
    let whole = !local.is_empty()
        && domain.split('.').count() > 1
        && domain.split('.').all(|label| !label.is_empty());
    (whole && plain(local) && plain(domain)).then(|| domain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Nth, with_cells};

    #[test]
    fn the_first_web_address_counts_and_the_rest_is_its_note() {
        let web = |text: &str| {
            let (contact, issues) = with_cells(&[text], |cells| cells.web(Nth(0)));
            (contact.map(|c| (c.value, c.note.unwrap_or_default())), issues)
        };
        for (text, url, note) in [
            ("https://example.jp/まち", "https://example.jp/まち", ""),
            (
                "社協　ホームページ\nhttps://example.jp/a",
                "https://example.jp/a",
                "社協　ホームページ",
            ),
            (
                "http://a.example　https://b.example",
                "http://a.example",
                "https://b.example",
            ),
            (
                "X\nhttps://a.example　\nHP\nhttps://b.example",
                "https://a.example",
                "X HP https://b.example",
            ),
            ("https://a.example；公式、", "https://a.example", "公式"),
            ("HTTPS://a.example", "HTTPS://a.example", ""),
        ] {
            assert_eq!(
                web(text),
                (Some((url.to_owned(), note.to_owned())), vec![]),
                "{text}"
            );
        }
        for text in ["example.jp", "電話で", "https://", "javascript:alert(1)"] {
            assert_eq!(web(text), (None, vec![("url-unclear", "left out")]), "{text}");
        }
        assert_eq!(web("無し"), (None, vec![]));
    }

    #[test]
    fn personal_mail_is_private() {
        let email = |text: &str| {
            let (contact, issues) = with_cells(&[text], |cells| cells.email(Nth(0)));
            (contact.map(|c| (c.value, c.visibility.code())), issues)
        };
        for (text, visibility) in [
            ("bosai@city.nanao.lg.jp", "PUBLIC"),
            ("office@notgmail.com", "PUBLIC"),
            ("someone@Gmail.com", "PRIVATE"),
            ("someone@jp.ezweb.ne.jp", "PRIVATE"),
            ("someone@i.softbank.jp", "PRIVATE"),
            ("someone@yahoo.co.jp", "PRIVATE"),
        ] {
            let issues = match visibility {
                "PRIVATE" => vec![("private-email", "noted")],
                _ => vec![],
            };
            assert_eq!(
                email(text),
                (Some((text.to_owned(), visibility)), issues),
                "{text}"
            );
        }
        assert_eq!(
            email("a＠example.jp").0,
            Some(("a@example.jp".to_owned(), "PUBLIC"))
        );
        for text in ["a@b", "a", "a@b.jp c@d.jp", "a@b.jp,c@d.jp", "@b.jp", "担当"] {
            assert_eq!(email(text), (None, vec![("email-unclear", "left out")]), "{text}");
        }
    }
}
