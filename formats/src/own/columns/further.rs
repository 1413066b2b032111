//! The columns after the position: who runs the place, how to reach it, when it is open, who confirmed it, what is
//! offered there, and where all that came from.

use domain::source::SourceKind;
use domain::{OrganizationKind, VerificationMethod};

use super::Column;
use crate::own::cells::{
    Fault, join, read_accessibility, read_contacts, read_date, read_json, split, write_accessibility,
    write_contacts, write_json,
};
use crate::own::record::{
    OrganizationCell, Row, SourceCell, VerifierCell, contact_cells, contacts, organization_id, sorted, sound,
};

fn moment(cell: &str) -> Result<chrono::DateTime<chrono::Utc>, Fault> {
    let parsed = chrono::DateTime::parse_from_rfc3339(cell.trim());
    let utc = parsed.map(|moment| moment.with_timezone(&chrono::Utc));
    utc.map_err(|_| "Not a moment such as 2026-11-01T00:00:00Z.".to_owned())
}

fn written(moment: chrono::DateTime<chrono::Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

fn organization(row: &mut Row) -> &mut OrganizationCell {
    row.organization.get_or_insert_default()
}

fn source(row: &mut Row) -> &mut SourceCell {
    row.source.get_or_insert_default()
}

pub static COLUMNS: [Column; 31] = [
    Column {
        name: "organization_id",
        write: |row| {
            row.organization
                .as_ref()
                .and_then(|cell| cell.id.clone())
                .unwrap_or_default()
        },
        read: |row, cell| {
            let id = cell.trim();
            organization_id(id).ok_or("Not the id of an organization: leave it as it was exported.")?;
            organization(row).id = Some(id.to_owned());
            Ok(())
        },
    },
    Column {
        name: "organization_name",
        write: |row| {
            row.organization
                .as_ref()
                .map(|cell| cell.name.clone())
                .unwrap_or_default()
        },
        read: |row, cell| {
            cell.clone_into(&mut organization(row).name);
            Ok(())
        },
    },
    text!("organization_name_kana", organization or name_kana),
    code!(
        "organization_kind",
        OrganizationKind,
        |row| row.organization.as_ref().and_then(|cell| cell.kind),
        |row, kind| organization(row).kind = Some(kind)
    ),
    text!("organization_url", organization or url),
    Column {
        name: "organization_contacts",
        write: |row| {
            let cell = row.organization.as_ref();
            cell.map(|cell| write_contacts(&contacts(&cell.contacts)))
                .unwrap_or_default()
        },
        read: |row, cell| {
            organization(row).contacts = contact_cells(&read_contacts(cell)?);
            Ok(())
        },
    },
    Column {
        name: "organization_translations",
        write: |row| {
            row.organization
                .as_ref()
                .map(|cell| write_json(&cell.translations))
                .unwrap_or_default()
        },
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::translations(&list)?;
            organization(row).translations = sorted(&list);
            Ok(())
        },
    },
    Column {
        name: "organization_sources",
        write: |row| {
            row.organization
                .as_ref()
                .map(|cell| write_json(&cell.sources))
                .unwrap_or_default()
        },
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::sources(&list)?;
            organization(row).sources = list;
            Ok(())
        },
    },
    Column {
        name: "contacts",
        write: |row| write_contacts(&contacts(&contact_cells(&row.place.contacts))),
        read: |row, cell| {
            row.place.contacts = read_contacts(cell)?;
            Ok(())
        },
    },
    Column {
        name: "accessibility",
        write: |row| write_accessibility(&row.place.accessibility),
        read: |row, cell| {
            row.place.accessibility = read_accessibility(cell)?;
            Ok(())
        },
    },
    Column {
        name: "schedules",
        write: |row| write_json(&row.place.schedules),
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::schedules(&list)?;
            row.place.schedules = list;
            Ok(())
        },
    },
    Column {
        name: "special_hours",
        write: |row| write_json(&row.place.special_hours),
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::special_hours(&list)?;
            row.place.special_hours = list;
            Ok(())
        },
    },
    Column {
        name: "time_zone",
        write: |row| row.place.time_zone.clone(),
        read: |row, cell| {
            sound::zone(cell.trim())?;
            cell.trim().clone_into(&mut row.place.time_zone);
            Ok(())
        },
    },
    Column {
        name: "verified_at",
        write: |row| {
            row.place
                .verification
                .verified_at
                .map(written)
                .unwrap_or_default()
        },
        read: |row, cell| {
            row.place.verification.verified_at = Some(moment(cell)?);
            Ok(())
        },
    },
    Column {
        name: "verification_expires_on",
        write: |row| {
            row.place
                .verification
                .expires_at
                .map(|day| day.to_string())
                .unwrap_or_default()
        },
        read: |row, cell| {
            row.place.verification.expires_at = Some(read_date(cell)?);
            Ok(())
        },
    },
    code!(
        "verification_method",
        VerificationMethod,
        |row| row.place.verification.method,
        |row, method| row.place.verification.method = Some(method)
    ),
    Column {
        name: "verified_by_id",
        write: |row| {
            row.verifier
                .as_ref()
                .and_then(|cell| cell.id.clone())
                .unwrap_or_default()
        },
        read: |row, cell| {
            let id = cell.trim();
            organization_id(id).ok_or("Not the id of an organization: leave it as it was exported.")?;
            row.verifier.get_or_insert_with(VerifierCell::default).id = Some(id.to_owned());
            Ok(())
        },
    },
    Column {
        name: "verified_by_name",
        write: |row| {
            row.verifier
                .as_ref()
                .map(|cell| cell.name.clone())
                .unwrap_or_default()
        },
        read: |row, cell| {
            cell.clone_into(&mut row.verifier.get_or_insert_with(VerifierCell::default).name);
            Ok(())
        },
    },
    Column {
        name: "disputed",
        write: |row| {
            if row.place.verification.disputed {
                "yes".to_owned()
            } else {
                String::new()
            }
        },
        read: |row, cell| {
            row.place.verification.disputed = match cell.trim().to_lowercase().as_str() {
                "yes" | "true" | "1" => true,
                "no" | "false" | "0" => false,
                _ => return Err("yes or no is wanted.".to_owned()),
            };
            Ok(())
        },
    },
    Column {
        name: "services",
        write: |row| write_json(&row.services),
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::services(&list)?;
            row.services = list;
            Ok(())
        },
    },
    code!(
        "source_kind",
        SourceKind,
        |row| row.source.as_ref().and_then(|cell| cell.kind),
        |row, kind| source(row).kind = Some(kind)
    ),
    text!("source_dataset", source or dataset),
    text!("source_publisher", source or publisher),
    text!("source_external_id", source or external_id),
    text!("source_name", source or name),
    text!("source_url", source or url),
    text!("license", source or license),
    text!("attribution", source or attribution),
    Column {
        name: "source_retrieved_at",
        write: |row| {
            let moment = row.source.as_ref().and_then(|cell| cell.retrieved_at);
            moment.map(written).unwrap_or_default()
        },
        read: |row, cell| {
            source(row).retrieved_at = Some(moment(cell)?);
            Ok(())
        },
    },
    Column {
        name: "source_fields",
        write: |row| {
            row.source
                .as_ref()
                .map(|cell| join(&cell.fields, ';'))
                .unwrap_or_default()
        },
        read: |row, cell| {
            source(row).fields = split(cell, ';');
            Ok(())
        },
    },
    Column {
        name: "further_sources",
        write: |row| write_json(&row.further_sources),
        read: |row, cell| {
            let list = read_json(cell)?;
            sound::sources(&list)?;
            row.further_sources = list;
            Ok(())
        },
    },
];
