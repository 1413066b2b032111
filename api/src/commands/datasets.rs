//! `ibasho datasets`: what was imported, from whom, under which license, and when.

use std::io::{self, Write};

use domain::Actor;
use readmodel::encode::geojson::time;
use store::{Dataset, OpenMode, Store};

use crate::config::Config;

pub async fn run(config: &Config) -> anyhow::Result<()> {
    let store = Store::open(&config.database.url.0, OpenMode::Guest).await?;
    let datasets = store.datasets(&Actor::at_the_console()).await?;
    store.close().await?;
    show(&datasets, &mut io::stdout())?;
    Ok(())
}

/// One data set a line, in columns divided by tabs: fit for eyes and for other programs.
pub fn show(datasets: &[Dataset], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "dataset\tpublisher\tlicense\tplaces\tdistricts\tlast import")?;
    for dataset in datasets {
        let Dataset {
            dataset,
            publisher,
            license,
            places,
            districts,
            last_import,
        } = dataset;
        let publisher = publisher
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or("-");
        let license = license.as_deref().unwrap_or("unstated");
        let last_import = time(*last_import);
        writeln!(
            out,
            "{}\t{}\t{}\t{places}\t{districts}\t{last_import}",
            plain(dataset),
            plain(publisher),
            plain(license)
        )?;
    }
    Ok(())
}

/// Nothing in a name may end a column or a line, or speak to the terminal.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}
