//! `ibasho demo`: an invented register, made once and then served.

use std::io::Write as _;

use anyhow::bail;
use chrono::{DateTime, Utc};
use domain::Actor;
use store::{Filling, OpenMode, Store};

use super::serve;
use crate::config::Config;
use crate::demo::{CENTER, Register, SEED, invent};

/// The moment of the invented register, 2026-11-01 09:00 in Japan: a fixed one, so that it can be made again.
const MADE_AT: i64 = 1_793_491_200;

/// Makes the register and serves it.
pub(crate) async fn run(config: &Config, places: usize) -> anyhow::Result<()> {
    make(config, places).await?;
    serve::run(config, Some(CENTER)).await
}

/// Makes the register unless the database already holds the very same.
pub async fn make(config: &Config, places: usize) -> anyhow::Result<()> {
    let label = format!("seed {SEED}, {places} places");
    let store = Store::open(&config.database.url.0, OpenMode::Tool).await?;
    match store.demo_label().await? {
        Some(held) if held == label => {}
        Some(held) => {
            bail!(
                "database: it holds another invented register ({held}, not {label}); choose another --database"
            )
        }
        None => {
            let mut out = std::io::stdout();
            writeln!(out, "making an invented register of {places} places ...")?;
            let at = DateTime::<Utc>::from_timestamp(MADE_AT, 0).unwrap_or_default();
            let terms = store.terms().await?;
            let Register {
                organizations,
                districts,
                services,
                places,
            } = invent(SEED, places, &terms, at);
            let filling = Filling {
                organizations,
                districts,
                services,
                places,
            };
            store.fill(&Actor::at_the_console(), &label, filling, at).await?;
        }
    }
    store.close().await?;
    Ok(())
}
