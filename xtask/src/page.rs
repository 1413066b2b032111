//! The residents' page: `web/`, built by Node.js into `web/dist`, which the server takes in when it is compiled.

use std::process::{Command, ExitCode, Stdio};
use std::time::SystemTime;

use crate::{Outcome, command};

/// The file that takes the page in. Cargo sees when a file of the page changes, but not that there is one at last.
const TAKES_IT_IN: &str = "api/src/http/page/assets.rs";

/// `setup`: builds the page, or says what is missing.
pub fn setup() -> Outcome {
    if !has_node() {
        return Err(
            "the page needs Node.js 20.19 or later with npm; without it the server still builds and answers"
                .into(),
        );
    }
    build()?;
    eprintln!("The page is built; the next build of the server takes it in.");
    Ok(ExitCode::SUCCESS)
}

/// Builds the page where that is possible; says so and goes on where it is not.
pub fn if_possible() {
    if !has_node() {
        eprintln!("No Node.js 20.19 or later with npm: the server goes without the page for browsers.");
    } else if let Err(reason) = build() {
        eprintln!("The page could not be built, and the server goes without it: {reason}");
    }
}

fn build() -> Result<(), String> {
    let folder = command::root().join("web");
    if !folder.join("package.json").exists() {
        return Err("there is no web/package.json".into());
    }
    let installed = folder.join("node_modules/.package-lock.json");
    let changed = |path: std::path::PathBuf| std::fs::metadata(path).and_then(|found| found.modified()).ok();
    let is_installed = changed(installed) >= changed(folder.join("package-lock.json"));
    if !is_installed {
        run(&["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
    }
    let was_there = folder.join("dist/index.html").exists();
    run(&["run", "--silent", "build"])?;
    if !was_there {
        let file = std::fs::File::options()
            .append(true)
            .open(command::root().join(TAKES_IT_IN));
        file.and_then(|file| file.set_modified(now()))
            .map_err(|error| format!("{TAKES_IT_IN}: {error}"))?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a file's date, for Cargo alone")]
fn now() -> SystemTime {
    SystemTime::now()
}

fn run(arguments: &[&str]) -> Result<(), String> {
    let mut npm = Command::new("npm");
    npm.args(arguments).current_dir(command::root().join("web"));
    let status = command::status(&mut npm)?;
    if status.success() {
        return Ok(());
    }
    Err(format!("npm {} failed in web/", arguments.join(" ")))
}

fn has_node() -> bool {
    let mut node = Command::new("node");
    let Ok(output) = command::output(node.arg("--version").stdin(Stdio::null())) else {
        return false;
    };
    let has_npm = command::output(Command::new("npm").arg("--version")).is_ok();
    has_npm && is_new_enough(&String::from_utf8_lossy(&output.stdout))
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.');
    let mut next = || numbers.next().and_then(|number| number.parse::<u32>().ok());
    (next(), next()) >= (Some(20), Some(19))
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn versions_are_compared_as_numbers() {
        for (version, enough) in [
            ("v20.19.0\n", true),
            ("v20.9.0", false),
            ("v22.1.0", true),
            ("v18.20.4", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(version), enough, "{version}");
        }
    }
}
