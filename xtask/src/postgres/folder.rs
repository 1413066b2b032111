//! A folder of its own for a cluster and its socket.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;

/// A Unix socket's path may have 107 bytes, and the server adds `/.s.PGSQL.5432` to ours.
const LONGEST: usize = 85;

/// initdb refuses root, so root does everything as this account of the distribution's package.
const AS_POSTGRES: [&str; 4] = ["runuser", "-u", "postgres", "--"];

/// A new folder that the server's account can use, and the words that run a program as that account.
pub fn fresh() -> Result<(PathBuf, &'static [&'static str]), String> {
    for parent in [std::env::temp_dir(), PathBuf::from("/tmp")] {
        let Some(folder) = create_in(&parent) else {
            continue;
        };
        // What we made is ours: its owner tells whether we are root.
        let owner = std::fs::metadata(&folder).map(|folder| folder.uid());
        if owner.is_ok_and(|owner| owner != 0) {
            return Ok((folder, &[]));
        }
        if hand_over(&folder)? {
            return Ok((folder, &AS_POSTGRES));
        }
        std::fs::remove_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Err(
        "no temporary folder for PostgreSQL: none is short enough and open to the account that runs it"
            .into(),
    )
}

/// Numbered, since a crash of the machine may have left the folder of an equal process id.
fn create_in(parent: &Path) -> Option<PathBuf> {
    let names = (0..100).map(|number| format!("ibasho-postgres-{}-{number}", std::process::id()));
    names
        .map(|name| parent.join(name))
        .filter(|folder| folder.as_os_str().len() <= LONGEST)
        .find(|folder| DirBuilder::new().mode(0o700).create(folder).is_ok())
}

/// Makes the folder the server's own; false where the account cannot reach it, as under /root.
fn hand_over(folder: &Path) -> Result<bool, String> {
    let mut give = Command::new("chown");
    give.arg("postgres").arg(folder);
    let mut reach = Command::new("runuser");
    reach
        .args(["-u", "postgres", "--", "test", "-w"])
        .arg(folder)
        .current_dir("/");
    Ok(command::status(&mut give)?.success() && command::status(&mut reach)?.success())
}
