//! The sections of the settings and their defaults; `config.example.toml` explains each option to an operator.

use std::net::SocketAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::DatabaseUrl;
use super::page::{Embed, Map, Site};

/// Every setting at its effective value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub graphql: Graphql,
    pub limits: Limits,
    pub site: Site,
    pub map: Map,
    pub embed: Embed,
    pub log: Log,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Threads that answer; 0 means one for each core.
    pub workers: usize,
    /// How long requests in flight may take when the server stops, in seconds.
    pub shutdown_seconds: u64,
    /// Whose pages may open sockets, besides our own: `https://example.jp`.
    pub socket_origins: Vec<String>,
    /// Numbers for operators at `/metrics`.
    pub metrics: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    pub url: DatabaseUrl,
    /// How often the server looks for changes of other programs, in milliseconds.
    pub poll_milliseconds: u64,
}

/// What one document may ask for; see `gate::Limits`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Graphql {
    pub document_bytes: usize,
    pub tokens: usize,
    pub nesting: usize,
    pub aliases: usize,
    pub directives: usize,
    pub repetitions: usize,
    pub size: u64,
    pub root_fields: u64,
    pub depth: u64,
    pub introspection_depth: u64,
    pub cost: u64,
    /// Memory for documents that were judged before, in megabytes.
    pub cache_megabytes: u64,
    /// A file of registered documents, sent as `documentId`; empty for none.
    pub trusted_documents: String,
    /// Whether only those are answered.
    pub only_trusted_documents: bool,
    /// The developers' page.
    pub graphiql: bool,
}

/// How much of the server one client may use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Points that a client may spend in one go; 0 sets no limit.
    pub points: u32,
    /// How long it takes until they are all there again, in seconds.
    pub per_seconds: u64,
    /// Proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long a client may take to send a body, in seconds.
    pub body_seconds: u64,
    /// How long requests may wait before some are turned away, in milliseconds; 0 turns none away.
    pub longest_queue_milliseconds: u64,
    /// Connections that one worker holds open.
    pub connections_per_worker: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`, or a filter such as `info,api=debug`.
    pub level: String,
}

impl Default for Server {
    fn default() -> Server {
        Server {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            workers: 0,
            shutdown_seconds: 10,
            socket_origins: Vec::new(),
            metrics: true,
        }
    }
}

impl Default for Database {
    fn default() -> Database {
        Database {
            url: DatabaseUrl("sqlite://ibasho.db".to_owned()),
            poll_milliseconds: 100,
        }
    }
}

impl Default for Graphql {
    fn default() -> Graphql {
        let gate::Limits {
            document_bytes,
            tokens,
            nesting,
            aliases,
            directives,
            repetitions,
            size,
            root_fields,
            depth,
            introspection_depth,
            cost,
        } = gate::Limits::default();
        Graphql {
            document_bytes,
            tokens,
            nesting,
            aliases,
            directives,
            repetitions,
            size,
            root_fields,
            depth,
            introspection_depth,
            cost,
            cache_megabytes: 32,
            trusted_documents: String::new(),
            only_trusted_documents: false,
            graphiql: true,
        }
    }
}

impl Graphql {
    /// The limits in the terms of the gate.
    pub fn gate(&self) -> gate::Limits {
        gate::Limits {
            document_bytes: self.document_bytes,
            tokens: self.tokens,
            nesting: self.nesting,
            aliases: self.aliases,
            directives: self.directives,
            repetitions: self.repetitions,
            size: self.size,
            root_fields: self.root_fields,
            depth: self.depth,
            introspection_depth: self.introspection_depth,
            cost: self.cost,
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            points: 2_000_000,
            per_seconds: 60,
            trusted_proxies: Vec::new(),
            body_seconds: 10,
            longest_queue_milliseconds: 500,
            connections_per_worker: 10_000,
        }
    }
}

impl Default for Log {
    fn default() -> Log {
        Log {
            level: "info".to_owned(),
        }
    }
}
