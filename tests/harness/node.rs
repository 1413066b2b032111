//! Programs of others, written for Node.js, that speak to our server; see `tests/clients`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the scripts, once their packages are installed; `None`, said aloud, where Node.js or they are
/// missing. CI must have both.
pub fn clients() -> Option<Clients> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let missing = if !is_new_enough() {
        "Node.js >= 20.19"
    } else if !folder.join("node_modules/graphql").exists() {
        "`npm ci` in tests/clients (cargo xtask test runs it)"
    } else {
        return Some(Clients { folder });
    };
    #[expect(clippy::disallowed_methods, reason = "the test run says whether it may skip")]
    if std::env::var_os("CI").is_some() {
        panic!("CI must not skip the tests that need {missing}");
    }
    let notice = format!("SKIPPED: needs {missing}; what other programs make of the server is not proven\n");
    let _ = std::io::Write::write_all(&mut std::io::stderr(), notice.as_bytes());
    None
}

fn is_new_enough() -> bool {
    let Ok(Output { stdout, .. }) = Command::new("node").arg("--version").output() else {
        return false;
    };
    let version = String::from_utf8_lossy(&stdout);
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map_while(|number| number.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(20), Some(19))
}

/// Where the scripts are.
#[derive(Debug)]
pub struct Clients {
    folder: PathBuf,
}

impl Clients {
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs a script to its end; fails with all that it printed unless it succeeds.
    pub async fn run(&self, script: &str, arguments: &[&str]) -> String {
        let mut command = Command::new("node");
        command.arg(script).args(arguments).current_dir(&self.folder);
        let output = tokio::task::spawn_blocking(move || command.output()).await;
        let output = output.expect("nobody cancels this").expect("node runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{script}: {printed}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        printed
    }
}
