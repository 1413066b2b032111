//! The public log: single changes, and pages of them.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use domain::{ChangeId, LogEntry, NodeId};

use super::{Organization, Place};
use crate::graphql::connection::PageInfo;
use crate::graphql::context::Read;
use crate::graphql::enums;
use crate::graphql::node::Node;
use crate::graphql::scalars::DateTime;

/// Something that was done to a record, numbered in the order of commits.
#[derive(Debug, Clone)]
pub struct Change {
    read: Arc<Read>,
    entry: Arc<LogEntry>,
    /// Whether the record is still there for whoever reads this list.
    shown: bool,
}

impl Change {
    pub fn new(read: &Arc<Read>, entry: LogEntry, shown: bool) -> Change {
        Change {
            read: read.clone(),
            entry: Arc::new(entry),
            shown,
        }
    }

    /// Whether it has this number.
    pub fn is(&self, id: ChangeId) -> bool {
        self.entry.id == id
    }

    fn subject_node(&self) -> NodeId {
        self.entry.subject_type.node(self.entry.subject_id)
    }
}

/// Something that was done to a record, numbered in the order of commits.
#[Object]
impl Change {
    /// Opaque and stable for ever.
    pub async fn id(&self) -> ID {
        ID(NodeId::Change(self.entry.id).encode())
    }

    /// The number of the transaction; changes made together share it.
    async fn seq(&self) -> String {
        self.entry.id.seq.to_string()
    }

    /// When it was made.
    async fn at(&self) -> DateTime {
        DateTime::At(self.entry.at)
    }

    /// What was done.
    async fn action(&self) -> enums::ChangeAction {
        self.entry.action.into()
    }

    /// To what sort of record.
    async fn subject_type(&self) -> enums::SubjectType {
        self.entry.subject_type.into()
    }

    /// To which record; also of a tombstone.
    async fn subject_id(&self) -> ID {
        ID(self.subject_node().encode())
    }

    /// The record as it is now, not as this change left it; null = tombstone: it is archived, merged away or gone,
    /// or in a feed with `within` no longer in the area. Whoever keeps a copy replaces it, or on null drops it.
    async fn subject(&self) -> Option<Node> {
        self.shown
            .then(|| Node::record(&self.read, self.subject_node()))?
    }

    /// Names of the fields that changed; empty = all.
    async fn fields(&self) -> &[String] {
        &self.entry.fields
    }

    /// The record that a merged one became part of.
    async fn survivor(&self) -> Option<Node> {
        Place::find(&self.read, self.entry.survivor?).map(Node::Place)
    }

    /// On whose behalf it was made; null, as the register keeps no public actor.
    async fn actor(&self) -> Option<Organization> {
        None
    }

    /// Why, in the words of whoever made it; null when nothing was said or the log was blanked.
    async fn reason(&self) -> Option<&str> {
        self.entry.reason.as_deref()
    }
}

/// A page of changes.
#[derive(Debug, SimpleObject)]
pub struct ChangeConnection {
    /// The changes with their cursors.
    edges: Vec<ChangeEdge>,
    /// The changes alone.
    nodes: Vec<Change>,
    /// Where the page lies in the list.
    page_info: PageInfo,
}

/// One of the changes in a page.
#[derive(Debug, Clone, SimpleObject)]
pub struct ChangeEdge {
    /// Where it stands; give it as `after` to go on from here.
    cursor: String,
    /// The change.
    node: Change,
}

impl ChangeConnection {
    pub fn new(edges: impl Iterator<Item = (String, Change)>, page_info: PageInfo) -> ChangeConnection {
        let edges: Vec<ChangeEdge> = edges.map(|(cursor, node)| ChangeEdge { cursor, node }).collect();
        ChangeConnection {
            nodes: edges.iter().map(|edge| edge.node.clone()).collect(),
            edges,
            page_info,
        }
    }
}
