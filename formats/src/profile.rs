//! What a profile of a table is: a declaration of the columns of one kind of file, and what each of them means.
//!
//! A profile never sees positions, line numbers, options or other rows. To add one: docs/adding-a-profile.md.
//! Next: [`crate::fit`] finds the profile of a header, [`crate::reading`] reads a row by it.

use chrono::{DateTime, Utc};
use domain::address::Address;
use domain::contact::Contact;
use domain::import::{ServiceDraft, TermCode};
use domain::location::Point;
use domain::place::{Accessibility, AccessibilityFeature, PlaceKind};
use domain::schedule::Schedule;
use domain::translation::Texts;
pub use hours::japanese::Part;

use crate::cell::Cells;

/// How one kind of table is read.
#[derive(Debug)]
pub struct TableProfile {
    /// What `--profile` takes.
    pub name: &'static str,
    /// What it is, in the words of its publishers.
    pub title: &'static str,
    /// The data set's name where neither the editor nor the rows say it.
    pub dataset: &'static str,
    /// The columns that are read, each with its names; several may mean the same, the first that says something wins.
    pub columns: &'static [Column],
    /// Columns that the format has and the register has no field for: kept as source data, without a word.
    pub kept: &'static [&'static str],
    /// Columns, by their first name, without which a table is not of this kind.
    pub required: &'static [&'static str],
    /// Of each of these groups at least one column must be there, unless the editor names the profile.
    pub any_of: &'static [&'static [&'static str]],
    /// The data set's name in the preamble or the address of such files: decides where headers are alike.
    pub slug: &'static str,
    pub kinds: &'static [PlaceKind],
    /// Terms (scheme, code) that every row of the list has by being on it.
    pub terms: &'static [(&'static str, &'static str)],
    /// Every term that a row could name: those it does not name no longer hold.
    pub vocabulary: &'static [(&'static str, &'static str)],
    /// Whether rows of one name and address are one place, each with a service of it. Such rows are keyed by both:
    /// their ids number services.
    pub joins: bool,
    /// Who numbers the rows, where the format itself says it.
    pub publisher: Option<&'static str>,
    pub attribution: Option<&'static str>,
    /// [`crate::reading::read`], or a function that adds to it; `None` when the row is rejected, the reason noted.
    pub read: fn(&TableProfile, &mut Cells) -> Option<Reading>,
}

/// What the declarations leave out.
pub const PLAIN: TableProfile = TableProfile {
    name: "",
    title: "",
    dataset: "",
    columns: &[],
    kept: &[],
    required: &[],
    any_of: &[],
    slug: "",
    kinds: &[],
    terms: &[],
    vocabulary: &[],
    joins: false,
    publisher: None,
    attribution: None,
    read: crate::reading::read,
};

/// A column: what it means, and its names, the preferred one first.
#[derive(Debug)]
pub struct Column {
    pub means: Means,
    pub names: &'static [&'static str],
}

/// `column(Means::Name, &["名称", "施設名"])`.
pub const fn column(means: Means, names: &'static [&'static str]) -> Column {
    Column { means, names }
}

/// What a cell of a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// What the profile's own function reads, by the name of the column.
    Own,
    /// The publisher's number of the row.
    Id,
    Name,
    NameKana,
    NameEnglish,
    /// Text about the place, of several lines.
    Summary,
    /// The publisher by name, by code.
    Publisher,
    PublisherCode,
    /// The municipality of the site, by code.
    MunicipalityCode,
    /// The whole address, or its parts.
    Address,
    Prefecture,
    City,
    Town,
    Block,
    Building,
    PostalCode,
    Latitude,
    Longitude,
    /// Both in one cell: `34.34,134.03`.
    LatLng,
    Phone,
    Fax,
    Email,
    Web,
    /// A contact person by name: private.
    Person,
    /// The body that runs it.
    Organization,
    /// What is offered there; several are separated by semicolons.
    Service,
    /// Who founded it: a body, or a person, who is left out.
    Establisher,
    /// 法人番号.
    CorporateNumber,
    /// Opening days and hours: the words say which part to readers, and [`Part`] to the program; without one the
    /// cell is kept in words only.
    Hours(&'static str, Option<Part>),
    /// Yes or no: whether the place has this term (scheme, code).
    Term(&'static str, &'static str),
    /// A list of words, and the term (word, scheme, code) of each.
    Words(&'static [(&'static str, &'static str, &'static str)]),
    /// Yes or no: whether the place has this feature.
    Access(AccessibilityFeature),
    /// When somebody last saw that the row is true.
    SurveyDate,
    /// The row's own data set, license and address of the file.
    Dataset,
    License,
    SourceUrl,
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
    pub vocabulary: &'static [(&'static str, &'static str)],
    pub point: Option<Point>,
    pub address: Option<Address>,
    pub organization: Option<String>,
    pub corporate_number: Option<String>,
    pub services: Vec<ServiceDraft>,
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

/// The hazards in the words of the law; of the dots within a word, either kind.
pub const HAZARD_WORDS: Means = Means::Words(&[
    ("洪水", "hazard", "flood"),
    ("崖崩れ、土石流及び地滑り", "hazard", "landslide"),
    ("高潮", "hazard", "storm_surge"),
    ("地震", "hazard", "earthquake"),
    ("津波", "hazard", "tsunami"),
    ("大規模な火事", "hazard", "large_fire"),
    ("内水氾濫", "hazard", "inland_flooding"),
    ("火山現象", "hazard", "volcano"),
]);

/// A term of the register's vocabulary.
pub fn term(scheme: &'static str, code: &'static str) -> TermCode {
    TermCode {
        scheme: scheme.into(),
        code: code.into(),
    }
}
