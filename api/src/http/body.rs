//! Reading a body within bounds of size and time.

use std::time::Duration;

use actix_web::web;
use futures_util::StreamExt as _;

/// Bytes of a request.
pub(crate) const LARGEST: usize = 64 * 1024;
/// What is read of a body that is too large, only to be thrown away: a client that is still writing sees no answer.
const DRAINED: usize = 8 * 1024 * 1024;

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    TooLarge,
    TooSlow,
    Interrupted,
}

/// The whole body, at most [`LARGEST`] bytes, within this time.
pub(crate) async fn read(mut payload: web::Payload, patience: Duration) -> Result<Vec<u8>, Broken> {
    let reading = async {
        let (mut body, mut length) = (Vec::new(), 0);
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Broken::Interrupted)?;
            length += chunk.len();
            if length > DRAINED {
                return Err(Broken::TooLarge);
            }
            if length <= LARGEST {
                body.extend_from_slice(&chunk);
            }
        }
        if length > LARGEST {
            Err(Broken::TooLarge)
        } else {
            Ok(body)
        }
    };
    tokio::time::timeout(patience, reading)
        .await
        .unwrap_or(Err(Broken::TooSlow))
}
