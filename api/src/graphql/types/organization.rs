//! Organizations.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::NodeId;
use readmodel::{PlaceFilter, PlaceQuery};

use super::{Contact, PlaceConnection};
use crate::graphql::context::Read;
use crate::graphql::enums;
use crate::graphql::error::{Nullable, Rejected};
use crate::graphql::scalars::Url;

/// Who runs places and services.
#[derive(Debug, Clone)]
pub struct Organization {
    read: Arc<Read>,
    organization: Arc<domain::Organization>,
}

impl Organization {
    pub fn find(read: &Arc<Read>, id: domain::OrganizationId) -> Option<Organization> {
        let organization = read.snapshot.organization(id)?.clone();
        Some(Organization {
            read: read.clone(),
            organization,
        })
    }

    pub fn new(read: &Arc<Read>, organization: &Arc<domain::Organization>) -> Organization {
        Organization {
            read: read.clone(),
            organization: organization.clone(),
        }
    }
}

/// Who runs places and services.
#[Object]
impl Organization {
    /// Opaque and stable for ever.
    pub async fn id(&self) -> ID {
        ID(NodeId::Organization(self.organization.id).encode())
    }

    /// Counts the changes of this organization.
    async fn version(&self) -> i32 {
        self.organization.version
    }

    /// In the asked language (BCP 47), else in Japanese.
    async fn name(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> &str {
        self.organization
            .translations
            .name(&self.organization.name, language.as_deref())
    }

    /// The reading of the name.
    async fn name_kana(&self) -> Option<&str> {
        self.organization.name_kana.as_deref()
    }

    /// What sort of body it is.
    async fn kind(&self) -> enums::OrganizationKind {
        self.organization.kind.into()
    }

    /// Its web page.
    async fn url(&self) -> Option<Url> {
        self.organization.url.clone().map(Url)
    }

    /// Public contacts.
    async fn contacts(&self) -> Vec<Contact> {
        self.organization.contacts.iter().map(Contact::from).collect()
    }

    /// Places that it runs, by name.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<PlaceConnection> {
        let filter = PlaceFilter {
            organizations: vec![self.organization.id],
            ..PlaceFilter::default()
        };
        let answer = PlaceQuery::new(None, Vec::new(), filter, None)
            .map_err(Rejected::from)
            .and_then(|query| PlaceConnection::search(ctx, &self.read, query, first, after));
        Some(answer.map_err(Into::into))
    }
}
