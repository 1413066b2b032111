//! How to reach a place, a service or an organization.

use serde::{Deserialize, Serialize};

use crate::closed_set;

closed_set! {
    /// The channel.
    ContactKind { Phone = "PHONE", Fax = "FAX", Email = "EMAIL", Web = "WEB", Line = "LINE" }
}

closed_set! {
    /// Who may see it. Private contacts never enter the read model or the public log.
    Visibility { Public = "PUBLIC", Private = "PRIVATE" }
}

/// One way to get in touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub kind: ContactKind,
    pub value: String,
    pub note: Option<String>,
    pub visibility: Visibility,
}

/// Whether a Japanese phone number is a mobile one: then it is a person's, and private unless said otherwise.
pub fn is_mobile(phone: &str) -> bool {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("81")
        .map_or_else(|| digits.clone(), |rest| format!("0{rest}"));
    national.len() == 11
        && ["070", "080", "090"]
            .iter()
            .any(|prefix| national.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::is_mobile;

    #[test]
    fn mobile_numbers_are_told_from_desks() {
        for phone in ["090-1234-5678", "08012345678", "+81 70 1234 5678"] {
            assert!(is_mobile(phone), "{phone}");
        }
        for phone in ["0767-53-0821", "03-1234-5678", "0120-123-456", ""] {
            assert!(!is_mobile(phone), "{phone}");
        }
    }
}
