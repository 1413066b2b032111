//! The entry points of the read side. Roots are nullable: what is refused is null with an error beside it.

use async_graphql::{Context, ID, Object};
use domain::{Violation, ViolationCode};
use readmodel::{
    ChangeQuery, DistrictQuery, OrganizationQuery, PlaceQuery, SearchText, ServiceQuery, TermQuery, Zoom,
};

use super::connection::{DistrictConnection, OrganizationConnection, TermConnection};
use super::context::{read, store};
use super::enums::{DistrictLevel, Regularity, SubjectType};
use super::error::{Nullable, Rejected};
use super::feed;
use super::input::area::{AreaInput, GeoPointInput, NearInput};
use super::input::filter::{PlaceFilterInput, PlaceOrderInput, ServiceFilterInput, place_query};
use super::input::ids::{id, ids};
use super::input::page::{cursor, page_size};
use super::node::Node;
use super::types::{
    ChangeConnection, District, DistrictCoverage, Organization, PlaceClusters, PlaceConnection, RateLimit,
    Scheme, ServiceConnection, Term,
};
use crate::app::App;
use crate::usage::Budget;

/// Most ids in one `nodes`.
const MOST_NODES: usize = 100;

/// What can be asked.
#[derive(Debug, Default)]
pub struct Query;

/// What can be asked.
#[Object]
impl Query {
    /// A record by its global id; null when there is none.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The global id.")] id: ID) -> Nullable<Node> {
        match find(ctx, &[id]).await {
            Ok(mut found) => found.pop().flatten().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// At most 100 ids; same length and order, null for unknown.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>,
    ) -> Nullable<Vec<Option<Node>>> {
        if ids.len() > MOST_NODES {
            let message = format!("must name at most {MOST_NODES} ids, not {}", ids.len());
            let violation = Violation::new(&["ids"], ViolationCode::TooLong, message);
            return Some(Err(Rejected::from(violation).into()));
        }
        Some(find(ctx, &ids).await)
    }

    /// Places: near a point, in an area, that pass a filter. `first` 0 to 100.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the arguments of the public schema"
    )]
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A circle to look in; distances are from its middle.")] near: Option<NearInput>,
        #[graphql(desc = "Where to look.")] within: Option<AreaInput>,
        #[graphql(desc = "What they must be like.")] filter: Option<PlaceFilterInput>,
        #[graphql(desc = "Default: DISTANCE with near, else RELEVANCE with text, else NAME.")]
        order_by: Option<PlaceOrderInput>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<PlaceConnection> {
        let answer = || {
            let read = read(ctx)?;
            let query = place_query(&read, near, within.as_ref(), filter, order_by)?;
            Ok(PlaceConnection::search(ctx, &read, query, first, after)?)
        };
        Some(answer())
    }

    /// Exact counts by grid cell under any filter; a cell is the Web-Mercator tile of zoom + 2. `zoom` 0 to 22.
    async fn place_clusters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to look.")] within: AreaInput,
        #[graphql(desc = "Of the map, 0 to 22.")] zoom: i32,
        #[graphql(desc = "What they must be like.")] filter: Option<PlaceFilterInput>,
    ) -> Nullable<PlaceClusters> {
        let answer = || {
            let read = read(ctx)?;
            let query = place_query(&read, None, Some(&within), filter, None)?;
            let refused =
                || Violation::out_of_range(&["zoom"], format!("must lie between 0 and 22, not {zoom}"));
            let zoom = Zoom::new(zoom).ok_or_else(|| Rejected::from(refused()))?;
            Ok(PlaceClusters::new(&read, query, zoom))
        };
        Some(answer())
    }

    /// Services offered near a point or reaching it without a visit, or serving a point; nearest first, then by
    /// name. The edge's distance is to the nearest place that offers it, null when it comes to you or is remote.
    async fn services(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A circle to look in; distances are from its middle.")] near: Option<NearInput>,
        #[graphql(desc = "Only what serves this point or states no limit.")] serves_point: Option<
            GeoPointInput,
        >,
        #[graphql(desc = "What they must be like.")] filter: Option<ServiceFilterInput>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<ServiceConnection> {
        let answer = || {
            let read = read(ctx)?;
            let mut violations = Vec::new();
            let near = near.and_then(|near| near.near().map_err(|found| violations.extend(found)).ok());
            let serves = serves_point.and_then(|point| {
                point
                    .point("servesPoint")
                    .map_err(|found| violations.extend(found))
                    .ok()
            });
            let filter = filter.unwrap_or_default().filter(&read, &mut violations);
            if !violations.is_empty() {
                return Err(Rejected(violations).into());
            }
            let query = ServiceQuery {
                near,
                serves,
                filter,
                ..ServiceQuery::default()
            };
            Ok(ServiceConnection::search(&read, &query, first, after.as_ref())?)
        };
        Some(answer())
    }

    /// Organizations by name; with districts, those that run a place in one of them.
    async fn organizations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words that all must be found; at most 200 characters.")] text: Option<String>,
        #[graphql(desc = "Only those that run a place in one of these.")] district_ids: Option<Vec<ID>>,
        #[graphql(default = 20, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<OrganizationConnection> {
        let answer = || {
            let read = read(ctx)?;
            let mut violations = Vec::new();
            let text = search_text(text.as_ref(), &mut violations);
            let districts = ids(
                &read.snapshot,
                &["districtIds"],
                district_ids.as_ref(),
                &mut violations,
            );
            if !violations.is_empty() {
                return Err(Rejected(violations).into());
            }
            let query = OrganizationQuery { text, districts };
            let (first, last) = (
                page_size(first, 20)?,
                cursor(after.as_ref(), |text| query.cursor(text))?,
            );
            let page = read.snapshot.organizations(&query, last.as_ref(), first);
            Ok(OrganizationConnection::new(
                page,
                &query.hash(),
                after.as_ref(),
                |organization| Organization::new(&read, organization),
            ))
        };
        Some(answer())
    }

    /// Districts by level and official code.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the arguments of the public schema"
    )]
    async fn districts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this kind of area.")] level: Option<DistrictLevel>,
        #[graphql(desc = "Only those directly below this one.")] parent_id: Option<ID>,
        #[graphql(desc = "Only those whose exact area holds this point.")] containing: Option<GeoPointInput>,
        #[graphql(desc = "Words that all must be found; at most 200 characters.")] text: Option<String>,
        #[graphql(default = 50, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<DistrictConnection> {
        let answer = || {
            let read = read(ctx)?;
            let mut violations = Vec::new();
            let parent = parent_id.and_then(|parent| {
                id(&read.snapshot, &["parentId"], &parent)
                    .map_err(|violation| violations.push(violation))
                    .ok()
            });
            let containing = containing.and_then(|point| {
                point
                    .point("containing")
                    .map_err(|found| violations.extend(found))
                    .ok()
            });
            let text = search_text(text.as_ref(), &mut violations);
            if !violations.is_empty() {
                return Err(Rejected(violations).into());
            }
            let query = DistrictQuery {
                level: level.map(Into::into),
                parent,
                containing,
                text,
                ..DistrictQuery::default()
            };
            let (first, last) = (
                page_size(first, 50)?,
                cursor(after.as_ref(), |text| query.cursor(text))?,
            );
            let page = read.snapshot.districts(&query, last.as_ref(), first);
            Ok(DistrictConnection::new(
                page,
                &query.hash(),
                after.as_ref(),
                |district| District::new(&read, district),
            ))
        };
        Some(answer())
    }

    /// All vocabularies.
    async fn schemes(&self, ctx: &Context<'_>) -> Nullable<Vec<Scheme>> {
        Some(read(ctx).map(|read| read.snapshot.schemes().iter().cloned().map(Scheme).collect()))
    }

    /// Terms of a scheme in their order; with a parent, those directly below it.
    async fn terms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the vocabulary.")] scheme: String,
        #[graphql(desc = "Only those directly below this one.")] parent_id: Option<ID>,
        #[graphql(default = 100, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<TermConnection> {
        let answer = || {
            let read = read(ctx)?;
            if read.snapshot.scheme(&scheme).is_none() {
                let message = format!("no scheme has the code {scheme:?}");
                return Err(
                    Rejected::from(Violation::new(&["scheme"], ViolationCode::NotFound, message)).into(),
                );
            }
            let parent = parent_id
                .map(|parent| id(&read.snapshot, &["parentId"], &parent))
                .transpose();
            let query = TermQuery {
                scheme,
                parent: parent.map_err(Rejected::from)?,
            };
            let (first, last) = (
                page_size(first, 100)?,
                cursor(after.as_ref(), |text| query.cursor(text))?,
            );
            let page = read.snapshot.terms(&query, last.as_ref(), first);
            Ok(TermConnection::new(page, &query.hash(), after.as_ref(), |term| {
                Term::new(&read, term)
            }))
        };
        Some(answer())
    }

    /// Which districts have a place that opens regularly, and which have none: the districts of a level below one, of
    /// districts within each other only the innermost.
    async fn coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The district that they lie in.")] parent_id: ID,
        #[graphql(desc = "Which districts.")] level: DistrictLevel,
        #[graphql(desc = "What the places must be like.")] filter: Option<PlaceFilterInput>,
        #[graphql(
            default_with = "Some(Regularity::AtLeastMonthly)",
            desc = "What counts as regular; AT_LEAST_MONTHLY includes WEEKLY."
        )]
        regularity: Option<Regularity>,
    ) -> Nullable<Vec<DistrictCoverage>> {
        let answer = || {
            let read = read(ctx)?;
            let mut violations = Vec::new();
            let parent = id(&read.snapshot, &["parentId"], &parent_id)
                .map_err(|violation| violations.push(violation))
                .ok();
            let filter = filter.unwrap_or_default().filter(&read, &mut violations);
            let Some(parent) = parent.filter(|_| violations.is_empty()) else {
                return Err(Rejected(violations).into());
            };
            let query = PlaceQuery::new(None, Vec::new(), filter, None).map_err(Rejected::from)?;
            let regularity = regularity.unwrap_or(Regularity::AtLeastMonthly).into();
            let coverage = read
                .snapshot
                .coverage(parent, level.into(), &query, regularity, read.now);
            Ok(coverage
                .into_iter()
                .map(|of_one| DistrictCoverage::new(&read, of_one))
                .collect())
        };
        Some(answer())
    }

    /// What is left of your budget; null when there is no limit.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Nullable<RateLimit> {
        let answer = || {
            let budget = ctx.data::<Option<Budget>>()?;
            let now = ctx.data::<App>()?.clock.now();
            Ok(budget.map(|budget| RateLimit::new(budget, now)))
        };
        answer().transpose()
    }

    /// Replayable feed in commit order: poll with `after` = last endCursor; what left the area, was archived or
    /// hidden arrives as a tombstone. A copy that takes each `subject`, and drops `subjectId` where it is null,
    /// ends with what `places` lists. With `within`, a place comes when it was in the area before or after the
    /// change, by its public position; a service when one of its places now is, and it comes and goes with its
    /// places without a change of its own; other records have no position and come only without `within`; a
    /// redacted change comes in every area. A district is the area it is now: begin anew when its boundary
    /// changes. One request looks at 10000 changes at most; a page may then hold few or none, with hasNextPage
    /// true and an endCursor beyond the last edge, from which to go on.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of records of these sorts.")] types: Option<Vec<SubjectType>>,
        #[graphql(desc = "Only of what is or was there.")] within: Option<AreaInput>,
        #[graphql(default = 100, desc = "How many at most, 0 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to go on after.")] after: Option<String>,
    ) -> Nullable<ChangeConnection> {
        let question = || {
            let read = read(ctx)?;
            let within = within.map(|within| within.within(&read.snapshot)).transpose();
            let types = types.unwrap_or_default().into_iter().map(Into::into).collect();
            let query = ChangeQuery::new(types, within.map_err(Rejected)?);
            let (first, last) = (
                page_size(first, 100)?,
                cursor(after.as_ref(), |text| query.hash(&read.snapshot).change_of(text))?,
            );
            Ok((read, query, first, last))
        };
        Some(match (question(), store(ctx)) {
            (Ok((read, query, first, last)), Ok(store)) => {
                feed::changes(store, &read, &query, (last, after.as_ref()), first).await
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        })
    }
}

async fn find(ctx: &Context<'_>, ids: &[ID]) -> async_graphql::Result<Vec<Option<Node>>> {
    Node::find(store(ctx)?, &read(ctx)?, ids).await
}

fn search_text(text: Option<&String>, violations: &mut Vec<Violation>) -> Option<SearchText> {
    match text.map(|text| SearchText::new(text))? {
        Ok(text) => text,
        Err(violation) => {
            violations.push(violation);
            None
        }
    }
}
