//! The one place of xtask that reads environment variables.
#![expect(
    clippy::disallowed_methods,
    reason = "xtask has no configuration file; its switches are variables"
)]

use std::ffi::OsString;

/// The value of a variable that is set and not empty.
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether this runs where nobody reads notices, so that what is missing must fail.
pub fn is_ci() -> bool {
    variable("CI").is_some_and(|value| value == "true")
}

/// Names of the variables by which `cargo run` describes xtask itself.
pub fn about_xtask() -> impl Iterator<Item = OsString> {
    std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    })
}
