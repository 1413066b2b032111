//! Rows of one office, one for each of its services, become one place with services.
//!
//! Rows are of one office when name and address are the same; what they say of it is put together, and nothing is
//! chosen in silence: where two rows differ, the first one stands and the report says so. Hours that differ are kept
//! beside each other, each with the service that they are the hours of.

use std::collections::HashMap;

use domain::import::{PlaceDraft, RowAction, RowIssue, SourceKey};
use domain::schedule::Schedule;
use domain::text::{content_digest, same_identity};

/// Joins the drafts that have one key; each stands where its first row did.
pub fn join(drafts: &mut Vec<PlaceDraft>, issues: &mut Vec<RowIssue>) {
    let mut order: HashMap<SourceKey, usize> = HashMap::with_capacity(drafts.len());
    let mut groups: Vec<Vec<PlaceDraft>> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let group = *order.entry(draft.provenance.key()).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(rows) => rows.push(draft),
            None => groups.push(vec![draft]),
        }
    }
    drafts.extend(groups.into_iter().filter_map(|rows| joined(rows, issues)));
}

fn joined(rows: Vec<PlaceDraft>, issues: &mut Vec<RowIssue>) -> Option<PlaceDraft> {
    if rows.len() < 2 {
        return rows.into_iter().next();
    }
    let schedules = schedules(&rows);
    // The order of rows means nothing.
    let mut digests: Vec<&str> = rows.iter().map(|row| row.provenance.digest.as_str()).collect();
    digests.sort_unstable();
    let digest = content_digest(digests.join("\n").as_bytes());
    let raws: Vec<&str> = rows.iter().map(|row| row.provenance.raw.as_str()).collect();
    let raw = format!("[{}]", raws.join(","));
    let mut rows = rows.into_iter();
    let mut place = rows.next()?;
    for row in rows {
        note(&place, &row, issues);
        take(&mut place, row);
    }
    place.schedules = schedules;
    place.provenance.digest = digest;
    place.provenance.raw = raw;
    Some(place)
}

/// The further row, and whether it says something else of the office.
fn note(place: &PlaceDraft, row: &PlaceDraft, issues: &mut Vec<RowIssue>) {
    let mut note = |column: &str, rule, detail: String| {
        issues.push(RowIssue {
            line: row.line,
            column: column.to_owned(),
            value: crate::cell::text::excerpt(&row.name),
            rule,
            action: RowAction::Noted,
            detail,
        });
    };
    note(
        "",
        "row-joined",
        format!(
            "A further service of the place at line {}: one place.",
            place.line
        ),
    );
    let differs = [
        (
            "position",
            place.point.is_some() && row.point.is_some() && place.point != row.point,
        ),
        (
            "organization",
            place.organization.is_some()
                && row.organization.is_some()
                && place.organization != row.organization,
        ),
        (
            "name_kana",
            place.name_kana.is_some() && row.name_kana.is_some() && place.name_kana != row.name_kana,
        ),
    ];
    for (what, _) in differs.into_iter().filter(|(_, differs)| *differs) {
        let detail = format!(
            "The row says something else of the {what} than line {}, which stands.",
            place.line
        );
        note(what, "joined-rows-differ", detail);
    }
}

fn take(place: &mut PlaceDraft, row: PlaceDraft) {
    place.name_kana = place.name_kana.take().or(row.name_kana);
    place.summary = place.summary.take().or(row.summary);
    place.point = place.point.or(row.point);
    place.address = place.address.take().or(row.address);
    place.organization = place.organization.take().or(row.organization);
    place.verified_at = place.verified_at.max(row.verified_at);
    for service in row.services {
        if !place
            .services
            .iter()
            .any(|known| same_identity(&known.name, &service.name))
        {
            place.services.push(service);
        }
    }
    add_new(&mut place.kinds, row.kinds);
    add_new(&mut place.terms, row.terms);
    add_new(&mut place.contacts, row.contacts);
    add_new(&mut place.accessibility, row.accessibility);
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// Those of the place, if all rows agree; else each with its service.
fn schedules(rows: &[PlaceDraft]) -> Vec<Schedule> {
    let stated: Vec<&PlaceDraft> = rows.iter().filter(|row| !row.schedules.is_empty()).collect();
    let Some(first) = stated.first() else {
        return Vec::new();
    };
    if stated.len() == rows.len() && stated.iter().all(|row| row.schedules == first.schedules) {
        return first.schedules.clone();
    }
    let of = |row: &&PlaceDraft| -> Vec<Schedule> {
        let services: Vec<&str> = row.services.iter().map(|service| service.name.as_str()).collect();
        let with_service = |schedule: &Schedule| Schedule {
            original: schedule
                .original
                .as_ref()
                .map(|text| format!("{}: {text}", services.join("、"))),
            ..schedule.clone()
        };
        row.schedules.iter().map(with_service).collect()
    };
    let mut all = Vec::new();
    add_new(&mut all, stated.iter().flat_map(of).collect());
    all
}

#[cfg(test)]
mod tests {
    use crate::tests::{places, rules};

    const HEADER: &str = "ID,介護サービス事業所名称,所在地_連結表記,実施サービス,法人の名称,電話番号,利用可能曜日,事業所番号\n";

    #[test]
    fn a_row_for_each_service_is_one_place() {
        let file = format!(
            "{HEADER}1,ひだまり,七尾市1-1,訪問介護,社会福祉法人甲,0767-53-0001,月火水,1\n\
             2,こもれび,七尾市2-2,通所介護,社会福祉法人乙,,月,2\n\
             3,ひだまり ,七尾市１-１,通所介護;居宅介護支援,社会福祉法人甲,0767-53-0002,月火水,1\n\
             4,ひだまり,七尾市9-9,訪問介護,,,,3\n"
        );
        let (drafts, content) = places(&file);
        assert_eq!(
            (content.rows, content.rejected, content.duplicates, drafts.len()),
            (4, 0, 0, 3)
        );
        let services =
            |index: usize| -> Vec<&str> { drafts[index].services.iter().map(|s| s.name.as_str()).collect() };
        assert_eq!(services(0), ["訪問介護", "通所介護", "居宅介護支援"]);
        assert_eq!(services(1), ["通所介護"]);
        assert_eq!(drafts[0].contacts.len(), 2);
        assert_eq!(drafts[0].schedules.len(), 1, "the same hours for both");
        assert!(drafts[0].provenance.raw.starts_with("[{") && drafts[1].provenance.raw.starts_with('{'));
        assert!(
            drafts
                .iter()
                .all(|draft| draft.provenance.record_key.starts_with("digest:"))
        );
        assert_eq!(rules(&content), ["license-unstated", "row-joined"]);
        assert_eq!(content.issues[1].line, 4);
    }

    #[test]
    fn what_differs_is_kept_and_said() {
        let file = format!(
            "{HEADER}1,ひだまり,七尾市1-1,訪問介護,社会福祉法人甲,,月火水,1\n2,ひだまり,七尾市1-1,通所介護,社会福祉法人乙,,土,1\n"
        );
        let (drafts, content) = places(&file);
        let hours: Vec<&str> = drafts[0]
            .schedules
            .iter()
            .filter_map(|s| s.original.as_deref())
            .collect();
        assert_eq!(
            hours,
            ["訪問介護: 利用可能曜日: 月火水", "通所介護: 利用可能曜日: 土"]
        );
        assert_eq!(drafts[0].organization.as_deref(), Some("社会福祉法人甲"));
        assert_eq!(
            rules(&content),
            ["license-unstated", "row-joined", "joined-rows-differ"]
        );
    }

    #[test]
    fn the_order_of_rows_changes_nothing_that_is_compared() {
        let rows = ["1,a,x,訪問介護,,,,1\n", "2,a,x,通所介護,,,,1\n"];
        let digest = |rows: &[&str]| {
            places(&format!("{HEADER}{}", rows.concat())).0[0]
                .provenance
                .digest
                .clone()
        };
        assert_eq!(digest(&[rows[0], rows[1]]), digest(&[rows[1], rows[0]]));
        assert_ne!(digest(&[rows[0], rows[1]]), digest(&[rows[0]]));
    }
}
