//! `/graphql` over a WebSocket: the sub-protocol graphql-transport-ws. `conversation.rs` has its rules, `message.rs`
//! its words; here are the handshake, the wire, and the clock.

mod conversation;
mod message;

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseReason, ProtocolError, Session};
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at, timeout};

use crate::app::App;
use crate::graphql::ask::Asker;
use crate::graphql::refusal::{Fault, Refusal};
use crate::http::client;
use crate::usage::Client;
use conversation::{Conversation, Said};
use message::Close;

const PROTOCOL: &str = "graphql-transport-ws";
/// Bytes of a message.
const LARGEST: usize = 64 * 1024;
/// Until the client has introduced itself.
const FOR_INIT: Duration = Duration::from_secs(10);
/// Between two pings; a client that stays silent for two is gone.
const BETWEEN_PINGS: Duration = Duration::from_secs(20);
/// Until a message is on its way; a client that reads more slowly is left.
const FOR_SENDING: Duration = Duration::from_secs(10);
/// For the client to read why it was closed.
const FOR_CLOSING: Duration = Duration::from_secs(2);
/// Answers that wait to be sent.
const MOST_WAITING: usize = 64;

/// Whether a request wants to become a socket.
pub(crate) fn is_wanted(context: &actix_web::guard::GuardContext<'_>) -> bool {
    let upgrade = context.head().headers().get(header::UPGRADE);
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

pub(crate) async fn open(request: HttpRequest, payload: web::Payload, app: web::Data<App>) -> HttpResponse {
    if !is_from_here(&request, &app.config.server.socket_origins) {
        let message = "pages of this origin may not open sockets here";
        return refused(&Refusal::new(Fault::Forbidden, "FORBIDDEN", message));
    }
    if !offers_protocol(&request) {
        let message = "offer the sub-protocol graphql-transport-ws";
        return refused(&Refusal::malformed(message));
    }
    let asker = Asker {
        actor: domain::Actor::anonymous(),
        client: Client::at(client::address(&request, &app.config.limits.trusted_proxies)),
    };
    match actix_ws::handle_with_protocols(&request, payload, &[PROTOCOL]) {
        Ok((response, session, messages)) => {
            let messages = messages
                .max_frame_size(LARGEST)
                .aggregate_continuations()
                .max_continuation_size(LARGEST);
            actix_web::rt::spawn(talk(session, messages, app.get_ref().clone(), asker));
            response
        }
        Err(error) => error.error_response(),
    }
}

fn refused(refusal: &Refusal) -> HttpResponse {
    super::graphql::refused(refusal)
}

/// A browser says which page opens the socket, and asks nobody's leave: only our own pages may, and those that the
/// operator named. Programs say nothing.
fn is_from_here(request: &HttpRequest, origins: &[String]) -> bool {
    let Some(origin) = request.headers().get(header::ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else { return false };
    let host = request.headers().get(header::HOST);
    let is_ours = origin
        .split_once("://")
        .zip(host.and_then(|host| host.to_str().ok()))
        .is_some_and(|((scheme, authority), host)| {
            ["http", "https"].contains(&scheme) && authority.eq_ignore_ascii_case(host)
        });
    is_ours
        || origins
            .iter()
            .any(|named| named == "*" || named.eq_ignore_ascii_case(origin))
}

fn offers_protocol(request: &HttpRequest) -> bool {
    let offered = request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL);
    offered
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|protocol| protocol.trim() == PROTOCOL)
}

/// Until one side has had enough.
async fn talk(mut session: Session, mut messages: AggregatedMessageStream, app: App, asker: Asker) {
    let (say, mut to_say) = mpsc::channel::<Said>(MOST_WAITING);
    let _open = app.metrics.open_socket();
    let mut stopping = app.stopping.clone();
    let mut conversation = Conversation::new(app, asker, say);
    let opened = Instant::now();
    let mut pings = interval_at(opened + BETWEEN_PINGS, BETWEEN_PINGS);
    let mut heard_at = opened;
    let close = loop {
        tokio::select! {
            message = messages.recv() => {
                heard_at = Instant::now();
                let answer = match message {
                    Some(Ok(AggregatedMessage::Text(text))) => conversation.hear(text.as_bytes()).await,
                    Some(Ok(AggregatedMessage::Binary(_))) => Err(Close::BadMessage("text messages only".to_owned())),
                    Some(Ok(AggregatedMessage::Ping(bytes))) => {
                        if timeout(FOR_SENDING, session.pong(&bytes)).await.is_err() {
                            break Close::TooSlow;
                        }
                        Ok(None)
                    }
                    Some(Ok(AggregatedMessage::Pong(_))) => Ok(None),
                    Some(Ok(AggregatedMessage::Close(_))) => break Close::Normal,
                    Some(Err(ProtocolError::Overflow)) => break Close::TooLarge,
                    Some(Err(ProtocolError::Io(_))) | None => return,
                    Some(Err(error)) => break Close::NotTheProtocol(error.to_string()),
                };
                match answer {
                    Ok(None) => {}
                    Ok(Some(text)) => {
                        if send(&mut session, text).await.is_err() {
                            break Close::TooSlow;
                        }
                    }
                    Err(close) => break close,
                }
            }
            Some(said) = to_say.recv() => {
                let Some(text) = conversation.words(said) else { continue };
                if send(&mut session, text).await.is_err() {
                    break Close::TooSlow;
                }
            }
            _ = pings.tick() => {
                if heard_at.elapsed() > BETWEEN_PINGS * 2 || timeout(FOR_SENDING, session.ping(b"")).await.is_err() {
                    break Close::TooSlow;
                }
            }
            () = tokio::time::sleep_until(opened + FOR_INIT), if !conversation.is_introduced() => {
                break Close::InitTimeout;
            }
            _ = stopping.wait_for(|stopping| *stopping) => break Close::GoingAway,
        }
    };
    // Whatever runs for this client ends here.
    drop(conversation);
    let reason = CloseReason::from(close);
    let _ = timeout(FOR_SENDING, session.close(Some(reason))).await;
    // A connection that is dropped while bytes come in is reset, and the client would not see why.
    let drained = async { while drain(&mut messages).await {} };
    let _ = timeout(FOR_CLOSING, drained).await;
}

async fn send(session: &mut Session, text: String) -> Result<(), Close> {
    match timeout(FOR_SENDING, session.text(text)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Close::TooSlow),
    }
}

/// Takes what still comes; false once the client has gone.
async fn drain(messages: &mut AggregatedMessageStream) -> bool {
    match messages.recv().await {
        None | Some(Ok(AggregatedMessage::Close(_)) | Err(ProtocolError::Io(_))) => false,
        Some(Ok(_)) => true,
        Some(Err(_)) => {
            // What is left of a broken message is broken, too.
            tokio::time::sleep(Duration::from_millis(20)).await;
            true
        }
    }
}
