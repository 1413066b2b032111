//! The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::commands;
use crate::config::{Config, DatabaseUrl};
use crate::demo::DEFAULT_PLACES;

/// An open register of places and services.
#[derive(Debug, Parser)]
#[command(name = "ibasho", version)]
struct Cli {
    /// Settings in TOML; see config.example.toml.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a register; makes and migrates the database as needed.
    Serve(Listening),
    /// Make an invented register and serve it.
    Demo(Demo),
    /// Import files that others publish; the content decides what each is.
    Import(Import),
    /// Write what the register shows to everybody into a file.
    Export(Export),
    /// What was imported: data sets with their licenses, counts and last import.
    Datasets {
        /// The register.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// Public holidays, by which rules are read.
    #[command(subcommand)]
    Holidays(HolidaysCommand),
    /// Keys for programs and editors.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Print the GraphQL schema.
    Schema,
    /// Look at the settings.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Args)]
struct Listening {
    /// sqlite://relative/path.db, sqlite:///absolute/path.db or postgres://…
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Address and port, for example 127.0.0.1:8080.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
struct Demo {
    /// Where to keep it; sqlite://ibasho-demo.db in this folder unless given.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Address and port.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// How many places; above 2,000 an invented country for load tests.
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PLACES)]
    places: usize,
}

/// Arguments of `ibasho import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The files, packed by gzip or not.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The register.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// What kind of file it is, instead of finding out from its content.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(formats::profiles()))]
    pub profile: Option<String>,
    /// Name of the data set; importing under the same name again is an update.
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub dataset: Option<String>,
    /// The license, in the words of the publisher.
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub license: Option<String>,
    /// Where the file was published.
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub source_url: Option<String>,
    /// Who numbers the rows, for files that do not say it: two cities' lists both begin at 1.
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub publisher: Option<String>,
    /// Take what the file says even where an editor changed it by hand.
    #[arg(long)]
    pub overwrite_edits: bool,
    /// What to do with rows that may be places which the register has from elsewhere: hold them back and ask, take
    /// them for new places, or merge them where there is only one to choose.
    #[arg(long, value_enum, default_value_t = Matches::Ask)]
    pub matches: Matches,
    /// Where to ask and where the answers stand: a table that a spreadsheet opens. Made or added to.
    #[arg(long, value_name = "FILE.csv")]
    pub decisions: Option<PathBuf>,
    /// A name for this very import: with the same name again, nothing is done twice.
    #[arg(long, value_name = "KEY", value_parser = words)]
    pub key: Option<String>,
    /// When the publisher will have a new edition.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub next_update: Option<chrono::NaiveDate>,
    /// Language of the summary and of the table to fix; that of the terminal unless given.
    #[arg(long, value_enum)]
    pub language: Option<Language>,
    /// Show what would change, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write what somebody should mend in the files, as a table for a spreadsheet.
    #[arg(long, value_name = "FILE.csv")]
    pub to_fix: Option<PathBuf>,
    /// Write the report as JSON.
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Matches {
    Ask,
    New,
    Merge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    Ja,
    En,
}

/// Arguments of `ibasho export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The register.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// In which form.
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// Where to; standard output unless given.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only the places of this data set.
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub dataset: Option<String>,
    /// Only what this search finds, in the parameters of /places.geojson: `kinds=FOOD_PANTRY&district=172022`. Not for
    /// csv.
    #[arg(long, value_name = "PARAMETERS")]
    pub search: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// ibasho's own columns, the whole record: for copying and editing a register.
    Csv,
    /// The same under the titles of the municipal standard, as /places.csv.
    MunicipalCsv,
    /// One FeatureCollection.
    Geojson,
    /// A feature a line, as /places.geojsonl.
    Geojsonl,
    /// The tables of HSDS 3.0 in an archive, as /hsds.zip.
    Hsds,
    /// HSDS 3.0 as JSON, as /hsds.json.
    HsdsJson,
    /// When the places are open, as iCalendar.
    Ics,
}

#[derive(Debug, Subcommand)]
enum HolidaysCommand {
    /// Take the Cabinet Office's list (syukujitsu.csv, CP932 or UTF-8) in place of the one in the program.
    Import {
        /// The list.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The register.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Make a key and print it, once.
    Create {
        /// The register.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// What it may do.
        #[arg(long, default_value = "operator", value_parser = ["operator"])]
        role: String,
        /// What it is for.
        #[arg(long, value_name = "TEXT", default_value = "unnamed")]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Check the settings and print every one at its effective value, secrets hidden.
    Check,
}

/// A name or a sentence: not blank, at most 200 characters.
fn words(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("must not be blank".to_owned()),
        1..=200 => Ok(text.to_owned()),
        length => Err(format!("must have at most 200 characters, not {length}")),
    }
}

fn web_address(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let fine = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
    if fine {
        Ok(text.to_owned())
    } else {
        Err("must begin with http:// or https://".to_owned())
    }
}

/// Runs the command that this process was started with.
pub async fn run() -> ExitCode {
    match dispatch(Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "ibasho: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut config = Config::load(cli.config.as_deref())?;
    match cli.command {
        Command::Serve(Listening { database, listen }) => {
            apply(&mut config, database, listen);
            crate::telemetry::start(&config.log.level)?;
            commands::serve::run(&config, None).await?;
        }
        Command::Demo(Demo {
            database,
            listen,
            places,
        }) => {
            let database = database.unwrap_or_else(|| "sqlite://ibasho-demo.db".to_owned());
            apply(&mut config, Some(database), listen);
            crate::telemetry::start(&config.log.level)?;
            commands::demo::run(&config, places).await?;
        }
        Command::Import(import) => {
            apply(&mut config, import.database.clone(), None);
            return commands::import::run(&config, &import).await;
        }
        Command::Export(export) => {
            apply(&mut config, export.database.clone(), None);
            commands::export::run(&config, &export).await?;
        }
        Command::Datasets { database } => {
            apply(&mut config, database, None);
            commands::datasets::run(&config).await?;
        }
        Command::Holidays(HolidaysCommand::Import { file, database }) => {
            apply(&mut config, database, None);
            return commands::holidays::import(&config, &file).await;
        }
        Command::Key(KeyCommand::Create { database, role, name }) => {
            apply(&mut config, database, None);
            commands::key::create(&config, &role, &name).await?;
        }
        Command::Schema => write!(std::io::stdout(), "{}", crate::graphql::sdl())?,
        Command::Config(ConfigCommand::Check) => write!(std::io::stdout(), "{}", config.shown()?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn apply(config: &mut Config, database: Option<String>, listen: Option<SocketAddr>) {
    if let Some(url) = database {
        config.database.url = DatabaseUrl(url);
    }
    if let Some(listen) = listen {
        config.server.listen = listen;
    }
}
