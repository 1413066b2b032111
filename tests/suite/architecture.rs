//! The edges between the crates are the drawn ones, and each library stays in its crate.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Crate, and which of ours it may use (`dev` edges of api and tests included).
const EDGES: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("hours", &["domain"]),
    ("readmodel", &["domain", "hours"]),
    ("formats", &["domain", "hours"]),
    ("gate", &[]),
    ("entity", &[]),
    ("migration", &[]),
    ("store", &["domain", "entity", "migration"]),
    (
        "api",
        &["domain", "hours", "readmodel", "formats", "gate", "store"],
    ),
    ("tests", &["api", "domain", "store"]),
    ("xtask", &[]),
];

/// Further edges of tests only.
const TEST_EDGES: [(&str, &[&str]); 2] = [("api", &["tests"]), ("tests", &["readmodel"])];

/// A library, and the only crates that may name it.
const HOMES: [(&str, &[&str]); 25] = [
    ("sea-orm", &["store", "entity"]),
    ("sea-orm-migration", &["migration"]),
    ("sqlx", &[]),
    ("actix-web", &["api"]),
    ("actix-cors", &["api"]),
    ("actix-ws", &["api"]),
    ("apollo-compiler", &["gate"]),
    ("async-graphql", &["api"]),
    ("governor", &["api"]),
    ("maud", &["api"]),
    ("rust-embed", &["api"]),
    ("utoipa", &["api"]),
    ("ipnet", &["api"]),
    ("prometheus-client", &["api"]),
    ("quick_cache", &["api"]),
    ("tokio", &["store", "api", "tests"]),
    ("calamine", &["formats"]),
    ("csv", &["formats", "migration", "api"]),
    ("flate2", &["formats", "api"]),
    ("encoding_rs", &["formats"]),
    ("zip", &["formats"]),
    ("opening-hours", &["hours"]),
    ("opening-hours-syntax", &["hours"]),
    ("compact-calendar", &["hours"]),
    // Its recurrences run away and its parser panics: it only checks ours.
    ("rrule", &[]),
];

type Uses = BTreeMap<String, BTreeSet<(String, bool)>>;

fn uses() -> Uses {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let used =
                dependencies.map(|used| (used["name"].as_str().unwrap().to_owned(), used["kind"] == "dev"));
            (package["name"].as_str().unwrap().to_owned(), used.collect())
        })
        .collect()
}

#[test]
fn crates_use_each_other_only_as_drawn() {
    let uses = uses();
    let ours: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        uses.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        ours,
        "the members of the workspace"
    );
    for (name, used) in &uses {
        for (other, dev) in used.iter().filter(|(other, _)| ours.contains(other.as_str())) {
            let allowed = |table: &[(&str, &[&str])]| {
                table
                    .iter()
                    .any(|(from, to)| from == name && to.contains(&other.as_str()))
            };
            assert!(
                allowed(&EDGES) || *dev && allowed(&TEST_EDGES),
                "{name} may not use {other}"
            );
        }
    }
}

#[test]
fn each_library_stays_in_its_crate() {
    for (name, used) in uses() {
        for (library, homes) in HOMES {
            let uses_it = used.iter().any(|(used, dev)| used == library && !dev);
            assert!(
                !uses_it || homes.contains(&name.as_str()),
                "{name} may not use {library}"
            );
        }
    }
}
