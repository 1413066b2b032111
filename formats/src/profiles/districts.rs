//! Boundaries as GeoJSON polygons, read as districts: which publisher's property names a file has.
//!
//! Holds names and nothing of geometry. A file with other names is a further dialect. Next:
//! [`crate::district_tree`] puts municipalities and those above them together, [`super::school_districts`] the
//! districts of schools.

use crate::district_tree::Tree;
use crate::draft::UNSTATED;
use crate::feature::Feature;
use crate::places::license_unstated;
use crate::refusal::Refusal;
use crate::{FileContent, ReadOptions, Records};

use super::school_districts::{A27, A32, SchoolDialect};

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

/// The names that `--profile` takes.
pub const NAMES: [&str; 3] = [N03.profile, A27.profile, A32.profile];

/// What kind of area.
#[derive(Debug)]
pub enum Areas {
    Administrative(&'static Dialect),
    School(&'static SchoolDialect),
}

/// The dialect of features with these properties, the one with this name where the editor says it.
pub fn dialect(properties: &[String], profile: Option<&str>) -> Option<Areas> {
    let has = |name: &str| properties.iter().any(|found| found == name);
    let wanted = |name: &str| profile.is_none_or(|profile| profile == name);
    if wanted(N03.profile) && [N03.prefecture, N03.municipality, N03.code].into_iter().all(has) {
        return Some(Areas::Administrative(&N03));
    }
    let schools = [&A27, &A32]
        .into_iter()
        .find(|dialect| wanted(dialect.profile) && dialect.fits(properties))?;
    Some(Areas::School(schools))
}

/// The names of all dialects, for a message.
pub fn names() -> String {
    NAMES.join(", ")
}

/// Reads features as boundaries.
pub fn read(
    features: Vec<Feature>,
    areas: Areas,
    encoding: &'static str,
    options: &ReadOptions,
) -> Result<FileContent, Refusal> {
    let rows = features.len();
    let (profile, dataset, (districts, mut issues, rejected)) = match areas {
        Areas::Administrative(dialect) => (
            dialect.profile,
            dialect.dataset,
            administrative(features, dialect, options)?,
        ),
        Areas::School(dialect) => (dialect.profile, dialect.dataset, dialect.read(features, options)),
    };
    if options.license.is_none() && !districts.is_empty() {
        issues.push(license_unstated());
    }
    issues.sort_by_key(|issue| issue.line);
    Ok(FileContent {
        profile,
        encoding,
        dataset: options.dataset.unwrap_or(dataset).to_owned(),
        license: options.license.unwrap_or(UNSTATED).to_owned(),
        rows,
        rejected,
        unlocated: 0,
        duplicates: 0,
        private: 0,
        schedules_converted: 0,
        schedules_original: 0,
        records: Records::Districts(districts),
        numbered: domain::import::Numbered::default(),
        issues,
    })
}

fn administrative(
    features: Vec<Feature>,
    dialect: &'static Dialect,
    options: &ReadOptions,
) -> Result<crate::district_tree::Found, Refusal> {
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
    Ok(tree.finish())
}
