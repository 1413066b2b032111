//! The server and its commands: configuration, HTTP, GraphQL, and the snapshot that answers both.
//!
//! The only crate that knows actix-web and async-graphql. Start at [`server`]; one request is walked through in
//! docs/ARCHITECTURE.md.

pub mod app;
mod auth;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod export;
pub mod graphql;
mod http;
mod live;
mod metrics;
mod public;
pub mod server;
mod telemetry;
mod usage;
