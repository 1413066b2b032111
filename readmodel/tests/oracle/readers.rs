//! Readers throughout many writes: each snapshot is the register at one whole number, none older than the one before.
//!
//! The register is one that is known from its number ([`crate::numbered`]). So readers on other threads know the
//! right answer to each of their questions, while a writer applies one transaction after another and puts in
//! segments that were joined meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use domain::contents::Contents;
use readmodel::{Merge, Merged, Snapshot, Tuning};

use crate::choices::day;
use crate::history::{Dice, change};
use crate::numbered::{check, images, offer};
use crate::records::{schemes, terms};

const WRITES: i64 = 10_000;

/// Reads until the writer is done; gives how many different numbers it saw and how many questions it asked.
fn read(current: &Mutex<Arc<Snapshot>>, done: &AtomicBool, seed: u64) -> (u64, u64) {
    let mut dice = Dice(seed);
    let mut kept = current.lock().unwrap().clone();
    let (mut seen, mut asked, mut latest) = (0, 0, kept.seq());
    while !done.load(Ordering::Acquire) {
        let snapshot = current.lock().unwrap().clone();
        assert!(snapshot.seq() >= latest, "{} came after {latest}", snapshot.seq());
        seen += u64::from(snapshot.seq() > latest);
        latest = snapshot.seq();
        check(&snapshot, &mut dice);
        // One that somebody still holds says for ever what it said.
        check(&kept, &mut dice);
        asked += 2;
        if dice.below(8) == 0 {
            kept = snapshot;
        }
    }
    (seen, asked)
}

/// Joins segments beside the writer, one plan at a time.
fn join(plans: mpsc::Receiver<Merge>, made: mpsc::Sender<Merged>) {
    for plan in plans {
        if made.send(plan.run()).is_err() {
            return;
        }
    }
}

/// Writes one number after another, and publishes each. What was joined is put in some writes after its plan was
/// made, when some of its rows have been replaced. Gives how often that was done.
fn write(current: &Mutex<Arc<Snapshot>>, plans: mpsc::Sender<Merge>, made: mpsc::Receiver<Merged>) -> u64 {
    let publish = |next: Snapshot| *current.lock().unwrap() = Arc::new(next);
    let last = || current.lock().unwrap().clone();
    let (mut dice, mut due, mut joined) = (Dice(7), None, 0);
    for number in 1..=WRITES {
        let changes = (0..)
            .zip(images(number))
            .map(|(index, image)| change(number, index, image));
        publish(last().apply(changes.collect()).unwrap());
        // Readers get their turn, on few cores too.
        std::thread::sleep(std::time::Duration::from_micros(50));
        if due == Some(number) {
            due = None;
            if let Some(next) = last().with_merged(made.recv().unwrap()) {
                joined += 1;
                publish(next);
            }
        }
        if due.is_none()
            && let Some(plan) = last().due_merge()
        {
            plans.send(plan).unwrap();
            due = Some(number + 1 + dice.below(60) as i64);
        }
    }
    joined
}

#[test]
fn readers_during_writes_see_whole_numbers_and_never_an_older_one() {
    let base = Contents {
        schemes: schemes(),
        terms: terms(),
        services: vec![offer(0)],
        ..Contents::default()
    };
    let tuning = Tuning {
        fresh: 4,
        worded: 40,
        pending: 4_000,
    };
    let current = Mutex::new(Arc::new(Snapshot::build_tuned(base, "test", &day(), tuning)));
    let done = AtomicBool::new(false);
    let (plans, to_join) = mpsc::channel();
    let (joined_to, joined) = mpsc::channel();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|seed| {
                scope.spawn({
                    let (current, done) = (&current, &done);
                    move || read(current, done, seed)
                })
            })
            .collect();
        scope.spawn(move || join(to_join, joined_to));
        let writer = scope.spawn(|| write(&current, plans, joined));
        let joined = writer.join();
        done.store(true, Ordering::Release);
        let read: Vec<_> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
        assert!(
            joined.unwrap() > 100,
            "segments were joined while all this went on"
        );
        for (seen, asked) in read {
            assert!(
                seen > 20 && asked > 40,
                "a reader saw {seen} snapshots and asked {asked} times"
            );
        }
    });
    let mut dice = Dice(0);
    let last = current.into_inner().unwrap();
    assert_eq!(last.seq(), WRITES);
    (0..50).for_each(|_| check(&last, &mut dice));
}
