//! Starting and stopping: bind first, then serve; the address is read back, not guessed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server as HttpServerTask, ServerHandle};
use actix_web::{App as HttpApp, HttpServer, web};
use anyhow::Context as _;
use domain::Clock;
use store::{OpenMode, Store};
use tokio::task::JoinHandle;

use crate::app::App;
use crate::config::Config;
use crate::live::Live;
use crate::{graphql, http};

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// A server that has its port and its snapshot and waits for [`Server::run`].
pub struct Server {
    address: SocketAddr,
    task: HttpServerTask,
    follower: JoinHandle<()>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Opens the register, loads it and takes the port. With `signals`, SIGTERM and SIGINT stop the server.
pub async fn bind(config: &Config, clock: Arc<dyn Clock>, signals: bool) -> anyhow::Result<Server> {
    let store = Arc::new(Store::open(&config.database.url.0, OpenMode::Server).await?);
    let live = Arc::new(Live::load(&store, clock.clone()).await?);
    let snapshot = live.snapshot();
    tracing::info!(
        seq = snapshot.seq(),
        places = snapshot.place_count(),
        "register loaded"
    );
    let every = Duration::from_millis(config.database.poll_milliseconds);
    let follower = tokio::spawn(live.clone().follow(store.clone(), every));

    let app = App {
        live,
        store,
        clock,
        schema: graphql::schema(),
    };
    let listen = config.server.listen;
    let mut server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(web::Data::new(app.clone()))
            .configure(http::routes)
            .wrap(http::cross_origin())
            .wrap(http::open_to_all())
            .wrap(actix_web::middleware::from_fn(http::answer_panics))
            .wrap(actix_web::middleware::from_fn(crate::telemetry::log_request))
    })
    .client_request_timeout(HEAD_TIMEOUT)
    .shutdown_timeout(config.server.shutdown_seconds);
    if config.server.workers > 0 {
        server = server.workers(config.server.workers);
    }
    if !signals {
        server = server.disable_signals();
    }
    let server = server
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}"))?;
    let address = server
        .addrs()
        .first()
        .copied()
        .context("the server has no address")?;
    Ok(Server {
        address,
        task: server.run(),
        follower,
    })
}

impl Server {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For stopping from elsewhere.
    pub fn handle(&self) -> ServerHandle {
        self.task.handle()
    }

    /// Serves until it is told to stop and requests in flight are answered.
    pub async fn run(self) -> anyhow::Result<()> {
        let outcome = self.task.await;
        self.follower.abort();
        tracing::info!("stopped");
        outcome.context("the server failed")
    }
}
