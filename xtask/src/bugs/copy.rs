//! A copy of some crates in a workspace of its own, where anything may be broken.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{command, environment};

/// What the copied crate stands on.
const BESIDE: [&str; 2] = ["domain", "hours"];

pub struct Scratch {
    root: PathBuf,
    name: String,
}

impl Scratch {
    /// A fresh copy; what was compiled for an earlier one is kept.
    pub fn new(name: &str) -> Result<Scratch, String> {
        let target = environment::variable("CARGO_TARGET_DIR").map(PathBuf::from);
        let target = target.unwrap_or_else(|| "target".into());
        let scratch = Scratch {
            root: command::root().join(target).join("bugs"),
            name: name.to_owned(),
        };
        for member in BESIDE.iter().copied().chain([name]) {
            copy_folder(&command::root().join(member), &scratch.root.join(member))?;
        }
        for file in ["Cargo.lock", "clippy.toml", "rust-toolchain.toml"] {
            copy_file(&command::root().join(file), &scratch.root.join(file))?;
        }
        let path = command::root().join("Cargo.toml");
        let manifest = fs::read_to_string(&path).map_err(|error| about(&path, &error))?;
        put(
            &scratch.root.join("Cargo.toml"),
            &workspace_of(&manifest, &[BESIDE[0], name])?,
        )?;
        Ok(scratch)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the crate lies.
    pub fn package(&self) -> PathBuf {
        self.root.join(&self.name)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn read(&self, file: &str) -> Result<String, String> {
        let path = self.package().join(file);
        fs::read_to_string(&path).map_err(|error| about(&path, &error))
    }

    pub fn write(&self, file: &str, text: &str) -> Result<(), String> {
        put(&self.package().join(file), text)
    }

    /// Property tests remember what failed; one bug's cases are no help against the next.
    pub fn forget_failures(&self) -> Result<(), String> {
        let folder = "tests/proptest-regressions";
        copy_folder(
            &command::root().join(&self.name).join(folder),
            &self.package().join(folder),
        )
    }
}

/// The manifest of a workspace of these members only. Our own crates are compiled fast rather than well, since each
/// bug compiles them anew and most are caught at once.
fn workspace_of(manifest: &str, members: &[&str]) -> Result<String, String> {
    let mut table: toml::Table = manifest.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let members: Vec<toml::Value> = members.iter().map(|member| (*member).into()).collect();
    if let Some(workspace) = table.get_mut("workspace").and_then(toml::Value::as_table_mut) {
        workspace.insert("members".into(), members.clone().into());
        workspace.insert("default-members".into(), members.into());
    }
    let packages = ["profile", "dev", "package"]
        .iter()
        .try_fold(&mut table, |table, key| table.get_mut(*key)?.as_table_mut());
    if let Some(packages) = packages {
        packages.retain(|name, _| name == "*");
    }
    Ok(table.to_string())
}

/// Replaces a folder by a copy of another.
fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| about(to, &error))?;
    }
    fs::create_dir_all(to).map_err(|error| about(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| about(from, &error))? {
        let entry = entry.map_err(|error| about(from, &error))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            copy_file(&from, &to)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map_err(|error| about(from, &error))?;
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| about(path, &error))
}

fn about(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::workspace_of;

    #[test]
    fn a_small_workspace_keeps_the_rest_of_the_manifest() {
        let manifest = "[workspace]\nmembers = [\"a\", \"b\"]\n[workspace.dependencies]\nx = \"1\"\n\
                        [profile.dev.package.b]\nopt-level = 2\n[profile.dev.package.\"*\"]\nopt-level = 1\n";
        let table: toml::Table = workspace_of(manifest, &["a"]).unwrap().parse().unwrap();
        assert_eq!(table["workspace"]["members"], vec!["a"].into());
        assert_eq!(table["workspace"]["dependencies"]["x"].as_str(), Some("1"));
        let packages = table["profile"]["dev"]["package"].as_table().unwrap();
        assert!(packages.contains_key("*") && !packages.contains_key("b"));
    }
}
