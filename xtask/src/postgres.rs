//! A PostgreSQL that lives as long as the value that stands for it.
//!
//! It listens on a socket in a folder of its own, trades durability for speed, and never touches a
//! cluster that is already on the machine. A small shell process, the keeper, waits for the end of a
//! pipe that only we hold and then stops the server and removes the folder: so it ends with us,
//! whether we return, fail, are interrupted or are killed.

mod binaries;
mod folder;

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub use self::binaries::Binaries;
use crate::command;

const DATABASE: &str = "ibasho_test";
const PORT: &str = "5432";

/// `keeper FOLDER STOP...`: the first word after the script is the keeper's own name.
const KEEPER: &str = r#"folder=$1; shift; cat >/dev/null; "$@" >/dev/null 2>&1; rm -rf -- "$folder""#;

#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    keeper: Child,
}

impl Postgres {
    /// Makes a cluster, starts it and creates an empty database. Takes two or three seconds.
    pub fn start(binaries: &Binaries) -> Result<Self, String> {
        let (folder, prefix) = folder::fresh()?;
        let data = folder.join("data");
        let stop = words(
            prefix,
            &binaries.pg_ctl,
            &["stop", "-w", "-m", "immediate", "-D"],
            &data,
        );
        let postgres = Self {
            keeper: keeper(&folder, stop)?,
            folder,
        };

        let options = [
            "--auth=trust",
            "--username=postgres",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--no-sync",
        ];
        postgres.carry_out(words(
            prefix,
            &binaries.initdb,
            &options,
            with_flag("--pgdata=", &data),
        ))?;
        postgres.configure(&data)?;
        // The log option also detaches the server from our output, which would otherwise never end.
        let log = with_flag("--log=", &data.join("server.log"));
        let mut start = words(prefix, &binaries.pg_ctl, &["start", "-w", "-s"], &log);
        start.extend(["-D".into(), data.into_os_string()]);
        postgres.carry_out(start)?;
        let options = ["--username=postgres", "--port", PORT, DATABASE];
        postgres.carry_out(words(
            &[],
            &binaries.createdb,
            &options,
            with_flag("--host=", &postgres.folder),
        ))?;
        Ok(postgres)
    }

    /// The address, in the form that sqlx and libpq both read.
    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost:{PORT}/{DATABASE}?host={}",
            percent_encoded(&self.folder)
        )
    }

    /// Settings go to the file, where a path needs no quoting for a shell.
    fn configure(&self, data: &Path) -> Result<(), String> {
        let folder = self.folder.display().to_string().replace('\'', "''");
        let settings = format!(
            "\nlisten_addresses = ''\nport = {PORT}\nunix_socket_directories = '{folder}'\n\
             fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"
        );
        let file = data.join("postgresql.conf");
        let appended = std::fs::OpenOptions::new()
            .append(true)
            .open(&file)
            .and_then(|mut file| std::io::Write::write_all(&mut file, settings.as_bytes()));
        appended.map_err(|error| format!("{}: {error}", file.display()))
    }

    /// Runs one step in silence; a failure shows what the step and the server had to say.
    fn carry_out(&self, words: Vec<OsString>) -> Result<(), String> {
        let mut words = words.into_iter();
        let mut step = Command::new(words.next().unwrap_or_default());
        step.args(words).current_dir(&self.folder).stdin(Stdio::null());
        let said = command::output(&mut step)?;
        if said.status.success() {
            return Ok(());
        }
        let log = std::fs::read_to_string(self.folder.join("data/server.log")).unwrap_or_default();
        let stderr = String::from_utf8_lossy(&said.stderr);
        Err(format!(
            "PostgreSQL could not be made ready: {step:?} ended with {}\n{stderr}{log}",
            said.status
        ))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!(
                "xtask: PostgreSQL in {} may still run: {error}",
                self.folder.display()
            );
        }
    }
}

/// Starts the keeper in a process group of its own, where Ctrl-C does not reach it.
fn keeper(folder: &Path, stop: Vec<OsString>) -> Result<Child, String> {
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER, "keeper"]).arg(folder).args(stop);
    keeper
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    keeper
        .spawn()
        .map_err(|error| format!("cannot start sh: {error}"))
}

fn words(prefix: &[&str], program: &Path, options: &[&str], last: impl Into<OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = prefix.iter().map(Into::into).collect();
    words.push(program.into());
    words.extend(options.iter().map(Into::into));
    words.push(last.into());
    words
}

fn with_flag(flag: &str, path: &Path) -> OsString {
    let mut word = OsString::from(flag);
    word.push(path);
    word
}

/// Leaves what an address may hold as it is and writes every other byte as `%XX`.
fn percent_encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            encoded.push(char::from(*byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::percent_encoded;

    #[test]
    fn a_plain_path_stays_readable_and_others_survive() {
        assert_eq!(percent_encoded(Path::new("/tmp/ibasho-1")), "/tmp/ibasho-1");
        assert_eq!(percent_encoded(Path::new("/tmp/a b&c")), "/tmp/a%20b%26c");
    }
}
