//! Importing ibasho's own CSV: planned against all that is public, then against the private parts of what changes.

use chrono::{DateTime, Utc};
use domain::contents::Contents;
use domain::import::{ImportPlan, Known, RowIssue};
use domain::{OrganizationId, PlaceId, ServiceId};
use formats::own::ExportedRow;
use formats::plan::{Private, plan_exported};
use store::Store;

pub(super) async fn plan(
    store: Option<&Store>,
    rows: Vec<ExportedRow>,
    mut known: Known,
    overwrite_edits: bool,
    at: DateTime<Utc>,
) -> anyhow::Result<(ImportPlan, Vec<RowIssue>)> {
    let Some(store) = store else {
        return Ok(plan_exported(
            rows,
            &Contents::default(),
            &known,
            Private::default(),
            at,
        ));
    };
    let contents = store.load().await?;
    let (first, _) = plan_exported(rows.clone(), &contents, &known, Private::default(), at);
    let standing = |expected: Option<i32>| expected.is_some();
    let changed = first.rows.iter().filter(|row| standing(row.expected_version));
    let places: Vec<PlaceId> = changed.map(|row| row.place.id).collect();
    let changed = first.services.iter().filter(|row| standing(row.expected_version));
    let services: Vec<ServiceId> = changed.map(|row| row.service.id).collect();
    let changed = first
        .organizations
        .iter()
        .filter(|row| standing(row.expected_version));
    let organizations: Vec<OrganizationId> = changed.map(|row| row.organization.id).collect();
    if !overwrite_edits {
        known.edited = store.edited_fields(&places).await?;
    }
    let names = contents.organizations.iter();
    known.organization_names = names.map(|one| (one.id, one.name.clone())).collect();
    let mut private = Private::default();
    for (place, hidden) in store.places_for_update(&places).await? {
        private.places.insert(place.id, hidden);
    }
    for (service, hidden) in store.services_for_update(&services).await? {
        private.services.insert(service.id, hidden);
    }
    for (organization, hidden) in store.organizations_for_update(&organizations).await? {
        private.organizations.insert(organization.id, hidden);
    }
    Ok(plan_exported(rows, &contents, &known, private, at))
}
