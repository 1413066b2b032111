//! Records by their global id.

use std::sync::Arc;

use async_graphql::{ID, Interface};
use domain::{ChangeId, NodeId};
use store::Store;

use super::context::Read;
use super::feed;
use super::types::{Change, District, Organization, Place, Service, Term};

/// Anything with a global id.
#[derive(Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque and stable for ever."))]
pub enum Node {
    Place(Place),
    Service(Service),
    Organization(Organization),
    District(District),
    Term(Term),
    Change(Change),
}

impl Node {
    /// A record of the snapshot; `None` for an id that names none here.
    pub fn record(read: &Arc<Read>, id: NodeId) -> Option<Node> {
        Some(match id {
            NodeId::Place(id) => Node::Place(Place::find(read, id)?),
            NodeId::Service(id) => Node::Service(Service::find(read, id)?),
            NodeId::Organization(id) => Node::Organization(Organization::find(read, id)?),
            NodeId::District(id) => Node::District(District::find(read, id)?),
            NodeId::Term(id) => Node::Term(Term::find(read, id)?),
            NodeId::Change(_) => return None,
        })
    }

    /// Same length and order; `None` for an id that names nothing here, well-formed or not. Changes are read
    /// from the log, all of them at once.
    pub async fn find(
        store: &Store,
        read: &Arc<Read>,
        ids: &[ID],
    ) -> async_graphql::Result<Vec<Option<Node>>> {
        let ids: Vec<Option<NodeId>> = ids.iter().map(|id| NodeId::parse(id)).collect();
        let changes: Vec<ChangeId> = ids
            .iter()
            .filter_map(|id| match id {
                Some(NodeId::Change(id)) => Some(*id),
                _ => None,
            })
            .collect();
        let changes = feed::by_id(store, read, &changes).await?;
        let found = |id: NodeId| match id {
            NodeId::Change(id) => {
                let change = changes.iter().find(|change| change.is(id));
                change.cloned().map(Node::Change)
            }
            record => Node::record(read, record),
        };
        Ok(ids.into_iter().map(|id| found(id?)).collect())
    }
}
