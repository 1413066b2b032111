//! Starting and stopping: bind first, then serve; the address is read back, not guessed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server as HttpServerTask, ServerHandle};
use actix_web::{App as HttpApp, HttpServer, web};
use anyhow::Context as _;
use domain::Clock;
use store::{OpenMode, Store};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::config::Config;
use crate::graphql::documents::Documents;
use crate::http::page::Assets;
use crate::http::queue::Queue;
use crate::http::tiles::Tiles;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::usage::Usage;
use crate::{graphql, http};

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// A server that has its port and its snapshot and waits for [`Server::run`].
pub struct Server {
    address: SocketAddr,
    task: HttpServerTask,
    follower: JoinHandle<()>,
    forgetter: JoinHandle<()>,
    stopping: watch::Sender<bool>,
}

/// Stops a server from elsewhere.
#[derive(Debug, Clone)]
pub struct Stopper {
    handle: ServerHandle,
    stopping: watch::Sender<bool>,
}

impl Stopper {
    /// Takes no more connections, ends the sockets and waits for the requests in flight.
    pub async fn stop(&self) {
        self.stopping.send_replace(true);
        self.handle.stop(true).await;
    }
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

    let stopping = watch::Sender::new(false);
    let usage = Arc::new(Usage::new(&config.limits));
    let app = App {
        live,
        store,
        clock,
        schema: graphql::schema(),
        documents: Arc::new(Documents::new(&config.graphql, &graphql::sdl())?),
        usage: usage.clone(),
        assets: Arc::new(Assets::load()),
        tiles: Arc::new(Tiles::new(config.map.tile_cache_megabytes)),
        metrics: Arc::new(Metrics::new()),
        config: Arc::new(config.clone()),
        stopping: stopping.subscribe(),
    };
    let listen = config.server.listen;
    let longest_queue = Duration::from_millis(config.limits.longest_queue_milliseconds);
    let mut server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(web::Data::new(app.clone()))
            .app_data(Queue::watch(longest_queue))
            .configure(http::routes)
            .wrap(actix_web::middleware::from_fn(http::queue::turn_away))
            .wrap(http::cross_origin())
            .wrap(http::on_every_answer())
            .wrap(actix_web::middleware::from_fn(http::answer_panics))
            .wrap(actix_web::middleware::from_fn(crate::telemetry::log_request))
    })
    .client_request_timeout(HEAD_TIMEOUT)
    .max_connections(config.limits.connections_per_worker)
    .shutdown_timeout(config.server.shutdown_seconds);
    if config.server.workers > 0 {
        server = server.workers(config.server.workers);
    }
    let server = server
        // They are ours to hear: sockets are told, which the library knows nothing of.
        .disable_signals()
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}"))?;
    let address = server
        .addrs()
        .first()
        .copied()
        .context("the server has no address")?;
    let server = Server {
        address,
        task: server.run(),
        follower,
        forgetter: tokio::spawn(forget(usage)),
        stopping,
    };
    if signals {
        let stopper = server.stopper();
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping");
            stopper.stop().await;
        });
    }
    Ok(server)
}

impl Server {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For stopping from elsewhere.
    pub fn stopper(&self) -> Stopper {
        Stopper {
            handle: self.task.handle(),
            stopping: self.stopping.clone(),
        }
    }

    /// Serves until it is told to stop and requests in flight are answered.
    pub async fn run(self) -> anyhow::Result<()> {
        let outcome = self.task.await;
        self.follower.abort();
        self.forgetter.abort();
        tracing::info!("stopped");
        outcome.context("the server failed")
    }
}

/// Once a minute, so that addresses do not pile up.
async fn forget(usage: Arc<Usage>) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        every.tick().await;
        usage.forget();
    }
}
