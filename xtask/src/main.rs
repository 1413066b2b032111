//! The command list of the project: `cargo xtask <command>`.
//!
//! Each command is one module. It starts other programs and reports what they said; it holds no
//! rule of the register and uses no crate of the workspace, so it builds in seconds.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks to its terminal"
)]

mod bench;
mod bugs;
mod clients;
mod command;
mod demo;
mod environment;
mod lint;
mod page;
mod postgres;
mod schema;
mod test;

use std::ffi::OsString;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  demo [--release] [OPTIONS]     build the server and run `ibasho demo OPTIONS`
  setup                          build the page for browsers, which the next build takes in; needs Node.js
  test [--long] [CARGO TEST ...] all tests, on SQLite and on a throw-away PostgreSQL
  lint                           formatting, clippy, tidiness, bans, licenses, sources
  schema                         write schema.graphql from the build
  bless [CARGO TEST ...]         write schema.graphql anew, then run all tests
  bench [OPTIONS]                benchmarks of the read model, then of the HTTP server
  bugs [NAME]                    plant known bugs in a copy of the read model; its tests must catch each
  help                           this text

Environment
  TEST_DATABASE_URL   use this PostgreSQL; without it `test` starts one of its own
  CI=true             a missing PostgreSQL, Node.js or cargo-deny is a failure, not a notice
";

/// What a command ends with: an exit code to pass on, or the reason why it could not be carried out.
type Outcome = Result<ExitCode, String>;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let arguments: Vec<OsString> = arguments.collect();
    let outcome = match command.to_str() {
        Some("demo") => demo::run(arguments),
        Some("setup") => alone("setup", &arguments).and_then(|()| page::setup()),
        Some("test") => test::run(arguments),
        Some("lint") => alone("lint", &arguments).and_then(|()| lint::run()),
        Some("schema") => alone("schema", &arguments).and_then(|()| schema::run()),
        Some("bless") => test::bless(arguments),
        Some("bench") => bench::run(&arguments),
        Some("bugs") => bugs::run(&arguments),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|reason| {
        eprintln!("xtask: {reason}");
        ExitCode::FAILURE
    })
}

/// Refuses arguments of a command that has none, so that a mistyped option is not silently ignored.
fn alone(command: &str, arguments: &[OsString]) -> Result<(), String> {
    match arguments.first() {
        None => Ok(()),
        Some(argument) => Err(format!(
            "{command} takes no argument, but got {}",
            argument.display()
        )),
    }
}
