//! Filters and orders.

use async_graphql::{ID, InputObject};
use chrono::Utc;
use domain::{TermId, Violation};
use readmodel::{
    OpenWindow, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, SearchText, ServiceFilter, Snapshot,
    SourceRef,
};

use super::area::{AreaInput, NearInput};
use super::ids::ids;
use crate::graphql::context::Read;
use crate::graphql::enums::{
    AccessibilityFeature, OrderDirection, PlaceKind, PlaceOrderField, Regularity, ServiceMode,
    VerificationStatus,
};
use crate::graphql::error::Rejected;
use crate::graphql::scalars::DateTime;

/// Fields AND; inside kinds, organizationIds, verification OR; accessibility all of; termIds of one scheme OR,
/// of different schemes AND. Kinds and terms match the place or any service offered there; a term matches its
/// descendants. An empty list restricts nothing.
#[derive(Debug, Clone, Default, InputObject)]
#[graphql(name = "PlaceFilter")]
pub struct PlaceFilterInput {
    /// Words that all must match, separated by white space; at most 200 characters.
    pub text: Option<String>,
    /// Any of these.
    pub kinds: Option<Vec<PlaceKind>>,
    /// Of one scheme any, of different schemes all.
    pub term_ids: Option<Vec<ID>>,
    /// Run by any of these.
    pub organization_ids: Option<Vec<ID>>,
    /// All of these, known for certain.
    pub accessibility: Option<Vec<AccessibilityFeature>>,
    /// Open at any moment of the window; what is unknown does not pass.
    pub open_at: Option<OpenWindowInput>,
    /// Any of these; AT_LEAST_MONTHLY includes WEEKLY.
    pub regularity: Option<Vec<Regularity>>,
    /// Any of these.
    pub verification: Option<Vec<VerificationStatus>>,
    /// Changed at this moment or later.
    pub updated_since: Option<DateTime>,
    /// From this data set, or this record of it.
    pub source: Option<SourceRefInput>,
    /// Also places that are no longer listed.
    #[graphql(default_with = "Some(false)")]
    pub include_archived: Option<bool>,
}

/// Open at any moment of [from, to), in whole minutes, from yesterday to 90 days ahead; the instant `from` where both
/// are equal.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct OpenWindowInput {
    /// Left out = the server's current minute.
    pub from: Option<DateTime>,
    /// Left out = at that instant.
    pub to: Option<DateTime>,
}

/// A data set, or one record of it; of any publisher.
#[derive(Debug, Clone, InputObject)]
pub struct SourceRefInput {
    /// Its name.
    pub dataset: String,
    /// The number of the record there.
    pub external_id: Option<String>,
}

/// Default: DISTANCE with near, else RELEVANCE with text, else NAME.
#[derive(Debug, Clone, Copy, InputObject)]
#[graphql(name = "PlaceOrder")]
pub struct PlaceOrderInput {
    /// What to sort by.
    pub field: PlaceOrderField,
    /// Which end comes first.
    #[graphql(default_with = "Some(OrderDirection::Asc)")]
    pub direction: Option<OrderDirection>,
}

/// Fields AND; inside a list OR, terms of different schemes AND. An empty list restricts nothing.
#[derive(Debug, Clone, Default, InputObject)]
#[graphql(name = "ServiceFilter")]
pub struct ServiceFilterInput {
    /// Words that all must match, separated by white space; at most 200 characters.
    pub text: Option<String>,
    /// Of one scheme any, of different schemes all; a term matches its descendants.
    pub term_ids: Option<Vec<ID>>,
    /// Offered by any of these.
    pub organization_ids: Option<Vec<ID>>,
    /// Any of these.
    pub modes: Option<Vec<ServiceMode>>,
    /// Open at any moment of the window; what is unknown does not pass.
    pub open_at: Option<OpenWindowInput>,
    /// true: only what asks for no proof of identity.
    pub no_id_required: Option<bool>,
    /// Free of charge, or not; what is unknown passes neither.
    pub is_free: Option<bool>,
    /// Open to somebody of this age, in years.
    pub age: Option<i32>,
}

/// Terms by scheme, as the read model wants them.
fn terms_by_scheme(snapshot: &Snapshot, terms: Vec<TermId>) -> Vec<Vec<TermId>> {
    let mut schemes: Vec<(&str, Vec<TermId>)> = Vec::new();
    for term in terms.into_iter().filter_map(|id| snapshot.term(id)) {
        match schemes.iter_mut().find(|(scheme, _)| *scheme == term.scheme) {
            Some((_, of_scheme)) => of_scheme.push(term.id),
            None => schemes.push((&term.scheme, vec![term.id])),
        }
    }
    schemes.into_iter().map(|(_, terms)| terms).collect()
}

fn search_text(text: Option<&String>, violations: &mut Vec<Violation>) -> Option<SearchText> {
    match text.map(|text| SearchText::new(text)) {
        Some(Ok(text)) => text,
        Some(Err(violation)) => {
            violations.push(violation.within("filter"));
            None
        }
        None => None,
    }
}

fn open_window(
    given: Option<OpenWindowInput>,
    snapshot: &Snapshot,
    now: chrono::DateTime<Utc>,
    violations: &mut Vec<Violation>,
) -> Option<OpenWindow> {
    let given = given?;
    let mut moment = |given: Option<DateTime>, name| {
        let moment = given?.moment(&["filter", "openAt", name]);
        moment.map_err(|violation| violations.push(violation)).ok()
    };
    let before = [given.from, given.to].map(|given| given.is_some());
    let (from, to) = (moment(given.from, "from"), moment(given.to, "to"));
    if before != [from.is_some(), to.is_some()] {
        return None;
    }
    let outer = |violation: Violation| violation.within("openAt").within("filter");
    OpenWindow::new(from, to, now, snapshot.horizon())
        .map_err(|broken| violations.extend(broken.into_iter().map(outer)))
        .ok()
}

fn all<T, R: From<T>>(given: Option<Vec<T>>) -> Vec<R> {
    given.unwrap_or_default().into_iter().map(R::from).collect()
}

impl PlaceFilterInput {
    pub fn filter(self, read: &Read, violations: &mut Vec<Violation>) -> PlaceFilter {
        let snapshot = &*read.snapshot;
        let terms = ids(
            snapshot,
            &["filter", "termIds"],
            self.term_ids.as_ref(),
            violations,
        );
        let organizations = ids(
            snapshot,
            &["filter", "organizationIds"],
            self.organization_ids.as_ref(),
            violations,
        );
        PlaceFilter {
            updated_until: None,
            text: search_text(self.text.as_ref(), violations),
            kinds: all(self.kinds),
            terms: terms_by_scheme(snapshot, terms),
            organizations,
            accessibility: all(self.accessibility),
            verification: all(self.verification),
            updated_since: self.updated_since.and_then(|moment| {
                let path = ["filter", "updatedSince"];
                moment
                    .moment(&path)
                    .map_err(|violation| violations.push(violation))
                    .ok()
            }),
            source: self.source.map(|source| SourceRef {
                dataset: source.dataset,
                external_id: source.external_id,
            }),
            open_at: open_window(self.open_at, snapshot, read.now, violations),
            regularity: all(self.regularity),
            service: None,
            include_archived: self.include_archived.unwrap_or(false),
        }
    }
}

impl ServiceFilterInput {
    pub fn filter(self, read: &Read, violations: &mut Vec<Violation>) -> ServiceFilter {
        let snapshot = &*read.snapshot;
        let terms = ids(
            snapshot,
            &["filter", "termIds"],
            self.term_ids.as_ref(),
            violations,
        );
        if self.age.is_some_and(|age| !(0..=150).contains(&age)) {
            violations.push(Violation::out_of_range(
                &["filter", "age"],
                "must lie between 0 and 150 years",
            ));
        }
        ServiceFilter {
            text: search_text(self.text.as_ref(), violations),
            terms: terms_by_scheme(snapshot, terms),
            organizations: ids(
                snapshot,
                &["filter", "organizationIds"],
                self.organization_ids.as_ref(),
                violations,
            ),
            modes: all(self.modes),
            no_id_required: self.no_id_required.unwrap_or(false),
            is_free: self.is_free,
            age: self.age,
            open_at: open_window(self.open_at, snapshot, read.now, violations),
        }
    }
}

/// The arguments of `places` as one checked query; everything that is wrong is reported at once.
pub fn place_query(
    read: &Read,
    near: Option<NearInput>,
    within: Option<&AreaInput>,
    filter: Option<PlaceFilterInput>,
    order: Option<PlaceOrderInput>,
) -> Result<PlaceQuery, Rejected> {
    let mut violations = Vec::new();
    let near = near.and_then(|near| near.near().map_err(|found| violations.extend(found)).ok());
    let within = within.and_then(|within| {
        within
            .within(&read.snapshot)
            .map_err(|found| violations.extend(found))
            .ok()
    });
    let filter = filter.unwrap_or_default().filter(read, &mut violations);
    if !violations.is_empty() {
        return Err(Rejected(violations));
    }
    let order = order.map(|order| PlaceOrder {
        field: match order.field {
            PlaceOrderField::Distance => OrderField::Distance,
            PlaceOrderField::Name => OrderField::Name,
            PlaceOrderField::UpdatedAt => OrderField::UpdatedAt,
            PlaceOrderField::NextOpening => OrderField::NextOpening,
            PlaceOrderField::Relevance => OrderField::Relevance,
        },
        descending: order.direction == Some(OrderDirection::Desc),
    });
    Ok(PlaceQuery::new(
        near,
        within.into_iter().collect(),
        filter,
        order,
    )?)
}
