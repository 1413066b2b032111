//! What a hostile stranger sends, by the numbers of the security matrix (S01 and on): each is refused for its
//! reason, soon, and everybody else is served meanwhile.

mod documents;
mod failing;
mod requests;
mod slow;
mod values;
mod wire;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Answer, Client, Server};

/// A refusal takes some milliseconds; more in a debug build on a machine that runs other tests. What hangs takes
/// seconds: an unguarded fragment bomb took ten.
const SOON: Duration = Duration::from_secs(1);

/// Somebody else, who asks something small again and again while the test runs.
struct Bystander {
    stop: Arc<AtomicBool>,
    asking: tokio::task::JoinHandle<Duration>,
}

impl Bystander {
    fn of(server: &Server) -> Bystander {
        let (client, stop) = (server.client.clone(), Arc::new(AtomicBool::new(false)));
        let stopped = stop.clone();
        let asking = tokio::spawn(async move {
            let mut slowest = Duration::ZERO;
            while !stopped.load(Ordering::Relaxed) {
                let began = Instant::now();
                let data = client.data("{ __typename }", json!({})).await;
                assert_eq!(data, json!({ "__typename": "Query" }));
                slowest = slowest.max(began.elapsed());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            slowest
        });
        Bystander { stop, asking }
    }

    /// Every answer must have come, and soon.
    async fn was_served(self) {
        self.stop.store(true, Ordering::Relaxed);
        let slowest = self.asking.await.unwrap();
        assert!(slowest < SOON, "somebody else waited {slowest:?}");
    }
}

async fn post(client: &Client, body: &Value) -> Answer {
    let began = Instant::now();
    let answer = client
        .post("/graphql", "application/json", body.to_string())
        .await;
    let took = began.elapsed();
    assert!(took < SOON, "{took:?} for {:.200}", body.to_string());
    answer
}

fn code(answer: &Answer) -> Value {
    answer.json()["errors"][0]["extensions"]["code"].clone()
}
