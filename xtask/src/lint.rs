//! `lint`: everything that judges the source without running it.
//!
//! Security advisories are not asked for here, since their database must be fetched from outside:
//! `cargo deny check advisories` does it by hand.

use std::process::{Command, ExitCode};

use crate::{Outcome, command, environment};

/// Runs every step, even after a failed one, so that one run shows all there is to mend.
pub fn run() -> Outcome {
    let mut failed = Vec::new();
    let mut skipped = "";
    for (name, mut step) in steps() {
        println!("lint: {name}");
        if !command::status(&mut step)?.success() {
            failed.push(name);
        }
    }
    if has_deny()? {
        println!("lint: dependencies");
        if !dependencies()? {
            failed.push("dependencies");
        }
    } else if environment::is_ci() {
        eprintln!("lint: cargo-deny is not installed, and CI must not go without it");
        failed.push("dependencies");
    } else {
        skipped = "; NOTHING LOOKED AT THE DEPENDENCIES: `cargo install --locked cargo-deny` mends it";
    }
    if failed.is_empty() {
        println!("lint: passed{skipped}");
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("lint failed in: {}{skipped}", failed.join(", ")))
}

fn steps() -> [(&'static str, Command); 3] {
    let mut format = command::cargo();
    format.args(["fmt", "--all", "--check"]);

    let mut clippy = command::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);

    let mut tidy = Command::new("bash");
    tidy.arg(".ci/tidy.sh").current_dir(command::root());

    [("formatting", format), ("clippy", clippy), ("tidiness", tidy)]
}

fn has_deny() -> Result<bool, String> {
    let asked = command::output(command::cargo().args(["deny", "--version"]))?;
    Ok(asked.status.success())
}

/// Judges the dependencies of every platform in deny.toml, so those of the others are fetched first:
/// cargo cannot describe a graph with a package that was never downloaded.
fn dependencies() -> Result<bool, String> {
    let fetched = command::status(command::cargo().args(["fetch", "--locked", "--quiet"]))?;
    let check = ["deny", "--offline", "check", "bans", "licenses", "sources"];
    Ok(fetched.success() && command::status(command::cargo().args(check))?.success())
}
