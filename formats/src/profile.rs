//! What a table profile is: the columns it knows, and what it reads from a row; and which profile a header has.
//!
//! A profile never sees positions, line numbers, options or other rows. Columns match by name, whatever their
//! order, width or spaces. To add one: a file under [`mod@crate::profiles`] and its line in the list there. Next:
//! [`crate::places`], which turns readings into drafts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::address::Address;
use domain::contact::Contact;
use domain::import::TermCode;
use domain::location::Point;
use domain::place::{Accessibility, PlaceKind};
use domain::schedule::Schedule;
use domain::translation::Texts;
use unicode_normalization::UnicodeNormalization;

use crate::cell::Cells;
use crate::refusal::Refusal;

/// A column of a profile.
pub trait Column: Copy {
    /// Position in the profile's list.
    fn index(self) -> usize;
    /// The first of its names.
    fn title(self) -> &'static str;
}

/// Declares the columns of a profile: `Name = "名称" | "施設名"`, the preferred name first.
macro_rules! columns {
    ($($column:ident = $($title:literal)|+),+ $(,)?) => {
        #[derive(Debug, Clone, Copy)]
        enum Col { $($column),+ }

        const COLUMNS: &[&[&str]] = &[$(&[$($title),+]),+];

        impl $crate::profile::Column for Col {
            fn index(self) -> usize {
                self as usize
            }
            fn title(self) -> &'static str {
                COLUMNS.get(self as usize).and_then(|titles| titles.first()).copied().unwrap_or_default()
            }
        }
    };
}
pub(crate) use columns;

/// How one kind of table is read.
#[derive(Debug)]
pub struct TableProfile {
    pub name: &'static str,
    /// The data set's name where neither the editor nor the rows say it.
    pub dataset: &'static str,
    /// The names of each known column, as [`columns!`] declares them.
    pub columns: &'static [&'static [&'static str]],
    /// First name of the column that numbers the rows.
    pub id: &'static str,
    /// First names of the columns without which a table is not of this kind.
    pub required: &'static [&'static str],
    /// First names of columns of which at least one must be there; empty for no such rule.
    pub any_of: &'static [&'static str],
    /// Reads a row; `None` when it is rejected, the reason being noted.
    pub read: fn(&mut Cells) -> Option<Reading>,
}

/// What one row says. `None` and empty mean that it does not say.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub dataset: Option<String>,
    pub publisher: Option<String>,
    pub external_id: Option<String>,
    pub license: Option<String>,
    pub source_url: Option<String>,
    pub attribution: Option<&'static str>,
    /// The address as the file holds it: with the name, the key of a row without id. May never change its form.
    pub key_address: String,
    pub kinds: Vec<PlaceKind>,
    pub name: String,
    pub name_kana: Option<String>,
    pub summary: Option<String>,
    pub translations: Texts,
    pub terms: Vec<TermCode>,
    /// Every term (scheme, code) that the row could have named.
    pub vocabulary: &'static [(&'static str, &'static str)],
    pub point: Option<Point>,
    pub address: Option<Address>,
    pub organization: Option<String>,
    pub schedules: Vec<Schedule>,
    pub contacts: Vec<Contact>,
    pub accessibility: Vec<Accessibility>,
    pub verified_at: Option<DateTime<Utc>>,
}

/// The hazards of the law, as terms.
pub const HAZARD_TERMS: &[(&str, &str)] = &[
    ("hazard", "flood"),
    ("hazard", "landslide"),
    ("hazard", "storm_surge"),
    ("hazard", "earthquake"),
    ("hazard", "tsunami"),
    ("hazard", "large_fire"),
    ("hazard", "inland_flooding"),
    ("hazard", "volcano"),
];

/// A term of the register's vocabulary.
pub fn term(scheme: &str, code: &str) -> TermCode {
    TermCode {
        scheme: scheme.to_owned(),
        code: code.to_owned(),
    }
}

/// A profile that fits a header, and where the header has the profile's columns.
#[derive(Debug)]
pub struct Fit {
    pub profile: &'static TableProfile,
    pub places: Vec<Option<usize>>,
}

/// The profile with this name.
pub fn by_name(all: &'static [&'static TableProfile], name: &str, header: &[String]) -> Result<Fit, Refusal> {
    let Some(profile) = all.iter().copied().find(|profile| profile.name == name) else {
        let message = format!(
            "The profile \"{name}\" does not read tables; those that do: {}.",
            names(all)
        );
        return Err(Refusal::new("profile-kind", message));
    };
    let fit = fit(profile, &by_title(header));
    let missing = missing(&fit);
    if missing.is_empty() {
        return Ok(fit);
    }
    Err(Refusal::new(
        "column-missing",
        format!(
            "The profile \"{name}\" needs the column {}. The header is: {}.",
            missing.join(", "),
            list(header)
        ),
    ))
}

/// The profile that knows most of its columns in this header.
pub fn by_header(all: &'static [&'static TableProfile], header: &[String]) -> Result<Fit, Refusal> {
    let titles = by_title(header);
    let mut fits: Vec<Fit> = all.iter().map(|profile| fit(profile, &titles)).collect();
    fits.retain(|fit| missing(fit).is_empty());
    fits.sort_by(|a, b| b.score().total_cmp(&a.score()));
    let mut fits = fits.into_iter();
    let Some(best) = fits.next() else {
        return Err(Refusal::new(
            "unknown-header",
            format!(
                "No profile knows this header: {}. Profiles for tables: {}.",
                list(header),
                names(all)
            ),
        ));
    };
    let rivals: Vec<&str> = fits
        .take_while(|rival| rival.score() == best.score())
        .map(|rival| rival.profile.name)
        .collect();
    if rivals.is_empty() {
        return Ok(best);
    }
    let rivals = rivals.join(" and ");
    Err(Refusal::new(
        "ambiguous-header",
        format!(
            "The header fits {} as well as {rivals}: name one with --profile.",
            best.profile.name
        ),
    ))
}

impl Fit {
    /// Share of the profile's columns that the header has.
    fn score(&self) -> f64 {
        self.places.iter().flatten().count() as f64 / self.places.len().max(1) as f64
    }

    fn has(&self, title: &str) -> bool {
        let index = self
            .profile
            .columns
            .iter()
            .position(|titles| titles.first() == Some(&title));
        index
            .and_then(|index| self.places.get(index))
            .is_some_and(Option::is_some)
    }
}

fn fit(profile: &'static TableProfile, titles: &HashMap<String, usize>) -> Fit {
    let place = |names: &&[&str]| {
        names
            .iter()
            .find_map(|name| titles.get(&comparable(name)).copied())
    };
    Fit {
        profile,
        places: profile.columns.iter().map(place).collect(),
    }
}

fn missing(fit: &Fit) -> Vec<&'static str> {
    let profile = fit.profile;
    let mut missing: Vec<&str> = profile
        .required
        .iter()
        .copied()
        .filter(|title| !fit.has(title))
        .collect();
    if !profile.any_of.iter().any(|title| fit.has(title)) {
        missing.extend(profile.any_of.first().copied());
    }
    missing
}

/// Position of each title; of equal ones the first.
fn by_title(header: &[String]) -> HashMap<String, usize> {
    header
        .iter()
        .enumerate()
        .rev()
        .map(|(place, title)| (comparable(title), place))
        .collect()
}

fn comparable(title: &str) -> String {
    title.nfkc().filter(|c| !c.is_whitespace()).collect()
}

fn names(all: &[&TableProfile]) -> String {
    all.iter()
        .map(|profile| profile.name)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Header names for a message, not more than a screen of them.
pub fn list(titles: &[String]) -> String {
    let shown: Vec<String> = titles
        .iter()
        .take(60)
        .map(|title| title.chars().take(40).collect())
        .collect();
    let more = if titles.len() > shown.len() { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &mut Cells) -> Option<Reading> {
        None
    }

    const fn profile(name: &'static str, columns: &'static [&'static [&'static str]]) -> TableProfile {
        TableProfile {
            name,
            dataset: name,
            columns,
            id: "ID",
            required: &["名称"],
            any_of: &[],
            read: nothing,
        }
    }

    static A: TableProfile = profile("a", &[&["名称", "施設名"], &["建物名等(方書)"], &["x"]]);
    static B: TableProfile = profile("b", &[&["名称"], &["種別"]]);
    static C: TableProfile = TableProfile {
        any_of: &["種別", "y"],
        ..profile("c", &[&["名称"], &["種別"], &["y"]])
    };
    static ALL: &[&TableProfile] = &[&A, &B, &C];

    fn header(titles: &[&str]) -> Vec<String> {
        titles.iter().map(|title| (*title).to_owned()).collect()
    }

    #[test]
    fn columns_match_by_name_in_any_width_and_order() {
        let fit = by_header(ALL, &header(&["X", "建物名等（方書）", " 施 設 名"])).unwrap();
        assert_eq!(
            (fit.profile.name, fit.places),
            ("a", vec![Some(2), Some(1), None])
        );
        let fit = by_name(ALL, "a", &header(&["施設名", "名称", "名称 "])).unwrap();
        assert_eq!(
            fit.places[0],
            Some(1),
            "the preferred name wins, and of equal ones the first"
        );
    }

    #[test]
    fn the_best_fit_wins_and_a_tie_is_refused() {
        assert_eq!(
            by_header(ALL, &header(&["種別", "名称"])).unwrap().profile.name,
            "b"
        );
        let refusal = by_header(ALL, &header(&["種別", "名称", "y"])).unwrap_err();
        assert_eq!(refusal.rule, "ambiguous-header");
        assert!(refusal.message.contains("b as well as c"), "{refusal}");
    }

    #[test]
    fn unknown_headers_are_listed() {
        let refusal = by_header(ALL, &header(&["foo", "種別"])).unwrap_err();
        assert_eq!(refusal.rule, "unknown-header");
        assert!(
            refusal.message.contains("foo, 種別") && refusal.message.contains("a, b, c"),
            "{refusal}"
        );
        assert_eq!(
            by_name(ALL, "z", &header(&["名称"])).unwrap_err().rule,
            "profile-kind"
        );
        let refusal = by_name(ALL, "c", &header(&["名称"])).unwrap_err();
        assert!(
            refusal.rule == "column-missing" && refusal.message.contains("種別"),
            "{refusal}"
        );
    }
}
