//! Packages of the programs that the tests run against our server: `tests/clients`, and `tests/browser` for the page.

use std::process::Command;

use crate::{command, environment};

const NOTICE: &str = "
+---------------------------------------------------------------------------+
|  NO NODE.JS >= 20.19 WITH NPM FOUND: the tests with other people's        |
|  clients (graphql-http, graphql-ws, Relay, code generators) and those in  |
|  a browser are SKIPPED.                                                   |
+---------------------------------------------------------------------------+
";

/// Installs what the lock files name, unless it is there already.
pub fn install() -> Result<(), String> {
    ["tests/clients", "tests/browser"]
        .into_iter()
        .try_for_each(install_in)
}

fn install_in(folder: &str) -> Result<(), String> {
    let name = folder;
    let folder = command::root().join(name);
    let (lock, installed) = (
        folder.join("package-lock.json"),
        folder.join("node_modules/.package-lock.json"),
    );
    let changed = |path| std::fs::metadata(path).and_then(|found| found.modified());
    if let (Ok(lock), Ok(installed)) = (changed(&lock), changed(&installed))
        && lock <= installed
    {
        return Ok(());
    }
    let has_npm = command::output(Command::new("npm").arg("--version")).is_ok();
    if !has_npm {
        eprintln!("{NOTICE}");
        if environment::is_ci() {
            return Err("CI must not skip the tests with other people's clients".into());
        }
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ])
    .current_dir(&folder);
    let status = command::status(&mut npm)?;
    if status.success() {
        return Ok(());
    }
    if environment::is_ci() {
        return Err(format!("npm ci failed in {name}"));
    }
    eprintln!("{NOTICE}");
    Ok(())
}
