//! Filling an empty register with an invented one, and knowing it again.

use chrono::{DateTime, Utc};
use domain::place::PrivateParts;
use domain::{Action, Actor, ChangeAction, District, Image, Organization, Place, Service};
use entity::setting;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::{Rows, insert_all};

/// Name of the setting that says which invented register this is.
const DEMO: &str = "demo";

/// Places in one round: bounds the memory that a large invented country takes.
const ROUND: usize = 10_000;

/// An invented register, ready to be written.
#[derive(Debug, Default)]
pub struct Filling {
    pub organizations: Vec<Organization>,
    /// Parents before their children.
    pub districts: Vec<District>,
    pub services: Vec<Service>,
    pub places: Vec<(Place, PrivateParts)>,
}

impl Store {
    /// The label of the invented register in this database, if it holds one.
    pub async fn demo_label(&self) -> Result<Option<String>, StoreError> {
        let row = setting::Entity::find()
            .filter(setting::Column::Name.eq(DEMO))
            .one(&self.db)
            .await?;
        Ok(row.map(|row| row.value))
    }

    /// Writes an invented register into an empty database, in one transaction.
    pub async fn fill(
        &self,
        actor: &Actor,
        label: &str,
        filling: Filling,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let mut write = self.begin_write(actor, Action::Import, at).await?;
        if crate::write::read_seq(&write.tx).await? > 0 {
            return Err(StoreError::Refused(
                "database: it already holds a register, so no invented one is put into it".to_owned(),
            ));
        }
        let name = DEMO.to_owned();
        insert_all::<setting::Entity>(
            &write.tx,
            vec![setting::Model {
                name,
                value: label.to_owned(),
            }],
        )
        .await?;

        let Filling {
            organizations,
            districts,
            services,
            places,
        } = filling;
        let mut rows = Rows::default();
        for organization in organizations {
            rows.add_organization(&organization, &[], None);
            write.log(ChangeAction::Created, Image::Organization(Box::new(organization)));
        }
        for district in districts {
            rows.add_district(&district);
            write.log(ChangeAction::Created, Image::District(Box::new(district)));
        }
        std::mem::take(&mut rows).insert(&write.tx).await?;
        for (number, (place, private)) in places.into_iter().enumerate() {
            rows.add_place(&place, &private, &[]);
            write.log(ChangeAction::Created, Image::Place(Box::new(place)));
            if number % ROUND == ROUND - 1 {
                std::mem::take(&mut rows).insert(&write.tx).await?;
            }
        }
        for service in services {
            rows.add_service(&service, &[], None);
            write.log(ChangeAction::Created, Image::Service(Box::new(service)));
        }
        rows.insert(&write.tx).await?;
        write.commit().await
    }
}
