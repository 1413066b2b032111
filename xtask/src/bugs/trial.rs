//! The tests of a copy, run until the first of them fails.

use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::copy::Scratch;
use crate::command;

/// A test binary that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(600);

/// What became of a bug.
#[derive(Debug)]
pub enum Verdict {
    /// By this test.
    Caught(String),
    Survived,
    /// It proves nothing: its text or its replacement does not fit the source.
    Unfit(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Caught(test) => write!(f, "caught by {test}"),
            Verdict::Survived => f.write_str("SURVIVED"),
            Verdict::Unfit(reason) => write!(f, "DOES NOT APPLY: {reason}"),
        }
    }
}

/// Unit tests first, which are compiled sooner.
pub fn try_tests(scratch: &Scratch) -> Result<Verdict, String> {
    for target in [&["--lib"][..], &["--test", "*"]] {
        let binaries = match build(scratch, target)? {
            Ok(binaries) => binaries,
            Err(reason) => return Ok(Verdict::Unfit(reason)),
        };
        for binary in binaries {
            if let Some(test) = first_failure(scratch, binary)? {
                return Ok(Verdict::Caught(test));
            }
        }
    }
    Ok(Verdict::Survived)
}

/// The test binaries of a target, or why it does not compile.
fn build(scratch: &Scratch, target: &[&str]) -> Result<Result<Vec<PathBuf>, String>, String> {
    let mut cargo = command::cargo();
    cargo
        .current_dir(scratch.root())
        .env("CARGO_TARGET_DIR", scratch.root().join("target"))
        .args([
            "test",
            "--no-run",
            "--color",
            "never",
            "--package",
            scratch.name(),
        ])
        .args(target);
    let output = command::output(&mut cargo)?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let error = text.lines().find(|line| line.starts_with("error"));
        return Ok(Err(error.unwrap_or("cargo failed").to_owned()));
    }
    // "  Executable tests/oracle/main.rs (/…/oracle-0123456789abcdef)"
    let binaries = text
        .lines()
        .filter(|line| line.trim_start().starts_with("Executable"));
    let paths: Vec<PathBuf> = binaries
        .filter_map(|line| line.rsplit_once('(')?.1.strip_suffix(')'))
        .map(|path| scratch.root().join(path))
        .collect();
    if paths.is_empty() {
        return Err(format!("cargo named no test binary:\n{text}"));
    }
    Ok(Ok(paths))
}

/// The test that fails first, or that the binary came to no good end.
fn first_failure(scratch: &Scratch, binary: PathBuf) -> Result<Option<String>, String> {
    let unstartable = |error| format!("cannot start {}: {error}", binary.display());
    let mut tests = Command::new(&binary)
        .current_dir(scratch.package())
        .env("PROPTEST_MAX_SHRINK_ITERS", "0")
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(unstartable)?;
    let (line_to, lines) = channel();
    if let Some(stdout) = tests.stdout.take() {
        // Ends with the pipe.
        std::thread::spawn(move || {
            let lines = BufReader::new(stdout).lines().map_while(Result::ok);
            lines.into_iter().all(|line| line_to.send(line).is_ok())
        });
    }
    let end = Instant::now() + PATIENCE;
    let failed = loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                // "test laws::a_box_is_its_quarters ... FAILED"
                let test = line
                    .strip_prefix("test ")
                    .and_then(|line| line.strip_suffix(" ... FAILED"));
                if let Some(test) = test {
                    break Some(test.to_owned());
                }
            }
            Err(RecvTimeoutError::Timeout) => break Some("its tests never ending".to_owned()),
            Err(RecvTimeoutError::Disconnected) => break None,
        }
    };
    if failed.is_some() {
        // It may have ended meanwhile, which is as good.
        let _ = tests.kill();
    }
    let status = tests.wait().map_err(|error| error.to_string())?;
    Ok(failed.or_else(|| (!status.success()).then(|| format!("an early end of the tests ({status})"))))
}
