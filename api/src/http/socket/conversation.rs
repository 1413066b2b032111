//! What may be said when, and what runs for it. One conversation is one socket.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use actix_web::rt::task::JoinHandle;
use futures_util::{FutureExt as _, StreamExt as _};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;

use super::message::{Close, Heard};
use crate::app::App;
use crate::auth;
use crate::graphql::ask::{Asker, Carries, Question, prepare};
use crate::graphql::outcome::Outcome;
use crate::graphql::refusal::Refusal;
use crate::usage::Client;

/// Operations that run at the same time.
const MOST_OPERATIONS: usize = 5;

/// What an operation has to say. `serial` tells two operations apart that had the same id one after the other.
#[derive(Debug)]
pub(super) struct Said {
    id: String,
    serial: u64,
    what: What,
}

#[derive(Debug)]
enum What {
    Next(Box<Outcome>),
    Error(Refusal),
    Complete,
}

/// One socket.
pub(super) struct Conversation {
    app: App,
    asker: Asker,
    is_introduced: bool,
    running: BTreeMap<String, Running>,
    next_serial: u64,
    say: mpsc::Sender<Said>,
}

struct Running {
    serial: u64,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Conversation {
    pub(super) fn new(app: App, asker: Asker, say: mpsc::Sender<Said>) -> Conversation {
        Conversation {
            app,
            asker,
            is_introduced: false,
            running: BTreeMap::new(),
            next_serial: 0,
            say,
        }
    }

    pub(super) fn is_introduced(&self) -> bool {
        self.is_introduced
    }

    /// What to answer at once, or why to close.
    pub(super) async fn hear(&mut self, text: &[u8]) -> Result<Option<String>, Close> {
        match Heard::read(text)? {
            Heard::ConnectionInit(payload) => {
                if self.is_introduced {
                    return Err(Close::SecondInit);
                }
                self.introduce(payload).await?;
                self.is_introduced = true;
                Ok(Some(json!({ "type": "connection_ack" }).to_string()))
            }
            Heard::Ping(payload) => Ok(Some(match payload {
                None => json!({ "type": "pong" }).to_string(),
                Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
            })),
            Heard::Pong => Ok(None),
            Heard::Complete { id } => {
                self.running.remove(&id);
                Ok(None)
            }
            Heard::Subscribe { id, payload } => self.subscribe(id, &payload),
        }
    }

    /// Sockets have no headers of their own; the key comes with the first message.
    async fn introduce(&mut self, payload: Map<String, Value>) -> Result<(), Close> {
        let named = |name: &&String| name.eq_ignore_ascii_case("authorization");
        let Some(name) = payload.keys().find(named) else {
            return Ok(());
        };
        let authorization = payload
            .get(name)
            .and_then(Value::as_str)
            .ok_or_else(|| Close::Forbidden("authorization must be a string".to_owned()))?;
        match auth::actor_of(authorization, &self.app).await {
            Ok(actor) => {
                self.asker = Asker {
                    client: Client::Key(actor.name.clone()),
                    actor,
                };
                Ok(())
            }
            Err(refusal) => {
                let reason = refusal.reasons.into_iter().next();
                Err(Close::Forbidden(
                    reason.map(|reason| reason.message).unwrap_or_default(),
                ))
            }
        }
    }

    fn subscribe(&mut self, id: String, payload: &RawValue) -> Result<Option<String>, Close> {
        if !self.is_introduced {
            return Err(Close::Unauthorized);
        }
        if self.running.contains_key(&id) {
            return Err(Close::TakenId(id));
        }
        let question = Question::read(payload.get().as_bytes()).map_err(|refusal| {
            let reason = refusal.reasons.into_iter().next();
            let reason = reason.map(|reason| reason.message).unwrap_or_default();
            Close::BadMessage(format!("Invalid message: {reason}"))
        })?;
        if self.running.len() >= MOST_OPERATIONS {
            let message =
                format!("at most {MOST_OPERATIONS} operations may run on a socket at the same time");
            let refusal = Refusal::too_many(message);
            return Ok(Some(error(&id, &refusal)));
        }
        self.next_serial += 1;
        let serial = self.next_serial;
        let teller = Teller {
            id: id.clone(),
            serial,
            say: self.say.clone(),
        };
        let run = run(self.app.clone(), self.asker.clone(), question, teller);
        let task = actix_web::rt::spawn(run);
        self.running.insert(id, Running { serial, task });
        Ok(None)
    }

    /// The message for what an operation says; none when the client has completed it meanwhile.
    pub(super) fn words(&mut self, said: Said) -> Option<String> {
        let Said { id, serial, what } = said;
        self.running.get(&id).filter(|running| running.serial == serial)?;
        let text = match what {
            What::Next(outcome) => return Some(next(&id, &outcome)),
            What::Error(refusal) => error(&id, &refusal),
            What::Complete => json!({ "id": id, "type": "complete" }).to_string(),
        };
        self.running.remove(&id);
        Some(text)
    }
}

/// Speaks for one operation.
struct Teller {
    id: String,
    serial: u64,
    say: mpsc::Sender<Said>,
}

impl Teller {
    /// Waits while the client does not read; false once it has gone.
    async fn tell(&self, what: What) -> bool {
        let said = Said {
            id: self.id.clone(),
            serial: self.serial,
            what,
        };
        self.say.send(said).await.is_ok()
    }
}

/// Judges and executes. A panic is an answer, too.
async fn run(app: App, asker: Asker, question: Question, teller: Teller) {
    let executed = AssertUnwindSafe(execute(&app, &asker, question, &teller)).catch_unwind();
    let last = match executed.await {
        Ok(Ok(())) => What::Complete,
        Ok(Err(refusal)) => {
            app.metrics.refused(refusal.code);
            What::Error(refusal)
        }
        Err(_) => {
            tracing::error!("an operation on a socket ended in a panic");
            What::Error(Refusal::internal())
        }
    };
    teller.tell(last).await;
}

async fn execute(app: &App, asker: &Asker, question: Question, teller: &Teller) -> Result<(), Refusal> {
    let request = prepare(app, asker, question, Carries::All)?;
    let mut answers = app.schema.execute_stream(request);
    while let Some(response) = answers.next().await {
        let outcome = Outcome::of(response)?;
        if !teller.tell(What::Next(Box::new(outcome))).await {
            break;
        }
    }
    Ok(())
}

fn next(id: &str, outcome: &Outcome) -> String {
    let message = json!({ "id": id, "type": "next", "payload": outcome });
    message.to_string()
}

fn error(id: &str, refusal: &Refusal) -> String {
    json!({ "id": id, "type": "error", "payload": refusal.errors() }).to_string()
}
