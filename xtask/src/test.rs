//! `test` and `bless`: plain `cargo test`, with a PostgreSQL beside it the page, and the packages of the client programs.

use std::ffi::OsString;

use crate::postgres::{Binaries, Postgres};
use crate::{Outcome, clients, command, environment, page, schema};

const DATABASE: &str = "TEST_DATABASE_URL";

const NOTICE: &str = "
+---------------------------------------------------------------------------+
|  NO POSTGRESQL FOUND: every test that needs it is SKIPPED.                |
|                                                                           |
|  What passes here is proven on SQLite only. Install the server, on        |
|  Debian `apt-get install postgresql`, or name one in TEST_DATABASE_URL.   |
+---------------------------------------------------------------------------+
";

/// The database that the PostgreSQL half of the suite runs on.
enum Database {
    /// Named by the caller in `TEST_DATABASE_URL`.
    Given,
    /// Ours: stopped and removed when dropped.
    Started(Postgres),
    /// Nowhere to be found.
    Absent,
}

/// Takes what the build says as the new schema, then tests.
pub fn bless(arguments: Vec<OsString>) -> Outcome {
    let written = schema::run()?;
    if written != std::process::ExitCode::SUCCESS {
        return Ok(written);
    }
    run(arguments)
}

/// All tests, or those that the arguments to `cargo test` name; its exit code is passed on.
pub fn run(arguments: Vec<OsString>) -> Outcome {
    let Request {
        long,
        whole,
        arguments,
    } = Request::parse(arguments);
    clients::install()?;
    page::if_possible();
    let database = database()?;
    let mut cargo = command::cargo();
    cargo.arg("test");
    if whole {
        cargo.arg("--workspace");
    }
    let has_separator = arguments.iter().any(|argument| argument == "--");
    cargo.args(arguments);
    if !matches!(database, Database::Absent) {
        // Tests that need PostgreSQL are ignored by a plain `cargo test`, which has none.
        cargo
            .args(["--"].iter().filter(|_| !has_separator))
            .arg("--include-ignored");
    }
    if long {
        cargo.env("IBASHO_LONG", "1");
    }
    if let Database::Started(postgres) = &database {
        cargo.env(DATABASE, postgres.url());
    }
    let status = command::status(&mut cargo)?;
    if let Database::Absent = database {
        // Once more, since the first notice has scrolled away.
        eprintln!("{NOTICE}");
    }
    Ok(command::exit_code(status))
}

fn database() -> Result<Database, String> {
    if environment::variable(DATABASE).is_some() {
        eprintln!("PostgreSQL: the one named in {DATABASE}");
        return Ok(Database::Given);
    }
    if let Some(binaries) = Binaries::find() {
        let postgres = Postgres::start(&binaries)?;
        eprintln!("PostgreSQL: {}, stopped at the end", postgres.url());
        return Ok(Database::Started(postgres));
    }
    eprintln!("{NOTICE}");
    if environment::is_ci() {
        return Err("CI must not skip the tests that need PostgreSQL".into());
    }
    Ok(Database::Absent)
}

/// The arguments of `test`, with what is ours taken out.
#[derive(Debug, PartialEq)]
struct Request {
    long: bool,
    /// No package is named, so the whole workspace is meant.
    whole: bool,
    arguments: Vec<OsString>,
}

impl Request {
    /// Only what stands before `--` is looked at; the rest belongs to the test binaries.
    fn parse(mut arguments: Vec<OsString>) -> Self {
        let end = arguments.iter().position(|argument| argument == "--");
        let theirs = end.map_or_else(Vec::new, |end| arguments.split_off(end));
        let long = arguments.iter().any(|argument| argument == "--long");
        arguments.retain(|argument| argument != "--long");
        let whole = !arguments.iter().any(|argument| {
            let argument = argument.to_string_lossy();
            argument.starts_with("-p") || argument.starts_with("--package")
        });
        arguments.extend(theirs);
        Self {
            long,
            whole,
            arguments,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    fn parse(arguments: &[&str]) -> Request {
        Request::parse(arguments.iter().map(Into::into).collect())
    }

    #[test]
    fn long_is_ours_and_the_rest_is_cargos() {
        let request = parse(&["near", "--long"]);
        assert_eq!(
            request,
            Request {
                long: true,
                whole: true,
                arguments: vec!["near".into()]
            }
        );
    }

    #[test]
    fn a_named_package_narrows_the_run() {
        assert!(!parse(&["-p", "domain"]).whole);
        assert!(!parse(&["-pdomain"]).whole);
        assert!(!parse(&["--package=domain"]).whole);
        assert!(parse(&["--profile", "release"]).whole);
    }

    #[test]
    fn what_follows_two_dashes_is_left_alone() {
        let request = parse(&["--", "--long", "-p"]);
        assert!(!request.long && request.whole);
        assert_eq!(request.arguments.len(), 3);
    }
}
