//! Services and organizations in imports: what earlier ones made, how they stand, and writing what a plan makes of
//! them. Next: [`crate::import`], which does the same for places and calls this.

use std::collections::{BTreeMap, BTreeSet};

use domain::import::{KnownService, PlannedOrganization, PlannedService, SourceKey};
use domain::{ChangeAction, Contact, Image, Organization, PlaceId, Service, ServiceId, Visibility};
use entity::{contact, service, service_at_place, source};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::{
    Owners, Rows, load_organizations, load_services, read_contact, update_organization, update_service,
};
use crate::write::Write;

/// A record with the contacts that the public does not see.
pub type WithPrivate<T> = (T, Vec<Contact>);

impl Store {
    /// Services as they stand now.
    pub async fn services_for_update(
        &self,
        ids: &[ServiceId],
    ) -> Result<Vec<WithPrivate<Service>>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let tx = self.begin_read().await?;
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let mut private =
                private_contacts(&tx, contact::Column::ServiceId, chunk, |row| row.service_id).await?;
            for service in load_services(&tx, Owners::These(chunk)).await? {
                let hidden = private.remove(&service.id.0).unwrap_or_default();
                found.push((service, hidden));
            }
        }
        tx.commit().await?;
        Ok(found)
    }

    /// Organizations as they stand now.
    pub async fn organizations_for_update(
        &self,
        ids: &[domain::OrganizationId],
    ) -> Result<Vec<WithPrivate<Organization>>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let tx = self.begin_read().await?;
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let owner = contact::Column::OrganizationId;
            let mut private = private_contacts(&tx, owner, chunk, |row| row.organization_id).await?;
            for organization in load_organizations(&tx, Owners::These(chunk)).await? {
                let hidden = private.remove(&organization.id.0).unwrap_or_default();
                found.push((organization, hidden));
            }
        }
        tx.commit().await?;
        Ok(found)
    }
}

async fn private_contacts(
    db: &impl ConnectionTrait,
    owner: contact::Column,
    ids: &[Uuid],
    owner_of: impl Fn(&contact::Model) -> Option<Uuid>,
) -> Result<BTreeMap<Uuid, Vec<Contact>>, StoreError> {
    let rows = contact::Entity::find()
        .filter(owner.is_in(ids.iter().copied()))
        .filter(contact::Column::Visibility.eq(Visibility::Private.code()))
        .order_by_asc(contact::Column::Ordinal)
        .all(db)
        .await?;
    let mut found: BTreeMap<Uuid, Vec<Contact>> = BTreeMap::new();
    for row in rows {
        if let Some(id) = owner_of(&row) {
            found.entry(id).or_default().push(read_contact(row)?);
        }
    }
    Ok(found)
}

/// The services that imports of a data set made.
pub(crate) async fn known_services(
    db: &impl ConnectionTrait,
    dataset: &str,
) -> Result<Vec<(SourceKey, KnownService)>, StoreError> {
    use source::Column as C;
    type Row = (Option<String>, Option<String>, Option<String>, Option<Uuid>);
    let rows: Vec<Row> = source::Entity::find()
        .select_only()
        .columns([C::Publisher, C::RecordKey, C::Digest, C::ServiceId])
        .filter(C::Dataset.eq(dataset))
        .filter(C::ServiceId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(500) {
        let ids = || chunk.iter().filter_map(|(_, _, _, id)| *id);
        let names: Vec<(Uuid, String)> = service::Entity::find()
            .select_only()
            .columns([service::Column::Id, service::Column::Name])
            .filter(service::Column::Id.is_in(ids()))
            .into_tuple()
            .all(db)
            .await?;
        let mut names: BTreeMap<Uuid, String> = names.into_iter().collect();
        let offered: Vec<(Uuid, Uuid)> = service_at_place::Entity::find()
            .select_only()
            .columns([
                service_at_place::Column::ServiceId,
                service_at_place::Column::PlaceId,
            ])
            .filter(service_at_place::Column::ServiceId.is_in(ids()))
            .into_tuple()
            .all(db)
            .await?;
        let mut places: BTreeMap<Uuid, BTreeSet<PlaceId>> = BTreeMap::new();
        for (service, place) in offered {
            places.entry(service).or_default().insert(PlaceId(place));
        }
        for (publisher, record_key, digest, id) in chunk.iter().cloned() {
            let Some((id, name)) = id.and_then(|id| names.remove_entry(&id)) else {
                continue;
            };
            // One without a key is found by its name at its place alone.
            let record_key = record_key.unwrap_or_else(|| format!("service without key:{id}"));
            let is_numbered = record_key.starts_with("service:id:");
            let key = SourceKey {
                dataset: dataset.into(),
                publisher: publisher.unwrap_or_default().into(),
                record_key,
            };
            let places = places.remove(&id).unwrap_or_default();
            let id = ServiceId(id);
            found.push((
                key,
                KnownService {
                    id,
                    digest,
                    name,
                    places,
                    is_numbered,
                },
            ));
        }
    }
    Ok(found)
}

/// Writes organizations, which must stand before what they run.
pub(crate) async fn write_organizations(
    write: &mut Write,
    planned: Vec<PlannedOrganization>,
) -> Result<(), StoreError> {
    let mut rows = Rows::default();
    for planned in planned {
        let PlannedOrganization {
            expected_version,
            organization,
            private,
            provenance,
        } = planned;
        let provenance = provenance.as_ref();
        let action = match expected_version {
            None => {
                rows.add_organization(&organization, &private, provenance);
                ChangeAction::Created
            }
            Some(version) => {
                update_organization(&write.tx, version, &organization, &private, provenance).await?;
                ChangeAction::Updated
            }
        };
        write.log(action, Image::Organization(Box::new(organization)));
    }
    rows.insert(&write.tx).await
}

/// Writes services, whose places must stand.
pub(crate) async fn write_services(
    write: &mut Write,
    planned: Vec<PlannedService>,
) -> Result<(), StoreError> {
    let mut rows = Rows::default();
    for planned in planned {
        let PlannedService {
            expected_version,
            service,
            private,
            provenance,
        } = planned;
        let provenance = provenance.as_ref();
        let action = match expected_version {
            None => {
                rows.add_service(&service, &private, provenance);
                ChangeAction::Created
            }
            Some(version) => {
                update_service(&write.tx, version, &service, &private, provenance).await?;
                ChangeAction::Updated
            }
        };
        write.log(action, Image::Service(Box::new(service)));
    }
    rows.insert(&write.tx).await
}
