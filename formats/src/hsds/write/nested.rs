//! The register as nested JSON: one page of organizations in full, each with its locations and services.
//!
//! The shape is that of the standard's `organization_full`, in its list of pages. Locations of no organization and
//! services of none stand with one that says so. `sources` beside the page tells data sets and licenses.

use chrono::{DateTime, Utc};
use domain::{OrganizationId, PlaceId, ServiceId};
use serde_json::{Map, Value, json};

use super::super::tables::Table;
use super::package::sources;
use super::parts::{Owner, parts};
use super::timing::Timing;
use super::{PART, Record, Selection, records};
use crate::register::Register;

/// Lists of an organization, a location, a service and a service at a location.
const OF_ORGANIZATION: [Table; 2] = [Table::Contact, Table::Phone];
const OF_LOCATION: [Table; 7] = [
    Table::Language,
    Table::Address,
    Table::Contact,
    Table::Accessibility,
    Table::Phone,
    Table::Schedule,
    Table::Attribute,
];
const OF_SERVICE: [Table; 8] = [
    Table::Phone,
    Table::Schedule,
    Table::ServiceArea,
    Table::Language,
    Table::CostOption,
    Table::RequiredDocument,
    Table::Contact,
    Table::Attribute,
];
const OF_SERVICE_AT_LOCATION: [Table; 3] = [Table::Contact, Table::Phone, Table::Schedule];

/// What comes next of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Head,
    Organization,
    Services,
    Locations,
    End,
}

/// A document on its way.
#[derive(Debug)]
pub struct Nested {
    selection: Selection,
    /// `None` stands for none.
    organizations: Vec<Option<OrganizationId>>,
    services: Vec<(Option<OrganizationId>, ServiceId)>,
    places: Vec<(Option<OrganizationId>, PlaceId)>,
    timing: Timing,
    turn: Turn,
    organization: usize,
    service: usize,
    place: usize,
    /// Whether the list that is being written has an item.
    has_item: bool,
}

impl Nested {
    pub fn new(selection: Selection, register: &impl Register, now: DateTime<Utc>) -> Nested {
        let of_place = |id: &PlaceId| {
            let organization = register.place(*id).and_then(|place| place.organization);
            (
                organization.filter(|id| register.organization(*id).is_some()),
                *id,
            )
        };
        let mut places: Vec<_> = selection.places.iter().map(of_place).collect();
        // Stable: of one organization, they keep the order of the answer.
        places.sort_by_key(|(organization, _)| *organization);
        let lacks = selection.lacks_organization() || places.first().is_some_and(|(none, _)| none.is_none());
        let none = lacks.then_some(None);
        let organizations = none
            .into_iter()
            .chain(selection.organizations.iter().copied().map(Some));
        Nested {
            organizations: organizations.collect(),
            services: selection.services.iter().copied().collect(),
            places,
            selection,
            timing: Timing::new(now),
            turn: Turn::Head,
            organization: 0,
            service: 0,
            place: 0,
            has_item: false,
        }
    }

    /// The next bytes; `None` after the last.
    pub fn next_part(&mut self, register: &impl Register) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while out.len() < PART && self.step(register, &mut out) {}
        (!out.is_empty()).then_some(out)
    }

    fn step(&mut self, register: &impl Register, out: &mut Vec<u8>) -> bool {
        let current = self.organizations.get(self.organization).copied();
        match (self.turn, current) {
            (Turn::Head, _) => {
                let total = self.organizations.len();
                let page = json!({
                    "total_items": total, "total_pages": 1, "page_number": 1, "size": total,
                    "first_page": true, "last_page": true, "empty": total == 0,
                    "sources": sources(&self.selection),
                });
                open(out, &page);
                out.extend_from_slice(b",\"contents\":[");
                self.turn = Turn::Organization;
            }
            (Turn::Organization, Some(id)) => {
                if self.organization > 0 {
                    out.push(b',');
                }
                open(out, &Value::Object(self.organization(id, register)));
                out.extend_from_slice(b",\"services\":[");
                (self.turn, self.has_item) = (Turn::Services, false);
            }
            (Turn::Organization, None) => {
                out.extend_from_slice(b"]}");
                self.turn = Turn::End;
            }
            (Turn::Services, Some(of)) => match self.services.get(self.service) {
                Some((organization, id)) if *organization == of => {
                    let id = *id;
                    self.service += 1;
                    if let Some(object) = self.service(id, register) {
                        self.item(out, object);
                    }
                }
                _ => {
                    out.extend_from_slice(b"],\"locations\":[");
                    (self.turn, self.has_item) = (Turn::Locations, false);
                }
            },
            (Turn::Locations, Some(of)) => match self.places.get(self.place) {
                Some((organization, id)) if *organization == of => {
                    let id = *id;
                    self.place += 1;
                    if let Some(object) = self.location(id, register) {
                        self.item(out, object);
                    }
                }
                _ => {
                    out.extend_from_slice(b"]}");
                    self.organization += 1;
                    self.turn = Turn::Organization;
                }
            },
            (Turn::Services | Turn::Locations | Turn::End, _) => return false,
        }
        true
    }

    fn item(&mut self, out: &mut Vec<u8>, object: Map<String, Value>) {
        if std::mem::replace(&mut self.has_item, true) {
            out.push(b',');
        }
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(out, &object);
    }

    fn organization(&mut self, id: Option<OrganizationId>, register: &impl Register) -> Map<String, Value> {
        let Some(one) = id.and_then(|id| register.organization(id)) else {
            return records::unstated().0;
        };
        let record = records::organization(one);
        self.whole(record, Owner::Organization(one), &OF_ORGANIZATION, register)
    }

    fn location(&mut self, id: PlaceId, register: &impl Register) -> Option<Map<String, Value>> {
        let place = register.place(id)?;
        let record = records::location(place, register);
        let mut object = self.whole(record, Owner::Location(place), &OF_LOCATION, register);
        object.remove("organization_id");
        Some(object)
    }

    fn service(&mut self, id: ServiceId, register: &impl Register) -> Option<Map<String, Value>> {
        let service = register.service(id)?;
        let record = records::service(service, register);
        let mut object = self.whole(record, Owner::Service(service), &OF_SERVICE, register);
        object.remove("organization_id");
        let mut offered = Vec::new();
        for here in &service.places {
            if self.selection.listed.contains(&here.place) {
                let record = records::service_at_location(service, here);
                let owner = Owner::ServiceAtLocation(here);
                let mut offer = self.whole(record, owner, &OF_SERVICE_AT_LOCATION, register);
                offer.remove("service_id");
                offer.remove("location_id");
                if let Some(location) = self.location(here.place, register) {
                    offer.insert("location".to_owned(), Value::Object(location));
                }
                offered.push(Value::Object(offer));
            }
        }
        if !offered.is_empty() {
            object.insert("service_at_locations".to_owned(), Value::Array(offered));
        }
        Some(object)
    }

    /// A record with the lists that hang on it.
    fn whole(
        &mut self,
        record: Record,
        owner: Owner<'_>,
        lists: &[Table],
        register: &impl Register,
    ) -> Map<String, Value> {
        let mut object = record.0;
        for table in lists {
            let items = parts(*table, owner, &self.selection, register, &mut self.timing);
            let items: Vec<Value> = items
                .into_iter()
                .map(|item| nested(item, *table, register))
                .collect();
            if !items.is_empty() {
                object.insert(table.name().to_owned(), Value::Array(items));
            }
        }
        object
    }
}

/// An item without the names of what it stands in; a term stands in full where a table would name it.
fn nested(item: Record, table: Table, register: &impl Register) -> Value {
    let mut fields = item.0;
    let owners = [
        "organization_id",
        "service_id",
        "location_id",
        "service_at_location_id",
        "link_id",
    ];
    fields.retain(|name, _| !owners.contains(&name.as_str()));
    if table == Table::Attribute
        && let Some(id) = fields.remove("taxonomy_term_id")
    {
        let term = records::term_of(&id, register);
        fields.extend(term.map(|term| ("taxonomy_term".to_owned(), Value::Object(term.0))));
    }
    Value::Object(fields)
}

/// An object without its closing brace.
fn open(out: &mut Vec<u8>, object: &Value) {
    let text = object.to_string();
    out.extend_from_slice(text.strip_suffix('}').unwrap_or(&text).as_bytes());
}
