//! Where the programs of an installed PostgreSQL are.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;

/// The programs that a cluster of our own needs.
#[derive(Debug)]
pub struct Binaries {
    pub initdb: PathBuf,
    pub pg_ctl: PathBuf,
    pub createdb: PathBuf,
}

impl Binaries {
    /// The folder that `pg_config` names, else the newest of the distribution's versioned folders.
    pub fn find() -> Option<Self> {
        named_by_pg_config()
            .into_iter()
            .chain(versioned())
            .find_map(|folder| Self::in_folder(&folder))
    }

    /// `pg_config` comes with the client's headers and may name a folder without a server.
    fn in_folder(folder: &Path) -> Option<Self> {
        let program = |name| Some(folder.join(name)).filter(|file| file.is_file());
        program("postgres")?;
        Some(Self {
            initdb: program("initdb")?,
            pg_ctl: program("pg_ctl")?,
            createdb: program("createdb")?,
        })
    }
}

fn named_by_pg_config() -> Option<PathBuf> {
    let said = command::output(Command::new("pg_config").arg("--bindir")).ok()?;
    let folder = String::from_utf8(said.stdout).ok()?;
    Some(PathBuf::from(folder.trim_end())).filter(|folder| folder.is_absolute())
}

/// Debian keeps each version apart and its servers out of the search path.
fn versioned() -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir("/usr/lib/postgresql") else {
        return Vec::new();
    };
    newest_first(entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .into_iter()
        .map(|folder| folder.join("bin"))
        .collect()
}

/// By number, so that 10 is newer than 9.6; what is no version comes last.
fn newest_first(mut folders: Vec<PathBuf>) -> Vec<PathBuf> {
    folders.sort_by_key(|folder| {
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let parts: Vec<u32> = name.split('.').map_while(|part| part.parse().ok()).collect();
        std::cmp::Reverse(parts)
    });
    folders
}

#[cfg(test)]
mod tests {
    use super::{PathBuf, newest_first};

    #[test]
    fn versions_are_ordered_as_numbers() {
        let folders = ["/pg/9.6", "/pg/common", "/pg/17", "/pg/15"].map(PathBuf::from);
        let ordered = newest_first(folders.to_vec());
        assert_eq!(
            ordered,
            ["/pg/17", "/pg/15", "/pg/9.6", "/pg/common"].map(PathBuf::from)
        );
    }
}
