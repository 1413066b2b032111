//! Keys: made once, kept as hashes, found by hash.

use chrono::{DateTime, Utc};
use domain::ids::{fresh_secret, fresh_uuid};
use domain::text::secret_hash;
use domain::{Action, Actor, Role};
use entity::api_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::insert_all;

/// What every key begins with, so that one that leaked is recognized.
const PREFIX: &str = "ibasho_";

impl Store {
    /// Makes a key and gives its text, which is kept nowhere.
    pub async fn create_key(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        at: DateTime<Utc>,
    ) -> Result<String, StoreError> {
        if !actor.allows(Action::ManageKeys) {
            return Err(StoreError::Forbidden(Action::ManageKeys));
        }
        let key = format!("{PREFIX}{}", fresh_secret());
        let row = api_key::Model {
            id: fresh_uuid(),
            name: name.to_owned(),
            role: role.code().to_owned(),
            hash: secret_hash(&key),
            created_at: at,
        };
        let tx = self.begin_immediate().await?;
        insert_all::<api_key::Entity>(&tx, vec![row]).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Whom a key stands for. Looked up by hash, so that time tells nothing of the key.
    pub async fn actor_of(&self, key: &str) -> Result<Option<Actor>, StoreError> {
        let hash = secret_hash(key);
        let row = api_key::Entity::find()
            .filter(api_key::Column::Hash.eq(hash))
            .one(&self.db)
            .await?;
        Ok(row.and_then(|row| {
            Some(Actor {
                role: Role::parse(&row.role)?,
                name: format!("key {}", row.id),
            })
        }))
    }
}
