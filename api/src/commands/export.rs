//! `ibasho export`: what the register shows to everybody, as a file.
//!
//! Reads the public contents as a server does when it starts, in one view; exact points and private contacts are not
//! loaded, so they cannot leave.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use store::{OpenMode, Store};

use crate::cli::Export;
use crate::config::Config;

pub async fn run(config: &Config, export: &Export) -> anyhow::Result<()> {
    let store = Store::open(&config.database.url.0, OpenMode::Guest).await?;
    let contents = store.load().await?;
    store.close().await?;
    let dataset = export.dataset.as_deref();
    match &export.output {
        Some(path) => {
            let places = write_file(path, |out| formats::own::write(&contents, dataset, out))?;
            writeln!(io::stdout(), "{}: {places} places", path.display())?;
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            formats::own::write(&contents, dataset, &mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}

/// The file is there when it is whole: an earlier one stays if the disk is full.
fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<std::fs::File>) -> Result<usize, csv::Error>,
) -> anyhow::Result<usize> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let cannot = || format!("cannot write {}", path.display());
    let mut out = BufWriter::new(std::fs::File::create(part).with_context(cannot)?);
    let written = write(&mut out).map_err(anyhow::Error::from).and_then(|places| {
        out.flush()?;
        std::fs::rename(part, path)?;
        Ok(places)
    });
    if written.is_err() {
        // What is left of it is of no use; the reason is already known.
        let _ = std::fs::remove_file(part);
    }
    written.with_context(cannot)
}
