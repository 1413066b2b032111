//! `ibasho key`.

use std::io::Write as _;

use anyhow::Context as _;
use domain::{Actor, Clock as _, Role};
use store::{OpenMode, Store};

use crate::clock::System;
use crate::config::Config;

/// Makes a key and prints it alone on standard output; it cannot be shown again.
pub async fn create(config: &Config, role: &str, name: &str) -> anyhow::Result<()> {
    let key = make(config, role, name).await?;
    writeln!(std::io::stdout(), "{key}")?;
    Ok(())
}

/// Makes a key.
pub async fn make(config: &Config, role: &str, name: &str) -> anyhow::Result<String> {
    let role = Role::parse(role).context("role: not known")?;
    let store = Store::open(&config.database.url.0, OpenMode::Guest).await?;
    let key = store
        .create_key(&Actor::at_the_console(), name, role, System.now())
        .await?;
    store.close().await?;
    Ok(key)
}
