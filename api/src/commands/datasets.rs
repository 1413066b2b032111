//! `ibasho datasets`: what was imported, from whom, under which license, and when.

use std::io::{self, Write};

use chrono::NaiveDate;
use chrono_tz::Asia::Tokyo;
use domain::{Actor, Clock as _};
use readmodel::encode::geojson::time;
use store::{Dataset, OpenMode, Store};

use crate::clock::System;
use crate::config::Config;

pub async fn run(config: &Config) -> anyhow::Result<()> {
    let store = Store::open(&config.database.url.0, OpenMode::Guest).await?;
    let datasets = store.datasets(&Actor::at_the_console()).await?;
    store.close().await?;
    let today = System.now().with_timezone(&Tokyo).date_naive();
    show(&datasets, today, &mut io::stdout())?;
    Ok(())
}

/// One data set a line, in columns divided by tabs: fit for eyes and for other programs.
pub fn show(datasets: &[Dataset], today: NaiveDate, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "dataset\tpublisher\tlicense\tplaces\tdistricts\tlast import\tnext update"
    )?;
    for dataset in datasets {
        let Dataset {
            dataset,
            publisher,
            license,
            places,
            districts,
            last_import,
            next_update,
        } = dataset;
        let publisher = publisher
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or("-");
        let license = license.as_deref().unwrap_or("unstated");
        let last_import = time(*last_import);
        let next_update = match next_update {
            Some(date) if *date < today => format!("{date} (overdue)"),
            Some(date) => date.to_string(),
            None => "-".to_owned(),
        };
        writeln!(
            out,
            "{}\t{}\t{}\t{places}\t{districts}\t{last_import}\t{next_update}",
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
