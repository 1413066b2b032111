//! The tables of HSDS with their names and fields, declared once: for file names, members of JSON, and the report.
//!
//! Fields are those of 3.0 and 3.1. What is not among them is kept with the source and named as unknown.

/// A table of the standard. What hangs on a record comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Organization,
    Service,
    Location,
    ServiceAtLocation,
    Address,
    Contact,
    Phone,
    Schedule,
    Accessibility,
    Language,
    CostOption,
    RequiredDocument,
    ServiceArea,
    Attribute,
    TaxonomyTerm,
    Taxonomy,
    Program,
    Funding,
    Identifier,
    Metadata,
    Description,
    Url,
    Capacity,
    Unit,
}

/// Its file, without ending; how JSON calls a list and one of it; its fields but for `id`.
#[derive(Debug)]
pub struct Declared {
    pub table: Table,
    pub files: &'static [&'static str],
    pub one: &'static [&'static str],
    pub fields: &'static [&'static str],
}

const fn table(
    table: Table,
    files: &'static [&'static str],
    one: &'static [&'static str],
    fields: &'static [&'static str],
) -> Declared {
    Declared {
        table,
        files,
        one,
        fields,
    }
}

#[rustfmt::skip]
pub static TABLES: [Declared; 24] = [
    table(Table::Organization, &["organizations"], &["organization"], &["name", "alternate_name", "description", "email",
        "website", "tax_status", "tax_id", "year_incorporated", "legal_status", "logo", "uri", "parent_organization_id"]),
    table(Table::Service, &["services"], &["service"], &["organization_id", "program_id", "name", "alternate_name",
        "description", "url", "email", "status", "interpretation_services", "application_process", "fees_description",
        "wait_time", "fees", "accreditations", "eligibility_description", "minimum_age", "maximum_age", "assured_date",
        "assurer_email", "licenses", "alert", "last_modified"]),
    table(Table::Location, &["locations"], &["location"], &["location_type", "url", "organization_id", "name",
        "alternate_name", "description", "transportation", "latitude", "longitude", "external_identifier",
        "external_identifier_type"]),
    table(Table::ServiceAtLocation, &["service_at_locations", "service_at_location"], &[],
        &["service_id", "location_id", "description"]),
    table(Table::Address, &["addresses"], &["address"], &["location_id", "attention", "address_1", "address_2", "city",
        "region", "state_province", "postal_code", "country", "address_type"]),
    table(Table::Phone, &["phones"], &["phone"], &["location_id", "service_id", "organization_id", "contact_id",
        "service_at_location_id", "number", "extension", "type", "description"]),
    table(Table::Contact, &["contacts"], &["contact"], &["organization_id", "service_id", "service_at_location_id",
        "location_id", "name", "title", "department", "email"]),
    table(Table::Schedule, &["schedules"], &["schedule"], &["service_id", "location_id", "service_at_location_id",
        "valid_from", "valid_to", "dtstart", "timezone", "until", "count", "wkst", "freq", "interval", "byday",
        "byweekno", "bymonthday", "byyearday", "description", "opens_at", "closes_at", "schedule_link",
        "attending_type", "notes"]),
    table(Table::Accessibility, &["accessibility"], &[], &["location_id", "description", "details", "url"]),
    table(Table::Language, &["languages"], &[], &["service_id", "location_id", "phone_id", "name", "code", "note"]),
    table(Table::CostOption, &["cost_options"], &["cost_option"], &["service_id", "valid_from", "valid_to", "option",
        "currency", "amount", "amount_description"]),
    table(Table::RequiredDocument, &["required_documents"], &["required_document"], &["service_id", "document", "uri"]),
    table(Table::ServiceArea, &["service_areas"], &["service_area"], &["service_id", "service_at_location_id", "name",
        "description", "extent", "extent_type", "uri"]),
    table(Table::Attribute, &["attributes"], &["attribute"], &["link_id", "taxonomy_term_id", "link_type", "link_entity",
        "value", "label"]),
    table(Table::TaxonomyTerm, &["taxonomy_terms"], &["taxonomy_term"], &["code", "name", "description", "parent_id",
        "taxonomy", "language", "taxonomy_id", "term_uri"]),
    table(Table::Taxonomy, &["taxonomies"], &["taxonomy_detail"], &["name", "description", "uri", "version"]),
    table(Table::Program, &["programs"], &["program"], &["organization_id", "name", "alternate_name", "description"]),
    table(Table::Funding, &["funding"], &[], &["organization_id", "service_id", "source"]),
    table(Table::Identifier, &["organization_identifiers"], &[],
        &["organization_id", "identifier_scheme", "identifier_type", "identifier"]),
    table(Table::Metadata, &["metadata"], &[], &["resource_id", "resource_type", "last_action_date", "last_action_type",
        "field_name", "previous_value", "replacement_value", "updated_by"]),
    table(Table::Description, &["meta_table_descriptions"], &[], &["name", "language", "character_set"]),
    table(Table::Url, &["urls", "additional_websites", "additional_urls"], &[],
        &["organization_id", "service_id", "label", "url"]),
    table(Table::Capacity, &["service_capacities", "capacities"], &[],
        &["service_id", "unit_id", "available", "maximum", "description", "updated"]),
    table(Table::Unit, &["units"], &["unit"], &["name", "scheme", "identifier", "uri"]),
];

/// The fields that name a record of another table, and which.
pub const LINKS: [(&str, Table); 12] = [
    ("organization_id", Table::Organization),
    ("service_id", Table::Service),
    ("location_id", Table::Location),
    ("service_at_location_id", Table::ServiceAtLocation),
    ("contact_id", Table::Contact),
    ("phone_id", Table::Phone),
    ("program_id", Table::Program),
    ("taxonomy_term_id", Table::TaxonomyTerm),
    ("taxonomy_id", Table::Taxonomy),
    ("unit_id", Table::Unit),
    ("link_id", Table::Attribute),
    ("resource_id", Table::Metadata),
];

/// What `link_id` and `resource_id` may name: ids tell which.
pub const ANY: [Table; 4] = [
    Table::Service,
    Table::Location,
    Table::Organization,
    Table::ServiceAtLocation,
];

impl Table {
    pub fn declared(self) -> Option<&'static Declared> {
        TABLES.iter().find(|declared| declared.table == self)
    }

    /// For the report.
    pub fn name(self) -> &'static str {
        self.declared()
            .and_then(|declared| declared.files.first())
            .copied()
            .unwrap_or_default()
    }

    /// Those that become records of the register of their own.
    pub fn is_main(self) -> bool {
        matches!(
            self,
            Table::Organization | Table::Service | Table::Location | Table::ServiceAtLocation
        )
    }
}

/// The table that a file or a list is called by.
pub fn by_list(name: &str) -> Option<Table> {
    let found = TABLES.iter().find(|declared| declared.files.contains(&name));
    found.map(|declared| declared.table)
}

/// The table that one nested object is called by.
pub fn by_member(name: &str) -> Option<Table> {
    let found = TABLES.iter().find(|declared| declared.one.contains(&name));
    found.map(|declared| declared.table)
}
