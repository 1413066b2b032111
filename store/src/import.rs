//! Imports: what the register already holds of a file's rows, and applying a plan in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::import::{
    ImportPlan, Known, KnownOrganization, KnownPlace, PlannedDistrict, PlannedPlace, PlannedRow, Provenance,
    SourceKey,
};
use domain::place::PrivateParts;
use domain::source::Shared;
use domain::{Action, Actor, ChangeAction, Contact, Image, OrganizationId, Place, PlaceId, Point};
use entity::{change, contact, dataset, district, district_polygon, exact_point, idempotency_key, source};
use futures_util::TryStreamExt as _;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::offers::{known_services, write_organizations, write_services};
use crate::rows::{
    self, Owners, Rows, delete_source, insert_all, load_districts, load_places, load_terms, update_place,
};
use crate::write::{Retry, Write, find_request};

/// Places in one round of inserts: bounds memory without costing speed.
const ROUND: usize = 10_000;

impl Store {
    /// What earlier imports of these data sets left behind, with the vocabulary and the districts.
    pub async fn known(&self, datasets: &BTreeSet<String>) -> Result<Known, StoreError> {
        let tx = self.begin_read().await?;
        let mut known = Known {
            districts: load_districts(&tx).await?,
            ..Known::default()
        };
        for term in load_terms(&tx).await? {
            known.terms.insert((term.scheme, term.code), term.id);
        }
        use source::Column as C;
        let mut shared = Shared::default();
        for dataset in datasets {
            type Row = (
                Option<String>,
                Option<String>,
                Option<String>,
                Option<Uuid>,
                Option<Uuid>,
                String,
            );
            let mut rows = source::Entity::find()
                .select_only()
                .columns([
                    C::Publisher,
                    C::RecordKey,
                    C::Digest,
                    C::PlaceId,
                    C::OrganizationId,
                    C::Fields,
                ])
                .filter(C::Dataset.eq(dataset.as_str()))
                .filter(C::RecordKey.is_not_null())
                .into_tuple::<Row>()
                .stream(&tx)
                .await?;
            while let Some(row) = rows.try_next().await? {
                let (publisher, record_key, digest, place, organization, fields) = row;
                let (Some(publisher), Some(record_key), Some(digest)) = (publisher, record_key, digest)
                else {
                    continue;
                };
                let fields: Vec<String> = serde_json::from_str(&fields)
                    .map_err(|_| StoreError::Corrupt("source.fields".to_owned()))?;
                let key = SourceKey {
                    dataset: shared.of(dataset),
                    publisher: shared.of(&publisher),
                    record_key,
                };
                if let Some(id) = place {
                    known.places.insert(
                        key,
                        KnownPlace {
                            part: (!fields.is_empty()).then_some(fields),
                            ..KnownPlace::new(PlaceId(id), digest)
                        },
                    );
                } else if let Some(id) = organization {
                    let id = OrganizationId(id);
                    known.organizations.insert(key, KnownOrganization { id, digest });
                }
            }
            // A stream that is alive keeps the connection to itself.
            drop(rows);
            known.services.extend(known_services(&tx, dataset).await?);
        }
        tx.commit().await?;
        Ok(known)
    }

    /// Places as they stand now, with their private parts, for the ids that an import would change.
    pub async fn places_for_update(&self, ids: &[PlaceId]) -> Result<Vec<(Place, PrivateParts)>, StoreError> {
        let tx = self.begin_read().await?;
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let ids: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
            for place in load_places(&tx, Owners::These(&ids)).await? {
                let private = private_parts(&tx, place.id).await?;
                found.push((place, private));
            }
        }
        tx.commit().await?;
        Ok(found)
    }

    /// The fields that editors changed, by record: those that the log of their changes names. An import names none.
    pub async fn edited_fields<Id: Ord + Copy + From<Uuid>>(
        &self,
        ids: &[Id],
    ) -> Result<BTreeMap<Id, BTreeSet<String>>, StoreError>
    where
        Uuid: From<Id>,
    {
        use change::Column as C;
        let mut edited: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
        for chunk in ids.chunks(500) {
            let rows: Vec<(Uuid, String)> = change::Entity::find()
                .select_only()
                .columns([C::SubjectId, C::Fields])
                .filter(C::SubjectId.is_in(chunk.iter().map(|id| Uuid::from(*id))))
                .filter(C::Action.eq(ChangeAction::Updated.code()))
                .filter(C::Fields.ne("[]"))
                .into_tuple()
                .all(&self.db)
                .await?;
            for (id, fields) in rows {
                let fields: Vec<String> = serde_json::from_str(&fields)
                    .map_err(|_| StoreError::Corrupt("change.fields".to_owned()))?;
                edited.entry(Id::from(id)).or_default().extend(fields);
            }
        }
        Ok(edited)
    }

    /// The number of the transaction of an import that had this key; refuses a key that another file had.
    pub async fn earlier_import(&self, actor: &Actor, retry: &Retry) -> Result<Option<i64>, StoreError> {
        let earlier = find_request(&self.db, actor, &retry.key).await?;
        earlier.map(|earlier| answer(&earlier, retry)).transpose()
    }

    /// Applies a plan: all of it, or nothing. Answers the number of the transaction; with a key that was used for
    /// the same before, the number that it had then, and nothing is done.
    pub async fn apply_import(
        &self,
        actor: &Actor,
        plan: ImportPlan,
        retry: Option<Retry>,
        at: DateTime<Utc>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<i64, StoreError> {
        let mut write = self.begin_write(actor, Action::Import, at).await?;
        if let Some(retry) = retry
            && let Some(earlier) = write.earlier(actor, retry.clone()).await?
        {
            return answer(&earlier, &retry);
        }
        let ImportPlan {
            organizations,
            places,
            services,
            rows: exported,
            districts,
            unchanged: _,
            gone: _,
            kept_positions: _,
            kept_edits: _,
            changes: _,
            datasets,
            next_update,
        } = plan;
        let mut rows = Rows::default();
        write_organizations(&mut write, organizations).await?;
        for planned in districts {
            write_district(&mut write, planned).await?;
            progress(1);
        }
        // Before any new one is written: places may have changed their numbers with each other.
        for key in places.iter().flat_map(|planned| &planned.replaces) {
            delete_source(&write.tx, key.clone()).await?;
        }
        for (number, planned) in places.into_iter().enumerate() {
            let PlannedPlace {
                expected_version,
                place,
                private,
                provenance,
                further,
                replaces: _,
            } = planned;
            let action = match expected_version {
                None => {
                    rows.add_place(&place, &private, std::slice::from_ref(&provenance));
                    ChangeAction::Created
                }
                Some(version) => {
                    let all: Vec<&Provenance> = std::iter::once(&provenance).chain(&further).collect();
                    update_place(&write.tx, version, &place, &private, &all).await?;
                    ChangeAction::Updated
                }
            };
            write.log(action, Image::Place(Box::new(place)));
            progress(1);
            if number % ROUND == ROUND - 1 {
                std::mem::take(&mut rows).insert(&write.tx).await?;
                write.flush().await?;
            }
        }
        rows.insert(&write.tx).await?;
        write_rows(&mut write, exported, progress).await?;
        write_services(&mut write, services).await?;
        if let Some(next_update) = next_update {
            expect_update(&write.tx, datasets, next_update).await?;
        }
        write.commit().await
    }
}

/// Places of ibasho's own CSV.
async fn write_rows(
    write: &mut Write,
    planned: Vec<PlannedRow>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), StoreError> {
    let mut rows = Rows::default();
    for (number, planned) in planned.into_iter().enumerate() {
        let PlannedRow {
            expected_version,
            place,
            private,
            keys,
        } = planned;
        let action = match expected_version {
            None => {
                rows.add_place(&place, &private, &keys);
                ChangeAction::Created
            }
            Some(version) => {
                update_place(&write.tx, version, &place, &private, &[]).await?;
                ChangeAction::Updated
            }
        };
        write.log(action, Image::Place(Box::new(place)));
        progress(1);
        if number % ROUND == ROUND - 1 {
            std::mem::take(&mut rows).insert(&write.tx).await?;
            write.flush().await?;
        }
    }
    rows.insert(&write.tx).await
}

async fn expect_update(
    tx: &DatabaseTransaction,
    datasets: BTreeSet<String>,
    next_update: NaiveDate,
) -> Result<(), StoreError> {
    let names: Vec<&str> = datasets.iter().map(String::as_str).collect();
    dataset::Entity::delete_many()
        .filter(dataset::Column::Dataset.is_in(names))
        .exec(tx)
        .await?;
    let row = |dataset| dataset::Model { dataset, next_update };
    insert_all::<dataset::Entity>(tx, datasets.into_iter().map(row).collect()).await
}

fn answer(earlier: &idempotency_key::Model, retry: &Retry) -> Result<i64, StoreError> {
    if earlier.request_digest == retry.digest {
        return Ok(earlier.seq);
    }
    Err(StoreError::Refused(format!(
        "the key {:?} was used for another file or other options; use a new one for each new import",
        retry.key
    )))
}

async fn write_district(write: &mut Write, planned: PlannedDistrict) -> Result<(), StoreError> {
    let PlannedDistrict {
        expected_version,
        district,
    } = planned;
    let mut rows = Rows::default();
    let action = match expected_version {
        None => {
            rows.add_district(&district);
            ChangeAction::Created
        }
        Some(version) => {
            let id = district.id.0;
            let updated = district::Entity::update_many()
                .set(rows::district_row(&district).into_active_model().reset_all())
                .filter(district::Column::Id.eq(id))
                .filter(district::Column::Version.eq(version))
                .exec(&write.tx)
                .await?;
            if updated.rows_affected != 1 {
                return Err(StoreError::Conflict {
                    what: format!("the district {:?}", district.name),
                });
            }
            district_polygon::Entity::delete_many()
                .filter(district_polygon::Column::DistrictId.eq(id))
                .exec(&write.tx)
                .await?;
            source::Entity::delete_many()
                .filter(source::Column::DistrictId.eq(id))
                .exec(&write.tx)
                .await?;
            rows.add_polygons(&district);
            rows.add_district_sources(&district);
            ChangeAction::Updated
        }
    };
    rows.insert(&write.tx).await?;
    write.log(action, Image::District(Box::new(district)));
    Ok(())
}

pub(crate) async fn private_parts(
    tx: &DatabaseTransaction,
    place: PlaceId,
) -> Result<PrivateParts, StoreError> {
    let exact = exact_point::Entity::find_by_id(place.0).one(tx).await?;
    let contacts: Vec<Contact> = contact::Entity::find()
        .filter(contact::Column::PlaceId.eq(place.0))
        .filter(contact::Column::Visibility.eq(domain::Visibility::Private.code()))
        .order_by_asc(contact::Column::Ordinal)
        .all(tx)
        .await?
        .into_iter()
        .map(rows::read_contact)
        .collect::<Result<_, _>>()?;
    Ok(PrivateParts {
        exact_point: exact.map(|row| Point {
            lon: row.longitude,
            lat: row.latitude,
        }),
        contacts,
    })
}
