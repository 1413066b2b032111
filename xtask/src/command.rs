//! How xtask starts other programs: cargo of the same toolchain, from the root of the workspace.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Output};

use crate::{Outcome, environment};

/// The folder of the workspace's Cargo.toml.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The cargo that started us, so that a toolchain chosen by the caller holds for every step. Its
/// working folder stays the caller's.
pub fn cargo_here() -> Command {
    let mut cargo = Command::new(environment::variable("CARGO").unwrap_or_else(|| "cargo".into()));
    // The build script of `ring` watches these; with ours inherited, a plain `cargo test` and this
    // one would take turns rebuilding all that depends on it.
    for name in environment::about_xtask() {
        cargo.env_remove(name);
    }
    cargo
}

/// The same cargo, in the root of the workspace.
pub fn cargo() -> Command {
    let mut cargo = cargo_here();
    cargo.current_dir(root());
    cargo
}

/// Runs a program in the foreground and waits for it.
pub fn status(command: &mut Command) -> Result<ExitStatus, String> {
    command.status().map_err(|error| unstartable(command, &error))
}

/// Runs a program in silence and keeps what it wrote.
pub fn output(command: &mut Command) -> Result<Output, String> {
    command.output().map_err(|error| unstartable(command, &error))
}

/// Becomes the program: signals, terminal and exit code are its own. Returns only if it cannot start.
pub fn replace(mut command: Command) -> Outcome {
    let error = command.exec();
    Err(unstartable(&command, &error))
}

/// The exit code to pass on; a program ended by a signal counts as failed.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

fn unstartable(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start {}: {error}", command.get_program().display())
}
