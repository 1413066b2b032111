//! Places.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::NodeId;
use readmodel::{Row, history_hash, offers_hash};

use super::opening::{next_openings, open_state};
use super::{
    Accessibility, Address, ChangeConnection, Contact, District, GeoPoint, OpenState, Opening, Organization,
    PlaceServiceConnection, Schedule, Source, SpecialHours, Term, Verification,
};
use crate::graphql::context::{Read, store};
use crate::graphql::enums;
use crate::graphql::error::{Nullable, Rejected, bad_user_input};
use crate::graphql::feed;
use crate::graphql::input::area::GeoPointInput;
use crate::graphql::input::page::{cursor, page_size};
use crate::graphql::scalars::{Date, DateTime};

/// Somewhere one can go.
#[derive(Debug, Clone)]
pub struct Place {
    read: Arc<Read>,
    row: Row,
    place: Arc<domain::Place>,
}

impl Place {
    pub fn at(read: &Arc<Read>, row: Row) -> Option<Place> {
        let place = read.snapshot.place(row)?.clone();
        Some(Place {
            read: read.clone(),
            row,
            place,
        })
    }

    /// A place just written, which the snapshot holds unless the follower is stuck.
    pub fn as_written(read: &Arc<Read>, place: domain::Place) -> Place {
        let current = Place::find(read, place.id).filter(|found| found.place.version >= place.version);
        current.unwrap_or_else(|| Place {
            read: read.clone(),
            row: Row::MAX,
            place: Arc::new(place),
        })
    }

    pub fn find(read: &Arc<Read>, id: domain::PlaceId) -> Option<Place> {
        Place::at(read, read.snapshot.place_row(id)?)
    }
}

/// Somewhere one can go.
#[Object]
impl Place {
    /// Opaque and stable for ever.
    pub async fn id(&self) -> ID {
        ID(NodeId::Place(self.place.id).encode())
    }

    /// Counts the changes of this place; name it when editing.
    async fn version(&self) -> i32 {
        self.place.version
    }

    /// At least one; the first is the map symbol.
    async fn kinds(&self) -> Vec<enums::PlaceKind> {
        self.place.kinds.iter().map(|kind| (*kind).into()).collect()
    }

    /// Whether one can count on it.
    async fn status(&self) -> enums::PlaceStatus {
        self.place.status.into()
    }

    /// Set when merged: this record is a stub.
    async fn merged_into(&self) -> Option<Place> {
        Place::find(&self.read, self.place.merged_into?)
    }

    /// In the asked language (BCP 47), else in Japanese.
    async fn name(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> &str {
        let place = &*self.place;
        place.translations.name(&place.name, language.as_deref())
    }

    /// The reading of the name.
    async fn name_kana(&self) -> Option<&str> {
        self.place.name_kana.as_deref()
    }

    /// In the asked language, else in Japanese, else in any.
    async fn summary(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> Option<&str> {
        let place = &*self.place;
        place
            .translations
            .summary(place.summary.as_deref(), language.as_deref())
    }

    /// Languages that have text.
    async fn languages(&self) -> Vec<&str> {
        let translations = &self.place.translations.0;
        std::iter::once("ja")
            .chain(
                translations
                    .iter()
                    .map(|translation| translation.language.as_str()),
            )
            .collect()
    }

    /// Its terms, of one scheme or of all.
    async fn terms(&self, #[graphql(desc = "Code of the vocabulary.")] scheme: Option<String>) -> Vec<Term> {
        Term::list(&self.read, &self.place.terms, scheme.as_deref())
    }

    /// Public position; null when unknown or hidden.
    async fn location(&self) -> Option<GeoPoint> {
        self.place.location.map(GeoPoint::from)
    }

    /// How much of the position is public.
    async fn location_precision(&self) -> enums::LocationPrecision {
        self.place.location_precision.into()
    }

    /// Its address.
    async fn address(&self) -> Option<Address> {
        self.place.address.as_ref().map(Address::from)
    }

    /// Districts it lies in, from prefecture down: derived from the public position.
    async fn districts(
        &self,
        #[graphql(desc = "Only this kind of area.")] level: Option<enums::DistrictLevel>,
    ) -> Vec<District> {
        let level = level.map(domain::DistrictLevel::from);
        self.read
            .snapshot
            .districts_of(self.row)
            .filter(|district| level.is_none_or(|level| district.level == level))
            .map(|district| District::new(&self.read, district))
            .collect()
    }

    /// Great-circle meters to this point; null without a public position.
    async fn distance_to(&self, #[graphql(desc = "Where from.")] point: GeoPointInput) -> Nullable<f64> {
        match point.point("point") {
            Err(violations) => Some(Err(Rejected(violations).into())),
            Ok(point) => Some(Ok(self.place.location?.distance_m(point))),
        }
    }

    /// Who runs it.
    async fn organization(&self) -> Option<Organization> {
        Organization::find(&self.read, self.place.organization?)
    }

    /// What is offered there, by name.
    async fn services(
        &self,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<PlaceServiceConnection> {
        let answer = || -> Result<PlaceServiceConnection, Rejected> {
            let first = page_size(first, 20)?;
            let hash = offers_hash(self.place.id);
            let last = cursor(after.as_ref(), |text| readmodel::Cursor::decode(text, &hash))?;
            let page = self.read.snapshot.offers_at(self.row, last.as_ref(), first);
            Ok(PlaceServiceConnection::new(
                &self.read,
                self.clone(),
                page,
                &hash,
                after.as_ref(),
            ))
        };
        Some(answer().map_err(Into::into))
    }

    /// Its own opening rules; those of its services stand there.
    async fn schedules(&self) -> Vec<Schedule> {
        let schedules = self.place.schedules.iter();
        schedules
            .map(|schedule| Schedule {
                schedule: schedule.clone(),
                place: Some(self.clone()),
                service: None,
            })
            .collect()
    }

    /// Dated exceptions that touch these days; all of them without days.
    async fn special_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First day; left out = from the beginning.")] from: Option<Date>,
        #[graphql(desc = "Last day; left out = to the end.")] to: Option<Date>,
    ) -> Vec<SpecialHours> {
        let mut violations = Vec::new();
        let mut day = |given: Option<Date>, name: &str| {
            given.and_then(|given| {
                given
                    .day(&[name])
                    .map_err(|violation| violations.push(violation))
                    .ok()
            })
        };
        let (from, to) = (day(from, "from"), day(to, "to"));
        if !violations.is_empty() {
            // The field cannot be null, so that the error stands beside an empty list.
            ctx.add_error(ctx.set_error_path(bad_user_input(&violations).into_server_error(ctx.item.pos)));
            return Vec::new();
        }
        let hours = self.place.special_hours.iter();
        hours
            .filter(|hours| from.is_none_or(|from| from <= hours.to) && to.is_none_or(|to| hours.from <= to))
            .filter(|_| from.zip(to).is_none_or(|(from, to)| from <= to))
            .map(Into::into)
            .collect()
    }

    /// Whether it is open, at a moment from yesterday to 90 days ahead.
    async fn open_state(
        &self,
        #[graphql(desc = "Left out = now.")] at: Option<DateTime>,
    ) -> Nullable<OpenState> {
        let hours = self.read.snapshot.hours_of_place(&self.place);
        open_state(&self.read, &hours, at)
    }

    /// Its next openings, the running one included; fewer where the 90 days end.
    async fn next_openings(
        &self,
        #[graphql(desc = "Left out = now; from yesterday to 90 days ahead.")] from: Option<DateTime>,
        #[graphql(default = 5, desc = "How many at most, 0 to 100.")] first: Option<i32>,
    ) -> Nullable<Vec<Opening>> {
        let hours = self.read.snapshot.hours_of_place(&self.place);
        next_openings(&self.read, &hours, from, first)
    }

    /// How often it opens, by its rules and those of its services alone.
    async fn regularity(&self) -> enums::Regularity {
        self.read.snapshot.hours_of_place(&self.place).regularity().into()
    }

    /// IANA name of the zone of its local times.
    async fn time_zone(&self) -> &str {
        &self.place.time_zone
    }

    /// Public contacts.
    async fn contacts(&self) -> Vec<Contact> {
        self.place.contacts.iter().map(Contact::from).collect()
    }

    /// What is known of its accessibility.
    async fn accessibility(&self) -> Vec<Accessibility> {
        self.place.accessibility.iter().map(Accessibility::from).collect()
    }

    /// Who confirmed it, and whether that still holds.
    async fn verification(&self) -> Verification {
        Verification {
            read: self.read.clone(),
            verification: self.place.verification.clone(),
        }
    }

    /// Where the facts came from.
    async fn sources(&self) -> Vec<Source> {
        self.place.sources.iter().map(Source::from).collect()
    }

    /// What was done to it, newest first.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<ChangeConnection> {
        let subject = self.place.id.0;
        let page = || -> Result<_, Rejected> {
            let hash = history_hash(subject);
            let last = cursor(after.as_ref(), |text| hash.change_of(text))?;
            Ok((last, page_size(first, 20)?))
        };
        Some(match (page().map_err(Into::into), store(ctx)) {
            (Ok(page), Ok(store)) => feed::history(store, &self.read, subject, after.as_ref(), page).await,
            (Err(error), _) | (_, Err(error)) => Err(error),
        })
    }

    /// When it entered the register.
    async fn created_at(&self) -> DateTime {
        DateTime::At(self.place.created_at)
    }

    /// When it was changed last.
    async fn updated_at(&self) -> DateTime {
        DateTime::At(self.place.updated_at)
    }
}
