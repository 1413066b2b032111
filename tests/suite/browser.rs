//! The page in a real browser: the scenarios of `tests/browser`, against a server with the invented town.

use std::path::Path;
use std::process::Command;

use tests::{Backend, Server};

fn skip(missing: &str) {
    #[expect(clippy::disallowed_methods, reason = "the test run says whether it may skip")]
    let is_ci = std::env::var_os("CI").is_some();
    assert!(
        !is_ci,
        "CI must not skip the tests in a browser; they need {missing}"
    );
    let notice = format!("SKIPPED: needs {missing}; what a browser makes of the page is not proven\n");
    let _ = std::io::Write::write_all(&mut std::io::stderr(), notice.as_bytes());
}

#[tokio::test]
async fn residents_find_their_way_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    if !folder.join("node_modules/playwright-core").exists() {
        return skip("`npm ci` in tests/browser");
    }
    if !["/usr/bin/chromium", "/usr/bin/google-chrome"]
        .iter()
        .any(|path| Path::new(path).exists())
    {
        return skip("Chromium");
    }
    let server = Server::with_town(Backend::Sqlite).await;
    if !server.client.get("/").await.body.contains("/assets/") {
        return skip("a build with the page (cargo xtask setup)");
    }
    let key = tests::key(&server.database).await;
    let mut npm = Command::new("npm");
    npm.args(["test", "--silent"])
        .current_dir(folder)
        .env("IBASHO_URL", format!("http://{}", server.address))
        .env("IBASHO_KEY", key);
    let output = tokio::task::spawn_blocking(move || npm.output())
        .await
        .unwrap()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
