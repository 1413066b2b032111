//! The same register by another way: grown from the log, in whole transactions, with segments joined on the way.

use chrono::TimeDelta;
use chrono_tz::Asia::Tokyo;
use domain::contents::{Contents, LastChange};
use domain::{Change, ChangeAction, Image};
use readmodel::{Day, Merged, Snapshot, Tuning};

use crate::choices::{Bits, day, now};

/// splitmix64, for the many small choices of a history.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// Every record as an after-image.
pub fn images(contents: &Contents) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    images.extend(contents.terms.iter().map(|x| Image::Term(Box::new(x.clone()))));
    images.extend(
        contents
            .organizations
            .iter()
            .map(|x| Image::Organization(Box::new(x.clone()))),
    );
    images.extend(
        contents
            .districts
            .iter()
            .map(|x| Image::District(Box::new(x.clone()))),
    );
    images.extend(
        contents
            .services
            .iter()
            .map(|x| Image::Service(Box::new(x.clone()))),
    );
    images.extend(contents.places.iter().map(|x| Image::Place(Box::new(x.clone()))));
    images
}

pub fn change(seq: i64, index: i32, image: Image) -> Change {
    Change {
        seq,
        index,
        at: now(),
        action: ChangeAction::Updated,
        subject_type: image.subject_type(),
        subject_id: image.subject_id(),
        fields: Vec::new(),
        reason: None,
        image: Some(image),
    }
}

/// The images in transactions of up to `most` changes; numbers follow `seq`.
pub fn transactions(images: Vec<Image>, mut seq: i64, most: usize, dice: &mut Dice) -> Vec<Vec<Change>> {
    let mut transactions = Vec::new();
    let mut rest = images.into_iter().peekable();
    while rest.peek().is_some() {
        seq += 1;
        let size = 1 + dice.below(most);
        let images = rest.by_ref().take(size);
        transactions.push(
            (0..)
                .zip(images)
                .map(|(index, image)| change(seq, index, image))
                .collect(),
        );
    }
    transactions
}

/// What a full build says of the register's last change after these transactions.
pub fn last_change(transactions: &[Vec<Change>]) -> Option<LastChange> {
    let first = transactions.last()?.first()?;
    Some(LastChange {
        at: first.at,
        subject_id: first.subject_id,
    })
}

/// Applies the log bit by bit. Joined segments are put in some time after they were planned, and in some runs the day
/// turns somewhere on the way.
pub fn replay(base: Contents, log: Vec<Vec<Change>>, dice: &mut Dice) -> Snapshot {
    let tuning = Tuning {
        fresh: [1, 3, 8][dice.below(3)],
        worded: [0, 20, 1_000][dice.below(3)],
        pending: 4_000,
    };
    let mut days_behind = [0, 0, 1, 40][dice.below(4)];
    let first_day = Day::at(now() - TimeDelta::days(days_behind), Tokyo, day().holidays).unwrap();
    let mut snapshot = Snapshot::build_tuned(base, "test", &first_day, tuning);
    let mut joined: Option<Merged> = None;
    let mut log = log.into_iter().peekable();
    while log.peek().is_some() {
        let together = 1 + dice.below(3);
        let changes: Vec<Change> = log.by_ref().take(together).flatten().collect();
        snapshot = snapshot.apply(changes).unwrap();
        match joined.take() {
            Some(merged) if dice.below(3) == 0 => snapshot = snapshot.with_merged(merged).unwrap_or(snapshot),
            Some(merged) => joined = Some(merged),
            None if dice.below(2) == 0 => joined = snapshot.due_merge().map(readmodel::Merge::run),
            None => {}
        }
        if days_behind > 0 && dice.below(3) == 0 {
            snapshot = snapshot.on_day(day());
            days_behind = 0;
        }
        if dice.below(3) == 0 {
            prepare_some(&snapshot, &mut Bits(dice.below(1_000) as u64));
        }
        if dice.below(3) == 0 {
            snapshot.index_words();
        }
    }
    if days_behind > 0 {
        snapshot = snapshot.on_day(day());
    }
    match joined {
        Some(merged) => snapshot.with_merged(merged).unwrap_or(snapshot),
        None => snapshot,
    }
}

/// Some of the last minutes made ready, in order or with gaps.
pub fn prepare_some(snapshot: &Snapshot, bits: &mut Bits) {
    for back in [3, 2, 1, 0].into_iter().filter(|_| !bits.one_in(3)) {
        snapshot.prepare_minute(now() - TimeDelta::minutes(back));
    }
}

/// The register made at once or grown, with words indexed or not: as its contents fall out, always the same way.
pub fn make(contents: &Contents) -> Snapshot {
    let seed = contents
        .places
        .iter()
        .fold(contents.services.len() as u64, |seed, place| {
            seed.wrapping_mul(31)
                .wrapping_add(place.name.len() as u64 + place.terms.len() as u64)
        });
    let mut dice = Dice(seed);
    let snapshot = match dice.below(4) {
        0 => Snapshot::build(contents.clone(), "test", &day()),
        1 => {
            let tuning = Tuning {
                worded: 0,
                ..Tuning::default()
            };
            let snapshot = Snapshot::build_tuned(contents.clone(), "test", &day(), tuning);
            snapshot.index_words();
            snapshot
        }
        _ => {
            let mut images = images(contents);
            dice.shuffle(&mut images);
            let most = [2, 20, 100][dice.below(3)];
            let log = transactions(images, contents.seq, most, &mut dice);
            // A term is there before anything that has it.
            let base = Contents {
                schemes: contents.schemes.clone(),
                terms: contents.terms.clone(),
                ..Contents::default()
            };
            replay(base, log, &mut dice)
        }
    };
    prepare_some(&snapshot, &mut Bits(dice.below(1_000) as u64));
    snapshot
}
