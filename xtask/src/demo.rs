//! `demo`: from a fresh clone to a running server with an invented town, in one command.

use std::ffi::OsString;

use crate::{Outcome, command, page};

/// Builds the server and becomes it. The dev profile starts sooner on a fresh clone; `--release`
/// is for load. The database lands in the caller's folder, as with the installed `ibasho`.
pub fn run(mut arguments: Vec<OsString>) -> Outcome {
    let before = arguments.len();
    arguments.retain(|argument| argument != "--release");
    let release = arguments.len() < before;

    page::if_possible();
    let mut cargo = command::cargo_here();
    cargo
        .arg("run")
        .arg("--manifest-path")
        .arg(command::root().join("Cargo.toml"));
    cargo.args(["--package", "api", "--bin", "ibasho"]);
    if release {
        cargo.arg("--release");
    }
    cargo.args(["--", "demo"]).args(arguments);
    eprintln!("Building the server; the first build takes a few minutes.");
    command::replace(cargo)
}
