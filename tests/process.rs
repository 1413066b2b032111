//! The program as an operator meets it: commands, exit codes, signals, what it prints and what it logs.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tests::Client;

const SHELTERS: &str = "kind,lg_code,common_id,name,address,lat,lon,hazards\n\
                        emergency,172022,E1,公園,石川県七尾市,37.0,136.9,洪水\n";

fn ibasho(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibasho"));
    command
        .current_dir(folder)
        .args(arguments)
        .env("RUST_BACKTRACE", "0");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = ibasho(folder, arguments).output().unwrap();
    (
        status.code(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

/// A server as a process of its own; killed when dropped.
struct Running {
    child: Child,
    base: String,
}

impl Running {
    fn start(folder: &Path, arguments: &[&str]) -> Running {
        let mut child = ibasho(folder, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = loop {
            let Some(line) = lines.next() else {
                panic!("it ended before it listened: {}", log(&mut child))
            };
            if let Some(base) = line.unwrap().strip_prefix("listening on ") {
                break base.to_owned();
            }
        };
        // Keep reading, so that it never blocks on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Running { child, base }
    }

    /// Ends it as a supervisor does; gives the exit code and the log.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let deadline = Instant::now() + Duration::from_secs(15);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "it must stop");
            std::thread::sleep(Duration::from_millis(20));
        }
        let code = self.child.wait().unwrap().code();
        (code, log(&mut self.child))
    }
}

fn log(child: &mut Child) -> String {
    let mut text = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut text).unwrap();
    }
    text
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn the_demo_answers_is_used_again_and_keeps_to_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let demo = ["demo", "--listen", "127.0.0.1:0"];
    let server = Running::start(folder.path(), &demo);
    let near = "/places.geojson?near=137.0,34.35&radius=2000";
    let first = Client::of(&server.base).get(near).await;
    assert!(first.json()["numberMatched"].as_i64().unwrap() > 20);
    let (code, log) = server.stop("-TERM");
    assert_eq!(code, Some(0), "{log}");

    assert!(folder.path().join("ibasho-demo.db").exists());
    let again = Running::start(folder.path(), &demo);
    assert_eq!(Client::of(&again.base).get(near).await.body, first.body);
    drop(again);

    let (code, _, error) = run(
        folder.path(),
        &["demo", "--listen", "127.0.0.1:0", "--places", "10"],
    );
    assert_eq!(code, Some(1));
    assert!(error.contains("another invented register"), "{error}");
}

#[tokio::test]
async fn the_invented_town_is_the_same_everywhere() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let demo = ["demo", "--listen", "127.0.0.1:0", "--places", "40"];
    let (one, two) = (Running::start(a.path(), &demo), Running::start(b.path(), &demo));
    let path = "/places.geojson";
    let (one, two) = (
        Client::of(&one.base).get(path).await,
        Client::of(&two.base).get(path).await,
    );
    assert_eq!(one.body, two.body);
    assert_eq!(one.header("etag"), two.header("etag"));
}

#[tokio::test]
async fn logs_hold_the_route_and_nothing_of_the_person() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(
        folder.path(),
        &["serve", "--database", "sqlite://a.db", "--listen", "127.0.0.1:0"],
    );
    let client = Client::of(&server.base);
    client
        .get("/places.geojson?near=139.123456,35.654321&text=SECRETWORD")
        .await;
    client.get("/secretpath/SECRETWORD?x=139.123456").await;
    client
        .query(
            "{ places(filter: { text: \"SECRETWORD\" }) { totalCount } }",
            serde_json::json!({}),
        )
        .await;
    let (code, log) = server.stop("-INT");
    assert_eq!(code, Some(0), "{log}");
    assert!(
        log.contains("\"route\":\"/places.geojson\"") && log.contains("\"route\":\"/graphql\""),
        "{log}"
    );
    for secret in ["139.123456", "35.654321", "SECRETWORD", "secretpath"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    assert!(
        log.lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()),
        "{log}"
    );
}

#[tokio::test]
async fn a_second_server_on_the_file_says_why_it_will_not() {
    let folder = tempfile::tempdir().unwrap();
    let serve = ["serve", "--database", "sqlite://a.db", "--listen", "127.0.0.1:0"];
    let server = Running::start(folder.path(), &serve);
    let (code, _, error) = run(folder.path(), &serve);
    assert_eq!(code, Some(1));
    assert!(
        error.contains("another ibasho server already uses a.db"),
        "{error}"
    );
    std::fs::write(folder.path().join("a.csv"), SHELTERS).unwrap();
    let (code, out, error) = run(folder.path(), &["import", "a.csv", "--database", "sqlite://a.db"]);
    assert_eq!(code, Some(0), "{error}");
    assert!(out.contains("1 rows: 1 created"), "{out}");
    let client = Client::of(&server.base);
    let deadline = Instant::now() + Duration::from_secs(5);
    while client.get("/places.geojson").await.json()["numberMatched"] != 1 {
        assert!(Instant::now() < deadline, "the server must see the import");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn exit_codes_tell_done_from_refused_from_misused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("good.csv", SHELTERS);
    write(
        "odd.csv",
        "kind,lg_code,common_id,name,address,lat,lon,hazards\nemergency,172022,E1,公園,,99,136.9,\n",
    );
    write("bad.csv", "果物,色\nりんご,赤\n");
    let database = ["--database", "sqlite://a.db"];
    let import = |arguments: &[&str]| run(folder.path(), &[&["import"], arguments, &database].concat());
    assert_eq!(import(&["good.csv", "--dry-run"]).0, Some(0));
    assert_eq!(import(&["odd.csv"]).0, Some(0), "row issues are no failure");
    let (code, out, _) = import(&["bad.csv"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("refused"), "{out}");
    assert_eq!(import(&["nowhere.csv"]).0, Some(1));
    assert_eq!(import(&["good.csv", "--profile", "nothing"]).0, Some(2));
    assert_eq!(import(&["good.csv", "--dataset", " "]).0, Some(2));
    assert_eq!(import(&["good.csv", "--source-url", "not a url"]).0, Some(2));
    assert_eq!(import(&["good.csv", "--report", "/nowhere/r.json"]).0, Some(1));
    let empty = run(
        folder.path(),
        &["import", "bad.csv", "--database", "sqlite://none.db"],
    );
    assert_eq!(
        (empty.0, folder.path().join("none.db").exists()),
        (Some(1), false),
        "a refused file makes no database"
    );
    let dry = run(
        folder.path(),
        &[
            "import",
            "good.csv",
            "--dry-run",
            "--database",
            "sqlite://none.db",
        ],
    );
    assert_eq!(
        (dry.0, folder.path().join("none.db").exists()),
        (Some(0), false),
        "a dry run makes no database"
    );
    assert_eq!(import(&["--surprise"]).0, Some(2));
    assert_eq!(run(folder.path(), &["import"]).0, Some(2));

    let (code, _, _) = import(&["nowhere.csv", "good.csv", "--report", "report.json"]);
    let report = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(
        (code, &report[0]["applied"], &report[1]["applied"]),
        (Some(1), &false.into(), &true.into())
    );
    assert_eq!(report[0]["issues"][0]["line"], 0);

    let (code, _, error) = import(&["good.csv", "odd.csv", "--report", "report.json"]);
    assert_eq!(code, Some(0), "{error}");
    let report = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report.as_array().unwrap().len(), 2);
    let issue = &report[1]["issues"][1];
    assert_eq!(
        (&issue["line"], &issue["value"]),
        (&serde_json::json!(2), &serde_json::json!("99")),
        "{report}"
    );
}

#[test]
fn settings_are_checked_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = run(folder.path(), &["config", "check"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("listen = \"127.0.0.1:8080\""), "{out}");
    std::fs::write(folder.path().join("bad.toml"), "[server]\nlissten = '1'\n").unwrap();
    let (code, _, error) = run(folder.path(), &["config", "check", "--config", "bad.toml"]);
    assert_eq!(code, Some(1));
    assert!(error.contains("lissten"), "{error}");
    let (code, sdl, _) = run(folder.path(), &["schema"]);
    assert_eq!(code, Some(0));
    assert!(sdl.contains("interface Node"));
}
