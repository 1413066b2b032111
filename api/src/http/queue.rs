//! How long requests wait for their worker, and whether some have to be turned away.
//!
//! A worker is one thread. A task on it that wants to wake at short intervals wakes as late as a request that came
//! at the same time is looked at. When even the least delay of a while is too long, requests are answered 503 before
//! their bodies are read, until the delay is short again.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use tokio::time::Instant;

use super::graphql;
use super::problem::Problem;
use crate::graphql::refusal::{Fault, Refusal};

/// Between two looks.
const EVERY: Duration = Duration::from_millis(10);
/// For so long the delay must be too long before anybody is turned away; a burst is no overload.
const PATIENCE: Duration = Duration::from_secs(1);

/// The queue of one worker.
#[derive(Debug, Clone)]
pub(crate) struct Queue(Rc<Cell<State>>);

/// What was seen of the delay.
#[derive(Debug, Clone, Copy)]
struct State {
    longest: Duration,
    /// Since when every delay was too long.
    too_long_since: Option<Instant>,
    is_overloaded: bool,
}

impl State {
    fn seen(&mut self, delay: Duration, now: Instant) {
        if delay <= self.longest {
            self.too_long_since = None;
            self.is_overloaded = false;
            return;
        }
        let since = *self.too_long_since.get_or_insert(now);
        self.is_overloaded = now.duration_since(since) >= PATIENCE;
    }
}

impl Queue {
    /// Starts to watch the thread that calls this; no limit when `longest` is zero.
    pub(crate) fn watch(longest: Duration) -> Queue {
        let queue = Queue(Rc::new(Cell::new(State {
            longest,
            too_long_since: None,
            is_overloaded: false,
        })));
        if !longest.is_zero() {
            let state = Rc::downgrade(&queue.0);
            actix_web::rt::spawn(async move {
                loop {
                    let due = Instant::now() + EVERY;
                    tokio::time::sleep_until(due).await;
                    // Gone when the worker has stopped.
                    let Some(state) = state.upgrade() else { break };
                    let now = Instant::now();
                    let mut seen = state.get();
                    seen.seen(now.saturating_duration_since(due), now);
                    state.set(seen);
                }
            });
        }
        queue
    }

    fn is_overloaded(&self) -> bool {
        self.0.get().is_overloaded
    }
}

/// Answers at once when the worker has too much to do; health and metrics are always answered.
pub(crate) async fn turn_away(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let queue = request.app_data::<Queue>();
    let is_spared = matches!(request.path(), "/livez" | "/readyz" | "/metrics");
    if is_spared || !queue.is_some_and(Queue::is_overloaded) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let response = if request.path() == "/graphql" {
        graphql::refused(&Refusal {
            retry_after: Some(Duration::from_secs(1)),
            ..Refusal::new(
                Fault::Overloaded,
                "OVERLOADED",
                "the server has too much to do; see Retry-After",
            )
        })
    } else {
        Problem::overloaded().response_with(actix_web::http::header::RETRY_AFTER, "1")
    };
    Ok(request.into_response(response).map_into_right_body())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_delays_that_last_are_an_overload() {
        let began = Instant::now();
        let mut state = State {
            longest: Duration::from_millis(500),
            too_long_since: None,
            is_overloaded: false,
        };
        let mut after = |at_ms: u64, delay_ms: u64| {
            state.seen(
                Duration::from_millis(delay_ms),
                began + Duration::from_millis(at_ms),
            );
            state.is_overloaded
        };
        assert!(!after(0, 100));
        assert!(!after(700, 600), "a burst");
        assert!(!after(1_400, 600));
        assert!(after(1_800, 600), "for more than a second");
        assert!(!after(1_900, 400), "over at once");
        assert!(!after(2_500, 600), "and counted anew");
        assert!(!after(3_400, 5_000));
        assert!(after(3_501, 501));
    }
}
