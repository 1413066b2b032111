//! A schedule in words: in Japanese, in English, and in やさしい日本語 (ja-Hira: kana, short sentences).
//!
//! What cannot be said plainly is not said ([`rule`] is `None`): fallbacks, counted weeks, repeated times. Whatever is
//! said means the same as the rule; of rules by days and weeks of the month, [`crate::japanese`] reads the Japanese
//! back as the same rule. [`phrases`] takes a rule apart, each language has a file.

mod easy;
mod english;
mod japanese;
mod phrases;
mod recurrence;

use domain::Schedule;

use crate::pattern::{Pattern, Source};
use crate::recurrence::Recurrence;
use crate::rule::Rule;
use phrases::phrases;

/// The languages in which a schedule is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Japanese,
    /// やさしい日本語, `ja-Hira`.
    Easy,
    English,
}

impl Language {
    /// Of a language tag (BCP 47): the asked one, else Japanese.
    pub fn of(tag: Option<&str>) -> Language {
        let tag = tag.unwrap_or_default().to_ascii_lowercase();
        match tag.split('-').next() {
            Some("ja") if tag.split('-').any(|part| part == "hira") => Language::Easy,
            Some("en") => Language::English,
            _ => Language::Japanese,
        }
    }
}

/// The schedule in words: its rule or recurrence; else the words that it holds, which are Japanese mostly.
pub fn schedule(schedule: &Schedule, language: Language) -> Option<String> {
    let said = match &Pattern::of(schedule).source {
        Source::Rule(known) => rule(known, language),
        Source::Recurrence(known) => recurrence(known, language),
        Source::Unknown => None,
    };
    said.or_else(|| schedule.original.clone())
}

/// A rule in words; `None` where it cannot be said plainly.
pub fn rule(rule: &Rule, language: Language) -> Option<String> {
    let phrases = phrases(&rule.expression())?;
    let say = match language {
        Language::Japanese => japanese::sentence,
        Language::Easy => easy::sentence,
        Language::English => english::sentence,
    };
    let sentences: Option<Vec<String>> = phrases.iter().map(say).collect();
    Some(match language {
        Language::Japanese => sentences?.join("。"),
        Language::Easy => sentences?.concat(),
        Language::English => sentences?.join("; "),
    })
}

/// A recurrence in words; `None` where it cannot be said plainly.
pub fn recurrence(known: &Recurrence, language: Language) -> Option<String> {
    recurrence::text(known, language)
}

/// `9:00`: as people write it in Japan; the hours of the next day as they stand on the clock.
fn clock(minutes: u32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

const DAY: u32 = 24 * 60;

#[cfg(test)]
mod tests;
