//! From what a client sent to a request that may run: the document is found or judged, the operation chosen, the
//! variables checked, the cost taken from the client's budget. The same for every transport.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use domain::Actor;
use gate::{JsonMap, JsonValue, Kind};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::documents::{Known, not_found};
use super::refusal::{Fault, Refusal};
use crate::app::App;
use crate::usage::{Budget, Client, Exhausted};

/// What every transport sends.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Question {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
    #[serde(default)]
    extensions: Option<Map<String, Value>>,
}

impl Question {
    /// From a body or a message.
    pub(crate) fn read(json: &[u8]) -> Result<Question, Refusal> {
        serde_json::from_slice(json).map_err(|error| {
            if json.trim_ascii_start().starts_with(b"[") {
                let message = "send one query at a time";
                return Refusal::new(Fault::Malformed, "BATCH_NOT_SUPPORTED", message);
            }
            Refusal::malformed(format!("this is not a GraphQL request in JSON: {error}"))
        })
    }

    /// From the parameters of an address; an empty one counts as absent, unknown ones are not looked at.
    pub(crate) fn of_parameters(parameters: &[(String, String)]) -> Result<Question, Refusal> {
        let find = |name: &str| -> Result<Option<String>, Refusal> {
            let mut found = parameters
                .iter()
                .filter(|(key, value)| key == name && !value.is_empty());
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(Refusal::malformed(format!("{name} may be given once"))),
                (found, None) => Ok(found.map(|(_, value)| value.clone())),
            }
        };
        let map = |name: &str| -> Result<Option<Map<String, Value>>, Refusal> {
            let Some(text) = find(name)? else { return Ok(None) };
            serde_json::from_str(&text)
                .map_err(|error| Refusal::malformed(format!("{name} is not a map in JSON: {error}")))
        };
        Ok(Question {
            query: find("query")?,
            document_id: find("documentId")?,
            operation_name: find("operationName")?,
            variables: map("variables")?,
            extensions: map("extensions")?,
        })
    }

    fn document(&self, app: &App) -> Result<Arc<Known>, Refusal> {
        match (&self.query, &self.document_id) {
            (Some(_), Some(_)) => Err(Refusal::malformed("send either query or documentId, not both")),
            (Some(text), None) => app.documents.written(text),
            (None, Some(id)) => app.documents.trusted(id),
            (None, None) => {
                let extensions = self.extensions.as_ref();
                if extensions.is_some_and(|extensions| extensions.contains_key("persistedQuery")) {
                    return Err(not_found());
                }
                Err(Refusal::malformed("query is missing"))
            }
        }
    }
}

/// Who asks: what they may do, and whose budget it is.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) actor: Actor,
    pub(crate) client: Client,
}

/// What a transport carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carries {
    /// Nothing that changes anything.
    Queries,
    QueriesAndMutations,
    All,
}

/// Judges a question and makes a request of it that may run; nothing has run when it is refused.
pub(crate) fn prepare(
    app: &App,
    asker: &Asker,
    question: Question,
    carries: Carries,
) -> Result<Request, Refusal> {
    let take = |points: u32| {
        let spent = app.usage.spend(&asker.client, points);
        spent.map_err(|Exhausted(wait)| Refusal::rate_limited(wait))
    };
    // One point before anything is read, so that what is refused is not free.
    let first = take(1)?;
    let known = question.document(app)?;
    let gate = app.documents.gate();
    let operation = gate.choose(&known.admitted, question.operation_name.as_deref())?;
    let kind = operation.kind();
    match (kind, carries) {
        (Kind::Query, _) | (Kind::Mutation, Carries::QueriesAndMutations) | (_, Carries::All) => {}
        (Kind::Mutation, Carries::Queries) => {
            let message = "a mutation must be sent by POST";
            return Err(Refusal::new(
                Fault::Method,
                "OPERATION_RESOLUTION_FAILURE",
                message,
            ));
        }
        (Kind::Subscription, Carries::Queries | Carries::QueriesAndMutations) => {
            let message = "a subscription needs a WebSocket (graphql-transport-ws)";
            return Err(Refusal::new(
                Fault::Operation,
                "OPERATION_RESOLUTION_FAILURE",
                message,
            ));
        }
    }
    let variables = question.variables.unwrap_or_default();
    let for_gate: JsonMap = variables
        .iter()
        .map(|(name, value)| (name.as_str().into(), JsonValue::from(value.clone())))
        .collect();
    let weighed = gate.weigh(operation, &for_gate)?;
    let cost = u32::try_from(weighed.cost).unwrap_or(u32::MAX).max(1);
    let budget = if cost > 1 { take(cost - 1)? } else { first };
    let mut request = Request::new("").variables(for_executor(variables, &weighed.variables)?);
    request.operation_name = question.operation_name;
    request.set_parsed_query(known.executable.clone());
    if kind != Kind::Subscription {
        // A subscription lives long and looks anew whenever something happened; it must not hold a snapshot.
        request = request.data(app.read());
    }
    let request = request
        .data(asker.actor.clone())
        .data(app.clone())
        .data(budget.map(|budget| Budget { cost, ..budget }));
    Ok(request)
}

/// One by one: the executor's own conversion drops them all when one cannot be converted. What was left out comes with
/// its default, since the executor looks at no default in the condition of a directive.
fn for_executor(variables: Map<String, Value>, complete: &JsonMap) -> Result<Variables, Refusal> {
    let mut converted = Variables::default();
    for (name, value) in complete {
        if !variables.contains_key(name.as_str()) {
            let value =
                async_graphql::to_value(value).map_err(|error| Refusal::malformed(error.to_string()))?;
            converted.insert(async_graphql::Name::new(name.as_str()), value);
        }
    }
    for (name, value) in variables {
        let value = async_graphql::Value::from_json(value)
            .map_err(|error| Refusal::malformed(format!("the variable ${name} cannot be read: {error}")))?;
        converted.insert(async_graphql::Name::new(name), value);
    }
    Ok(converted)
}
