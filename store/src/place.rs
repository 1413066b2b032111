//! Editing places: compare-and-set on the version, retries by key, private writes apart from public ones.

use chrono::{DateTime, Utc};
use domain::patch::PlacePatch;
use domain::place::PrivateParts;
use domain::{Action, Actor, ChangeAction, Image, Place, PlaceId, PlaceStatus, Violation, ViolationCode};
use entity::private_log;
use sea_orm::{ConnectionTrait, Statement};

use crate::connect::Store;
use crate::error::StoreError;
use crate::import::private_parts;
use crate::rows::{Owners, Rows, insert_all, load_places, replace_private, update_place};
use crate::write::{Retry, Write, find_request, read_seq};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("rules are broken")]
    Rejected(Vec<Violation>),
    #[error("there is no such place")]
    NotFound,
    /// Somebody else was faster; this is how the place stands now.
    #[error("the place has version {}", .0.version)]
    Conflict(Box<Place>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was written, and the transaction that holds it.
#[derive(Debug, Clone)]
pub struct Written {
    pub place: Place,
    pub seq: i64,
}

/// A change to one place.
#[derive(Debug, Clone)]
pub struct PlaceUpdate {
    pub id: PlaceId,
    pub expected_version: i32,
    pub patch: PlacePatch,
    pub reason: Option<String>,
}

impl Store {
    /// Enters a new place.
    pub async fn create_place(
        &self,
        actor: &Actor,
        patch: PlacePatch,
        retry: Option<Retry>,
        at: DateTime<Utc>,
    ) -> Result<Written, EditError> {
        let mut write = self.begin_write(actor, Action::EditPlace, at).await?;
        if let Some(earlier) = earlier_answer(&mut write, actor, retry).await? {
            return Ok(earlier);
        }
        let nothing = (Place::empty(write.at), PrivateParts::default());
        let (place, private) = patch.apply(&nothing, write.at).map_err(EditError::Rejected)?;
        let mut rows = Rows::default();
        rows.add_place(&place, &private, &[]);
        rows.insert(&write.tx).await?;
        answer_again(&mut write, place.id);
        write.log(ChangeAction::Created, Image::Place(Box::new(place.clone())));
        Ok(Written {
            place,
            seq: write.commit().await?,
        })
    }

    /// Whether this actor used the key before, so that a request with it is a retry.
    pub async fn is_known_request(&self, actor: &Actor, key: &str) -> Result<bool, StoreError> {
        let found = find_request(&self.db, actor, key).await?;
        Ok(found.is_some())
    }

    /// Changes a place that still has the expected version.
    pub async fn update_place(
        &self,
        actor: &Actor,
        update: PlaceUpdate,
        retry: Option<Retry>,
        at: DateTime<Utc>,
    ) -> Result<Written, EditError> {
        let PlaceUpdate {
            id,
            expected_version,
            patch,
            reason,
        } = update;
        let mut write = self.begin_write(actor, Action::EditPlace, at).await?;
        if let Some(earlier) = earlier_answer(&mut write, actor, retry).await? {
            return Ok(earlier);
        }
        let standing = standing(&write, id, expected_version).await?;
        let (mut place, private) = patch.apply(&standing, write.at).map_err(EditError::Rejected)?;
        place.updated_at = standing.0.updated_at;
        if place == standing.0 {
            return write_privately(write, standing, private).await;
        }
        place.updated_at = write.at;
        place.version += 1;
        self.replace(&write, expected_version, &place, &private).await?;
        answer_again(&mut write, place.id);
        let fields = changed_fields(&standing.0, &place);
        write.log_fields(
            ChangeAction::Updated,
            Image::Place(Box::new(place.clone())),
            fields,
            reason,
        );
        Ok(Written {
            place,
            seq: write.commit().await?,
        })
    }

    /// Takes a place off the lists; it stays readable by id.
    pub async fn archive_place(
        &self,
        actor: &Actor,
        id: PlaceId,
        expected_version: i32,
        reason: String,
        at: DateTime<Utc>,
    ) -> Result<Written, EditError> {
        let mut write = self.begin_write(actor, Action::EditPlace, at).await?;
        let (standing, private) = standing(&write, id, expected_version).await?;
        if standing.status == PlaceStatus::Archived {
            let seq = read_seq(&write.tx).await?;
            return Ok(Written { place: standing, seq });
        }
        let version = standing.version + 1;
        let place = Place {
            status: PlaceStatus::Archived,
            version,
            updated_at: write.at,
            ..standing
        };
        self.replace(&write, expected_version, &place, &private).await?;
        let image = Image::Place(Box::new(place.clone()));
        write.log_fields(ChangeAction::Archived, image, vec!["status"], Some(reason));
        Ok(Written {
            place,
            seq: write.commit().await?,
        })
    }

    /// On PostgreSQL another writer may have come in between the read and this; then no row has the version.
    async fn replace(
        &self,
        write: &Write,
        expected_version: i32,
        place: &Place,
        private: &PrivateParts,
    ) -> Result<(), EditError> {
        match update_place(&write.tx, expected_version, place, private, &[]).await {
            Err(StoreError::Conflict { .. }) => {
                let current = load_places(&write.tx, Owners::These(&[place.id.0])).await?.pop();
                Err(current.map_or(EditError::NotFound, |current| {
                    EditError::Conflict(Box::new(current))
                }))
            }
            other => Ok(other?),
        }
    }
}

async fn standing(
    write: &Write,
    id: PlaceId,
    expected_version: i32,
) -> Result<(Place, PrivateParts), EditError> {
    let place = load_places(&write.tx, Owners::These(&[id.0]))
        .await?
        .pop()
        .ok_or(EditError::NotFound)?;
    if place.version != expected_version {
        return Err(EditError::Conflict(Box::new(place)));
    }
    let private = private_parts(&write.tx, id).await?;
    Ok((place, private))
}

/// A write that the public cannot see moves no version, no time and no public number.
async fn write_privately(
    write: Write,
    (place, standing): (Place, PrivateParts),
    private: PrivateParts,
) -> Result<Written, EditError> {
    let seq = read_seq(&write.tx).await?;
    if private != standing {
        replace_private(&write.tx, &place, &private).await?;
        let sql = "UPDATE private_counter SET private_version = private_version + 1 WHERE id = 1 \
                   RETURNING private_version";
        let query = Statement::from_string(write.tx.get_database_backend(), sql);
        let row = write.tx.query_one_raw(query).await.map_err(StoreError::from)?;
        let row = row.ok_or_else(|| StoreError::Corrupt("the private counter has no row".to_owned()))?;
        let entry = private_log::Model {
            private_version: row.try_get("", "private_version").map_err(StoreError::from)?,
            at: write.at,
            action: ChangeAction::Updated.code().to_owned(),
            subject_id: place.id.0,
            reason: None,
        };
        insert_all::<private_log::Entity>(&write.tx, vec![entry]).await?;
    }
    write.tx.commit().await.map_err(StoreError::from)?;
    Ok(Written { place, seq })
}

/// The answer that the same request got before; else notes the request, to be answered so again.
async fn earlier_answer(
    write: &mut Write,
    actor: &Actor,
    retry: Option<Retry>,
) -> Result<Option<Written>, EditError> {
    let Some(retry) = retry else {
        return Ok(None);
    };
    let digest = retry.digest.clone();
    let Some(earlier) = write.earlier(actor, retry).await? else {
        return Ok(None);
    };
    if earlier.request_digest != digest {
        let message = "this key was used for another request; use a new one for each new request";
        let violation = Violation::new(&["idempotencyKey"], ViolationCode::Invalid, message);
        return Err(EditError::Rejected(vec![violation]));
    }
    let place = load_places(&write.tx, Owners::These(&[earlier.subject_id]))
        .await?
        .pop()
        .ok_or(EditError::NotFound)?;
    Ok(Some(Written {
        place,
        seq: earlier.seq,
    }))
}

fn answer_again(write: &mut Write, place: PlaceId) {
    if let Some(retry) = &mut write.retry {
        retry.subject_id = place.0;
    }
}

/// Names of the fields that differ, as GraphQL spells them.
fn changed_fields(old: &Place, new: &Place) -> Vec<&'static str> {
    let pairs = [
        ("kinds", old.kinds != new.kinds),
        ("status", old.status != new.status),
        ("name", old.name != new.name),
        ("nameKana", old.name_kana != new.name_kana),
        ("summary", old.summary != new.summary),
        ("translations", old.translations != new.translations),
        ("terms", old.terms != new.terms),
        ("location", old.location != new.location),
        (
            "locationPrecision",
            old.location_precision != new.location_precision,
        ),
        ("address", old.address != new.address),
        ("organization", old.organization != new.organization),
        ("schedules", old.schedules != new.schedules),
        ("specialHours", old.special_hours != new.special_hours),
        ("timeZone", old.time_zone != new.time_zone),
        ("contacts", old.contacts != new.contacts),
        ("accessibility", old.accessibility != new.accessibility),
    ];
    pairs
        .into_iter()
        .filter(|(_, changed)| *changed)
        .map(|(name, _)| name)
        .collect()
}
