//! `schema`: the public schema as a file, so that a change of the contract shows in a diff.

use std::process::{ExitCode, Stdio};

use crate::{Outcome, command};

/// Writes schema.graphql in the root of the workspace, byte for byte as the build prints it.
pub fn run() -> Outcome {
    let mut cargo = command::cargo();
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "api",
        "--bin",
        "ibasho",
        "--",
        "schema",
    ]);
    let printed = command::output(cargo.stderr(Stdio::inherit()))?;
    if !printed.status.success() {
        return Ok(command::exit_code(printed.status));
    }
    if printed.stdout.is_empty() {
        return Err("`ibasho schema` printed nothing; schema.graphql is left as it was".into());
    }
    let file = command::root().join("schema.graphql");
    std::fs::write(&file, &printed.stdout).map_err(|error| format!("{}: {error}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(ExitCode::SUCCESS)
}
