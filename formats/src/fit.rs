//! Which profile a header has: columns match by name, whatever their order, width or spaces.
//!
//! The profile that knows most of the header's columns wins, then the one of which the header has the larger
//! share, then the one that the file's own preamble names. What is still alike is asked, never guessed.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::profile::{Means, TableProfile};
use crate::refusal::Refusal;

/// Columns under which the position of a GeoJSON feature stands; a profile's own columns win.
pub const GEOMETRY: [&str; 2] = ["geometry latitude", "geometry longitude"];

/// A profile that fits a header, and where the header has the profile's columns.
#[derive(Debug)]
pub struct Fit {
    pub profile: &'static TableProfile,
    /// Position in the file of each column of the profile.
    pub places: Vec<Option<usize>>,
    /// Positions of the columns that the profile does not know.
    pub unknown: Vec<usize>,
    missing: Vec<&'static str>,
    /// Whether the header has what tells this kind from others.
    pub is_typical: bool,
}

/// The profile with this name. Who names it knows what the list is: only what no row can do without must be there.
pub fn by_name(all: &'static [&'static TableProfile], name: &str, header: &[String]) -> Result<Fit, Refusal> {
    let Some(profile) = all.iter().copied().find(|profile| profile.name == name) else {
        let message = format!(
            "The profile \"{name}\" does not read tables of places; those that do: {}.",
            names(all)
        );
        return Err(Refusal::new("profile-kind", message));
    };
    let fit = fit(profile, &comparable_titles(header));
    if fit.missing.is_empty() {
        return Ok(fit);
    }
    Err(Refusal::new(
        "column-missing",
        format!(
            "The profile \"{name}\" needs the column {}. The header is: {}.",
            fit.missing.join(", "),
            list(header)
        ),
    ))
}

/// The best of all profiles for this header; `slug` is the data set's name in the file's preamble.
pub fn by_header(
    all: &'static [&'static TableProfile],
    header: &[String],
    slug: Option<&str>,
) -> Result<Fit, Refusal> {
    let titles = comparable_titles(header);
    let mut fits: Vec<Fit> = all.iter().map(|profile| fit(profile, &titles)).collect();
    fits.retain(|fit| fit.missing.is_empty() && fit.is_typical);
    let best = fits.iter().map(Fit::score).max();
    if let Some(slug) = slug
        && let Some(named) = fits.iter().position(|fit| fit.profile.slug == slug)
    {
        return Ok(fits.swap_remove(named));
    }
    fits.retain(|fit| Some(fit.score()) == best);
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
    let rivals: Vec<String> = fits.map(|rival| described(rival.profile)).collect();
    if rivals.is_empty() {
        return Ok(best);
    }
    Err(Refusal::new(
        "ambiguous-header",
        format!(
            "Several kinds of list have this header: {}, {}. Say which it is with --profile NAME.",
            described(best.profile),
            rivals.join(", ")
        ),
    ))
}

fn described(profile: &TableProfile) -> String {
    format!("{} ({})", profile.name, profile.title)
}

impl Fit {
    /// The fewest columns that the profile does not know; then the share of the profile's columns, in thousandths.
    fn score(&self) -> (Reverse<usize>, usize) {
        let found = self.places.iter().flatten().count();
        (
            Reverse(self.unknown.len()),
            found * 1000 / self.places.len().max(1),
        )
    }
}

fn fit(profile: &'static TableProfile, titles: &[String]) -> Fit {
    // Of equal titles the first.
    let by_title: HashMap<&str, usize> = titles
        .iter()
        .enumerate()
        .rev()
        .map(|(place, title)| (title.as_str(), place))
        .collect();
    let find = |name: &str| by_title.get(comparable(name).as_str()).copied();
    let own: Vec<Option<usize>> = profile
        .columns
        .iter()
        .map(|column| column.names.iter().find_map(|name| find(name)))
        .collect();
    let has = |name: &str| {
        let column = profile
            .columns
            .iter()
            .position(|column| column.names.first() == Some(&name));
        column
            .and_then(|column| own.get(column).copied().flatten())
            .or_else(|| find(name))
            .is_some()
    };
    let missing: Vec<&str> = profile
        .required
        .iter()
        .copied()
        .filter(|name| !has(name))
        .collect();
    let is_typical = profile
        .any_of
        .iter()
        .all(|group| group.iter().any(|name| has(name)));
    let known: HashSet<String> = profile
        .columns
        .iter()
        .flat_map(|column| column.names)
        .chain(profile.kept)
        .chain(&GEOMETRY)
        .map(|name| comparable(name))
        .collect();
    let geometry = |means: Means| match means {
        Means::Latitude => find(GEOMETRY[0]),
        Means::Longitude => find(GEOMETRY[1]),
        _ => None,
    };
    let places = own.into_iter().zip(profile.columns);
    Fit {
        profile,
        places: places
            .map(|(place, column)| place.or_else(|| geometry(column.means)))
            .collect(),
        unknown: titles
            .iter()
            .enumerate()
            .filter(|(_, title)| !known.contains(*title))
            .map(|(place, _)| place)
            .collect(),
        missing,
        is_typical,
    }
}

/// The header's titles in the form in which names are compared.
fn comparable_titles(header: &[String]) -> Vec<String> {
    header.iter().map(|title| comparable(title)).collect()
}

/// Without width, spaces and the invisible.
pub fn comparable(title: &str) -> String {
    title
        .nfkc()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}' && *c != '\u{200b}')
        .collect()
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
    use crate::profile::{Column, PLAIN, column};

    const fn profile(name: &'static str, columns: &'static [Column]) -> TableProfile {
        TableProfile {
            name,
            title: "x",
            columns,
            required: &["名称"],
            ..PLAIN
        }
    }

    const NAME: Column = column(Means::Name, &["名称", "施設名"]);

    static A: TableProfile = profile(
        "a",
        &[
            NAME,
            column(Means::Building, &["建物名等(方書)"]),
            column(Means::Own, &["x"]),
        ],
    );
    static B: TableProfile = TableProfile {
        slug: "bs",
        ..profile("b", &[NAME, column(Means::Own, &["種別"])])
    };
    static C: TableProfile = TableProfile {
        any_of: &[&["種別", "y"]],
        kept: &["z"],
        ..profile("c", &[NAME, column(Means::Own, &["種別"])])
    };
    static ALL: &[&TableProfile] = &[&A, &B, &C];

    fn header(titles: &[&str]) -> Vec<String> {
        titles.iter().map(|title| (*title).to_owned()).collect()
    }

    #[test]
    fn columns_match_by_name_in_any_width_and_order() {
        let fit = by_header(ALL, &header(&["X", "建物名等（方書）", " 施 設 名"]), None).unwrap();
        assert_eq!(
            (fit.profile.name, fit.places),
            ("a", vec![Some(2), Some(1), None])
        );
        let fit = by_name(ALL, "a", &header(&["施設名", "名称", "名称 ", "w"])).unwrap();
        assert_eq!(
            (fit.places[0], fit.unknown),
            (Some(1), vec![3]),
            "the preferred name wins, and of equal ones the first"
        );
    }

    #[test]
    fn the_best_fit_wins_and_a_tie_is_asked() {
        let named = |titles: &[&str], slug| by_header(ALL, &header(titles), slug).map(|fit| fit.profile.name);
        assert_eq!(named(&["名称", "x"], None).unwrap(), "a");
        assert_eq!(
            named(&["種別", "名称", "z"], None).unwrap(),
            "c",
            "it knows one column more"
        );
        let refusal = named(&["種別", "名称"], None).unwrap_err();
        assert_eq!(refusal.rule, "ambiguous-header");
        assert!(
            refusal.message.contains("b (x), c (x)") && refusal.message.contains("--profile"),
            "{refusal}"
        );
        assert_eq!(
            named(&["種別", "名称"], Some("bs")).unwrap(),
            "b",
            "the preamble decides"
        );
        assert!(named(&["種別", "名称"], Some("other")).is_err());
    }

    #[test]
    fn positions_of_features_stand_in_for_columns() {
        static P: TableProfile = profile(
            "p",
            &[
                NAME,
                column(Means::Latitude, &["緯度"]),
                column(Means::Longitude, &["経度"]),
            ],
        );
        static ONE: &[&TableProfile] = &[&P];
        let places = |titles: &[&str]| by_name(ONE, "p", &header(titles)).unwrap().places;
        assert_eq!(
            places(&["名称", GEOMETRY[1], GEOMETRY[0]]),
            [Some(0), Some(2), Some(1)]
        );
        assert_eq!(
            places(&["名称", GEOMETRY[1], GEOMETRY[0], "緯度", "経度"]),
            [Some(0), Some(3), Some(4)]
        );
    }

    #[test]
    fn unknown_headers_are_listed() {
        let refusal = by_header(ALL, &header(&["foo", "種別"]), None).unwrap_err();
        assert_eq!(refusal.rule, "unknown-header");
        assert!(
            refusal.message.contains("foo, 種別") && refusal.message.contains("a, b, c"),
            "{refusal}"
        );
        assert_eq!(
            by_name(ALL, "z", &header(&["名称"])).unwrap_err().rule,
            "profile-kind"
        );
        let refusal = by_name(ALL, "c", &header(&["種別"])).unwrap_err();
        assert!(
            refusal.rule == "column-missing" && refusal.message.contains("名称"),
            "{refusal}"
        );
        assert!(
            by_name(ALL, "c", &header(&["名称"])).is_ok(),
            "a name is enough where the editor says what it is"
        );
    }
}
