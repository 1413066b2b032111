//! Text in several languages. The text of a record itself is Japanese; translations stand beside it.

use serde::{Deserialize, Serialize};

/// A name or summary in one further language (BCP 47, for example `en` or `ja-Hira`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub language: String,
    pub name: Option<String>,
    pub summary: Option<String>,
}

/// The translations of one record, sorted by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub Vec<Translation>);

impl Texts {
    /// The name in the asked language; `own` (Japanese) unless there is one.
    pub fn name<'a>(&'a self, own: &'a str, language: Option<&str>) -> &'a str {
        self.find(language)
            .and_then(|translation| translation.name.as_deref())
            .unwrap_or(own)
    }

    /// The summary in the asked language, else the Japanese one, else any.
    pub fn summary<'a>(&'a self, own: Option<&'a str>, language: Option<&str>) -> Option<&'a str> {
        self.find(language)
            .and_then(|translation| translation.summary.as_deref())
            .or(own)
            .or_else(|| {
                self.0
                    .iter()
                    .find_map(|translation| translation.summary.as_deref())
            })
    }

    fn find(&self, language: Option<&str>) -> Option<&Translation> {
        let asked = language?;
        self.0
            .iter()
            .find(|translation| translation.language.eq_ignore_ascii_case(asked))
    }
}
