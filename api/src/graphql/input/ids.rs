//! Relay ids as arguments: of the right type, and known.

use async_graphql::ID;
use domain::{DistrictId, NodeId, OrganizationId, TermId, Violation, ViolationCode};
use readmodel::Snapshot;

/// An id that an argument may hold.
pub trait Argument: Sized {
    const NOUN: &'static str;
    fn known(snapshot: &Snapshot, node: NodeId) -> Option<Self>;
}

impl Argument for TermId {
    const NOUN: &'static str = "term";
    fn known(snapshot: &Snapshot, node: NodeId) -> Option<TermId> {
        if let NodeId::Term(id) = node {
            snapshot.term(id).map(|term| term.id)
        } else {
            None
        }
    }
}

impl Argument for OrganizationId {
    const NOUN: &'static str = "organization";
    fn known(snapshot: &Snapshot, node: NodeId) -> Option<OrganizationId> {
        if let NodeId::Organization(id) = node {
            snapshot.organization(id).map(|found| found.id)
        } else {
            None
        }
    }
}

impl Argument for DistrictId {
    const NOUN: &'static str = "district";
    fn known(snapshot: &Snapshot, node: NodeId) -> Option<DistrictId> {
        if let NodeId::District(id) = node {
            snapshot.district(id).map(|found| found.id)
        } else {
            None
        }
    }
}

/// One id at this path.
pub fn id<T: Argument>(snapshot: &Snapshot, path: &[&str], id: &ID) -> Result<T, Violation> {
    NodeId::parse(id)
        .and_then(|node| T::known(snapshot, node))
        .ok_or_else(|| {
            Violation::new(
                path,
                ViolationCode::NotFound,
                format!("no {} has the id {:?}", T::NOUN, id.as_str()),
            )
        })
}

/// Several ids; none when omitted or null.
pub fn ids<T: Argument>(
    snapshot: &Snapshot,
    path: &[&str],
    given: Option<&Vec<ID>>,
    violations: &mut Vec<Violation>,
) -> Vec<T> {
    let mut known = Vec::new();
    for (index, given) in given.into_iter().flatten().enumerate() {
        let index = index.to_string();
        match id(snapshot, &[path, &[index.as_str()]].concat(), given) {
            Ok(id) => known.push(id),
            Err(violation) => violations.push(violation),
        }
    }
    known
}
