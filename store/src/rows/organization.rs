//! Organizations.

use domain::import::Provenance;
use domain::{Organization, OrganizationId, OrganizationKind, Texts};
use entity::{contact, organization, source, translation};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::bulk::Owners;
use super::owned::{Owner, load_public_contacts, load_runs, load_sources, read_translation};
use super::{Rows, code};
use crate::error::StoreError;

impl Rows {
    pub(crate) fn add_organization(&mut self, organization: &Organization, provenance: Option<&Provenance>) {
        let Organization {
            id: OrganizationId(id),
            version,
            name,
            name_kana,
            kind,
            url,
            contacts,
            translations,
            sources,
            created_at,
            updated_at,
        } = organization.clone();
        self.organizations.push(organization::Model {
            id,
            version,
            name,
            name_kana,
            kind: kind.code().to_owned(),
            url,
            created_at,
            updated_at,
        });
        let owner = Owner::Organization(id);
        self.add_contacts(owner, &contacts);
        self.add_translations(owner, &translations);
        self.add_sources(owner, &sources, provenance);
    }
}

/// All organizations, sorted by id.
pub(crate) async fn load_organizations(db: &impl ConnectionTrait) -> Result<Vec<Organization>, StoreError> {
    let mut contacts = load_public_contacts(db, contact::Column::OrganizationId, Owners::All, |row| {
        row.organization_id
    })
    .await?;
    let mut texts = load_runs::<translation::Entity, _>(
        db,
        translation::Column::OrganizationId,
        translation::Column::Language,
        Owners::All,
        |row| Ok((row.organization_id, read_translation(row))),
    )
    .await?;
    let mut sources = load_sources(db, source::Column::OrganizationId, Owners::All).await?;
    let rows = organization::Entity::find()
        .order_by_asc(organization::Column::Id)
        .all(db)
        .await?;
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
