//! The key by which a later import finds a row again, when ids repeat and when there are none.
//!
//! Rows are never merged: each gets a key of its own within its data set and publisher, the same one for the
//! same file. Keys are stored for good, so their form may never change. Next: [`crate::places`].

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::import::{PlaceDraft, RowAction, RowIssue, SourceKey};
use domain::text::identity_digest;

/// The key of a row that shares it with no other.
pub fn plain_key(external_id: Option<&str>, name: &str, address: &str) -> String {
    match external_id {
        Some(id) => format!("id:{id}"),
        None => format!("digest:{}", identity_digest(&[name, address])),
    }
}

/// Gives the rows that share a key a further part each; tells how many these are.
///
/// Rows of one id with different names get the digest of their name; whatever is equal after that is numbered
/// in the order of the file, the first one keeping the plain key.
pub fn tell_apart(drafts: &mut [PlaceDraft], id_column: &str, issues: &mut Vec<RowIssue>) -> usize {
    let groups = sharing(drafts);
    if groups.is_empty() {
        return 0;
    }
    let mut taken: HashSet<SourceKey> = drafts.iter().map(|draft| draft.provenance.key()).collect();
    let mut changed = HashSet::new();
    for rows in groups.into_values() {
        let digests: Vec<String> = rows
            .iter()
            .filter_map(|row| drafts.get(*row))
            .map(|draft| identity_digest(&[&draft.name]))
            .collect();
        let different = digests.windows(2).any(|pair| pair.first() != pair.last());
        // How often each key was wanted in this group; the plain key is the first row's.
        let mut wanted: HashMap<String, usize> = HashMap::new();
        for (row, digest) in rows.iter().zip(digests) {
            let Some(draft) = drafts.get_mut(*row) else {
                continue;
            };
            let with_id = draft.provenance.source.external_id.clone();
            let split_by_name = different && with_id.is_some();
            if let (Some(id), true) = (&with_id, split_by_name) {
                draft.provenance.record_key.push_str(&format!("#{digest}"));
                let detail = "Rows with different names have this id; each is kept as a place of its own.";
                issues.push(issue(draft, id_column, id, "duplicate-id", detail));
                changed.insert(*row);
            }
            let base = draft.provenance.record_key.clone();
            let count = wanted.entry(base.clone()).or_default();
            *count += 1;
            if *count == 1 && (!split_by_name || taken.insert(draft.provenance.key())) {
                continue;
            }
            *count = (*count).max(2);
            loop {
                draft.provenance.record_key = format!("{base}~{count}");
                if taken.insert(draft.provenance.key()) {
                    break;
                }
                *count += 1;
            }
            let value = with_id.unwrap_or_else(|| draft.name.clone());
            let detail = "An earlier row is the same by id, or by name and address; both are kept.";
            issues.push(issue(draft, id_column, &value, "duplicate-row", detail));
            changed.insert(*row);
        }
    }
    changed.len()
}

/// Rows of one list that are the same by name and address, though their ids differ; each is kept.
pub fn note_alike(drafts: &[PlaceDraft], issues: &mut Vec<RowIssue>) {
    let repeated = issues.iter().filter(|issue| issue.rule == "duplicate-row");
    let told: HashSet<u64> = repeated.map(|issue| issue.line).collect();
    let mut first: HashMap<_, u64> = HashMap::with_capacity(drafts.len());
    for draft in drafts {
        let source = &draft.provenance.source;
        let address = draft.address.as_ref().map(|address| address.formatted.as_str());
        let Some(address) = address.filter(|address| !address.is_empty()) else {
            continue;
        };
        let identity = identity_digest(&[&draft.name, address]);
        let earlier = *first
            .entry((&source.dataset, &source.publisher, identity))
            .or_insert(draft.line);
        if earlier != draft.line && !told.contains(&draft.line) {
            let detail = format!("The same name and address as line {earlier}; both are kept.");
            issues.push(issue(draft, "", &draft.name, "same-name-and-address", &detail));
        }
    }
}

/// The rows of each key that several have, by the first of them.
fn sharing(drafts: &[PlaceDraft]) -> BTreeMap<usize, Vec<usize>> {
    let mut first = HashMap::with_capacity(drafts.len());
    let mut groups = BTreeMap::new();
    for (row, draft) in drafts.iter().enumerate() {
        let source = &draft.provenance.source;
        let earlier = *first
            .entry((&source.dataset, &source.publisher, &draft.provenance.record_key))
            .or_insert(row);
        if earlier != row {
            groups.entry(earlier).or_insert_with(|| vec![earlier]).push(row);
        }
    }
    groups
}

fn issue(draft: &PlaceDraft, column: &str, value: &str, rule: &'static str, detail: &str) -> RowIssue {
    RowIssue {
        line: draft.line,
        column: column.to_owned(),
        value: crate::cell::text::excerpt(value),
        rule,
        action: RowAction::Noted,
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{places, rules};

    const HEADER: &str = "ID,名称,住所,開催日,_自治体名\n";

    fn keys(rows: &str) -> (Vec<String>, usize) {
        let (drafts, content) = places(&format!("{HEADER}{rows}"));
        (
            drafts
                .into_iter()
                .map(|draft| draft.provenance.record_key)
                .collect(),
            content.duplicates,
        )
    }

    #[test]
    fn ids_are_keys_within_their_publisher() {
        assert_eq!(
            keys("1,a,,,A\n1,b,,,B\n2,a,,,A\n"),
            (vec!["id:1".into(), "id:1".into(), "id:2".into()], 0)
        );
    }

    #[test]
    fn one_id_for_different_names_is_split_by_name() {
        let (a, b) = (identity_digest(&["a"]), identity_digest(&["b"]));
        let expected = vec![
            format!("id:1#{a}"),
            format!("id:1#{b}"),
            format!("id:1#{a}~2"),
            "id:2".into(),
        ];
        assert_eq!(keys("1,a,,,\n1,b,,,\n1,Ａ,,,\n2,c,,,\n"), (expected, 3));
        let (_, content) = places(&format!("{HEADER}1,a,,,\n1,b,,,\n"));
        assert_eq!(
            rules(&content),
            ["license-unstated", "duplicate-id", "duplicate-id"]
        );
        assert_eq!(
            (content.issues[1].line, content.issues[1].column.as_str()),
            (2, "ID")
        );
    }

    #[test]
    fn equal_rows_are_numbered_and_never_merged() {
        assert_eq!(
            keys("1,a,,,\n1,a,x,,\n1~2,c,,,\n1,a,,,\n"),
            (
                vec!["id:1".into(), "id:1~3".into(), "id:1~2".into(), "id:1~4".into()],
                2
            )
        );
        let digest = format!("digest:{}", identity_digest(&["a", "x"]));
        assert_eq!(
            keys(",a,x,,\n,ａ,x ,,\n,a,y,,\n").0[..2],
            [digest.clone(), format!("{digest}~2")]
        );
    }

    #[test]
    fn rows_that_are_alike_but_for_their_id_are_shown() {
        let (drafts, content) = places(&format!(
            "{HEADER}1,a,x,,A\n2,Ａ,x ,,A\n3,a,x,,B\n4,a,,,A\n5,a,,,A\n"
        ));
        assert_eq!(drafts.len(), 5);
        assert_eq!(rules(&content), ["license-unstated", "same-name-and-address"]);
        assert_eq!(content.issues[1].line, 3);
    }

    #[test]
    fn rejected_rows_take_no_part() {
        assert_eq!(keys("1,,,,\n1,a,,,\n"), (vec!["id:1".into()], 0));
    }

    #[test]
    fn very_many_equal_rows_are_no_trouble() {
        let (keys, duplicates) = keys(&"1,a,,,\n".repeat(50_000));
        assert_eq!((duplicates, keys[49_999].as_str()), (49_999, "id:1~50000"));
    }
}
