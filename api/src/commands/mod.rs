//! What the command line can do, one command a file.

pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod report;
pub(crate) mod serve;
