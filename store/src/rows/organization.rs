//! Organizations.

use domain::import::Provenance;
use domain::{Contact, Organization, OrganizationId, OrganizationKind, Texts};
use entity::{contact, organization, source, translation};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use super::bulk::Owners;
use super::owned::{Owner, load_public_contacts, load_runs, load_sources, read_translation};
use super::{Rows, code};
use crate::error::StoreError;

impl Rows {
    /// A new organization with everything it owns; `private` are contacts that the public does not see.
    pub(crate) fn add_organization(
        &mut self,
        organization: &Organization,
        private: &[Contact],
        provenance: Option<&Provenance>,
    ) {
        self.organizations.push(organization_row(organization));
        self.add_organization_parts(organization, private);
        let owner = Owner::Organization(organization.id.0);
        self.add_sources(owner, &organization.sources, provenance);
    }

    fn add_organization_parts(&mut self, organization: &Organization, private: &[Contact]) {
        let owner = Owner::Organization(organization.id.0);
        self.add_contacts(owner, organization.contacts.iter().chain(private));
        self.add_translations(owner, &organization.translations);
    }
}

fn organization_row(organization: &Organization) -> organization::Model {
    let Organization {
        id: OrganizationId(id),
        version,
        name,
        name_kana,
        kind,
        url,
        contacts: _,
        translations: _,
        sources: _,
        created_at,
        updated_at,
    } = organization.clone();
    organization::Model {
        id,
        version,
        name,
        name_kana,
        kind: kind.code().to_owned(),
        url,
        created_at,
        updated_at,
    }
}

/// Replaces an organization that still has the expected version; its source of `provenance` is renewed, others stay.
pub(crate) async fn update_organization(
    tx: &DatabaseTransaction,
    expected_version: i32,
    organization: &Organization,
    private: &[Contact],
    provenance: Option<&Provenance>,
) -> Result<(), StoreError> {
    let id = organization.id.0;
    let updated = organization::Entity::update_many()
        .set(organization_row(organization).into_active_model().reset_all())
        .filter(organization::Column::Id.eq(id))
        .filter(organization::Column::Version.eq(expected_version))
        .exec(tx)
        .await?;
    if updated.rows_affected != 1 {
        return Err(StoreError::Conflict {
            what: format!("the organization {:?}", organization.name),
        });
    }
    contact::Entity::delete_many()
        .filter(contact::Column::OrganizationId.eq(id))
        .exec(tx)
        .await?;
    translation::Entity::delete_many()
        .filter(translation::Column::OrganizationId.eq(id))
        .exec(tx)
        .await?;
    let mut rows = Rows::default();
    rows.renew_source(tx, Owner::Organization(id), &organization.sources, provenance)
        .await?;
    rows.add_organization_parts(organization, private);
    rows.insert(tx).await
}

/// Organizations, sorted by id.
pub(crate) async fn load_organizations(
    db: &impl ConnectionTrait,
    owners: Owners<'_>,
) -> Result<Vec<Organization>, StoreError> {
    let mut contacts = load_public_contacts(db, contact::Column::OrganizationId, owners, |row| {
        row.organization_id
    })
    .await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::OrganizationId,
        translation::Column::Language,
        owners,
        |row| Ok((row.organization_id, read_translation(row))),
    )
    .await?;
    let mut sources = load_sources(db, source::Column::OrganizationId, owners).await?;
    let mut found = organization::Entity::find();
    if let Owners::These(ids) = owners {
        found = found.filter(organization::Column::Id.is_in(ids.iter().copied()));
    }
    let rows = found.order_by_asc(organization::Column::Id).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Organization {
                id: OrganizationId(row.id),
                version: row.version,
                name: row.name,
                name_kana: row.name_kana,
                kind: code(OrganizationKind::parse, &row.kind)?,
                url: row.url,
                contacts: contacts.take(row.id),
                translations: Texts(texts.take(row.id)),
                sources: sources.take(row.id),
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        })
        .collect()
}
