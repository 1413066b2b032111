//! What a file says of itself above its header: `#license`, `#attribution_name`, `#download_from`.
//!
//! It holds for every row that does not say otherwise. Titles and notes in other forms are no statements.

use csv::StringRecord;

/// Statements about all rows.
#[derive(Debug, Default, PartialEq)]
pub struct Preamble {
    pub license: Option<String>,
    pub publisher: Option<String>,
    pub source_url: Option<String>,
}

impl Preamble {
    pub fn read(above: &[StringRecord]) -> Preamble {
        let stated = |key: &str| {
            let row = above
                .iter()
                .find(|row| row.get(0).is_some_and(|first| first.trim() == key))?;
            let value = row.get(1)?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        Preamble {
            license: stated("#license"),
            publisher: stated("#attribution_name"),
            source_url: stated("#download_from"),
        }
    }

    /// The data set's own name: the last part of where it was published.
    pub fn slug(&self) -> Option<&str> {
        let url = self.source_url.as_deref()?;
        url.trim_end_matches('/')
            .rsplit('/')
            .next()
            .filter(|slug| !slug.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_by_their_names() {
        let rows = [
            StringRecord::from(vec!["#LINK", ""]),
            StringRecord::from(vec!["#attribution_name", "高松市"]),
            StringRecord::from(vec!["#license", " https://creativecommons.org/licenses/by/3.0/ "]),
            StringRecord::from(vec![
                "#download_from",
                "https://a.example/ckan/dataset/community_center/",
            ]),
        ];
        let preamble = Preamble::read(&rows);
        assert_eq!(
            preamble.license.as_deref(),
            Some("https://creativecommons.org/licenses/by/3.0/")
        );
        assert_eq!(preamble.publisher.as_deref(), Some("高松市"));
        assert_eq!(preamble.slug(), Some("community_center"));
        assert_eq!(
            Preamble::read(&[StringRecord::from(vec!["一覧表"])]),
            Preamble::default()
        );
    }
}
