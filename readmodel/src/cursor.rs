//! Cursors: where a page ended, bound to the question it answered.
//!
//! A cursor holds the last row's sort key and id (a keyset), so pages neither skip nor repeat when rows come
//! and go. Opaque text outside: base64url of a JSON array of version, query hash and key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use domain::text::content_digest;

const VERSION: u8 = 1;

/// Which question a cursor belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QueryHash(String);

impl QueryHash {
    /// Of everything in the question but the page.
    pub fn of(kind: &str, query: &impl Serialize) -> QueryHash {
        let text = serde_json::to_vec(&(kind, query)).unwrap_or_default();
        let mut digest = content_digest(&text);
        digest.truncate(12);
        QueryHash(digest)
    }
}

/// The sort key and id of a row. Distances travel as their bits: decimal digits may lose one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cursor {
    Distance(u64, Uuid),
    Name(bool, String, Uuid),
    UpdatedAt(i64, Uuid),
    /// The moment of the question, which stays that of its first page; then the opening. Seconds since 1970.
    NextOpening(i64, Option<i64>, Uuid),
    Relevance(u8, bool, String, Uuid),
    /// Whether it has no position, then the place on the curve.
    Curve(bool, u64, Uuid),
    /// Distance if there is one, then name.
    Service(Option<u64>, String, Uuid),
    /// Rank within its parent, then name.
    Ranked(u32, String, Uuid),
    /// The number of a change: its transaction, then which of its changes.
    Change(i64, i32),
}

impl Cursor {
    pub fn encode(&self, hash: &QueryHash) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(VERSION, &hash.0, self)).unwrap_or_default())
    }

    /// The moment of the question that it goes on with, where that must not move from page to page.
    pub fn asked_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Cursor::NextOpening(at, ..) => DateTime::from_timestamp(*at, 0),
            _ => None,
        }
    }

    /// `None` for whatever was not encoded for this question.
    pub fn decode(text: &str, hash: &QueryHash) -> Option<Cursor> {
        let (version, of, cursor): (u8, String, Cursor) = read(text)?;
        (version == VERSION && of == hash.0).then_some(cursor)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_for_its_question_only(meters in 0.0..2e7, id: u128, name in "\\PC{0,8}") {
            let (hash, other) = (QueryHash::of("a", &1), QueryHash::of("a", &2));
            for cursor in [
                Cursor::Distance(f64::to_bits(meters), Uuid::from_u128(id)),
                Cursor::Name(true, name.clone(), Uuid::from_u128(id)),
                Cursor::Change(i64::MAX, i32::MAX),
            ] {
                let text = cursor.encode(&hash);
                prop_assert_eq!(Cursor::decode(&text, &hash), Some(cursor));
                prop_assert_eq!(Cursor::decode(&text, &other), None);
            }
        }

        #[test]
        fn any_text_is_a_cursor_or_not(text in "\\PC{0,60}") {
            let _ = Cursor::decode(&text, &QueryHash::of("a", &1));
        }
    }
}
