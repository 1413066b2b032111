//! The committed schema is the build's, and keeps the house rules.

use std::path::Path;

#[test]
fn the_committed_schema_is_the_one_of_this_build() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == api::graphql::sdl(),
        "schema.graphql differs from the build: run `cargo xtask schema`"
    );
}

#[test]
fn every_type_field_argument_and_value_is_described() {
    let sdl = api::graphql::sdl();
    let mut undescribed = Vec::new();
    let mut previous = "";
    let mut in_description = false;
    for line in sdl.lines().map(str::trim) {
        let quotes = line.matches("\"\"\"").count();
        if in_description || quotes > 0 {
            in_description ^= quotes == 1;
        } else {
            let names_something = line.chars().next().is_some_and(|first| first.is_alphabetic())
                && ![
                    "schema",
                    "query:",
                    "mutation:",
                    "subscription:",
                    "directive",
                    "extend",
                ]
                .iter()
                .any(|word| line.starts_with(word));
            // Arguments with descriptions stand on lines of their own.
            if names_something
                && !line.starts_with("scalar")
                && line
                    .split_once('(')
                    .is_some_and(|(_, arguments)| arguments.contains(':'))
            {
                undescribed.push(format!("an argument of {line}"));
            }
            if names_something && !previous.ends_with("\"\"\"") {
                undescribed.push(line.to_owned());
            }
        }
        previous = line;
    }
    assert!(undescribed.is_empty(), "{undescribed:#?}");
}
