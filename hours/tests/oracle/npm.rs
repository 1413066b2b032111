//! npm `opening_hours`, the reference implementation of the syntax, beside ours: random rules over half a year.
//!
//! It is LGPL-3.0 and stays in `tests/npm`; `npm ci` there installs it, and without it this test says SKIPPED. Rules that
//! name holidays are left out: it has a list of its own. The runs of a drawn rule, joined, must be the same minutes.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{DateTime, Days};
use chrono_tz::Tz;
use hours::{Expansion, Holidays, Pattern};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::draw::{self, When};
use crate::{rules, two_years};

const RULES: usize = 400;
/// Japan is nine hours ahead; the other program takes the clock on the wall for UTC.
const AHEAD: i64 = 540;

/// From and to, in minutes since 1970 by the clock on the wall, and whether it is unknown.
type Interval = (i64, i64, bool);

#[test]
fn npm_opening_hours_opens_at_the_same_minutes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm");
    if !folder.join("node_modules").is_dir() {
        eprintln!("SKIPPED: run `npm ci` in {}", folder.display());
        return;
    }
    let mut runner = TestRunner::deterministic();
    let drawn: Vec<_> = std::iter::from_fn(|| Some(draw::rules().new_tree(&mut runner).unwrap().current()))
        .filter(|parts| !parts.iter().any(|part| matches!(part.when, When::Holidays)))
        .take(RULES)
        .collect();
    let zone = Tz::Asia__Tokyo;
    for horizon in two_years(rules::start() + Days::new(200), zone).take(2) {
        let (first, last) = horizon.moments();
        let (from, to) = (first.timestamp() / 60 + AHEAD, last.timestamp() / 60 + AHEAD);
        let time = |minutes: i64| DateTime::from_timestamp(minutes * 60, 0).unwrap().to_rfc3339();
        let texts: Vec<String> = drawn.iter().map(|parts| draw::text(parts)).collect();
        let question = json!({ "from": time(from), "to": time(to), "rules": texts });
        let Some(answers) = ask(&folder, &question) else {
            eprintln!("SKIPPED: there is no node");
            return;
        };
        let (mut wrong, mut compared) = (Vec::new(), 0);
        for ((parts, text), answer) in drawn.iter().zip(&texts).zip(&answers) {
            let pattern = Pattern::of(&rules::schedule(parts, zone));
            let expansion = Expansion::of(&pattern, &horizon, &Holidays::built_in());
            let wall = |minute: u32| horizon.moment(minute).timestamp() / 60 + AHEAD;
            let open = expansion
                .open()
                .iter()
                .map(|span| (wall(span.start), wall(span.end), false));
            let unknown = expansion
                .unknown()
                .iter()
                .map(|span| (wall(span.start), wall(span.end), true));
            let ours = joined(open.chain(unknown), from, to);
            let Some(list) = answer.as_array() else {
                wrong.push(format!("{text}: {answer}"));
                continue;
            };
            let theirs = list.iter().map(|one| {
                (
                    one[0].as_i64().unwrap(),
                    one[1].as_i64().unwrap(),
                    one[2].as_bool().unwrap(),
                )
            });
            let theirs = joined(theirs, from, to);
            compared += ours.len();
            if ours != theirs {
                let at = (0..)
                    .find(|index| ours.get(*index) != theirs.get(*index))
                    .unwrap();
                let shown = |list: &[Interval]| {
                    let interval = list.get(at);
                    interval.map(|(from, to, unknown)| format!("{} to {} {unknown}", time(*from), time(*to)))
                };
                wrong.push(format!(
                    "{text}: ours {:?}, theirs {:?}",
                    shown(&ours),
                    shown(&theirs)
                ));
            }
        }
        assert!(
            wrong.is_empty(),
            "{} of {RULES}:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
        assert!(compared > 10 * RULES, "{compared}");
    }
}

/// Cut to the range, sorted, and one where they touch.
fn joined(list: impl Iterator<Item = Interval>, from: i64, to: i64) -> Vec<Interval> {
    let mut list: Vec<Interval> = list
        .map(|(start, end, unknown)| (start.max(from), end.min(to), unknown))
        .filter(|(start, end, _)| start < end)
        .collect();
    list.sort_by_key(|(start, end, unknown)| (*unknown, *start, *end));
    let mut joined: Vec<Interval> = Vec::new();
    for (start, end, unknown) in list {
        match joined.last_mut() {
            Some(last) if last.2 == unknown && start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end, unknown)),
        }
    }
    joined
}

/// `None` without Node.
fn ask(folder: &Path, question: &Value) -> Option<Vec<Value>> {
    let mut node = Command::new("node")
        .arg("check.mjs")
        .env("TZ", "UTC")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = node.stdin.take()?;
    stdin.write_all(question.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
