//! `bench`: the benchmarks, which print their own tables.

use std::ffi::OsString;
use std::process::Command;

use crate::{Outcome, command};

/// Where npm supercluster is measured beside the read model.
const SUPERCLUSTER: &str = "readmodel/benches/supercluster";

/// Runs the bench targets of the read model, then those of the server, and stops at a failure; last, where Node is
/// installed, npm supercluster on points of the same shape.
/// The arguments go to the benchmarks themselves.
pub fn run(arguments: &[OsString]) -> Outcome {
    for package in ["readmodel", "api"] {
        let mut cargo = command::cargo();
        // Named as a pattern, since the unit tests' harness would refuse a benchmark's arguments.
        cargo.args(["bench", "--package", package, "--bench", "*"]);
        cargo.arg("--").args(arguments);
        let status = command::status(&mut cargo)?;
        if !status.success() {
            return Ok(command::exit_code(status));
        }
    }
    let sizes: &[&str] = if arguments.iter().any(|argument| argument == "--quick") {
        &["20000"]
    } else {
        &["200000", "1000000"]
    };
    let mut install = Command::new("npm");
    let folder = command::root().join(SUPERCLUSTER);
    install.args(["ci", "--silent"]).current_dir(&folder);
    if !install.status().is_ok_and(|status| status.success()) {
        println!("\nno npm, or no way to its registry: supercluster is not measured");
        return Ok(std::process::ExitCode::SUCCESS);
    }
    let mut node = Command::new("node");
    node.args(["--max-old-space-size=4000", "bench.mjs"])
        .args(sizes)
        .current_dir(folder);
    Ok(command::exit_code(command::status(&mut node)?))
}
