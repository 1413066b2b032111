//! `ibasho export`: what the register shows to everybody, as a file.
//!
//! Reads the public contents as a server does when it starts, in one view; exact points and private contacts are not
//! loaded, so they cannot leave. ibasho's own columns are written of these contents, every other form of a snapshot of
//! them, by the code that answers over HTTP ([`crate::export`]).

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use domain::Clock as _;
use readmodel::encode::calendar;
use readmodel::{Hit, SourceRef};
use store::{OpenMode, Store};

use crate::app::this_minute;
use crate::cli::{Export as Arguments, ExportFormat};
use crate::clock::System;
use crate::config::Config;
use crate::export::{Export, Format};
use crate::graphql::context::Read;
use crate::http::params::{Listed, PlaceParams};
use crate::live::Live;

pub async fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<()> {
    let store = Store::open(&config.database.url.0, OpenMode::Guest).await?;
    let (form, listed) = match arguments.format {
        ExportFormat::Csv => {
            let contents = store.load().await?;
            store.close().await?;
            if arguments.search.is_some() {
                bail!("--search is not for --format csv, which copies a register; take municipal-csv");
            }
            let dataset = arguments.dataset.as_deref();
            return write_to(arguments, |out| Ok(formats::own::write(&contents, dataset, out)?));
        }
        ExportFormat::MunicipalCsv => (Form::Parts(Format::Csv), Listed::Anywhere),
        ExportFormat::Geojson => (Form::Parts(Format::GeoJson), Listed::OnMap),
        ExportFormat::Geojsonl => (Form::Parts(Format::GeoJsonLines), Listed::OnMap),
        ExportFormat::Hsds => (Form::Parts(Format::HsdsArchive), Listed::Anywhere),
        ExportFormat::HsdsJson => (Form::Parts(Format::HsdsDocument), Listed::Anywhere),
        ExportFormat::Ics => (Form::Calendar, Listed::OnMap),
    };
    let live = Live::load(&store, Arc::new(System)).await?;
    store.close().await?;
    let read = Arc::new(Read::new(live.snapshot(), this_minute(System.now())));
    let search = arguments.search.as_deref().unwrap_or_default();
    let mut params = PlaceParams::parse_all(search, &read, listed)
        .map_err(|problem| anyhow!("--search: {}", problem.detail()))?;
    let everything = params.is_everything() && arguments.dataset.is_none();
    params.query.filter.source = arguments.dataset.clone().map(|dataset| SourceRef {
        dataset,
        external_id: None,
    });
    let page = read
        .snapshot
        .search(&params.query, read.now, params.after.as_ref(), params.limit);
    write_to(arguments, |out| form.write(read, page.hits, everything, out))
}

enum Form {
    Parts(Format),
    Calendar,
}

impl Form {
    /// Tells how many places there are.
    fn write(
        self,
        read: Arc<Read>,
        hits: Vec<Hit>,
        everything: bool,
        out: &mut dyn Write,
    ) -> anyhow::Result<usize> {
        let places = hits.len();
        match self {
            Form::Calendar => {
                let rows = hits.iter().map(|hit| hit.row);
                out.write_all(calendar::calendar(&read.snapshot, rows, "ibasho").as_bytes())?;
            }
            Form::Parts(format) => {
                let mut export = Export::new(read, format, hits, everything);
                while let Some(part) = export.next_part()? {
                    out.write_all(&part)?;
                }
            }
        }
        Ok(places)
    }
}

fn write_to(
    arguments: &Arguments,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<usize>,
) -> anyhow::Result<()> {
    match &arguments.output {
        Some(path) => {
            let places = write_file(path, write)?;
            writeln!(io::stdout(), "{}: {places} places", path.display())?;
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}

/// The file is there when it is whole: an earlier one stays if the disk is full.
fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<usize>,
) -> anyhow::Result<usize> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let cannot = || format!("cannot write {}", path.display());
    let mut out = BufWriter::new(std::fs::File::create(part).with_context(cannot)?);
    let written = write(&mut out).and_then(|places| {
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
