//! Settings: defaults here, then a TOML file, then the environment (`IBASHO__SECTION__KEY`), then the command
//! line. An unknown key is an error. No other code reads the environment.

mod page;
mod sections;

use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::cli::Language;

pub use page::{Embed, Map, MapKind, Site};
pub use sections::{Config, Database, Graphql, Limits, Log, Server};

/// A database URL; shown and printed without its password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(pub String);

impl DatabaseUrl {
    fn without_password(&self) -> String {
        let hide = || {
            let (scheme, rest) = self.0.split_once("://")?;
            let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
            let (user, host) = authority.rsplit_once('@')?;
            let (name, _password) = user.split_once(':')?;
            Some(format!("{scheme}://{name}:***@{host}/{path}"))
        };
        hide().unwrap_or_else(|| self.0.clone())
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.without_password())
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.without_password())
    }
}

/// The language that this terminal's user reads, by the variables of POSIX.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub fn terminal_language() -> Language {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match said {
        Some(value) if value.starts_with("ja") => Language::Ja,
        _ => Language::En,
    }
}

impl Config {
    /// The settings of this process.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path)
                .with_context(|| format!("configuration: cannot read {}", path.display()))?,
            None => String::new(),
        };
        Config::merge(&text, std::env::vars())
    }

    /// A file and an environment on top of the defaults.
    pub fn merge(
        file: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Config> {
        let mut tree: toml::Table =
            toml::from_str(file).context("configuration: the file is not valid TOML")?;
        for (name, value) in environment {
            let Some(path) = name.strip_prefix("IBASHO__") else {
                continue;
            };
            let path = path.to_lowercase();
            let Some((section, key)) = path.split_once("__") else {
                bail!("configuration: {name} must be IBASHO__SECTION__KEY");
            };
            let section = tree.entry(section).or_insert_with(|| toml::Table::new().into());
            let Some(section) = section.as_table_mut() else {
                bail!("configuration: {name} names a section that is not one");
            };
            section.insert(key.to_owned(), environment_value(value));
        }
        let config: Config = tree.try_into().context("configuration")?;
        let at_least_1 = [
            ("database.poll_milliseconds", config.database.poll_milliseconds),
            ("limits.per_seconds", config.limits.per_seconds),
            ("limits.body_seconds", config.limits.body_seconds),
        ];
        for (name, value) in at_least_1 {
            if value == 0 {
                bail!("configuration: {name} must be at least 1");
            }
        }
        config.site.check()?;
        config.map.check()?;
        config.embed.check()?;
        if config.limits.points > 0 && u64::from(config.limits.points) < config.graphql.cost {
            bail!(
                "configuration: limits.points must be 0 or at least graphql.cost, or the dearest document never runs"
            );
        }
        Ok(config)
    }

    /// The effective tree as TOML, secrets hidden.
    pub fn shown(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }
}

/// What the environment says: numbers, switches and lists as in TOML, all else as it stands.
fn environment_value(text: String) -> toml::Value {
    let parsed = toml::from_str::<toml::Table>(&format!("value = {text}"));
    match parsed.ok().and_then(|mut table| table.remove("value")) {
        Some(
            value @ (toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Array(_)),
        ) => value,
        _ => toml::Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_every_option_at_its_default() {
        let example = include_str!("../../config.example.toml");
        assert_eq!(Config::merge(example, []).unwrap(), Config::default());
        let tree: toml::Table = toml::from_str(example).unwrap();
        let shown: toml::Table = toml::from_str(&Config::default().shown().unwrap()).unwrap();
        assert_eq!(tree, shown);
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let environment = [("IBASHO__SERVER__WORKERS".to_owned(), "3".to_owned())];
        let config = Config::merge("[server]\nworkers = 2\nlisten = '127.0.0.1:1'", environment).unwrap();
        assert_eq!(config.server.workers, 3);
        assert_eq!(config.server.listen.port(), 1);
    }

    #[test]
    fn the_environment_can_say_numbers_switches_and_lists() {
        let environment = [
            ("IBASHO__GRAPHQL__GRAPHIQL", "false"),
            ("IBASHO__LIMITS__POINTS", "0"),
            ("IBASHO__LIMITS__TRUSTED_PROXIES", "['10.0.0.0/8', '::1/128']"),
            ("IBASHO__LOG__LEVEL", "warn"),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = Config::merge("", environment).unwrap();
        assert!(!config.graphql.graphiql);
        assert_eq!(
            (config.limits.points, config.limits.trusted_proxies.len()),
            (0, 2)
        );
        assert_eq!(config.log.level, "warn");
    }

    #[test]
    fn limits_that_contradict_each_other_are_refused() {
        assert!(Config::merge("[limits]\npoints = 10", []).is_err());
        assert!(Config::merge("[limits]\npoints = 10\n[graphql]\ncost = 10", []).is_ok());
        assert!(Config::merge("[limits]\nper_seconds = 0", []).is_err());
        assert!(Config::merge("[limits]\ntrusted_proxies = ['10.0.0.0/33']", []).is_err());
    }

    #[test]
    fn unknown_keys_are_named() {
        let error = Config::merge("[server]\nlissten = 1", []).unwrap_err();
        assert!(format!("{error:#}").contains("lissten"), "{error:#}");
        let environment = [("IBASHO__SERVER__NOTHING".to_owned(), "3".to_owned())];
        assert!(Config::merge("", environment).is_err());
    }

    #[test]
    fn passwords_are_never_shown() {
        let url = DatabaseUrl("postgres://me:s3cret@host:5432/db?x=1".to_owned());
        assert_eq!(format!("{url:?}"), "postgres://me:***@host:5432/db?x=1");
        let config = Config {
            database: Database {
                url,
                ..Database::default()
            },
            ..Config::default()
        };
        assert!(!config.shown().unwrap().contains("s3cret"));
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}
