//! Places and the tables that hang on them.

use domain::ids::fresh_uuid;
use domain::import::{Provenance, SourceKey};
use domain::place::PrivateParts;
use domain::{
    Accessibility, AccessibilityFeature, Address, LocationPrecision, OrganizationId, Place, PlaceId,
    PlaceKind, PlaceStatus, Point, SpecialHours, TermId, Texts,
};
use entity::{
    accessibility, contact, exact_point, merge_stub, place, place_kind, place_term, public_point, schedule,
    source, special_hours, translation, verification,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::bulk::{Owners, read_rows};
use super::owned::{
    Owner, load_public_contacts, load_runs, load_sources, read_schedule, read_translation, read_verification,
};
use super::{Rows, code, ordinals};
use crate::error::StoreError;

impl Rows {
    /// A new place with everything it owns.
    pub(crate) fn add_place(&mut self, place: &Place, private: &PrivateParts, provenances: &[Provenance]) {
        self.places.push(place_row(place));
        self.add_parts(place, private);
        self.add_sources(Owner::Place(place.id.0), &place.sources, provenances);
    }

    /// Everything a place owns but its sources, which keep their keys across updates.
    fn add_parts(&mut self, place: &Place, private: &PrivateParts) {
        let Place {
            id: PlaceId(id),
            version: _,
            kinds,
            status: _,
            merged_into,
            name: _,
            name_kana: _,
            summary: _,
            translations,
            terms,
            location,
            location_precision: _,
            address: _,
            organization: _,
            schedules,
            special_hours,
            time_zone: _,
            contacts,
            accessibility,
            verification,
            sources: _,
            created_at: _,
            updated_at: _,
        } = place;
        let (place_id, owner) = (*id, Owner::Place(*id));
        for (ordinal, kind) in ordinals(kinds) {
            self.place_kinds.push(place_kind::Model {
                place_id,
                ordinal,
                kind: kind.code().to_owned(),
            });
        }
        if let Some(Point { lon, lat }) = *location {
            self.public_points.push(public_point::Model {
                place_id,
                longitude: lon,
                latitude: lat,
            });
        }
        self.add_exact_point(place.id, private);
        for (ordinal, term) in ordinals(terms) {
            self.place_terms.push(place_term::Model {
                place_id,
                ordinal,
                term_id: term.0,
            });
        }
        for (
            ordinal,
            Accessibility {
                feature,
                available,
                note,
            },
        ) in ordinals(accessibility)
        {
            self.accessibility.push(accessibility::Model {
                place_id,
                ordinal,
                feature: feature.code().to_owned(),
                available: *available,
                note: note.clone(),
            });
        }
        for (
            ordinal,
            SpecialHours {
                from,
                to,
                opens,
                closes,
                reason,
            },
        ) in ordinals(special_hours)
        {
            self.special_hours.push(special_hours::Model {
                id: fresh_uuid(),
                place_id,
                ordinal,
                from_date: *from,
                to_date: *to,
                opens: *opens,
                closes: *closes,
                reason: reason.clone(),
            });
        }
        if let Some(survivor) = merged_into {
            self.merge_stubs.push(merge_stub::Model {
                place_id,
                survivor_id: survivor.0,
            });
        }
        self.add_schedules(owner, schedules);
        self.add_contacts(owner, contacts.iter().chain(&private.contacts));
        self.add_translations(owner, translations);
        self.add_verification(owner, verification);
    }
}

impl Rows {
    fn add_exact_point(&mut self, place: PlaceId, private: &PrivateParts) {
        if let Some(Point { lon, lat }) = private.exact_point {
            self.exact_points.push(exact_point::Model {
                place_id: place.0,
                longitude: lon,
                latitude: lat,
            });
        }
    }
}

fn place_row(place: &Place) -> place::Model {
    let address = place.address.clone().unwrap_or_default();
    place::Model {
        id: place.id.0,
        version: place.version,
        status: place.status.code().to_owned(),
        name: place.name.clone(),
        name_kana: place.name_kana.clone(),
        summary: place.summary.clone(),
        location_precision: place.location_precision.code().to_owned(),
        address: address.formatted,
        postal_code: address.postal_code,
        prefecture: address.prefecture,
        municipality: address.municipality,
        town: address.town,
        municipality_code: address.municipality_code,
        organization_id: place.organization.map(|organization| organization.0),
        time_zone: place.time_zone.clone(),
        created_at: place.created_at,
        updated_at: place.updated_at,
    }
}

/// Replaces a place that still has the expected version; its sources of these rows are renewed, others stay.
pub(crate) async fn update_place(
    tx: &DatabaseTransaction,
    expected_version: i32,
    place: &Place,
    private: &PrivateParts,
    provenances: &[&Provenance],
) -> Result<(), StoreError> {
    let id = place.id.0;
    let updated = place::Entity::update_many()
        .set(place_row(place).into_active_model().reset_all())
        .filter(place::Column::Id.eq(id))
        .filter(place::Column::Version.eq(expected_version))
        .exec(tx)
        .await?;
    if updated.rows_affected != 1 {
        return Err(StoreError::Conflict {
            what: format!("the place {:?}", place.name),
        });
    }
    place_kind::Entity::delete_many()
        .filter(place_kind::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    public_point::Entity::delete_many()
        .filter(public_point::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    exact_point::Entity::delete_many()
        .filter(exact_point::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    place_term::Entity::delete_many()
        .filter(place_term::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    accessibility::Entity::delete_many()
        .filter(accessibility::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    merge_stub::Entity::delete_many()
        .filter(merge_stub::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    special_hours::Entity::delete_many()
        .filter(special_hours::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    schedule::Entity::delete_many()
        .filter(schedule::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    contact::Entity::delete_many()
        .filter(contact::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    translation::Entity::delete_many()
        .filter(translation::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    verification::Entity::delete_many()
        .filter(verification::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;

    let mut rows = Rows::default();
    for provenance in provenances {
        rows.renew_source(tx, Owner::Place(id), &place.sources, Some(provenance))
            .await?;
    }
    rows.add_parts(place, private);
    rows.insert(tx).await
}

/// The source of a row, whosever it is.
pub(crate) async fn delete_source(tx: &DatabaseTransaction, key: SourceKey) -> Result<(), StoreError> {
    source::Entity::delete_many()
        .filter(source::Column::Dataset.eq(&*key.dataset))
        .filter(source::Column::Publisher.eq(&*key.publisher))
        .filter(source::Column::RecordKey.eq(key.record_key))
        .exec(tx)
        .await?;
    Ok(())
}

/// Replaces what the public never sees of a place.
pub(crate) async fn replace_private(
    tx: &DatabaseTransaction,
    place: &Place,
    private: &PrivateParts,
) -> Result<(), StoreError> {
    let id = place.id.0;
    exact_point::Entity::delete_many()
        .filter(exact_point::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    contact::Entity::delete_many()
        .filter(contact::Column::PlaceId.eq(id))
        .exec(tx)
        .await?;
    let mut rows = Rows::default();
    rows.add_exact_point(place.id, private);
    rows.add_contacts(Owner::Place(id), place.contacts.iter().chain(&private.contacts));
    rows.insert(tx).await
}

/// Places with everything public they own, sorted by id.
pub(crate) async fn load_places(
    db: &impl ConnectionTrait,
    owners: Owners<'_>,
) -> Result<Vec<Place>, StoreError> {
    let mut kinds = load_runs::<place_kind::Entity, _>(
        db,
        place_kind::Column::PlaceId,
        place_kind::Column::Ordinal,
        owners,
        |row| Ok((Some(row.place_id), code(PlaceKind::parse, &row.kind)?)),
    )
    .await?;
    let mut points = load_runs::<public_point::Entity, _>(
        db,
        public_point::Column::PlaceId,
        public_point::Column::PlaceId,
        owners,
        |row| {
            Ok((
                Some(row.place_id),
                Point {
                    lon: row.longitude,
                    lat: row.latitude,
                },
            ))
        },
    )
    .await?;
    let mut terms = load_runs::<place_term::Entity, _>(
        db,
        place_term::Column::PlaceId,
        place_term::Column::Ordinal,
        owners,
        |row| Ok((Some(row.place_id), TermId(row.term_id))),
    )
    .await?;
    let mut features = load_runs::<accessibility::Entity, _>(
        db,
        accessibility::Column::PlaceId,
        accessibility::Column::Ordinal,
        owners,
        |row| {
            let feature = code(AccessibilityFeature::parse, &row.feature)?;
            Ok((
                Some(row.place_id),
                Accessibility {
                    feature,
                    available: row.available,
                    note: row.note,
                },
            ))
        },
    )
    .await?;
    let mut stubs = load_runs::<merge_stub::Entity, _>(
        db,
        merge_stub::Column::PlaceId,
        merge_stub::Column::PlaceId,
        owners,
        |row| Ok((Some(row.place_id), PlaceId(row.survivor_id))),
    )
    .await?;
    let mut special = load_runs::<special_hours::Entity, _>(
        db,
        special_hours::Column::PlaceId,
        special_hours::Column::Ordinal,
        owners,
        |row| {
            let special_hours::Model {
                from_date: from,
                to_date: to,
                opens,
                closes,
                reason,
                ..
            } = row;
            Ok((
                Some(row.place_id),
                SpecialHours {
                    from,
                    to,
                    opens,
                    closes,
                    reason,
                },
            ))
        },
    )
    .await?;
    let mut schedules = load_runs::<schedule::Entity, _>(
        db,
        schedule::Column::PlaceId,
        schedule::Column::Ordinal,
        owners,
        |row| Ok((row.place_id, read_schedule(row))),
    )
    .await?;
    let mut contacts = load_public_contacts(db, contact::Column::PlaceId, owners, |row| row.place_id).await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::PlaceId,
        translation::Column::Language,
        owners,
        |row| Ok((row.place_id, read_translation(row))),
    )
    .await?;
    let mut verifications = load_runs::<verification::Entity, _>(
        db,
        verification::Column::PlaceId,
        verification::Column::Id,
        owners,
        |row| Ok((row.place_id, read_verification(row)?)),
    )
    .await?;
    let mut sources = load_sources(db, source::Column::PlaceId, owners).await?;

    let rows = read_rows::<place::Entity>(db, place::Column::Id, place::Column::Id, owners).await?;
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id;
        places.push(Place {
            id: PlaceId(id),
            version: row.version,
            kinds: kinds.take(id),
            status: code(PlaceStatus::parse, &row.status)?,
            merged_into: stubs.take_one(id),
            name: row.name,
            name_kana: row.name_kana,
            summary: row.summary,
            translations: Texts(texts.take(id)),
            terms: terms.take(id),
            location: points.take_one(id),
            location_precision: code(LocationPrecision::parse, &row.location_precision)?,
            address: Address {
                formatted: row.address,
                postal_code: row.postal_code,
                prefecture: row.prefecture,
                municipality: row.municipality,
                town: row.town,
                municipality_code: row.municipality_code,
            }
            .known(),
            organization: row.organization_id.map(OrganizationId),
            schedules: schedules.take(id),
            special_hours: special.take(id),
            time_zone: row.time_zone,
            contacts: contacts.take(id),
            accessibility: features.take(id),
            verification: verifications.take_one(id).unwrap_or_default(),
            sources: sources.take(id),
            created_at: row.created_at,
            updated_at: row.updated_at,
        });
    }
    Ok(places)
}
