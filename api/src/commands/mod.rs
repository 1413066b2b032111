//! What the command line can do, one command a file.

pub mod datasets;
pub mod decisions;
pub mod demo;
pub mod export;
mod exported;
pub mod holidays;
pub mod import;
pub mod key;
pub mod report;
pub mod serve;
pub mod to_fix;
