//! `bench`: the benchmarks, which print their own tables.

use std::ffi::OsString;

use crate::{Outcome, command};

/// Runs the bench targets of the read model, then those of the server, and stops at a failure.
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
    Ok(std::process::ExitCode::SUCCESS)
}
