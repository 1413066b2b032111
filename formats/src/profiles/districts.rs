//! Boundaries as GeoJSON polygons: 国土数値情報 N03, the administrative areas, read as districts.
//!
//! Holds the property names of each publisher and nothing of geometry. A file with other names is a further
//! dialect in [`DIALECTS`] (school districts will be). Next: [`crate::feature`] reads the polygons,
//! [`crate::district_tree`] puts districts and those above them together.

use crate::district_tree::Tree;
use crate::feature::{Feature, collection, property_names};
use crate::places::{UNSTATED, license_unstated};
use crate::profile::list;
use crate::refusal::Refusal;
use crate::{FileContent, ReadOptions, Records};

/// The property names of one publisher's boundaries.
#[derive(Debug)]
pub struct Dialect {
    pub profile: &'static str,
    pub dataset: &'static str,
    pub publisher: &'static str,
    pub source_name: &'static str,
    pub attribution: &'static str,
    pub prefecture: &'static str,
    /// 郡, or the designated city that a ward belongs to.
    pub county: &'static str,
    pub municipality: &'static str,
    /// Since 2024 the ward, its city standing under `municipality`.
    pub ward: &'static str,
    pub code: &'static str,
}

pub static N03: Dialect = Dialect {
    profile: "n03",
    dataset: "n03",
    publisher: "国土交通省",
    source_name: "国土数値情報(行政区域データ)",
    attribution: "「国土数値情報(行政区域データ)」(国土交通省)を加工して作成",
    prefecture: "N03_001",
    county: "N03_003",
    municipality: "N03_004",
    ward: "N03_005",
    code: "N03_007",
};

static DIALECTS: &[&Dialect] = &[&N03];

/// Reads a text as a collection of boundaries.
pub fn read(text: &str, encoding: &'static str, options: &ReadOptions) -> Result<FileContent, Refusal> {
    let known = || {
        DIALECTS
            .iter()
            .map(|dialect| dialect.profile)
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Some(name) = options
        .profile
        .filter(|name| !DIALECTS.iter().any(|dialect| dialect.profile == *name))
    {
        let message = format!(
            "The file is JSON, which the profile \"{name}\" does not read; these do: {}.",
            known()
        );
        return Err(Refusal::new("profile-kind", message));
    }
    let features = collection(text)?;
    let names = property_names(&features);
    let has = |name: &str| names.iter().any(|found| found == name);
    let found = DIALECTS.iter().find(|dialect| {
        [dialect.prefecture, dialect.municipality, dialect.code]
            .into_iter()
            .all(has)
            && options.profile.is_none_or(|name| name == dialect.profile)
    });
    let Some(dialect) = found else {
        let message = format!(
            "No profile knows features with these properties: {}. Profiles for boundaries: {}.",
            list(&names),
            known()
        );
        return Err(Refusal::new("unknown-properties", message));
    };
    assemble(features, dialect, encoding, options)
}

fn assemble(
    features: Vec<Feature>,
    dialect: &'static Dialect,
    encoding: &'static str,
    options: &ReadOptions,
) -> Result<FileContent, Refusal> {
    let rows = features.len();
    let mut tree = Tree::new(dialect, options);
    let mut codeless = Vec::new();
    for (line, feature) in (1..).zip(features) {
        if feature.text(dialect.code).is_none() {
            codeless.push((line, feature));
        } else {
            tree.add(line, feature);
        }
    }
    if codeless.len() == rows {
        let message = format!(
            "No feature has a code ({}): their prefecture is unknown.",
            dialect.code
        );
        return Err(Refusal::new("no-codes", message));
    }
    // After the others, whose codes tell the code of the prefecture.
    for (line, feature) in codeless {
        tree.add_unowned(line, feature);
    }
    let (districts, mut issues, rejected) = tree.finish();
    if options.license.is_none() && !districts.is_empty() {
        issues.push(license_unstated());
    }
    issues.sort_by_key(|issue| issue.line);
    Ok(FileContent {
        profile: dialect.profile,
        encoding,
        dataset: options.dataset.unwrap_or(dialect.dataset).to_owned(),
        license: options.license.unwrap_or(UNSTATED).to_owned(),
        rows,
        rejected,
        unlocated: 0,
        duplicates: 0,
        schedules_original: 0,
        records: Records::Districts(districts),
        issues,
    })
}
