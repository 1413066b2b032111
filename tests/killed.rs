//! An import that is killed at any moment leaves all of itself or nothing, in the tables and in the log alike.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::Image;
use store::{News, OpenMode, Store};
use tests::{TestDatabase, made_up_file, on_both};

const ROWS: usize = 300;
const KILLS: u32 = 50;

/// Every edition moves every row.
fn edition(number: u32) -> String {
    let mut text = "kind,lg_code,common_id,name,address,lat,lon,hazards\n".to_owned();
    for row in 0..ROWS {
        writeln!(
            text,
            "emergency,172022,E{row},公園{row},石川県七尾市{number}番地,37.{row:03},136.9,洪水"
        )
        .unwrap();
    }
    text
}

/// Runs the import and kills it after so long; whether it had already ended.
fn import(database: &str, file: &std::path::Path, patience: Option<Duration>) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibasho"))
        .args(["import", "--database", database])
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let Some(patience) = patience {
        std::thread::sleep(patience);
        // SIGKILL: nothing of the program runs any more.
        child.kill().unwrap();
    }
    child.wait().unwrap().success()
}

/// The editions that the tables and the log show, and the number of places in each.
async fn standing(database: &str) -> (BTreeSet<String>, usize, i64) {
    let store = Store::open(database, OpenMode::Tool).await.unwrap();
    let contents = store.load().await.unwrap();
    let address = |place: &domain::Place| place.address.as_ref().unwrap().formatted.clone();
    let tables: BTreeMap<_, String> = contents
        .places
        .iter()
        .map(|place| (place.id, address(place)))
        .collect();
    let changes = match store.news(0, None, 1_000_000).await.unwrap() {
        News::Changes(changes) => changes,
        _ => Vec::new(),
    };
    let mut log = BTreeMap::new();
    for change in changes {
        if let Some(Image::Place(place)) = change.image {
            log.insert(place.id, address(&place));
        }
    }
    assert_eq!(tables, log, "the log holds what the tables hold");
    store.close().await.unwrap();
    (tables.values().cloned().collect(), tables.len(), contents.seq)
}

on_both! {
    async fn all_or_nothing(backend) {
        let database = TestDatabase::new(backend);
        // The schema is there before anything is killed, and a whole run says how long one takes.
        let (_folder, file) = made_up_file("0.csv", edition(0));
        let started = Instant::now();
        assert!(import(&database.url, &file, None));
        // About as long as an import takes; what is seen of each kill makes it longer or shorter.
        let mut whole = started.elapsed();
        let (mut last, count, mut seq) = standing(&database.url).await;
        assert_eq!((last.len(), count, seq), (1, ROWS, 1));
        let (mut seed, mut applied) = (7_u64, 0);
        for number in 1..=KILLS {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = (seed >> 11) as f64 / (1_u64 << 53) as f64;
            let (_folder, file) = made_up_file("n.csv", edition(number));
            import(&database.url, &file, Some(whole.mul_f64(1.2 * share)));
            let (now, count, later) = standing(&database.url).await;
            assert_eq!((now.len(), count), (1, ROWS), "one edition, whole");
            let new = now.iter().next().unwrap().ends_with(&format!("市{number}番地"));
            assert!(new || now == last, "{now:?} after {last:?}");
            assert_eq!(later, seq + i64::from(new));
            applied += u32::from(new);
            whole = whole.mul_f64(if new { 0.8 } else { 1.25 });
            (last, seq) = (now, later);
        }
        assert!((1..KILLS).contains(&applied), "kills on both sides of the end: {applied} of {KILLS} had ended");
    }
}
