//! Records by their global id.

use std::sync::Arc;

use async_graphql::{ID, Interface};
use domain::NodeId;

use super::context::Read;
use super::types::{District, Organization, Place, Service, Term};

/// Anything with a global id.
#[derive(Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque and stable for ever."))]
pub enum Node {
    Place(Place),
    Service(Service),
    Organization(Organization),
    District(District),
    Term(Term),
}

impl Node {
    /// `None` for an id that names nothing here, well-formed or not.
    pub fn find(read: &Arc<Read>, id: &str) -> Option<Node> {
        Some(match NodeId::parse(id)? {
            NodeId::Place(id) => Node::Place(Place::find(read, id)?),
            NodeId::Service(id) => Node::Service(Service::find(read, id)?),
            NodeId::Organization(id) => Node::Organization(Organization::find(read, id)?),
            NodeId::District(id) => Node::District(District::find(read, id)?),
            NodeId::Term(id) => Node::Term(Term::find(read, id)?),
        })
    }
}
