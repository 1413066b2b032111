//! Writing: each mutation answers once the snapshot holds what it wrote.
//!
//! What an editor can mend comes back as `userErrors`, all of it at once; a missing right is an error.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::place::PrivateParts;
use domain::text::{content_digest, same_identity};
use domain::{Action, Actor, NodeId, PlaceId, Violation, ViolationCode};
use readmodel::{Near, PlaceFilter, PlaceQuery, Radius, SearchText};
use store::{EditError, PlaceUpdate, Retry, StoreError, Written};

use super::context::Read;
use super::error::{Nullable, failed, forbidden};
use super::input::place_fields::{PlaceFields, UserErrorCode};
use super::types::Place;
use crate::app::App;

/// One rule that was broken.
#[derive(Debug, Clone, SimpleObject)]
pub struct UserError {
    /// The kind of rule.
    code: UserErrorCode,
    /// The way to the field, such as ["input", "place", "location", "latitude"].
    field: Option<Vec<String>>,
    /// A sentence for the editor.
    message: String,
}

/// A new place.
#[derive(Debug, InputObject)]
pub struct PlaceCreateInput {
    /// What is known of it; kinds and name at least.
    place: PlaceFields,
    /// false: a likely duplicate is refused with DUPLICATE and shown.
    #[graphql(default_with = "Some(false)")]
    allow_duplicate: Option<bool>,
    /// The same key with the same request gives the same answer and writes once; at most 200 characters.
    idempotency_key: Option<String>,
}

/// A change to a place.
#[derive(Debug, InputObject)]
pub struct PlaceUpdateInput {
    /// Which.
    id: ID,
    /// The version that was read.
    expected_version: i32,
    /// What changes.
    place: PlaceFields,
    /// Why.
    reason: Option<String>,
    /// The same key with the same request gives the same answer and writes once; at most 200 characters.
    idempotency_key: Option<String>,
}

/// Takes a place off the lists.
#[derive(Debug, InputObject)]
pub struct PlaceArchiveInput {
    /// Which.
    id: ID,
    /// The version that was read.
    expected_version: i32,
    /// Why.
    reason: String,
}

/// What became of a new place.
#[derive(Debug, Default, SimpleObject)]
pub struct PlaceCreatePayload {
    /// The place; null when it was refused.
    place: Option<Place>,
    /// Places that may be the same.
    possible_duplicates: Vec<Place>,
    /// What is wrong, all at once.
    user_errors: Vec<UserError>,
    /// The change number of the write.
    seq: Option<String>,
}

/// What became of a change.
#[derive(Debug, Default, SimpleObject)]
pub struct PlaceUpdatePayload {
    /// The place; on CONFLICT its current state.
    place: Option<Place>,
    /// What is wrong, all at once.
    user_errors: Vec<UserError>,
    /// The change number of the write.
    seq: Option<String>,
}

/// What became of archiving.
#[derive(Debug, Default, SimpleObject)]
pub struct PlaceArchivePayload {
    /// The place; on CONFLICT its current state.
    place: Option<Place>,
    /// What is wrong, all at once.
    user_errors: Vec<UserError>,
    /// The change number of the write.
    seq: Option<String>,
}

/// What can be changed.
#[derive(Debug, Default)]
pub struct Mutation;

/// What can be changed.
#[Object]
impl Mutation {
    /// Enters a new place.
    async fn place_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write.")] input: PlaceCreateInput,
    ) -> Nullable<PlaceCreatePayload> {
        Some(create(ctx, input).await)
    }

    /// Changes a place that still has the expected version.
    async fn place_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write.")] input: PlaceUpdateInput,
    ) -> Nullable<PlaceUpdatePayload> {
        Some(update(ctx, input).await)
    }

    /// Takes a place off the lists; it stays readable by id.
    async fn place_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write.")] input: PlaceArchiveInput,
    ) -> Nullable<PlaceArchivePayload> {
        Some(archive(ctx, input).await)
    }
}

async fn create(ctx: &Context<'_>, input: PlaceCreateInput) -> async_graphql::Result<PlaceCreatePayload> {
    let (app, actor) = editor(ctx)?;
    let digest = digest_of("create", &input.place, "");
    let read = app.read();
    let (patch, mut violations) = input.place.patch(&read.snapshot, None);
    if !violations.is_empty() {
        // Nothing will be written: the rules of a place are checked here, so that all faults come at once.
        let nothing = (domain::Place::empty(app.clock.now()), PrivateParts::default());
        violations.extend(
            patch
                .clone()
                .apply(&nothing, app.clock.now())
                .err()
                .unwrap_or_default(),
        );
    }
    let (retry, violations) = with_retry(input.idempotency_key, digest, violations);
    if !violations.is_empty() {
        return Ok(PlaceCreatePayload {
            user_errors: user_errors(violations),
            ..Default::default()
        });
    }
    let possible_duplicates = likely_duplicates(&read, &patch);
    if !possible_duplicates.is_empty() && !input.allow_duplicate.unwrap_or(false) && retry.is_none() {
        return Ok(duplicate(possible_duplicates));
    }
    if let Some(retry) = &retry
        && !possible_duplicates.is_empty()
        && !input.allow_duplicate.unwrap_or(false)
        && !app
            .store
            .is_known_request(actor, &retry.key)
            .await
            .map_err(|error| failed(&error))?
    {
        return Ok(duplicate(possible_duplicates));
    }
    match outcome(
        app,
        app.store.create_place(actor, patch, retry, app.clock.now()).await,
    )
    .await?
    {
        Outcome::Done(place, seq) => Ok(PlaceCreatePayload {
            place: Some(place),
            possible_duplicates,
            user_errors: Vec::new(),
            seq: Some(seq),
        }),
        Outcome::Refused(place, violations) => Ok(PlaceCreatePayload {
            place,
            possible_duplicates: Vec::new(),
            user_errors: user_errors(violations),
            seq: None,
        }),
    }
}

fn duplicate(possible_duplicates: Vec<Place>) -> PlaceCreatePayload {
    let message = "a place with this name is already there; look at it, or say allowDuplicate";
    let violation = Violation::new(&["place", "name"], ViolationCode::Duplicate, message);
    PlaceCreatePayload {
        possible_duplicates,
        user_errors: user_errors(vec![violation]),
        ..Default::default()
    }
}

async fn update(ctx: &Context<'_>, input: PlaceUpdateInput) -> async_graphql::Result<PlaceUpdatePayload> {
    let (app, actor) = editor(ctx)?;
    let scope = format!(
        "{} {} {:?}",
        input.id.as_str(),
        input.expected_version,
        input.reason
    );
    let digest = digest_of("update", &input.place, &scope);
    let read = app.read();
    let id = place_id(&input.id);
    let standing = id.as_ref().ok().and_then(|id| read.snapshot.place_row(*id));
    let standing = standing.and_then(|row| read.snapshot.place(row));
    let (patch, mut violations) = input.place.patch(&read.snapshot, standing.map(|place| &**place));
    if let Some(place) = standing.filter(|_| !violations.is_empty()) {
        let standing = ((**place).clone(), PrivateParts::default());
        violations.extend(
            patch
                .clone()
                .apply(&standing, app.clock.now())
                .err()
                .unwrap_or_default(),
        );
    }
    let (retry, mut violations) = with_retry(input.idempotency_key, digest, violations);
    violations.extend(odd_reason(input.reason.as_deref()));
    let id = match id {
        Ok(id) if violations.is_empty() => id,
        id => {
            violations.extend(id.err().unwrap_or_default());
            return Ok(PlaceUpdatePayload {
                user_errors: user_errors(violations),
                ..Default::default()
            });
        }
    };
    let update = PlaceUpdate {
        id,
        expected_version: input.expected_version,
        patch,
        reason: said(input.reason),
    };
    let written = app
        .store
        .update_place(actor, update, retry, app.clock.now())
        .await;
    Ok(match outcome(app, written).await? {
        Outcome::Done(place, seq) => PlaceUpdatePayload {
            place: Some(place),
            user_errors: Vec::new(),
            seq: Some(seq),
        },
        Outcome::Refused(place, violations) => PlaceUpdatePayload {
            place,
            user_errors: user_errors(violations),
            seq: None,
        },
    })
}

async fn archive(ctx: &Context<'_>, input: PlaceArchiveInput) -> async_graphql::Result<PlaceArchivePayload> {
    let (app, actor) = editor(ctx)?;
    let checked = place_id(&input.id).and_then(|id| {
        if let Some(violation) = odd_reason(Some(&input.reason)) {
            return Err(vec![violation]);
        }
        let reason = said(Some(input.reason)).ok_or_else(|| {
            vec![Violation::new(
                &["reason"],
                ViolationCode::Required,
                "say why the place is archived",
            )]
        })?;
        Ok((id, reason))
    });
    let (id, reason) = match checked {
        Ok(checked) => checked,
        Err(violations) => {
            return Ok(PlaceArchivePayload {
                user_errors: user_errors(violations),
                ..Default::default()
            });
        }
    };
    let written = app
        .store
        .archive_place(actor, id, input.expected_version, reason, app.clock.now())
        .await;
    Ok(match outcome(app, written).await? {
        Outcome::Done(place, seq) => PlaceArchivePayload {
            place: Some(place),
            user_errors: Vec::new(),
            seq: Some(seq),
        },
        Outcome::Refused(place, violations) => PlaceArchivePayload {
            place,
            user_errors: user_errors(violations),
            seq: None,
        },
    })
}

/// The server's parts and who asks, if they may edit.
fn editor<'a>(ctx: &Context<'a>) -> async_graphql::Result<(&'a App, &'a Actor)> {
    let (app, actor) = (ctx.data::<App>()?, ctx.data::<Actor>()?);
    if actor.allows(Action::EditPlace) {
        Ok((app, actor))
    } else {
        Err(forbidden(actor))
    }
}

enum Outcome {
    Done(Place, String),
    Refused(Option<Place>, Vec<Violation>),
}

/// Waits until the snapshot holds the write, so that whoever wrote sees it, and others do too.
async fn outcome(app: &App, written: Result<Written, EditError>) -> async_graphql::Result<Outcome> {
    match written {
        Ok(Written { place, seq }) => {
            app.live.wait_for(seq).await;
            Ok(Outcome::Done(
                Place::as_written(&app.read(), place),
                seq.to_string(),
            ))
        }
        Err(EditError::Rejected(violations)) => {
            let outside =
                |violation: &Violation| violation.path.first().is_some_and(|f| f == "idempotencyKey");
            let (plain, fields): (Vec<_>, Vec<_>) = violations.into_iter().partition(outside);
            Ok(Outcome::Refused(
                None,
                plain.into_iter().chain(inside_place(fields)).collect(),
            ))
        }
        Err(EditError::NotFound) => {
            let violation = Violation::new(&["id"], ViolationCode::NotFound, "there is no such place");
            Ok(Outcome::Refused(None, vec![violation]))
        }
        Err(EditError::Conflict(current)) => {
            let message = format!(
                "somebody else changed the place: it has version {} now; look at it and try again",
                current.version
            );
            let violation = Violation::new(&["expectedVersion"], ViolationCode::Conflict, message);
            Ok(Outcome::Refused(
                Some(Place::as_written(&app.read(), *current)),
                vec![violation],
            ))
        }
        Err(EditError::Store(StoreError::Forbidden(_))) => Err(forbidden(&Actor::anonymous())),
        Err(EditError::Store(error)) => Err(failed(&error)),
    }
}

fn user_errors(violations: Vec<Violation>) -> Vec<UserError> {
    let user_error = |violation: Violation| {
        let Violation { path, code, message } = violation.within("input");
        UserError {
            code: code.into(),
            field: Some(path),
            message,
        }
    };
    violations.into_iter().map(user_error).collect()
}

fn inside_place(violations: Vec<Violation>) -> Vec<Violation> {
    violations
        .into_iter()
        .map(|violation| violation.within("place"))
        .collect()
}

fn place_id(id: &ID) -> Result<PlaceId, Vec<Violation>> {
    match NodeId::parse(id) {
        Some(NodeId::Place(id)) => Ok(id),
        _ => Err(vec![Violation::new(
            &["id"],
            ViolationCode::NotFound,
            "this is not the id of a place",
        )]),
    }
}

/// What no database should have to keep.
fn odd_reason(reason: Option<&str>) -> Option<Violation> {
    let odd = |c: char| c.is_control() && !c.is_whitespace();
    reason
        .filter(|reason| reason.contains(odd))
        .map(|_| Violation::invalid(&["reason"], "must not hold control characters"))
}

fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

fn digest_of(verb: &str, fields: &PlaceFields, scope: &str) -> String {
    content_digest(format!("{verb} {scope} {fields:?}").as_bytes())
}

/// The retry of a request, and all that is wrong with the request: faults of the place, then of the key.
fn with_retry(
    key: Option<String>,
    digest: String,
    in_place: Vec<Violation>,
) -> (Option<Retry>, Vec<Violation>) {
    let mut violations = inside_place(in_place);
    let Some(key) = key else {
        return (None, violations);
    };
    let path = ["idempotencyKey"];
    if !(1..=200).contains(&key.chars().count()) {
        let message = "must have 1 to 200 characters";
        violations.push(Violation::new(&path, ViolationCode::TooLong, message));
    } else if key.contains(char::is_control) {
        violations.push(Violation::invalid(&path, "must not hold control characters"));
    }
    (Some(Retry { key, digest }), violations)
}

/// How near a place of the same name must be to be taken for the same, in meters.
const NEARBY_M: f64 = 100.0;

/// Places of the same name, nearby or at the same address.
fn likely_duplicates(read: &Arc<Read>, patch: &domain::PlacePatch) -> Vec<Place> {
    use domain::patch::Change;
    let Change::Set(name) = &patch.name else {
        return Vec::new();
    };
    let Ok(Some(text)) = SearchText::new(&name.chars().take(200).collect::<String>()) else {
        return Vec::new();
    };
    let filter = PlaceFilter {
        text: Some(text),
        ..PlaceFilter::default()
    };
    let near = match (&patch.location, Radius::new(NEARBY_M)) {
        (Change::Set(point), Ok(radius)) => Some(Near {
            point: *point,
            radius,
        }),
        _ => None,
    };
    let address = match &patch.address_text {
        Change::Set(address) if !address.trim().is_empty() => Some(address.as_str()),
        _ => None,
    };
    let mut found = Vec::new();
    for near in [near, None].into_iter().take(if near.is_some() { 2 } else { 1 }) {
        let Ok(query) = PlaceQuery::new(near, Vec::new(), filter.clone(), None) else {
            continue;
        };
        for hit in read.snapshot.search(&query, read.now, None, 100).hits {
            let Some(place) = read.snapshot.place(hit.row) else {
                continue;
            };
            let standing = place.address.as_ref().map(|address| address.formatted.as_str());
            let same_address = address.zip(standing).is_some_and(|(a, b)| same_identity(a, b));
            let is_same = same_identity(&place.name, name) && (near.is_some() || same_address);
            if is_same && !found.contains(&hit.row) {
                found.push(hit.row);
            }
        }
    }
    found.into_iter().filter_map(|row| Place::at(read, row)).collect()
}
