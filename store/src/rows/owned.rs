//! Rows that several kinds of record own: contacts, schedules, translations, verifications, sources.

use std::sync::Arc;

use domain::ids::fresh_uuid;
use domain::import::Provenance;
use domain::source::Shared;
use domain::{
    Contact, ContactKind, OrganizationId, Schedule, Source, SourceKind, Texts, Translation, Verification,
    VerificationMethod, Visibility,
};
use entity::{contact, schedule, source, translation, verification};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, prelude::DateTimeUtc,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::bulk::{Owners, read_columns, read_rows};
use super::{Rows, code, ordinals};
use crate::error::StoreError;

/// Whose row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Place(Uuid),
    Service(Uuid),
    ServiceAtPlace(Uuid),
    Organization(Uuid),
    District(Uuid),
}

impl Owner {
    fn place(self) -> Option<Uuid> {
        if let Owner::Place(id) = self {
            Some(id)
        } else {
            None
        }
    }
    fn service(self) -> Option<Uuid> {
        if let Owner::Service(id) = self {
            Some(id)
        } else {
            None
        }
    }
    fn service_at_place(self) -> Option<Uuid> {
        if let Owner::ServiceAtPlace(id) = self {
            Some(id)
        } else {
            None
        }
    }
    fn organization(self) -> Option<Uuid> {
        if let Owner::Organization(id) = self {
            Some(id)
        } else {
            None
        }
    }
    fn district(self) -> Option<Uuid> {
        if let Owner::District(id) = self {
            Some(id)
        } else {
            None
        }
    }
    /// The column of the sources that names such an owner; a service at a place has none and takes its own id.
    fn of_source(self) -> (source::Column, Uuid) {
        match self {
            Owner::Place(id) => (source::Column::PlaceId, id),
            Owner::Service(id) | Owner::ServiceAtPlace(id) => (source::Column::ServiceId, id),
            Owner::Organization(id) => (source::Column::OrganizationId, id),
            Owner::District(id) => (source::Column::DistrictId, id),
        }
    }
}

impl Rows {
    pub(super) fn add_contacts<'a>(&mut self, owner: Owner, contacts: impl IntoIterator<Item = &'a Contact>) {
        for (
            ordinal,
            Contact {
                kind,
                value,
                note,
                visibility,
            },
        ) in ordinals(contacts)
        {
            self.contacts.push(contact::Model {
                id: fresh_uuid(),
                place_id: owner.place(),
                service_id: owner.service(),
                service_at_place_id: owner.service_at_place(),
                organization_id: owner.organization(),
                ordinal,
                kind: kind.code().to_owned(),
                value: value.clone(),
                note: note.clone(),
                visibility: visibility.code().to_owned(),
            });
        }
    }

    pub(super) fn add_schedules(&mut self, owner: Owner, schedules: &[Schedule]) {
        for (ordinal, schedule) in ordinals(schedules) {
            let Schedule {
                rule,
                rrule,
                anchor,
                opens,
                closes,
                original,
                valid_from,
                valid_through,
                time_zone,
                note,
            } = schedule.clone();
            self.schedules.push(schedule::Model {
                id: fresh_uuid(),
                place_id: owner.place(),
                service_id: owner.service(),
                service_at_place_id: owner.service_at_place(),
                ordinal,
                rule,
                rrule,
                anchor,
                opens,
                closes,
                original,
                valid_from,
                valid_through,
                time_zone,
                note,
            });
        }
    }

    pub(super) fn add_translations(&mut self, owner: Owner, texts: &Texts) {
        for Translation {
            language,
            name,
            summary,
        } in texts.0.iter().cloned()
        {
            self.translations.push(translation::Model {
                id: fresh_uuid(),
                place_id: owner.place(),
                service_id: owner.service(),
                organization_id: owner.organization(),
                district_id: owner.district(),
                term_id: None,
                scheme_code: None,
                language,
                name,
                summary,
            });
        }
    }

    pub(super) fn add_verification(&mut self, owner: Owner, verification: &Verification) {
        if *verification == Verification::default() {
            return;
        }
        let Verification {
            verified_at,
            expires_at,
            by,
            method,
            disputed,
        } = verification;
        self.verifications.push(verification::Model {
            id: fresh_uuid(),
            place_id: owner.place(),
            service_id: owner.service(),
            verified_at: *verified_at,
            expires_at: *expires_at,
            organization_id: by.map(|by| by.0),
            method: method.map(|method| method.code().to_owned()),
            disputed: *disputed,
        });
    }

    /// A source that one of `provenances` describes gets its key, so that the next import finds the record.
    pub(super) fn add_sources<'a>(
        &mut self,
        owner: Owner,
        sources: &[Source],
        provenances: impl IntoIterator<Item = &'a Provenance> + Copy,
    ) {
        for (ordinal, source) in ordinals(sources) {
            let mut given = provenances.into_iter();
            let keyed = given.find(|provenance| provenance.source == *source);
            self.sources
                .push(source_row(owner, ordinal, source.clone(), keyed));
        }
    }
}

impl Rows {
    /// The source that `provenance` describes takes the place of the one with its key; others stay.
    pub(super) async fn renew_source(
        &mut self,
        tx: &DatabaseTransaction,
        owner: Owner,
        sources: &[Source],
        provenance: Option<&Provenance>,
    ) -> Result<(), StoreError> {
        let Some(provenance) = provenance else {
            return Ok(());
        };
        let key = provenance.key();
        let (column, id) = owner.of_source();
        source::Entity::delete_many()
            .filter(column.eq(id))
            .filter(source::Column::Dataset.eq(&*key.dataset))
            .filter(source::Column::Publisher.eq(&*key.publisher))
            .filter(source::Column::RecordKey.eq(key.record_key))
            .exec(tx)
            .await?;
        let position = ordinals(sources).find(|(_, source)| **source == provenance.source);
        let ordinal = position.map_or(0, |(ordinal, _)| ordinal);
        self.sources.push(source_row(
            owner,
            ordinal,
            provenance.source.clone(),
            Some(provenance),
        ));
        Ok(())
    }
}

pub(super) fn source_row(
    owner: Owner,
    ordinal: i32,
    source: Source,
    provenance: Option<&Provenance>,
) -> source::Model {
    let Source {
        kind,
        dataset,
        publisher,
        external_id,
        name,
        url,
        license,
        attribution,
        retrieved_at,
        fields,
    } = source;
    let owned = |text: Option<Arc<str>>| text.map(|text| text.to_string());
    source::Model {
        id: fresh_uuid(),
        place_id: owner.place(),
        service_id: owner.service(),
        organization_id: owner.organization(),
        district_id: owner.district(),
        ordinal,
        kind: kind.code().to_owned(),
        dataset: owned(dataset),
        publisher: owned(publisher),
        external_id,
        record_key: provenance.map(|provenance| provenance.record_key.clone()),
        name: name.to_string(),
        url: owned(url),
        license: owned(license),
        attribution: owned(attribution),
        retrieved_at,
        fields: serde_json::Value::from(fields).to_string(),
        digest: provenance.map(|provenance| provenance.digest.clone()),
        raw: provenance.map(|provenance| provenance.raw.clone()),
    }
}

/// Children of many owners, in the order of their owners' ids; taken owner by owner in that same order.
pub(crate) struct Runs<T>(std::iter::Peekable<std::vec::IntoIter<(Uuid, T)>>);

impl<T> Runs<T> {
    /// Children sorted by owner.
    pub(super) fn of(children: Vec<(Uuid, T)>) -> Runs<T> {
        Runs(children.into_iter().peekable())
    }

    /// The children of this owner. Owners must be asked in ascending order.
    pub(super) fn take(&mut self, owner: Uuid) -> Vec<T> {
        let mut children = Vec::new();
        while let Some((_, child)) = self.0.next_if(|(id, _)| *id <= owner) {
            children.push(child);
        }
        children
    }

    /// All of them, each with its owner.
    pub(super) fn into_pairs(self) -> impl Iterator<Item = (Uuid, T)> {
        self.0
    }

    pub(super) fn take_one(&mut self, owner: Uuid) -> Option<T> {
        self.take(owner).pop()
    }
}

/// Loads children sorted by owner, then by position.
pub(super) async fn load_runs<E, T>(
    db: &impl ConnectionTrait,
    owner: E::Column,
    order: E::Column,
    owners: Owners<'_>,
    read: impl Fn(E::Model) -> Result<(Option<Uuid>, T), StoreError>,
) -> Result<Runs<T>, StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned,
{
    let mut children = Vec::new();
    for row in read_rows::<E>(db, owner, order, owners).await? {
        if let (Some(id), child) = read(row)? {
            children.push((id, child));
        }
    }
    Ok(Runs(children.into_iter().peekable()))
}

pub(crate) fn read_contact(row: contact::Model) -> Result<Contact, StoreError> {
    Ok(Contact {
        kind: code(ContactKind::parse, &row.kind)?,
        value: row.value,
        note: row.note,
        visibility: code(Visibility::parse, &row.visibility)?,
    })
}

/// Public contacts only: private ones never leave the write side.
pub(super) async fn load_public_contacts(
    db: &impl ConnectionTrait,
    owner: contact::Column,
    owners: Owners<'_>,
    owner_of: impl Fn(&contact::Model) -> Option<Uuid>,
) -> Result<Runs<Contact>, StoreError> {
    let public = Visibility::Public.code();
    load_runs::<contact::Entity, _>(db, owner, contact::Column::Ordinal, owners, |row| {
        let id = owner_of(&row).filter(|_| row.visibility == public);
        Ok((id, read_contact(row)?))
    })
    .await
}

pub(super) fn read_schedule(row: schedule::Model) -> Schedule {
    Schedule {
        rule: row.rule,
        rrule: row.rrule,
        anchor: row.anchor,
        opens: row.opens,
        closes: row.closes,
        original: row.original,
        valid_from: row.valid_from,
        valid_through: row.valid_through,
        time_zone: row.time_zone,
        note: row.note,
    }
}

pub(super) fn read_translation(row: translation::Model) -> Translation {
    Translation {
        language: row.language,
        name: row.name,
        summary: row.summary,
    }
}

pub(super) fn read_verification(row: verification::Model) -> Result<Verification, StoreError> {
    Ok(Verification {
        verified_at: row.verified_at,
        expires_at: row.expires_at,
        by: row.organization_id.map(OrganizationId),
        method: row
            .method
            .map(|method| code(VerificationMethod::parse, &method))
            .transpose()?,
        disputed: row.disputed,
    })
}

/// A source without the row of its file, which the public never sees and which is most of the bytes.
#[derive(Debug, Deserialize)]
struct PublicSource {
    owner: Uuid,
    kind: String,
    dataset: Option<String>,
    publisher: Option<String>,
    external_id: Option<String>,
    name: String,
    url: Option<String>,
    license: Option<String>,
    attribution: Option<String>,
    retrieved_at: DateTimeUtc,
    fields: String,
}

pub(super) async fn load_sources(
    db: &impl ConnectionTrait,
    owner: source::Column,
    owners: Owners<'_>,
) -> Result<Runs<Source>, StoreError> {
    use source::Column as C;
    let columns = [
        owner,
        C::Kind,
        C::Dataset,
        C::Publisher,
        C::ExternalId,
        C::Name,
        C::Url,
        C::License,
        C::Attribution,
        C::RetrievedAt,
        C::Fields,
    ];
    let rows: Vec<PublicSource> =
        read_columns::<source::Entity, _>(db, &columns, owner, C::Ordinal, owners).await?;
    let mut sources = Vec::with_capacity(rows.len());
    let mut shared = Shared::default();
    for row in rows {
        let mut held_once = |text: Option<String>| text.map(|text| shared.of(&text));
        sources.push((
            row.owner,
            Source {
                kind: code(SourceKind::parse, &row.kind)?,
                dataset: held_once(row.dataset),
                publisher: held_once(row.publisher),
                url: held_once(row.url),
                license: held_once(row.license),
                attribution: held_once(row.attribution),
                name: shared.of(&row.name),
                external_id: row.external_id,
                retrieved_at: row.retrieved_at,
                fields: serde_json::from_str(&row.fields)
                    .map_err(|_| StoreError::Corrupt("source.fields".to_owned()))?,
            },
        ));
    }
    Ok(Runs(sources.into_iter().peekable()))
}
