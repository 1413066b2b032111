//! Timing many questions, and printing what they took.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What one line of the table says.
pub struct Times {
    pub median: Duration,
    pub p99: Duration,
    pub results: f64,
}

/// Asks each question in turn, again from the first if there are fewer than `count`; each is timed by itself.
pub fn times<T>(questions: &[T], count: usize, answer: impl Fn(&T) -> usize) -> Times {
    let mut results = 0;
    let mut taken = Vec::with_capacity(count);
    // A tenth of the questions warms up.
    for question in questions.iter().cycle().take(count / 10) {
        black_box(answer(black_box(question)));
    }
    for question in questions.iter().cycle().take(count) {
        let started = Instant::now();
        let found = black_box(answer(black_box(question)));
        taken.push(started.elapsed());
        results += found;
    }
    taken.sort_unstable();
    let at = |share: usize| taken.get(taken.len() * share / 100).copied().unwrap_or_default();
    Times {
        median: at(50),
        p99: at(99),
        results: results as f64 / taken.len().max(1) as f64,
    }
}

/// Prints lines against the scan.
pub struct Table {
    pub baseline: Duration,
}

impl Table {
    pub fn head() {
        println!(
            "{:<52} {:>11} {:>11} {:>9} {:>9}",
            "", "median", "p99", "results", "x scan"
        );
    }

    pub fn line(&self, name: &str, times: &Times) {
        let micros = |duration: Duration| format!("{:.1} us", duration.as_secs_f64() * 1e6);
        let ratio = self.baseline.as_secs_f64() / times.median.as_secs_f64().max(1e-9);
        let (median, p99) = (micros(times.median), micros(times.p99));
        println!(
            "{name:<52} {median:>11} {p99:>11} {:>9.1} {ratio:>9.1}",
            times.results
        );
    }
}
