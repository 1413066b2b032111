//! Services, and where they are offered.

use domain::import::Provenance;
use domain::{
    Contact, DistrictId, OrganizationId, PlaceId, Service, ServiceAtPlace, ServiceAtPlaceId, ServiceId,
    ServiceMode, TermId, Texts,
};
use entity::{
    contact, required_document, schedule, service, service_area, service_at_place, service_mode,
    service_term, source, translation, verification,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};

use super::bulk::{Owners, read_rows};
use super::owned::{
    Owner, load_public_contacts, load_runs, load_sources, read_schedule, read_translation, read_verification,
};
use super::{Rows, code, ordinals};
use crate::error::StoreError;

impl Rows {
    /// A new service with everything it owns; `private` are contacts that the public does not see.
    pub(crate) fn add_service(
        &mut self,
        service: &Service,
        private: &[Contact],
        provenance: Option<&Provenance>,
    ) {
        self.services.push(service_row(service));
        self.add_service_parts(service, private);
        self.add_sources(Owner::Service(service.id.0), &service.sources, provenance);
    }

    /// Everything a service owns but its sources, which keep their keys across updates.
    fn add_service_parts(&mut self, service: &Service, private: &[Contact]) {
        let Service {
            id: ServiceId(id),
            version: _,
            organization: _,
            name: _,
            summary: _,
            translations,
            modes,
            serves,
            terms,
            schedules,
            contacts,
            places,
            verification,
            sources: _,
            is_free: _,
            fee: _,
            eligibility: _,
            minimum_age: _,
            maximum_age: _,
            required_documents,
            id_required: _,
            reservation_required: _,
            created_at: _,
            updated_at: _,
        } = service.clone();
        let (service_id, owner) = (id, Owner::Service(id));
        for (ordinal, mode) in ordinals(modes) {
            self.service_modes.push(service_mode::Model {
                service_id,
                ordinal,
                mode: mode.code().to_owned(),
            });
        }
        for (ordinal, district) in ordinals(serves) {
            self.service_areas.push(service_area::Model {
                service_id,
                ordinal,
                district_id: district.0,
            });
        }
        for (ordinal, term) in ordinals(terms) {
            self.service_terms.push(service_term::Model {
                service_id,
                ordinal,
                term_id: term.0,
            });
        }
        for (ordinal, document) in ordinals(required_documents) {
            self.required_documents.push(required_document::Model {
                service_id,
                ordinal,
                document,
            });
        }
        for (ordinal, at_place) in ordinals(places) {
            let ServiceAtPlace {
                id: ServiceAtPlaceId(id),
                place,
                schedules,
                contacts,
                note,
            } = at_place;
            self.services_at_places.push(service_at_place::Model {
                id,
                service_id,
                place_id: place.0,
                ordinal,
                note,
            });
            self.add_schedules(Owner::ServiceAtPlace(id), &schedules);
            self.add_contacts(Owner::ServiceAtPlace(id), &contacts);
        }
        self.add_schedules(owner, &schedules);
        self.add_contacts(owner, contacts.iter().chain(private));
        self.add_translations(owner, &translations);
        self.add_verification(owner, &verification);
    }
}

fn service_row(service: &Service) -> service::Model {
    service::Model {
        id: service.id.0,
        version: service.version,
        organization_id: service.organization.map(|organization| organization.0),
        name: service.name.clone(),
        summary: service.summary.clone(),
        is_free: service.is_free,
        fee: service.fee.clone(),
        eligibility: service.eligibility.clone(),
        minimum_age: service.minimum_age,
        maximum_age: service.maximum_age,
        id_required: service.id_required,
        reservation_required: service.reservation_required,
        created_at: service.created_at,
        updated_at: service.updated_at,
    }
}

/// Replaces a service that still has the expected version; its source of `provenance` is renewed, others stay.
pub(crate) async fn update_service(
    tx: &DatabaseTransaction,
    expected_version: i32,
    service: &Service,
    private: &[Contact],
    provenance: Option<&Provenance>,
) -> Result<(), StoreError> {
    let id = service.id.0;
    let updated = service::Entity::update_many()
        .set(service_row(service).into_active_model().reset_all())
        .filter(service::Column::Id.eq(id))
        .filter(service::Column::Version.eq(expected_version))
        .exec(tx)
        .await?;
    if updated.rows_affected != 1 {
        return Err(StoreError::Conflict {
            what: format!("the service {:?}", service.name),
        });
    }
    let offers: Vec<uuid::Uuid> = service_at_place::Entity::find()
        .select_only()
        .column(service_at_place::Column::Id)
        .filter(service_at_place::Column::ServiceId.eq(id))
        .into_tuple()
        .all(tx)
        .await?;
    for chunk in offers.chunks(500) {
        let these = || chunk.iter().copied();
        schedule::Entity::delete_many()
            .filter(schedule::Column::ServiceAtPlaceId.is_in(these()))
            .exec(tx)
            .await?;
        contact::Entity::delete_many()
            .filter(contact::Column::ServiceAtPlaceId.is_in(these()))
            .exec(tx)
            .await?;
    }
    macro_rules! clear {
        ($($table:ident),*) => {
            $($table::Entity::delete_many().filter($table::Column::ServiceId.eq(id)).exec(tx).await?;)*
        };
    }
    clear!(
        service_at_place,
        service_mode,
        service_area,
        service_term,
        required_document,
        schedule,
        contact,
        translation,
        verification
    );
    let mut rows = Rows::default();
    rows.renew_source(tx, Owner::Service(id), &service.sources, provenance)
        .await?;
    rows.add_service_parts(service, private);
    rows.insert(tx).await
}

/// Services with everything public they own, sorted by id.
pub(crate) async fn load_services(
    db: &impl ConnectionTrait,
    owners: Owners<'_>,
) -> Result<Vec<Service>, StoreError> {
    let mut modes = load_runs::<service_mode::Entity, _>(
        db,
        service_mode::Column::ServiceId,
        service_mode::Column::Ordinal,
        owners,
        |row| Ok((Some(row.service_id), code(ServiceMode::parse, &row.mode)?)),
    )
    .await?;
    let mut areas = load_runs::<service_area::Entity, _>(
        db,
        service_area::Column::ServiceId,
        service_area::Column::Ordinal,
        owners,
        |row| Ok((Some(row.service_id), DistrictId(row.district_id))),
    )
    .await?;
    let mut terms = load_runs::<service_term::Entity, _>(
        db,
        service_term::Column::ServiceId,
        service_term::Column::Ordinal,
        owners,
        |row| Ok((Some(row.service_id), TermId(row.term_id))),
    )
    .await?;
    let mut documents = load_runs::<required_document::Entity, _>(
        db,
        required_document::Column::ServiceId,
        required_document::Column::Ordinal,
        owners,
        |row| Ok((Some(row.service_id), row.document)),
    )
    .await?;
    let mut places = load_services_at_places(db, owners).await?;
    let mut schedules = load_runs::<schedule::Entity, _>(
        db,
        schedule::Column::ServiceId,
        schedule::Column::Ordinal,
        owners,
        |row| Ok((row.service_id, read_schedule(row))),
    )
    .await?;
    let mut contacts =
        load_public_contacts(db, contact::Column::ServiceId, owners, |row| row.service_id).await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::ServiceId,
        translation::Column::Language,
        owners,
        |row| Ok((row.service_id, read_translation(row))),
    )
    .await?;
    let mut verifications = load_runs::<verification::Entity, _>(
        db,
        verification::Column::ServiceId,
        verification::Column::Id,
        owners,
        |row| Ok((row.service_id, read_verification(row)?)),
    )
    .await?;
    let mut sources = load_sources(db, source::Column::ServiceId, owners).await?;

    let id = service::Column::Id;
    let rows = read_rows::<service::Entity>(db, id, id, owners).await?;
    Ok(rows
        .into_iter()
        .map(|row| Service {
            id: ServiceId(row.id),
            version: row.version,
            organization: row.organization_id.map(OrganizationId),
            name: row.name,
            summary: row.summary,
            translations: Texts(texts.take(row.id)),
            modes: modes.take(row.id),
            serves: areas.take(row.id),
            terms: terms.take(row.id),
            schedules: schedules.take(row.id),
            contacts: contacts.take(row.id),
            places: places.take(row.id),
            verification: verifications.take_one(row.id).unwrap_or_default(),
            sources: sources.take(row.id),
            is_free: row.is_free,
            fee: row.fee,
            eligibility: row.eligibility,
            minimum_age: row.minimum_age,
            maximum_age: row.maximum_age,
            required_documents: documents.take(row.id),
            id_required: row.id_required,
            reservation_required: row.reservation_required,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
        .collect())
}

/// By service; the schedules and contacts of each row are looked up by its own id.
async fn load_services_at_places(
    db: &impl ConnectionTrait,
    owners: Owners<'_>,
) -> Result<super::owned::Runs<ServiceAtPlace>, StoreError> {
    use std::collections::HashMap;
    let mut schedules: HashMap<_, Vec<_>> = HashMap::new();
    let mut contacts: HashMap<_, Vec<_>> = HashMap::new();
    let rows = load_runs::<service_at_place::Entity, _>(
        db,
        service_at_place::Column::ServiceId,
        service_at_place::Column::Ordinal,
        owners,
        |row| Ok((Some(row.service_id), row)),
    )
    .await?;
    let rows: Vec<_> = rows.into_pairs().collect();
    let ids: Vec<uuid::Uuid> = match owners {
        Owners::These(_) => rows.iter().map(|(_, row)| row.id).collect(),
        _ => Vec::new(),
    };
    let theirs = match owners {
        Owners::These(_) => Owners::These(&ids),
        other => other,
    };
    let own = load_runs::<schedule::Entity, _>(
        db,
        schedule::Column::ServiceAtPlaceId,
        schedule::Column::Ordinal,
        theirs,
        |row| Ok((row.service_at_place_id, read_schedule(row))),
    )
    .await?;
    for (id, schedule) in own.into_pairs() {
        schedules.entry(id).or_default().push(schedule);
    }
    let own = load_public_contacts(db, contact::Column::ServiceAtPlaceId, theirs, |row| {
        row.service_at_place_id
    })
    .await?;
    for (id, contact) in own.into_pairs() {
        contacts.entry(id).or_default().push(contact);
    }
    let offers = rows.into_iter().map(|(service, row)| {
        let at_place = ServiceAtPlace {
            id: ServiceAtPlaceId(row.id),
            place: PlaceId(row.place_id),
            schedules: schedules.remove(&row.id).unwrap_or_default(),
            contacts: contacts.remove(&row.id).unwrap_or_default(),
            note: row.note,
        };
        (service, at_place)
    });
    Ok(super::owned::Runs::of(offers.collect()))
}
