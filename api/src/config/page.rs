//! What the residents' page is told: whose it is, the map below, who may show it in a frame.
//!
//! Values that end in headers or in the page are checked here, when the program starts.

use anyhow::bail;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    pub name: String,
    pub operator: String,
    pub phone: String,
    pub url: String,
    pub email: String,
    /// Latitude and longitude; empty for none.
    pub point: Vec<f64>,
    pub radius_meters: u32,
    pub about: String,
    /// Scheme and host that residents know; empty takes those of the request.
    pub base_url: String,
}

/// What is drawn below the places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MapKind {
    #[default]
    None,
    Style,
    Raster,
    Pmtiles,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Map {
    pub kind: MapKind,
    pub url: String,
    pub attribution: String,
    /// Memory for tiles that were made before.
    pub tile_cache_megabytes: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Embed {
    /// Origins; `*` is everybody.
    pub frame_ancestors: Vec<String>,
}

impl Default for Site {
    fn default() -> Site {
        Site {
            name: "ibasho".to_owned(),
            operator: String::new(),
            phone: String::new(),
            url: String::new(),
            email: String::new(),
            point: Vec::new(),
            radius_meters: 2_000,
            about: String::new(),
            base_url: String::new(),
        }
    }
}

impl Default for Map {
    fn default() -> Map {
        Map {
            kind: MapKind::None,
            url: String::new(),
            attribution: String::new(),
            tile_cache_megabytes: 32,
        }
    }
}

impl Default for Embed {
    fn default() -> Embed {
        Embed {
            frame_ancestors: vec!["*".to_owned()],
        }
    }
}

impl Site {
    /// The main point, as (latitude, longitude).
    pub fn point(&self) -> Option<(f64, f64)> {
        match self.point.as_slice() {
            [latitude, longitude] => Some((*latitude, *longitude)),
            _ => None,
        }
    }

    pub(super) fn check(&self) -> anyhow::Result<()> {
        match self.point.as_slice() {
            [] => {}
            [latitude, longitude] if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => {}
            _ => bail!("configuration: site.point must be [latitude, longitude] in degrees"),
        }
        if !(1..=50_000).contains(&self.radius_meters) {
            bail!("configuration: site.radius_meters must lie between 1 and 50000");
        }
        for (name, value) in [("site.url", &self.url), ("site.base_url", &self.base_url)] {
            if !value.is_empty() && origin(value).is_none() {
                bail!("configuration: {name} must begin with https:// or http:// and a host");
            }
        }
        Ok(())
    }
}

impl Map {
    /// Where the browser fetches the map from; `None` when that is nowhere else.
    pub fn origin(&self) -> Option<&str> {
        if self.kind == MapKind::None {
            return None;
        }
        origin(&self.url)
    }

    pub(super) fn check(&self) -> anyhow::Result<()> {
        let is_own = self.url.starts_with('/') && !self.url.starts_with("//");
        if self.kind != MapKind::None && !is_own && origin(&self.url).is_none() {
            bail!(
                "configuration: map.url must be a path of this site or begin with https:// or http:// and a host"
            );
        }
        Ok(())
    }
}

impl Embed {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for source in &self.frame_ancestors {
            if source != "*" && origin(source) != Some(source) {
                bail!(
                    "configuration: embed.frame_ancestors must be \"*\" or origins such as \"https://example.jp\", not {source:?}"
                );
            }
        }
        Ok(())
    }
}

/// Scheme, host and port of an address, where they can stand in a header as they are.
fn origin(address: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| address.starts_with(scheme))?;
    let rest = address.get(scheme.len()..)?;
    let end = rest.find('/').unwrap_or(rest.len());
    let host = rest.get(..end)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    (!host.is_empty() && host.bytes().all(plain)).then(|| address.get(..scheme.len() + end))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_stand_in_a_header_is_an_origin() {
        for (address, found) in [
            ("https://a.example.jp/x/{z}.png", Some("https://a.example.jp")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("https://", None),
            ("ftp://a.example.jp", None),
            ("https://a.example.jp; script-src *", None),
            ("https://a'b/", None),
        ] {
            assert_eq!(origin(address), found, "{address}");
        }
    }

    #[test]
    fn frames_are_allowed_to_origins_or_to_everybody() {
        let embed = |source: &str| Embed {
            frame_ancestors: vec![source.to_owned()],
        };
        assert!(embed("*").check().is_ok());
        assert!(embed("https://www.example.jp").check().is_ok());
        assert!(embed("https://www.example.jp/path").check().is_err());
        assert!(embed("'none'; script-src *").check().is_err());
    }
}
