//! Rows as the database holds them, one table a file. Only `store` may know them: what clients see are the
//! types of `domain`. To add a table, add its migration first, then its file here.

pub mod accessibility;
pub mod api_key;
pub mod change;
pub mod contact;
pub mod counter;
pub mod dataset;
pub mod district;
pub mod district_polygon;
pub mod exact_point;
pub mod holiday;
pub mod idempotency_key;
pub mod merge_stub;
pub mod organization;
pub mod place;
pub mod place_kind;
pub mod place_term;
pub mod private_counter;
pub mod private_log;
pub mod public_point;
pub mod required_document;
pub mod schedule;
pub mod scheme;
pub mod service;
pub mod service_area;
pub mod service_at_place;
pub mod service_mode;
pub mod service_term;
pub mod setting;
pub mod source;
pub mod special_hours;
pub mod term;
pub mod term_synonym;
pub mod translation;
pub mod verification;
