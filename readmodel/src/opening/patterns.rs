//! The patterns of the register: each different way to be open is here once, under a number.
//!
//! A stored schedule is found by its text, so that reading a rule, which takes longer, is done once for equal texts.
//! Numbers live as long as the tables do; a pattern that nothing uses any more stays until the register is loaded anew.

use std::fmt::Write as _;
use std::sync::Arc;

use domain::Schedule;
use hours::Pattern;
use rustc_hash::FxHashMap;

/// The number of a pattern.
pub(crate) type PatternId = u32;

#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns {
    pub(crate) list: Vec<Arc<Pattern>>,
    ids: FxHashMap<Arc<Pattern>, PatternId>,
    read: FxHashMap<Box<str>, PatternId>,
}

impl Patterns {
    /// Takes in the schedules that are not there yet.
    pub(crate) fn add<'a>(&mut self, schedules: impl IntoIterator<Item = &'a Schedule>) {
        let mut text = String::new();
        for schedule in schedules {
            write_key(schedule, &mut text);
            if !self.read.contains_key(text.as_str()) {
                let id = self.id_of(Pattern::of(schedule));
                self.read.insert(text.as_str().into(), id);
            }
        }
    }

    fn id_of(&mut self, pattern: Pattern) -> PatternId {
        if let Some(id) = self.ids.get(&pattern) {
            return *id;
        }
        let (id, pattern) = (self.list.len() as PatternId, Arc::new(pattern));
        self.list.push(pattern.clone());
        self.ids.insert(pattern, id);
        id
    }

    pub(crate) fn id(&self, schedule: &Schedule) -> Option<PatternId> {
        let mut text = String::new();
        write_key(schedule, &mut text);
        self.read.get(text.as_str()).copied()
    }

    /// The patterns of schedules that were taken in, in their order.
    pub(crate) fn ids<'a>(&self, schedules: impl IntoIterator<Item = &'a Schedule>) -> Vec<PatternId> {
        schedules
            .into_iter()
            .filter_map(|schedule| self.id(schedule))
            .collect()
    }
}

/// Everything of a schedule that decides when it opens, as stored.
fn write_key(schedule: &Schedule, text: &mut String) {
    let Schedule {
        rule,
        rrule,
        anchor,
        opens,
        closes,
        original: _,
        valid_from,
        valid_through,
        time_zone,
        note: _,
    } = schedule;
    text.clear();
    text.push_str(time_zone);
    text.push('\n');
    text.push_str(rule.as_deref().unwrap_or("\0"));
    if rule.is_none() && rrule.is_some() || valid_from.is_some() || valid_through.is_some() {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n{rrule:?} {anchor:?} {opens:?} {closes:?} {valid_from:?} {valid_through:?}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Schedule {
        Schedule {
            rule: Some(text.to_owned()),
            time_zone: "Asia/Tokyo".to_owned(),
            ..Schedule::default()
        }
    }

    #[test]
    fn schedules_that_open_alike_are_one_pattern_and_words_alone_are_unknown() {
        let until = |day| Schedule {
            valid_through: chrono::NaiveDate::from_ymd_opt(2026, 12, day),
            ..rule("Sa 10:00-12:00")
        };
        let schedules = [
            rule("Sa 10:00-12:00"),
            rule("Sa  10:00-12:00"),
            Schedule {
                note: Some("by the river".to_owned()),
                original: Some("土曜".to_owned()),
                ..rule("Sa 10:00-12:00")
            },
            until(1),
            until(2),
            Schedule::from_original("土曜".to_owned()),
            Schedule::from_original("日曜".to_owned()),
            Schedule {
                time_zone: "Asia/Seoul".to_owned(),
                ..rule("Sa 10:00-12:00")
            },
        ];
        let mut patterns = Patterns::default();
        patterns.add(&schedules);
        assert_eq!(patterns.ids(&schedules), [0, 0, 0, 1, 2, 3, 3, 4]);
        assert_eq!(patterns.list.len(), 5);
        assert_eq!(patterns.id(&rule("Su 10:00-12:00")), None);
    }
}
