//! What the tests stand on: real databases, a real server in this process, a client that speaks to it.
//!
//! `on_both!` runs one body on SQLite and on PostgreSQL; the second is ignored by a plain `cargo test` and run
//! by `cargo xtask test`, which has a PostgreSQL. Nothing here is a stand-in for a part of ours.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod client;
mod database;
mod node;
mod seed;
mod server;

pub use client::{Answer, Client};
pub use database::{Backend, TestDatabase};
pub use node::{Clients, clients};
pub use seed::{export, export_as, import, key, made_up_file, shared, try_import};
pub use server::{NOW, Server, config};

/// Makes two tests of one body: `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($backend:ident) $body:block) => {
        mod $name {
            #[expect(clippy::wildcard_imports, reason = "the body sees what the test file sees")]
            use super::*;

            async fn body($backend: $crate::Backend) $body

            $(#[$meta])*
            #[tokio::test]
            async fn sqlite() {
                body($crate::Backend::Sqlite).await;
            }

            $(#[$meta])*
            #[tokio::test]
            #[ignore = "needs PostgreSQL: cargo xtask test"]
            async fn postgres() {
                body($crate::Backend::Postgres).await;
            }
        }
    };
}
