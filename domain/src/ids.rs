//! Identities: UUIDv7 inside, opaque Relay ids outside, stable for ever.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, never used before.
            pub fn fresh() -> $name {
                $name(fresh_uuid())
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> $name {
                $name(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// Names one place.
    PlaceId
);
id!(
    /// Names one service.
    ServiceId
);
id!(
    /// Names one service as offered at one place.
    ServiceAtPlaceId
);
id!(
    /// Names one organization.
    OrganizationId
);
id!(
    /// Names one district.
    DistrictId
);
id!(
    /// Names one term; the starting vocabulary has the same ids in every register.
    TermId
);

/// Names one change by its number: which transaction, and which of its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChangeId {
    pub seq: i64,
    pub index: i32,
}

impl ChangeId {
    /// The number in the form of the other ids: eight bytes each, so that it takes the place of a UUID.
    fn bits(self) -> Uuid {
        Uuid::from_u64_pair(self.seq.cast_unsigned(), i64::from(self.index).cast_unsigned())
    }

    fn from_bits(bits: Uuid) -> Option<ChangeId> {
        let (seq, index) = bits.as_u64_pair();
        Some(ChangeId {
            seq: seq.cast_signed(),
            index: i32::try_from(index.cast_signed()).ok()?,
        })
    }
}

/// The one function that makes an id: time-ordered, so that new rows land together in the database.
#[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
pub fn fresh_uuid() -> Uuid {
    Uuid::now_v7()
}

/// A secret that nobody guesses: 244 random bits as text.
#[expect(clippy::disallowed_methods, reason = "the one place where secrets are made")]
pub fn fresh_secret() -> String {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    bytes[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a Relay id names. `encode` and `parse` are inverse; nothing else may read meaning into the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeId {
    Place(PlaceId),
    Service(ServiceId),
    Organization(OrganizationId),
    District(DistrictId),
    Term(TermId),
    Change(ChangeId),
}

impl NodeId {
    /// The opaque text of the id: base64url of a type byte and the UUID, 23 characters.
    pub fn encode(self) -> String {
        let (tag, uuid) = match self {
            NodeId::Place(id) => (b'P', id.0),
            NodeId::Service(id) => (b'S', id.0),
            NodeId::Organization(id) => (b'O', id.0),
            NodeId::District(id) => (b'D', id.0),
            NodeId::Term(id) => (b'T', id.0),
            NodeId::Change(id) => (b'C', id.bits()),
        };
        let mut bytes = [tag; 17];
        bytes[1..].copy_from_slice(uuid.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads an id back; `None` for anything that `encode` does not write.
    pub fn parse(text: &str) -> Option<NodeId> {
        if text.len() != 23 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (tag, uuid) = bytes.split_first()?;
        let uuid = Uuid::from_slice(uuid).ok()?;
        Some(match tag {
            b'P' => NodeId::Place(PlaceId(uuid)),
            b'S' => NodeId::Service(ServiceId(uuid)),
            b'O' => NodeId::Organization(OrganizationId(uuid)),
            b'D' => NodeId::District(DistrictId(uuid)),
            b'T' => NodeId::Term(TermId(uuid)),
            b'C' => NodeId::Change(ChangeId::from_bits(uuid)?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_node_id_reads_back(bytes: [u8; 16], seq: i64, index: i32, tag in 0..6) {
            let uuid = Uuid::from_bytes(bytes);
            let id = match tag {
                0 => NodeId::Place(PlaceId(uuid)),
                1 => NodeId::Service(ServiceId(uuid)),
                2 => NodeId::Organization(OrganizationId(uuid)),
                3 => NodeId::District(DistrictId(uuid)),
                4 => NodeId::Term(TermId(uuid)),
                _ => NodeId::Change(ChangeId { seq, index }),
            };
            prop_assert_eq!(NodeId::parse(&id.encode()), Some(id));
        }

        #[test]
        fn a_change_has_one_id(bytes: [u8; 16]) {
            let mut tagged = vec![b'C'];
            tagged.extend(bytes);
            let text = URL_SAFE_NO_PAD.encode(tagged);
            if let Some(id) = NodeId::parse(&text) {
                prop_assert_eq!(id.encode(), text);
            }
        }

        #[test]
        fn only_written_forms_are_read(text in "[A-Za-z0-9_=-]{0,30}") {
            if let Some(id) = NodeId::parse(&text) {
                prop_assert_eq!(id.encode(), text);
            }
        }
    }
}
