//! The real server in this process, on a free port, with a clock that stands still.

use std::sync::Arc;

use api::config::{Config, Database, DatabaseUrl, Limits, Server as ServerConfig};
use chrono::{DateTime, Utc};
use domain::clock::Fixed;

use crate::client::Client;
use crate::database::{Backend, TestDatabase};

/// The moment at which the tests take place: 2026-11-24 10:00 in Japan.
pub const NOW: DateTime<Utc> = match DateTime::from_timestamp(1_795_482_000, 0) {
    Some(now) => now,
    None => DateTime::UNIX_EPOCH,
};

/// A running server; stops when dropped.
#[derive(Debug)]
pub struct Server {
    pub client: Client,
    /// Host and port.
    pub address: std::net::SocketAddr,
    pub database: TestDatabase,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// On an empty database.
    pub async fn start(backend: Backend) -> Server {
        Server::on(TestDatabase::new(backend)).await
    }

    /// With the invented town.
    pub async fn with_town(backend: Backend) -> Server {
        let database = TestDatabase::new(backend);
        let made = api::commands::demo::make(&config(&database), api::demo::DEFAULT_PLACES).await;
        made.expect("the invented town is made");
        Server::on(database).await
    }

    /// With the invented town and other settings.
    pub async fn with_town_and(change: impl FnOnce(&mut Config)) -> Server {
        let database = TestDatabase::new(Backend::Sqlite);
        let mut config = config(&database);
        let made = api::commands::demo::make(&config, api::demo::DEFAULT_PLACES).await;
        made.expect("the invented town is made");
        change(&mut config);
        Server::with(database, config).await
    }

    /// On what a database holds.
    pub async fn on(database: TestDatabase) -> Server {
        let config = config(&database);
        Server::with(database, config).await
    }

    async fn with(database: TestDatabase, config: Config) -> Server {
        let (address_to, address) = std::sync::mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        // A thread of its own, so that the server lives on while the test blocks.
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async move {
                let server = api::server::bind(&config, Arc::new(Fixed(NOW)), false)
                    .await
                    .expect("the server starts");
                address_to
                    .send(server.address())
                    .expect("the test waits for the address");
                let stopper = server.stopper();
                let running = tokio::spawn(server.run());
                let _ = stopped.await;
                stopper.stop().await;
                running
                    .await
                    .expect("the server does not panic")
                    .expect("the server stops in order");
            });
        });
        let address = tokio::task::spawn_blocking(move || address.recv()).await;
        let address = address
            .expect("nobody cancels this")
            .expect("the server says its address");
        Server {
            client: Client::new(format!("http://{address}")),
            address,
            database,
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.expect("the server's thread ends in order");
            }
        }
    }
}

/// Settings for a server on this database.
pub fn config(database: &TestDatabase) -> Config {
    Config {
        server: ServerConfig {
            listen: "127.0.0.1:0".parse().expect("an address"),
            workers: 1,
            ..ServerConfig::default()
        },
        database: Database {
            url: DatabaseUrl(database.url.clone()),
            ..Database::default()
        },
        // Tests run beside each other on a busy machine, and ask as much as they like.
        limits: Limits {
            points: 0,
            longest_queue_milliseconds: 0,
            ..Limits::default()
        },
        ..Config::default()
    }
}
