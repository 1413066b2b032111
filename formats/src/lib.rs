//! Reads files that others publish into drafts, with a report of everything odd in them.
//!
//! Never touches the disk, the clock or the database, and never invents a fact: what a file does not say is
//! `None`. A file that is not what it says is a [`Refusal`]; a row that is not, an issue. Start at [`read`];
//! [`profiles()`] says what is known of each kind of file, [`plan`] what the drafts mean for the register.

mod cell;
mod decode;
mod district_tree;
mod draft;
mod feature;
mod fit;
pub mod hsds;
mod join;
mod json;
mod keys;
pub mod own;
mod places;
pub mod plan;
mod points;
mod preamble;
mod privacy;
mod profile;
mod profiles;
mod reading;
mod refusal;
pub mod register;
pub mod rules;
mod table;
mod tables;
mod workbook;

use chrono::{DateTime, Utc};
use decode::Content;
use domain::import::{DistrictDraft, Numbered, PlaceDraft, RowIssue};

pub use refusal::Refusal;

/// What the editor says beside the file.
#[derive(Debug, Clone)]
pub struct ReadOptions<'a> {
    /// One of [`profiles()`]; found from the content when `None`.
    pub profile: Option<&'a str>,
    /// Wins over the rows' own data set names.
    pub dataset: Option<&'a str>,
    /// Wins over the rows' own licenses.
    pub license: Option<&'a str>,
    /// For rows that do not name their source.
    pub source_url: Option<&'a str>,
    /// Who numbers the rows, for files that do not say it.
    pub publisher: Option<&'a str>,
    pub retrieved_at: DateTime<Utc>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub struct FileContent {
    pub profile: &'static str,
    /// `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`, `UTF-16BE`, `CP932` or `xlsx`; `, gzip` follows for a packed file.
    pub encoding: &'static str,
    /// The name of the data set; several, where rows name several, joined by `; `.
    pub dataset: String,
    pub license: String,
    /// Data rows or features, with the rejected ones, without blank lines.
    pub rows: usize,
    pub rejected: usize,
    /// Drafts of places without a point.
    pub unlocated: usize,
    /// Rows whose key needed a further part.
    pub duplicates: usize,
    /// Contacts, names and numbers of persons that were kept private.
    pub private: usize,
    /// Schedules whose words became a rule.
    pub schedules_converted: usize,
    /// Schedules kept in the words of the file alone.
    pub schedules_original: usize,
    pub records: Records,
    /// Services and organizations, where the file numbers them.
    pub numbered: Numbered,
    /// In the order of the file.
    pub issues: Vec<RowIssue>,
}

/// A file holds records of one kind.
#[derive(Debug, Clone)]
pub enum Records {
    Places(Vec<PlaceDraft>),
    Districts(Vec<DistrictDraft>),
    /// Rows of ibasho's own CSV.
    Exported(Vec<own::ExportedRow>),
}

/// The names of the known profiles.
pub fn profiles() -> &'static [&'static str] {
    &profiles::NAMES
}

/// The text of a file in any encoding that is read here.
pub fn text(bytes: Vec<u8>) -> Result<String, Refusal> {
    match decode::decode(bytes)?.content {
        Content::Text(text) => Ok(text),
        Content::Workbook(_) => Err(Refusal::new(
            "not-a-table",
            "This is a workbook; save the table as CSV.",
        )),
    }
}

/// Reads a whole file, packed or not. The content decides what it is, never its name.
pub fn read(bytes: Vec<u8>, options: &ReadOptions) -> Result<FileContent, Refusal> {
    if let Some(name) = options.profile.filter(|name| !profiles().contains(name)) {
        let known = profiles().join(", ");
        return Err(Refusal::new(
            "unknown-profile",
            format!("There is no profile \"{name}\". Known: {known}."),
        ));
    }
    let decode::Decoded { content, encoding } = decode::decode(bytes)?;
    match content {
        Content::Workbook(bytes) if wants(options, hsds::NAME) && hsds::is_archive(&bytes) => {
            hsds::read_zip(&bytes, options)
        }
        Content::Workbook(bytes) => tables::read_workbook(bytes, encoding, options),
        Content::Text(text) if text.trim_start().starts_with(['{', '[']) => {
            if wants(options, hsds::NAME) && hsds::is_document(&text) {
                return hsds::read_text(&text, encoding, options);
            }
            json::read(&text, encoding, options)
        }
        Content::Text(text) => tables::read_text(&text, encoding, options),
    }
}

/// Whether the editor leaves it open what the file is, or says that it is of this profile.
fn wants(options: &ReadOptions, profile: &str) -> bool {
    options.profile.is_none_or(|name| name == profile)
}

#[cfg(test)]
mod tests;
