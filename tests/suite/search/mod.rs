//! Searches over HTTP against brute force over what the server itself lists.

mod agreement;
mod counts;
mod near;
mod questions;
