//! The GraphQL schema: arguments become checked queries ([`input`]), answers borrow one snapshot ([`types`]).
//!
//! Nothing on the read side runs SQL, waits or locks, but for the change log ([`feed`]); [`mutation`] does. The
//! public SDL is `schema.graphql` at the root of the project, written from this code.

pub(crate) mod ask;
pub mod connection;
pub mod context;
pub(crate) mod documents;
pub mod enums;
pub mod error;
pub mod feed;
pub mod input;
pub mod mutation;
pub mod node;
pub(crate) mod outcome;
pub mod query;
pub(crate) mod refusal;
pub mod scalars;
pub mod subscription;
pub mod types;

use async_graphql::{SDLExportOptions, ValidationMode};

/// The executable schema.
pub type Schema = async_graphql::Schema<query::Query, mutation::Mutation, subscription::Subscription>;

/// Levels that the executor walks at most, fragments included. The gate has refused what is deeper.
const DEEPEST: usize = 64;

/// Builds the schema.
pub fn schema() -> Schema {
    Schema::build(query::Query, mutation::Mutation, subscription::Subscription)
        .validation_mode(ValidationMode::Fast)
        .limit_recursive_depth(DEEPEST)
        .register_output_type::<node::Node>()
        // Introspection tells the same as schema.graphql, in the same order.
        .with_sorted_fields()
        .with_sorted_enums()
        .finish()
}

/// The schema in its definition language, sorted, for `schema.graphql`.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
        .use_space_ident();
    schema().sdl_with_options(options)
}
