//! What the address of a page asks for. Unlike in the API, what is not understood is left out: an old link still
//! shows something.

use actix_web::HttpRequest;
use actix_web::http::header;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Asia::Tokyo;
use domain::{DistrictId, PlaceKind, Point, TermId};
use readmodel::{
    Near, OpenWindow, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius, SearchText, Within,
};

use super::super::params::district;
use super::words::Language;
use crate::config::Config;
use crate::graphql::context::Read;

/// The address, and the language of the answer.
#[derive(Debug)]
pub(super) struct Asked {
    given: Vec<(String, String)>,
    pub(super) language: Language,
    /// The language that the address names.
    pub(super) chosen: Option<Language>,
}

impl Asked {
    pub(super) fn of(request: &HttpRequest) -> Asked {
        let given = actix_web::web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let given = given.map(actix_web::web::Query::into_inner).unwrap_or_default();
        let chosen = given
            .iter()
            .find(|(name, _)| name == "lang")
            .and_then(|(_, value)| Language::parse(value));
        let spoken = request.headers().get(header::ACCEPT_LANGUAGE);
        let spoken = spoken.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Asked {
            language: chosen.unwrap_or_else(|| Language::of_browser(spoken)),
            given,
            chosen,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut given = self.given.iter();
        let found = given.find(|(given, value)| given == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// The question, as far as it is understood. Without a word on where, the main point of the site comes first.
    pub(super) fn query(&self, read: &Read, config: &Config) -> PlaceQuery {
        let district = self
            .get("district")
            .and_then(|code| district("district", code, &read.snapshot).ok());
        let filter = PlaceFilter {
            text: self
                .get("q")
                .and_then(|text| SearchText::new(text).ok().flatten()),
            kinds: self.list("kinds").filter_map(PlaceKind::parse).collect(),
            terms: self.terms(read),
            open_at: self.get("open").and_then(|open| window(open, read)),
            ..PlaceFilter::default()
        };
        let near = self
            .near(config)
            .filter(|_| district.is_none() || self.get("near").is_some());
        make(near, district, filter)
    }

    fn near(&self, config: &Config) -> Option<Near> {
        let meters = |text: &str| text.parse().ok().and_then(|meters| Radius::new(meters).ok());
        let ((latitude, longitude), radius) = match self.get("near") {
            // "me" is for the browser to say.
            Some(text) => {
                let (latitude, longitude) = text.split_once(',')?;
                let point = (latitude.trim().parse().ok()?, longitude.trim().parse().ok()?);
                let usual = || Radius::new(f64::from(config.site.radius_meters)).ok();
                (point, self.get("radius").and_then(meters).or_else(usual))
            }
            // The first visit shows the whole city, from its middle outwards, as the script does.
            None if self.get("q").is_none() => (config.site.point()?, Radius::new(WIDEST).ok()),
            None => return None,
        };
        Some(Near {
            point: Point::new(longitude, latitude).ok()?,
            radius: radius.unwrap_or_default(),
        })
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        let items = self.get(name).unwrap_or_default().split(',');
        items.map(str::trim).filter(|item| !item.is_empty())
    }

    fn terms(&self, read: &Read) -> Vec<Vec<TermId>> {
        let mut schemes: Vec<(&str, Vec<TermId>)> = Vec::new();
        for (scheme, code) in self.list("terms").filter_map(|term| term.split_once(':')) {
            let Some(term) = read.snapshot.term_by_code(scheme, code) else {
                continue;
            };
            match schemes.iter_mut().find(|(earlier, _)| *earlier == scheme) {
                Some((_, terms)) => terms.push(term.id),
                None => schemes.push((scheme, vec![term.id])),
            }
        }
        schemes.into_iter().map(|(_, terms)| terms).collect()
    }
}

/// Meters; the most that a circle may have.
const WIDEST: f64 = 50_000.0;

fn make(near: Option<Near>, district: Option<DistrictId>, filter: PlaceFilter) -> PlaceQuery {
    let within: Vec<Within> = district
        .into_iter()
        .map(|district| Within::Districts(vec![district]))
        .collect();
    let fitting = PlaceQuery::new(near, within, filter.clone(), None);
    fitting.unwrap_or(PlaceQuery {
        near: None,
        within: Vec::new(),
        filter,
        order: PlaceOrder {
            field: OrderField::Name,
            descending: false,
        },
    })
}

/// `now`, `today`, or `2026-11-28T13:00/15:00` in Japan.
fn window(text: &str, read: &Read) -> Option<OpenWindow> {
    let local = |moment: NaiveDateTime| Tokyo.from_local_datetime(&moment).single().map(|at| at.to_utc());
    let (from, to): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) = match text {
        "now" => (None, None),
        "today" => {
            let tomorrow: NaiveDate = read.now.with_timezone(&Tokyo).date_naive().succ_opt()?;
            (None, local(tomorrow.and_hms_opt(0, 0, 0)?))
        }
        text => {
            let (from, to) = text.split_once('/')?;
            let from = NaiveDateTime::parse_from_str(from, "%Y-%m-%dT%H:%M").ok()?;
            let to = format!("{}T{to}", from.date());
            let to = NaiveDateTime::parse_from_str(&to, "%Y-%m-%dT%H:%M").ok()?;
            (local(from), local(to))
        }
    };
    OpenWindow::new(from, to, read.now, read.snapshot.horizon()).ok()
}
