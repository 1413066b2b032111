//! From a row to what it says, by the meanings that its profile declares: one reader for all profiles.
//!
//! Makes no fact up and keeps every word: what has no meaning here stays in the raw row. A profile that needs more
//! calls [`read`] and adds to it.

use domain::address::Address;
use domain::contact::{Contact, ContactKind};
use domain::import::{RowAction, ServiceDraft, TermCode};
use domain::schedule::Schedule;
use domain::translation::{Texts, Translation};
use hours::japanese::{Part, Reading as HoursReading, Reason};

use crate::cell::{Cells, text::narrow};
use crate::profile::{Means, Reading, TableProfile, term};

/// Reads a row; `None` when it is rejected, the reason being noted.
pub fn read(profile: &TableProfile, cells: &mut Cells) -> Option<Reading> {
    let name = cells.name()?;
    let key_address = address_line(cells);
    let corporate_number = cells.first(Means::CorporateNumber);
    let corporate_number = corporate_number.and_then(|column| cells.corporate_number(column));
    Some(Reading {
        dataset: cells.owned(Means::Dataset),
        publisher: profile.publisher.map(str::to_owned).or_else(|| publisher(cells)),
        external_id: cells.owned(Means::Id),
        license: cells.owned(Means::License),
        source_url: cells.owned(Means::SourceUrl),
        attribution: profile.attribution,
        kinds: profile.kinds.to_vec(),
        name,
        name_kana: cells.owned(Means::NameKana),
        summary: cells.lines(Means::Summary),
        translations: english(cells.owned(Means::NameEnglish)),
        terms: terms(profile, cells),
        vocabulary: profile.vocabulary,
        point: cells.point(),
        address: address(cells, &key_address),
        organization: cells.owned(Means::Organization).or_else(|| establisher(cells)),
        corporate_number,
        services: services(cells),
        schedules: hours(profile, cells).into_iter().collect(),
        contacts: contacts(cells),
        accessibility: accessibility(profile, cells),
        verified_at: cells
            .first(Means::SurveyDate)
            .and_then(|column| cells.day(column)),
        key_address,
    })
}

fn english(name: Option<String>) -> Texts {
    let translation = |name| Translation {
        language: "en".to_owned(),
        name: Some(name),
        summary: None,
    };
    Texts(name.map(translation).into_iter().collect())
}

/// By name, else by code, else the municipality: ids are numbered from 1 in each.
fn publisher(cells: &Cells) -> Option<String> {
    let mut codes = cells
        .all(Means::PublisherCode)
        .chain(cells.all(Means::MunicipalityCode));
    cells
        .owned(Means::Publisher)
        .or_else(|| codes.find_map(|column| cells.publisher_code(column)))
        .or_else(|| city(cells))
}

/// The name of a municipality has no number in it: such a cell holds an address.
fn city(cells: &Cells) -> Option<String> {
    cells
        .owned(Means::City)
        .filter(|city| !narrow(city).contains(|c: char| c.is_ascii_digit()))
}

/// The address as one line: the file's own, else its parts.
fn address_line(cells: &Cells) -> String {
    // A city alone is no address.
    let holds_address = cells.first(Means::City).filter(|_| city(cells).is_none());
    let parts: &[Means] = match cells
        .first(Means::Town)
        .or_else(|| cells.first(Means::Block))
        .or(holds_address)
    {
        Some(_) => &[Means::Prefecture, Means::City, Means::Town, Means::Block],
        None => &[],
    };
    cells
        .owned(Means::Address)
        .unwrap_or_else(|| parts.iter().filter_map(|part| cells.owned(*part)).collect())
}

fn address(cells: &mut Cells, line: &str) -> Option<Address> {
    let building = cells
        .owned(Means::Building)
        .filter(|building| !line.contains(building.as_str()));
    let code = cells
        .first(Means::MunicipalityCode)
        .or_else(|| cells.first(Means::PublisherCode));
    let own_code = cells
        .first(Means::PostalCode)
        .and_then(|column| cells.postal_code(column));
    let (in_line, line) = leading_postal_code(line);
    if let (Some(code), Some(column)) = (&in_line, cells.first(Means::Address)) {
        let detail = format!("The postal code {code} stands before the address: taken apart.");
        cells.note(column, "postal-code-in-address", RowAction::Repaired, detail);
    }
    let postal_code = own_code.or(in_line);
    let municipality = city(cells);
    if let (None, Some(column)) = (&municipality, cells.first(Means::City)) {
        let detail =
            "A municipality's name has no number in it: this is an address, and the municipality is unknown.";
        cells.note(column, "city-holds-address", RowAction::LeftOut, detail);
    }
    Address {
        formatted: [line, building.as_deref().unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned(),
        postal_code,
        prefecture: cells.owned(Means::Prefecture),
        municipality,
        town: cells.owned(Means::Town),
        municipality_code: code.and_then(|column| cells.municipality_code(column)),
    }
    .known()
}

/// `760-0052 高松市…`: the code, and the rest.
fn leading_postal_code(line: &str) -> (Option<String>, &str) {
    let start = line.trim_start_matches(['〒', ' ']);
    let end = start.char_indices().nth(8).map_or(start.len(), |(at, _)| at);
    let Some((head, rest)) = start.split_at_checked(end) else {
        return (None, line);
    };
    let code = narrow(head);
    let is_code = code.len() == 8
        && code.bytes().enumerate().all(|(at, byte)| {
            if at == 3 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    // Four digits may go on as a house number: then it is no code.
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !rest.trim().is_empty();
    if is_code && ends {
        (Some(code.into_owned()), rest.trim_start())
    } else {
        (None, line)
    }
}

fn terms(profile: &TableProfile, cells: &mut Cells) -> Vec<TermCode> {
    let mut terms: Vec<TermCode> = profile
        .terms
        .iter()
        .map(|(scheme, code)| term(scheme, code))
        .collect();
    let mut add = |term: TermCode| {
        if !terms.contains(&term) {
            terms.push(term);
        }
    };
    for (index, column) in profile.columns.iter().enumerate() {
        let place = crate::cell::Col(index);
        match column.means {
            Means::Term(scheme, code) if cells.flag(place) == Some(true) => add(term(scheme, code)),
            Means::Words(known) => {
                for word in cells.words(place) {
                    match known.iter().find(|(text, ..)| same_word(text, &word)) {
                        Some((_, scheme, code)) => add(term(scheme, code)),
                        None => {
                            let detail =
                                format!("\"{word}\" is none of the words that this column can hold.");
                            cells.note(place, "word-unknown", RowAction::LeftOut, detail);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    terms
}

/// Dots and commas within a word are typed for each other.
fn same_word(known: &str, word: &str) -> bool {
    let plain = |text: &str| text.replace(['・', '，', ','], "、");
    plain(known) == plain(word)
}

fn services(cells: &Cells) -> Vec<ServiceDraft> {
    let cell = cells.owned(Means::Service).unwrap_or_default();
    let names = cell
        .split([';', '；'])
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(ServiceDraft::named).collect()
}

/// A body that founded it; a person's name is nobody's business, and a representative's is cut off.
fn establisher(cells: &mut Cells) -> Option<String> {
    const BODIES: [&str; 15] = [
        "法人",
        "会社",
        "㈱",
        "㈲",
        "(株)",
        "(有)",
        "組合",
        "機構",
        "協会",
        "協議会",
        "委員会",
        "大学",
        "日本赤十字社",
        "厚生労働省",
        "国立",
    ];
    let column = cells.first(Means::Establisher)?;
    let line = cells.owned(Means::Establisher)?;
    let body = without_representative(&line);
    // 市 and 都 end names of persons, too: only the row's own city or prefecture is a body without such a word.
    let government = [Means::City, Means::Prefecture].map(|means| cells.owned(means));
    let is_body = BODIES.iter().any(|word| narrow(body).contains(word))
        || government.iter().flatten().any(|name| name == body);
    if !is_body || body.is_empty() {
        let detail = "It may be the name of a person: not shown, kept with the source.";
        cells.note(column, "private-person", RowAction::LeftOut, detail);
        return None;
    }
    if body != line {
        let detail = format!("Read as {body}: the representative's name is not shown.");
        cells.note(column, "private-person", RowAction::Repaired, detail);
    }
    Some(body.to_owned())
}

/// The words before the office of a person: 宗教法人 A 代表役員 B is 宗教法人 A.
fn without_representative(line: &str) -> &str {
    const OFFICES: [&str; 12] = [
        "理事長",
        "院長",
        "支部長",
        "園長",
        "会長",
        "社長",
        "施設長",
        "所長",
        "館長",
        "取締役",
        "管理者",
        "学長",
    ];
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        if at > 0 && OFFICES.iter().any(|office| word.trim_end().ends_with(office)) {
            return line.get(..at).unwrap_or(line).trim_end();
        }
        at += word.len();
    }
    line.split("代表").next().unwrap_or(line).trim_end()
}

fn contacts(cells: &mut Cells) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for (means, kind) in [(Means::Phone, ContactKind::Phone), (Means::Fax, ContactKind::Fax)] {
        for column in cells.all(means) {
            contacts.extend(cells.numbers(column, kind));
        }
    }
    for column in cells.all(Means::Email) {
        contacts.extend(cells.email(column));
    }
    for column in cells.all(Means::Web) {
        contacts.extend(cells.web(column));
    }
    contacts
}

fn accessibility(profile: &TableProfile, cells: &mut Cells) -> Vec<domain::place::Accessibility> {
    let columns = profile
        .columns
        .iter()
        .enumerate()
        .filter_map(|(index, column)| match column.means {
            Means::Access(feature) => Some((crate::cell::Col(index), feature)),
            _ => None,
        });
    columns
        .filter_map(|(column, feature)| cells.accessibility(column, feature))
        .collect()
}

/// What the row says of its hours: in its words, each cell with the name of its part, and as a rule where they are
/// certain.
fn hours(profile: &TableProfile, cells: &mut Cells) -> Option<Schedule> {
    let columns = profile.columns.iter().enumerate();
    let stated: Vec<(crate::cell::Col, &str, Option<Part>)> = columns
        .filter_map(|(index, column)| match column.means {
            Means::Hours(name, part) => Some((crate::cell::Col(index), name, part)),
            _ => None,
        })
        .filter(|(column, ..)| {
            let line = cells.line(*column);
            line.is_some_and(|line| !matches!(&*line, "無し" | "なし"))
        })
        .collect();
    let public = |column: &crate::cell::Col| cells.line(*column).filter(|line| line != "非公開");
    let words = stated
        .iter()
        .filter_map(|(column, name, _)| Some(format!("{name}: {}", public(column)?)));
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        return None;
    }
    let parts: Vec<(Part, &str)> = stated
        .iter()
        .filter_map(|(column, _, part)| Some(((*part)?, cells.raw(*column)?)))
        .collect();
    let mut schedule = Schedule::from_original(words.join(" / "));
    match hours::japanese::read(&parts) {
        HoursReading::Certain(rule) => schedule.rule = Some(rule.text().to_owned()),
        // Where a file has no hours or days at all, there is nothing in the cell to mend.
        HoursReading::NotDeterminable(Reason::NoDays | Reason::NoHours) => {}
        HoursReading::NotDeterminable(reason) => {
            let detail = format!("The hours are kept in words: {reason}.");
            if let Some((column, ..)) = stated.first() {
                cells.note(*column, "hours-in-words", RowAction::Noted, detail);
            }
        }
    }
    Some(schedule)
}

#[cfg(test)]
mod tests;
