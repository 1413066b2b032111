//! Pages in the manner of Relay: what every connection says of itself, and the plain connections.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use readmodel::{Cursor, ListPage, QueryHash};

use super::types::{District, Organization, Term};

/// Where a page lies in its list.
#[derive(Debug, Clone, Default, SimpleObject)]
pub struct PageInfo {
    /// Whether more follow.
    pub has_next_page: bool,
    /// Whether a valid `after` was given.
    pub has_previous_page: bool,
    /// Cursor of the first edge.
    pub start_cursor: Option<String>,
    /// Cursor of the last edge; on an empty page the `after` that was given, so that pollers never restart.
    pub end_cursor: Option<String>,
}

impl PageInfo {
    /// Of a page with these cursors, asked for with this `after`.
    pub fn new(
        has_next: bool,
        after: Option<&String>,
        first: Option<String>,
        last: Option<String>,
    ) -> PageInfo {
        PageInfo {
            has_next_page: has_next,
            has_previous_page: after.is_some(),
            start_cursor: first,
            end_cursor: last.or_else(|| after.cloned()),
        }
    }
}

/// GraphQL counts in 32 bits.
pub fn count(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

/// Cursors as clients see them.
pub fn encoded(page: &[(impl Sized, Cursor)], hash: &QueryHash) -> Vec<String> {
    page.iter().map(|(_, cursor)| cursor.encode(hash)).collect()
}

macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ident, $noun:literal, $nouns:literal) => {
        #[doc = concat!("A page of ", $nouns, ".")]
        #[derive(Debug, Clone)]
        pub struct $connection {
            edges: Vec<$edge>,
            page_info: PageInfo,
            total: i32,
        }

        #[doc = concat!("One of the ", $nouns, " in a page.")]
        #[derive(Debug, Clone, SimpleObject)]
        pub struct $edge {
            /// Where it stands; give it as `after` to go on from here.
            pub cursor: String,
            #[doc = concat!("The ", $noun, ".")]
            pub node: $node,
        }

        impl $connection {
            /// From a page of the read model.
            pub fn new<T>(
                page: ListPage<'_, T>,
                hash: &QueryHash,
                after: Option<&String>,
                node: impl Fn(&Arc<T>) -> $node,
            ) -> $connection {
                let cursors = encoded(&page.records, hash);
                let page_info = PageInfo::new(
                    page.has_next,
                    after,
                    cursors.first().cloned(),
                    cursors.last().cloned(),
                );
                let edges = page
                    .records
                    .into_iter()
                    .zip(cursors)
                    .map(|((record, _), cursor)| $edge {
                        cursor,
                        node: node(record),
                    })
                    .collect();
                $connection {
                    edges,
                    page_info,
                    total: count(page.total),
                }
            }
        }

        #[doc = concat!("A page of ", $nouns, ".")]
        #[Object]
        impl $connection {
            #[doc = concat!("The ", $nouns, " with their cursors.")]
            async fn edges(&self) -> &[$edge] {
                &self.edges
            }

            #[doc = concat!("The ", $nouns, " alone.")]
            async fn nodes(&self) -> Vec<$node> {
                self.edges.iter().map(|edge| edge.node.clone()).collect()
            }

            /// Where the page lies in the list.
            async fn page_info(&self) -> &PageInfo {
                &self.page_info
            }

            /// How many there are in the whole list.
            async fn total_count(&self) -> i32 {
                self.total
            }
        }
    };
}

connection!(
    OrganizationConnection,
    OrganizationEdge,
    Organization,
    "organization",
    "organizations"
);
connection!(
    DistrictConnection,
    DistrictEdge,
    District,
    "district",
    "districts"
);
connection!(TermConnection, TermEdge, Term, "term", "terms");
