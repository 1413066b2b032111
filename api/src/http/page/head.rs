//! What stands before the page: title, links to the other languages, structured data, the settings for the script.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::words::Language;
use crate::config::Config;

/// Of one page.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) config: &'a Config,
    pub(super) path: &'a str,
    /// Scheme and host.
    pub(super) own: &'a str,
    pub(super) title: Option<&'a str>,
    /// Escaped by [`in_script`].
    pub(super) json_ld: Option<&'a str>,
    pub(super) language: Language,
}

impl Head<'_> {
    pub(super) fn markup(&self) -> Markup {
        let site = &self.config.site.name;
        let address = format!("{}{}", self.own, self.path);
        html! {
            title {
                @if let Some(title) = self.title { (title) " | " }
                (site)
            }
            meta name="description" content=(self.language.words().description);
            link rel="canonical" href=(address);
            @for language in Language::ALL {
                link rel="alternate" hreflang=(language.tag()) href=(format!("{address}?lang={}", language.tag()));
            }
            link rel="alternate" hreflang="x-default" href=(address);
            @if let Some(json_ld) = self.json_ld {
                script type="application/ld+json" { (PreEscaped(json_ld)) }
            }
        }
    }
}

/// JSON that may stand in a script element: no text in it can end the element.
pub(super) fn in_script(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// What the script is told.
pub(super) fn settings(config: &Config, chosen: Option<Language>) -> Markup {
    let site = &config.site;
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (phone, url, email) = (text(&site.phone), text(&site.url), text(&site.email));
    let has_contact = phone.is_some() || url.is_some() || email.is_some();
    let settings = json!({
        "site": {
            "name": site.name,
            "operator": site.operator,
            "contact": has_contact.then(|| json!({ "phone": phone, "url": url, "email": email })),
            "point": site.point().map(|(latitude, longitude)| json!({ "latitude": latitude, "longitude": longitude })),
            "radiusMeters": site.radius_meters,
            "about": text(&site.about),
        },
        "map": {
            "kind": config.map.kind,
            "url": text(&config.map.url),
            "attribution": text(&config.map.attribution),
        },
        "language": chosen.map(Language::tag),
        "version": env!("CARGO_PKG_VERSION"),
    });
    html! {
        script type="application/json" id="ibasho-config" { (PreEscaped(in_script(&settings))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script_element() {
        let hostile = json!({ "name": "</script><script>alert(1)</script><!--", "x": "\u{2028}&lt;" });
        let text = in_script(&hostile);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), hostile);
    }
}
