//! Phone numbers, web pages and mail addresses of a cell, each with who may see it.
//!
//! A mobile number or a free-mail address is a person's: private until somebody says otherwise. A number that
//! cannot be dialed is left out; its text stays with the source.

use domain::contact::{Contact, ContactKind, Visibility, is_mobile};
use domain::import::RowAction;

use super::{Cells, text::narrow};
use crate::profile::Column;

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
    /// The numbers of the cell. A lone dash is blank.
    pub fn phones(&mut self, column: impl Column) -> Vec<Contact> {
        let Some(cell) = self.raw(column) else {
            return Vec::new();
        };
        let text = narrow(cell);
        let parts: Vec<&str> = text
            .split(|c: char| c.is_control() || matches!(c, ',' | '、' | ';' | '/' | '・' | '､'))
            .map(|part| part.trim_matches(|c: char| c.is_whitespace() || c == '-'))
            .filter(|part| !part.is_empty())
            .collect();
        let numbers: Option<Vec<String>> = parts.into_iter().map(phone).collect();
        let Some(numbers) = numbers else {
            let detail = "Not a phone number with its area code: left out.";
            self.note(column, "phone-unclear", RowAction::LeftOut, detail);
            return Vec::new();
        };
        let joined = numbers.join(", ");
        if !numbers.is_empty() && joined != cell.trim() {
            self.note(
                column,
                "phone-form",
                RowAction::Repaired,
                format!("Written as {joined}."),
            );
        }
        numbers
            .into_iter()
            .map(|number| contact(ContactKind::Phone, is_mobile(&number), number))
            .collect()
    }

    /// The first web address of the cell; the text beside it becomes the note.
    pub fn web(&mut self, column: impl Column) -> Option<Contact> {
        let cell = self.line(column)?;
        let start = ["http://", "https://"]
            .iter()
            .filter_map(|scheme| find_ignoring_case(&cell, scheme))
            .min();
        let Some((before, rest)) = start.and_then(|start| cell.split_at_checked(start)) else {
            if !matches!(&*narrow(&cell), "-" | "なし" | "無し" | "無" | "非公開") {
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
    pub fn email(&mut self, column: impl Column) -> Option<Contact> {
        let cell = self.line(column)?;
        let text = narrow(&cell);
        if text.trim() == "-" {
            return None;
        }
        let Some(domain) = mail_domain(&text) else {
            let detail = "Not one mail address.";
            self.note(column, "email-unclear", RowAction::LeftOut, detail);
            return None;
        };
        let personal = PERSONAL_MAIL.iter().any(|provider| {
            domain == *provider
                || domain
                    .strip_suffix(provider)
                    .is_some_and(|rest| rest.ends_with('.'))
        });
        Some(contact(ContactKind::Email, personal, text.into_owned()))
    }
}

fn contact(kind: ContactKind, private: bool, value: String) -> Contact {
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

/// One number with hyphens between its groups, if it can be dialed from anywhere.
fn phone(text: &str) -> Option<String> {
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

/// The domain of an address, in lower case, if the text is one address.
fn mail_domain(text: &str) -> Option<String> {
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

    /// Value and visibility, or rule and action.
    type Pairs<T> = Vec<(T, &'static str)>;

    fn phones(text: &str) -> (Pairs<String>, Pairs<&'static str>) {
        let (contacts, issues) = with_cells(&[text], |cells| cells.phones(Nth(0)));
        (
            contacts
                .into_iter()
                .map(|c| (c.value, c.visibility.code()))
                .collect(),
            issues,
        )
    }

    #[test]
    fn numbers_have_one_form_and_mobile_ones_are_private() {
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
        ] {
            assert_eq!(
                phones(text),
                (vec![(number.to_owned(), "PUBLIC")], issues.clone()),
                "{text}"
            );
        }
        assert_eq!(
            phones("090-1234-5678").0,
            [("090-1234-5678".to_owned(), "PRIVATE")]
        );
        let two = [
            ("087-865-3111".to_owned(), "PUBLIC"),
            ("080-2972-4406".to_owned(), "PRIVATE"),
        ];
        assert_eq!(phones("087-865-3111, 080-2972-4406").0, two);
        assert_eq!(phones("087-813-1466\n(087-839-2626)").0.len(), 2);
    }

    #[test]
    fn what_cannot_be_dialed_is_left_out() {
        for text in ["-", "ー", "", "−"] {
            assert_eq!(phones(text), (vec![], vec![]), "{text}");
        }
        for text in [
            "53-0821",
            "760-8571",
            "市役所",
            "0767-53-0821（代表）",
            "767-53-0821",
            "087-865-3111, なし",
        ] {
            assert_eq!(
                phones(text),
                (vec![], vec![("phone-unclear", "left out")]),
                "{text}"
            );
        }
    }

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
            assert_eq!(
                email(text),
                (Some((text.to_owned(), visibility)), vec![]),
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
