//! Services.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::NodeId;
use readmodel::{PlaceFilter, PlaceQuery};

use super::opening::{next_openings, open_state};
use super::{
    Contact, District, OpenState, Opening, Organization, PlaceConnection, Schedule, Source, Term,
    Verification,
};
use crate::graphql::context::Read;
use crate::graphql::enums;
use crate::graphql::error::{Nullable, Rejected};
use crate::graphql::scalars::DateTime;

/// What is offered: a meal, tutoring, a desk to call.
#[derive(Debug, Clone)]
pub struct Service {
    read: Arc<Read>,
    service: Arc<domain::Service>,
}

impl Service {
    pub fn find(read: &Arc<Read>, id: domain::ServiceId) -> Option<Service> {
        read.snapshot
            .service(id)
            .map(|service| Service::new(read, service))
    }

    pub fn new(read: &Arc<Read>, service: &Arc<domain::Service>) -> Service {
        Service {
            read: read.clone(),
            service: service.clone(),
        }
    }
}

/// What is offered: a meal, tutoring, a desk to call.
#[Object]
impl Service {
    /// Opaque and stable for ever.
    pub async fn id(&self) -> ID {
        ID(NodeId::Service(self.service.id).encode())
    }

    /// Counts the changes of this service.
    async fn version(&self) -> i32 {
        self.service.version
    }

    /// In the asked language (BCP 47), else in Japanese.
    async fn name(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> &str {
        self.service
            .translations
            .name(&self.service.name, language.as_deref())
    }

    /// In the asked language, else in Japanese, else in any.
    async fn summary(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> Option<&str> {
        self.service
            .translations
            .summary(self.service.summary.as_deref(), language.as_deref())
    }

    /// Who offers it.
    async fn organization(&self) -> Option<Organization> {
        Organization::find(&self.read, self.service.organization?)
    }

    /// How one gets it.
    async fn modes(&self) -> Vec<enums::ServiceMode> {
        self.service.modes.iter().map(|mode| (*mode).into()).collect()
    }

    /// Places that offer it, by name.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<PlaceConnection> {
        let filter = PlaceFilter {
            service: Some(self.service.id),
            ..PlaceFilter::default()
        };
        let answer = PlaceQuery::new(None, Vec::new(), filter, None)
            .map_err(Rejected::from)
            .and_then(|query| PlaceConnection::search(ctx, &self.read, query, first, after));
        Some(answer.map_err(Into::into))
    }

    /// Districts it serves; empty = no limit stated.
    async fn serves(&self) -> Vec<District> {
        self.service
            .serves
            .iter()
            .filter_map(|id| District::find(&self.read, *id))
            .collect()
    }

    /// Its terms, of one scheme or of all.
    async fn terms(&self, #[graphql(desc = "Code of the vocabulary.")] scheme: Option<String>) -> Vec<Term> {
        Term::list(&self.read, &self.service.terms, scheme.as_deref())
    }

    /// Its opening rules wherever it is offered; those of one place stand on the place's edge.
    async fn schedules(&self) -> Vec<Schedule> {
        let schedules = self.service.schedules.iter();
        schedules
            .map(|schedule| Schedule {
                schedule: schedule.clone(),
                place: None,
                service: Some(self.clone()),
            })
            .collect()
    }

    /// Whether it is open, at a moment from yesterday to 90 days ahead.
    async fn open_state(
        &self,
        #[graphql(desc = "Left out = now.")] at: Option<DateTime>,
    ) -> Nullable<OpenState> {
        let hours = self.read.snapshot.hours_of_service(&self.service);
        open_state(&self.read, &hours, at)
    }

    /// Its next openings, the running one included; fewer where the 90 days end.
    async fn next_openings(
        &self,
        #[graphql(desc = "Left out = now; from yesterday to 90 days ahead.")] from: Option<DateTime>,
        #[graphql(default = 5, desc = "How many at most, 0 to 100.")] first: Option<i32>,
    ) -> Nullable<Vec<Opening>> {
        let hours = self.read.snapshot.hours_of_service(&self.service);
        next_openings(&self.read, &hours, from, first)
    }

    /// Public contacts.
    async fn contacts(&self) -> Vec<Contact> {
        self.service.contacts.iter().map(Contact::from).collect()
    }

    /// Who confirmed it, and whether that still holds.
    async fn verification(&self) -> Verification {
        Verification {
            read: self.read.clone(),
            verification: self.service.verification.clone(),
        }
    }

    /// Where the facts came from.
    async fn sources(&self) -> Vec<Source> {
        self.service.sources.iter().map(Source::from).collect()
    }

    /// null = unknown.
    async fn is_free(&self) -> Option<bool> {
        self.service.is_free
    }

    /// What it costs, in words.
    async fn fee(&self) -> Option<&str> {
        self.service.fee.as_deref()
    }

    /// Whom it is for, in words.
    async fn eligibility(&self) -> Option<&str> {
        self.service.eligibility.as_deref()
    }

    /// Years.
    async fn minimum_age(&self) -> Option<i32> {
        self.service.minimum_age
    }

    /// Years.
    async fn maximum_age(&self) -> Option<i32> {
        self.service.maximum_age
    }

    /// Papers to bring.
    async fn required_documents(&self) -> &[String] {
        &self.service.required_documents
    }

    /// null = unknown.
    async fn id_required(&self) -> Option<bool> {
        self.service.id_required
    }

    /// null = unknown.
    async fn reservation_required(&self) -> Option<bool> {
        self.service.reservation_required
    }

    /// When it entered the register.
    async fn created_at(&self) -> DateTime {
        DateTime::At(self.service.created_at)
    }

    /// When it was changed last.
    async fn updated_at(&self) -> DateTime {
        DateTime::At(self.service.updated_at)
    }
}
