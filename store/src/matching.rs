//! Places that rows of a file may be: those of the wanted names, with the rows by which they are known.

use std::collections::BTreeMap;

use domain::import::SourceKey;
use domain::matching::Candidate;
use domain::{OrganizationId, PlaceId, Point};
use entity::{merge_stub, organization, place, public_point, source};
use futures_util::TryStreamExt as _;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;

/// What makes a place a candidate.
pub struct Wanted<'a> {
    pub name: &'a (dyn Fn(&str) -> bool + Sync),
    /// The wanted corporate numbers that a raw row states; `None` when no row has one.
    pub numbers: Option<&'a (dyn Fn(&str) -> Vec<String> + Sync)>,
}

impl std::fmt::Debug for Wanted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").finish_non_exhaustive()
    }
}

impl Store {
    /// Places that are wanted by name or by number, archived ones too, by id; names are looked at one after the
    /// other, without keeping those that nobody wants.
    pub async fn candidates(&self, wanted: Wanted<'_>) -> Result<Vec<Candidate>, StoreError> {
        let tx = self.begin_read().await?;
        let mut found = named(&tx, wanted.name).await?;
        if let Some(numbers_in) = wanted.numbers {
            for (id, numbers) in numbered(&tx, numbers_in).await? {
                let candidate = match found.remove(&id) {
                    Some(known) => Some(known),
                    None => of_id(&tx, id).await?,
                };
                if let Some(mut candidate) = candidate {
                    candidate.corporate_numbers = numbers;
                    found.insert(id, candidate);
                }
            }
        }
        let ids: Vec<Uuid> = found.keys().copied().collect();
        for chunk in ids.chunks(500) {
            let stubs = merge_stub::Entity::find()
                .filter(merge_stub::Column::PlaceId.is_in(chunk.iter().copied()))
                .all(&tx)
                .await?;
            for stub in stubs {
                found.remove(&stub.place_id);
            }
            let points = public_point::Entity::find()
                .filter(public_point::Column::PlaceId.is_in(chunk.iter().copied()))
                .all(&tx)
                .await?;
            for row in points {
                if let Some(candidate) = found.get_mut(&row.place_id) {
                    let (lon, lat) = (row.longitude, row.latitude);
                    candidate.point = Some(Point { lon, lat });
                }
            }
            let rows: Vec<(Option<Uuid>, Option<String>, Option<String>, Option<String>)> =
                source::Entity::find()
                    .select_only()
                    .columns([
                        source::Column::PlaceId,
                        source::Column::Dataset,
                        source::Column::Publisher,
                        source::Column::RecordKey,
                    ])
                    .filter(source::Column::PlaceId.is_in(chunk.iter().copied()))
                    .order_by_asc(source::Column::Ordinal)
                    .into_tuple()
                    .all(&tx)
                    .await?;
            for (place, dataset, publisher, record_key) in rows {
                let candidate = place.and_then(|place| found.get_mut(&place));
                if let (Some(candidate), Some(dataset), Some(record_key)) = (candidate, dataset, record_key) {
                    candidate.keys.push(SourceKey {
                        dataset: dataset.into(),
                        publisher: publisher.unwrap_or_default().into(),
                        record_key,
                    });
                }
            }
        }
        tx.commit().await?;
        Ok(found.into_values().collect())
    }

    /// The names of places, by name.
    pub async fn place_names(&self, ids: &[PlaceId]) -> Result<Vec<(PlaceId, String)>, StoreError> {
        let mut names = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let rows: Vec<(Uuid, String)> = place::Entity::find()
                .select_only()
                .columns([place::Column::Id, place::Column::Name])
                .filter(place::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .into_tuple()
                .all(&self.db)
                .await?;
            names.extend(rows.into_iter().map(|(id, name)| (PlaceId(id), name)));
        }
        names.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(names)
    }

    /// The names of organizations.
    pub async fn organization_names(
        &self,
        ids: &[OrganizationId],
    ) -> Result<BTreeMap<OrganizationId, String>, StoreError> {
        let mut names = BTreeMap::new();
        for chunk in ids.chunks(500) {
            let rows: Vec<(Uuid, String)> = organization::Entity::find()
                .select_only()
                .columns([organization::Column::Id, organization::Column::Name])
                .filter(organization::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .into_tuple()
                .all(&self.db)
                .await?;
            names.extend(rows.into_iter().map(|(id, name)| (OrganizationId(id), name)));
        }
        Ok(names)
    }
}

type Row = (Uuid, String, String);

fn candidate((id, name, address): Row) -> Candidate {
    Candidate {
        place: PlaceId(id),
        name,
        address: Some(address).filter(|address| !address.is_empty()),
        point: None,
        keys: Vec::new(),
        corporate_numbers: Vec::new(),
    }
}

fn places() -> sea_orm::Select<place::Entity> {
    place::Entity::find().select_only().columns([
        place::Column::Id,
        place::Column::Name,
        place::Column::Address,
    ])
}

async fn named(
    tx: &DatabaseTransaction,
    is_wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Result<BTreeMap<Uuid, Candidate>, StoreError> {
    let mut rows = places().into_tuple::<Row>().stream(tx).await?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.try_next().await? {
        if is_wanted(&row.1) {
            found.insert(row.0, candidate(row));
        }
    }
    Ok(found)
}

async fn numbered(
    tx: &DatabaseTransaction,
    numbers_in: &(dyn Fn(&str) -> Vec<String> + Sync),
) -> Result<BTreeMap<Uuid, Vec<String>>, StoreError> {
    let mut rows = source::Entity::find()
        .select_only()
        .columns([source::Column::PlaceId, source::Column::Raw])
        .filter(source::Column::PlaceId.is_not_null())
        .filter(source::Column::Raw.contains("法人番号"))
        .into_tuple::<(Option<Uuid>, Option<String>)>()
        .stream(tx)
        .await?;
    let mut found: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    while let Some((place, raw)) = rows.try_next().await? {
        let numbers = raw.as_deref().map(numbers_in).unwrap_or_default();
        if let (Some(place), false) = (place, numbers.is_empty()) {
            let known = found.entry(place).or_default();
            known.extend(numbers);
            known.sort();
            known.dedup();
        }
    }
    Ok(found)
}

async fn of_id(tx: &DatabaseTransaction, id: Uuid) -> Result<Option<Candidate>, StoreError> {
    let row = places()
        .filter(place::Column::Id.eq(id))
        .into_tuple::<Row>()
        .one(tx)
        .await?;
    Ok(row.map(candidate))
}
