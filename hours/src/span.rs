//! Half-open intervals of minutes, and what is done with lists of them.
//!
//! The minutes of a [`Span`] count from a [`crate::Horizon`]'s base; lists are sorted and do not overlap.

/// Minutes of a day by the clock on the wall.
pub(crate) const DAY: i64 = 24 * 60;

/// From `start`, up to but not including `end`, in minutes since the horizon's base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn contains(self, minute: u32) -> bool {
        self.start <= minute && minute < self.end
    }

    /// Whether any moment of [from, to) is in it; the instant `from` where both are equal.
    pub fn meets(self, from: u32, to: u32) -> bool {
        if from == to {
            self.contains(from)
        } else {
            self.start < to && from < self.end
        }
    }
}

/// The span of a sorted list that holds this minute.
pub fn at(spans: &[Span], minute: u32) -> Option<(usize, Span)> {
    let after = spans.partition_point(|span| span.start <= minute);
    let index = after.checked_sub(1)?;
    spans
        .get(index)
        .filter(|span| span.contains(minute))
        .map(|span| (index, *span))
}

/// Something with a beginning and an end by the clock on the wall, in minutes since the midnight of some day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch<T> {
    pub start: i64,
    pub end: i64,
    pub with: T,
}

/// Sorts; what touches or overlaps becomes one, with what the first of them carries.
pub(crate) fn join<T>(mut stretches: Vec<Stretch<T>>) -> Vec<Stretch<T>> {
    stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
    let mut joined: Vec<Stretch<T>> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match joined.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => joined.push(stretch),
        }
    }
    joined
}

/// Cuts what is longer than 24 hours at the midnights within.
pub(crate) fn cut<T: Clone>(stretches: Vec<Stretch<T>>) -> Vec<Stretch<T>> {
    let mut pieces = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        if stretch.end - stretch.start <= DAY {
            pieces.push(stretch);
            continue;
        }
        let mut start = stretch.start;
        while start < stretch.end {
            let midnight = (start.div_euclid(DAY) + 1) * DAY;
            pieces.push(Stretch {
                start,
                end: midnight.min(stretch.end),
                with: stretch.with.clone(),
            });
            start = midnight;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(pairs: &[(i64, i64)]) -> Vec<Stretch<()>> {
        pairs
            .iter()
            .map(|(start, end)| Stretch {
                start: *start,
                end: *end,
                with: (),
            })
            .collect()
    }

    #[test]
    fn what_touches_or_overlaps_becomes_one() {
        assert_eq!(
            join(list(&[(50, 60), (0, 10), (10, 20), (15, 18), (21, 30)])),
            list(&[(0, 20), (21, 30), (50, 60)])
        );
    }

    #[test]
    fn a_day_stays_whole_and_more_is_cut_at_midnights() {
        assert_eq!(cut(list(&[(600, 2040)])), list(&[(600, 2040)]));
        assert_eq!(
            cut(list(&[(-100, 1500)])),
            list(&[(-100, 0), (0, 1440), (1440, 1500)])
        );
    }

    #[test]
    fn a_window_that_only_touches_meets_nothing() {
        let span = Span { start: 10, end: 20 };
        assert!(!span.meets(0, 10) && span.meets(0, 11) && span.meets(19, 30) && !span.meets(20, 30));
        assert!(span.meets(10, 10) && !span.meets(20, 20));
    }
}
