//! Lists that councils publish beside those of places: known, and refused with a reason.

use crate::fit::comparable;
use crate::refusal::Refusal;

/// Columns of which a list has all, and what it is.
const LISTS: [(&[&str], &str); 5] = [
    (
        &["eventName", "startDate"],
        "a list of events (イベント): the register holds places and services, and no events yet",
    ),
    (
        &["イベント名", "開始日"],
        "a list of events (イベント): the register holds places and services, and no events yet",
    ),
    (
        &["totalPopulation", "numberOfHouseholds"],
        "a table of population (人口): numbers about areas, no places",
    ),
    (
        &["総人口", "世帯数"],
        "a table of population (人口): numbers about areas, no places",
    ),
    (
        &["給食", "献立"],
        "a menu of school lunches (給食献立): no places",
    ),
];

/// Refuses a header that is that of no list of places.
pub fn check(header: &[String]) -> Result<(), Refusal> {
    let titles: Vec<String> = header.iter().map(|title| comparable(title)).collect();
    let has = |name: &&str| titles.iter().any(|title| title == name);
    let Some((_, what)) = LISTS.iter().find(|(names, _)| names.iter().all(has)) else {
        return Ok(());
    };
    Err(Refusal::new(
        "not-places",
        format!("This is {what}. Nothing of it can be imported."),
    ))
}
