//! Services, and where they are offered.

use domain::{
    DistrictId, OrganizationId, PlaceId, Service, ServiceAtPlace, ServiceAtPlaceId, ServiceId, ServiceMode,
    TermId, Texts,
};
use entity::{
    contact, required_document, schedule, service, service_area, service_at_place, service_mode,
    service_term, source, translation, verification,
};
use sea_orm::ConnectionTrait;

use super::bulk::{Owners, read_rows};
use super::owned::{
    Owner, load_public_contacts, load_runs, load_sources, read_schedule, read_translation, read_verification,
};
use super::{Rows, code, ordinals};
use crate::error::StoreError;

impl Rows {
    pub(crate) fn add_service(&mut self, service: &Service) {
        let Service {
            id: ServiceId(id),
            version,
            organization,
            name,
            summary,
            translations,
            modes,
            serves,
            terms,
            schedules,
            contacts,
            places,
            verification,
            sources,
            is_free,
            fee,
            eligibility,
            minimum_age,
            maximum_age,
            required_documents,
            id_required,
            reservation_required,
            created_at,
            updated_at,
        } = service.clone();
        let (service_id, owner) = (id, Owner::Service(id));
        self.services.push(service::Model {
            id,
            version,
            organization_id: organization.map(|organization| organization.0),
            name,
            summary,
            is_free,
            fee,
            eligibility,
            minimum_age,
            maximum_age,
            id_required,
            reservation_required,
            created_at,
            updated_at,
        });
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
        self.add_contacts(owner, &contacts);
        self.add_translations(owner, &translations);
        self.add_verification(owner, &verification);
        self.add_sources(owner, &sources, None);
    }
}

/// All services with everything public they own, sorted by id.
pub(crate) async fn load_services(db: &impl ConnectionTrait) -> Result<Vec<Service>, StoreError> {
    let mut modes = load_runs::<service_mode::Entity, _>(
        db,
        service_mode::Column::ServiceId,
        service_mode::Column::Ordinal,
        Owners::All,
        |row| Ok((Some(row.service_id), code(ServiceMode::parse, &row.mode)?)),
    )
    .await?;
    let mut areas = load_runs::<service_area::Entity, _>(
        db,
        service_area::Column::ServiceId,
        service_area::Column::Ordinal,
        Owners::All,
        |row| Ok((Some(row.service_id), DistrictId(row.district_id))),
    )
    .await?;
    let mut terms = load_runs::<service_term::Entity, _>(
        db,
        service_term::Column::ServiceId,
        service_term::Column::Ordinal,
        Owners::All,
        |row| Ok((Some(row.service_id), TermId(row.term_id))),
    )
    .await?;
    let mut documents = load_runs::<required_document::Entity, _>(
        db,
        required_document::Column::ServiceId,
        required_document::Column::Ordinal,
        Owners::All,
        |row| Ok((Some(row.service_id), row.document)),
    )
    .await?;
    let mut places = load_services_at_places(db).await?;
    let mut schedules = load_runs::<schedule::Entity, _>(
        db,
        schedule::Column::ServiceId,
        schedule::Column::Ordinal,
        Owners::All,
        |row| Ok((row.service_id, read_schedule(row))),
    )
    .await?;
    let mut contacts =
        load_public_contacts(db, contact::Column::ServiceId, Owners::All, |row| row.service_id).await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::ServiceId,
        translation::Column::Language,
        Owners::All,
        |row| Ok((row.service_id, read_translation(row))),
    )
    .await?;
    let mut verifications = load_runs::<verification::Entity, _>(
        db,
        verification::Column::ServiceId,
        verification::Column::Id,
        Owners::All,
        |row| Ok((row.service_id, read_verification(row)?)),
    )
    .await?;
    let mut sources = load_sources(db, source::Column::ServiceId, Owners::All).await?;

    let id = service::Column::Id;
    let rows = read_rows::<service::Entity>(db, id, id, Owners::All).await?;
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
) -> Result<super::owned::Runs<ServiceAtPlace>, StoreError> {
    use std::collections::HashMap;
    let mut schedules: HashMap<_, Vec<_>> = HashMap::new();
    let mut contacts: HashMap<_, Vec<_>> = HashMap::new();
    let own = load_runs::<schedule::Entity, _>(
        db,
        schedule::Column::ServiceAtPlaceId,
        schedule::Column::Ordinal,
        Owners::All,
        |row| Ok((row.service_at_place_id, read_schedule(row))),
    )
    .await?;
    for (id, schedule) in own.into_pairs() {
        schedules.entry(id).or_default().push(schedule);
    }
    let own = load_public_contacts(db, contact::Column::ServiceAtPlaceId, Owners::All, |row| {
        row.service_at_place_id
    })
    .await?;
    for (id, contact) in own.into_pairs() {
        contacts.entry(id).or_default().push(contact);
    }
    load_runs::<service_at_place::Entity, _>(
        db,
        service_at_place::Column::ServiceId,
        service_at_place::Column::Ordinal,
        Owners::All,
        |row| {
            let at_place = ServiceAtPlace {
                id: ServiceAtPlaceId(row.id),
                place: PlaceId(row.place_id),
                schedules: schedules.get(&row.id).cloned().unwrap_or_default(),
                contacts: contacts.get(&row.id).cloned().unwrap_or_default(),
                note: row.note,
            };
            Ok((Some(row.service_id), at_place))
        },
    )
    .await
}
