//! What fuzzing and property tests drive: a file of any bytes, from reading to planning. It must end, and never panic;
//! what is wrong with the bytes is a refusal or an issue.

use chrono::DateTime;
use domain::contents::Contents;
use domain::import::Known;
use formats::plan::{
    Drafts, Private, Register, outside_municipality, plan_districts, plan_exported, plan_records,
    unknown_terms,
};
use formats::{ReadOptions, Records, profiles, read};

/// Reads the bytes, as what they are and as one of the profiles, and plans them for an empty register.
pub fn whole(bytes: &[u8]) {
    let named = profiles().get(bytes.len() % profiles().len().max(1)).copied();
    for profile in [None, named] {
        let options = ReadOptions {
            profile,
            dataset: None,
            license: None,
            source_url: None,
            publisher: None,
            retrieved_at: DateTime::UNIX_EPOCH,
        };
        let Ok(content) = read(bytes.to_vec(), &options) else {
            continue;
        };
        let known = Known::default();
        let at = options.retrieved_at;
        match content.records {
            Records::Places(places) => {
                let _ = outside_municipality(&places, &known);
                let numbered = content.numbered;
                let drafts = Drafts { places, numbered };
                let _ = unknown_terms(&drafts, &known);
                let _ = plan_records(drafts, &known, Register::default(), at);
            }
            Records::Districts(drafts) => {
                let _ = plan_districts(drafts, &known, at);
            }
            Records::Exported(rows) => {
                let _ = plan_exported(rows, &Contents::default(), &known, Private::default(), at);
            }
        }
    }
}
