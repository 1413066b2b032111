//! Services with where they are offered, and organizations.

use domain::codes::municipality_code;
use domain::contact::ContactKind;
use domain::import::{NumberedService, OfferDraft, OrganizationDraft, RowAction, ServiceDraft};
use domain::translation::Texts;
use domain::{Schedule, ServiceMode};

use super::contacts::add;
use super::graph::Record;
use super::schedule::schedule;
use super::tables::Table;
use super::{Reader, day};
use crate::cell::contact::contact;

/// The oldest that the register counts.
const OLDEST: i32 = 150;

/// How one attends, in the words that are met; other words stay in the schedule's source.
const MODES: [(&str, ServiceMode); 8] = [
    ("in-person", ServiceMode::AtPlace),
    ("in_person", ServiceMode::AtPlace),
    ("venue", ServiceMode::AtPlace),
    ("phone", ServiceMode::Phone),
    ("telephone", ServiceMode::Phone),
    ("virtual", ServiceMode::Online),
    ("online", ServiceMode::Online),
    ("home_visit", ServiceMode::HomeVisit),
];

pub fn organizations(reader: &mut Reader) -> Vec<OrganizationDraft> {
    let graph = reader.graph;
    let all = graph.all(Table::Organization);
    all.filter_map(|(id, record)| organization(reader, id, record))
        .collect()
}

fn organization(reader: &mut Reader, id: &str, record: &Record) -> Option<OrganizationDraft> {
    let at = (Table::Organization, record);
    let Some(mut name) = record.line_of("name") else {
        let detail = "An organization needs a name.";
        reader.note(at, "name", "name-required", RowAction::Rejected, detail);
        return None;
    };
    let url = if record.line_of("website").is_some() {
        reader.web(at, "website")
    } else {
        reader.web(at, "uri")
    };
    let mut contacts = reader.contacts((Table::Organization, id));
    let email = reader.email(at, "email");
    add(&mut contacts, email);
    reader.protect(at, &mut [&mut name], &mut contacts);
    Some(OrganizationDraft {
        line: record.line,
        provenance: reader.provenance(Table::Organization, id, "organization:id:"),
        name,
        name_kana: None,
        kind: None,
        url,
        contacts,
        translations: Texts::default(),
    })
}

pub fn services(reader: &mut Reader) -> Vec<NumberedService> {
    let graph = reader.graph;
    let all = graph.all(Table::Service);
    all.filter_map(|(id, record)| service(reader, id, record))
        .collect()
}

fn service(reader: &mut Reader, id: &str, record: &Record) -> Option<NumberedService> {
    let (at, owner, graph) = ((Table::Service, record), (Table::Service, id), reader.graph);
    let Some(name) = record.line_of("name") else {
        let detail = "A service needs a name.";
        reader.note(at, "name", "name-required", RowAction::Rejected, detail);
        return None;
    };
    let status = record.line_of("status").unwrap_or_default().to_lowercase();
    if matches!(status.as_str(), "inactive" | "defunct") {
        let detail =
            "The service is not offered any more, so it is not imported; one that the register holds stays.";
        reader.note(at, "status", "service-inactive", RowAction::Rejected, detail);
        return None;
    }
    if status == "temporarily closed" {
        let detail = "The register has no state of services: imported, and somebody should look.";
        reader.note(
            at,
            "status",
            "service-temporarily-closed",
            RowAction::Noted,
            detail,
        );
    }
    let provenance = reader.provenance(Table::Service, id, "service:id:");
    let mut contacts = reader.contacts(owner);
    let web = reader.web(at, "url");
    add(
        &mut contacts,
        web.map(|url| contact(ContactKind::Web, false, url)),
    );
    let email = reader.email(at, "email");
    add(&mut contacts, email);
    let (minimum_age, maximum_age) = ages(reader, record);
    let (is_free, fee) = fee(reader, id, record);
    let documents = graph.of(Table::RequiredDocument, owner);
    let mut draft = ServiceDraft {
        name,
        summary: record.lines_of("description"),
        modes: modes(reader, id),
        serves: serves(reader, id),
        terms: reader.terms(owner),
        schedules: schedules(reader, owner),
        is_free,
        fee,
        eligibility: record.lines_of("eligibility_description"),
        minimum_age,
        maximum_age,
        required_documents: documents
            .filter_map(|(_, record)| record.lines_of("document"))
            .collect(),
        verified_at: record.line_of("assured_date").and_then(|text| day(&text)),
        ..ServiceDraft::default()
    };
    let mut places = Vec::new();
    for (offer_id, offer) in graph.of(Table::ServiceAtLocation, owner) {
        let owner = (Table::ServiceAtLocation, offer_id);
        let mut here = OfferDraft {
            schedules: schedules(reader, owner),
            contacts: reader.contacts(owner),
            note: offer.lines_of("description"),
        };
        let mut texts: Vec<&mut String> = here.note.iter_mut().collect();
        texts.extend(here.schedules.iter_mut().flat_map(texts_of));
        reader.protect((Table::ServiceAtLocation, offer), &mut texts, &mut contacts);
        places.extend(
            offer
                .named(Table::Location)
                .map(|id| (id.to_owned(), here.clone())),
        );
    }
    let mut texts: Vec<&mut String> = vec![&mut draft.name];
    texts.extend(
        draft
            .summary
            .iter_mut()
            .chain(&mut draft.fee)
            .chain(&mut draft.eligibility),
    );
    texts.extend(draft.required_documents.iter_mut());
    texts.extend(draft.schedules.iter_mut().flat_map(texts_of));
    reader.protect(at, &mut texts, &mut contacts);
    draft.contacts = contacts;
    let mut organizations = record.named(Table::Organization);
    Some(NumberedService {
        line: record.line,
        provenance,
        service: draft,
        organization: organizations
            .find(|id| graph.get(Table::Organization, id).is_some())
            .map(str::to_owned),
        places,
    })
}

fn texts_of(schedule: &mut Schedule) -> impl Iterator<Item = &mut String> {
    schedule.original.iter_mut().chain(&mut schedule.note)
}

fn schedules(reader: &Reader, owner: (Table, &str)) -> Vec<Schedule> {
    let all = reader.graph.of(Table::Schedule, owner);
    all.filter_map(|(_, record)| schedule(record)).collect()
}

fn ages(reader: &mut Reader, record: &Record) -> (Option<i32>, Option<i32>) {
    let at = (Table::Service, record);
    let mut age = |field: &str| {
        let years = record.number(field)?;
        // Months are given as parts of a year.
        if (0.0..=f64::from(OLDEST)).contains(&years) {
            return Some(years.floor() as i32);
        }
        let detail = "No age in years: taken as unknown.";
        reader.note(at, field, "age-out-of-range", RowAction::LeftOut, detail);
        None
    };
    let (minimum, maximum) = (age("minimum_age"), age("maximum_age"));
    if minimum
        .zip(maximum)
        .is_some_and(|(minimum, maximum)| minimum > maximum)
    {
        let detail = "The youngest are older than the oldest: both are taken as unknown.";
        reader.note(at, "minimum_age", "ages-contradict", RowAction::LeftOut, detail);
        return (None, None);
    }
    (minimum, maximum)
}

/// What it costs in words; whether that is nothing only where every price says so.
fn fee(reader: &Reader, id: &str, record: &Record) -> (Option<bool>, Option<String>) {
    let mut lines: Vec<String> = Vec::new();
    let words = record
        .lines_of("fees_description")
        .or_else(|| record.lines_of("fees"));
    lines.extend(words);
    let mut amounts = Vec::new();
    for (_, option) in reader.graph.of(Table::CostOption, (Table::Service, id)) {
        amounts.push(option.number("amount"));
        let amount = option.line_of("amount").map(|amount| {
            let currency = option.line_of("currency").unwrap_or_default().to_uppercase();
            format!("{amount} {currency}").trim().to_owned()
        });
        let parts: Vec<String> = [amount, option.line_of("amount_description")]
            .into_iter()
            .flatten()
            .collect();
        let price = parts.join(" ");
        let line = match option.line_of("option") {
            Some(who) if price.is_empty() => who,
            Some(who) => format!("{who}: {price}"),
            None => price,
        };
        lines.extend((!line.is_empty()).then_some(line));
    }
    let is_free = (!amounts.is_empty() && amounts.iter().all(Option::is_some))
        .then(|| amounts.iter().flatten().all(|amount| *amount == 0.0));
    (is_free, (!lines.is_empty()).then(|| lines.join("\n")))
}

fn modes(reader: &Reader, id: &str) -> Vec<ServiceMode> {
    let graph = reader.graph;
    let offers = graph.of(Table::ServiceAtLocation, (Table::Service, id));
    let offers: Vec<(&str, &Record)> = offers.collect();
    let mut schedules: Vec<&Record> = graph
        .of(Table::Schedule, (Table::Service, id))
        .map(|(_, record)| record)
        .collect();
    for (offer, _) in &offers {
        let here = graph.of(Table::Schedule, (Table::ServiceAtLocation, offer));
        schedules.extend(here.map(|(_, record)| record));
    }
    let mut modes: Vec<ServiceMode> = schedules
        .iter()
        .filter_map(|record| {
            let words = record.line_of("attending_type")?.to_lowercase();
            MODES
                .iter()
                .find(|(name, _)| *name == words)
                .map(|(_, mode)| *mode)
        })
        .collect();
    // A location that is virtual is no place, and says how the service is attended.
    let locations = offers.iter().flat_map(|(_, offer)| offer.named(Table::Location));
    modes.extend(locations.filter_map(|id| {
        let kind = graph.get(Table::Location, id)?.line_of("location_type")?;
        kind.eq_ignore_ascii_case("virtual")
            .then_some(ServiceMode::Online)
    }));
    modes.sort();
    modes.dedup();
    modes
}

/// Districts by their official code; areas in words or shapes stay with the source, and are named.
fn serves(reader: &mut Reader, id: &str) -> Vec<String> {
    let graph = reader.graph;
    let mut codes = Vec::new();
    for (_, area) in graph.of(Table::ServiceArea, (Table::Service, id)) {
        let said = ["extent", "name"].iter().filter_map(|field| area.line_of(field));
        let found: Vec<String> = said.filter_map(|text| municipality_code(&text)).collect();
        if found.is_empty() {
            let detail = "No official code of a district: the area is kept with the source, and the service has no stated limit.";
            let at = (Table::ServiceArea, area);
            reader.note(at, "name", "service-area-in-words", RowAction::Noted, detail);
        }
        codes.extend(found);
    }
    codes
}
