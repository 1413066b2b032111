//! Records of the domain as rows of the tables, both ways, one file for each kind of record.
//!
//! Records are taken apart without `..`: a new field does not compile until it has a column.

mod bulk;
mod district;
mod organization;
mod owned;
mod place;
mod service;
mod vocabulary;

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait};

pub(crate) use bulk::Owners;
pub(crate) use district::{district_row, load_districts};
pub(crate) use organization::{load_organizations, update_organization};
pub(crate) use owned::read_contact;
pub(crate) use place::{delete_source, load_places, replace_private, update_place};
pub(crate) use service::{load_services, update_service};
pub(crate) use vocabulary::{load_schemes, load_terms};

use crate::error::StoreError;

/// Rows in one statement: the fastest size measured, and far below SQLite's limit of 32,766 bound values.
const CHUNK: usize = 500;

/// Inserts rows, many to a statement.
pub(crate) async fn insert_all<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
) -> Result<(), StoreError>
where
    E::Model: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<E::ActiveModel> = rows
            .by_ref()
            .take(CHUNK)
            .map(IntoActiveModel::into_active_model)
            .collect();
        if chunk.is_empty() {
            return Ok(());
        }
        E::insert_many(chunk).exec_without_returning(db).await?;
    }
}

/// Rows to insert, by table, filled by the `add_*` functions of the files beside this one.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    districts: Vec<entity::district::Model>,
    district_polygons: Vec<entity::district_polygon::Model>,
    organizations: Vec<entity::organization::Model>,
    places: Vec<entity::place::Model>,
    place_kinds: Vec<entity::place_kind::Model>,
    public_points: Vec<entity::public_point::Model>,
    exact_points: Vec<entity::exact_point::Model>,
    place_terms: Vec<entity::place_term::Model>,
    accessibility: Vec<entity::accessibility::Model>,
    merge_stubs: Vec<entity::merge_stub::Model>,
    services: Vec<entity::service::Model>,
    service_modes: Vec<entity::service_mode::Model>,
    service_areas: Vec<entity::service_area::Model>,
    service_terms: Vec<entity::service_term::Model>,
    required_documents: Vec<entity::required_document::Model>,
    services_at_places: Vec<entity::service_at_place::Model>,
    schedules: Vec<entity::schedule::Model>,
    special_hours: Vec<entity::special_hours::Model>,
    contacts: Vec<entity::contact::Model>,
    translations: Vec<entity::translation::Model>,
    verifications: Vec<entity::verification::Model>,
    sources: Vec<entity::source::Model>,
}

impl Rows {
    /// Inserts everything; a table comes after the tables it refers to.
    pub(crate) async fn insert(self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        let Rows {
            districts,
            district_polygons,
            organizations,
            places,
            place_kinds,
            public_points,
            exact_points,
            place_terms,
            accessibility,
            merge_stubs,
            services,
            service_modes,
            service_areas,
            service_terms,
            required_documents,
            services_at_places,
            schedules,
            special_hours,
            contacts,
            translations,
            verifications,
            sources,
        } = self;
        insert_all::<entity::district::Entity>(db, districts).await?;
        insert_all::<entity::district_polygon::Entity>(db, district_polygons).await?;
        insert_all::<entity::organization::Entity>(db, organizations).await?;
        insert_all::<entity::place::Entity>(db, places).await?;
        insert_all::<entity::place_kind::Entity>(db, place_kinds).await?;
        insert_all::<entity::public_point::Entity>(db, public_points).await?;
        insert_all::<entity::exact_point::Entity>(db, exact_points).await?;
        insert_all::<entity::place_term::Entity>(db, place_terms).await?;
        insert_all::<entity::accessibility::Entity>(db, accessibility).await?;
        insert_all::<entity::merge_stub::Entity>(db, merge_stubs).await?;
        insert_all::<entity::service::Entity>(db, services).await?;
        insert_all::<entity::service_mode::Entity>(db, service_modes).await?;
        insert_all::<entity::service_area::Entity>(db, service_areas).await?;
        insert_all::<entity::service_term::Entity>(db, service_terms).await?;
        insert_all::<entity::required_document::Entity>(db, required_documents).await?;
        insert_all::<entity::service_at_place::Entity>(db, services_at_places).await?;
        insert_all::<entity::schedule::Entity>(db, schedules).await?;
        insert_all::<entity::special_hours::Entity>(db, special_hours).await?;
        insert_all::<entity::contact::Entity>(db, contacts).await?;
        insert_all::<entity::translation::Entity>(db, translations).await?;
        insert_all::<entity::verification::Entity>(db, verifications).await?;
        insert_all::<entity::source::Entity>(db, sources).await
    }
}

/// Position in a list as the database stores it.
fn ordinals<T>(items: impl IntoIterator<Item = T>) -> impl Iterator<Item = (i32, T)> {
    (0_i32..).zip(items)
}

/// A code that a CHECK constraint let in; anything else means that another program wrote it.
pub(crate) fn code<T>(parse: impl Fn(&str) -> Option<T>, text: &str) -> Result<T, StoreError> {
    parse(text).ok_or_else(|| StoreError::Corrupt(format!("unknown code {text:?}")))
}
