//! The words of graphql-transport-ws, and the codes with which a socket is closed.

use actix_ws::{CloseCode, CloseReason};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// What a client may say.
#[derive(Debug)]
pub(super) enum Heard {
    ConnectionInit(Map<String, Value>),
    Ping(Option<Map<String, Value>>),
    Pong,
    Subscribe { id: String, payload: Box<RawValue> },
    Complete { id: String },
}

#[derive(Deserialize)]
struct Message {
    r#type: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    payload: Option<Box<RawValue>>,
}

impl Heard {
    pub(super) fn read(text: &[u8]) -> Result<Heard, Close> {
        let bad = |what: String| Close::BadMessage(format!("Invalid message: {what}"));
        let Message { r#type, id, payload } =
            serde_json::from_slice(text).map_err(|error| bad(error.to_string()))?;
        let map = |payload: Option<Box<RawValue>>| match payload {
            None => Ok(None),
            Some(payload) => {
                let read = serde_json::from_str::<Option<Map<String, Value>>>(payload.get());
                read.map_err(|error| bad(format!("payload: {error}")))
            }
        };
        let id = || {
            id.filter(|id| !id.is_empty())
                .ok_or_else(|| bad("id is missing".to_owned()))
        };
        Ok(match r#type.as_str() {
            "connection_init" => Heard::ConnectionInit(map(payload)?.unwrap_or_default()),
            "ping" => Heard::Ping(map(payload)?),
            "pong" => Heard::Pong,
            "complete" => Heard::Complete { id: id()? },
            "subscribe" => Heard::Subscribe {
                id: id()?,
                payload: payload.ok_or_else(|| bad("payload is missing".to_owned()))?,
            },
            _ => return Err(bad("its type is unknown".to_owned())),
        })
    }
}

/// Why a socket is closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Close {
    Normal,
    GoingAway,
    NotTheProtocol(String),
    TooLarge,
    TooSlow,
    BadMessage(String),
    Unauthorized,
    Forbidden(String),
    InitTimeout,
    TakenId(String),
    SecondInit,
}

impl From<Close> for CloseReason {
    fn from(close: Close) -> CloseReason {
        let other = |code, text: &str| (CloseCode::Other(code), text.to_owned());
        let (code, description) = match close {
            Close::Normal => (CloseCode::Normal, String::new()),
            Close::GoingAway => (CloseCode::Away, "the server is going away".to_owned()),
            Close::NotTheProtocol(what) => (CloseCode::Protocol, what),
            Close::TooLarge => (
                CloseCode::Size,
                "a message may have at most 65536 bytes".to_owned(),
            ),
            Close::TooSlow => (CloseCode::Again, "too slow, or gone".to_owned()),
            Close::BadMessage(what) => (CloseCode::Other(4400), what),
            Close::Unauthorized => other(4401, "Unauthorized"),
            Close::Forbidden(why) => (CloseCode::Other(4403), why),
            Close::InitTimeout => other(4408, "Connection initialisation timeout"),
            Close::TakenId(id) => (
                CloseCode::Other(4409),
                format!("Subscriber for {id} already exists"),
            ),
            Close::SecondInit => other(4429, "Too many initialisation requests"),
        };
        CloseReason {
            code,
            description: Some(description).filter(|text| !text.is_empty()),
        }
    }
}
